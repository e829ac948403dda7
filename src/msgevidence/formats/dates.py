"""Between the dates wires write and PartialDate; what is not understood stays beside it as a literal."""

from __future__ import annotations

import re
from functools import lru_cache

from msgevidence.model.dates import DateParts, PartialDate

_MONTH_NAMES = (
    "january jan januar janvier enero gennaio janeiro januari",
    "february feb februar février fevrier febrero febbraio fevereiro februari",
    "march mar märz maerz mars marzo março maart",
    "april apr avril abril aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août aout agosto augustus",
    "september sep sept septembre septiembre settembre setembro",
    "october oct okt oktober octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dez dezember décembre decembre diciembre dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
SEASONS |= {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
SEASON_NAMES = {1: "spring", 2: "summer", 3: "autumn", 4: "winter"}

_ISO = re.compile(r"(-?\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:\d\d.*)?")
_ISO_RANGE = re.compile(
    r"(-?\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?)\s*(?:/|--?|–|—|\bto\b)\s*(-?\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?)"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_CIRCA = re.compile(r"^(?:c\.|ca\.?|circa|approx(?:imately|\.)?|about)\s*(?=[\[(]?\d)", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_FILLERS = {"of", "de", "del", "den", "der", "the", "st", "nd", "rd", "th", "and", "to", "et", "und"}


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate:
    """A date in any common writing; empty for empty text, a literal for words without a year."""
    text = text.strip()
    if len(text) == 4 and text.isascii() and text.isdecimal():
        return PartialDate((int(text),))
    if not text:
        return PartialDate()
    circa = _CIRCA.match(text)
    bare = text[circa.end() :] if circa else text
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].strip()
    if bare.endswith("?") and bare[:-1].strip().isdecimal():
        bare, is_circa = bare[:-1].strip(), True
    else:
        is_circa = bool(circa)
    date = _iso(bare) or _iso_range(bare) or _numeric(bare) or _worded(bare)
    if date is None:
        return PartialDate(literal=text)
    if is_circa:
        date = PartialDate(date.start, date.end, date.season, True, date.literal)
    return date


def dated(year: str, day: str) -> PartialDate:
    """The date of a year and of a text that says more of it ("27 July", "Jul-Aug", "2010/07/27"), which may contradict
    it: then the year counts.
    """
    plain, exact = parse_date(year), parse_date(day)
    if not plain.start:
        return exact if exact.start or not plain else plain
    if not exact.start:
        exact = parse_date(f"{day} {year}") if exact else plain
        return plain if exact.literal else exact
    return exact if exact.year == plain.year and not exact.literal else plain


def valid_parts(parts: tuple[int, ...]) -> bool:
    """Whether month and day, where given, can be."""
    return all(low <= part <= high for part, (low, high) in zip(parts[1:], ((1, 12), (1, 31)), strict=False))


def _parts(found: re.Match[str]) -> DateParts | None:
    parts = tuple(int(group) for group in found.groups() if group)
    while len(parts) > 1 and parts[-1] == 0:  # "2010-00-00": month and day not known
        parts = parts[:-1]
    return parts if valid_parts(parts) else None


def _iso(text: str) -> PartialDate | None:
    found = _ISO.fullmatch(text)
    parts = _parts(found) if found else None
    return PartialDate(parts) if parts else None


def _iso_range(text: str) -> PartialDate | None:
    found = _ISO_RANGE.fullmatch(text)
    if not found:
        return None
    ends = [match and _parts(match) for match in (_ISO.fullmatch(found.group(1)), _ISO.fullmatch(found.group(2)))]
    return PartialDate(ends[0], ends[1]) if ends[0] and ends[1] else None


def _numeric(text: str) -> PartialDate | None:
    """27.07.2010 and 07/27/2010; where day and month could be either, only the year is taken and the text kept."""
    found = _NUMERIC.fullmatch(text)
    if not found:
        return None
    first, second, year = (int(group) for group in found.groups())
    if "." in text and second <= 12 and 1 <= first <= 31 and second:
        return PartialDate((year, second, first))
    if first > 12 and 1 <= second <= 12 and first <= 31:
        return PartialDate((year, second, first))
    if second > 12 and 1 <= first <= 12 and second <= 31:
        return PartialDate((year, first, second))
    return PartialDate((year, first)) if first == second <= 12 and first else PartialDate((year,), literal=text)


def _worded(text: str) -> PartialDate | None:
    """Month names, seasons and days around one or two years, in any order; anything else leaves a literal."""
    years = _YEAR.findall(text)
    if not years or len(text) > 100:
        return None
    months: list[int] = []
    days: list[int] = []
    season = None
    for word in _WORDS.findall(text):
        lowered = word.casefold()
        if word.isdecimal():
            if len(word) <= 2 and 1 <= int(word) <= 31:
                days.append(int(word))
            elif word not in years:
                return PartialDate((int(years[0]),), literal=text)
        elif lowered in MONTHS:
            months.append(MONTHS[lowered])
        elif lowered in SEASONS:
            season = SEASONS[lowered]
        elif lowered not in _FILLERS:
            return PartialDate((int(years[0]),), literal=text)
    return _assembled(text, [int(year) for year in years], months, days, season)


def _assembled(text: str, years: list[int], months: list[int], days: list[int], season: int | None) -> PartialDate:
    year, last = years[0], years[-1]
    unclear = PartialDate((year,), literal=text)
    if len(years) > 2 or len(months) > 2 or len(days) > 2 or (season and (months or days)) or (days and not months):
        return unclear
    if season or not months:
        return PartialDate((year,), (last,) if len(years) == 2 else (), season)
    ends: list[DateParts] = [(year, months[0]), (last, months[-1])]
    if days:
        if len(days) == 1 and len(months) == 2:
            return unclear
        ends = [(*ends[0], days[0]), (*ends[1], days[-1])]
    return PartialDate(ends[0], ends[1] if ends[1] != ends[0] else ())


def iso(parts: DateParts) -> str:
    """``2010-07-27``, ``2010-07``, ``2010``; years before the first as ``-0044``."""
    if not parts:
        return ""
    year = f"-{-parts[0]:04d}" if parts[0] < 0 else f"{parts[0]:04d}"
    return "-".join([year, *(f"{part:02d}" for part in parts[1:])])
