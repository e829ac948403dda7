"""The one writer of the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from msgevidence.model.evidence import Facet, Tag, Term
from msgevidence.model.record import Record
from msgevidence.ports import Decision
from msgevidence.store.queries import Queries
from msgevidence.store.runs import Run
from msgevidence.store.views import HeldView, RunView


class Library:
    """A library of reports and evidence. Writes go through here, reads through `queries`."""

    @classmethod
    def open(cls, url: str, *, create: bool = True, timeout: float = 5.0) -> Library:
        """Opens the library of an SQLAlchemy URL and brings it to the present schema.

        A missing SQLite file is made, with its folders, unless `create` is False. ``sqlite://`` is a library that
        ends with its closing. `timeout` is how long, in seconds, a write waits for another one.
        Raises LibraryUnavailable, LibraryTooNew, LibraryLocked.
        """
        raise NotImplementedError

    @property
    def queries(self) -> Queries:
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where it is, without a password."""
        raise NotImplementedError

    @property
    def revision(self) -> int:
        """Grows with every write, of any process; the key for caches."""
        raise NotImplementedError

    @property
    def is_new(self) -> bool:
        """True when this opening made it, or it has never had a run."""
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put_vocabulary(self, terms: Iterable[Term]) -> None:
        """Adds the terms, or brings them up to date, by facet and slug; a term already used is never removed."""
        raise NotImplementedError

    def run(
        self,
        *,
        source: str,
        kind: str = "import",
        format: str = "",
        sha256: str = "",
        actor: str = "user",
        dry_run: bool = False,
    ) -> AbstractContextManager[Run]:
        """One transaction: kept whole at the end of the ``with``, taken back whole on an exception or a dry run."""
        raise NotImplementedError

    def undo(self, run_id: int) -> RunView:
        """Takes a run back. Its `problems` say which reports stay because a later run has a part in them.
        Raises NotFound; CallRefused when it was undone before.
        """
        raise NotImplementedError

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
        """
        raise NotImplementedError

    def set_tag(self, report_id: int, tag: Tag) -> None:
        """A person's word on a tag (`tag.by`): accepted, rejected or proposed. It outweighs rules and sources."""
        raise NotImplementedError

    def unset_tag(self, report_id: int, facet: Facet, term: str, *, by: str = "user") -> None:
        """Takes a person's word back; what others said counts again."""
        raise NotImplementedError

    def backup(self, path: Path) -> None:
        """A consistent copy of the live library at `path`, which must not exist yet."""
        raise NotImplementedError
