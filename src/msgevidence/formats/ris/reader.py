"""RIS records into drafts."""

from __future__ import annotations

import re

from msgevidence.formats.converters import find_doi, first_isbn, first_issn, read_slashed_date
from msgevidence.formats.hiding import from_note, from_url, number_of
from msgevidence.formats.ris.lines import RisLines
from msgevidence.formats.ris.reference_types import CSL_TYPES, RIS_TYPES, SWAPPED
from msgevidence.formats.ris.table import CONFERENCE, FIELDS, IN_SERIES, SERIAL
from msgevidence.formats.tagged import TaggedReader
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord

_TYPE_LINE = re.compile(r"^\s*TY\s{0,3}-\s*\S", re.MULTILINE)
_TAG_LINE = re.compile(r"^[A-Z][A-Z0-9]  - ", re.MULTILINE)
_BLAND = frozenset(("article", "journal article", "review", "original article", "research article", "journal"))
_STAGES = frozenset(("received", "revised", "accepted"))
_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)
_NAMES_THE_CONFERENCE = "CPAPER"
_SIGNS = frozenset(("C1", "C3", "T2"))  # empty ones say that a neighbour does not stand in for them
_AMBIGUOUS = frozenset(
    ("AID", "AN", "C1", "C2", "C3", "C7", "CY", "JO", "L3", "M1", "M3", "PM", "PMID", "T2", "T3", "U1", "VL")
)

_Fields = list[tuple[str, str]]


class RisReader(TaggedReader):
    """Reads RIS of Zotero, EndNote, Mendeley, Scopus, Web of Science, Cochrane, Ovid, Embase, EPPI …"""

    lines = RisLines
    first_line = "TY  - …"
    name = "ris"
    label = "RIS"
    suffixes: tuple[str, ...] = (".ris", ".txt")
    media_types: tuple[str, ...] = ("application/x-research-info-systems",)

    def sniff(self, head: str) -> float:
        if _TYPE_LINE.search(head):
            return 0.95 if _TAG_LINE.search(head) or head.count("\n") < 3 else 0.8
        return 0.5 if len(_TAG_LINE.findall(head)) > 3 else 0.0

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        fields = _sorted_out(draft, _set_type(draft, raw.fields))
        FIELDS.fill(draft, fields)
        _complete(draft, raw)
        if not draft.values:
            draft.rejected = "The record holds nothing that describes a work."
        return draft


def _set_type(draft: Draft, fields: tuple[tuple[str, str], ...]) -> _Fields:
    """The fields without TY; a type that is not the usual one of its kind is left over, to be written back."""
    rest: _Fields = []
    code = ""
    for tag, value in fields:
        if tag != "TY":
            if value or tag in _SIGNS:
                rest.append((tag, value))
            continue
        code = value.strip().upper()
        draft.type = CSL_TYPES.get(code, "document")
        if code not in CSL_TYPES:
            draft.note(
                Problem("unknown-type", f"“{value}” is no RIS type; read as document.", variable="type", quote=value)
            )
        if RIS_TYPES.get(draft.type) != code:
            draft.leftovers.append(Leftover("ris", "TY", value.strip()))
    if not code:
        draft.type = "article-journal" if any(tag in ("JO", "JF", "JA", "T2") for tag, _ in rest) else "document"
    if swapped := SWAPPED.get(code):
        rest = [(swapped.get(tag, tag), value) for tag, value in rest]
    if code == _NAMES_THE_CONFERENCE:
        rest.append(("C3", ""))
    return rest


def _sorted_out(draft: Draft, fields: _Fields) -> _Fields:
    """Tags that mean several things, by the look of their values and of their neighbours, as variants."""
    tags = {tag for tag, _ in fields}
    if "A1" in tags:
        fields = _one_author_tag(fields)
    sense = _Sense(draft.type, tags, fields)
    out: _Fields = []
    pages: list[str] = ["", ""]
    dates: list[tuple[str, str]] = []
    for tag, value in fields:
        if tag in ("SP", "EP"):
            at = tag == "EP"
            if pages[at] and pages[at] != value.strip():
                draft.leftovers.append(Leftover("ris", tag, value))
            else:
                pages[at] = value.strip()
        elif tag in ("PY", "Y1", "YR", "DA"):
            dates.append((tag, value))
        elif tag == "SN":
            out.append(_numbered(value, draft.type))
        elif tag in _AMBIGUOUS:
            exact = sense.of(tag, value)
            if exact and value:
                out.append((exact, value))
            elif value:
                draft.leftovers.append(Leftover("ris", tag, value))
        else:
            out.append((tag, value))
    if pages[0] or pages[1]:
        out.append(("SP", _page_range(*pages)))
    if dates:
        _choose_date(draft, dates)
    return out


