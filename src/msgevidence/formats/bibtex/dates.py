"""BibLaTeX dates (EDTF level 1 in the main) and classic year, month and day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgevidence.formats.converters import read_slashed_date, write_slashed_date
from msgevidence.formats.dates import MONTHS, iso, valid_parts
from msgevidence.formats.fieldmap import Converter
from msgevidence.model.dates import DateParts, PartialDate
from msgevidence.model.record import Value

_POINT = re.compile(r"(-?\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:Z.+-]*)?([~?%]{0,2})")
_UNSPECIFIED = re.compile(r"(\d{2}(?:\d[Xxu]|[Xxu]{2}))|(\d{4})(?:-[Xxu]{2}){1,2}")
_SEASONS = range(21, 25)
_OPEN_ENDS = ("/", "/..", "/open", "/unknown")


def parse(text: str) -> PartialDate:
    """``2010-07``, ``2010-07/2010-08``, ``2010-21`` (spring), ``2010~`` (circa); anything else as in other formats."""
    text = text.strip()
    if unspecified := _UNSPECIFIED.fullmatch(text):
        return _unspecified(unspecified)
    first, slash, last = text.partition("/")
    found = _POINT.fullmatch(first.strip())
    if not found:
        return read_slashed_date(text) if text else PartialDate()
    start, season = _parts(found)
    if start is None:
        return read_slashed_date(text)
    circa = bool(found.group(4))
    if not slash:
        return PartialDate(start, (), season, circa)
    if last.strip().lower() in ("", "..", "open", "unknown"):
        return PartialDate(start, (), season, circa, text)
    until = _POINT.fullmatch(last.strip())
    if until is None:
        return read_slashed_date(text)
    end, _ = _parts(until)
    if end is None:
        return read_slashed_date(text)
    return PartialDate(start, end, season, circa or bool(until.group(4)))


def _unspecified(found: re.Match[str]) -> PartialDate:
    """``199X`` is 1990 to 1999; ``1999-XX`` is 1999."""
    span, year = found.groups()
    if year:
        return PartialDate((int(year),))
    digits = span.rstrip("Xxu")
    return PartialDate((int(digits.ljust(4, "0")),), (int(digits.ljust(4, "9")),))


def _parts(found: re.Match[str]) -> tuple[DateParts | None, int | None]:
    parts = tuple(int(part) for part in found.groups()[:3] if part)
    if parts[0] <= 0:  # EDTF counts astronomically: its year 0 is 1 BC
        parts = (parts[0] - 1, *parts[1:])
    if len(parts) == 2 and parts[1] in _SEASONS:
        return parts[:1], parts[1] - 20
    return (parts, None) if valid_parts(parts) else (None, None)


def joined(year: str, month: str, day: str) -> str:
    """Classic fields as one text for `parse`; a month may be a macro, a word, a number or hold the day."""
    month = month.strip().strip("{}.")
    if not month:
        return year
    if month.isdecimal() and year.strip().isdecimal():
        return "-".join(
            [year.strip().zfill(4), month.zfill(2), *([day.strip().zfill(2)] if day.strip().isdecimal() else [])]
        )
    if not day and month.lower() in MONTHS and year.strip().isdecimal():
        return f"{year.strip().zfill(4)}-{MONTHS[month.lower()]:02d}"
    return f"{day} {month.replace('~', ' ')} {year}".strip()


def _read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
    for at, text in enumerate(texts):
        if date := parse(text):
            return date, [other for other in texts[at + 1 :] if parse(other) != date]
    return PartialDate(), texts


def _edtf(parts: DateParts) -> str:
    return iso((parts[0] + 1, *parts[1:])) if parts[0] < 0 else iso(parts)


def write(date: PartialDate) -> str:
    """EDTF; with words beside it, the form of `write_slashed_date`."""
    if date.start and date.literal in tuple(_edtf(date.start) + end for end in _OPEN_ENDS) and not date.circa:
        return date.literal  # a range without an end
    if date.literal or not date.start or (date.season and (date.end or len(date.start) > 1)):
        return write_slashed_date(date)
    start = f"{_edtf(date.start)}-{20 + date.season}" if date.season else _edtf(date.start)
    mark = "~" if date.circa else ""
    return f"{start}{mark}/{_edtf(date.end)}{mark}" if date.end else f"{start}{mark}"


DATE = Converter(_read, lambda value: (write(value),) if isinstance(value, PartialDate) else ())
