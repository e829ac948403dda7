"""NBIB, PubMed's tagged format (also what PubMed saves as .txt and other services as .ris)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
    STOPPED,
    TEXT,
    VERBATIM,
    find_doi,
    full_range,
)
from msgevidence.formats.dates import iso, parse_date
from msgevidence.formats.fieldmap import Converter, FieldMap, Row, lost
from msgevidence.formats.medline import TYPES, WRITTEN_TYPES, add_keywords, note_notices
from msgevidence.formats.names import NAMES, format_name, parse_name
from msgevidence.formats.tagged import TaggedLines, TaggedReader
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord, Record

NAME = "nbib"

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?")
_BEGIN = re.compile(r"^PMID ?- ", re.MULTILINE)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SEASONS = {1: "Spring", 2: "Summer", 3: "Fall", 4: "Winter"}


def _date_text(date: PartialDate) -> str:
    if not date.start:
        return date.literal
    if date.literal:
        return date.literal if str(date.start[0]) in date.literal else f"{date.start[0]} {date.literal}"
    words = [f"{date.start[0]:04d}", *([_SEASONS[date.season]] if date.season in _SEASONS else [])]
    if len(date.start) > 1:
        words.append(_MONTHS[date.start[1] - 1])
    if len(date.start) > 2:
        words.append(str(date.start[2]))
    if date.end:
        return f"{iso(date.start)}/{iso(date.end)}"
    return " ".join(words)


_DATE = Converter(
    lambda texts: (parse_date(texts[0]) if texts else PartialDate(), texts[1:]),
    lambda value: (_date_text(value),) if isinstance(value, PartialDate) else (),
)


ROWS = (
    Row("PMID", "pmid", PMID),
    Row("IS", "issn", ISSN),
    Row("ISBN", "isbn", ISBN),
    Row("VI", "volume", TEXT),
    Row("IP", "issue", TEXT),
    Row("DP", "issued", _DATE),
    Row("TI", "title", STOPPED),
    Row("BTI", "title", STOPPED, frozenset(("book",))),
    Row("BTI", "container_title", TEXT, frozenset(("chapter",))),
    Row("PG", "page", PAGES),
    Row("LID/doi", "doi", DOI),
    Row("AB", "abstract", PARAGRAPHS),
    Row("FAU", "author", NAMES),
    Row("FED", "editor", NAMES),
    Row("LA", "language", TEXT),
    Row("PB", "publisher", TEXT),
    Row("PL/book", "publisher_place", TEXT, frozenset(("book", "chapter"))),
    Row("CTI", "collection_title", TEXT),
    Row("TT", "original_title", STOPPED),
    Row("EN", "edition", TEXT),
    Row("TA", "container_title_short", TEXT),
    Row("JT", "container_title", TEXT),
    Row("OT", "keyword", KEYWORDS),
    Row("PMC", "pmcid", PMCID),
    Row("GN", "note", NOTES),
    Row("URLF", "url", VERBATIM),
)
FIELDS = FieldMap(NAME, ROWS, (Row("URLS", "url", VERBATIM),))


class NbibLines(TaggedLines):
    """Tags of two to four letters, filled up with spaces to a hyphen."""

    format = NAME
    begins = frozenset(("PMID",))

    def tagged(self, line: str) -> tuple[str, str] | None:
        found = _TAG.match(line) if line[4:5] == "-" or line[2:6].count("-") else None
        return (found.group(1), line[found.end() :]) if found else None


class NbibReader(TaggedReader):
    """A record begins with its PMID, with or without an empty line before it."""

    lines = NbibLines
    first_line = "PMID- …"
    name = NAME
    label = "NBIB (PubMed, MEDLINE)"
    suffixes: tuple[str, ...] = (".nbib", ".medline")
    media_types: tuple[str, ...] = ("application/nbib",)

    def sniff(self, head: str) -> float:
        return 0.97 if _BEGIN.search(head) else 0.0

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        kinds = [value for tag, value in raw.fields if tag == "PT"]
        known = [TYPES[kind.lower()] for kind in kinds if kind.lower() in TYPES]
        has_title = any(tag == "TI" for tag, _ in raw.fields)
        draft.type = known[0] if known else "article-journal"
        if any(tag == "BTI" for tag, _ in raw.fields) and not any(tag == "JT" for tag, _ in raw.fields):
            draft.type = "chapter" if has_title else "book"
        authors = _authors(raw.fields)
        if authors:
            draft.values["author"] = authors
        FIELDS.fill(draft, _sorted_out(draft, raw.fields))
        add_keywords(draft, [left.value for left in draft.leftovers if left.tag == "MH"], kinds)
        note_notices(draft, [(left.tag, left.value) for left in draft.leftovers], kinds)
        short = draft.values.get("container_title_short")
        if short:
            draft.values.setdefault("container_title", short)
        if not draft.values:
            draft.rejected = "The record holds nothing that describes a work."
        return draft


def _authors(fields: tuple[tuple[str, str], ...]) -> tuple[Name, ...]:
    """People and groups in their order; a short form (AU) counts only where the full one (FAU) is missing."""
    names: list[Name] = []
    has_full = any(tag == "FAU" for tag, _ in fields)
    for tag, value in fields:
        if tag == "FAU" or (tag == "AU" and not has_full):
            names.append(parse_name(value))
        elif tag == "CN" and value:
            names.append(Name(literal=value))
    return tuple(name for name in names if name)


def _sorted_out(draft: Draft, fields: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Identifiers by what their brackets say; authors are read already, types kept to be written back."""
    tags = {tag for tag, _ in fields}
    for tag, value in fields:
        if tag in ("FAU", "CN") or (tag == "AU" and "FAU" not in tags) or not value:
            continue
        if tag in ("LID", "AID") and "[doi]" in value and find_doi(value):
            yield "LID/doi", value.replace("[doi]", "").strip()
        elif tag == "PL" and draft.type in ("book", "chapter"):
            yield "PL/book", value
        elif tag == "PT" and WRITTEN_TYPES.get(draft.type) == value:
            continue
        elif tag == "AB":
            yield tag, value
        elif tag == "PG":
            yield tag, full_range(value)
        elif FIELDS.knows(tag, draft.type):
            yield tag, value
        else:
            draft.leftovers.append(Leftover(NAME, tag, value))


