"""DataCite's REST API: data sets, theses, reports, preprints and software that Crossref does not register."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgevidence.authorities.asking import words
from msgevidence.authorities.fetching import Door
from msgevidence.authorities.works import datacite_work
from msgevidence.model.identifiers import canonical_doi
from msgevidence.model.record import Record

HOME = "https://api.datacite.org"
GAP = 0.3  # 1,000 in five minutes


class DataCite:
    """Works by DOI, and by the words of the title."""

    name = "DataCite"
    schemes: tuple[str, ...] = ("doi",)

    def __init__(self, door: Door) -> None:
        self._door = door
        self._polite = {"mailto": door.contact} if door.contact else {}

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        """The work of that DOI; None when DataCite has none, though another agency may."""
        doi = canonical_doi(identifier) if scheme == "doi" else None
        if doi is None:
            return None
        found = self._door.find(f"/dois/{quote(doi, safe='/')}", {}, _data, self._polite)
        return datacite_work(found).replaced(source=self.name) if isinstance(found, Mapping) else None

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        """By all words of the title."""
        title = words(record.title).split()
        if not title:
            return ()
        query = {"query": f"titles.title:({' AND '.join(word.lower() for word in title)})", "page[size]": str(limit)}
        found = self._door.ask("/dois", query, _data, self._polite)
        items = found if isinstance(found, list) else []
        return [datacite_work(item).replaced(source=self.name) for item in items if isinstance(item, Mapping)][:limit]


def _data(text: str) -> Any:
    answer = json.loads(text)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, (dict, list)):
        raise ValueError("no answer of DataCite")
    return data
