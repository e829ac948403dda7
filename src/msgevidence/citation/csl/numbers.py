"""Numbers in text variables: what is numeric, ordinals, romans, and page ranges."""

from __future__ import annotations

import re

from .locale import Locale

TOKEN = r"[^\W\d_]{0,4}\d+[^\W\d_]{0,3}"
NUMERIC = re.compile(rf"^\s*{TOKEN}(?:\s*[-–—,&;:/]\s*{TOKEN}|\s+(?:and|et|und|y|e|i)\s+{TOKEN})*\s*$")
PIECE = re.compile(r"(\d+)")
SEVERAL = re.compile(r"\d\s*(?:[-–—,&;]|and|et|und)\s*[^\W\d_]{0,4}\d")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def is_numeric(text: str) -> bool:
    return bool(NUMERIC.match(text))


def is_several(text: str) -> bool:
    """Does the value name more than one thing (for the plural of its label)?"""
    return bool(SEVERAL.search(text))


def roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    out = ""
    for value, letters in ROMAN:
        while number >= value:
            out += letters
            number -= value
    return out


def long_ordinal(number: int, locale: Locale, gender: str) -> str:
    if 1 <= number <= 10:
        found = locale.term(f"long-ordinal-{number:02}", gender=gender)
        if found:
            return found
    return f"{number}{locale.ordinal(number, gender)}"


def numbered(text: str, form: str, locale: Locale, gender: str) -> str:
    """A numeric value in the form cs:number asks for; a value that is not numeric is given back as it is."""
    if not is_numeric(text):
        return text
    text = spaced(text)
    if form == "numeric" or any(c.isalpha() for c in text):
        return text
    one = {
        "ordinal": lambda number: f"{number}{locale.ordinal(number, gender)}",
        "long-ordinal": lambda number: long_ordinal(number, locale, gender),
        "roman": roman,
    }.get(form)
    if one is None:
        return text
    return PIECE.sub(lambda match: one(int(match[0])) if len(match[0]) < 10 else match[0], text)


def spaced(text: str) -> str:
    """Separators between numbers set as CSL wants them: 1–3, 5 & 7."""
    text = re.sub(r"\s*[-–—]\s*", "–", text.strip())
    text = re.sub(r"\s*,\s*", ", ", text)
    return re.sub(r"\s*&\s*", " & ", text)


RANGE = re.compile(r"([^\W\d_]*)(\d+)([^\W\d_]*)\s*[-–—]\s*([^\W\d_]*)(\d+)([^\W\d_]*)")


def pages(text: str, style: str, delimiter: str = "–") -> str:
    """Page ranges in the style's page-range-format; without one only the dash is set."""
    if not style:
        return re.sub(r"(?<=\w)\s*(?:--|[-–])\s*(?=\w)", delimiter, text)

    def one(match: re.Match[str]) -> str:
        before, first, after, before_end, last, after_end = match.groups()
        if before != before_end and before_end or after or after_end:
            return f"{before}{first}{after}{delimiter}{before_end}{last}{after_end}"
        if before and not before_end and len(last) == len(first) and style == "expanded":
            before_end = before
        return f"{before}{first}{delimiter}{shortened(first, last, style, before)}"

    return RANGE.sub(one, text)


def shortened(first: str, last: str, style: str, prefix: str = "") -> str:
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    full = prefix + last
    if len(last) > len(first) or style == "expanded" or int(last) <= int(first):
        return full
    if style in {"minimal", "minimal-two"}:
        least = 1 if style == "minimal" else 2
        return _minimal(first, last, least)
    if style in {"chicago", "chicago-15", "chicago-16"}:
        return _chicago(first, last, style)
    return full


def _minimal(first: str, last: str, least: int) -> str:
    keep = 0
    while keep < len(last) - least and first[keep] == last[keep]:
        keep += 1
    return last[keep:]


def _chicago(first: str, last: str, style: str) -> str:
    number = int(first)
    if number < 100 or number % 100 == 0:
        return last
    if number % 100 < 10:
        return _minimal(first, last, 1)
    if style != "chicago-16" and len(first) == 4 and sum(a != b for a, b in zip(first, last, strict=True)) > 2:
        return last
    return _minimal(first, last, 2)
