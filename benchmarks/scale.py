"""Measures reading at several sizes: search, map, drill-down, record page, exports, reads during an import, the index.

    python benchmarks/scale.py --sizes 10000 100000 1000000 [--rounds 15] [--accepted 1.0] [--imported 500]
        [--home DIR] [--json FILE]

Libraries are made through the real import (matching, tags and full text included) and kept under --home. The rules
only propose tags and the map counts accepted ones, so that share of the tags (--accepted) is accepted in a copy of the
table before measuring. Times are this process's CPU time, p50 and p95 over the rounds, each with another word, so
that nothing is measured that was answered before; the wall clock is for the import and for reads while another process
imports --imported works more (0: none), beside the same reads before it. That import is undone afterwards.

With --home, a library that `enlarge.py` made is measured too, when it stands there under its size.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from msgevidence.citation import documents, style
from msgevidence.formats import register
from msgevidence.model.evidence import Facet
from msgevidence.settings import Settings
from msgevidence.store import Filters, Library
from support.big_library import Invented, build

GOALS = {  # p95 in ms at 100,000 and at 1,000,000
    "search, word in at most 5 %": (25, 100),
    "search, two words": (25, 100),
    "search, words in a row": (60, 150),
    "search, very common word": (60, 150),
    "map, no filter": (20, 100),
    "map, word in at most 5 %": (50, 400),
    "map, very common word": (50, 400),
    "drill-down, 25 of a cell": (25, 50),
    "record page": (25, 50),
}
EXPORTED = 20_000
EXPORT_GOALS = {"export as BibTeX, s": 2, "export as APA text, s": 4}
DURING_IMPORT_GOAL = 60


def p50_p95(
    calls: Sequence[Callable[[], object]], clock: Callable[[], float] = time.process_time
) -> tuple[float, float]:
    """CPU time (or that of another clock) of each call, in milliseconds."""
    return _middle_and_high([_timed(call, clock) for call in calls])


def _timed(call: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    call()
    return (clock() - start) * 1000


def _middle_and_high(times: list[float]) -> tuple[float, float]:
    times = sorted(times)
    return round(statistics.median(times), 1), round(times[min(len(times) - 1, int(0.95 * len(times)))], 1)


def once(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return round(time.process_time() - start, 2)


def accept(path: Path, share: float) -> None:
    """That share of the reports' tags is accepted, straight in the table, where the rules only proposed them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE tag SET status = 'accepted' WHERE status = 'proposed' AND report_id % 1000 < ?", (share * 1000,)
        )
        connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'revision'")


