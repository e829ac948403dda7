"""A consistent copy of the live library."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgevidence.cli.terminal import Terminal

NAME = "backup"
HELP = "writes a consistent copy of the library, even while it is in use"
EXAMPLES = ("msgevidence backup library-2026-11-23.sqlite",)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("output", metavar="OUT", help="file to write; it must not exist yet")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of

    with desk_of(arguments) as desk:
        desk.library.backup(Path(arguments.output))
        reports = desk.library.queries.dataset().reports
    if terminal.as_json:
        terminal.document({"backup": arguments.output, "reports": reports})
    else:
        terminal.print(f"{reports} reports copied to {arguments.output}")
    return 0
