"""Reads mutated files by the thousand: cut, flipped bytes, doubled braces and tags, swapped, repeated and joined lines.

    python benchmarks/mutations.py [FILES] [--format ris ...] [--seed 1] [--seconds N] [--json]

For each format FILES inputs are made from its samples in tests/data. Counted as a failure: an exception that is not
FileRefused, a reading of more than two CPU seconds, a record that cannot become a Record, and a value that is shorter
than in the whole file while no Problem and no leftover says so. `--seconds` bounds each format; the result says how
many files were read in that time.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

from msgevidence.formats import register

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.mutations import failures, hurt, mutated, samples, shortened

SLOW = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="?", type=int, default=10_000)
    parser.add_argument("--format", nargs="*", default=[reader.name for reader in register.READERS])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most so long for each format")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    total = 0
    results = {}
    for name in options.format:
        reader, inputs = register.reader(name), samples(name)
        if not inputs:
            continue
        chance = random.Random(f"{options.seed}{name}")
        found: dict[str, int] = {}
        slowest = 0.0
        begun, done = time.perf_counter(), 0
        for number in range(options.files):
            if time.perf_counter() - begun > options.seconds:
                break
            done += 1
            data = chance.choice(inputs)
            change = hurt if number % 20 == 0 else mutated
            changed = change(data, chance)
            start = time.process_time()
            for failure in failures(reader, changed):
                found[failure] = found.get(failure, 0) + 1
            seconds = time.process_time() - start
            slowest = max(slowest, seconds)
            if seconds > SLOW:
                found[f"slow: {seconds:.1f} s for {len(changed)} bytes"] = 1
            if number % 10 == 0:
                for failure in shortened(reader, data, chance):
                    found[failure] = found.get(failure, 0) + 1
        total += sum(found.values())
        kinds = {
            kind: sum(count for failure, count in found.items() if failure.startswith(kind))
            for kind in ("escaped", "slow", "shortened")
        }
        results[name] = {"files": done, **kinds, "slowest_s": round(slowest, 2)}
        if options.json:
            continue
        print(name, *(f"{key} {value}" for key, value in results[name].items()), sep="  ", flush=True)
        for failure, count in sorted(found.items(), key=lambda item: -item[1])[:12]:
            print(f"  {count} × {failure}")
    if options.json:
        print(json.dumps(results))
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
