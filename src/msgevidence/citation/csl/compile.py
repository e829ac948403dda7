"""The typed tree → closures: every style node becomes one Python function from a Cite to its text, once per style.

Which options hold, which term is meant and what an affix looks like is settled here and not again per item. With a
`Shape`, conditions that depend only on the item's shape are settled too and their dead branches dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from . import marks
from .affixes import decoration, literal
from .conditions import Test, branch_test
from .context import CALLED, RENDERED, Cite
from .dates import date_closure, sort_closure
from .leaves import label_closure, number_closure, term_text, variable_closure
from .locale import Locale
from .names import LabelSetter, NamesElement, NameSetter
from .richtext import marked
from .tree import Area, Choose, Date, Element, Group, Label, Look, Name, Names, Number, Style, Text

Fn = Callable[[Cite], str]


def absent(cite: Cite) -> str:
    """A variable that is known to be empty."""
    cite.hit |= CALLED
    return ""


def nothing(_cite: Cite) -> str:
    """Neither text nor variable."""
    return ""


class Compiler:
    """Compiles one area of a style for one locale. `sorting`: for sort keys, where names are set long and inverted."""

    def __init__(self, style: Style, locale: Locale, area: Area, *, sort_options: Mapping[str, str] | None = None):
        self.style = style
        self.locale = locale
        self.area = area
        self.sorting = sort_options is not None
        self.options: Mapping[str, str] = {**style.options, **area.options, **(sort_options or {})}
        self.macros: dict[str, Fn] = {}
        self.own_year_suffix = self.mentions("year-suffix") or self.mentions("citation-label")
        self.checked = substitutable(style)
        self.marks_terms = not self.sorting and (style.style_class == "note" or area is style.bibliography)

    # -- questions about the style -------------------------------------------------------------------------------

    def mentions(self, variable: str) -> bool:
        """Does the layout call this variable, directly or through macros?"""
        return any(
            isinstance(node, Text) and node.kind == "variable" and node.name == variable
            for node in walk(self.style, self.area.children)
        )

    # -- elements ------------------------------------------------------------------------------------------------

    def sequence(self, nodes: Sequence[Element], delimiter: str = "") -> Fn:
        kids = [kid for node in nodes if (kid := self.element(node, delimiter)) is not nothing]
        if not kids:
            return nothing
        if len(kids) == 1:
            return kids[0]
        if not delimiter:
            return lambda cite: "".join([kid(cite) for kid in kids])
        return lambda cite: delimiter.join([text for kid in kids if (text := kid(cite))])

    def element(self, node: Element, delimiter: str = "") -> Fn:
        """One element; `delimiter` is that of the group around it, which a cs:choose hands on to what it chooses."""
        if isinstance(node, Text):
            return self.text(node)
        if isinstance(node, Group):
            return self.group(node)
        if isinstance(node, Choose):
            return self.choose(node, delimiter)
        if isinstance(node, Names):
            return self.names(node, None)
        if isinstance(node, Date):
            return sort_closure(node) if self.sorting else date_closure(node, self.locale, not self.own_year_suffix)
        if isinstance(node, Number):
            return number_closure(node, self.locale, self.checked)
        return label_closure(node, self.locale)

    def text(self, node: Text) -> Fn:
        if node.kind == "macro":
            return self.macro(node)
        if node.kind == "variable":
            return variable_closure(node, self)
        text = marked(node.name) if node.kind == "value" else term_text(node, self.locale)
        if node.kind == "term" and not text:
            return nothing
        if not text:
            return nothing
        change = decoration(node.look)
        constant = change(text) if change else text
        if node.kind == "term" and self.marks_terms:
            constant = self.marked_term(node, text)
        return lambda cite: constant

    def marked_term(self, node: Text, text: str) -> str:
        """The decorated term with TERM just before its own first letter."""
        change = decoration(node.look)
        return change(marks.TERM + text) if change else marks.TERM + text

    def macro(self, node: Text) -> Fn:
        if node.name not in self.macros:
            self.macros[node.name] = self.group(Group(Look(), "", self.style.macros[node.name]))
        return self.wrapped(self.macros[node.name], node.look)

    def wrapped(self, inner: Fn, look: Look) -> Fn:
        change = decoration(look)
        if change is None or inner is nothing:
            return inner
        done = change

        def render(cite: Cite) -> str:
            text = inner(cite)
            return done(text) if text else ""

        return render

    def group(self, node: Group) -> Fn:
        delimiter = literal(node.delimiter)
        kids = [kid for child in node.children if (kid := self.element(child, delimiter)) is not nothing]
        if not kids:
            return nothing
        change = decoration(node.look)

        def render(cite: Cite) -> str:
            outer = cite.hit
            cite.hit = 0
            texts = [text for kid in kids if (text := kid(cite))]
            hit = cite.hit
            if hit == CALLED:
                cite.hit = outer | CALLED
                return ""
            if not texts:
                cite.hit = outer | hit
                return ""
            cite.hit = outer | hit | RENDERED  # for the group outside, a group with text is a variable with text
            text = delimiter.join(texts) if len(texts) > 1 else texts[0]
            return change(text) if change is not None else text

        return render

    def choose(self, node: Choose, delimiter: str) -> Fn:
        branches: list[tuple[Test | None, Fn]] = []
        for branch in node.branches:
            test = branch_test(branch, self.area is self.style.citation) if branch.conditions else None
            branches.append((test, self.sequence(branch.children, delimiter)))
            if test is None:
                break

        def render(cite: Cite) -> str:
            for test, then in branches:
                if test is None or test(cite):
                    return then(cite)
            return ""

        return render

    # -- names ---------------------------------------------------------------------------------------------------

    def names(self, node: Names, parent: Names | None) -> Fn:
        if node.bare and parent is not None:
            node = replace(
                node,
                name=parent.name,
                et_al=parent.et_al,
                label=parent.label,
                label_first=parent.label_first,
                options={**parent.options, **node.options},
                delimiter=node.delimiter if node.delimiter is not None else parent.delimiter,
            )
        options = {**self.options, **node.options}
        delimiter = node.delimiter if node.delimiter is not None else self.options.get("names-delimiter", "")
        name = node.name
        if self.sorting:
            name = name or Name(Look(), {})
            name = replace(name, options={k: v for k, v in name.options.items() if not self._overridden(k)})
            options = {**options, **{k: v for k, v in self.options.items() if self._overridden(k)}}
        setter = NameSetter(name, node.et_al, options, self.locale, self.sorting)
        labels = LabelSetter(node.label, self.locale) if node.label and not self.sorting else None
        substitutes = []
        for child in node.substitute:
            if isinstance(child, Text) and child.kind == "term" and self.locale.term(child.name, child.form) == "":
                break  # a term set to nothing is a substitute that prints nothing
            substitutes.append(self.names(child, node) if isinstance(child, Names) else self.element(child))
        return NamesElement(node, setter, self.locale, labels=labels, delimiter=delimiter, substitutes=substitutes)

    def _overridden(self, option: str) -> bool:
        return option.startswith("et-al-") and option in self.options and bool(self.sorting)

    # -- the layout ----------------------------------------------------------------------------------------------

    def layout(self) -> Fn:
        """The area's layout without its affixes, as one function."""
        return self.sequence(self.area.children)


