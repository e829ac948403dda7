"""Any reader to any writer; no library is touched."""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Iterator
from typing import Any

from msgevidence.cli.terminal import Terminal, deliver, problem_as_json
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Record

NAME = "convert"
HELP = "turns a file of references into another format"
EXAMPLES = (
    "msgevidence convert search.ris --to bibtex -o search.bib",
    "msgevidence convert essay.txt --to csl-json",
    "msgevidence convert library.bib --to ris --json",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files to read; - is standard input")
    parser.add_argument("--to", required=True, metavar="FORMAT", help="format to write")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="format of the files (default: by content)")
    parser.add_argument("-o", "--output", metavar="OUT", help="file to write (default: standard output)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.inputs import sources_of
    from msgevidence.formats import register
    from msgevidence.ingest.reading import reader_for, records

    writer = register.writer(arguments.to)
    problems: list[Problem] = []
    by_item: list[list[Problem]] = []  # for each record written, what was noticed about it
    rejected = 0

    def settled() -> Iterator[Record]:
        nonlocal rejected
        for source in sources_of(arguments.paths):
            problems.extend(source.problems)
            for record, draft in records(reader_for(source, arguments.format), source):
                noticed = list(draft.problems)
                if record is None:
                    rejected += 1
                else:
                    noticed.extend(
                        loss.at(record=draft.raw.index, line=draft.raw.line) for loss in writer.losses(record)
                    )
                    by_item.append(noticed)
                problems.extend(noticed)
                if record is not None:
                    yield record

    if terminal.as_json:
        content = b"".join(writer.write(settled()))
        if arguments.output:
            deliver(iter((content,)), arguments.output)
        terminal.document(_document(writer.name, content, by_item, problems, rejected))
    else:
        deliver(writer.write(settled()), arguments.output)
    terminal.problems(problems)
    return 1 if rejected or any(problem.severity is not Severity.NOTE for problem in problems) else 0


def _document(
    name: str, content: bytes, by_item: list[list[Problem]], problems: list[Problem], rejected: int
) -> list[Any] | dict[str, Any]:
    """CSL-JSON stays an array, an item's problems under ``custom`` (CSL's place for such); other formats are text."""
    if name == "csl-json":
        items: list[Any] = json.loads(content)
        for item, noticed in zip(items, by_item, strict=True):
            if noticed:
                item.setdefault("custom", {})["problems"] = [problem_as_json(problem) for problem in noticed]
        return items
    is_binary = content.startswith(b"PK")  # a workbook
    return {
        "to": name,
        **({"encoding": "base64"} if is_binary else {}),
        "content": base64.b64encode(content).decode("ascii") if is_binary else content.decode("utf-8", "replace"),
        "rejected": rejected,
        "problems": [problem_as_json(problem) for problem in problems],
    }
