"""Records of the library in any format."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from msgevidence.cli.filtering import add_filters
from msgevidence.cli.terminal import Terminal, deliver
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record

NAME = "export"
HELP = "writes records of the library in any format, with the filters of search"
EXAMPLES = (
    "msgevidence export --to bibtex -o library.bib",
    "msgevidence export --population cancer --to ris -o cancer.ris",
    "msgevidence export --to json --outcome hope",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    # "--to" is a year in search; here it is the format, so the latest year is given as --until.
    add_filters(parser, last_year="--until")
    parser.add_argument("--to", dest="to_format", required=True, metavar="FORMAT", help="format to write, or json")
    parser.add_argument("-o", "--output", metavar="OUT", help="file to write (default: standard output)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.commands.search import report_as_json
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.filtering import filters_of
    from msgevidence.formats import register

    with desk_of(arguments) as desk:
        filters = filters_of(arguments, desk.vocabularies)
        queries = desk.library.queries
        ids = queries.ids(filters)
        if arguments.to_format == "json" or terminal.as_json:
            results = [report_as_json(queries.report(report)) for report in ids]
            terminal.document({"total": len(results), "results": results})
            return 0
        writer = register.writer(arguments.to_format)
        losses: list[Problem] = []

        def records() -> Iterator[Record]:
            for position, (citekey, record) in enumerate(queries.records(ids)):
                named = record.replaced(id=citekey, citation_key=citekey)
                losses.extend(loss.at(record=position) for loss in writer.losses(named))
                yield named

        deliver(writer.write(records()), arguments.output)
    terminal.problems(losses)
    terminal.say(f"{len(ids)} records written as {writer.label}")
    return 1 if losses else 0
