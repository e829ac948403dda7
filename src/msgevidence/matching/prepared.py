"""A record made ready, once, for the many comparisons it will be in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgevidence.matching import journals, pages, people, titles
from msgevidence.matching.journals import Journal
from msgevidence.matching.pages import Pages
from msgevidence.matching.people import People
from msgevidence.matching.titles import Title
from msgevidence.model.identifiers import canonical_doi, canonical_isbn, canonical_issn, canonical_pmid
from msgevidence.model.record import Record

_ABSTRACT_LETTERS = 240
_COMPONENT = re.compile(r"(?<=\d)\.[gst]\d{3}$")  # a figure's, table's or supplement's DOI stands for its article's


@dataclass(frozen=True, slots=True)
class Prepared:
    """The normalised parts of one record; an empty part means that the record does not say."""

    doi: str
    pmid: str
    isbn: str
    issn: frozenset[str]
    title: Title
    people: People
    journals: tuple[Journal, ...]
    year: int | None
    volume: str
    issue: str
    pages: Pages
    abstract: str  # its first letters, without blanks and signs
    type: str


def prepare(record: Record) -> Prepared:
    """Everything `compare` and `keys` need; costs about as much as thirty comparisons, so keep it."""
    volume, issue = pages.number(record.volume), pages.number(record.issue)
    if not issue and "(" in record.volume:
        issue = pages.number(record.volume.partition("(")[2])
    names = (record.container_title, record.container_title_short, record.event_title)
    return Prepared(
        doi=_COMPONENT.sub("", canonical_doi(record.doi) or ""),
        pmid=record.pmid.strip().lstrip("0") or canonical_pmid(record.url) or "",
        isbn=canonical_isbn(record.isbn) or "",
        issn=frozenset(issn for part in record.issn.replace(",", " ").split() if (issn := canonical_issn(part))),
        title=titles.title(record.title),
        people=people.people(record.author or record.editor),
        journals=tuple({found for name in names if (found := journals.journal(name))}),
        year=record.year,
        volume=volume,
        issue=issue,
        pages=pages.pages(record.page or record.page_first or record.number),
        abstract=_abstract(record.abstract),
        type=record.type,
    )


def _abstract(text: str) -> str:
    head = titles.fold(titles.plain(text[: _ABSTRACT_LETTERS * 2]))
    return "".join(letter for letter in head if letter.isalnum())[:_ABSTRACT_LETTERS]