class NbibWriter:
    """In PubMed's layout; lines are not broken."""

    name = NAME
    label = "NBIB (PubMed, MEDLINE)"
    suffix = ".nbib"
    media_type = "application/nbib"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        for record in records:
            lines = [f"{tag:<4}- {' '.join(text.split())}" for tag, text in _fields(record)]
            yield ("\n".join(lines) + "\n\n").encode("utf-8", "replace")

    def losses(self, record: Record) -> tuple[Problem, ...]:
        as_read = record.replaced(type=_as_read(record))
        problems = FIELDS.losses(as_read)
        if as_read.type != record.type:
            problems.append(lost("type", f"“{record.type}” has no publication type here"))
        named = {problem.variable for problem in problems}
        for row, text in FIELDS.written(as_read):
            if row.variable not in named and ("\n" in text or "\u00a0" in text):
                problems.append(lost(row.variable, "cannot be written whole in this format"))
                named.add(row.variable)
        return tuple(problems)


def _as_read(record: Record) -> str:
    return record.type if record.type in WRITTEN_TYPES else "article-journal"


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    as_read = record.replaced(type=_as_read(record))
    if not record.pmid:
        yield "PMID", ""
    for row, text in FIELDS.written(as_read):
        if row.tag == "FAU":
            continue
        if row.tag == "LID/doi":
            yield "LID", f"{text} [doi]"
        else:
            yield row.tag.partition("/")[0], text
    for name in record.author:
        yield ("CN", name.literal) if name.literal and format_name(name) != "others" else ("FAU", format_name(name))
    if as_read.type in WRITTEN_TYPES:
        yield "PT", WRITTEN_TYPES[as_read.type]
    for leftover in record.leftovers:
        if leftover.format == NAME:
            yield leftover.tag, leftover.value
