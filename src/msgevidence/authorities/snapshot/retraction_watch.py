"""The Retraction Watch list: what happened to a paper, when, and under which notice."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgevidence.model.evidence import Notice, NoticeKind
from msgevidence.model.identifiers import canonical_doi, canonical_pmid
from msgevidence.model.names import Name
from msgevidence.model.record import Record

COLUMNS = ("Record ID", "Title", "RetractionNature", "OriginalPaperDOI")
_NATURES = {
    "retraction": NoticeKind.RETRACTION,
    "correction": NoticeKind.CORRECTION,
    "expression of concern": NoticeKind.EXPRESSION_OF_CONCERN,
    "reinstatement": NoticeKind.REINSTATEMENT,
}
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def rows(stream: BinaryIO) -> Iterator[tuple[Record, Notice]]:
    """Each row as the paper it is about (what the list says of it) and the notice. Some bytes are not UTF-8."""
    csv.field_size_limit(10_000_000)
    for row in csv.DictReader(codecs.getreader("utf-8-sig")(stream, "replace")):
        kind = _NATURES.get((row.get("RetractionNature") or "").strip().casefold())
        if kind is None:
            continue
        doi = canonical_doi((row.get("OriginalPaperDOI") or "")[:300]) or ""
        pmid = canonical_pmid(row.get("OriginalPaperPubMedID") or "") or ""
        paper = Record(
            type="article-journal",
            title=" ".join((row.get("Title") or "").split()),
            author=tuple(Name(literal=name.strip()) for name in (row.get("Author") or "").split(";") if name.strip()),
            container_title=(row.get("Journal") or "").strip(),
            doi=doi,
            pmid=pmid,
        )
        yield (
            paper,
            Notice(
                work=doi or pmid,
                kind=kind,
                date=_iso(row.get("RetractionDate") or ""),
                doi=canonical_doi((row.get("RetractionDOI") or "")[:300]) or "",
                pmid=canonical_pmid(row.get("RetractionPubMedID") or "") or "",
                source="Retraction Watch",
                note="; ".join(part.strip(" +") for part in (row.get("Reason") or "").split(";") if part.strip(" +")),
            ),
        )


def _iso(text: str) -> str:
    found = _DATE.match(text.strip())
    return f"{found.group(3)}-{int(found.group(1)):02}-{int(found.group(2)):02}" if found else ""
