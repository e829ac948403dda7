"""Builds a snapshot: streaming, a batch a transaction, so that a killed build goes on where it stopped."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from msgevidence.authorities.snapshot.inputs import Found, read
from msgevidence.authorities.snapshot.keys import families, keys, title_key
from msgevidence.authorities.snapshot.schema import SCHEMA, VERSION
from msgevidence.errors import CallRefused, FileRefused
from msgevidence.model.record import Record

BATCH = 5_000
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
Progress = Callable[[int, str], None]  # records read so far, of which file


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: records read in this call, inputs that had been read before, and what the index holds now."""

    read: int
    skipped: int
    works: int
    notices: int


def build(inputs: Sequence[Path], output: Path, *, date: str, progress: Progress | None = None) -> Built:
    """Adds the inputs to the index at `output`, which is made when it is not there. A later input wins.

    `date` (ISO) is when the inputs were fetched, as far as the caller knows: it is shown wherever the snapshot is
    named. An input whose size and time have not changed since it was read is passed over. Raises FileRefused.
    """
    if not inputs:
        raise CallRefused("no input was named; give PubMed, Crossref, OpenAlex, Retraction Watch or bibliography files")
    try:
        index = _Index(output)
    except sqlite3.Error as fault:
        raise FileRefused(
            str(output), f"cannot be written ({fault})", remedy="Choose another place with -o."
        ) from fault
    # Nothing built here refers to itself: the collector of cycles would only look, at a tenth of the time.
    with _no_collecting(), index:
        total = skipped = 0
        for path in inputs:
            if index.has_read(path):
                skipped += 1
                continue
            done = index.done(path)
            with closing(read(path)) as stream:
                for _ in islice(stream, done):
                    pass  # read before the last build was stopped
                while batch := list(islice(stream, BATCH)):
                    done += len(batch)
                    total += len(batch)
                    index.add(batch, path, done)
                    if progress:
                        progress(total, path.name)
            index.finish(path, done)
        works, notices = index.complete(date)
    return Built(total, skipped, works, notices)


@contextmanager
def _no_collecting() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Index:
    """The index file while it is built."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-131072", "temp_store=MEMORY"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(SCHEMA)
        self._connection.execute("INSERT OR IGNORE INTO fact VALUES ('version', ?)", (VERSION,))
        self._next = self._one("SELECT COALESCE(MAX(id), 0) + 1 FROM work")

    def __enter__(self) -> _Index:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def has_read(self, path: Path) -> bool:
        """Whether this very file was read to its end."""
        size, changed = _stamp(path)
        query = "SELECT COUNT(*) FROM input WHERE path = ? AND size = ? AND changed = ? AND finished = 1"
        return bool(self._one(query, str(path.absolute()), size, changed))

    def done(self, path: Path) -> int:
        """How many of its records were read when a build of this very file was stopped."""
        size, changed = _stamp(path)
        query = "SELECT COALESCE(MAX(done), 0) FROM input WHERE path = ? AND size = ? AND changed = ?"
        return self._one(query, str(path.absolute()), size, changed)

    def add(self, batch: Sequence[Found], path: Path, done: int) -> None:
        """One transaction: the batch, and how far its file is read with it."""
        execute, many = self._connection.execute, self._connection.executemany
        execute("BEGIN IMMEDIATE")
        known = self._known([one.record for one in batch if one.record and one.is_work])
        new: list[tuple[int, str | None, str | None, str]] = []
        changed: list[tuple[str | None, str | None, str, int]] = []
        staged: list[tuple[int, int]] = []
        for one in batch:
            record = one.record
            if one.deleted:
                execute("DELETE FROM work WHERE pmid = ?", (one.deleted,))
            if record is None or not one.is_work:
                continue
            doi, pmid = record.doi.lower() or None, record.pmid or None
            work = known.get(("doi", doi)) or known.get(("pmid", pmid))
            csl = _ENCODE(record.to_csl())
            if work is None:
                work, self._next = self._next, self._next + 1
                new.append((work, doi, pmid, csl))
            else:
                changed.append((doi, pmid, csl, work))
            known |= {("doi", doi): work} if doi else {}
            known |= {("pmid", pmid): work} if pmid else {}
            staged += [(key, work) for key in _keys(record)]
        many("INSERT INTO work VALUES (?, ?, ?, ?)", new)
        # What a later input does not say, an earlier one's identifier still holds.
        many(
            "UPDATE OR IGNORE work SET doi = COALESCE(?, doi), pmid = COALESCE(?, pmid), csl = ? WHERE id = ?", changed
        )
        many("INSERT INTO staged VALUES (?, ?)", staged)
        many(
            "INSERT OR REPLACE INTO notice VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (one.record.doi.lower(), one.record.pmid, n.kind.value, n.date, n.doi, n.pmid, n.source)
                for one in batch
                if one.record and (one.record.doi or one.record.pmid)
                for n in one.notices
            ],
        )
        many(
            "INSERT OR REPLACE INTO titled VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (key, " ".join(sorted(known_as)), n.kind.value, n.date, n.doi, n.pmid, n.source)
                for one in batch
                if one.notices and one.record and (key := title_key(one.record.title)) is not None
                if (known_as := families(one.record.author))
                for n in one.notices
            ],
        )
        self._mark(path, done, finished=False)
        execute("COMMIT")

    def finish(self, path: Path, done: int) -> None:
        self._mark(path, done, finished=True)

    def complete(self, date: str) -> tuple[int, int]:
        """Puts the keys in their order, counts, and dates the index; (works, notices)."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        execute("INSERT OR IGNORE INTO key SELECT key, work FROM staged ORDER BY key, work")
        execute("DELETE FROM staged")
        works, notices = self._one("SELECT COUNT(*) FROM work"), self._one("SELECT COUNT(*) FROM notice")
        execute("INSERT OR REPLACE INTO fact VALUES ('works', ?), ('date', ?)", (str(works), date))
        execute("COMMIT")
        execute("PRAGMA journal_mode=DELETE")  # one file, which may lie on a read-only disk
        return works, notices

    def _known(self, records: Sequence[Record]) -> dict[tuple[str, str | None], int]:
        """Works the index has already, by (scheme, identifier)."""
        known: dict[tuple[str, str | None], int] = {}
        for scheme, values in (
            ("doi", [record.doi.lower() for record in records if record.doi]),
            ("pmid", [record.pmid for record in records if record.pmid]),
        ):
            for at in range(0, len(values), 900):
                chunk = values[at : at + 900]
                marks = ",".join("?" * len(chunk))
                for value, work in self._connection.execute(
                    f"SELECT {scheme}, id FROM work WHERE {scheme} IN ({marks})", chunk
                ):
                    known[scheme, value] = work
        return known

    def _mark(self, path: Path, done: int, *, finished: bool) -> None:
        row = (str(path.absolute()), *_stamp(path), done, int(finished))
        self._connection.execute("INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?, ?)", row)

    def _one(self, query: str, *values: object) -> int:
        return int(self._connection.execute(query, values).fetchone()[0])


def _keys(record: Record) -> list[int]:
    names = record.author or record.editor
    family = names[0].full_family if names else ""
    return keys(record.title, family, record.year, record.volume, record.page or record.number)


def _stamp(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, int(state.st_mtime_ns)
