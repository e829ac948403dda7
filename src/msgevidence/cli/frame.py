"""The parser: one sub-command a module of `commands`, each with its help and examples."""

from __future__ import annotations

import argparse
from typing import NoReturn

from msgevidence import __version__
from msgevidence.cli.commands import COMMANDS


class OneLineParser(argparse.ArgumentParser):
    """Refuses in one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {' '.join(message.split())}. See '{self.prog} --help'.\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = OneLineParser(
        prog="msgevidence",
        description="The literature on mutual support groups: import, tag, find, cite and check, offline.",
        epilog="examples:\n"
        "  msgevidence app\n"
        "  msgevidence import references.ris\n"
        "  msgevidence search hope --population bipolar-disorder\n"
        "  msgevidence cite essay.txt --style apa\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"msgevidence {__version__}")
    _add_everywhere(parser, default=True)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=OneLineParser)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.HELP[0].upper() + command.HELP[1:] + ".",
            epilog="examples:\n" + "".join(f"  {line}\n" for line in command.EXAMPLES),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(sub)
        _add_everywhere(sub, default=False)
        sub.set_defaults(run=command.run)
    return parser


def _add_everywhere(parser: argparse.ArgumentParser, *, default: bool) -> None:
    # The options may stand before or after the command; a sub-parser must not overwrite with its default.
    absent = None if default else argparse.SUPPRESS
    parser.add_argument(
        "--db",
        metavar="URL",
        default=absent,
        help="library: a path or an SQLAlchemy URL (default: MSGEVIDENCE_DB, else your own library)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if default else argparse.SUPPRESS,
        help="one JSON document on standard output, nothing else there",
    )
