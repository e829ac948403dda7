"""What two records say about each other, variable by variable: they agree, they conflict, or one is silent."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from msgevidence.matching import journals, people, titles
from msgevidence.matching.pages import Pages
from msgevidence.matching.prepared import Prepared


class Trit(StrEnum):
    """The three values of evidence."""

    AGREE = "agree"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


AGREE, CONFLICT, UNKNOWN = Trit.AGREE, Trit.CONFLICT, Trit.UNKNOWN


@dataclass(frozen=True, slots=True)
class Evidence:
    """The comparison of two records. Grades run from 0 to 1 and are None where one record is silent."""

    title: float | None
    authors: float | None
    journal: float | None
    doi: Trit
    pmid: Trit  # or, where one has none, the PMCID
    isbn: Trit
    year: Trit  # conflict: more than one year apart; exactly one apart is neither
    year_gap: int | None
    volume: Trit
    issue: Trit
    pages: Trit
    edition: Trit
    part: Trit  # part numbers, and the other numbers in the titles
    kind: Trit  # erratum, reply, comment, protocol against the original
    abstract: Trit
    same_range: bool  # both give first and last page, three pages or more, and the same
    adjacent: bool  # one range begins where the other ends
    letters: int  # of the shorter title; 0 where there is none
    generic: bool  # one of the titles says nothing by itself
    serial: bool  # one of the titles is of a kind that comes back with every issue
    identical: bool  # every compared part is equal

    def reasons(self) -> tuple[tuple[str, str], ...]:
        """(attribute of Record, agree | conflict | unknown), graded variables translated; for people to read."""
        graded = (("title", self.title), ("author", self.authors), ("container_title", self.journal))
        named = (
            ("doi", self.doi),
            ("pmid", self.pmid),
            ("isbn", self.isbn),
            ("issued", self.year),
            ("volume", self.volume),
            ("issue", self.issue),
            ("page", self.pages),
            ("edition", self.edition),
            ("part_number", self.part),
            ("genre", self.kind),
            ("abstract", self.abstract),
        )
        return tuple((name, _graded(grade).value) for name, grade in graded) + tuple(
            (name, trit.value) for name, trit in named
        )


def _graded(grade: float | None) -> Trit:
    if grade is None:
        return UNKNOWN
    return AGREE if grade >= 0.9 else CONFLICT if grade < 0.6 else UNKNOWN


def compare(a: Prepared, b: Prepared) -> Evidence:
    """Pure and symmetric."""
    year_gap = None if a.year is None or b.year is None else abs(a.year - b.year)
    volume, issue, pages = _place(a, b)
    pmid = _equal(a.pmid, b.pmid)
    return Evidence(
        title=titles.likeness(a.title, b.title) if a.title.compact and b.title.compact else None,
        authors=people.likeness(a.people, b.people) if a.people and b.people else None,
        journal=_journal(a, b),
        doi=_equal(a.doi, b.doi),
        pmid=pmid if pmid is not UNKNOWN else _equal(a.pmcid, b.pmcid),
        isbn=_shared(a.isbns, b.isbns),
        year=UNKNOWN if year_gap in (None, 1) else AGREE if year_gap == 0 else CONFLICT,
        year_gap=year_gap,
        volume=volume,
        issue=issue,
        pages=pages,
        edition=_equal(a.edition, b.edition),
        part=_part(a.title, b.title),
        kind=AGREE if a.title.kind == b.title.kind else CONFLICT,
        abstract=_abstract(a.abstract, b.abstract),
        same_range=pages is AGREE and a.pages.last == b.pages.last and a.pages.last > a.pages.first + 1,
        adjacent=_adjacent(a.pages, b.pages),
        letters=min(a.title.letters, b.title.letters),
        generic=a.title.generic or b.title.generic,
        serial=a.title.serial or b.title.serial,
        identical=a == b,
    )


def _equal(a: str, b: str) -> Trit:
    if not a or not b:
        return UNKNOWN
    return AGREE if a == b else CONFLICT


def _shared(a: Set[str], b: Set[str]) -> Trit:
    if not a or not b:
        return UNKNOWN
    return CONFLICT if a.isdisjoint(b) else AGREE


def _journal(a: Prepared, b: Prepared) -> float | None:
    if not a.issns.isdisjoint(b.issns):
        return 1.0
    return max((journals.likeness(one, other) for one in a.journals for other in b.journals), default=None)


def _place(a: Prepared, b: Prepared) -> tuple[Trit, Trit, Trit]:
    """Volume, issue, pages. A year in the volume's place, or values that slipped into the neighbouring variable,
    are habits of some sources and no conflict."""
    volume, issue, pages = _equal(a.volume, b.volume), _equal(a.issue, b.issue), _pages(a.pages, b.pages)
    if volume is not AGREE:
        if _slipped(a, b) or _slipped(b, a):
            return UNKNOWN, UNKNOWN, pages if pages is AGREE else UNKNOWN
        years = (str(a.year), str(b.year))
        if volume is CONFLICT and (a.volume in years) != (b.volume in years):
            volume = issue = UNKNOWN
    return volume, issue, pages


def _slipped(a: Prepared, b: Prepared) -> bool:
    """Whether the volume of one stands in the other's issue, where the other has no volume or has them exchanged."""
    return bool(a.volume) and a.volume == b.issue and (not b.volume or b.volume == a.issue)


def _pages(a: Pages, b: Pages) -> Trit:
    if not a or not b:
        return UNKNOWN
    if a.first == b.first:
        return AGREE
    if not (a.sure and b.sure) or a.article_number != b.article_number:
        return UNKNOWN
    if a.last == b.last:
        # one first page is misprinted, or one source gives the last page only
        return AGREE if a.last > a.first and b.last > b.first else UNKNOWN
    if (a.first == 1) != (b.first == 1):
        return UNKNOWN  # paged by itself, ahead of print
    return CONFLICT


def _adjacent(a: Pages, b: Pages) -> bool:
    """One begins where the other ends, and neither lies within the other."""
    if not (a and b and a.sure and b.sure and a.prefix == b.prefix):
        return False
    low, high = (a, b) if a.first <= b.first else (b, a)
    return low.first < high.first and low.last < high.last and high.first - low.last in (0, 1)


def _part(a: titles.Title, b: titles.Title) -> Trit:
    if a.part and b.part and a.part != b.part:
        return CONFLICT
    if not a.numbers or not b.numbers:
        return AGREE if a.part and b.part else UNKNOWN
    if a.numbers == b.numbers:
        return AGREE
    return CONFLICT if len(a.numbers) == len(b.numbers) else UNKNOWN


def _abstract(a: str, b: str) -> Trit:
    length = min(len(a), len(b))
    if length < 60:
        return UNKNOWN
    alike = fuzz.ratio(a[:length], b[:length])
    return AGREE if alike >= 90 else CONFLICT if alike < 45 else UNKNOWN