class _Sense:
    """What an ambiguous tag means in one record."""

    def __init__(self, item_type: str, tags: set[str], fields: _Fields) -> None:
        self.type = item_type
        self.tags = tags
        self.fields = fields
        self.is_serial = item_type in SERIAL
        self.is_conference = item_type in CONFERENCE
        self.has_number = item_type in _NUMBERED_BY_SN and any(
            tag == "SN" and _numbered(value, item_type)[0] == "M1" for tag, value in fields
        )

    def of(self, tag: str, value: str) -> str:
        """The tag with its variant, or another that means the same; empty for what is left over."""
        if tag in ("C1", "C3", "CY", "JO", "T2", "T3"):
            return self._of_neighbours(tag, value)
        if tag == "M1":
            if self.type == "webpage" and len(read_slashed_date(value).start) > 1:
                return "M1/accessed"
            return "" if self.has_number else tag
        if tag == "VL":
            if self.type == "webpage":
                return "VL/accessed" if read_slashed_date(value).start else tag
            return "VL/degree" if self.type == "thesis" and not any(map(str.isdecimal, value)) else tag
        return self._identified(tag, value)

    def _of_neighbours(self, tag: str, value: str) -> str:
        if self.is_conference:
            has_title, has_place = "C3" in self.tags, "C1" in self.tags
            if tag == "T2" and has_title:
                return "T2/event"
            if tag == "C3":
                return "T2"
            if has_place and tag in ("C1", "CY"):
                return "CY" if tag == "C1" else "CY/event"
        if tag == "T3" and self.type in IN_SERIES and "T2" not in self.tags:
            return "T2"
        if tag == "JO" and self.is_serial and not self.tags.isdisjoint(("T2", "JF")):
            return "JA"
        return self._identified(tag, value) if tag == "C3" else tag

    def _identified(self, tag: str, value: str) -> str:
        """Tags in which identifiers hide: accession numbers, custom fields, links, types of work."""
        if tag in ("M3", "AID", "L3"):
            if find_doi(value) and (tag != "L3" or "doi" in value.lower() or value.startswith("10.")):
                return "DI"
            is_bland = tag == "M3" and self.is_serial and value.strip().casefold() in _BLAND
            return "M3/bland" if is_bland else tag
        if tag in ("C2", "C3", "C7"):
            return "C2/pmcid" if "PMC" in value.upper() and canonical_pmcid(value) else tag
        if tag == "AN" and "PMC" in value and canonical_pmcid(value):
            return "C2/pmcid"
        is_pmid = (tag != "U1" or value.endswith("[pmid]")) and canonical_pmid(value)
        if is_pmid and (tag != "AN" or not value.strip().isdecimal() or _from_pubmed(self.fields)):
            return "AN/pmid"
        return tag


def _one_author_tag(fields: _Fields) -> _Fields:
    """A1 and AU mean the same: mixed they are one list, and a list given by both counts once."""
    by_au = {value for tag, value in fields if tag == "AU"}
    return [("AU" if tag == "A1" else tag, value) for tag, value in fields if tag != "A1" or value not in by_au]


def _page_range(first: str, last: str) -> str:
    if not first or not last or last == first or "-" in first or "–" in first:
        return first or last
    return last if last.startswith(f"{first}-") else f"{first}-{last}"


_NUMBERED_BY_SN = frozenset(("report", "patent", "standard"))


def _numbered(value: str, item_type: str) -> tuple[str, str]:
    """A standard number, or the number of the work itself."""
    if item_type in _NUMBERED_BY_SN and not first_isbn(value) and not first_issn(value):
        return "M1", value
    if item_type == "dataset" and sum(map(str.isdecimal, value)) < 8:
        return "SN/number", value
    return f"SN/{number_of(value, item_type in SERIAL)}", value


def _from_pubmed(fields: _Fields) -> bool:
    return any(tag in ("DB", "DP", "N1", "UR", "L2") and _PUBMED.search(value[:300]) for tag, value in fields)


def _choose_date(draft: Draft, dates: _Fields) -> None:
    """PY, else DA, else Y1 says the year; of the dates of that year the most precise one is taken."""
    order = {"PY": 0, "YR": 1, "DA": 2, "Y1": 3}
    read = sorted(
        ((order[tag], tag, value, _real(read_slashed_date(value))) for tag, value in dates), key=lambda entry: entry[0]
    )
    best = next((entry for entry in read if entry[3].start), read[0])
    for entry in read:
        if entry[3].start[:1] == best[3].start[:1] and _precision(entry[3]) > _precision(best[3]):
            best = entry
    if best[3]:
        draft.values["issued"] = best[3]
    for _, tag, value, date in read:
        if (not date or date != best[3]) and not (_precision(date) == (1, False, False) and date.year == best[3].year):
            draft.leftovers.append(Leftover("ris", tag, value))


def _real(date: PartialDate) -> PartialDate:
    """No date for a stage before publication ("2013/02/15/received"); and none of the year 0, as programs write one
    they do not know ("0000").
    """
    if date.literal and date.literal.casefold() in _STAGES:
        return PartialDate()
    return PartialDate(literal=date.literal) if date.start[:1] == (0,) else date


def _precision(date: PartialDate) -> tuple[int, bool, bool]:
    return len(date.start) + len(date.end) + (date.season is not None), bool(date.literal), date.circa


def _complete(draft: Draft, raw: RawRecord) -> None:
    """What a source says only between the lines: a short journal title alone, identifiers in links and notes."""
    values = draft.values
    short = values.get("container_title_short")
    if short and "container_title" not in values and draft.type in SERIAL:
        values["container_title"] = short
    if "doi" in values and "pmid" in values:
        return
    for tag, value in raw.fields:
        if tag in ("UR", "L1", "L2", "L3", "LK"):
            from_url(values, value)
        elif tag == "N1":
            from_note(values, value)
