"""Takes an ingest run back whole."""

from __future__ import annotations

import argparse

from msgevidence.cli.terminal import Terminal

NAME = "undo"
HELP = "takes an ingest run back whole; the library is then as it was before"
EXAMPLES = ("msgevidence runs", "msgevidence undo 3")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run_id", type=int, metavar="RUN", help="number of the run")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.commands.import_ import as_json
    from msgevidence.cli.desk import desk_of

    with desk_of(arguments) as desk:
        report = desk.library.undo(arguments.run_id)
    if terminal.as_json:
        terminal.document({**as_json(report), "undone": report.undone})
    else:
        terminal.print(
            f"run {report.id} ({report.source}) was taken back: {report.added} added, {report.merged} merged"
        )
    return 0
