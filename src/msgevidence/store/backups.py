"""Copies of a library, as a library in one file from either database, and back into either."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.engine import URL

from msgevidence.errors import FileRefused, LibraryError, LibraryUnavailable
from msgevidence.store import database, fulltext, tagging
from msgevidence.store.engines import sqlite
from msgevidence.store.tables import Base, Counter

ROWS = 2000
"""Written with one statement."""


def write(place: database.Place, path: Path) -> None:
    """See `Library.backup`. The file appears under its name only when it is whole."""
    if path.exists():
        raise FileRefused(str(path), "there is a file of that name already", remedy="Choose another name.")
    if not path.parent.is_dir():
        raise LibraryUnavailable(f"{path}: there is no folder {path.parent}; choose another path")
    growing = path.with_name(f"{path.name}.part-{os.getpid()}")
    try:
        with database.plain_errors(place.engine):
            if place.engine.dialect.name == "sqlite":
                sqlite.copy(place.engine, growing)
            else:
                _write_file(place, growing)
        growing.rename(path)
    except OSError as error:
        raise LibraryUnavailable(f"{path}: the copy cannot be written ({error.strerror})") from error
    finally:
        for rest in ("", "-wal", "-shm"):
            growing.with_name(growing.name + rest).unlink(missing_ok=True)


def restore(url: str, backup: Path, *, timeout: float = 5.0) -> Path | None:
    """Puts a backup in the place of the library of that URL, which nobody should have open. What was there is kept as
    a library in a file, whose path is returned (None if there was nothing): beside the library, or, when that is on a
    server, beside the backup. A backup that is none, or is damaged, is refused before anything is touched.
    `timeout` is how long, in seconds, a server's library is waited for.
    """
    parsed = database.parse(url)
    if not backup.is_file():
        raise FileRefused(str(backup), "there is no such file", remedy="Give the path of a backup.")
    in_file = parsed.get_backend_name() == "sqlite"
    if in_file and (place := Path(parsed.database or "")).exists() and backup.samefile(place):
        raise FileRefused(str(backup), "this is the library itself", remedy="Give the path of a backup.")
    if in_file:
        sqlite.make_room(parsed)
    with tempfile.TemporaryDirectory(prefix="msgevidence-") as folder:
        copy = Path(folder, "library.sqlite")
        shutil.copyfile(backup, copy)
        source = database.open_engine(_file_url(copy), create=False, timeout=5)
        try:
            _refuse_damaged(source, backup)
            if not in_file:
                return _into_server(source, parsed, backup, timeout)
            kept = sqlite.set_aside(parsed, tagging.moment())
            write(database.Place(source), Path(parsed.database or ""))
            return kept
        finally:
            source.dispose()


def _write_file(place: database.Place, path: Path) -> None:
    """All rows, of one moment, into a new library in a file, and a check that they arrived."""
    target = database.open_engine(_file_url(path), create=True, timeout=5)
    try:
        with (
            database.reading(place, primary=True) as source,
            sqlite.writer(target).begin() as connection,
        ):
            _pour(source, connection)
        with target.connect() as connection:
            if found := sqlite.checks(connection, deep=True):
                raise LibraryUnavailable(f"{path}: the copy is not sound ({found[0]}); nothing was kept of it")
        with target.connect() as connection:
            connection.rollback()
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - it is connected
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.dispose()


def _into_server(source: Engine, url: URL, backup: Path, timeout: float) -> Path | None:
    """In one transaction: readers see the library as it was until all of it is there."""
    place = database.Place(database.open_engine(url, create=True, timeout=timeout))
    kept = None
    try:
        with database.reading(place) as connection:
            holds_something = database.revision(connection) > 0
        if holds_something:
            kept = backup.with_name(f"{url.database}-{re.sub(r'[^0-9]', '', tagging.moment())[:14]}.sqlite")
            write(place, kept)
        with database.writing(place) as connection, source.connect() as rows:
            reached = database.revision(connection)
            tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {tables}, report_fts"))
            _pour(rows, connection)
            # the revision names a state for every cache: it never comes a second time
            behind = reached - database.revision(connection)
            if behind > 0:
                database.take(connection, "revision", behind)
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)  # nothing was replaced
        raise
    finally:
        place.dispose()
    return kept


def _pour(source: Connection, target: Connection) -> None:
    """Every row of every table, into the same tables that hold none; the full-text index is made anew."""
    if target.dialect.name == "sqlite":
        target.execute(Counter.__table__.delete())  # type: ignore[attr-defined]
    for table in Base.metadata.sorted_tables:
        rows = source.execution_options(yield_per=ROWS).execute(select(*table.c).order_by(*table.primary_key))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
        counted = select(func.count()).select_from(table)
        if source.execute(counted).scalar() != target.execute(counted).scalar():
            raise LibraryUnavailable(f"not every row of {table.name} could be copied; nothing was kept of the copy")
    report = Base.metadata.tables["report"].c
    last = source.execute(select(func.max(report.id))).scalar()
    if last:
        fulltext.add(target, range(1, last + 1))


def _refuse_damaged(engine: Engine, backup: Path) -> None:
    try:
        with sqlite.writer(engine).connect() as connection:
            found = sqlite.checks(connection, deep=True) or fulltext.check(connection)
    except LibraryError as error:
        found = (str(error),)
    if found:
        raise FileRefused(str(backup), f"it is damaged ({found[0]})", remedy="Take another backup.")


def _file_url(path: Path) -> URL:
    return database.parse("sqlite://").set(database=str(path))
