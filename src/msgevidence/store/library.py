"""The one writer of the library."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import delete, insert, text
from sqlalchemy.sql.dml import Delete
from sqlmodel import col, select

from msgevidence.errors import NotFound
from msgevidence.model.evidence import Facet, Tag, Term
from msgevidence.model.record import Record
from msgevidence.ports import Decision
from msgevidence.store import backups, database, review, tagging, vocabulary_writing
from msgevidence.store.kept import Kept
from msgevidence.store.queries import Queries
from msgevidence.store.run_views import one_run
from msgevidence.store.runs import Run
from msgevidence.store.tables import ReportRow, TaggingRow
from msgevidence.store.undo import undo_run
from msgevidence.store.views import HeldView, RunView


class Library:
    """A library of reports and evidence. Writes go through here, reads through `queries`."""

    def __init__(self, place: database.Place, passing: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self._place = place
        self._passing = passing  # the folder of a library that ends with its closing
        self._queries = Queries(place)
        self._kept = Kept(place)

    @classmethod
    def open(cls, url: str, *, create: bool = True, timeout: float = 30.0, replica: str = "") -> Library:
        """Opens the library of an SQLAlchemy URL and brings it to the present schema.

        A missing SQLite file is made, with its folders, unless `create` is False; an empty PostgreSQL database is
        filled likewise. ``sqlite://`` is a library that ends with its closing. `timeout` is how long, in seconds, a
        write waits for another one. `replica` is the URL of a server's copy that readers ask first.
        Raises LibraryUnavailable, LibraryTooNew, LibraryLocked, and CallRefused for what is no URL.
        """
        parsed = database.parse(url)
        passing = None
        if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
            passing = tempfile.TemporaryDirectory(prefix="msgevidence-", ignore_cleanup_errors=True)
            parsed = parsed.set(database=os.path.join(passing.name, "library.sqlite"))  # noqa: PTH118 - a str is wanted
        try:
            place = database.Place(database.open_engine(parsed, create=create, timeout=timeout))
            if replica:
                place.follow(database.parse(replica))
            return cls(place, passing)
        except BaseException:
            if passing:
                passing.cleanup()
            raise

    @property
    def queries(self) -> Queries:
        return self._queries

    @property
    def kept(self) -> Kept:
        """Collections and saved searches."""
        return self._kept

    @property
    def url(self) -> str:
        """Where it is, without a password."""
        return self._place.address

    @property
    def revision(self) -> int:
        """Grows with every write, of any process; the key for caches."""
        with database.reading(self._place) as connection:
            return database.revision(connection)

    @property
    def is_new(self) -> bool:
        """True as long as it has never had a run: it holds nothing, not even the bundled evidence."""
        with database.reading(self._place) as connection:
            return connection.execute(text("SELECT 1 FROM run LIMIT 1")).first() is None

    def close(self) -> None:
        self._place.dispose()
        if self._passing:
            self._passing.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put_vocabulary(self, terms: Iterable[Term]) -> None:
        """Adds the terms, or brings them up to date, by facet and slug; none is ever removed. Writes nothing when
        nothing has changed.
        """
        wanted = list(terms)
        with database.reading(self._place) as connection:
            if not any(vocabulary_writing.difference(connection, wanted)):
                return
        with database.writing(self._place) as connection:
            vocabulary_writing.put(connection, wanted)

    @contextmanager
    def run(
        self,
        *,
        source: str,
        kind: str = "import",
        format: str = "",
        sha256: str = "",
        actor: str = "user",
        dry_run: bool = False,
    ) -> Iterator[Run]:
        """One transaction: kept whole at the end of the ``with``, taken back whole on an exception or a dry run."""
        with database.writing(self._place, keep=not dry_run) as connection:
            run = Run(connection, source=source, kind=kind, format_name=format, sha256=sha256, actor=actor)
            yield run
            run.finish(dry_run=dry_run)

    def undo(self, run_id: int) -> RunView:
        """Takes a run back. Its `problems` say which reports stay because a later run has a part in them.
        Raises NotFound; CallRefused when it was undone before.
        """
        with database.writing(self._place) as connection:
            undo_run(connection, run_id)
            return one_run(connection, run_id)

    def decide_held(
        self,
        held_id: int,
        decision: Decision,
        *,
        merged: Record | None = None,
        origins: Mapping[str, str] | None = None,
    ) -> HeldView:
        """Decides a held record: ADD (and remember that the two are not the same), MERGE (into `decision.report`, or
        the candidate; `merged` as in Entry), REJECT. HOLD takes an earlier decision back.
        Raises NotFound; CallRefused when it is decided already.
        """
        with database.writing(self._place) as connection:
            review.decide(connection, held_id, decision, merged, origins or {})
        return self._queries.held_record(held_id)

    def reopen(self, record_id: int, citekey: str) -> HeldView:
        """Takes one merge the rules made back, by itself: the report is as it was before, and the record waits in the
        review queue. `citekey` is what it would like to be called, should it be added.
        Raises NotFound; CallRefused when the record was not merged, or by a decision of the queue.
        """
        with database.writing(self._place) as connection:
            held_id = review.reopen(connection, record_id, citekey)
        return self._queries.held_record(held_id)

    def set_tag(self, report_id: int, tag: Tag) -> None:
        """A person's word on a tag (`tag.by`): accepted, rejected or proposed. It outweighs rules and sources."""
        with database.writing(self._place) as connection:
            if connection.execute(select(ReportRow.id).where(ReportRow.id == report_id)).first() is None:
                raise NotFound(f"there is no report {report_id}")
            terms = tagging.TermIds(connection)
            values = tagging.claim_values(terms, report_id, tag, record_id=0, run_id=0, now=tagging.moment())
            connection.execute(_persons_word(report_id, values["term_id"], tag.by))
            connection.execute(insert(TaggingRow), values)
            tagging.settle(connection, [report_id])

    def unset_tag(self, report_id: int, facet: Facet, term: str, *, by: str = "user") -> None:
        """Takes a person's word back; what others said counts again."""
        with database.writing(self._place) as connection:
            connection.execute(_persons_word(report_id, tagging.TermIds(connection)[facet, term], by))
            tagging.settle(connection, [report_id])

    def backup(self, path: Path) -> None:
        """A consistent copy of the live library at `path`, which must not exist yet: a library in one file, whatever
        database this one lives in.
        """
        backups.write(self._place, path)


def _persons_word(report_id: int, term_id: int, by: str) -> Delete:
    return delete(TaggingRow).where(
        col(TaggingRow.report_id) == report_id,
        col(TaggingRow.term_id) == term_id,
        col(TaggingRow.by) == by,
        col(TaggingRow.run_id) == 0,
    )
