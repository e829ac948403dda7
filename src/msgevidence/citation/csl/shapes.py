"""The shape of an item: all that a style's tests can ask about it and that is not its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .items import Item
from .numbers import is_numeric
from .tree import Choose, Condition, Date, Element, Label, Names, Number, SortKey, Style, Text
from .variables import SHORT
from .walk import walk

OF_CITES = frozenset({"locator", "citation-number", "first-reference-note-number", "year-suffix", "citation-label"})
"""Variables that a cite brings with it, so that no item can settle them."""

Key = tuple[Any, ...]
KINDS = ("text ", "names ", "date ", "year ", "circa ", "numeric ")
SHORT_OF = {"title-short": "title", "container-title-short": "container-title"}


class Shape:
    """What items of one key have in common. `made` holds what was compiled for it, by whom compiled it.

    `facts` is a number with one bit for each thing that holds; which bit means what is said by `bits`.
    """

    __slots__ = ("bits", "circa", "dates", "facts", "made", "names", "numeric", "serial", "text", "type", "years")

    def __init__(self, item: Item, vocabulary: Vocabulary) -> None:
        self.type = item.type
        self.text = frozenset(item.text)
        self.names = frozenset(item.names)
        self.dates = frozenset(item.dates)
        self.numeric = frozenset(name for name in vocabulary.numeric if _numeric(item, name))
        self.years = frozenset(name for name, date in item.dates.items() if date.start[0] is not None)
        self.circa = frozenset(name for name, date in item.dates.items() if date.circa)
        parts = (self.text, self.names, self.dates, self.years, self.circa, self.numeric)
        bits = self.bits = vocabulary.bits
        self.facts = 0
        for kind, found in zip(KINDS, parts, strict=True):
            for name in found:
                self.facts |= bits.get(kind + name, 0)
        self.serial = len(vocabulary.shapes)
        self.made: dict[object, Any] = {}

    def has(self, variable: str) -> bool | None:
        """Is the variable there? None where only the cite knows."""
        if variable in OF_CITES:
            return None
        if variable == "page-first" and "page" in self.text:
            return True
        return variable in self.text or variable in self.names or variable in self.dates

    def holds(self, condition: Condition) -> bool | None:
        """The outcome of a test, where the shape decides it."""
        value = condition.value
        if condition.kind == "type":
            return self.type == value
        if condition.kind == "variable":
            return self.has(value)
        if condition.kind == "is-numeric":
            return None if value in OF_CITES else value in self.numeric
        if condition.kind == "is-uncertain-date":
            return value in self.circa
        return None


def _numeric(item: Item, variable: str) -> bool:
    text = item.text.get(variable)
    return text is not None and is_numeric(text)


class Relevance:
    """What of a shape matters to some elements of a style, macros included: two shapes alike in it compile alike."""

    __slots__ = ("mask", "type", "variables")

    def __init__(self, style: Style, nodes: Sequence[Element]) -> None:
        variables: set[str] = set()
        self.type = False
        for node in walk(style, nodes):
            variables.update(_mentions(node))
            if isinstance(node, Choose):
                for branch in node.branches:
                    for condition in branch.conditions:
                        if condition.kind == "type":
                            self.type = True
                        else:
                            variables.add(condition.value)
        self.variables = with_relatives(variables)
        self.mask: int | None = None

    def key(self, shape: Shape) -> Key:
        if self.mask is None:
            self.mask = 0
            for kind in KINDS:
                for name in self.variables:
                    self.mask |= shape.bits[kind + name]
        return (shape.type if self.type else "", self.mask & shape.facts)


def with_relatives(variables: Iterable[str]) -> frozenset[str]:
    """The variables with those that may be printed in their stead."""
    found = set(variables)
    for name in tuple(found):
        found.update(SHORT.get(name, (f"{name}-short",)))
        if name == "page-first":
            found.add("page")
        if name in SHORT_OF:
            found.update(SHORT[SHORT_OF[name]])
    return frozenset(found)


class Vocabulary:
    """The variables a style mentions; others make no difference to an item's shape."""

    def __init__(self, style: Style) -> None:
        mentioned: set[str] = {"page", "language"}
        numeric: set[str] = set()
        areas = [area for area in (style.citation, style.bibliography) if area]
        for nodes in (*style.macros.values(), *(area.children for area in areas)):
            for node in walk(style, nodes, macros=False):
                mentioned.update(_mentions(node))
                if isinstance(node, Choose):
                    for branch in node.branches:
                        for condition in branch.conditions:
                            mentioned.add(condition.value)
                            if condition.kind == "is-numeric":
                                numeric.add(condition.value)
        for area in areas:
            mentioned.update(_sorted_by(area.sort))
        self.mentioned = with_relatives(mentioned)
        facts = [kind + name for kind in KINDS for name in sorted(self.mentioned)]
        self.bits = {fact: 1 << place for place, fact in enumerate(facts)}
        self.wanted = self.mentioned | {"title", "title-short", "citation-label", "note"}
        self.numeric = frozenset(numeric) - OF_CITES
        self.shapes: dict[Key, Shape] = {}

    def shape(self, item: Item) -> Shape:
        """The shape of an item: the same object for all items of the same key."""
        numeric = tuple([name for name in self.numeric if name in item.text and is_numeric(item.text[name])])
        mentioned = self.mentioned
        key = (
            item.type,
            mentioned.intersection(item.text),
            mentioned.intersection(item.names),
            tuple([(name, date.circa, date.start[0] is None) for name, date in item.dates.items()]),
            numeric,
        )
        found = self.shapes.get(key)
        if found is None:
            found = self.shapes[key] = Shape(item, self)
        return found


def _mentions(node: Element) -> Iterable[str]:
    if isinstance(node, Text):
        return (node.name,) if node.kind == "variable" else ()
    if isinstance(node, (Number, Label, Date)):
        return (node.variable,)
    return node.variables if isinstance(node, Names) else ()


def _sorted_by(keys: Iterable[SortKey]) -> Iterable[str]:
    return [key.variable for key in keys if key.variable]
