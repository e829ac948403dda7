"""PubMed through its E-utilities: esearch finds numbers, efetch gives the articles."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from msgevidence.authorities.asking import Told, first_family, words
from msgevidence.authorities.fetching import Door
from msgevidence.authorities.snapshot.pubmed import Deleted, articles
from msgevidence.errors import FileRefused
from msgevidence.formats.pubmed_xml import PubmedXmlReader
from msgevidence.model.evidence import Notice
from msgevidence.model.identifiers import canonical_doi, canonical_pmid
from msgevidence.model.record import Record
from msgevidence.ports import StringSource

HOME = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
GAP = 0.34  # three a second
GAP_WITH_KEY = 0.1
_PAGES = 3
# What PubMed does not look for, or takes for an operator.
_PASSED_OVER = frozenset("a an and as at by for from in into is it not of on or that the their to was with".split())
_END = "</PubmedArticleSet>"


class PubMed:
    """Articles by PMID or DOI, by the words of the title, and by author with year and place."""

    name = "PubMed"
    schemes: tuple[str, ...] = ("pmid", "doi")

    def __init__(self, door: Door, key: str = "") -> None:
        self._door = door
        self._secrets = {name: value for name, value in (("email", door.contact), ("api_key", key)) if value}
        self._told = Told()

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        """The article of that number or DOI; None when PubMed has none."""
        doi = canonical_doi(identifier) if scheme == "doi" else None
        pmid = canonical_pmid(identifier) if scheme == "pmid" else None
        numbers = self._numbers(f'"{doi}"[doi]', 5) if doi else [pmid] if pmid else []
        asked = ("doi", doi) if doi else ("pmid", pmid)
        return next((one for one in self._works(numbers) if getattr(one, asked[0]).lower() == asked[1]), None)

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        """Articles with all words of the title, or of the same first author, year, volume and first page."""
        ways = []
        if title := [word for word in words(record.title).split() if word not in _PASSED_OVER]:
            ways.append(" AND ".join(f"{word}[ti]" for word in title))
        family, volume = first_family(record), _first_word(record.volume)
        page = _first_word(record.page).partition("-")[0]
        if family and record.year and volume and page:
            ways.append(f"{family}[au] AND {record.year}[dp] AND {volume}[vi] AND {page}[pg]")
        return self._works(self._numbers(" OR ".join(f"({way})" for way in ways), limit)) if ways else ()

    def notices(self, record: Record) -> tuple[Notice, ...]:
        """What PubMed tells of the article with this record's PMID or DOI."""
        return self._told.about(record, self)

    def fetched(self, numbers: Sequence[str]) -> str:
        """The articles of these PMIDs as PubMed's own XML; unknown numbers are not in it."""
        query = {"db": "pubmed", "retmode": "xml", "id": ",".join(numbers), "tool": "msgevidence"}
        return self._door.ask("/efetch.fcgi", query, _whole, self._secrets)

    def _works(self, numbers: Sequence[str]) -> list[Record]:
        if not numbers:
            return []
        text = self.fetched(numbers)
        for one in articles(io.BytesIO(text.encode("utf-8", "replace"))):
            if not isinstance(one, Deleted):
                self._told.remember(*one)
        reader = PubmedXmlReader()
        try:
            drafts = [reader.draft(raw) for raw in reader.read(StringSource(text, self.name))]
        except FileRefused:
            return []  # none of the numbers is known
        works = [draft.settle() for draft in drafts if not draft.rejected]
        return [work.replaced(id=work.pmid, source=self.name) for work in works]

    def _numbers(self, term: str, limit: int) -> list[str]:
        numbers: list[str] = []
        for _ in range(_PAGES):
            query = {"db": "pubmed", "retmode": "json", "term": term, "retmax": str(limit), "tool": "msgevidence"}
            query |= {"retstart": str(len(numbers))} if numbers else {}
            total, page = self._door.ask("/esearch.fcgi", query, _found, self._secrets)
            numbers += page
            if not page or len(numbers) >= limit or total <= len(numbers):
                break
        return numbers[:limit]


def _first_word(text: str) -> str:
    return words(text).partition(" ")[0]


def _found(text: str) -> tuple[int, list[str]]:
    """How many there are, and the numbers on this page."""
    answer = json.loads(text)
    result = answer.get("esearchresult") if isinstance(answer, dict) else None
    if not isinstance(result, dict) or not isinstance(result.get("idlist"), list):
        raise ValueError("no answer of esearch")
    total = str(result.get("count", ""))
    numbers = [number for one in result["idlist"] if (number := canonical_pmid(str(one)))]
    return int(total) if total.isdecimal() else 0, numbers


def _whole(text: str) -> str:
    if "<PubmedArticleSet" not in text or (_END not in text and "<PubmedArticleSet/>" not in text):
        raise ValueError("no answer of efetch")
    return text
