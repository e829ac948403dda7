"""Files, a Zotero library, or identifiers, into the library."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from msgevidence.cli.terminal import Terminal, problem_as_json
from msgevidence.errors import CallRefused

if TYPE_CHECKING:
    from msgevidence.store.views import RunView

NAME = "import"
HELP = "reads files or a Zotero library into the library and prints the ingest report"
EXAMPLES = (
    "msgevidence import search.ris library.bib",
    "msgevidence import essay.txt --dry-run",
    "pbpaste | msgevidence import - --from reference-list",
    "msgevidence import --zotero groups/456 --collection ABCD2345",
    "msgevidence import --doi 10.1007/s10597-016-0040-4 --pmid 26391630",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files to read; - is standard input")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="format of the files (default: by content)")
    parser.add_argument("--dry-run", action="store_true", help="report what would happen; write nothing")
    parser.add_argument("--empty", action="store_true", help="a new library starts without the bundled evidence")
    zotero = parser.add_argument_group("Zotero", "the key is read from ZOTERO_API_KEY; only what changed is read")
    zotero.add_argument("--zotero", metavar="LIBRARY", help="users/NUMBER or groups/NUMBER")
    zotero.add_argument("--collection", metavar="KEY", default="", help="only this collection of it")
    zotero.add_argument("--local", action="store_true", help="from the Zotero program on this machine")
    zotero.add_argument("--whole", action="store_true", help="read all of it, not only what changed since last time")
    known = parser.add_argument_group("identifiers", "asks Crossref, PubMed, OpenAlex and DataCite; may be repeated")
    known.add_argument("--doi", dest="dois", metavar="DOI", action="append", default=[], help="the work of this DOI")
    known.add_argument(
        "--pmid", dest="pmids", metavar="PMID", action="append", default=[], help="of this PubMed number"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.inputs import sources_of
    from msgevidence.ingest.pipeline import ingest

    if arguments.zotero:
        return _from_zotero(arguments, terminal)
    _refuse_without_zotero(arguments)
    if arguments.dois or arguments.pmids:
        return _from_identifiers(arguments, terminal)
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
    return _told(report, arguments, terminal)


def _refuse_without_zotero(arguments: argparse.Namespace) -> None:
    for option in ("collection", "local", "whole"):
        if getattr(arguments, option):
            raise CallRefused(f"--{option} goes with --zotero LIBRARY")


def _from_zotero(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.ingest.zotero import import_library
    from msgevidence.sources.zotero_library import Address

    if arguments.paths or arguments.format or arguments.dois or arguments.pmids:
        raise CallRefused("--zotero reads a library, not files: leave out PATH, --from, --doi and --pmid")
    address = Address.parse(arguments.zotero)
    with desk_of(arguments) as desk, terminal.progress() as progress:
        report = import_library(
            desk.library,
            address,
            desk.tagger,
            collection=arguments.collection,
            local=arguments.local,
            whole=arguments.whole,
            dry_run=arguments.dry_run,
            progress=progress,
        )
    if report is None:
        if terminal.as_json:
            terminal.document(
                dict.fromkeys(("run", "read", "added", "merged", "held", "rejected"), 0) | {"problems": []}
            )
        else:
            terminal.print(f"nothing changed in {address} since it was last read")
        return 0
    return _told(report, arguments, terminal)


def _from_identifiers(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.asking import authorities_of
    from msgevidence.cli.desk import desk_of
    from msgevidence.ingest.identifiers import identifiers, import_identifiers

    if arguments.paths or arguments.format:
        raise CallRefused("--doi and --pmid ask for works, they read no files: leave out PATH and --from")
    wanted = identifiers(arguments.dois, arguments.pmids)
    with (
        authorities_of(arguments, online=True) as authorities,
        desk_of(arguments) as desk,
        terminal.progress() as progress,
    ):
        report = import_identifiers(
            desk.library, wanted, authorities, desk.tagger, dry_run=arguments.dry_run, progress=progress
        )
    return _told(report, arguments, terminal)


def _told(report: RunView, arguments: argparse.Namespace, terminal: Terminal) -> int:
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
