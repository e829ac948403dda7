"""Engine, transactions and schema: with `fulltext` the only place that knows which database stands behind.

SQLite's driver begins transactions when it sees fit, which breaks savepoints and transactional DDL; so the driver's
own transactions are switched off and BEGIN is sent by us: plain for readers (who then see one state of the library
throughout), IMMEDIATE for writers (who then wait at the beginning or not at all).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.sql.dml import Insert
from sqlmodel import SQLModel

from msgevidence.errors import CallRefused, LibraryLocked, LibraryTooNew, LibraryUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = 0x6D736765  # "msge": how a library is told from other people's databases
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -65536",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA temp_store = MEMORY",
)


def revisions() -> list[str]:
    """The schema's revisions, oldest first."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def parse(url: str) -> URL:
    """The URL, for a library this store can keep; CallRefused else."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise CallRefused(
            f"{url!r} is not a database URL; give a path, or a URL such as sqlite:///library.sqlite"
        ) from None
    if parsed.get_backend_name() != "sqlite":
        raise CallRefused(f"{parsed.get_backend_name()} libraries are not supported yet; use sqlite:///path")
    return parsed


def open_engine(url: URL, *, create: bool, timeout: float) -> Engine:
    """An engine over a library of the present schema.

    What is not a library of ours, or is a newer one, is looked at read-only and left as it is.
    """
    path = Path(url.database or "")
    version = _version_of_file(path) if path.exists() and (path.is_dir() or path.stat().st_size) else None
    if version is None and not create:
        raise LibraryUnavailable(f"{path}: there is no library; import something first, or check the path")
    known = revisions()
    if version is not None and version not in known:
        raise LibraryTooNew(
            f"{path}: this library was written by a newer msgevidence (schema {version}, known up to {known[-1]});"
            " update msgevidence. It was not touched"
        )
    if version is None:
        _make_folder(path.parent)
    engine = _sqlite_engine(url, timeout)
    try:
        if version != known[-1]:
            _migrate(engine, known)
        else:
            with reading(engine):
                pass
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the library; ends without a trace."""
    with plain_errors(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, keep: bool = True, counter: str = "revision") -> Iterator[Connection]:
    """The one transaction that may write at a time; its end bumps the library's revision, or the `counter` of what is
    no part of the literature. All of it is taken back on an exception, or at the end when it is not to be kept.
    """
    with (
        plain_errors(engine),
        engine.execution_options(write=True).connect() as connection,
        connection.begin() as transaction,
    ):
        yield connection
        if keep:
            take(connection, counter, 1)
        else:
            transaction.rollback()


@contextmanager
def plain_errors(engine: Engine) -> Iterator[None]:
    """What the database could not do, in words a user can act on. A constraint that is broken is a bug and stays."""
    try:
        yield
    except DatabaseError as error:
        name = engine.url.database or engine.url.render_as_string(hide_password=True)
        raise _translated(error.orig, name) or error from error
    except sqlite3.Error as error:
        raise _translated(error, engine.url.database or "") or error from error


def _translated(error: BaseException | None, name: str) -> Exception | None:
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    words = str(error)
    if "locked" in words or "busy" in words:
        return LibraryLocked(f"{name}: another process is writing to the library; wait until it is done and try again")
    for sign, meaning in (
        ("readonly", "the library cannot be written; check the rights of the file and its folder"),
        ("unable to open", "the library cannot be opened; check the path and its rights"),
        ("not a database", "this file is not a library of msgevidence; choose another path"),
        ("malformed", "the library is damaged; restore a backup"),
        ("full", "the disk is full; nothing of this was kept"),
        ("disk I/O", "the disk did not answer; check it and try again"),
    ):
        if sign in words:
            return LibraryUnavailable(f"{name}: {meaning}")
    return None


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
    """An INSERT that passes over rows that are there already."""
    return sqlite.insert(table).on_conflict_do_nothing()


def in_chunks(values: Any, size: int = 5000) -> Iterator[list[Any]]:
    """Lists short enough to be bound to one statement."""
    every = list(values)
    for start in range(0, len(every), size):
        yield every[start : start + size]


def checks(connection: Connection, *, deep: bool) -> tuple[str, ...]:
    """What the database finds wrong with itself; `deep` reads the whole file."""
    found = [
        f"{row[0]} has a row that refers to nothing" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    check = "integrity_check" if deep else "quick_check"
    found += [row[0] for row in connection.exec_driver_sql(f"PRAGMA {check}") if row[0] != "ok"]
    return tuple(found)


def size(connection: Connection) -> int:
    """In bytes, with what has not reached the main file yet."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def copy(engine: Engine, path: Path) -> None:
    """A consistent copy at `path`, also while others write."""
    with plain_errors(engine), closing(sqlite3.connect(path)) as target, engine.connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101 - no other driver is behind a SQLite URL
        connection.rollback()
        source.backup(target)


def set_aside(path: Path, moment: str) -> Path | None:
    """Moves a library's files out of the way, after its last words are in the main file; where to."""
    _make_folder(path.parent)
    if not path.exists():
        return None
    kept = path.with_name(f"{path.stem}-{re.sub(r'[^0-9]', '', moment)[:14]}{path.suffix}")
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise LibraryLocked(f"{path}: the library is in use; close the front end and other commands first")
    except sqlite3.DatabaseError as error:
        translated = _translated(error, str(path))
        if isinstance(translated, LibraryLocked):
            raise LibraryLocked(
                f"{path}: the library is in use; close the front end and other commands first"
            ) from error
        # what is there is no sound library: it is moved as it is
    try:
        path.rename(kept)
    except OSError as error:
        raise LibraryUnavailable(f"{path}: cannot be moved aside ({error.strerror})") from error
    return kept


def _sqlite_engine(url: URL, timeout: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": timeout})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _version_of_file(path: Path) -> str | None:
    """The schema revision of an SQLite file, None when it holds nothing; read-only."""
    if path.is_dir():
        raise LibraryUnavailable(f"{path}: this is a folder; give the path of a file in it")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return None
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise LibraryUnavailable(
                    f"{path}: this is a database of another program; choose another path. It was not touched"
                )
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    except sqlite3.Error as error:
        raise _translated(error, str(path)) or LibraryUnavailable(
            f"{path}: cannot be read as a library ({error})"
        ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnavailable(
            f"{folder}: the folder cannot be made ({error.strerror}); choose another path"
        ) from error


def _migrate(engine: Engine, known: list[str]) -> None:
    """Brings the schema up to date in one transaction; of two processes that try at once, one finds it done."""
    from alembic import command
    from alembic.config import Config

    with plain_errors(engine), engine.execution_options(write=True).begin() as connection:
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        if "alembic_version" in tables:
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if version == known[-1]:
                return
        else:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
