"""A snapshot as an Authority."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgevidence.authorities.snapshot.keys import families, keys, title_key
from msgevidence.authorities.snapshot.schema import VERSION
from msgevidence.errors import AuthorityUnavailable, FileRefused
from msgevidence.model.evidence import Notice, NoticeKind
from msgevidence.model.identifiers import canonical_doi, canonical_pmid
from msgevidence.model.record import Record

POSSIBLE = "possible: title and an author agree, and there is no identifier to be sure by"
_AT_MOST = 40  # works looked at for one key: a key that hundreds share says little


class Snapshot:
    """One index file, opened for reading. `size` counts works; `date` is when it was last added to (ISO)."""

    schemes: tuple[str, ...] = ("doi", "pmid")

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileRefused(str(path), "is not there", remedy="Build it with: msgevidence snapshot build")
        self.path = path
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            facts = dict(self._connection.execute("SELECT key, value FROM fact"))
        except sqlite3.Error as fault:
            self._connection.close()
            raise FileRefused(
                str(path), "is no snapshot", remedy="Build one with: msgevidence snapshot build"
            ) from fault
        if facts.get("version") != VERSION:
            self._connection.close()
            raise FileRefused(str(path), "was built by another version", remedy="Build it again.")
        self.date = facts.get("date", "")
        self.size = int(facts.get("works", "0"))
        self.name = f"snapshot {path.name} ({self.size:,} works, {self.date})"

    def close(self) -> None:
        self._connection.close()

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        """By DOI or PMID; None when the snapshot has no such work."""
        found = {"doi": canonical_doi, "pmid": canonical_pmid}[scheme](identifier)
        if not found:
            return None
        # `scheme` is one of two names of our own; the value is bound.
        rows = self._ask(f"SELECT csl FROM work WHERE {scheme} = ?", (found,))
        return _record(rows[0][0]) if rows else None

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        """Works that share a title, an author with the year, or a place with this one; most in common first."""
        names = record.author or record.editor
        shared: Counter[int] = Counter()
        for key in keys(
            record.title,
            names[0].full_family if names else "",
            record.year,
            record.volume,
            record.page or record.number,
        ):
            shared.update(row[0] for row in self._ask("SELECT work FROM key WHERE key = ? LIMIT ?", (key, _AT_MOST)))
        best = [work for work, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]]
        return [
            _record(rows[0][0]) for work in best if (rows := self._ask("SELECT csl FROM work WHERE id = ?", (work,)))
        ]

    def notices(self, record: Record) -> tuple[Notice, ...]:
        """Retractions, corrections, expressions of concern and reinstatements on the work of this DOI or PMID; without
        either, those on a work of this title and one of its authors, which are then called possible.
        """
        rows: list[tuple[Any, ...]] = []
        for scheme, value in (("doi", record.doi.lower()), ("pmid", record.pmid)):
            if value:
                rows += self._ask(f"SELECT kind, date, doi, pmid, source FROM notice WHERE of_{scheme} = ?", (value,))
        if not record.doi and not record.pmid:
            return self._possible(record)
        return tuple(
            Notice(record.id or record.doi or record.pmid, NoticeKind(kind), date, doi, pmid, source=source)
            for kind, date, doi, pmid, source in sorted(set(rows), key=lambda row: (row[1], row[0]))
        )

    def _possible(self, record: Record) -> tuple[Notice, ...]:
        key, named = title_key(record.title), families(record.author)
        query = "SELECT kind, date, doi, pmid, source, families FROM titled WHERE key = ? ORDER BY date, kind"
        return tuple(
            Notice(record.id or record.title, NoticeKind(kind), date, doi, pmid, source=source, note=POSSIBLE)
            for kind, date, doi, pmid, source, known in (self._ask(query, (key,)) if key is not None else ())
            if named & set(known.split())
        )

    def _ask(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as fault:
            raise AuthorityUnavailable(f"{self.path.name} cannot be read ({fault})") from fault


def _record(csl: str) -> Record:
    return Record.from_csl(json.loads(csl))
