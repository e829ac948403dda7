"""Crossref's REST API."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgevidence.authorities.asking import Told, first_family, words
from msgevidence.authorities.fetching import Door
from msgevidence.authorities.works import crossref_notices, crossref_work
from msgevidence.model.evidence import Notice
from msgevidence.model.identifiers import canonical_doi
from msgevidence.model.record import Record

HOME = "https://api.crossref.org"
GAP = 0.1  # seconds, until its headers say better
_PAGES = 3
_JATS = re.compile(r"<(/?)(?:jats:)?(p|sec|title|list-item)\b[^<>]*>|<[^<>]{1,200}>")


class Crossref:
    """Works by DOI, and by words; corrections and retractions come with a work (``updated-by``)."""

    name = "Crossref"
    schemes: tuple[str, ...] = ("doi",)

    def __init__(self, door: Door) -> None:
        self._door = door
        self._polite = {"mailto": door.contact} if door.contact else {}
        self._told = Told()

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        """The work of that DOI; None when Crossref has none, though another agency may."""
        doi = canonical_doi(identifier) if scheme == "doi" else None
        if doi is None:
            return None
        work = self._door.find(f"/works/{quote(doi, safe='/')}", {}, _message, self._polite)
        return self._record(work) if work is not None else None

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        """By title, first author and year together; further pages are asked for while one is short of `limit`."""
        query = " ".join(filter(None, (words(record.title), first_family(record), str(record.year or ""))))
        found: list[Record] = []
        place: dict[str, str] = {}
        for _ in range(_PAGES if record.title else 0):
            asked = {"query.bibliographic": query, "rows": str(limit), **place}
            page = self._door.ask("/works", asked, _message, self._polite)
            items = page.get("items")
            if not isinstance(items, list):
                break
            found += [self._record(item) for item in items if isinstance(item, Mapping)]
            total, cursor = page.get("total-results"), page.get("next-cursor")
            if not items or len(found) >= limit or not isinstance(total, int) or total <= len(found):
                break
            place = {"cursor": cursor} if isinstance(cursor, str) and cursor else {"offset": str(len(found))}
        return found[:limit]

    def notices(self, record: Record) -> tuple[Notice, ...]:
        """What Crossref tells of the work with this record's DOI."""
        return self._told.about(record, self)

    def _record(self, work: Mapping[str, Any]) -> Record:
        record = crossref_work(work).replaced(abstract=_abstract(work.get("abstract")), source=self.name)
        self._told.remember(record, crossref_notices(work))
        return record


def _message(text: str) -> Mapping[str, Any]:
    answer = json.loads(text)
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(message, dict) or not ("DOI" in message or "items" in message):
        raise ValueError("no answer of Crossref")
    return message


def _abstract(jats: Any) -> str:
    if not isinstance(jats, str):
        return ""
    plain = _JATS.sub(lambda tag: "\n" if tag.group(2) else "", jats)
    return "\n".join(line for part in html.unescape(plain).split("\n") if (line := " ".join(part.split())))
