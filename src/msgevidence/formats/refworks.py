"""RefWorks' tagged format: two letters, a space, the value; a record begins with its reference type. Read only."""

from __future__ import annotations

import re

from msgevidence.formats.converters import (
    DOI,
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
from msgevidence.formats.fieldmap import FieldMap, Row, bare
from msgevidence.formats.hiding import from_note, from_url, number_of
from msgevidence.formats.names import NAMES
from msgevidence.formats.tagged import TaggedLines, TaggedReader
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord

NAME = "refworks"

_TAG = re.compile(r"([A-Z][A-Z0-9]|U1[0-5]|PMC?ID)(?:[ \t]+(.*)|[ \t]*)$", re.DOTALL)
_BEGIN = re.compile(r"^RT (?:[A-Z][a-z])", re.MULTILINE)
_TYPES = {
    "abstract": "article-journal",
    "artwork": "graphic",
    "bills/resolutions": "bill",
    "book, edited": "book",
    "book, section": "chapter",
    "book, whole": "book",
    "book chapter": "chapter",
    "book": "book",
    "case/court decisions": "legal_case",
    "computer program": "software",
    "conference proceeding": "paper-conference",
    "conference proceedings": "paper-conference",
    "dissertation": "thesis",
    "dissertation/thesis": "thesis",
    "dissertation/thesis, unpublished": "thesis",
    "generic": "document",
    "grant": "report",
    "hearing": "hearing",
    "journal": "article-journal",
    "journal article": "article-journal",
    "journal, electronic": "article-journal",
    "laws/statutes": "legislation",
    "magazine article": "article-magazine",
    "map": "map",
    "monograph": "book",
    "motion picture": "motion_picture",
    "music score": "musical_score",
    "newspaper article": "article-newspaper",
    "online discussion forum": "post",
    "online discussion forum/blogs": "post-weblog",
    "patent": "patent",
    "personal communication": "personal_communication",
    "report": "report",
    "sound recording": "song",
    "unpublished material": "manuscript",
    "video/ dvd": "motion_picture",
    "video/dvd": "motion_picture",
    "web page": "webpage",
}
_SERIAL = frozenset(("article-journal", "article-magazine", "article-newspaper"))
_PART = frozenset(("chapter",))
_WHOLE = frozenset(("book", "thesis", "manuscript", "report", "software"))

ROWS = (
    Row("ID", "id", VERBATIM),
    Row("A1", "author", NAMES),
    Row("A2", "editor", NAMES),
    Row("A3", "collection_editor", NAMES),
    Row("A4", "translator", NAMES),
    Row("T1", "title", TEXT),
    Row("JF", "container_title", TEXT),
    Row("T2", "container_title", TEXT, _PART | {"paper-conference"}),
    Row("JO", "container_title_short", TEXT),
    Row("T3", "collection_title", TEXT),
    Row("ST", "title_short", TEXT),
    Row("OT", "original_title", TEXT),
    Row("VO", "volume", TEXT),
    Row("IS", "issue", TEXT),
    Row("IS", "number", TEXT, frozenset(("report", "patent", "bill", "legislation"))),
    Row("SP", "page", PAGES),
    Row("SP", "number_of_pages", PAGES, _WHOLE),
    Row("ED", "edition", TEXT),
    Row("PB", "publisher", TEXT),
    Row("PP", "publisher_place", TEXT),
    Row("SN/issn", "issn", ISSN),
    Row("SN/isbn", "isbn", ISBN),
    Row("DO", "doi", DOI),
    Row("PMID", "pmid", PMID),
    Row("PMCID", "pmcid", PMCID),
    Row("LK", "url", VERBATIM),
    Row("K1", "keyword", KEYWORDS),
    Row("AB", "abstract", PARAGRAPHS),
    Row("NO", "note", NOTES),
    Row("LA", "language", TEXT),
    Row("CN", "call_number", TEXT),
    Row("DB", "source", TEXT),
    Row("RD", "accessed", SLASHED_DATE),
)
ALIASES = (
    Row("UL", "url", VERBATIM),
    Row("JO", "container_title", TEXT),
    Row("T2", "container_title", TEXT),
    Row("DS", "source", TEXT),
)
FIELDS = FieldMap(NAME, ROWS, ALIASES)
_OTHER_TAGS = "RT SR YR FD OP SN A5 A6 AV AD AN CL SF IP CR WT WV WP OL SL LL ER"
_TAGS = frozenset((*(bare(row.tag) for row in (*ROWS, *ALIASES)), *_OTHER_TAGS.split()))


class RefWorksLines(TaggedLines):
    """A line that begins with no known tag belongs to the value before it."""

    format = NAME
    begins = frozenset(("RT",))
    must_indent = False
    breaks = frozenset(("AB", "NO", "K1"))

    def tagged(self, line: str) -> tuple[str, str] | None:
        found = _TAG.match(line)
        if not found or not (found.group(1) in _TAGS or re.fullmatch(r"U\d\d?", found.group(1))):
            return None
        return (found.group(1), found.group(2) or "") if self.is_open or found.group(1) == "RT" else None


class RefWorksReader(TaggedReader):
    """Reads exports of RefWorks and of databases that offer its format."""

    lines = RefWorksLines
    first_line = "RT Journal Article"
    name = NAME
    label = "RefWorks tagged"
    suffixes: tuple[str, ...] = (".txt", ".refworks")
    media_types: tuple[str, ...] = ("text/x-refworks",)

    def sniff(self, head: str) -> float:
        return 0.95 if _BEGIN.search(head) else 0.0

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        stated = next((value for tag, value in raw.fields if tag == "RT"), "")
        draft.type = _TYPES.get(stated.casefold(), "")
        if not draft.type:
            message = f"“{stated}” is no known reference type; read as document."
            draft.note(Problem("unknown-type", message, variable="type", quote=stated))
            draft.leftovers.append(Leftover(NAME, "RT", stated))
            draft.type = "document"
        fields: list[tuple[str, str]] = []
        single: dict[str, str] = {}
        for tag, value in raw.fields:
            if tag == "RT" or not value:
                continue
            if tag in ("SP", "OP", "YR", "FD") and tag not in single:
                single[tag] = value
            elif tag == "SN":
                fields.append((f"SN/{number_of(value, draft.type in _SERIAL)}", value))
            else:
                fields.append((tag, value))
        first, last = single.get("SP", ""), single.get("OP", "")
        if first or last:
            is_part = first and last and last != first and "-" not in first
            fields.append(("SP", f"{first}-{last}" if is_part else first or last))
        if date := dated(single.get("YR", ""), single.get("FD", "")):
            draft.values["issued"] = date
        FIELDS.fill(draft, fields)
        _complete(draft)
        return draft


def _complete(draft: Draft) -> None:
    values = draft.values
    if draft.type in _SERIAL and "container_title" not in values and "container_title_short" in values:
        values["container_title"] = values["container_title_short"]
    if isinstance(url := values.get("url"), str):
        from_url(values, url)
    if isinstance(note := values.get("note"), str):
        from_note(values, note)
    if not values:
        draft.rejected = "The record holds nothing that describes a work."
