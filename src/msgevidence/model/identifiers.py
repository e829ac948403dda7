"""One canonical form for each identifier, or None when the text is not one."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,5}/\S+")  # bounded: linear on any run of digits
_LONGEST_DOI = 2_000
_DOI_LEAD = re.compile(r"^(?:https?://)?(?:dx\.|www\.)?doi\.org/|^(?:doi|DOI)\s*:?\s*", re.IGNORECASE)
_PMCID = re.compile(r"PMC\s*(\d{1,9})", re.IGNORECASE)


def canonical_doi(text: str) -> str | None:
    """Lower-case bare DOI (``10.1000/xyz``), for comparing: case makes no two DOIs different. None if there is none."""
    doi = stated_doi(text)
    return doi.lower() if doi else None


def stated_doi(text: str) -> str | None:
    """Bare DOI, its case as its source prints it, from a DOI, a resolver URL or ``doi:…``; None if there is none."""
    candidate = _DOI_LEAD.sub("", text.strip())
    if "%" in candidate:
        candidate = unquote(candidate)
    found = _DOI.search(candidate)
    if not found or found.end() - found.start() > _LONGEST_DOI:
        return None
    doi = found.group().rstrip(".,;:'\"”’>")
    for opening, closing in ("()", "[]", "{}", "<>"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;")
    return doi if len(doi) > doi.index("/") + 1 else None


def canonical_pmid(text: str) -> str | None:
    """Digits without leading zeros (``20668659``), from ``PMID: …`` or a PubMed URL."""
    found = re.fullmatch(
        r"(?:(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)|PMID\s*:?\s*)?"
        r"0*([1-9]\d{0,8})(?:\s*\[pmid\])?/?",
        text.strip(),
        re.IGNORECASE,
    )
    return found.group(1) if found else None


def canonical_pmcid(text: str) -> str | None:
    """``PMC2910600`` from any spelling or URL of it."""
    found = _PMCID.search(text)
    return f"PMC{int(found.group(1))}" if found else None


def canonical_issn(text: str) -> str | None:
    """``1549-1277`` when the check digit is right."""
    digits = re.sub(r"[^0-9Xx]", "", text).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    check = "0123456789X"[(11 - total % 11) % 11]
    return f"{digits[:4]}-{digits[4:]}" if digits[7] == check else None


def canonical_isbn(text: str) -> str | None:
    """ISBN-13 digits without hyphens; an ISBN-10 is converted. None when the check digit is wrong."""
    digits = re.sub(r"[^0-9Xx]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11:
            return None
        digits = "978" + digits[:9]
        return digits + _isbn13_check(digits)
    if re.fullmatch(r"97[89]\d{10}", digits) and digits[12] == _isbn13_check(digits[:12]):
        return digits
    return None


def _isbn13_check(first_twelve: str) -> str:
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(first_twelve))
    return str((10 - total % 10) % 10)
