"""Eight readers and four writers in one library, each a process of its own, on either kind of database.

    python benchmarks/concurrency.py [--seconds 60] [--url postgresql://user@host/EMPTY-DATABASE] [--json]

Without --url it is done twice: in a file, and on a PostgreSQL server started for it. Exit 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support import crowd, postgres_server


def measure(url: str, name: str, seconds: float) -> dict[str, object]:
    seen, written = crowd.gather(url, readers=8, writers=4, seconds=seconds, processes=True)
    wrong = crowd.faults(url, written, seen)
    found: dict[str, object] = {"database": name, "seconds": seconds}
    for who, all_ in (("readings", seen), ("runs written", written)):
        times = sorted(1000 * time for one in all_ for time in one.times)
        found[who] = len(times)
        found[f"{who}, ms p50 / p95 / max"] = [
            round(value, 1) for value in (statistics.median(times), times[int(0.95 * (len(times) - 1))], times[-1])
        ]
    return {**found, "faults": wrong}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--url")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results = []
    if arguments.url:
        results.append(measure(arguments.url, "given", arguments.seconds))
    else:
        with tempfile.TemporaryDirectory() as folder:
            results.append(measure(f"sqlite:///{folder}/library.sqlite", "SQLite", arguments.seconds))
        with postgres_server.server() as server:
            if isinstance(server, str):
                print(server, file=sys.stderr)
            else:
                results.append(measure(server.database(), "PostgreSQL", arguments.seconds))
    if arguments.json:
        print(json.dumps(results, indent=1))
    else:
        for result in results:
            print("\n".join(f"{name:36} {value}" for name, value in result.items()), end="\n\n")
    return 1 if any(result["faults"] for result in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
