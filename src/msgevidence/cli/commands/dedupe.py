"""Clusters of records that describe one report, within the files given."""

from __future__ import annotations

import argparse

from msgevidence.cli.terminal import Terminal
from msgevidence.model.record import Record

NAME = "dedupe"
HELP = "finds the records in files that describe the same report"
EXAMPLES = ("msgevidence dedupe pubmed.nbib scopus.ris --json", "msgevidence dedupe library.bib")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files to compare; - is standard input")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="format of the files (default: by content)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence import matching
    from msgevidence.cli.inputs import records_of

    found: list[Record] = []
    with terminal.progress() as progress:
        for name, record in records_of(arguments.paths, arguments.format):
            found.append(record)
            progress(len(found), None, name)
    result = matching.clusters(found)
    if terminal.as_json:
        terminal.document(
            {
                "records": len(found),
                "clusters": [list(cluster) for cluster in result.clusters],
                "maybe": [{"a": a, "b": b, "rule": rule} for a, b, rule in result.maybe],
            }
        )
    else:
        for cluster in result.clusters:
            terminal.print("same report:")
            for index in cluster:
                terminal.print(f"  {index}: {_line(found[index])}")
        for a, b, rule in result.maybe:
            terminal.print(f"perhaps the same ({rule}):\n  {a}: {_line(found[a])}\n  {b}: {_line(found[b])}")
        extra = sum(len(cluster) - 1 for cluster in result.clusters)
        terminal.say(f"{len(found)} records, {extra} duplicates, {len(result.maybe)} to decide")
    return 1 if result.maybe else 0


def _line(record: Record) -> str:
    author = record.author[0].full_family if record.author else "—"
    return f"{author} ({record.year or 'n.d.'}) {record.title[:90]}"
