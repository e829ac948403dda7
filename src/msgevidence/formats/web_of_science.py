"""Web of Science's tagged format ("plain text", .ciw): two letters, a space; further lines are indented. Read only."""

from __future__ import annotations

import re

from msgevidence.formats.converters import DOI, ISBN, ISSN, KEYWORDS, PAGES, PARAGRAPHS, PMID, TEXT
from msgevidence.formats.dates import dated
from msgevidence.formats.fieldmap import FieldMap, Row
from msgevidence.formats.names import NAMES
from msgevidence.formats.tagged import TaggedLines, TaggedReader
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord

NAME = "web-of-science"

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|\s*)$", re.DOTALL)
_BEGIN = re.compile(r"^PT [A-Z][a-z]*\s*$", re.MULTILINE)
_HEADER = re.compile(r"^\s*FN .*\nVR ", re.MULTILINE)
_LETTERS = {"J": "article-journal", "B": "book", "S": "chapter", "P": "patent", "C": "paper-conference"}
_DOCUMENT_TYPES = {
    "book chapter": "chapter",
    "book review": "review-book",
    "proceedings paper": "paper-conference",
    "data paper": "article-journal",
    "software": "software",
    "data set": "dataset",
    "data study": "dataset",
}
_SERIAL = frozenset(("article-journal", "review-book"))
_PART = frozenset(("chapter", "paper-conference"))

ROWS = (
    Row("TI", "title", TEXT),
    Row("SO", "container_title", TEXT),
    Row("SO", "title", TEXT, frozenset(("book",))),
    Row("SE", "collection_title", TEXT),
    Row("BE", "editor", NAMES),
    Row("J9", "container_title_short", TEXT),
    Row("VL", "volume", TEXT),
    Row("IS", "issue", TEXT),
    Row("SU", "supplement_number", TEXT),
    Row("AR", "number", TEXT),
    Row("BP", "page", PAGES),
    Row("PG", "number_of_pages", TEXT, frozenset(("book",))),
    Row("PU", "publisher", TEXT),
    Row("PI", "publisher_place", TEXT),
    Row("CT", "event_title", TEXT),
    Row("CL", "event_place", TEXT),
    Row("SN", "issn", ISSN),
    Row("BN", "isbn", ISBN),
    Row("DI", "doi", DOI),
    Row("PM", "pmid", PMID),
    Row("AB", "abstract", PARAGRAPHS),
    Row("DE", "keyword", KEYWORDS),
    Row("LA", "language", TEXT),
)
ALIASES = (
    Row("TI", "title", TEXT),
    Row("JI", "container_title_short", TEXT),
    Row("ED", "editor", NAMES),
    Row("EI", "issn", ISSN),
    Row("D2", "doi", DOI, frozenset(("book",))),
)
FIELDS = FieldMap(NAME, ROWS, ALIASES)


class WebOfScienceLines(TaggedLines):
    """In tags of names each further line is a name."""

    format = NAME
    begins = frozenset(("PT",))
    ends = frozenset(("ER",))
    outside = frozenset(("FN", "VR", "EF"))
    lists = frozenset(("AU", "AF", "BA", "BF", "BE", "ED", "GP", "CA", "CR", "C1"))

    def tagged(self, line: str) -> tuple[str, str] | None:
        found = _TAG.match(line)
        if not found or not (self.is_open or found.group(1) in self.begins | self.outside):
            return None
        return found.group(1), found.group(2) or ""


class WebOfScienceReader(TaggedReader):
    """Reads files of the Core Collection and its sister databases; the index's own data stay leftovers."""

    lines = WebOfScienceLines
    first_line = "PT J"
    name = NAME
    label = "Web of Science (plain text)"
    suffixes: tuple[str, ...] = (".ciw", ".isi", ".txt")
    media_types: tuple[str, ...] = ("application/x-inst-for-scientific-info",)

    def sniff(self, head: str) -> float:
        return 0.97 if _HEADER.search(head) else 0.9 if _BEGIN.search(head) else 0.0

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        first: dict[str, str] = {}
        for tag, value in raw.fields:
            first.setdefault(tag, value)
        draft.type = _type(draft, first)
        _set_authors(draft, raw)
        pages = [first.get(tag, "") for tag in ("BP", "EP")]
        date = dated(first.get("PY", ""), first.get("PD", ""))
        if not date.start and (early := first.get("EA")):
            date = dated("", early)
        if date:
            draft.values["issued"] = date
        fields: list[tuple[str, str]] = []
        for tag, value in raw.fields:
            if tag in ("PT", "AU", "AF", "BA", "BF", "CA", "GP", "PY", "PD", "BP", "EP") or not value:
                continue
            if tag == "PM" and not value.strip().isdecimal():
                draft.leftovers.append(Leftover(NAME, tag, value))
            elif tag == "ID" and "DE" not in first:
                fields.append(("DE", value))
            else:
                fields.append((tag, value))
        if any(pages):
            first_page, last_page = pages
            is_range = first_page and last_page and first_page != last_page
            fields.append(("BP", f"{first_page}-{last_page}" if is_range else first_page or last_page))
        FIELDS.fill(draft, fields)
        if not draft.values:
            draft.rejected = "The record holds nothing that describes a work."
        return draft


def _type(draft: Draft, first: dict[str, str]) -> str:
    """By the publication's letter, made exact by the document's type."""
    letter = first.get("PT", "").strip()[:1].upper()
    kinds = [kind.strip().casefold() for kind in first.get("DT", "").split(";")]
    exact = next((_DOCUMENT_TYPES[kind] for kind in kinds if kind in _DOCUMENT_TYPES), "")
    if letter not in _LETTERS:
        quote = first.get("PT", "")
        message = f"“{quote}” is no known publication type; read as document."
        draft.note(Problem("unknown-type", message, variable="type", quote=quote))
        return exact or "document"
    if letter == "J" and exact == "paper-conference":
        return "article-journal"  # proceedings that a journal printed
    if letter == "B" and not exact and "TI" in first and "SO" in first and first["TI"] != first["SO"]:
        return "chapter"
    return exact or _LETTERS[letter]


def _set_authors(draft: Draft, raw: RawRecord) -> None:
    """Full names (AF) before short ones (AU), people before groups; those not taken are left over."""
    given: dict[str, list[str]] = {}
    for tag, value in raw.fields:
        if tag in ("AU", "AF", "BA", "BF", "CA", "GP") and value:
            given.setdefault(tag, []).append(value)
    for full, short, variable in (("AF", "AU", "author"), ("BF", "BA", "container_author")):
        names = given.get(full) or given.get(short) or []
        people = NAMES.read(names)[0]
        if full == "AF":
            groups = tuple(Name(literal=group) for tag in ("CA", "GP") for group in given.get(tag, ()))
            people = (*people, *groups)  # type: ignore[misc]
        if people:
            draft.values[variable] = people
        if full in given:
            draft.leftovers.extend(Leftover(NAME, short, name) for name in given.get(short, ()))
