"""A record made ready, once, for the many comparisons it will be in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
    volume = pages.number(record.volume or journals.volume_in(record.container_title))
    issue = pages.number(record.issue)
    if not issue and "(" in record.volume:
        issue = pages.number(record.volume.partition("(")[2])
    page = pages.pages(record.page or record.page_first or record.number)
    if page.first == page.last == record.year:
        page = Pages()  # some exports put the year there
    names = (record.container_title, record.container_title_short, record.event_title)
    return Prepared(
        doi=_COMPONENT.sub("", canonical_doi(record.doi) or "") if record.doi else "",
        pmid=canonical_pmid(record.pmid) or canonical_pmid(record.url) or "",
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


def _abstract(text: str) -> str:
    head = titles.fold(titles.plain(text[: _ABSTRACT_LETTERS * 3 // 2]))
    return _SIGNS.sub("", head)[:_ABSTRACT_LETTERS]
