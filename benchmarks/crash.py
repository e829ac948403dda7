"""Kills imports, merges, undos, decisions, migrations, snapshot builds and backups at random moments, and looks.

    python benchmarks/crash.py [--kills 240] [--seed 1] [--records 1500] [--json]

Each kill is a SIGKILL of a real process of the command line. After it the library is opened again: SQLite's integrity
check and the full-text index's own must pass, the sum of every run must hold, and all rows of all tables must be those
of before or those of after. A snapshot build is resumed and must end as one that was never stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.crashing import campaign, operations


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=240, help="in all, shared out evenly")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=1500, help="in the file that is imported")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    pick = random.Random(arguments.seed)
    table: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="msgevidence-crash-") as folder:
        every = list(operations(Path(folder), arguments.records))
        each = -(-arguments.kills // len(every))
        for operation, base in every:
            moments = [(number + pick.random()) / each for number in range(each)]
            killed, before, after, wrong = campaign(operation, base, Path(folder, "place"), moments)
            table.append(
                {
                    "operation": operation.name,
                    "kills": each,
                    "killed in time": killed,
                    "as before": before,
                    "as after": after,
                    "wrong": wrong,
                }
            )
            if not arguments.json:
                row = table[-1]
                print(*(f"{name} {row[name]}" for name in row if name not in ("operation", "wrong")), operation.name)
                for one in wrong:
                    print("   ", one)
    if arguments.json:
        print(json.dumps(table, indent=1))
    return 1 if any(row["wrong"] for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
