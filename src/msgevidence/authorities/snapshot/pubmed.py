"""PubMed baseline and update files, article by article.

A baseline file holds 30,000 articles in 200 MB of XML; a snapshot wants a dozen fields of each. They are cut out of the
text of each article, which is several times faster than building its tree and leaves nothing to an XML parser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgevidence.model.dates import PartialDate
from msgevidence.model.evidence import Notice, NoticeKind
from msgevidence.model.identifiers import canonical_doi
from msgevidence.model.names import Name
from msgevidence.model.record import Names, Record

_CHUNK = 1 << 20
_LONGEST = 32 << 20  # bytes without an end of article: no PubMed file
_END = b"</PubmedArticle>"
_REF_TYPES = {
    "RetractionIn": NoticeKind.RETRACTION,
    "ErratumIn": NoticeKind.CORRECTION,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTION,
    "ExpressionOfConcernIn": NoticeKind.EXPRESSION_OF_CONCERN,
}

_PMID = re.compile(r"<PMID[^>]*>(\d+)</PMID>")
_TITLE = re.compile(r"<ArticleTitle[^>]*>(.*?)</ArticleTitle>", re.DOTALL)
_JOURNAL = re.compile(r"<Title>(.*?)</Title>", re.DOTALL)
_SHORT = re.compile(r"<ISOAbbreviation>(.*?)</ISOAbbreviation>", re.DOTALL)
_VOLUME = re.compile(r"<Volume>(.*?)</Volume>")
_ISSUE = re.compile(r"<Issue>(.*?)</Issue>")
_DATE = re.compile(r"<PubDate>(.*?)</PubDate>", re.DOTALL)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_PAGES = re.compile(r"<MedlinePgn>(.*?)</MedlinePgn>")
_DOI = re.compile(r'(?:EIdType="doi"[^>]*|IdType="doi")>([^<]+)<')
_PMC = re.compile(r'IdType="pmc">([^<]+)<')
_AUTHORS = re.compile(r"<AuthorList[^>]*>(.*?)</AuthorList>", re.DOTALL)
_AUTHOR = re.compile(r"<Author\b[^>]*>(.*?)</Author>", re.DOTALL)
_PART = re.compile(r"<(LastName|ForeName|Suffix|CollectiveName)[^>]*>(.*?)</\1>", re.DOTALL)
_CORRECTION = re.compile(r'<CommentsCorrections RefType="(\w+)">(.*?)</CommentsCorrections>', re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>")
_DELETED = re.compile(rb"<DeleteCitation>(.*?)</DeleteCitation>", re.DOTALL)


_LEFT_OUT = (
    (b"<ReferenceList>", b"</ReferenceList>"),
    (b"<Abstract>", b"</Abstract>"),
    (b"<MeshHeadingList>", b"</MeshHeadingList>"),
)


class Deleted(str):
    """The PMID of a citation that an update file takes out."""

    __slots__ = ()


def articles(stream: BinaryIO) -> Iterator[tuple[Record, tuple[Notice, ...]] | Deleted]:
    """Every article of the file with the notices on it; last, the PMIDs that an update file deletes."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        rest += chunk
        *whole, rest = rest.split(_END)
        for text in whole:
            yield _article(_without(text).decode("utf-8", "replace"))
        if len(rest) > _LONGEST:
            break
    for block in _DELETED.finditer(rest):
        for pmid in re.findall(rb"<PMID[^>]*>(\d+)</PMID>", block.group(1)):
            yield Deleted(pmid.decode())


def _without(text: bytes) -> bytes:
    """The article without what no index needs and most of its length is: abstract, headings, affiliations."""
    for opening, closing in _LEFT_OUT:
        before, found, rest = text.partition(opening)
        if found:
            text = before + rest.rpartition(closing)[2]
    return text


def _article(text: str) -> tuple[Record, tuple[Notice, ...]]:
    # Identifiers of the works it cites stand in the reference list, and are not its own.
    text = text.partition("<ReferenceList>")[0]
    pmid = _found(_PMID, text)
    doi = _found(_DOI, text)
    date = _YEAR.search(_found(_DATE, text))
    title = _plain(_found(_TITLE, text)).rstrip(".")
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1].rstrip(".")
    record = Record(
        type="article-journal",
        id=pmid,
        pmid=pmid,
        doi=(canonical_doi(doi[:300]) or "") if doi else "",
        pmcid=_found(_PMC, text),
        title=title,
        author=_authors(_found(_AUTHORS, text)),
        issued=PartialDate(start=(int(date.group()),)) if date else PartialDate(),
        container_title=_plain(_found(_JOURNAL, text)),
        container_title_short=_plain(_found(_SHORT, text)),
        volume=_found(_VOLUME, text),
        issue=_found(_ISSUE, text),
        page=_found(_PAGES, text),
    )
    notices = tuple(
        Notice(pmid, _REF_TYPES[kind], pmid=_found(_PMID, inner), source="PubMed")
        for kind, inner in (_CORRECTION.findall(text) if "<CommentsCorrections " in text else ())
        if kind in _REF_TYPES
    )
    return record, notices


def _authors(text: str) -> Names:
    names = []
    for inner in _AUTHOR.findall(text):
        parts = {tag: _plain(value) for tag, value in _PART.findall(inner)}
        if "CollectiveName" in parts:
            names.append(Name(literal=parts["CollectiveName"]))
        elif "LastName" in parts:
            names.append(Name(parts["LastName"], parts.get("ForeName", ""), suffix=parts.get("Suffix", "")))
    return tuple(names)


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def _plain(text: str) -> str:
    if "<" in text:
        text = _MARKUP.sub("", text)
    return " ".join((html.unescape(text) if "&" in text else text).split())
