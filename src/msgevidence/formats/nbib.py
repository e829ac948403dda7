"""NBIB, PubMed's tagged format (also what PubMed saves as .txt and other services as .ris), and ERIC's use of it.

ERIC's records begin with their owner instead of a PMID, and name links, publishers and kinds of works otherwise.
"""

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
    first_isbn,
    full_range,
    text_value,
)
from msgevidence.formats.dates import iso, parse_date
from msgevidence.formats.fieldmap import Converter, FieldMap, Row, lost
from msgevidence.formats.medline import (
    ARTICLE_NUMBER,
    WRITTEN_TYPES,
    add_keywords,
    book_address,
    note_notices,
    type_of,
)
from msgevidence.formats.names import NAMES, format_name, parse_name
from msgevidence.formats.tagged import TaggedLines, TaggedReader
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord, Record

NAME = "nbib"

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?")
_BEGIN = re.compile(r"^(?:PMID ?- |OWN ? ?- ERIC\s*$)", re.MULTILINE)
_ERIC_NUMBER = re.compile(r"E[JD]\d{3,9}")
_BOOK_ACCESSION = re.compile(r"(NBK\d{1,9})(?: \[bookaccession\])?")
_DISSERTATION = re.compile(r"([\w. ]{0,30}(?:Dissertation|Thesis)), ([^\n]{1,200})")
_CODE = re.compile(r"(.{1,100}?) ?\[pii\]")
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


def _accession(text: str) -> str:
    return text if _ERIC_NUMBER.fullmatch(text) or _BOOK_ACCESSION.fullmatch(text) else ""


_ACCESSION = Converter(
    lambda texts: (texts[0] if texts else "", texts[1:]),
    lambda value: (text,) if (text := _accession(text_value(value))) else (),
)
"""The number of a document in ERIC or of a book at NCBI; no other call number has a place here."""

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
    Row("JT", "archive", TEXT, frozenset(("thesis",))),
    Row("LID/pii", "number", TEXT),
    Row("OID/accession", "call_number", _ACCESSION),
    Row("CI", "license", TEXT),
    Row("OT", "keyword", KEYWORDS),
    Row("PMC", "pmcid", PMCID),
    Row("GN", "note", NOTES),
    Row("URLF", "url", VERBATIM),
)
ALIASES = (
    Row("LID/url", "url", VERBATIM),
    Row("AID/url", "url", VERBATIM),
    Row("URLS", "url", VERBATIM),
)
FIELDS = FieldMap(NAME, ROWS, ALIASES, spans=False)


class NbibLines(TaggedLines):
    """Tags of two to four letters, filled up with spaces to a hyphen."""

    format = NAME
    begins = frozenset(("PMID", "OWN"))

    def tagged(self, line: str) -> tuple[str, str] | None:
        found = _TAG.match(line) if line[4:5] == "-" or line[2:6].count("-") else None
        return (found.group(1), line[found.end() :]) if found else None

    def renews(self, tag: str) -> bool:
        """In PubMed's records the owner stands after the PMID; one after an empty line, or a second, is another's."""
        if tag == "OWN":
            return any(known == tag for known, _ in self.fields) or (self.blanks > 0 and len(self.fields) > 1)
        return super().renews(tag)


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
        has_title = any(tag == "TI" for tag, _ in raw.fields)
        is_eric = ("OWN", "ERIC") in raw.fields
        draft.type = _eric_type(raw.fields, kinds) if is_eric else type_of(kinds)
        if any(tag == "BTI" for tag, _ in raw.fields) and not any(tag == "JT" for tag, _ in raw.fields):
            draft.type = "chapter" if has_title else "book"
        authors = _authors(raw.fields)
        if authors:
            draft.values["author"] = authors
        FIELDS.fill(draft, _sorted_out(draft, raw.fields, is_eric))
        if draft.type == "thesis":
            _add_university(draft)
        accession = str(draft.values.get("call_number", ""))
        if _BOOK_ACCESSION.fullmatch(accession):
            draft.values.setdefault("url", book_address(accession))
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


