"""PubMed's XML, as efetch and the web site's "XML" give it: articles and book chapters. Read only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from msgevidence.errors import FileRefused
from msgevidence.formats.converters import (
    DOI,
    ISBN,
    ISSN,
    KEYWORDS,
    PARAGRAPHS,
    PMCID,
    PMID,
    STOPPED,
    TEXT,
    clean_pages,
    full_range,
)
from msgevidence.formats.dates import MONTHS, parse_date
from msgevidence.formats.fieldmap import FieldMap, Row
from msgevidence.formats.medline import ARTICLE_NUMBER, add_keywords, book_address, note_notices, type_of
from msgevidence.formats.names import person
from msgevidence.formats.xml_pieces import pieces, rich
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Draft, Leftover, RawRecord
from msgevidence.ports import Source

NAME = "pubmed-xml"

_ROOT = re.compile(r"<Pubmed(?:ArticleSet|BookArticleSet|Article|BookArticle)[\s>]")
_EXACT_DATES = frozenset(
    ("DateCompleted", "DateRevised", "DateCreated", "ArticleDate", "PubMedPubDate", "ContributionDate")
)
_IN_PARTS = frozenset(("Author", "PubDate", "CommentsCorrections"))
_ROLES = {"authors": "author", "editors": "editor"}

ROWS = (
    Row("PMID", "pmid", PMID),
    Row("ISSN", "issn", ISSN),
    Row("Isbn", "isbn", ISBN),
    Row("Volume", "volume", TEXT),
    Row("Issue", "issue", TEXT),
    Row("Title", "container_title", TEXT),
    Row("ISOAbbreviation", "container_title_short", TEXT),
    Row("ArticleTitle", "title", STOPPED),
    Row("BookTitle", "container_title", TEXT, frozenset(("chapter",))),
    Row("BookTitle", "title", STOPPED, frozenset(("book",))),
    Row("VernacularTitle", "original_title", STOPPED),
    Row("CollectionTitle", "collection_title", TEXT),
    Row("doi", "doi", DOI),
    Row("pmc", "pmcid", PMCID),
    Row("AbstractText", "abstract", PARAGRAPHS),
    Row("Keyword", "keyword", KEYWORDS),
    Row("Language", "language", TEXT),
    Row("PublisherName", "publisher", TEXT),
    Row("PublisherLocation", "publisher_place", TEXT),
    Row("Edition", "edition", TEXT),
    Row("Medium", "medium", TEXT),
    Row("CopyrightInformation", "license", TEXT),
    Row("bookaccession", "call_number", TEXT),
)
FIELDS = FieldMap(NAME, ROWS, (Row("MedlineTA", "container_title_short", TEXT),))
_READ_APART = frozenset(
    ("Author", "PubDate", "MedlinePgn", "StartPage", "EndPage", "pii", "others", "CommentsCorrections", "Reference")
)


class PubmedXmlReader:
    """A record's list of references and its history stay in the raw record; all else is a value or left over."""

    name = NAME
    label = "PubMed XML"
    suffixes: tuple[str, ...] = (".xml",)
    media_types: tuple[str, ...] = ("application/xml", "text/xml")

    def sniff(self, head: str) -> float:
        return 0.98 if _ROOT.search(head) else 0.0

    def read(self, source: Source) -> Iterator[RawRecord]:
        index = -1
        for index, piece in enumerate(pieces(source, ("PubmedArticle", "PubmedBookArticle"))):
            problems = tuple(problem.at(record=index) for problem in piece.problems)
            yield RawRecord(NAME, index, piece.line, tuple(_fields(piece.element)), piece.text, problems)
        if index < 0:
            raise FileRefused(
                source.name, "holds no PubMed record", remedy="A record is a <PubmedArticle> or <PubmedBookArticle>."
            )

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        given: dict[str, list[Any]] = {}
        for tag, value in raw.fields:
            given.setdefault(tag, []).append(value)
        kinds: list[str] = given.get("PublicationType", [])
        draft.type = type_of(kinds)
        if "BookTitle" in given:
            draft.type = "chapter" if "ArticleTitle" in given else "book"
        _set_people(draft, given)
        FIELDS.fill(
            draft,
            ((tag, value) for tag, value in raw.fields if tag not in _READ_APART and not tag.startswith("History")),
        )
        for date in map(_date, (*given.get("PubDate", ()), *given.get("ArticleDate", ()))):
            if date:
                draft.values["issued"] = date
                break
        _set_pages(draft, given)
        for accession in given.get("bookaccession", ())[:1]:
            draft.values.setdefault("url", book_address(accession))
        if short := draft.values.get("container_title_short"):
            draft.values.setdefault("container_title", short)
        add_keywords(draft, given.get("MeshHeading", ()), kinds)
        relations = given.get("CommentsCorrections", ())
        note_notices(draft, relations, kinds)
        draft.leftovers.extend(Leftover(NAME, relation, citation) for relation, citation in relations)
        if not draft.values:
            draft.rejected = "The record holds nothing that describes a work."
        return draft


def _fields(record: Element) -> Iterator[tuple[str, Any]]:
    """The tree as (tag, value): text with CSL's tags, or for people and publication dates their parts."""
    for element in record:
        tag = element.tag
        take = _TAKEN.get(tag)
        if take is not None:
            yield from take(element)
        elif len(element) and not any(child.tag in _INLINE for child in element):
            yield from _fields(element)
        elif value := rich(element).strip():
            yield _plain_tag(tag), value


def _plain_tag(tag: str) -> str:
    """For a text: a tag whose values have parts is another one when it stands where it should not, without them."""
    return f"{tag}/text" if tag in _IN_PARTS else tag


def _parts(element: Element) -> dict[str, str]:
    return {child.tag: value for child in element if (value := rich(child).strip())}


