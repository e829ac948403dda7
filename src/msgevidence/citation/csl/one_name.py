"""cs:name: how single names are set, cut to et al., and joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import marks
from .affixes import decoration, literal
from .initials import initials
from .items import ROMANESQUE
from .items import Name as Person
from .locale import Locale
from .punctuation import settled_within
from .tree import EtAl, Look, Name

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
        self.others_are_several = options.get("et-al-is-plural") == "true"
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
        self.first_differs = self.order == "first"
        # names already set, by level; then the same for the first of a list
        self.kept: Sequence[dict[Person, str]] = locale.names.setdefault(form, tuple([{} for _ in range(6)]))

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
        kept = self.kept[level + 3 if index == 0 and self.first_differs else level]
        text = kept.get(person)
        if text is None:
            if len(kept) > MOST_KEPT:
                kept.clear()
            text = kept[person] = settled_within(self._one(person, index, level))
        return text

    def usual(self, people: Sequence[Person]) -> list[str]:
        """Names as the style sets them, with nothing expanded."""
        kept = self.kept[0]
        shown = [kept.get(person) or self.one(person, 1) for person in people]
        if self.first_differs and people:
            shown[0] = self.one(people[0], 0)
        return shown

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
            return (
                self._join(self._family(person.family), self._given(person.given))
                if not inverted
                else (self._family(person.family) + self._given(person.given))
            )
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

    def _suffix(self, person: Person) -> str:
        suffix = self._plain(person.suffix)
        return f", {suffix.lstrip('!')}" if person.comma_suffix else f" {suffix}"

    def _plain(self, suffix: str) -> str:
        """A suffix in the manner of the initials beside it: without a stop where they have none (Doe JR Jr)."""
        return suffix.rstrip(".") if self.initialize_with is not None and "." not in self.initialize_with else suffix

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
            text += self.separator + self._plain(person.suffix)
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
            shown = min(count, max(first, least))
            return count if self.others_are_several and first < shown == count - 1 else shown
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
            return (
                f"{self.delimiter.join(shown[:-1])}{self.delimiter}{and_text.lstrip()}{shown[-1]}"
                if (self.delimiter_text.endswith(" "))
                else (f"{self.delimiter.join(shown[:-1])}{self.delimiter}{and_text}{shown[-1]}")
            )
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
