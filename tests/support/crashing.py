"""Kills a writing process at a chosen moment and says in what state it left what it wrote.

A child process does one operation through the command line after saying that it is ready (everything is imported by
then); the parent kills it without warning. What is left must be the state before or the state after, and whole.
"""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from msgevidence.authorities.snapshot import build
from msgevidence.cli import main
from msgevidence.store import Library, database
from msgevidence.store.engines import sqlite

READY = b"ready\n"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")
_CHILD = """
import sys
import msgevidence.cli.desk, msgevidence.ingest.bundle, msgevidence.ingest.pipeline, msgevidence.store
import msgevidence.formats.register, msgevidence.authorities.snapshot, alembic.command
from msgevidence.cli import main
sys.stdout.write("ready\\n"); sys.stdout.flush()
sys.exit(main(sys.argv[1:]))
"""

State = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Operation:
    """One thing a process may be killed in: the command line's words, with ``{place}`` for the folder it works in;
    `look` reads the state it leaves there, and fails when that is not sound.
    """

    name: str
    words: tuple[str, ...]
    look: Callable[[Path], Any]
    in_steps: bool = False  # many transactions: what lies between before and after is sound too


def library_state(path: Path) -> State:
    """All rows of all tables, moments blanked. Fails when the library does not open, is unsound or does not add up."""
    with Library.open(f"sqlite:///{path}", create=False) as library:
        health = library.queries.health(deep=True)
        assert health.integrity == (), health.integrity
        for run in library.queries.runs():
            assert run.read == run.added + run.merged + run.held + run.rejected, run
    return rows(path)


def rows(path: Path) -> State:
    """All rows of all tables of an SQLite file, moments and the random mark of the last writer blanked."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(
                (tuple(map(_timeless, row)) for row in connection.execute(f"SELECT * FROM {name}") if row[0] != "mark"),
                key=repr,
            )
            for name in tables
            if not name.startswith(("report_fts", "sqlite_"))
        }


def _timeless(value: Any) -> Any:
    return _MOMENT.sub("then", value) if isinstance(value, str) else value


def run_whole(operation: Operation, place: Path) -> float:
    """Lets the operation end; the seconds it took after it was ready."""
    with _started(operation, place) as process:
        began = time.monotonic()
        assert process.wait() in (0, 1), operation.name
        return time.monotonic() - began


def kill_after(operation: Operation, place: Path, seconds: float) -> bool:
    """Starts the operation and kills it that long after it was ready; False when it had ended before."""
    with _started(operation, place) as process:
        time.sleep(seconds)
        alive = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return alive


def _started(operation: Operation, place: Path) -> subprocess.Popen[bytes]:
    words = [word.format(place=place) for word in operation.words]
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdout.readline() == READY, f"{operation.name} did not start"
    return process


def copied(base: Path, place: Path) -> Path:
    """A fresh copy of the folder an operation starts from."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(base, place)
    return place


def operations(folder: Path, records: int) -> Iterator[tuple[Operation, Path]]:
    """Every operation that writes, each with the folder it starts from; the files hold that many records."""
    empty, full = folder / "empty", folder / "full"
    for place in (empty, full):
        place.mkdir()
        (place / "new.ris").write_text(_ris(records), encoding="utf-8")
        (place / "older.ris").write_text(_ris(50, start=10**6), encoding="utf-8")
        (place / "unsure.ris").write_text(_ris(50, start=10**6, sure=False), encoding="utf-8")
        _call("import", place / "older.ris", "--empty", "--db", place / "library.sqlite")
    _call("import", full / "new.ris", "--db", full / "library.sqlite")
    held, old = folder / "held", folder / "old"
    shutil.copytree(empty, held)
    _call("import", held / "unsure.ris", "--db", held / "library.sqlite")
    shutil.copytree(full, old)
    as_of_the_first_schema(old / "library.sqlite")

    db = ("--db", "{place}/library.sqlite")
    yield Operation("import", ("import", "{place}/new.ris", *db), _library), empty
    yield Operation("import of what is there (merges)", ("import", "{place}/new.ris", *db), _library), full
    yield Operation("undo of a run", ("undo", "2", *db), _library), full
    yield Operation("decisions on the queue", ("review", "--all", "--merge", *db), _library, in_steps=True), held
    yield Operation("migration", ("runs", *db), lambda place: rows(place / "library.sqlite")), old
    yield Operation("snapshot build", ("snapshot", "build", "{place}/new.ris", "-o", "{place}/s.db"), _snapshot), empty
    yield Operation("backup", ("backup", "{place}/backup.sqlite", *db), _backup), full


def as_of_the_first_schema(path: Path) -> None:
    """Puts what a library holds into one of the first released schema, made by its own migration, in its place."""
    old = path.with_name("old.sqlite")
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
        config = Config()
        config.set_main_option("script_location", str(database.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, database.revisions()[0])
    engine.dispose()
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("ATTACH ? AS new", [str(path)])
        kept = {name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
        for name in sorted(kept - {"alembic_version"}):
            columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({name})"))
            connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
    old.replace(path)


def _ris(records: int, *, start: int = 0, sure: bool = True) -> str:
    """Invented references; an unsure one lacks what would tell it from the one of the same number."""
    return "\n".join(
        f"TY  - JOUR\nAU  - Roe{number % 97}, Ruth\nAU  - Poe, Ada\nPY  - {1990 + number % 30}\n"
        f"TI  - Mutual aid number {number} in the town of {_word(number)}{'' if sure else ': a trial'}\n"
        f"JO  - Journal of Help\nAB  - Depression and hope in {_word(number * 7)}. "
        + "We met. " * 60
        + "\n"
        + (f"VL  - {number % 80}\nSP  - {number}\nEP  - {number + 9}\n" if sure else "")
        + "ER  - \n"
        for number in range(start, start + records)
    )


def _word(number: int) -> str:
    return "".join("bcdfghjklm"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number)).capitalize()


def _call(*words: object) -> None:
    assert main([str(word) for word in words]) in (0, 1), words


def _library(place: Path) -> State:
    return library_state(place / "library.sqlite")


def _snapshot(place: Path) -> State:
    path = place / "s.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    build([place / "new.ris"], path, date="2026-01-01")  # goes on where it was stopped
    return rows(path)


def _backup(place: Path) -> tuple[State, State | None]:
    path = place / "backup.sqlite"
    return _library(place), library_state(path) if path.exists() else None


def campaign(
    operation: Operation, base: Path, place: Path, moments: Sequence[float]
) -> tuple[int, int, int, list[str]]:
    """Kills the operation once for each moment (a share of its whole length): how often it was killed in time, left
    the state before, left the state after; and what was wrong.
    """
    before = operation.look(copied(base, place))
    length = run_whole(operation, place)
    after = operation.look(place)
    assert before != after, f"{operation.name} does nothing"
    killed = untouched = whole = 0
    wrong: list[str] = []
    for moment in moments:
        killed += kill_after(operation, copied(base, place), moment * length)
        try:
            found = operation.look(place)
        except Exception as fault:
            wrong.append(f"{operation.name} killed at {moment:.3f}: {type(fault).__name__}: {fault}")
            continue
        if found == before:
            untouched += 1
        elif found == after:
            whole += 1
        elif not operation.in_steps:
            wrong.append(f"{operation.name} killed at {moment:.3f}: neither as before nor as after")
    return killed, untouched, whole, wrong