def _people(people: Element) -> Iterator[tuple[str, Any]]:
    role = _ROLES.get(people.get("Type", "authors").lower(), "author")
    for element in people:
        parts = _parts(element)
        if element.get("ValidYN") == "N" or not parts:
            continue
        affiliations = [rich(place).strip() for place in element.iter("Affiliation")]
        known = {
            key: parts[key]
            for key in ("LastName", "ForeName", "FirstName", "Initials", "Suffix", "CollectiveName")
            if key in parts
        }
        yield "Author", {"role": role, **known}
        for kind, value in (
            ("Identifier", parts.get("Identifier", "")),
            *(("Affiliation", place) for place in affiliations),
        ):
            if value:
                yield kind, f"{parts.get('LastName') or parts.get('CollectiveName', '')}: {value}"
    if people.get("CompleteYN") == "N":
        yield "others", role


def _exact_date(element: Element) -> Iterator[tuple[str, Any]]:
    parts = _parts(element)
    text = "-".join(parts[name].zfill(2) for name in ("Year", "Month", "Day") if name in parts)
    kind = element.get("PubStatus")
    yield (f"History/{kind}" if kind else element.tag), text


def _heading(element: Element) -> Iterator[tuple[str, Any]]:
    yield (
        "MeshHeading",
        "/".join(f"{'*' if part.get('MajorTopicYN') == 'Y' else ''}{rich(part).strip()}" for part in element),
    )


def _relation(element: Element) -> Iterator[tuple[str, Any]]:
    parts = _parts(element)
    pmid = f" PMID: {parts['PMID']}" if "PMID" in parts else ""
    yield "CommentsCorrections", [element.get("RefType", ""), f"{parts.get('RefSource', '')}{pmid}".strip()]


def _abstract(element: Element) -> Iterator[tuple[str, Any]]:
    """One value, a paragraph for each part, each with its label."""
    paragraphs = []
    for part in element:
        text = rich(part).strip()
        if part.tag != "AbstractText":
            yield _plain_tag(part.tag), text
        elif text:
            label = part.get("Label", "")
            paragraphs.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    if paragraphs:
        yield ("AbstractText" if element.tag == "Abstract" else element.tag), "\n".join(paragraphs)


def _location(element: Element) -> Iterator[tuple[str, Any]]:
    kind = element.get("EIdType") or element.get("IdType") or ""
    value = (element.text or "").strip()
    if value:
        is_wrong = element.get("ValidYN") == "N"
        yield (f"{kind}/invalid" if is_wrong else {"pubmed": "PMID"}.get(kind, kind) or "ArticleId"), value


def _references(element: Element) -> Iterator[tuple[str, Any]]:
    for reference in element.iter("Citation"):
        yield "Reference", rich(reference).strip()


def _publication_date(element: Element) -> Iterator[tuple[str, Any]]:
    yield element.tag, _parts(element)


_INLINE = frozenset(("i", "b", "u", "sup", "sub", "sc", "{http://www.w3.org/1998/Math/MathML}math"))
_TAKEN = {
    "AuthorList": _people,
    "PubDate": _publication_date,
    "MeshHeading": _heading,
    "CommentsCorrections": _relation,
    "Abstract": _abstract,
    "OtherAbstract": _abstract,
    "ELocationID": _location,
    "ArticleId": _location,
    "ReferenceList": _references,
    **dict.fromkeys(_EXACT_DATES, _exact_date),
}


def _set_people(draft: Draft, given: dict[str, list[Any]]) -> None:
    people: dict[str, list[Name]] = {}
    for parts in given.get("Author", ()):
        if name := _name(parts):
            people.setdefault(parts["role"], []).append(name)
    for role in given.get("others", ()):
        people.setdefault(role, []).append(OTHERS)
    draft.values.update((role, tuple(names)) for role, names in people.items())


def _name(parts: dict[str, str]) -> Name:
    if "CollectiveName" in parts:
        return Name(literal=parts["CollectiveName"].rstrip("."))
    family, given = parts.get("LastName", ""), _given_name(parts)
    if not given and not parts.get("Suffix"):
        return Name(literal=family)
    return person(family, given, parts.get("Suffix", ""))


def _given_name(parts: dict[str, str]) -> str:
    """In files from before 2002 the tag is FirstName."""
    return parts.get("ForeName") or parts.get("FirstName") or parts.get("Initials", "")


def _date(parts: dict[str, str] | str) -> PartialDate:
    if isinstance(parts, str):
        return parse_date(parts)
    if medline := parts.get("MedlineDate"):
        return parse_date(medline)
    month = parts.get("Month", "")
    if not month.isdecimal():
        month = str(MONTHS.get(month.casefold(), month))
    words = [parts.get("Day", ""), month, parts.get("Season", ""), parts.get("Year", "")]
    if month.isdecimal():
        return parse_date("-".join(word.zfill(2) for word in (words[3], month, words[0]) if word))
    return parse_date(" ".join(filter(None, words)))


def _set_pages(draft: Draft, given: dict[str, list[Any]]) -> None:
    """Pages in full; where there are none, an article number is told from a publisher's code by its look."""
    pages = given.get("MedlinePgn", [""])[0]
    if not pages:
        pages = "-".join(dict.fromkeys(given[name][0] for name in ("StartPage", "EndPage") if name in given))
    if pages:
        draft.values["page"] = full_range(clean_pages(pages))
    numbers = [code for code in given.get("pii", ()) if ARTICLE_NUMBER.fullmatch(code)]
    if numbers and not pages:
        draft.values["number"] = numbers[0]
    leftover = [code for code in given.get("pii", ()) if code != draft.values.get("number")]
    draft.leftovers.extend(Leftover(NAME, "pii", code) for code in dict.fromkeys(leftover))
