"""Numbers in text variables: what is numeric, ordinals, romans, and page ranges."""

from __future__ import annotations

import re
from functools import cache

from .locale import Locale
from .locators import split_label

PART = r"[^\W\d_]{0,4}\d+[^\W\d_]{0,3}"
NUMERIC = re.compile(rf"^\s*{PART}(?:\s*[-–—,&;/]\s*{PART}|\s+(?:and|et|und|y|e|i)\s+{PART})*\s*$")
THOUSANDS = re.compile(r"\s*\d{1,3}(?:,\d{3})+\s*")
PIECE = re.compile(r"(\d+)")
ONE = r"(?:[^\W\d_]{0,4}\d+[^\W\d_]{0,3}|[ivxlcdm]+)"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def is_numeric(text: str) -> bool:
    return bool(NUMERIC.match(text))


@cache
def _several(and_word: str) -> re.Pattern[str]:
    joint = rf"(?:[-–—,&;]|\b(?:and|{re.escape(and_word)})\b)"
    return re.compile(rf"\s*{ONE}\s*(?:{joint}\s*)+{ONE}(?!\w)", re.IGNORECASE)


def is_several(text: str, and_word: str = "and") -> bool:
    """Does the value name more than one thing (for the plural of its label)? A hyphen written \\- joins nothing."""
    return bool(_several(and_word).match(text)) and not THOUSANDS.fullmatch(text)


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
        return _with_locator(text, form, locale, gender)
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


def _with_locator(text: str, form: str, locale: Locale, gender: str) -> str:
    """A number that drags a locator along (edition "7, p. 3-8"): each is set in its own way."""
    head, comma, tail = text.partition(",")
    label, rest = split_label(tail.strip())
    term = locale.term(label, "short", is_several(rest)) if label else None
    if not term or not is_numeric(head) or not is_numeric(rest):
        return text
    return f"{numbered(head, form, locale, gender)}{comma} {term} {spaced(rest)}"


def spaced(text: str) -> str:
    """Separators between numbers set as CSL wants them: 1–3, 5 & 7."""
    text = re.sub(r"\s*[-–—]\s*", "–", text.strip())
    text = re.sub(r"\s*,\s*", ", ", text)
    return re.sub(r"\s*&\s*", " & ", text)


RANGE = re.compile(r"(?<!\w)(\d*[^\W\d_]+0*|)(\d+)\s*[-–—]{1,2}\s*(\d*[^\W\d_]+0*|)(\d+)(?!\w)")
SIMPLE = re.compile(r"(\d{1,9})[-–](\d{1,9})$")
DASHED = re.compile(r"(?<!\w)(\w*\d\w*|[ivxlcdm]+)\s*(?:--|[-–])\s*(?=(?:\w*\d|[ivxlcdm]+\b))", re.IGNORECASE)
ROMANS = re.compile(r"(?<!\w)([ivxlcdm]+)\s*[-–]\s*([ivxlcdm]+)(?!\w)", re.IGNORECASE)


def pages(text: str, style: str, delimiter: str = "–", and_symbol: str = "&") -> str:
    """Page ranges in the style's page-range-format; without one only the dash is set."""
    simple = SIMPLE.match(text)
    if simple:
        first, last = simple.groups()
        return f"{first}{delimiter}{shortened(first, last, style) if style else last}"
    if "&" in text and and_symbol != "&":
        text = text.replace("&", and_symbol)
    if not style:
        return DASHED.sub(rf"\1{delimiter}", text).replace("\\-", "-")

    def one(match: re.Match[str]) -> str:
        before, first, before_end, last = match.groups()
        if before != before_end:  # no range that could be shortened: the same number said in two ways
            return f"{before}{first}-{before_end}{last}"
        end = shortened(first, last, style)
        repeated = before if style == "expanded" or len(end) >= len(first) else ""
        return f"{before}{first}{delimiter}{repeated}{end}"

    text = ROMANS.sub(rf"\1{delimiter}\2", RANGE.sub(one, text))
    return text.replace("\\-", "-")


def shortened(first: str, last: str, style: str) -> str:
    """The second number of a range, written out and then shortened as the format asks."""
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    full = last
    if len(last) > len(first) or style == "expanded" or last <= first:
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
    number = int(first[-9:])
    if len(first) < 3 or number % 100 == 0:
        return last
    if number % 100 < 10:
        return _minimal(first, last, 1)
    if style != "chicago-16" and len(first) == 4 and sum(a != b for a, b in zip(first, last, strict=True)) > 2:
        return last
    return _minimal(first, last, 2)
