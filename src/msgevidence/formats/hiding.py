"""Identifiers that hide in links and notes, found for every format alike."""

from __future__ import annotations

import re

from msgevidence.formats.converters import find_doi, first_isbn, first_issn
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.record import Value

_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d{4,9}\b")
_DOI = re.compile(r"\bdoi(?:\.org/|:)\s*(10\.\S+)", re.IGNORECASE)


def from_note(values: dict[str, Value], note: str) -> None:
    """Set the PMID, PMCID and DOI a note states, where they are not set."""
    if "pmid" not in values and (pmid := _PMID.search(note)):
        values["pmid"] = pmid.group(1).lstrip("0")
    if "pmcid" not in values and (pmcid := _PMCID.search(note)):
        values["pmcid"] = pmcid.group()
    if "doi" not in values and (found := _DOI.search(note)) and (doi := find_doi(found.group(1))):
        values["doi"] = doi


def from_url(values: dict[str, Value], url: str) -> None:
    """Set the identifier an address leads to, where it is not set."""
    if "pmid" not in values and url.startswith("PM:") and (pmid := canonical_pmid(url[3:])):  # Reference Manager's way
        values["pmid"] = pmid
    if "doi" not in values and "doi.org/10." in url and (doi := find_doi(url)):
        values["doi"] = doi
    if "nlm.nih.gov" in url and len(url) < 200:
        if "pmid" not in values and "pubmed" in url and (pmid := canonical_pmid(url)):
            values["pmid"] = pmid
        if "pmcid" not in values and "/PMC" in url and (pmcid := canonical_pmcid(url)):
            values["pmcid"] = pmcid


def number_of(value: str, is_serial: bool) -> str:
    """Whether a standard number is an ``isbn`` or an ``issn``, by its digits, else by what it stands with."""
    if first_isbn(value):
        return "isbn"
    if is_serial or first_issn(value):
        return "issn"
    return "isbn" if sum(map(str.isdecimal, value)) > 8 else "issn"
