"""The date of a reference, as styles write it: ``2018a``, ``2018, May 3``, ``n.d.``, ``in press``, ``1900/1953``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgevidence.model.dates import DateParts, PartialDate

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DASH = r"\s*[-–—/]\s*"
_MAX_LENGTH = 60
_NO_DATE = PartialDate()

_YEAR = re.compile(r"(\d{4})-?([a-z])?")
_YEARS = re.compile(rf"(\d{{4}}){_DASH}(\d{{4}}|\d{{2}}|present)([a-z])?", re.IGNORECASE)
_UNDATED = re.compile(r"(?:n\. ?d\.?|nd|no date|undated|s\. ?a\.|o\. ?J\.)(?:[- ]?([a-z]))?", re.IGNORECASE)
_STATUS = re.compile(
    r"(in press|forthcoming|in preparation|submitted|under review|accepted|in review|ahead of print)(?:-([a-z]))?",
    re.IGNORECASE,
)
_CIRCA = re.compile(r"(?:ca?\.|circa)\s*", re.IGNORECASE)
_ERA = re.compile(r"(\d{1,4})\s*(B\.?\s?C\.?(?:\s?E\.?)?|C\.?\s?E\.?|A\.?\s?D\.?)", re.IGNORECASE)
_PART = re.compile(
    rf"(?:(?P<month>{MONTH})\.?(?:\s+(?P<day>{_DAY}))?|(?P<day1>{_DAY})\s+(?P<month1>{MONTH})\.?)"
    rf"(?:{_DASH}(?:(?P<month2>{MONTH})\.?\s*)?(?P<day2>{_DAY})?(?:\s+(?P<month3>{MONTH})\.?)?)?",
    re.IGNORECASE,
)
_YEAR_OUTSIDE = re.compile(r"(?P<front>.*?)[,\s]*\b(?P<year>\d{4})(?P<suffix>[a-z])?[,\s]*(?P<back>.*)")


@dataclass(frozen=True, slots=True)
class Dating:
    """A date read: `suffix` is the letter that sets works of one year apart, `original` the first edition's date.

    `undated` where the reference itself says that there is no date.
    """

    issued: PartialDate = _NO_DATE
    suffix: str = ""
    original: PartialDate = _NO_DATE
    undated: bool = False


def read_date(text: str) -> Dating | None:
    """The date that `text` is as a whole, or None."""
    text = text.strip().rstrip(",;")
    if not text or len(text) > _MAX_LENGTH:
        return None
    if found := _UNDATED.fullmatch(text):
        return Dating(suffix=found.group(1) or "", undated=True)
    if found := _STATUS.fullmatch(text):
        return Dating(PartialDate(literal=found.group(1).lower()), suffix=found.group(2) or "")
    circa = _CIRCA.match(text)
    if circa:
        inner = read_date(text[circa.end() :])
        if inner is None or not inner.issued.start:
            return None
        about = PartialDate(inner.issued.start, inner.issued.end, inner.issued.season, circa=True)
        return Dating(about, inner.suffix, inner.original)
    return _plain_year(text) or _reprint(text) or _with_month(text)


def _plain_year(text: str) -> Dating | None:
    if (found := _YEAR.fullmatch(text)) and _plausible(int(found.group(1))):
        return Dating(PartialDate((int(found.group(1)),)), found.group(2) or "")
    if found := _ERA.fullmatch(text):
        before = found.group(2).lower().startswith("b")
        return Dating(PartialDate((-int(found.group(1)) if before else int(found.group(1)),)))
    if (found := _YEARS.fullmatch(text)) and "/" not in text:
        first, last = int(found.group(1)), found.group(2)
        if not _plausible(first):
            return None
        if last.lower() == "present":
            return Dating(PartialDate((first,), literal=text))
        end = int(last) if len(last) == 4 else first - first % 100 + int(last)
        return Dating(PartialDate((first,), (end,)), found.group(3) or "") if end >= first else None
    return None


def _reprint(text: str) -> Dating | None:
    """``1900/1953``: the original's date and this edition's."""
    first, slash, second = text.partition("/")
    if not slash:
        return None
    original, issued = read_date(first), read_date(second)
    if original is None or issued is None or not original.issued or not issued.issued.start:
        return None
    return Dating(issued.issued, issued.suffix, original.issued)


def _with_month(text: str) -> Dating | None:
    """A year with a month, a day, a season or a range of them, in any order."""
    found = _YEAR_OUTSIDE.fullmatch(text)
    if not found or not _plausible(int(found.group("year"))):
        return None
    year, suffix = int(found.group("year")), found.group("suffix") or ""
    front, back = found.group("front").strip(" ,"), found.group("back").strip(" ,.")
    if front and back:
        return None
    rest = (front or back).strip()
    season = _SEASONS.get(rest.lower())
    if season:
        return Dating(PartialDate((year,), season=season), suffix)
    if re.fullmatch(rf"\w+{_DASH}\w+", rest) and rest.split("/")[0].split("–")[0].split("-")[0].lower() in _SEASONS:
        return Dating(PartialDate((year,), literal=text), suffix)
    part = _PART.fullmatch(rest)
    if not part:
        return None
    month = _month(part["month"] or part["month1"])
    day = _day(part["day"] or part["day1"])
    second_month = _month(part["month2"] or part["month3"])
    second_day = _day(part["day2"])
    start: DateParts = (year, month, day) if day else (year, month)
    end: DateParts = ()
    if second_month and second_day:
        end = (year, second_month, second_day)
    elif second_month:
        end = (year, second_month)
    elif second_day and day:
        end = (year, month, second_day)
    elif second_day:
        return None
    return Dating(PartialDate(start, end), suffix)


def _plausible(year: int) -> bool:
    return 1000 <= year <= 2100


def _month(word: str | None) -> int:
    return _MONTHS[word[:3].lower()] if word else 0


def _day(word: str | None) -> int:
    return int(re.sub(r"\D", "", word)) if word else 0
