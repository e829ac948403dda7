"""Starts the front end."""

from __future__ import annotations

import argparse

from msgevidence.cli.terminal import Terminal

NAME = "app"
HELP = "starts the front end in your browser"
EXAMPLES = ("msgevidence app", "msgevidence app --port 8600", "msgevidence app --db review.sqlite")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="port on this machine (default: 8501, or the next free)")
    parser.add_argument("--no-browser", action="store_true", help="only serve; open no window")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of, settings_of
    from msgevidence.ui.server import serve

    settings = settings_of(arguments)
    with desk_of(arguments) as desk:
        if desk.filled:
            terminal.say(f"created the library {settings.database_url} with the bundled evidence")
    return serve(arguments.port, settings, open_browser=not arguments.no_browser)
