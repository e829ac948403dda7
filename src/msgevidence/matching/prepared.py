"""A record made ready, once, for the many comparisons it will be in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from msgevidence.matching import journals, pages, people, titles
from msgevidence.matching.journals import Journal
from msgevidence.matching.pages import Pages
from msgevidence.matching.people import People
from msgevidence.matching.titles import Title
from msgevidence.model.identifiers import (
    canonical_doi,
    canonical_isbn,
    canonical_issn,
    canonical_pmcid,
    canonical_pmid,
)
from msgevidence.model.record import Record

_ABSTRACT_LETTERS = 240
_COMPONENT = re.compile(r"(?<=\d)\.[gst]\d{3}$")  # a figure's, table's or supplement's DOI stands for its article's
_SIGNS = re.compile(r"[\W_]+")
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The normalised parts of one record; an empty part means that the record does not say."""

    doi: str
    pmid: str
    pmcid: str
    isbns: frozenset[str]
    issns: frozenset[str]
    title: Title
    people: People
    journals: tuple[Journal, ...]
    year: int | None
    volume: str
    issue: str
    pages: Pages
    edition: str
    abstract: str  # its first letters, without blanks and signs


@lru_cache(maxsize=4096)
def prepare(record: Record) -> Prepared:
    """All that `compare` and `keys` need. It costs as much as six comparisons, hence a memory for the latest ones."""
    volume, issue, page = _place(record)
    names = (record.container_title, record.container_title_short, record.event_title)
    return Prepared(
        doi=_doi(record),
        pmid=_pmid(record),
        pmcid=canonical_pmcid(record.pmcid) or "",
        isbns=frozenset(isbn for part in _BETWEEN.split(record.isbn) if part and (isbn := canonical_isbn(part))),
        issns=frozenset(issn for part in _BETWEEN.split(record.issn) if part and (issn := canonical_issn(part))),
        title=titles.title(record.title),
        people=people.people(record.author or record.editor),
        journals=tuple(dict.fromkeys(found for name in names if name and (found := journals.journal(name)))),
        year=record.year,
        volume=volume,
        issue=issue,
        pages=page,
        edition=pages.number(record.edition),
        abstract=_abstract(record.abstract),
    )


class Handles(NamedTuple):
    """So much of a record as its keys are made of; far less work than `prepare`."""

    doi: str
    pmcid: str
    pmid: str
    words: tuple[str, ...]
    compact: str
    generic: bool
    first: str  # family name of the first author
    year: str
    volume: str
    issue: str
    page: int
    journal: str


def handles(record: Record | Prepared) -> Handles:
    """The same whether the record was prepared or not."""
    year = "" if record.year is None else str(record.year)
    if isinstance(record, Prepared):
        title = record.title
        first = record.people.families[0] if record.people else ""
        journal = record.journals[0].compact if record.journals else ""
        place = (record.volume, record.issue, record.pages.first)
        return Handles(
            record.doi,
            record.pmcid,
            record.pmid,
            title.words,
            title.compact,
            title.generic,
            first,
            year,
            *place,
            journal,
        )
    said = titles.wording(record.title)
    volume, issue, page = _place(record)
    names = (record.container_title, record.container_title_short, record.event_title)
    asked = names if said.generic else ()  # the key of another title does not name its journal
    return Handles(
        doi=_doi(record),
        pmcid=canonical_pmcid(record.pmcid) or "",
        pmid=_pmid(record),
        words=said.words,
        compact=said.compact,
        generic=said.generic,
        first=people.first_family(record.author or record.editor),
        year=year,
        volume=volume,
        issue=issue,
        page=page.first,
        journal=next((found.compact for name in asked if name and (found := journals.journal(name))), ""),
    )


def _place(record: Record) -> tuple[str, str, Pages]:
    volume = pages.number(record.volume or journals.volume_in(record.container_title))
    issue = pages.number(record.issue)
    if not issue and "(" in record.volume:
        issue = pages.number(record.volume.partition("(")[2])
    page = pages.pages(record.page or record.page_first or record.number)
    if page.first == page.last == record.year:
        page = Pages()  # some exports put the year there
    return volume, issue, page


def _doi(record: Record) -> str:
    return _COMPONENT.sub("", canonical_doi(record.doi) or "") if record.doi else ""


def _pmid(record: Record) -> str:
    return canonical_pmid(record.pmid) or canonical_pmid(record.url) or ""


def _abstract(text: str) -> str:
    head = titles.fold(titles.plain(text[: _ABSTRACT_LETTERS * 3 // 2]))
    return _SIGNS.sub("", head)[:_ABSTRACT_LETTERS]
