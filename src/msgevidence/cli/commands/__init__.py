"""One command a module: NAME, HELP (one line, lower case), EXAMPLES, `arguments(parser)`, `run(arguments, terminal)`.

Heavy rooms are imported inside `run`, so that `--help` and the light commands start at once.
"""

from __future__ import annotations

import argparse
from typing import Protocol

from msgevidence.cli.commands import (
    app,
    backup,
    cite,
    convert,
    dedupe,
    doctor,
    evidence_map,
    export,
    import_,
    restore,
    review,
    runs,
    search,
    undo,
)
from msgevidence.cli.terminal import Terminal


class Command(Protocol):
    """What a module of this package offers."""

    NAME: str
    HELP: str
    EXAMPLES: tuple[str, ...]

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace, terminal: Terminal) -> int: ...


COMMANDS: tuple[Command, ...] = (
    app,
    import_,
    runs,
    undo,
    review,
    convert,
    dedupe,
    search,
    evidence_map,
    cite,
    export,
    doctor,
    backup,
    restore,
)
