"""CSL-JSON dates → `Dated`; whatever shape they come in, nothing raises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .richtext import marked

Parts = tuple[int | None, int | None, int | None]
"""Year, month (1–12, or 13–16 and 21–24 for seasons), day; negative years are BC."""

ISO = re.compile(r"^\s*(-?\d{1,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.Z+-]*)?\s*(~|\?)?\s*$")
MONTHS = {name: number for number, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # fmt: skip
SEASONS = {"spring": 13, "spr": 13, "summer": 14, "sum": 14, "fall": 15, "autumn": 15, "winter": 16, "win": 16}
WORDS = re.compile(r"[^\W\d_]+\.?|-?\d+|[,/.–-]")
FROM = re.compile(r"^(.+?)\s*(?:--|–|/|\s-\s)\s*(.+)$")


class Dated(NamedTuple):
    """A date or range; `literal` instead of parts where it could not be read. `open_end`: 1990–."""

    start: Parts = (None, None, None)
    end: Parts | None = None
    literal: str = ""
    circa: bool = False
    open_end: bool = False
    season_text: str = ""


def whole(value: object) -> int | None:
    """An int out of what JSON writers put where numbers stand."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return int(value) if abs(value) < 1e9 else None
    try:
        return int(str(value).strip()[:12])
    except ValueError:
        return None


def read_date(value: object) -> tuple[Dated | None, str]:
    """(the date or None, a complaint or "")."""
    if type(value) is dict and len(value) == 1:  # as most are: date-parts alone, of one date
        sides = value.get("date-parts")
        if isinstance(sides, list) and len(sides) == 1 and isinstance(sides[0], list):
            parts = _parts(sides[0])
            return (Dated(parts), "") if parts is not None else (None, "its date-parts hold no year")
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return _raw(str(value)), "" if isinstance(value, str) else "a number where a date object stands"
    if isinstance(value, (list, tuple)):
        value = {"date-parts": value}
    if not isinstance(value, Mapping):
        return None, "not a date"
    circa = str(value.get("circa") or "").lower() not in {"", "0", "false"}
    season = value.get("season")
    raw_parts = value.get("date-parts")
    complaint = ""
    if isinstance(raw_parts, (list, tuple)) and raw_parts:
        if not isinstance(raw_parts[0], (list, tuple)):
            raw_parts = [raw_parts]
        dates = [parts for one in raw_parts[:2] if (parts := _parts(one)) is not None]
        if dates:
            start = dates[0]
            season_text = ""
            if season not in (None, "") and start[1] is None:
                start, season_text = _season(start, season)
            end = dates[1] if len(dates) > 1 else None
            open_end = False
            if end is not None and (end[0] is None or end[0] == 0):
                end, open_end = None, True
            if end == start:
                end = None
            return Dated(start, end, "", circa, open_end, season_text), complaint
        complaint = "its date-parts hold no year"
    literal = value.get("literal")
    if isinstance(literal, (str, int, float)) and str(literal).strip():
        return Dated(literal=marked(str(literal).strip()), circa=circa), ""
    raw = value.get("raw")
    if isinstance(raw, (str, int, float)) and str(raw).strip():
        found = _raw(str(raw))
        return (Dated(found.start, found.end, found.literal, circa or found.circa, found.open_end), "") if found else (
            None, complaint)  # fmt: skip
    if season not in (None, ""):
        start, text = _season((None, None, None), season)
        return Dated(start, None, "", circa, False, text), ""
    return None, complaint


def _parts(value: object) -> Parts | None:
    if not isinstance(value, (list, tuple)) or not value:
        return None
    numbers = [whole(one) for one in value[:3]] + [None, None]
    year, month, day = numbers[:3]
    if year is None:
        return None
    if month is not None and not 1 <= month <= 24:
        month = None
    if month is not None and month > 12:
        month = (month - 13) % 4 + 13  # 13–16 and 21–24 are seasons, as some writers count them
    if day is not None and not 1 <= day <= 31:
        day = None
    return year, month, day if month else None


def _season(start: Parts, season: object) -> tuple[Parts, str]:
    number = whole(season)
    if number is not None and 1 <= number <= 4:
        return (start[0], number + 12, None), ""
    if number is not None and 21 <= number <= 24:
        return (start[0], number - 8, None), ""
    named = SEASONS.get(str(season).strip().lower())
    if named:
        return (start[0], named, None), ""
    return start, marked(str(season).strip())


def _raw(text: str) -> Dated | None:
    text = text.strip()
    if not text:
        return None
    match = ISO.match(text)
    if match:
        month = whole(match[2]) or None
        if month is not None and month > 12:
            month = None
        return Dated((int(match[1]), month, (whole(match[3]) or None) if month else None), circa=bool(match[4]))
    between = FROM.match(text)
    if between:
        first, second = _side(between[1]), _side(between[2])
        if first and second and second[0] is not None:
            if first[0] is None:
                first = (second[0], first[1], first[2])
            return Dated(first, second)
    single = _one(text)
    if single and single[0] is not None:
        return Dated(single)
    return Dated(literal=marked(text))


def _side(text: str) -> Parts | None:
    match = ISO.match(text)
    if match and len(match[1].lstrip("-")) > 2:
        return int(match[1]), whole(match[2]) or None, whole(match[3]) or None
    return _one(text)


def _one(text: str) -> Parts | None:
    """One date in words or figures: 12 May 2001, May 12, 2001, 5/12/2001, Spring 2001."""
    year = month = None
    loose: list[int] = []
    for word in WORDS.findall(text):
        if word.lstrip("-").isdecimal():
            if len(word.lstrip("-")) >= 3:
                if year is not None:
                    return None
                year = int(word)
            else:
                loose.append(int(word))
        elif word[0].isalpha():
            lower = word.rstrip(".").lower()
            number = MONTHS.get(lower[:3]) if len(lower) >= 3 else None
            number = SEASONS.get(lower) or number
            if number is None or month is not None:
                return None
            month = number
    if month is None and loose and "/" in text:
        month = loose.pop(0)
        if not 1 <= month <= 12:
            return None
    if len(loose) > 1 or (loose and month is None):
        return None
    day = loose[0] if loose else None
    if year is None and month is None:
        return None
    return year, month, day
