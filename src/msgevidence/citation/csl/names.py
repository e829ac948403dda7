"""cs:names: which names are shown, with their labels, what stands in for them, and who is the author of a cite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .affixes import Change, decoration, literal
from .context import CALLED, FIRST, RENDERED, Cite, NameState
from .items import Name as Person
from .locale import Locale
from .one_name import NameSetter
from .tree import Label, Names

NO_LEVELS: Mapping[int, int] = {}


class NamesElement:
    """A compiled cs:names."""

    def __init__(
        self, node: Names, setter: NameSetter, locale: Locale, *, labels: LabelSetter | None, delimiter: str,
        substitutes: Sequence[Callable[[Cite], str]],
    ) -> None:  # fmt: skip
        self.variables = node.variables
        self.setter = setter
        self.locale = locale
        self.labels = labels
        self.label_first = node.label_first
        self.delimiter = literal(delimiter)
        self.substitutes = tuple(substitutes)
        self.decorate = decoration(node.look)
        self.merges = set(node.variables) == {"editor", "translator"}
        self.one_term = labels is not None and bool(locale.term("editortranslator", labels.form))

    def __call__(self, cite: Cite) -> str:
        index = cite.names_seen
        if index or not cite.suppress_author:
            text = self.render(cite, index)
            # empty names are passed over, unless they are the first of all
            cite.names_seen = index + 1 if text or (not index and cite.collected is None) else index
            if not index and text:
                cite.captured = text
            return text
        cite.suppress_author = False
        text = self.render(cite, index)
        cite.names_seen = 1
        cite.captured = text
        cite.suppress_author = True
        return ""

    def render(self, cite: Cite, index: int) -> str:
        groups: list[tuple[str, Sequence[Person]]] = []
        item = cite.item
        for variable in self.variables:
            people = item.names.get(variable)
            if people and not (cite.used is not None and variable in cite.used):
                groups.append((variable, people))
        cite.hit |= CALLED
        if not groups:
            return self.substituted(cite, index) if self.substitutes else ""
        if self.merges and len(groups) == 2 and self.one_term and _same(groups[0][1], groups[1][1]):
            groups = [("editortranslator", groups[0][1])]
        cite.hit |= RENDERED
        text = self.set(cite, groups, index)
        if cite.collected is not None:
            for variable in self.variables if groups[0][0] == "editortranslator" else [one[0] for one in groups]:
                cite.collect(variable)
        return text

    def set(self, cite: Cite, groups: Sequence[tuple[str, Sequence[Person]]], index: int) -> str:
        """The lists of names that are there, each with its label, joined and decorated."""
        if self.setter.form == "count":
            return self.count(cite, groups)
        if len(groups) == 1:
            text = self.group(cite, groups[0][0], groups[0][1], index)
        else:
            texts = [text for variable, people in groups if (text := self.group(cite, variable, people, index))]
            text = self.delimiter.join(texts)
        if text and self.decorate is not None:
            text = self.decorate(text)
        return text

    def sure(self, present: Sequence[str]) -> Callable[[Cite], str]:
        """The element for items that have these of its variables and cites that print them."""
        variable = present[0]
        if len(present) > 1:
            both = self.merges and self.one_term

            def several(cite: Cite) -> str:
                index = cite.names_seen
                cite.names_seen = index + 1
                names = cite.item.names
                groups = [(one, names[one]) for one in present]
                if both and _same(groups[0][1], groups[1][1]):
                    groups = [("editortranslator", groups[0][1])]
                text = self.set(cite, groups, index)
                if not index:
                    cite.captured = text
                return text

            return several
        decorate = self.decorate

        def single(cite: Cite) -> str:
            index = cite.names_seen
            cite.names_seen = index + 1
            text = self.group(cite, variable, cite.item.names[variable], index)
            if decorate is not None:
                text = decorate(text)
            if not index:
                cite.captured = text
            return text

        return single

    def count(self, cite: Cite, groups: Sequence[tuple[str, Sequence[Person]]]) -> str:
        total = sum(self.setter.cut(len(people), cite.position != FIRST) for _, people in groups)
        return str(total) if total else ""

    def group(self, cite: Cite, variable: str, people: Sequence[Person], index: int) -> str:
        setter = self.setter
        count = len(people)
        state = cite.state
        last = ""
        if state is None:
            cut = setter.cut(count, cite.position != FIRST)
            if cite.trace is not None and cite.only_traced:
                cite.trace.append((index, setter, people, cut))
                return "…"
            shown: Sequence[str] = setter.usual(people if cut == count else people[:cut])
            if cut < count and setter.use_last:
                last = setter.one(people[-1], count - 1)
        else:
            cut = setter.cut(count, cite.position != FIRST, state.shown.get(index, 0))
            shown = self.expanded(people, cut, state, state.levels.get(index, NO_LEVELS))
            if cut < count and setter.use_last:
                last = setter.one(people[-1], count - 1, state.levels.get(index, NO_LEVELS).get(count - 1, 0))
        if cite.trace is not None:
            cite.trace.append((index, setter, people, cut))
        and_text = setter.and_word if cite.narrative and setter.and_text else setter.and_text
        whole = None
        if index == 0:
            first_list, cite.capture = not cite.capture, cite.capture or tuple(shown)
            if first_list and cite.substitute is not None:
                shown, whole = cite.substitute(shown)
        if whole is None:
            before = people[cut - 1 if cut < count else max(0, cut - 2)]
            whole = setter.join(shown, count, and_text, last, not before.literal)
        text = whole
        if setter.decorate is not None and text:
            text = setter.decorate(text)
        if self.labels is not None:
            label = self.labels.text(variable, count > 1)
            text = label + text if self.label_first else text + label
        return text

    def expanded(
        self, people: Sequence[Person], cut: int, state: NameState, levels: Mapping[int, int]
    ) -> Sequence[str]:
        """The names that are shown, some with more of them than the style's form, to tell them from others."""
        setter = self.setter
        by_person = state.people
        if not levels and (not by_person or state.primary_only):  # at most the first differs
            shown = setter.usual(people[:cut])
            level = by_person.get(people[0].key, 0) if by_person else 0
            if level and shown:
                shown[0] = setter.one(people[0], 0, level)
            return shown
        some = people[:1] if state.primary_only else people
        wanted = {k: by_person.get(one.key, 0) for k, one in enumerate(some)} if by_person else levels
        return [setter.one(one, k, levels.get(k) or wanted.get(k, 0)) for k, one in enumerate(people[:cut])]

    def substituted(self, cite: Cite, index: int) -> str:
        collected, used = cite.collected, cite.used
        text = ""
        for child in self.substitutes:
            cite.names_seen = index
            cite.collected, cite.used = [], used
            text = child(cite)
            if text:
                break
        found = cite.collected or []
        cite.collected = collected
        if not text:
            cite.used = used
            return ""
        cite.hit |= RENDERED  # whatever stands in for names is printed in their place, be it only a term
        for variable in found if collected is not None else ():
            cite.collect(variable)
        if index == 0 and not cite.capture:
            text = stand_in(cite, text)
        return self.decorate(text) if self.decorate is not None else text