def substitutable(style: Style) -> frozenset[str]:
    """The variables that some cs:substitute may use up."""
    found: set[str] = set()
    for children in style.macros.values():
        _collect(style, children, found)
    for area in (style.citation, style.bibliography):
        if area is not None:
            _collect(style, area.children, found)
    return frozenset(found)


def _collect(style: Style, nodes: Sequence[Element], found: set[str]) -> None:
    for node in walk(style, nodes, macros=False):
        if isinstance(node, Names) and node.substitute:
            for inner in walk(style, node.substitute):
                if isinstance(inner, Text) and inner.kind == "variable":
                    found.add(inner.name)
                elif isinstance(inner, Names):
                    found.update(inner.variables)
                elif isinstance(inner, (Date, Number, Label)):
                    found.add(inner.variable)


def walk(style: Style, nodes: Sequence[Element], *, macros: bool = True) -> list[Element]:
    """All elements below, each macro visited once."""
    out: list[Element] = []
    seen: set[str] = set()
    pending: list[Element] = list(nodes)
    while pending:
        node = pending.pop()
        out.append(node)
        if isinstance(node, Group):
            pending += node.children
        elif isinstance(node, Choose):
            for branch in node.branches:
                pending += branch.children
        elif isinstance(node, Names):
            pending += node.substitute
        elif macros and isinstance(node, Text) and node.kind == "macro" and node.name not in seen:
            seen.add(node.name)
            pending += style.macros[node.name]
    return out


__all__ = ["CALLED", "Compiler", "Fn", "absent", "nothing", "substitutable", "walk"]
