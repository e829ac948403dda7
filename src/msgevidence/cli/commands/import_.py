"""Files into the library."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from msgevidence.cli.terminal import Terminal, problem_as_json

if TYPE_CHECKING:
    from msgevidence.store.views import RunView

NAME = "import"
HELP = "reads files into the library and prints the ingest report"
EXAMPLES = (
    "msgevidence import search.ris library.bib",
    "msgevidence import essay.txt --dry-run",
    "pbpaste | msgevidence import - --from reference-list",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files to read; - is standard input")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="format of the files (default: by content)")
    parser.add_argument("--dry-run", action="store_true", help="report what would happen; write nothing")
    parser.add_argument("--empty", action="store_true", help="a new library starts without the bundled evidence")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.inputs import sources_of
    from msgevidence.ingest.pipeline import ingest

    sources = sources_of(arguments.paths)
    with desk_of(arguments) as desk, terminal.progress() as progress:
        report = ingest(
            desk.library,
            sources,
            desk.tagger,
            format=arguments.format,
            dry_run=arguments.dry_run,
            progress=progress,
        )
    if terminal.as_json:
        terminal.document(as_json(report))
    else:
        show(report, terminal, dry_run=arguments.dry_run)
    return 1 if report.held or report.rejected or worth_a_look(report) else 0


def worth_a_look(report: RunView) -> bool:
    """Whether a Problem of the run is more than a note."""
    return any(problem.severity.value != "note" for problem in report.problems)


def as_json(report: RunView) -> dict[str, Any]:
    """The contract's shape of an ingest report."""
    return {
        "run": report.id,
        "read": report.read,
        "added": report.added,
        "merged": report.merged,
        "held": report.held,
        "rejected": report.rejected,
        "problems": [problem_as_json(problem) for problem in report.problems],
    }


def show(report: RunView, terminal: Terminal, *, dry_run: bool) -> None:
    """The ingest report in words."""
    lead = "would be" if dry_run else "were"
    terminal.print(
        f"{report.read} read = {report.added} added + {report.merged} merged + {report.held} held"
        f" + {report.rejected} rejected"
    )
    if report.merged:
        terminal.print(f"{report.merged} {lead} merged into reports the library has already")
    if report.held:
        terminal.print(f"{report.held} {lead} held because they may be duplicates: msgevidence review")
    terminal.problems(report.problems)
    if not dry_run and report.read:
        terminal.say(f"run {report.id}; to take it back: msgevidence undo {report.id}")
