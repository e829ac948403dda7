"""Runs the benchmarks one after another and writes what they print, with the date, the machine and the versions.

    python benchmarks/report.py [NAME ...] [--small] [-o docs/benchmarks.md]

`--small` is what CI runs: every benchmark in its smallest size, to see that it still measures. The large sizes take
about an hour on two cores and mean something only on a machine that does nothing else. Without `-o` the page goes to
standard output; with it, a benchmark that is not named keeps what the page said of it.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = (
    "numpy SQLAlchemy sqlmodel streamlit rapidfuzz scipy bibtexparser pybtex rispy nbib citeproc-py psycopg".split()
)
HEAD = """# What was measured

Written by `python benchmarks/report.py -o docs/benchmarks.md`; each section is what its command printed. Seconds are
CPU seconds unless a line says otherwise. Goals and how to read the figures stand in each benchmark's own first lines.
"""


@dataclass(frozen=True)
class Benchmark:
    """A command of this folder in its small and its large size; `small` None: not run by CI, `why` says it."""

    name: str
    title: str
    large: str
    small: str | None
    why: str = ""


EVERY = (
    Benchmark("formats", "Reading, and a file into the library", "10000 --peers", "200"),
    Benchmark("store", "The library: writing, beside raw SQLite", "10000", "300"),
    Benchmark(
        "scale", "Searching, the map, exports as the library grows", "--sizes 10000 100000", "--sizes 500 --rounds 2"
    ),
    Benchmark("citation", "The citation engine", "--items 10000 --linear", "--items 200"),
    Benchmark("reference_strings", "Reference strings into records", "", "--records 15"),
    Benchmark("draft_check", "The draft check", "", "--drafts 2"),
    Benchmark("snapshot", "Building and asking a snapshot", "", "--records 400"),
    Benchmark("mutations", "Files with something wrong in them", "10000 --seconds 60", "60"),
    Benchmark("fuzz", "Coverage-guided fuzzing", "--runs 60000 --seconds 140", "ris search --runs 200 --seconds 10"),
    Benchmark("crash", "Killed processes", "--kills 245", None, "tests/store/test_crash.py does the same in small"),
    Benchmark("concurrency", "Readers and writers at once", "--seconds 60", "--seconds 1"),
    Benchmark("front_end", "The front end in a browser", "100000", None, "needs a browser and a library of its own"),
)


def machine() -> str:
    """Cores, processor, system and versions, one line each."""
    processor, described = platform.processor(), Path("/proc/cpuinfo")
    if described.exists() and (found := re.search(r"model name\s*:\s*(.+)", described.read_text("utf-8"))):
        processor = found[1]
    installed = []
    for name in PACKAGES:
        try:
            installed.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return "\n".join(
        (
            f"{os.cpu_count()} cores, {processor}; {platform.system()} {platform.machine()}",
            f"msgevidence {metadata.version('msgevidence')}",
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
            ", ".join(installed),
        )
    )


def measured(benchmark: Benchmark, *, small: bool) -> tuple[str, int]:
    """The section of one benchmark, and its exit code."""
    size = benchmark.small if small else benchmark.large
    words = [sys.executable, str(HERE / f"{benchmark.name}.py"), *(size or "").split()]
    began = time.monotonic()
    ended = subprocess.run(words, capture_output=True, text=True, check=False, cwd=HERE.parent)
    said = ended.stdout.replace(str(HERE.parent), ".").rstrip() or ended.stderr[-2000:].rstrip()
    note = f"{datetime.now(UTC):%Y-%m-%d}, {time.monotonic() - began:.0f} s by the clock"
    if hasattr(os, "getloadavg"):
        note += f", load {os.getloadavg()[0]:.1f} at the end"
    command = f"python benchmarks/{benchmark.name}.py {size}".rstrip()
    return f"## {benchmark.title}\n\n`{command}` ({note})\n\n```\n{said}\n```\n", ended.returncode


def sections(page: str) -> dict[str, str]:
    """The sections of an earlier page, by title."""
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in page.split("\n## ")[1:]}


def main() -> int:
    names = [benchmark.name for benchmark in EVERY]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--small", action="store_true", help="the smallest sizes")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    earlier = sections(options.output.read_text("utf-8")) if options.output and options.output.exists() else {}
    failed = 0
    for benchmark in EVERY:
        if (options.names and benchmark.name not in options.names) or (options.small and benchmark.small is None):
            continue
        print(f"{benchmark.name} …", file=sys.stderr, flush=True)
        earlier[benchmark.title], code = measured(benchmark, small=options.small)
        failed += code != 0
    body = "\n".join(earlier[benchmark.title] for benchmark in EVERY if benchmark.title in earlier)
    page = f"{HEAD}\n```\n{machine()}\n```\n\n{body}"
    if options.output:
        options.output.write_text(page, encoding="utf-8")
    else:
        print(page)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
