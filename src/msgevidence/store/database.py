"""Opening, transactions and ids, whichever database stands behind; what differs is in `engines`."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.sql.dml import Insert
from sqlmodel import SQLModel

from msgevidence.errors import CallRefused, LibraryError, LibraryTooNew, LibraryUnavailable
from msgevidence.store import engines

MIGRATIONS = Path(__file__).parent / "migrations"
REPLICA_PAUSE = 30.0
"""Seconds for which a replica that does not answer is not asked again."""
_REVISION = text("SELECT value FROM counter WHERE name = 'revision'")
_MARK = text(
    "INSERT INTO counter (name, value) VALUES ('mark', :mark) ON CONFLICT (name) DO UPDATE SET value = :mark"
)  # tells apart two writes that reach the same revision, one of them after a backup was put back


@dataclass(slots=True)
class Place:
    """Where a library lives: the engine that is written, and perhaps a replica of it, which readers ask first.

    A replica lags behind. It is asked only while it has seen every revision this process has seen: what was written
    here, or read once, is never missing afterwards.
    """

    engine: Engine
    replica: Engine | None = None
    seen: int = 0
    replica_rests_until: float = 0.0

    def follow(self, url: URL) -> None:
        """Lets readers ask a replica first. One that cannot be used now is not waited for: `replica_checks` says so."""
        self.replica = engines.kind_of(url).connect(url, 0)

    @property
    def address(self) -> str:
        """Its URL, without a password."""
        return engines.kind_of(self.engine.url).address(self.engine.url)

    def dispose(self) -> None:
        for engine in (self.engine, self.replica):
            if engine is not None:
                engine.dispose()


def revisions() -> list[str]:
    """The schema's revisions, oldest first."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def parse(url: str) -> URL:
    """The URL, for a library this store can keep; CallRefused else."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # not quoted: there may be a password in it
        raise CallRefused(
            "this is not a database URL; give a path, or a URL such as sqlite:///library.sqlite"
            " or postgresql://user@host/database"
        ) from None
    return engines.kind_of(parsed).settled(parsed)


def open_engine(url: URL, *, create: bool, timeout: float) -> Engine:
    """An engine over a library of the present schema.

    What is not a library of ours, or is a newer one, is looked at read-only and left as it is.
    """
    kind = engines.kind_of(url)
    version, known = kind.version(url), revisions()
    if version is not None and version not in known:
        raise LibraryTooNew(
            f"{kind.name(url)}: this library was written by a newer msgevidence (schema {version}, known up to"
            f" {known[-1]}); update msgevidence. It was not touched"
        )
    if version is None:
        if not create:
            raise LibraryUnavailable(
                f"{kind.name(url)}: there is no library; import something first, or check the address"
            )
        kind.make_room(url)
    engine = kind.connect(url, timeout)
    try:
        if version != known[-1]:
            _migrate(kind, engine)
        else:
            with plain_errors(engine), engine.connect():
                pass
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(place: Place, *, primary: bool = False) -> Iterator[Connection]:
    """A connection that sees one state of the library; ends without a trace. `primary` asks for the latest state."""
    connection = None if primary else _of_replica(place)
    if connection is not None:
        with plain_errors(connection.engine), connection:
            yield connection
        return
    with plain_errors(place.engine), place.engine.connect() as connection:
        if place.replica is not None:
            place.seen = max(place.seen, revision(connection))
        yield connection


@contextmanager
def writing(place: Place, *, keep: bool = True, counter: str = "revision") -> Iterator[Connection]:
    """The one transaction that may write at a time; its end bumps the library's revision, or the `counter` of what is
    no part of the literature. All of it is taken back on an exception, or at the end when it is not to be kept.
    """
    writer = engines.kind_of(place.engine.url).writer(place.engine)
    reached = 0
    with plain_errors(place.engine), writer.connect() as connection, connection.begin() as transaction:
        yield connection
        if keep:
            reached = take(connection, counter, 1)
            connection.execute(_MARK, {"mark": secrets.randbits(31)})
        else:
            transaction.rollback()
    if counter == "revision":
        place.seen = max(place.seen, reached)


def revision(connection: Connection) -> int:
    """How often the library was written."""
    return int(connection.execute(_REVISION).scalar() or 0)


@contextmanager
def plain_errors(engine: Engine) -> Iterator[None]:
    """What the database could not do, in words a user can act on. A constraint that is broken is a bug and stays."""
    kind = engines.kind_of(engine.url)
    try:
        yield
    except DatabaseError as error:
        raise kind.translated(error.orig, engine.url) or error from error
    except sqlite3.Error as error:  # from statements that go round SQLAlchemy
        raise kind.translated(error, engine.url) or error from error


def cannot_hold(connection: Connection, error: DatabaseError) -> bool:
    """Whether the row is at fault, not the database: it breaks a constraint or a limit."""
    return engines.kind_of(connection.engine.url).cannot_hold(error.orig)


def reserve(connection: Connection, table: type[SQLModel], number: int) -> range:
    """That many ids of a table, in a row and never handed out before."""
    last = take(connection, str(table.__tablename__), number)
    return range(last - number + 1, last + 1)


def take(connection: Connection, counter: str, number: int) -> int:
    """Moves a counter on and says where it stands."""
    moved = connection.execute(
        text(
            "INSERT INTO counter (name, value) VALUES (:name, :number)"
            " ON CONFLICT (name) DO UPDATE SET value = counter.value + :number RETURNING value"
        ),
        {"name": counter, "number": number},
    )
    return int(moved.scalar_one())


def insert_new(table: type[SQLModel]) -> Insert:
    """An INSERT that passes over rows that are there already; said alike in both databases."""
    return postgresql.insert(table).on_conflict_do_nothing()


def in_chunks(values: Any, size: int = 5000) -> Iterator[list[Any]]:
    """Lists short enough to be bound to one statement."""
    every = list(values)
    for start in range(0, len(every), size):
        yield every[start : start + size]


def checks(connection: Connection, *, deep: bool) -> tuple[str, ...]:
    """What the database finds wrong with itself; `deep` takes its time."""
    return engines.kind_of(connection.engine.url).checks(connection, deep=deep)


def size(connection: Connection) -> int:
    """In bytes."""
    return engines.kind_of(connection.engine.url).size(connection)


def replica_checks(place: Place) -> tuple[str, ...]:
    """What is wrong with the replica, if there is one."""
    if place.replica is None:
        return ()
    kind = engines.kind_of(place.replica.url)
    try:
        found = kind.version(place.replica.url)
    except LibraryError as error:
        return (f"the replica is not used: {error}",)
    if found != revisions()[-1]:
        return (f"the replica is not used: {kind.name(place.replica.url)} holds no library of the present schema",)
    return ()


def _of_replica(place: Place) -> Connection | None:
    """A connection to the replica, unless there is none, it does not answer, or it has not seen enough yet."""
    if place.replica is None or time.monotonic() < place.replica_rests_until:
        return None
    connection = None
    try:
        connection = place.replica.connect()
        reached = revision(connection)
    except DatabaseError:
        place.replica_rests_until = time.monotonic() + REPLICA_PAUSE
        reached = -1
    if reached >= place.seen:
        place.seen = reached
        return connection
    if connection is not None:
        connection.close()
    return None


def _migrate(kind: engines.Kind, engine: Engine) -> None:
    """Brings the schema up to date in one transaction; of two processes that try at once, one finds it done."""
    from alembic import command
    from alembic.config import Config

    with plain_errors(engine), kind.writer(engine).begin() as connection:
        version = kind.present_version(connection)
        if version == revisions()[-1]:
            return
        if version is None:
            kind.claim(connection)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
