"""A library in one file.

SQLite's driver begins transactions when it sees fit, which breaks savepoints and transactional DDL; so the driver's
own transactions are switched off and BEGIN is sent by us: plain for readers (who then see one state of the library
throughout), IMMEDIATE for writers (who then wait at the beginning or not at all).
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from msgevidence.errors import LibraryLocked, LibraryUnavailable
from msgevidence.store.engines import BUSY

APPLICATION_ID = 0x6D736765  # "msge": how a library is told from other people's databases
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -8192",  # kB; more makes no reading quicker, and each connection has its own
    "PRAGMA temp_store = MEMORY",
)
_TO_WRITE = "PRAGMA cache_size = -65536"  # of a connection that has written, from then on


def settled(url: URL) -> URL:
    return url


def address(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def name(url: URL) -> str:
    return url.database or ""


def version(url: URL) -> str | None:
    path = _file(url)
    if path.is_dir():
        raise LibraryUnavailable(f"{path}: this is a folder; give the path of a file in it")
    if not path.exists() or not path.stat().st_size:
        return None
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
        raise translated(error, url) or LibraryUnavailable(f"{path}: cannot be read as a library ({error})") from error


def make_room(url: URL) -> None:
    folder = _file(url).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnavailable(
            f"{folder}: the folder cannot be made ({error.strerror}); choose another path"
        ) from error


def connect(url: URL, timeout: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": timeout})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        if write:
            connection.exec_driver_sql(_TO_WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def writer(engine: Engine) -> Engine:
    return engine.execution_options(write=True)


def claim(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def present_version(connection: Connection) -> str | None:
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if "alembic_version" not in tables:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def translated(error: BaseException | None, url: URL) -> Exception | None:
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    words = str(error)
    if "locked" in words or "busy" in words:
        return LibraryLocked(f"{name(url)}: {BUSY}")
    for sign, meaning in (
        ("readonly", "the library cannot be written; check the rights of the file and its folder"),
        ("unable to open", "the library cannot be opened; check the path and its rights"),
        ("not a database", "this file is not a library of msgevidence; choose another path"),
        ("malformed", "the library is damaged; restore a backup"),
        ("full", "the disk is full; nothing of this was kept"),
        ("disk I/O", "the disk did not answer; check it and try again"),
    ):
        if sign in words:
            return LibraryUnavailable(f"{name(url)}: {meaning}")
    return None


def cannot_hold(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.IntegrityError)


def checks(connection: Connection, *, deep: bool) -> tuple[str, ...]:
    found = [
        f"{row[0]} has a row that refers to nothing" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    check = "integrity_check" if deep else "quick_check"
    found += [row[0] for row in connection.exec_driver_sql(f"PRAGMA {check}") if row[0] != "ok"]
    return tuple(found)


def size(connection: Connection) -> int:
    """With what has not reached the main file yet."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def copy(engine: Engine, path: Path) -> None:
    """A consistent copy at `path`, also while others write."""
    with closing(sqlite3.connect(path)) as target, engine.connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101 - no other driver is behind a SQLite URL
        connection.rollback()
        source.backup(target)


def set_aside(url: URL, moment: str) -> Path | None:
    """Moves a library's files out of the way, after its last words are in the main file; where to."""
    path = _file(url)
    make_room(url)
    if not path.exists():
        return None
    kept = path.with_name(f"{path.stem}-{re.sub(r'[^0-9]', '', moment)[:14]}{path.suffix}")
    in_use = f"{path}: the library is in use; close the front end and other commands first"
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise LibraryLocked(in_use)
    except sqlite3.DatabaseError as error:
        if isinstance(translated(error, url), LibraryLocked):
            raise LibraryLocked(in_use) from error
        # what is there is no sound library: it is moved as it is
    try:
        path.rename(kept)
    except OSError as error:
        raise LibraryUnavailable(f"{path}: cannot be moved aside ({error.strerror})") from error
    return kept


def _file(url: URL) -> Path:
    return Path(url.database or "")
