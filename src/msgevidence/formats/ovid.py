"""Ovid's exports: tags with a dash, or the names of fields on lines of their own; and Cochrane's, which are like them.
Read only.
"""

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
    PMID,
    STOPPED,
    TEXT,
    VERBATIM,
    full_range,
)
from msgevidence.formats.dates import dated
from msgevidence.formats.fieldmap import FieldMap, Row
from msgevidence.formats.hiding import from_url
from msgevidence.formats.names import NAMES
from msgevidence.formats.tagged import SEPARATOR, TaggedLines, TaggedReader
from msgevidence.model.identifiers import canonical_pmid
from msgevidence.model.record import Draft, Leftover, RawRecord

NAME = "ovid"

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: {1,3}-|:)(?:[ \t]+(.*)|\s*)$", re.DOTALL)
_VENDOR = re.compile(r"^\s*VN {1,2}- ?Ovid", re.MULTILINE)
_SEPARATED = re.compile(rf"^{SEPARATOR.pattern}\n\s*(?:[A-Z][A-Z0-9](?: {{1,3}}-|:) |[A-Z][a-z]+)", re.MULTILINE)
_SOURCE = re.compile(
    r"(?P<journal>[^.]+(?:\.[^.\d]+)*?)\.\s+(?P<volume>[\w ]{1,20}?)?\s?(?:\((?P<issue>[^()]{1,30})\))?"
    r"(?::|\s*,?\s*pp?\.?\s*|\(pp\s*)(?P<page>[\w.-]{1,20})?\)?[,.;]\s*(?P<date>(?:19|20)\d\d[^.;]{0,20}|"
    r"[A-Z][a-z]{2}[^.;]{0,15}(?:19|20)\d\d)"
)
_LABELS = {  # the names of fields, in the layout that spells them out
    "accession number": "AN",
    "unique identifier": "UI",
    "author": "AU",
    "authors": "AU",
    "authors full name": "FA",
    "institution": "IN",
    "title": "TI",
    "source": "SO",
    "journal name": "JN",
    "abbreviated source": "TA",
    "abstract": "AB",
    "year of publication": "YR",
    "date of publication": "DP",
    "digital object identifier": "DO",
    "issn": "IS",
    "isbn": "IB",
    "language": "LG",
    "publication type": "PT",
    "publisher": "PB",
    "mesh subject headings": "SH",
    "subject headings": "SH",
    "keywords": "KW",
    "keyword heading": "KW",
    "database": "DB",
    "country of publication": "CP",
    "volume": "VI",
    "issue": "IP",
    "page": "PG",
    "link to the ovid full text or citation": "LK",
}
_LEADING_STAR = re.compile(r"(?:^|(?<=; ))\*")  # marks a heading as a main one

ROWS = (
    Row("AU", "author", NAMES),
    Row("ED", "editor", NAMES),
    Row("TI", "title", STOPPED),
    Row("JN", "container_title", TEXT),
    Row("BT", "container_title", TEXT, frozenset(("chapter",))),
    Row("TA", "container_title_short", TEXT),
    Row("VI", "volume", TEXT),
    Row("IP", "issue", TEXT),
    Row("PG", "page", PAGES),
    Row("EN", "edition", TEXT),
    Row("PB", "publisher", TEXT),
    Row("PL", "publisher_place", TEXT),
    Row("IS", "issn", ISSN),
    Row("IB", "isbn", ISBN),
    Row("DO", "doi", DOI_ONLY),
    Row("UI/pmid", "pmid", PMID),
    Row("LK", "url", VERBATIM),
    Row("AB", "abstract", PARAGRAPHS),
    Row("KW", "keyword", KEYWORDS),
    Row("NT", "note", NOTES),
    Row("LG", "language", TEXT),
    Row("DB", "source", TEXT),
)
ALIASES = (
    Row("FA", "author", NAMES),
    Row("JT", "container_title", TEXT),
    Row("JA", "container_title_short", TEXT),
    Row("VL", "volume", TEXT),  # Cochrane's
    Row("VO", "volume", TEXT),
    Row("NO", "issue", TEXT),
    Row("DI", "doi", DOI_ONLY),
    Row("SN", "issn", ISSN),
    Row("LA", "language", TEXT),
    Row("UR", "url", VERBATIM),
    Row("US", "url", VERBATIM),
    Row("KY", "keyword", KEYWORDS),
    Row("SH", "keyword", KEYWORDS),
    Row("MH", "keyword", KEYWORDS),
)
FIELDS = FieldMap(NAME, ROWS, ALIASES)