def _eric_type(fields: tuple[tuple[str, str], ...], kinds: list[str]) -> str:
    """ERIC names several kinds of a work, and may name none; the letters of its number tell a journal's article."""
    if any("dissertation" in kind.casefold() for kind in kinds):
        return "thesis"
    is_document = any(tag == "OID" and value.startswith("ED") for tag, value in fields)
    if any(tag == "SO" and _DISSERTATION.match(value) for tag, value in fields) and is_document:
        return "thesis"
    if is_document and "Journal Articles" not in kinds and any(kind.startswith("Reports") for kind in kinds):
        return "report"
    return type_of(kinds)


def _add_university(draft: Draft) -> None:
    """ERIC names it only where it says how to cite: "Ph.D. Dissertation, Drexel University"."""
    for left in draft.leftovers:
        if left.tag == "SO" and (found := _DISSERTATION.match(left.value)):
            draft.values.setdefault("genre", found.group(1).strip())
            draft.values.setdefault("publisher", found.group(2).strip())


def _identified(tag: str, value: str, pages: bool) -> tuple[str, str]:
    """An identifier's tag with what its brackets or its look add to it, and its text."""
    if tag == "IS" and first_isbn(value):
        return "ISBN", value
    if tag == "OID" and _ERIC_NUMBER.fullmatch(value):
        return "OID/accession", value
    if tag not in ("LID", "AID"):
        return tag, value
    if find_doi(value) and ("[doi]" in value or "doi.org/10." in value):
        return "LID/doi", value.replace("[doi]", "").strip()
    if value.startswith(("http://", "https://")) and "[" not in value:
        return f"{tag}/url", value
    if found := _BOOK_ACCESSION.fullmatch(value):
        return "OID/accession", found.group(1)
    code = _CODE.fullmatch(value)
    if code and not pages and ARTICLE_NUMBER.fullmatch(code.group(1)):
        return "LID/pii", code.group(1)
    return tag, value


def _sorted_out(draft: Draft, fields: tuple[tuple[str, str], ...], is_eric: bool) -> Iterator[tuple[str, str]]:
    """Identifiers by what their brackets say; authors are read already, types kept to be written back."""
    tags = {tag for tag, _ in fields}
    has_pages = any(tag == "PG" and value for tag, value in fields)
    for given, text in fields:
        if given in ("FAU", "CN") or (given == "AU" and "FAU" not in tags) or not text:
            continue
        tag, value = _identified(given, text, has_pages)
        if tag == "KW":  # KoreaMed's
            yield "OT", value
        elif tag == "JT" and is_eric and draft.type in ("book", "report"):
            yield "PB", value
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
        as_read = _as_read(record)
        problems = FIELDS.losses(as_read)
        if as_read.number != record.number:
            problems.append(lost("number", "has no field in this format beside pages"))
        if as_read.type != record.type:
            problems.append(lost("type", f"“{record.type}” has no publication type here"))
        named = {problem.variable for problem in problems}
        for row, text in FIELDS.written(as_read):
            if row.variable not in named and ("\n" in text or "\u00a0" in text):
                problems.append(lost(row.variable, "cannot be written whole in this format"))
                named.add(row.variable)
        return tuple(problems)


def _as_read(record: Record) -> Record:
    """With the type a reader will take it for, and without a number that it would not take for one."""
    number = record.number if not record.page and ARTICLE_NUMBER.fullmatch(record.number) else ""
    return record.replaced(type=record.type if record.type in WRITTEN_TYPES else "article-journal", number=number)


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    as_read = _as_read(record)
    if not record.pmid:
        yield "PMID", ""
    for row, text in FIELDS.written(as_read):
        if row.tag == "FAU":
            continue
        if row.tag == "LID/doi":
            yield "LID", f"{text} [doi]"
        elif row.tag == "LID/pii":
            yield "LID", f"{text} [pii]"
        elif row.tag == "OID/accession" and _BOOK_ACCESSION.fullmatch(text):
            yield "AID", f"{text} [bookaccession]"
        else:
            yield row.tag.partition("/")[0], text
    for name in record.author:
        yield ("CN", name.literal) if name.literal and format_name(name) != "others" else ("FAU", format_name(name))
    if as_read.type in WRITTEN_TYPES:
        yield "PT", WRITTEN_TYPES[as_read.type]
    for leftover in record.leftovers:
        if leftover.format == NAME:
            yield leftover.tag, leftover.value
