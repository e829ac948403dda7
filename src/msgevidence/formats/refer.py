"""Refer, and EndNote's extension of it (.enw): a per cent sign and a character before each value. Read only."""

from __future__ import annotations

import re

from msgevidence.formats.converters import (
    DOI_ONLY,
    ISBN,
    ISSN,
    KEYWORDS,
    NOTES,
    PAGES,
    PARAGRAPHS,
    PMCID,
    PMID,
    SLASHED_DATE,
    TEXT,
    VERBATIM,
)
from msgevidence.formats.dates import dated
from msgevidence.formats.endnote_types import CSL_TYPES, PART, SERIAL, WHOLE
from msgevidence.formats.fieldmap import FieldMap, Row
from msgevidence.formats.hiding import from_note, from_url, number_of
from msgevidence.formats.names import NAMES_EITHER_WAY
from msgevidence.formats.tagged import TaggedLines, TaggedReader
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord

NAME = "refer"

_TAG = re.compile(r"%(\S)(?:[ \t]+(.*)|[ \t]*)$", re.DOTALL)
_BEGIN = re.compile(r"^%0 \S", re.MULTILINE)
_LINES = re.compile(r"^%[A-Z0-9@!] +\S", re.MULTILINE)
_CONFERENCE = frozenset(("paper-conference",))

ROWS = (
    Row("%F", "id", VERBATIM),
    Row("%A", "author", NAMES_EITHER_WAY),
    Row("%E", "editor", NAMES_EITHER_WAY),
    Row("%E", "collection_editor", NAMES_EITHER_WAY, WHOLE),
    Row("%Y", "collection_editor", NAMES_EITHER_WAY, PART | _CONFERENCE),
    Row("%?", "translator", NAMES_EITHER_WAY),
    Row("%T", "title", TEXT),
    Row("%J", "container_title", TEXT),
    Row("%B", "collection_title", TEXT, WHOLE),
    Row("%S", "collection_title", TEXT, PART | _CONFERENCE | {"document", "webpage"}),
    Row("%!", "title_short", TEXT),
    Row("%V", "volume", TEXT),
    Row("%N", "issue", TEXT),
    Row("%N", "number", TEXT, frozenset(("report", "patent", "standard", "bill", "legislation", "dataset"))),
    Row("%N", "collection_number", TEXT, PART | {"book"}),
    Row("%P", "page", PAGES),
    Row("%P", "number_of_pages", PAGES, WHOLE),
    Row("%I", "publisher", TEXT),
    Row("%C", "publisher_place", TEXT),
    Row("%7", "edition", TEXT, WHOLE | PART | _CONFERENCE | {"document", "webpage"}),
    Row("%]", "number", TEXT, SERIAL),
    Row("%6", "number_of_volumes", TEXT),
    Row("%9", "genre", TEXT),
    Row("%R", "doi", DOI_ONLY),
    Row("%@/issn", "issn", ISSN),
    Row("%@/isbn", "isbn", ISBN),
    Row("%M/pmid", "pmid", PMID),
    Row("%2/pmcid", "pmcid", PMCID),
    Row("%U", "url", VERBATIM),
    Row("%X", "abstract", PARAGRAPHS),
    Row("%K", "keyword", KEYWORDS),
    Row("%Z", "note", NOTES),
    Row("%<", "annote", NOTES),
    Row("%G", "language", TEXT),
    Row("%L", "call_number", TEXT),
    Row("%[", "accessed", SLASHED_DATE),
    Row("%~", "source", TEXT),
)
ALIASES = (
    Row("%B", "container_title", TEXT),
    Row("%S", "collection_title", TEXT),
    Row("%J", "container_title", TEXT),
    Row("%H", "translator", NAMES_EITHER_WAY),
    Row("%W", "source", TEXT),
    Row("%O", "note", NOTES),
)
FIELDS = FieldMap(NAME, ROWS, ALIASES)


class ReferLines(TaggedLines):
    """A record begins with %0; where there is no %0 at all, after an empty line."""

    format = NAME
    begins = frozenset(("%0",))
    must_indent = False
    breaks = frozenset(("%K", "%X", "%Z", "%<", "%U", "%@", "%O", "%>"))
    lists = frozenset(("%A", "%E"))

    def tagged(self, line: str) -> tuple[str, str] | None:
        found = _TAG.match(line) if line[:1] == "%" else None
        return (f"%{found.group(1)}", found.group(2) or "") if found else None

    def renews(self, tag: str) -> bool:
        return tag in self.begins or (self.blanks > 0 and not any(given == "%0" for given, _ in self.fields))


class ReferReader(TaggedReader):
    """Reads .enw files of publishers and catalogues, EndNote's own export, and bibliographies of Unix days."""

    lines = ReferLines
    first_line = "%0 Journal Article"
    name = NAME
    label = "Refer (EndNote .enw)"
    suffixes: tuple[str, ...] = (".enw", ".refer")
    media_types: tuple[str, ...] = ("application/x-endnote-refer", "application/x-bibliographic")

    def sniff(self, head: str) -> float:
        if _BEGIN.search(head):
            return 0.95
        return 0.9 if len(_LINES.findall(head)) > 2 else 0.0

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        tags = {tag for tag, _ in raw.fields}
        draft.type = _type(draft, raw, tags)
        year, day = "", ""
        fields: list[tuple[str, str]] = []
        for tag, value in raw.fields:
            if tag == "%0" or not value:
                continue
            if tag == "%D" and not year:
                year = value
            elif tag == "%8" and not day:
                day = value
            elif tag == "%@":
                fields.append((f"%@/{number_of(value, draft.type in SERIAL)}", value))
            elif tag == "%M" and canonical_pmid(value) and _is_from_pubmed(raw):
                fields.append(("%M/pmid", value))
            elif tag == "%2" and canonical_pmcid(value):
                fields.append(("%2/pmcid", value))
            else:
                fields.append((tag, value))
        if year or day:
            draft.values["issued"] = date = dated(year, day)
            if day and len(date.start) == 1 and not date.season and not date.end and day != year:
                draft.leftovers.append(Leftover(NAME, "%8", day))
        FIELDS.fill(draft, fields)
        _complete(draft)
        return draft


def _type(draft: Draft, raw: RawRecord, tags: set[str]) -> str:
    """By %0; without it, as Refer itself tells: what has a journal is an article, what is in a book a chapter."""
    stated = next((value for tag, value in raw.fields if tag == "%0"), "")
    if not stated:
        for tag, item_type in (("%J", "article-journal"), ("%B", "chapter"), ("%R", "report"), ("%I", "book")):
            if tag in tags:
                return item_type
        return "document"
    item_type = CSL_TYPES.get(stated.casefold().strip(), "")
    if not item_type:
        message = f"“{stated}” is no known reference type; read as document."
        draft.note(Problem("unknown-type", message, variable="type", quote=stated))
        draft.leftovers.append(Leftover(NAME, "%0", stated))
    return item_type or "document"


def _is_from_pubmed(raw: RawRecord) -> bool:
    text = " ".join(value for tag, value in raw.fields if tag in ("%~", "%W", "%U"))[:1000].lower()
    return any(word in text for word in ("pubmed", "medline", "nlm"))


def _complete(draft: Draft) -> None:
    values = draft.values
    if isinstance(url := values.get("url"), str):
        from_url(values, url)
    if isinstance(note := values.get("note"), str):
        from_note(values, note)
    if "author" not in values and draft.type in WHOLE and "collection_editor" in values:
        values["editor"] = values.pop("collection_editor")  # a book without authors has editors, not series editors
    if not values:
        draft.rejected = "The record holds nothing that describes a work."
