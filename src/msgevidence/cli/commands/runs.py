"""Past ingest runs."""

from __future__ import annotations

import argparse

from msgevidence.cli.terminal import Terminal

NAME = "runs"
HELP = "lists past ingest runs, or shows one with its problems"
EXAMPLES = ("msgevidence runs", "msgevidence runs 3", "msgevidence runs --json")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run_id", nargs="?", type=int, metavar="RUN", help="number of one run")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.commands.import_ import as_json, show
    from msgevidence.cli.desk import desk_of

    with desk_of(arguments) as desk:
        if arguments.run_id is not None:
            report = desk.library.queries.run(arguments.run_id)
            if terminal.as_json:
                terminal.document(as_json(report))
            else:
                show(report, terminal, dry_run=False)
            return 0
        runs = desk.library.queries.runs()
    if terminal.as_json:
        terminal.document(list(runs))
    else:
        terminal.table(
            ("run", "started", "what", "source", "read", "added", "merged", "held", "rejected", "undone"),
            [
                (r.id, r.started, r.kind, r.source, r.read, r.added, r.merged, r.held, r.rejected, r.undone or "")
                for r in runs
            ],
        )
    return 0
