"""Between the names tagged formats and tables write ("Family, Given, Suffix") and Name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgevidence.formats.fieldmap import Converter
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Names, Value

_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "2nd", "3rd", "4th", "junior", "senior"}
_OTHERS = {"others", "et al", "et al.", "and others", "..."}
_SIMPLE = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.’'-]*(?: [A-ZÀ-ÖØ-Þ][\w.’'-]*){0,2}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}", re.UNICODE)
_ORGANISATION = re.compile(
    r"\b(?:of|for|and|the|on|institute|institut|university|group|team|committee|collaboration|network|association"
    r"|organi[sz]ation|society|consortium|department|ministry|council|agency|foundation|cent(?:er|re)|services?"
    r"|alliance|academy|federation|commission|board|press|investigators|trust|programme|program)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """One name as "Family, Given[, Suffix]"; without a comma it is an organisation or mononym, kept as a literal,
    unless initials show a person ("Brownstein C D", "John A. Smith").
    """
    family, comma, given = text.partition(", ")
    if (
        comma
        and _SIMPLE.fullmatch(family)
        and _SIMPLE.fullmatch(given)
        and given.rpartition(" ")[2].casefold() not in _SUFFIXES
    ):
        return Name(family=family, given=given)  # nine names of ten
    text = " ".join(text.split())
    if text.casefold().rstrip(",;") in _OTHERS:
        return OTHERS
    if "," not in text:
        return _without_comma(text)
    parts = [part.strip() for part in text.split(",")]
    suffix = ""
    if len(parts) > 2:
        if parts[-1].casefold() in _SUFFIXES or not parts[-1]:
            suffix = parts.pop()
        elif parts[1].casefold() in _SUFFIXES:  # BibTeX's order: Family, Suffix, Given
            suffix = parts.pop(1)
    elif parts[1].casefold() in _SUFFIXES and " " in parts[0]:
        return Name(literal=text)
    if len(parts) > 2:
        if _ORGANISATION.search(text) or any(len(part.split()) > 3 for part in parts):
            return Name(literal=text)
        suffix = suffix or ", ".join(parts[2:])
        parts = parts[:2]
    family, given = parts[0], parts[1] if len(parts) > 1 else ""
    first, _, last = given.rpartition(" ")
    if first and not suffix and last.casefold() in _SUFFIXES:  # MEDLINE: "King, Martin L Jr"
        given, suffix = first, last
    if not given and not suffix:
        return Name(literal=family) if family else Name()
    if not family:
        return Name(literal=given)
    return person(family, given, suffix)


def person(family: str, given: str, suffix: str = "") -> Name:
    """A personal name whose family part may begin with particles ("van der Berg")."""
    if family[:1].islower() and " " in family:
        words = family.split(" ")
        count = 0
        while count < len(words) - 1 and words[count][:1].islower():
            count += 1
        return Name(
            family=" ".join(words[count:]),
            given=given,
            non_dropping_particle=" ".join(words[:count]),
            suffix=suffix,
        )
    return Name(family=family, given=given, suffix=suffix)


def _without_comma(text: str) -> Name:
    words = text.split(" ")
    if len(words) < 2 or len(words) > 6 or _ORGANISATION.search(text):
        return Name(literal=text)
    last = len(words)
    suffix = ""
    if words[-1].casefold() in _SUFFIXES and len(words) > 2:
        last, suffix = last - 1, words[-1]
    first = last
    while first > 1 and _is_initials(words[first - 1]):
        first -= 1
    family = " ".join(words[:first])
    if first < last and any(map(str.islower, family)):  # "Brownstein C D"; not an acronym with letters after it
        return person(family, " ".join(words[first:last]), suffix)
    if any(word.endswith(".") and _is_initials(word) for word in words[: last - 1]):  # "John A. Smith"
        at = last - 1
        while at > 1 and words[at - 1][:1].islower():
            at -= 1
        return person(" ".join(words[at:last]), " ".join(words[:at]), suffix)
    return Name(literal=text)


def parse_given_first(text: str) -> Name:
    """For formats in which people stand without a comma as well ("Geoffrey Chaucer"): two to four words none of which
    belongs to an organisation are a person.
    """
    name = parse_name(text)
    words = name.literal.split()
    if "," in text or not 2 <= len(words) <= 4 or _ORGANISATION.search(text) or name == OTHERS:
        return name
    if not words[0][:1].isupper() or not words[-1][:1].isupper() or text.isupper() or any(map(str.isdecimal, text)):
        return name
    at = len(words) - 1
    while at > 1 and words[at - 1][:1].islower():
        at -= 1
    return person(" ".join(words[at:]), " ".join(words[:at]))


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return len(letters) <= 3 and letters.isupper() and bool(_INITIALS.fullmatch(word))


def format_name(name: Name) -> str:
    """The name as "Family, Given, Suffix"; a literal that would be read as a person ends with a comma."""
    if name == OTHERS:
        return "others"
    if name.literal:
        return name.literal if parse_name(name.literal) == name else f"{name.literal},"
    family = " ".join(part for part in (name.dropping_particle, name.non_dropping_particle, name.family) if part)
    if not name.given and not name.suffix:
        return f"{family},"
    return f"{family}, {name.given}, {name.suffix}" if name.suffix else f"{family}, {name.given}"


def _reading(parse: Callable[[str], Name]) -> Callable[[Sequence[str]], tuple[Value, Sequence[str]]]:
    def read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
        parts = (part for text in texts for part in (text.split(";") if ";" in text else (text,)))
        return tuple(name for part in parts if (name := parse(part))), ()

    return read


def _write(value: Value) -> Sequence[str]:
    names: Names = value  # type: ignore[assignment]
    return [format_name(name) for name in names]


NAMES = Converter(_reading(parse_name), _write)
"""One name a text, or several with semicolons between."""

NAMES_EITHER_WAY = Converter(_reading(parse_given_first), _write)
"""The same where a name without a comma is "Given Family"."""