def questions(library: Library, invented: Invented, rounds: int) -> Iterator[tuple[str, list[Callable[[], object]]]]:
    queries, words = library.queries, invented.words
    total = queries.dataset().reports
    rare = [
        word
        for word in words[600 : 600 + 4 * rounds]
        if 0 < queries.find(Filters(query=word), limit=0).total <= total / 20
    ]
    rare = rare[:rounds]
    common = [
        word for word in words[:rounds] if queries.find(Filters(query=word), limit=0).total > total / 10
    ] or words[:3]
    filled = [(cell.row, cell.column) for cell in queries.cells().cells]
    ids = range(1, total, max(1, total // rounds))

    def find(query: str) -> Callable[[], object]:
        return lambda: queries.find(Filters(query=query))

    def cells(**chosen: Any) -> Callable[[], object]:
        return lambda: queries.cells(filters=Filters(**chosen))

    def cell(place: tuple[str, str]) -> Callable[[], object]:
        return lambda: queries.cell(Facet.POPULATION, place[0], Facet.OUTCOME, place[1], limit=25)

    yield "search, word in at most 5 %", [find(word) for word in rare]
    yield "search, two words", [find(f"{one} {two}") for one, two in pairwise(rare)]
    yield "search, words in a row", [find(f'"{one} {two}"') for one, two in zip(rare, words[:rounds], strict=False)]
    yield "search, very common word", [find(word) for word in common]
    yield (
        "search with a facet, common word",
        [lambda word=word: queries.find(Filters(query=word, population=("mental-health",))) for word in common],
    )
    yield "facets, no filter", [queries.facets] * rounds
    yield "facets, very common word", [lambda word=word: queries.facets(Filters(query=word)) for word in common]
    yield "map, no filter", [cells()] * rounds
    yield "map, word in at most 5 %", [cells(query=word) for word in rare]
    yield "map, very common word", [cells(query=word) for word in common]
    yield (
        "map, one row chosen",
        [cells(population=(row,)) for row, _ in islice(filled, 0, None, len(filled) // rounds + 1)],
    )
    yield "drill-down, 25 of a cell", [cell(place) for place in islice(filled, 0, None, len(filled) // rounds + 1)]
    yield "record page", [lambda id_=id_: queries.report(id_) for id_ in ids]


def exports(library: Library) -> dict[str, Any]:
    """So many records from the library to the last byte of the file, and the order by author of all its reports, which
    an export of all would need; CPU time.
    """
    queries = library.queries
    ordering = once(queries.ids)
    ids = queries.ids()[:EXPORTED]

    def as_bibtex() -> int:
        records = (record for _, record in queries.records(ids))
        return sum(map(len, register.writer("bibtex").write(records)))

    def as_apa() -> int:
        records = [record for _, record in queries.records(ids)]
        return len(documents.write(style.bibliography(records, "apa"), "text"))

    return {
        "exported records": len(ids),
        "all reports by author, s": ordering,
        "export as BibTeX, s": once(as_bibtex),
        "export as APA text, s": once(as_apa),
    }


def reads_during_an_import(library: Library, home: Path, invented: Invented, works: int) -> dict[str, Any]:
    """Searches, maps, cells and record pages in turn, before an import by another process and while it runs."""
    total = library.queries.dataset().reports
    parts = dict(questions(library, invented, 9))
    names = ("search, word in at most 5 %", "map, word in at most 5 %", "drill-down, 25 of a cell", "record page")
    turns = [call for calls in zip(*(parts[name] for name in names), strict=False) for call in calls]
    for call in turns[: len(names)]:
        call()
    before = [_timed(call, time.perf_counter) for call in turns]
    export = home / "more.ris"
    with export.open("w", encoding="utf-8") as out:
        out.writelines(invented.ris(10**8 + number) for number in range(works))
    command = [sys.executable, "-m", "msgevidence", "import", str(export)]
    with subprocess.Popen(
        command, env=os.environ | {"MSGEVIDENCE_HOME": str(home)}, stdout=subprocess.DEVNULL
    ) as importing:
        wall, cpu = [], []
        for call in cycle(turns):
            if importing.poll() is not None:
                break
            cpu_start = time.process_time()
            wall.append(_timed(call, time.perf_counter))
            cpu.append((time.process_time() - cpu_start) * 1000)
    assert importing.returncode in (0, 1), "the import failed"
    export.unlink()
    grown = library.queries.dataset().reports - total
    library.undo(library.queries.runs()[0].id)
    return {
        "works imported by another process": grown,
        "reads meanwhile": len(wall),
        "a read before the import, wall ms": _middle_and_high(before),
        "a read during the import, wall ms": _middle_and_high(wall),
        "a read during the import, CPU ms": _middle_and_high(cpu),
    }


def index_costs(library: Library, path: Path) -> dict[str, Any]:
    """The index made from the database, and loaded from its file."""
    from msgevidence.store import index_building, index_file, index_keeping, map_counting

    queries = library.queries
    with queries._snapshot() as snapshot:
        start = time.process_time()
        index = index_building.build(snapshot.connection)
        built = time.process_time() - start
        state = index_keeping.state_of(snapshot.connection)
        file = path.with_suffix(".measured.index")
        index_file.save(file, state, index)
        start = time.process_time()
        assert index_file.load(file, state, snapshot.connection) is not None
        loaded = time.process_time() - start
        start = time.process_time()
        axes = map_counting.axes(index, Facet.POPULATION, Facet.OUTCOME, Filters())
        lone = map_counting._all_lone(index, *axes)
        crossed = time.process_time() - start
    size = file.stat().st_size
    file.unlink()
    crossing = sum(
        one.nbytes for one in (lone.ids, lone.crossing.starts, lone.crossing.cells, *lone.rows, *lone.columns)
    )
    return {
        "index, MB": round(index.arrays.bytes / 1e6, 1),
        "index, one pair of facets crossed, MB": round(crossing / 1e6, 1),
        "index file, MB": round(size / 1e6, 1),
        "index made, s": round(built, 2),
        "index, pair of facets crossed, s": round(crossed, 2),
        "index loaded, s": round(loaded, 2),
    }


def measure(number: int, home: Path, rounds: int, accepted: float, imported: int) -> dict[str, Any]:
    """Everything, in a library of that many invented records beside the bundled ones."""
    home.mkdir(parents=True, exist_ok=True)
    settings = Settings.read(environ={"MSGEVIDENCE_HOME": str(home)})
    path = home / "library.sqlite"
    fresh = not path.exists()
    start, cpu = time.perf_counter(), time.process_time()
    invented = build(home, number)
    found: dict[str, Any] = {"records": number}
    if fresh:
        found["import with invention, wall s"] = round(time.perf_counter() - start)
        found["import with invention, CPU s"] = round(time.process_time() - cpu)
        accept(path, accepted)
    found["library, MB"] = round(path.stat().st_size / 1e6)
    with Library.open(settings.database_url) as library:
        found |= index_costs(library, path)
        for name, calls in questions(library, invented, rounds):
            calls[0]()  # the index, and the pair of facets, are there; their cost is told above
            found[name] = p50_p95(calls)
            print(f"{number:>9}  {name:36} {found[name]}", file=sys.stderr, flush=True)
        found |= exports(library)
        if imported:
            found |= reads_during_an_import(library, home, invented, imported)
    found["memory at most, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--accepted", type=float, default=1.0, help="the share of the tags that is accepted")
    parser.add_argument("--imported", type=int, default=500, help="works another process imports while this one reads")
    parser.add_argument("--home", type=Path, help="where the libraries are kept for the next time")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        home = arguments.home or Path(passing)
        columns = [
            measure(size, home / str(size), arguments.rounds, arguments.accepted, arguments.imported)
            for size in arguments.sizes
        ]
    for name in dict.fromkeys(name for column in columns for name in column):
        cells = (column.get(name, "") for column in columns)
        shown = (f"{one[0]:.1f} / {one[1]:.1f}" if isinstance(one, tuple) else str(one) for one in cells)
        print(f"{name:42}" + "".join(f"{one:>18}" for one in shown) + _goal(name))
    if arguments.json:
        arguments.json.write_text(json.dumps(columns, indent=1), encoding="utf-8")


def _goal(name: str) -> str:
    if name in GOALS:
        return f"   p95 goal {GOALS[name][0]} at 100,000, {GOALS[name][1]} at 1,000,000"
    if name in EXPORT_GOALS:
        return f"   goal {EXPORT_GOALS[name]} for {EXPORTED:,} records"
    return f"   p95 goal {DURING_IMPORT_GOAL}" if name.startswith("a read during the import") else ""


if __name__ == "__main__":
    main()
