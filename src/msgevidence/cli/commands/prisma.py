"""The first boxes of a PRISMA 2020 flow diagram."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from msgevidence.cli.terminal import Terminal, deliver

if TYPE_CHECKING:
    from msgevidence.matching import Flow

NAME = "prisma"
HELP = "counts records identified and duplicates removed as PRISMA 2020 wants them, in numbers and as a picture"
EXAMPLES = (
    "msgevidence prisma",
    "msgevidence prisma pubmed.nbib scopus.ris",
    "msgevidence prisma pubmed.nbib scopus.ris -o flow.svg --json",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files to count; none: the library's import runs")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="format of the files (default: by content)")
    parser.add_argument("-o", "--output", metavar="OUT.svg", help="writes the picture")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.matching.prisma_picture import svg

    flow = _of_files(arguments) if arguments.paths else _of_library(arguments)
    if arguments.output:
        deliver(iter((svg(flow).encode(),)), arguments.output)
    if terminal.as_json:
        terminal.document(
            {
                "identified": dict(flow.identified),
                "records_identified": flow.records_identified,
                "duplicates_removed": flow.duplicates_removed,
                "removed_otherwise": flow.removed_otherwise,
                "to_be_screened": flow.to_be_screened,
                "held": flow.held,
            }
        )
        return 1 if flow.held else 0
    terminal.print(f"records identified: {flow.records_identified}")
    for source, count in flow.identified.items():
        terminal.print(f"    {source}: {count}")
    terminal.print(f"duplicate records removed: {flow.duplicates_removed}")
    terminal.print(f"records removed for other reasons: {flow.removed_otherwise}")
    terminal.print(f"records to be screened: {flow.to_be_screened}")
    if flow.held:
        terminal.print(f"    of these perhaps duplicates: {flow.held}")
    return 1 if flow.held else 0


def _of_files(arguments: argparse.Namespace) -> Flow:
    from msgevidence import matching
    from msgevidence.cli.inputs import records_of

    found = list(records_of(arguments.paths, arguments.format))
    return matching.flow([name for name, _ in found], matching.clusters([record for _, record in found]))


def _of_library(arguments: argparse.Namespace) -> Flow:
    from collections import Counter

    from msgevidence.cli.desk import desk_of
    from msgevidence.matching import Flow

    identified: Counter[str] = Counter()
    duplicates = rejected = held = 0
    with desk_of(arguments) as desk:
        for past in desk.library.queries.runs():
            if past.kind == "import" and not past.undone:
                identified[past.source] += past.read
                duplicates += past.merged
                rejected += past.rejected
                held += past.waiting
    return Flow(dict(reversed(identified.items())), duplicates, held=held, removed_otherwise=rejected)
