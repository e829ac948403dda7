"""Volumes, issues and pages as they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_EXCEL_DATE = re.compile(r"(?:(\d{1,4})[-/ ]([a-z]{3})|([a-z]{3})[-/ ](\d{1,4}))", re.IGNORECASE)
_NO_PAGES = re.compile(r"(?:no|var\.?|various|n\.?p\.?|nil|un|suppl).*[^\d]$|un\w+d|n/?a|nan|unknown|-+", re.IGNORECASE)
_RANGE = re.compile(
    r"([a-z]{0,6}\.?)\s*(\d+)([a-z]{0,2})(?:\s*[-–—‐‑−/]+\s*([a-z]{0,3}\.?)\s*(\d+)([a-z]{0,2}))?", re.IGNORECASE
)
_PAGE_WORD = re.compile(
    r"^\W*(?:pages?|pp?g?s?|seiten?|s\.|article(?: no\.?| number)?|art\.?(?: no\.?)?|id)[\s.:]+", re.I
)
_ROMAN_RANGE = re.compile(r"([ivxlcdm]+)(?:\s*[-–—]+\s*([ivxlcdm]+))?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_WORTHLESS = frozenset({"", "unknown", "na", "n/a", "nan", "none", "null", "no volume", "no", "var", "in press"})


@dataclass(frozen=True, slots=True)
class Pages:
    """First and last page; `prefix` is the S of S12 or the e of e1234. `sure` is False for what a spreadsheet
    or a database mangled (``06-Oct``, ``Suppl-29``): such pages can agree, but never conflict."""

    first: int = 0
    last: int = 0
    prefix: str = ""
    sure: bool = True

    def __bool__(self) -> bool:
        return self.first > 0

    @property
    def article_number(self) -> bool:
        """An e-number, a letter with four digits, or five digits: not a place in a printed volume."""
        return self.first == self.last and (
            self.prefix in ("e", "cd")
            or self.first >= 10_000
            or (len(self.prefix) == 1 and self.prefix != "s" and self.first >= 1_000)
        )


def pages(text: str) -> Pages:
    """``1425-37`` and ``1425-1437`` are the same; ``e12-e15``, ``S5``, ``xi-xv`` and ``6 -- 10`` are understood."""
    text = text.strip()
    if not text or _NO_PAGES.fullmatch(text):
        return Pages()
    if date := _EXCEL_DATE.fullmatch(text):
        return _from_date(date)
    text = _PAGE_WORD.sub("", text)
    found = _RANGE.match(text)
    if not found:
        if roman := _ROMAN_RANGE.fullmatch(text):
            first = _roman(roman.group(1))
            return Pages(first, _roman(roman.group(2)) if roman.group(2) else first, "r")
        number = _DIGITS.search(text)
        return Pages(int(number.group()), int(number.group()), "", sure=False) if number else Pages()
    lead, first_text, tail, _, last_text, _ = found.groups()
    lead = lead.lower().rstrip(".")
    first = int(first_text[-9:])
    last = int(last_text[-9:]) if last_text else first
    if last < first and len(last_text or "") < len(first_text):
        last = int(first_text[: len(first_text) - len(last_text)] + last_text)
    more = _DIGITS.search(text, found.end())  # several ranges, or a mangled one
    sure = (len(lead) <= 2 or not lead.strip("ivx")) and last >= first and first > 0 and not (more and last > first)
    prefix = lead[:2] if lead not in ("p", "pp") else ""
    return Pages(first, max(first, last), prefix or tail.lower()[:1], sure=sure)


def _from_date(date: re.Match[str]) -> Pages:
    """A spreadsheet took ``6-10`` for the sixth of October."""
    day, month_after, month_before, number = date.groups()
    month = _MONTHS.get((month_after or month_before).lower())
    if month is None:
        value = int(day or number)
        return Pages(value, value, "", sure=False)
    low, high = (int(day), month) if month_after else (month, int(number))
    return Pages(low, max(low, high), "", sure=False)


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in text.lower()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def number(text: str) -> str:
    """A volume or issue by its first number (``88 Suppl 1`` → ``88``, ``Vol. 14`` → ``14``); "" when there is none,
    or when what stands there is a torn-off piece (``1)`` of ``64(Suppl 1)``) or an article number.
    """
    text = text.strip().lower()
    if text in _WORTHLESS or (text.endswith(")") and "(" not in text):
        return ""
    found = _DIGITS.search(text)
    if found:
        return "" if len(found.group()) > 5 else found.group().lstrip("0")
    return text if _ROMAN_RANGE.fullmatch(text) else ""
