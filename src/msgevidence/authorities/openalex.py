"""The OpenAlex API. A single work costs nothing; a search costs, and without a key a day holds few of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgevidence.authorities.asking import Told, words
from msgevidence.authorities.fetching import Door
from msgevidence.authorities.works import openalex_notices, openalex_work
from msgevidence.model.evidence import Notice
from msgevidence.model.identifiers import canonical_doi, canonical_pmid
from msgevidence.model.record import Record

HOME = "https://api.openalex.org"
GAP = 0.1
_PAGES = 3
_WANTED = (
    "id,doi,ids,title,display_name,type,publication_year,authorships,primary_location,biblio,is_retracted,language"
)


class OpenAlex:
    """Works by DOI or PMID, and by the words of the title."""

    name = "OpenAlex"
    schemes: tuple[str, ...] = ("doi", "pmid")

    def __init__(self, door: Door, key: str = "") -> None:
        self._door = door
        self._secrets = {"api_key": key} if key else {}
        self._told = Told()

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        """The work of that DOI or PMID; None when OpenAlex has none."""
        known = {"doi": canonical_doi, "pmid": canonical_pmid}[scheme](identifier)
        if known is None:
            return None
        # A work is looked up whole: what `select` leaves out would be missing when it is imported.
        work = self._door.find(f"/works/{scheme}:{quote(known, safe='/')}", {}, _one, self._secrets)
        return self._record(work) if work is not None else None

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        """By the words of the title; further pages are asked for while one is short of `limit`.

        Pages go by number: cursors want a key.
        """
        found: list[Record] = []
        title = words(record.title)
        for page in range(1, _PAGES + 1 if title else 1):
            query = {"search": title, "per-page": str(limit), "select": _WANTED}
            query |= {"page": str(page)} if page > 1 else {}
            answer = self._door.ask("/works", query, _list, self._secrets)
            items = answer["results"]
            found += [self._record(item) for item in items if isinstance(item, Mapping)]
            meta = answer.get("meta")
            total = meta.get("count") if isinstance(meta, Mapping) else None
            if not items or len(found) >= limit or not isinstance(total, int) or total <= len(found):
                break
        return found[:limit]

    def notices(self, record: Record) -> tuple[Notice, ...]:
        """Whether OpenAlex holds the work of this record's DOI or PMID to be retracted."""
        return self._told.about(record, self)

    def _record(self, work: Mapping[str, Any]) -> Record:
        record = openalex_work(work).replaced(abstract=_abstract(work.get("abstract_inverted_index")), source=self.name)
        self._told.remember(record, openalex_notices(work))
        return record


def _one(text: str) -> Mapping[str, Any]:
    answer = json.loads(text)
    if not isinstance(answer, dict) or "openalex.org/" not in str(answer.get("id")):
        raise ValueError("no work of OpenAlex")
    return answer


def _list(text: str) -> Mapping[str, Any]:
    answer = json.loads(text)
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise ValueError("no answer of OpenAlex")
    return answer


def _abstract(inverted: Any) -> str:
    if not isinstance(inverted, Mapping):
        return ""
    placed = [
        (at, word)
        for word, places in inverted.items()
        if isinstance(places, list)
        for at in places
        if isinstance(at, int)
    ]
    return " ".join(word for _, word in sorted(placed))
