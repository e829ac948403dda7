"""A local index of the literature, for looking references up without a connection."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgevidence.cli.terminal import Terminal

NAME = "snapshot"
HELP = "builds a local index from PubMed, Crossref, OpenAlex, Retraction Watch or bibliography files, or looks into one"
EXAMPLES = (
    "msgevidence snapshot build pubmed*.xml.gz retraction_watch.csv -o literature.snapshot",
    "msgevidence snapshot show literature.snapshot",
    "msgevidence check essay.txt --snapshot literature.snapshot",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["build", "show"], help="build: add files to an index; show: its size and date")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="build: files to read; show: the index")
    parser.add_argument("-o", "--output", metavar="OUT", help="build: the index file; it is made or added to")
    parser.add_argument(
        "--date", metavar="DATE", help="build: when the files were fetched (default: the newest file's)"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.authorities.snapshot import Snapshot
    from msgevidence.errors import CallRefused

    if arguments.what == "build":
        if not arguments.output:
            raise CallRefused("where to? Name the index file with -o")
        return _build(arguments, terminal)
    if len(arguments.paths) != 1:
        raise CallRefused("show looks into one index; name one file")
    snapshot = Snapshot(Path(arguments.paths[0]))
    if terminal.as_json:
        terminal.document({"path": str(snapshot.path), "works": snapshot.size, "date": snapshot.date})
    else:
        terminal.print(snapshot.name)
    snapshot.close()
    return 0


def _build(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from datetime import UTC, datetime

    from msgevidence.authorities.snapshot import build
    from msgevidence.errors import FileRefused

    inputs = [Path(path) for path in arguments.paths]
    for path in inputs:
        if not path.is_file():
            raise FileRefused(str(path), "is not there", remedy="Check the path.")
    newest = max(path.stat().st_mtime for path in inputs)
    date = arguments.date or datetime.fromtimestamp(newest, UTC).date().isoformat()
    with terminal.progress() as progress:
        built = build(
            inputs,
            Path(arguments.output),
            date=date,
            progress=lambda done, name: progress(done, None, f"{done:,} {name}"),
        )
    if terminal.as_json:
        terminal.document(
            {
                "output": arguments.output,
                "read": built.read,
                "inputs_passed_over": built.skipped,
                "works": built.works,
                "notices": built.notices,
            }
        )
    else:
        terminal.print(
            f"{built.read:,} records read; {arguments.output} holds {built.works:,} works and {built.notices:,} notices"
        )
        if built.skipped:
            terminal.say(f"{built.skipped} files had been read before and have not changed")
    return 0