class OvidLines(TaggedLines):
    """Records begin after a number ("<3>", "Record #3 of 18"), or with the vendor's line."""

    format = NAME
    begins = frozenset(("VN",))
    lists = frozenset(("AU", "FA", "ED", "IS", "KW", "SH", "MH"))
    breaks = frozenset(("AB",))
    _is_numbered = False  # whether numbers stand between the records: then their fields may have names for tags

    def tagged(self, line: str) -> tuple[str, str] | None:
        if found := _TAG.match(line):
            return found.group(1), found.group(2) or ""
        if line.startswith("DOI:"):
            return "DO", line[4:]
        tag = _LABELS.get(line.strip().casefold()) if line[:1].isupper() else None
        return (tag, "") if tag and self._is_numbered else None

    def text(self, line: str) -> None:
        if SEPARATOR.fullmatch(line):
            self._is_numbered = True
        else:
            super().text(line)

    def renews(self, tag: str) -> bool:
        return tag in self.begins and bool(self.fields) and any(given == "VN" for given, _ in self.fields)


class OvidReader(TaggedReader):
    """Reads Ovid's tagged layouts and the Cochrane Library's plain text."""

    lines = OvidLines
    first_line = "<1>"
    name = NAME
    label = "Ovid or Cochrane (tagged)"
    suffixes: tuple[str, ...] = (".txt", ".ovd", ".cgi")
    media_types: tuple[str, ...] = ("application/x-ovid",)

    def sniff(self, head: str) -> float:
        return 0.97 if _VENDOR.search(head) else 0.9 if _SEPARATED.search(head) else 0.0

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        first: dict[str, str] = {}
        for tag, value in raw.fields:
            first[tag] = first.get(tag) or value
        draft.type = _type(first)
        has_full = "FA" in first
        fields: list[tuple[str, str]] = []
        for tag, value in raw.fields:
            if tag in ("VN", "YR", "DP") or not value:
                continue
            if tag == "AU" and has_full:
                draft.leftovers.append(Leftover(NAME, tag, value))
            elif tag in ("FA", "AU"):
                fields.extend(("AU", name) for name in _names(value))
            elif tag == "PM" or (tag == "UI" and _is_medline(first)):
                fields.append(("UI/pmid" if canonical_pmid(_digits(value)) else tag, _digits(value)))
            elif tag == "ID" and value.startswith("CN-"):
                fields.append(("AN", value))
            elif tag in ("KW", "KY", "SH", "MH"):
                fields.append((tag, _LEADING_STAR.sub("", value)))
            elif tag == "PG":
                fields.append((tag, full_range(value)))
            else:
                fields.append((tag, value))
        if date := dated(first.get("YR", ""), first.get("DP", "")):
            draft.values["issued"] = date
        FIELDS.fill(draft, fields)
        _from_source(draft, first.get("SO", ""))
        if isinstance(url := draft.values.get("url"), str):
            from_url(draft.values, url)
        if not draft.values:
            draft.rejected = "The record holds nothing that describes a work."
        return draft


def _type(first: dict[str, str]) -> str:
    kind = first.get("PT", "").casefold()
    if "BT" in first or "chapter" in kind:
        return "chapter"
    for word, item_type in (("dissertation", "thesis"), ("book", "book"), ("report", "report"), ("journal", "")):
        if word in kind and item_type:
            return item_type
    return "article-journal"


def _names(value: str) -> list[str]:
    """ "Roe J. Doe K." in one line is several; so is "Roe, J; Doe, K"."""
    if ";" in value or "," in value:
        return [part for part in value.split(";") if part.strip()]
    parts = re.split(r"(?<= [A-Z])\.\s+|(?<=[A-Z]{2})\.\s+", value.strip().rstrip("."))
    return [part for part in parts if part.strip()]


def _is_medline(first: dict[str, str]) -> bool:
    return "medline" in first.get("DB", "").casefold() or "pubmed" in first.get("DB", "").casefold()


def _digits(value: str) -> str:
    return value.upper().removeprefix("PUBMED").strip() if value.upper().startswith("PUBMED") else value


def _from_source(draft: Draft, source: str) -> None:
    """Journal, volume, issue, pages and date of a source in one line, where they stand nowhere else."""
    values = draft.values
    if source.startswith("http"):
        values.setdefault("url", source)
        source = ""
    if not source:
        return
    found = _SOURCE.match(source[:500])
    if not found:
        values.setdefault("container_title", source.partition(". ")[0].rstrip("."))
        return
    for variable, group in (("container_title", "journal"), ("volume", "volume"), ("issue", "issue"), ("page", "page")):
        if text := (found.group(group) or "").strip():
            values.setdefault(variable, full_range(text) if variable == "page" else text)
    if "issued" not in values and (date := dated("", found.group("date"))):
        values["issued"] = date
