"""Records as plain lines in the manner of APA 7, without italics: what the reader of this format reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgevidence.formats.reference_list.spans import FORMAT
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Names, Record

_MONTHS = "January February March April May June July August September October November December".split()
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_WRITTEN = frozenset(
    "author editor translator issued original_date title container_title volume issue page number edition genre"
    " publisher"
    " publisher_place doi url accessed status event_title event_place version chapter_number".split()
)
_ARTICLES = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")
_IN_BOOK = ("chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference")
_MARKUP = re.compile(r"</?(?:i|b|sup|sub|span)(?:\s[^<>]*)?>")


class ReferenceListWriter:
    """One entry a line, in the order given. For a finished bibliography use the citation styles instead."""

    name = FORMAT
    label = "Reference list (plain text)"
    suffix = ".txt"
    media_type = "text/plain"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        """UTF-8, one line for each record and a blank line between them."""
        for index, record in enumerate(records):
            yield f"{'' if index == 0 else chr(10)}{entry_line(record)}\n".encode()

    def losses(self, record: Record) -> tuple[Problem, ...]:
        """One Problem for each variable that the line does not say."""
        return tuple(
            Problem("not-in-format", f"a plain reference does not say {variable}", Severity.NOTE, variable=variable)
            for variable, _ in record.values()
            if variable not in _WRITTEN
        ) + tuple(
            Problem("markup-lost", "italics and other markup are left out", Severity.NOTE, variable=variable)
            for variable in ("title", "container_title")
            if _MARKUP.search(str(getattr(record, variable)))
        )


def entry_line(record: Record) -> str:
    """The whole entry as one line of plain text."""
    names, label = (record.author, "") if record.author else (record.editor, _editors_label(record.editor))
    lead = _inverted(names) + label
    date = f"({_date(record)})"
    title = _title(record)
    parts = [_stopped(lead), f"{date}.", _stopped(title)] if lead else [_stopped(title), f"{date}."]
    parts += [_stopped(_source(record)), _access(record)]
    return " ".join(part for part in parts if part)


def _source(record: Record) -> str:
    if record.type in _ARTICLES or (record.container_title and record.volume and record.type not in _IN_BOOK):
        volume = record.volume + (f"({_plain(record.issue)})" if record.issue else "")
        if record.issue and not record.volume:
            volume = f"({record.issue})"
        place = f"Article {record.number}" if record.number and not record.page else record.page
        if place and record.type == "article-newspaper" and not record.volume:
            place = f"{'pp.' if _several(place) else 'p.'} {place}"
        return ", ".join(part for part in (_plain(record.container_title), volume, place) if part)
    imprint = ": ".join(part for part in (record.publisher_place, record.publisher) if part)
    if record.type in _IN_BOOK and record.container_title:
        editors = f"{_natural(record.editor)}{_editors_label(record.editor)}, " if record.editor else ""
        book = f"In {editors}{_plain(record.container_title)}{_brackets(record, with_pages=True)}"
        return f"{_stopped(book)} {imprint}" if imprint else book
    if record.type == "thesis":
        return ""
    if record.type == "speech":
        return ", ".join(part for part in (record.event_title, record.event_place) if part)
    return ". ".join(part for part in (_plain(record.container_title), imprint) if part)


def _title(record: Record) -> str:
    title = _plain(record.title)
    if record.type in (*_ARTICLES, *_IN_BOOK):
        return title
    form = {"dataset": "Data set", "software": "Computer software"}.get(record.type, record.genre)
    number = ""
    if record.type == "thesis":
        form = ", ".join(part for part in (record.genre or "Thesis", record.publisher) if part)
    elif record.type == "report" and record.number:
        number, form = f" ({record.genre + ' ' if record.genre else ''}No. {record.number})", ""
    return title + number + _brackets(record, with_pages=False) + (f" [{form}]" if form else "")


def _brackets(record: Record, *, with_pages: bool) -> str:
    items = [
        _ordinal(record.edition) if record.edition else "",
        f"Version {record.version}" if record.version else "",
        f"Vol. {record.volume}" if record.volume else "",
        f"{'pp.' if _several(record.page) else 'p.'} {record.page}" if record.page and with_pages else "",
    ]
    inside = ", ".join(item for item in items if item)
    return f" ({inside})" if inside else ""


def _ordinal(edition: str) -> str:
    if not edition.isdigit():
        return edition if re.search(r"\bed(?:ition)?\b|\brev", edition, re.IGNORECASE) else f"{edition} ed."
    number = int(edition)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed."


def _access(record: Record) -> str:
    original = f"(Original work published {_when(record.original_date)})" if record.original_date else ""
    status = "Advance online publication." if "advance" in record.status else ""
    address = f"https://doi.org/{record.doi}" if record.doi else record.url
    if address and record.accessed and not record.doi:
        address = f"Retrieved {_day(record.accessed)}, from {address}"
    return " ".join(part for part in (status, address, original) if part)


def _date(record: Record) -> str:
    suffix = next((left.value for left in record.leftovers if (left.format, left.tag) == (FORMAT, "year-suffix")), "")
    if not record.issued:
        return f"n.d.-{suffix}" if suffix else "n.d."
    return _when(record.issued, suffix)


def _when(date: PartialDate, suffix: str = "") -> str:
    if not date.start:
        return f"{date.literal}-{suffix}" if suffix else date.literal
    if date.literal:
        return date.literal
    year = f"{'ca. ' if date.circa else ''}{_year(date.start[0])}{suffix}"
    if date.season in (1, 2, 3, 4):
        return f"{year}, {_SEASONS[date.season - 1]}"
    start, end = date.start, date.end
    if len(start) == 1:
        return f"{year}–{_year(end[0])}" if end else year
    first = " ".join([_MONTHS[start[1] - 1], *map(str, start[2:3])])
    if not end or end == start:
        return f"{year}, {first}"
    if end[:2] == start[:2]:
        return f"{year}, {first}–{end[2]}" if len(end) > 2 else f"{year}, {first}"
    return f"{year}, {first}–{' '.join([_MONTHS[end[1] - 1], *map(str, end[2:3])]) if len(end) > 1 else _year(end[0])}"


def _year(year: int) -> str:
    return f"{-year} B.C.E." if year < 0 else str(year)


def _day(date: PartialDate) -> str:
    if len(date.start) == 3:
        return f"{_MONTHS[date.start[1] - 1]} {date.start[2]}, {date.start[0]}"
    return _when(date)


def _inverted(names: Names) -> str:
    return _joined([_family_first(name) for name in names], names)


def _natural(names: Names) -> str:
    written = [_given_first(name) for name in names]
    return f"{written[0]} & {written[1]}" if len(written) == 2 else _joined(written, names)


def _joined(written: list[str], names: Names) -> str:
    if OTHERS in names[:-1]:
        at = names.index(OTHERS)
        return ", ".join(written[:at]) + ", . . . " + ", ".join(written[at + 1 :])
    if len(written) < 2:
        return "".join(written)
    if names[-1] == OTHERS:
        return ", ".join(written)
    return f"{', '.join(written[:-1])}, & {written[-1]}"


def _family_first(name: Name) -> str:
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    family = family.replace("d’ ", "d’").replace("d' ", "d'")
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return ", ".join(part for part in (family, given, name.suffix) if part)


def _given_first(name: Name) -> str:
    if name.literal:
        return name.literal
    words = " ".join(
        part for part in (name.given, name.dropping_particle, name.non_dropping_particle, name.family) if part
    )
    return ", ".join(part for part in (words, name.suffix) if part)


def _editors_label(editors: Names) -> str:
    return "" if not editors else " (Eds.)" if len(editors) > 1 else " (Ed.)"


def _several(page: str) -> bool:
    return bool(re.search(r"[-–,&]", page))


def _plain(words: str) -> str:
    return _MARKUP.sub("", words)


def _stopped(words: str) -> str:
    return words if not words or re.search(r"[.?!][”\"’']?$", words) else f"{words}."
