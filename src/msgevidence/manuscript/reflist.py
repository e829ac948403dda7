"""The reference list of a manuscript as records, each with its place; nothing of the list is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgevidence.citation.formatted import plain
from msgevidence.citation.style import format_items
from msgevidence.formats.reference_list import Parsed, Section, find_list, parse_entry
from msgevidence.manuscript.reading import Manuscript
from msgevidence.model.identifiers import canonical_doi, canonical_pmid
from msgevidence.model.record import Names, Record, Value

DOUBTFUL = 0.3
"""Below this confidence an entry counts as not understood."""

_LETTER = re.compile(r"(?:\d{4}|n\.\s?d\.|in press|forthcoming)-?([a-z])\b", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-‐‑‒–—−]{1,3}\s*")
_RESOLVER = re.compile(r"doi\.org/10\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One entry: ``text[start:end]`` of the manuscript; `raw` has its wrapped lines joined.

    `record` is None where nothing could be understood. `letter` is that of "2003a". An entry that stands only in a
    reference manager's fields has no place (start = end = −1).
    """

    index: int
    raw: str
    start: int
    end: int
    record: Record | None
    parsed: Parsed | None
    letter: str = ""
    sought: Record | None = None
    enriched_by: str = ""

    @property
    def author(self) -> Names:
        """Who the entry is filed under: authors, else editors."""
        return (self.record.author or self.record.editor) if self.record else ()


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The references and the stretch of the text they take up (empty where there is no list)."""

    references: tuple[Reference, ...]
    start: int
    end: int


def read_list(manuscript: Manuscript) -> ReferenceList:
    """The list under its heading or by its shape; failing that, what a reference manager's fields cite."""
    section = find_list(manuscript.text)
    if section.found:
        return ReferenceList(tuple(_references(section)), section.start, section.end)
    length = len(manuscript.text)
    return ReferenceList(tuple(_of_fields(manuscript)), length, length)


def _references(section: Section) -> list[Reference]:
    found: list[Reference] = []
    previous: Names = ()
    for index, entry in enumerate(section.entries):
        parsed = parse_entry(entry.text, previous)
        record = settled(parsed, str(index))
        found.append(Reference(index, entry.text, entry.start, entry.end, record, parsed, _letter(entry.text, parsed)))
        if record and record.author:
            previous = record.author
    return found


def settled(parsed: Parsed, identifier: str = "") -> Record | None:
    """The entry as a Record with identifiers and page ranges in canonical form; None when it says too little."""
    values: dict[str, Value] = dict(parsed.values)
    if parsed.confidence < DOUBTFUL or not (values.get("title") or values.get("container_title") or values.get("doi")):
        return None
    for variable, canonical in (("doi", canonical_doi), ("pmid", canonical_pmid)):
        given = values.get(variable)
        if isinstance(given, str):
            values[variable] = canonical(given) or given
    url, page = values.get("url"), values.get("page")
    if isinstance(url, str) and _RESOLVER.search(url) and (doi := canonical_doi(url)):
        values.setdefault("doi", doi)
        del values["url"]
    if isinstance(page, str):
        values["page"] = _DASHES.sub("-", page)
    fields: Mapping[str, Any] = values
    return Record(type=parsed.type, id=identifier, leftovers=parsed.leftovers, **fields)


def _letter(raw: str, parsed: Parsed) -> str:
    date = next((span for span in parsed.spans if span.variable == "issued"), None)
    found = _LETTER.search(raw[date.start : date.end + 1]) if date else None
    return found.group(1).lower() if found else ""


def _of_fields(manuscript: Manuscript) -> list[Reference]:
    """Each work of the fields once, in the order of first citation; the style writes what the list would say."""
    items: dict[str, dict[str, Any]] = {}
    for citation in manuscript.fields:
        for item in citation.items:
            items.setdefault(f"{item.get('title')}|{item.get('DOI')}|{item.get('issued')}", item)
    records = [record for index, item in enumerate(items.values()) if (record := of_item(item, str(index)))]
    entries = {entry.id: plain(entry.runs) for entry in format_items([one.to_csl() for one in records]).entries}
    return [Reference(index, entries.get(one.id, one.title), -1, -1, one, None) for index, one in enumerate(records)]


def of_item(item: Mapping[str, Any], identifier: str = "") -> Record | None:
    """A field's item; None where a stranger's JSON is not CSL after all."""
    try:
        record = Record.from_csl({**item, "id": identifier})
    except (AttributeError, TypeError, ValueError):
        return None
    return record.replaced(doi=canonical_doi(record.doi) or record.doi)
