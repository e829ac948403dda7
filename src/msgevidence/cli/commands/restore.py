"""A backup put back in the library's place."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgevidence.cli.terminal import Terminal

NAME = "restore"
HELP = "puts a backup in the library's place; what was there is kept beside it"
EXAMPLES = ("msgevidence restore library-2026-11-23.sqlite",)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", metavar="IN", help="a file that backup wrote")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import settings_of
    from msgevidence.store.backups import restore

    kept = restore(settings_of(arguments).database_url, Path(arguments.input))
    if terminal.as_json:
        terminal.document({"restored": arguments.input, "kept": str(kept) if kept else None})
    else:
        terminal.print(f"restored from {arguments.input}" + (f"; the former library is kept as {kept}" if kept else ""))
    return 0
