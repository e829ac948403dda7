"""One command a module: NAME, HELP (one line, lower case), EXAMPLES, `arguments(parser)`, `run(arguments, terminal)`.

Heavy rooms are imported inside `run`, so that `--help` and the light commands start at once.
"""

from __future__ import annotations

import argparse
from typing import Protocol

from msgevidence.cli.commands import (
    app,
    backup,
    check,
    cite,
    convert,
    dedupe,
    doctor,
    evidence_map,
    export,
    import_,
    prisma,
    restore,
    review,
    runs,
    search,
    snapshot,
    summary,
    undo,
    zotero,
)
from msgevidence.cli.terminal import Terminal


class Command(Protocol):
    """What a module of this package offers."""

    @property
    def NAME(self) -> str: ...  # noqa: N802

    @property
    def HELP(self) -> str: ...  # noqa: N802

    @property
    def EXAMPLES(self) -> tuple[str, ...]: ...  # noqa: N802

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
    prisma,
    search,
    evidence_map,
    summary,
    cite,
    check,
    export,
    zotero,
    snapshot,
    doctor,
    backup,
    restore,
)
