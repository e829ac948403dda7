"""The draft check: a draft's citations, list and claims, against the library; offline unless told otherwise."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from msgevidence.cli.terminal import Terminal, deliver
from msgevidence.errors import CallRefused

if TYPE_CHECKING:
    from msgevidence.manuscript.reading import Manuscript

NAME = "check"
HELP = "checks a draft: its citations against its list, its references and claims against the library"
EXAMPLES = (
    "msgevidence check essay.txt",
    "msgevidence check thesis.docx --to html -o report.html",
    "msgevidence check essay.md --json",
    "msgevidence check essay.md --snapshot literature.snapshot --online",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("draft", metavar="DRAFT", help=".txt, .md or .docx manuscript; - is standard input")
    parser.add_argument("--online", action="store_true", help="also ask Crossref, PubMed and others (sends references)")
    parser.add_argument(
        "--snapshot",
        dest="snapshots",
        metavar="FILE",
        action="append",
        default=[],
        help="also look in a local index made by 'snapshot build'; may be repeated",
    )
    parser.add_argument("--to", dest="form", choices=("html", "docx"), help="a report to hand over")
    parser.add_argument("-o", "--output", metavar="OUT", help="file to write (default: standard output)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.asking import authorities_of
    from msgevidence.cli.desk import desk_of
    from msgevidence.manuscript import report, report_forms
    from msgevidence.manuscript.check import check

    _refuse_two_on_one_output(arguments)
    manuscript = _manuscript(arguments.draft)
    with (
        authorities_of(arguments, snapshots=arguments.snapshots, online=arguments.online) as authorities,
        desk_of(arguments) as desk,
    ):
        if arguments.online:
            terminal.say("asking Crossref, PubMed, OpenAlex and DataCite: references are sent to them, the text is not")
        checked = check(manuscript, desk.library.queries, authorities, tagger=desk.tagger)
    form = arguments.form or _form_by_name(arguments.output)
    if terminal.as_json:
        terminal.document(report.as_json(checked))
    if form:
        deliver(iter((report_forms.write(checked, form),)), arguments.output)
    elif not terminal.as_json:
        for line in report_forms.as_lines(checked):
            terminal.print(line)
    return 0 if report.is_clear(checked) else 1


def _manuscript(path: str) -> Manuscript:
    from msgevidence.cli.inputs import source_of
    from msgevidence.manuscript import reading

    return reading.read(source_of("-")) if path == "-" else reading.open_manuscript(Path(path).expanduser())


def _refuse_two_on_one_output(arguments: argparse.Namespace) -> None:
    if arguments.json and arguments.form and not arguments.output:
        raise CallRefused("--json and --to would both write to standard output; name a file for the report with -o")


def _form_by_name(output: str | None) -> str:
    return {".html": "html", ".htm": "html", ".docx": "docx"}.get(Path(output).suffix.lower(), "") if output else ""
