"""cs:names: which names are shown, in which form and order, joined and labelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from . import marks
from .affixes import Change, decoration, literal
from .context import CALLED, FIRST, RENDERED, Cite
from .initials import initials
from .items import ROMANESQUE
from .items import Name as Person
from .locale import Locale
from .tree import EtAl, Label, Look, Name, Names

PLAIN = Look()
MOST_KEPT = 50_000
BETWEEN_NAMES, BETWEEN_PARTS = "\x1f", "\x1e"
"""In sort keys: J. Doe and R. Roe come before J. P. Doe, and A. Cruz before A. Cruz Santos."""

STUCK = ("'", "’", "-", "ʼ", "‘", " ")


def _number(options: Mapping[str, str], key: str) -> int:
    value = options.get(key, "")
    return int(value) if value.isdecimal() and len(value) < 6 else 0


class NameSetter:
    """cs:name with all its inherited options resolved, for one locale."""

    def __init__(
        self, name: Name | None, et_al: EtAl | None, options: Mapping[str, str], locale: Locale, sorting: bool = False
    ) -> None:
        name = name or Name(PLAIN, {})
        options = {**options, **name.options}
        self.options = options
        self.locale = locale
        self.form = name.form or options.get("name-form") or "long"
        self.delimiter_text = name.delimiter if name.delimiter is not None else options.get("name-delimiter", ", ")
        self.delimiter = BETWEEN_NAMES if sorting else literal(self.delimiter_text)
        self.order = "all" if sorting else options.get("name-as-sort-order", "")
        self.separator = BETWEEN_PARTS if sorting else literal(options.get("sort-separator", ", "))
        self.initialize = options.get("initialize", "true") != "false"
        self.initialize_with = options.get("initialize-with")
        self.hyphen = options.get("initialize-with-hyphen", "true") != "false"
        self.precedes_last = options.get("delimiter-precedes-last", "contextual")
        self.precedes_et_al = options.get("delimiter-precedes-et-al", "contextual")
        self.demote = options.get("demote-non-dropping-particle", "display-and-sort")
        self.minimum = _number(options, "et-al-min")
        self.first = _number(options, "et-al-use-first") if "et-al-use-first" in options else 1_000_000
        self.minimum_later = _number(options, "et-al-subsequent-min") or self.minimum
        self.first_later = _number(options, "et-al-subsequent-use-first") or self.first
        self.use_last = options.get("et-al-use-last") == "true"
        self.sorting = sorting
        self.demoted = self.demote == "display-and-sort" or (sorting and self.demote == "sort-only")
        self.always_prints = self.form != "count" and self.first > 0 and self.first_later > 0
        self.and_text = "" if sorting else self._and(options.get("and", ""))
        self.and_word = spaced_word(locale.term("and") or "and")
        self.decorate = decoration(name.look)
        self.family = name.family
        self.given = name.given
        self.family_text = decoration(name.family._replace(prefix="", suffix="")) if name.family else None
        self.given_text = decoration(name.given._replace(prefix="", suffix="")) if name.given else None
        self.plain_parts = name.family is None and name.given is None
        self.et_al_text = self._et_al(et_al)
        form = (
            self.form, self.order, self.separator, self.initialize, self.initialize_with, self.hyphen, self.demoted,
            sorting and self.demote != "never", self.family, self.given,
        )  # fmt: skip
        self.kept: dict[tuple[Person, bool, int], str] = locale.names.setdefault(form, {})  # names already set

    def _and(self, kind: str) -> str:
        if kind == "symbol":
            return spaced_word(self.locale.and_symbol) if self.locale.and_symbol != "&" else " & "
        if kind == "text":
            return spaced_word(self.locale.term("and") or "and")
        return ""

    def _et_al(self, node: EtAl | None) -> str:
        if self.sorting:
            return ""
        text = self.locale.term(node.term if node else "et-al") or ""
        if not text:
            return ""
        change = decoration(node.look) if node else None
        return change(text) if change else text

    # -- one name ------------------------------------------------------------------------------------------------

    def one(self, person: Person, index: int, level: int = 0) -> str:
        """A single name. `level` 0: as the style says; 1: initials added; 2: given name in full."""
        key = (person, index == 0, level)
        text = self.kept.get(key)
        if text is None:
            if len(self.kept) > MOST_KEPT:
                self.kept.clear()
            text = self.kept[key] = self._one(person, index, level)
        return text

    def _one(self, person: Person, index: int, level: int) -> str:
        if person.literal:
            return self._family(person.literal)
        form = self.form
        if form == "short" and level == 0:
            return self._short(person)
        given = person.given
        if given and self.initialize_with is not None and level < 2:
            given = initials(given, self.initialize_with, self.initialize, self.hyphen)
        inverted = self.order == "all" or (self.order == "first" and index == 0)
        if not person.latin:
            if person.given and person.family and not inverted:
                return self._family(person.family) + self._given(person.given)
            return self._join(self._family(person.family), self._given(person.given)) if not inverted else (
                self._family(person.family) + self._given(person.given))
        if inverted:
            return self._inverted(person, given)
        if self.plain_parts:
            text = person.family
            if person.particle:
                text = _stuck(person.particle, text)
            if person.dropping:
                text = _stuck(person.dropping, text)
            if given:
                text = f"{given} {text}" if text else given
            if person.suffix:
                text += self._suffix(person)
            return text
        family = self.as_family(person.family)
        if person.particle:
            family = _stuck(self.as_family(person.particle), family, person.particle)
        if person.dropping:
            family = _stuck(self.as_given(person.dropping), family, person.dropping)
        if person.suffix:
            family += self._suffix(person)
        return self._join(_affixed(self.as_given(given), self.given), _affixed(family, self.family))

    @staticmethod
    def _suffix(person: Person) -> str:
        return f", {person.suffix.lstrip('!')}" if person.comma_suffix else f" {person.suffix}"

    def _short(self, person: Person) -> str:
        text = self.as_family(person.family)
        if person.particle and not (self.sorting and self.demote in {"sort-only", "display-and-sort"}):
            text = _stuck(self.as_family(person.particle), text, person.particle)
        return _affixed(text, self.family)

    def _inverted(self, person: Person, given: str) -> str:
        demoted = self.demoted
        family, tail = self.as_family(person.family), self.as_given(given)
        if person.particle and not demoted:
            family = _stuck(self.as_family(person.particle), family, person.particle)
        if person.dropping:
            tail = self._join(tail, self.as_given(person.dropping))
        if person.particle and demoted:
            tail = self._join(tail, self.as_family(person.particle))
        text = _affixed(family, self.family)
        if tail:
            text += (self.separator if text else "") + _affixed(tail, self.given)
        if person.suffix:
            text += self.separator + person.suffix
        return text

    def as_family(self, text: str) -> str:
        return self.family_text(text) if self.family_text is not None and text else text

    def as_given(self, text: str) -> str:
        return self.given_text(text) if self.given_text is not None and text else text

    def _family(self, text: str) -> str:
        return _affixed(self.as_family(text), self.family)

    def _given(self, text: str) -> str:
        return _affixed(self.as_given(text), self.given)

    @staticmethod
    def _join(first: str, second: str) -> str:
        return f"{first} {second}" if first and second else first or second

    # -- a list of names -----------------------------------------------------------------------------------------

    def cut(self, count: int, later: bool, least: int = 0) -> int:
        """How many of `count` names are shown; `least` is what disambiguation asks for."""
        minimum, first = (self.minimum_later, self.first_later) if later else (self.minimum, self.first)
        if minimum and count >= minimum and first < count:
            return min(count, max(first, least))
        return count

    def join(self, shown: Sequence[str], total: int, and_text: str, last: str = "", turned: bool = True) -> str:
        """The shown names joined; "et al." or an ellipsis and the last name where some are left out.

        `turned`: the name before the joint is one that can be inverted (an organisation's cannot).
        """
        if len(shown) < total:
            text = self.delimiter.join(shown)
            if self.use_last and total - len(shown) >= 1 and last:
                return f"{text}{self.delimiter}… {last}"
            if not self.et_al_text or not shown:
                return text
            rule = self.precedes_et_al
            inverted = turned and (self.order == "all" or (self.order == "first" and len(shown) == 1))
            delimited = rule == "always" or (rule == "contextual" and len(shown) > 1) or (
                rule == "after-inverted-name" and inverted)  # fmt: skip
            glue = self.delimiter if delimited else "" if not ROMANESQUE.match(marks.bare(self.et_al_text)) else " "
            return f"{text}{glue}{self.et_al_text}"
        if len(shown) == 1 or not and_text:
            return self.delimiter.join(shown)
        rule = self.precedes_last
        inverted = turned and (self.order == "all" or (self.order == "first" and len(shown) == 2))
        delimited = rule == "always" or (rule == "contextual" and len(shown) > 2) or (
            rule == "after-inverted-name" and inverted)  # fmt: skip
        if delimited:
            return f"{self.delimiter.join(shown[:-1])}{self.delimiter}{and_text.lstrip()}{shown[-1]}" if (
                self.delimiter_text.endswith(" ")) else (
                f"{self.delimiter.join(shown[:-1])}{self.delimiter}{and_text}{shown[-1]}")
        return f"{self.delimiter.join(shown[:-1])}{and_text}{shown[-1]}"


def spaced_word(word: str) -> str:
    """A joining word with spaces round it where its script separates words by spaces."""
    return (" " if ROMANESQUE.match(word[:1]) else "") + word + (" " if ROMANESQUE.match(word[-1:]) else "")


def _stuck(particle: str, family: str, bare: str = "") -> str:
    """Particle and family name, without a space after an apostrophe or hyphen; `bare`: the particle unformatted."""
    if not family:
        return particle
    return particle + family if (bare or particle).endswith(STUCK) else f"{particle} {family}"


def _affixed(text: str, look: Look | None) -> str:
    return literal(look.prefix) + text + literal(look.suffix) if look is not None and text else text


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
            shown: Sequence[str] = [setter.one(people[k], k) for k in range(cut)]
            if cut < count and setter.use_last:
                last = setter.one(people[-1], count - 1)
        else:
            cut = setter.cut(count, cite.position != FIRST, state.shown.get(index, 0))
            levels = state.levels.get(index, {})
            by_person = state.people
            some = people[:1] if state.primary_only else people
            wanted = {k: by_person.get(one.key, 0) for k, one in enumerate(some)} if by_person else levels
            shown = [setter.one(one, k, levels.get(k) or wanted.get(k, 0)) for k, one in enumerate(people[:cut])]
            if cut < count and setter.use_last:
                last = setter.one(people[-1], count - 1, levels.get(count - 1, 0))
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

