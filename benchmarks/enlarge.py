"""Makes a library many times larger by copying its rows straight into the tables: a library to read from, quickly.

    python benchmarks/enlarge.py DIR/100000/library.sqlite DIR/1000000/library.sqlite --times 10
    python benchmarks/scale.py --sizes 1000000 --home DIR --imported 0

Every report but the bundled ones is copied with its source record and its tags under new ids, citation keys and DOIs;
the full text index is made anew over all. The words of the copies are those of the first, so a word is as common as it
was. What only an import needs (match keys) is not copied: such a library is for measuring reading, nothing else.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

_CHANGED = {  # what must not be the same twice
    "id": "id + {step}",
    "report_id": "report_id + {step}",
    "record_id": "record_id + CASE WHEN record_id THEN {step} ELSE 0 END",
    "citekey": "citekey || '-' || {copy}",
    "doi": "doi || '.' || {copy}",
    "year": "1970 + (year + {copy}) % 56",  # the copies of a report are not neighbours in the list by year
}
_TABLES = {"report": "id", "source_record": "report_id", "tag": "report_id", "tagging": "report_id"}


def enlarge(small: Path, large: Path, times: int) -> None:
    """`small` must be closed; `large` is overwritten."""
    shutil.copyfile(small, large)
    with closing(sqlite3.connect(large, isolation_level=None)) as connection:
        for name, value in (("journal_mode", "OFF"), ("synchronous", "OFF"), ("cache_size", -1_000_000)):
            connection.execute(f"PRAGMA {name} = {value}")
        (bundled,) = connection.execute("SELECT COALESCE(MAX(report_id), 0) FROM work").fetchone()
        (last,) = connection.execute("SELECT MAX(id) FROM source_record").fetchone()
        step = last - bundled
        connection.execute("BEGIN")
        for table, report in _TABLES.items():
            _copy(connection, table, f"{report} > {bundled} AND {report} <= {last}", step, times)
            _say(table)
        (largest,) = connection.execute("SELECT MAX(id) FROM report").fetchone()
        connection.execute("UPDATE counter SET value = ? WHERE name IN ('report', 'source_record')", (largest,))
        connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'revision'")
        copied = step * (times - 1)  # of the last import, which then sums up
        connection.execute(
            "UPDATE run SET read = read + ?, added = added + ? WHERE id = (SELECT MAX(run_id) FROM source_record)",
            (copied, copied),
        )
        connection.execute("COMMIT")
        connection.execute("INSERT INTO report_fts(report_fts, rank) VALUES ('hashsize', 67108864)")
        connection.execute("INSERT INTO report_fts(report_fts) VALUES ('rebuild')")
        connection.execute("INSERT INTO report_fts(report_fts, rank) VALUES ('hashsize', 1048576)")
        _say("full text")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = WAL")


def _copy(connection: sqlite3.Connection, table: str, where: str, step: int, times: int) -> None:
    """Without the table's indexes, which are made again in one go."""
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    for copy in range(1, times):
        values = (_CHANGED.get(name, f'"{name}"').format(step=step * copy, copy=copy) for name in names)
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table} WHERE {where}")
    for _, sql in indexes:
        connection.execute(sql)


def _say(what: str) -> None:
    print(f"{what}: {time.process_time():.0f} s of CPU so far", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--times", type=int, default=10)
    arguments = parser.parse_args()
    enlarge(arguments.small, arguments.large, arguments.times)


if __name__ == "__main__":
    main()
