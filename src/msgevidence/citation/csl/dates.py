"""cs:date: localized and explicit dates, ranges, seasons, circa, negative years."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .affixes import decoration, literal
from .context import CALLED, RENDERED, Cite
from .dateparse import Dated, Parts
from .locale import Locale
from .marks import SUPPRESSED
from .tree import Date, DatePart, Look

Setter = Callable[[Parts, Dated], str]
MOST_KEPT = 10_000
ORDER = {"year": 0, "month": 1, "day": 2}


def year_text(year: int, form: str, locale: Locale) -> str:
    if year < 0:
        return f"{-year}{locale.term('bc') or 'BC'}"
    if form == "short" and year >= 1000:
        return f"{year % 100:02}"
    if year < 1000:
        return f"{year}{locale.term('ad') or 'AD'}"
    return str(year)


def month_text(month: int, form: str, locale: Locale) -> str:
    if month > 12:
        return locale.term(f"season-{month - 12:02}", form or "long") or ""
    if form == "numeric":
        return str(month)
    if form == "numeric-leading-zeros":
        return f"{month:02}"
    return locale.term(f"month-{month:02}", form or "long") or str(month)


def day_text(day: int, form: str, month: int | None, locale: Locale) -> str:
    if form == "numeric-leading-zeros":
        return f"{day:02}"
    if form == "ordinal" and (day == 1 or not locale.option("limit-day-ordinals-to-day-1")):
        return f"{day}{locale.ordinal(day, locale.gender(f'month-{month:02}') if month else '')}"
    return str(day)


class DateFormatter:
    """One cs:date element for one locale."""

    def __init__(self, node: Date, locale: Locale) -> None:
        self.locale = locale
        parts: Sequence[DatePart] = node.parts
        delimiter = node.delimiter
        look = node.look
        if node.form:
            form = locale.date(node.form)
            wanted = set(node.precision.split("-"))
            own = {part.name: part for part in node.parts}
            parts = [_merged(part, own.get(part.name)) for part in (form.parts if form else ()) if part.name in wanted]
            delimiter = form.delimiter if form else delimiter
        self.parts = tuple(parts)
        self.delimiter = literal(delimiter)
        self.raw_delimiter = delimiter
        self.decorate = decoration(look)
        self.inner = [(part, decoration(part.look._replace(prefix="", suffix=""))) for part in self.parts]
        self.kept: dict[Dated, str] = {}  # texts of dates already set

    def certain(self, variable: str, years: frozenset[str]) -> bool:
        """Does this print something for every item whose date has a year?"""
        return variable in years and any(part.name == "year" for part in self.parts)

    def text(self, date: Dated, suffix: str = "") -> tuple[str, bool]:
        """(the date or "", was the year suffix set?)."""
        if date.literal:
            return self.wrapped(date.literal + suffix), bool(suffix)
        if date.end is None and not date.open_end:
            text, placed = self.section(self.inner, date.start, date, suffix)
            return self.wrapped(text), placed
        text, placed = self.range(date, suffix)
        return self.wrapped(text), placed

    def wrapped(self, text: str) -> str:
        return self.decorate(text) if text and self.decorate else text

    def one(self, part: DatePart, value: Parts, date: Dated) -> str:
        year, month, day = value
        if part.name == "year":
            return year_text(year, part.form, self.locale) if year is not None else ""
        if part.name == "month":
            if month is not None:
                if month > 12 and part.form.startswith("numeric"):
                    return ""
                return month_text(month, part.form, self.locale)
            return date.season_text
        return day_text(day, part.form, month, self.locale) if day is not None else ""

    def section(
        self, parts: Sequence[tuple[DatePart, object]], value: Parts, date: Dated, suffix: str = "",
        *, trim_start: bool = False, trim_end: bool = False,
    ) -> tuple[str, bool]:  # fmt: skip
        """Some of the parts, joined; the first prefix or last suffix left off where a range dash stands there."""
        found = [(part, change, text) for part, change in parts if (text := self.one(part, value, date))]
        out = []
        placed = False
        for index, (part, change, text) in enumerate(found):
            if callable(change):
                text = change(text)  # noqa: PLW2901
            if part.name == "year" and suffix:
                text += suffix  # noqa: PLW2901
                placed = True
            before = "" if trim_start and index == 0 else literal(part.look.prefix)
            after = "" if trim_end and index == len(found) - 1 else literal(part.look.suffix)
            out.append(before + text + after)
        return self.delimiter.join(out), placed

    def range(self, date: Dated, suffix: str) -> tuple[str, bool]:
        start, end = date.start, date.end
        if end is None:
            text, placed = self.section(self.inner, start, date, suffix, trim_end=True)
            return text and text + self.dash("year"), placed
        names = [part.name for part, _ in self.inner]
        differing = [name for name in ("year", "month", "day") if start[ORDER[name]] != end[ORDER[name]]]
        differing = [name for name in differing if name in names]
        if not differing:
            return self.section(self.inner, start, date, suffix)
        largest = differing[0]
        smaller = [name for name in names if ORDER[name] >= ORDER[largest]]
        places = [index for index, name in enumerate(names) if name in smaller]
        first, last = places[0], places[-1]
        head, middle, tail = self.inner[:first], self.inner[first : last + 1], self.inner[last + 1 :]
        opening, placed_a = self.section(head, start, date, suffix)
        closing, placed_b = self.section(tail, start, date, "" if placed_a else suffix)
        left, _ = self.section(middle, start, date, "", trim_end=True)
        rest = "" if placed_a or placed_b else suffix
        right, placed_c = self.section(middle, end, date, rest, trim_start=True)
        joined = left + self.dash(largest) + right
        text = self.delimiter.join(piece for piece in (opening, joined, closing) if piece)
        return text, placed_a or placed_b or placed_c

    def dash(self, name: str) -> str:
        for part, _ in self.inner:
            if part.name == name:
                return part.range_delimiter
        return "–"


def _merged(localized: DatePart, own: DatePart | None) -> DatePart:
    """A locale's date part with what the style's cs:date-part of that name changes about it (never its affixes)."""
    if own is None:
        return localized
    base, over = localized.look, own.look
    look = Look(
        prefix=base.prefix,
        suffix=base.suffix,
        formats=over.formats or base.formats,
        text_case=over.text_case or base.text_case,
        strip_periods=over.strip_periods or base.strip_periods,
    )
    return DatePart(look, localized.name, own.form or localized.form, own.range_delimiter)


def sort_text(date: Dated, precision: str = "year-month-day") -> str:
    """A date as a string that sorts in time: years from -9999 up, then month and day; ranges by their end too."""
    wanted = precision.split("-")

    def one(parts: Parts) -> str:
        year, month, day = parts
        number = 5_000_000 + (year if year is not None else 0)
        return f"{number:08}{(month or 0) if 'month' in wanted else 0:02}{(day or 0) if 'day' in wanted else 0:02}"

    if date.literal:
        return date.literal
    return one(date.start) + ("-" + one(date.end) if date.end else "")


def sort_closure(node: Date) -> Callable[[Cite], str]:
    """A date inside a macro that is a sort key."""
    precision = node.precision if node.form else "-".join(part.name for part in node.parts)

    def render(cite: Cite) -> str:
        date = cite.item.dates.get(node.variable)
        if date is None or (cite.used is not None and node.variable in cite.used):
            cite.hit |= CALLED
            return ""
        cite.hit |= CALLED | RENDERED
        if cite.collected is not None:
            cite.collect(node.variable)
        return sort_text(date, precision)

    return render


def date_closure(node: Date, formatter: DateFormatter, *, suffixed: bool) -> Callable[[Cite], str]:
    """The compiled element; `suffixed`: it carries the year suffix, which the style does not print by itself."""
    variable = node.variable

    def render(cite: Cite) -> str:
        date = cite.item.dates.get(variable)
        if date is None or (cite.used is not None and variable in cite.used):
            cite.hit |= CALLED
            return ""
        text = _dated(cite, date, formatter, suffixed)
        cite.hit |= CALLED | RENDERED if text else CALLED
        if text:
            cite.collect(variable)
        return text

    return render


def sure_date_closure(node: Date, formatter: DateFormatter, *, suffixed: bool) -> Callable[[Cite], str]:
    """The element for items that have this date, with a year."""
    variable = node.variable
    kept = formatter.kept
    if suffixed:
        return lambda cite: _dated(cite, cite.item.dates[variable], formatter, suffixed)

    def render(cite: Cite) -> str:
        date = cite.item.dates[variable]
        text = kept.get(date)
        if text is None:
            if len(kept) > MOST_KEPT:
                kept.clear()
            text = kept[date] = formatter.text(date)[0]
        return text

    return render


def _dated(cite: Cite, date: Dated, formatter: DateFormatter, suffixed: bool) -> str:
    suffix = cite.year_suffix if suffixed and not cite.suffix_placed else ""
    if suffix and cite.mark_suffix:
        suffix = f"{SUPPRESSED}{suffix}{SUPPRESSED}"
    text, placed = formatter.text(date, suffix)
    if placed:
        cite.suffix_placed = True
    return text