def stand_in(cite: Cite, text: str) -> str:
    """Text that stands where the first names would: it may be replaced as they may be in the next entry."""
    cite.capture = (text,)
    if cite.substitute is None:
        return text
    shown, whole = cite.substitute((text,))
    return whole if whole is not None else "".join(shown)


def sure_stand_in(render: Callable[[Cite], str], decorate: Change | None) -> Callable[[Cite], str]:
    """A substitute that is no names element and always prints, in the place of one."""

    def stand(cite: Cite) -> str:
        index = cite.names_seen
        text = render(cite)
        cite.names_seen = index + 1
        if not index and not cite.capture:
            text = stand_in(cite, text)
        if decorate is not None:
            text = decorate(text)
        if not index:
            cite.captured = text
        return text

    return stand


def _same(first: Sequence[Person], second: Sequence[Person]) -> bool:
    return len(first) == len(second) and all(a.key == b.key for a, b in zip(first, second, strict=True))


class LabelSetter:
    """cs:label inside cs:names."""

    def __init__(self, node: Label, locale: Locale) -> None:
        self.form = node.form
        self.plural = node.plural
        self.locale = locale
        self.decorate = decoration(node.look)
        self.cache: dict[tuple[str, bool], str] = {}

    def text(self, variable: str, plural: bool) -> str:
        key = (variable, plural)
        if key not in self.cache:
            many = self.plural == "always" or (self.plural == "contextual" and plural)
            text = self.locale.term(variable, self.form, many) or ""
            self.cache[key] = self.decorate(text) if text and self.decorate else text
        return self.cache[key]
