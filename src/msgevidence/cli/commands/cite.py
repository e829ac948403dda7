"""The reference list, and with --citations the in-text forms, of a file or of the library."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgevidence.cli.filtering import add_filters
from msgevidence.cli.manuscripts import rendered_manuscript
from msgevidence.cli.terminal import Terminal, deliver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgevidence.citation.formatted import Formatted, StyleWarning
    from msgevidence.model.record import Record
    from msgevidence.store.kept import Collection

NAME = "cite"
HELP = "writes a reference list in any style, from a file or from the library"
EXAMPLES = (
    "msgevidence cite essay.txt --style apa",
    "msgevidence cite library.bib --style vancouver --to docx -o references.docx",
    "msgevidence cite --population bereaved --style apa --to html",
    'msgevidence cite --collection "My thesis" --style apa -o references.docx',
    "msgevidence cite paper.md --style apa -o paper.docx",
)
FORMS = ("text", "html", "markdown", "latex", "rtf", "docx")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", metavar="PATH", help="file to cite from; - is standard input; none: the library"
    )
    parser.add_argument("--style", default="apa", metavar="STYLE", help="name of an installed style, or a .csl file")
    parser.add_argument("--locale", metavar="L", help="language of terms, e.g. de-DE (default: the style's)")
    parser.add_argument("--to", dest="form", choices=FORMS, help="default: by the name of OUT, else text")
    parser.add_argument("--citations", metavar="FILE", help="JSON: clusters of {id, locator, label, prefix, suffix …}")
    parser.add_argument("-o", "--output", metavar="OUT", help="file to write (default: standard output)")
    parser.add_argument(
        "--links", action="store_true", help="in HTML, DOIs and addresses as links (else the bare reference)"
    )
    parser.add_argument(
        "--live", action="store_true", help="a manuscript to docx: citations as Zotero fields (experimental)"
    )
    parser.add_argument("--format", dest="file_format", metavar="FORMAT", help="format of PATH (default: by content)")
    parser.add_argument("--collection", default="", metavar="NAME", help="without PATH: only works of this collection")
    parser.add_argument("--query", default="", metavar="QUERY", help="without PATH: the words of search")
    add_filters(parser, query=False, first_year="--since", last_year="--until")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.citation import documents, style
    from msgevidence.citation.formatted import unlinked
    from msgevidence.errors import CallRefused

    if arguments.path == "-" == arguments.citations:
        raise CallRefused("standard input can be read only once; give PATH or --citations as a file")
    form = arguments.form or _form_by_name(arguments.output)
    rendered = rendered_manuscript(arguments, terminal, form)
    if rendered is not None:
        _deliver(arguments, terminal, rendered.formatted, rendered.warnings, form=form, data=rendered.data)
        return 1 if rendered.warnings else 0
    if arguments.path and arguments.collection:
        raise CallRefused("a collection is of the library; give --collection or PATH, not both")
    records = _from_file(arguments, terminal) if arguments.path else _from_library(arguments, terminal)
    formatted = style.bibliography(
        records,
        arguments.style,
        locale=arguments.locale,
        citations=_clusters(arguments.citations) if arguments.citations else (),
    )
    if form == "html" and not arguments.links:
        formatted = unlinked(formatted)
    _deliver(arguments, terminal, formatted, formatted.warnings, form=form, data=documents.write(formatted, form))
    return 1 if formatted.warnings else 0


def _deliver(
    arguments: argparse.Namespace,
    terminal: Terminal,
    formatted: Formatted,
    warnings: Sequence[StyleWarning],
    *,
    form: str,
    data: bytes,
) -> None:
    from msgevidence.citation import documents

    if terminal.as_json:
        terminal.document(
            {
                "bibliography": [documents.inline(entry.runs, form) for entry in formatted.entries],
                "citations": [
                    {
                        "parenthetical": documents.inline(citation.parenthetical, form),
                        "narrative": documents.inline(citation.narrative, form),
                    }
                    for citation in formatted.citations
                ],
                "warnings": [
                    {"item": warning.item, "variable": warning.variable, "message": warning.message}
                    for warning in warnings
                ],
            }
        )
    if not terminal.as_json or arguments.output:
        if form == "text" and formatted.citations and arguments.citations:
            # The in-text forms a line each, parenthetical and narrative, after an empty line.
            shown = "\n".join(
                f"{documents.inline(one.parenthetical)}\t{documents.inline(one.narrative)}"
                for one in formatted.citations
            )
            data = data.rstrip(b"\n") + f"\n\n{shown}\n".encode()
        deliver(iter((data,)), arguments.output)
    for warning in warnings:
        terminal.say(": ".join(filter(None, ("warning", warning.item, warning.variable, warning.message))))


def _from_file(arguments: argparse.Namespace, terminal: Terminal) -> list[Record]:
    from msgevidence.citation.citekeys import assigned_keys
    from msgevidence.cli.inputs import source_of
    from msgevidence.ingest.reading import reader_for, records

    source = source_of(arguments.path)
    found = []
    for record, draft in records(reader_for(source, arguments.file_format), source):
        if record is not None:
            found.append(record)
        terminal.problems([problem for problem in draft.problems if problem.severity.value == "error"])
    # What has no key of its own is called as the library would call it, so that --citations can name it.
    return [
        record if record.id else record.replaced(id=key)
        for record, key in zip(found, assigned_keys(found), strict=True)
    ]


def _from_library(arguments: argparse.Namespace, terminal: Terminal) -> list[Record]:
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.filtering import filters_of

    with desk_of(arguments) as desk:
        queries = desk.library.queries
        ids = queries.ids(filters_of(arguments, desk.vocabularies))
        found = {citekey: record.replaced(id=citekey) for citekey, record in queries.records(ids)}
        if not arguments.collection:
            return list(found.values())
        keys = _collected(desk.library.kept.collections(), arguments.collection)
        known = {citekey for citekey, _ in queries.records(queries.ids())}
        for key in keys:
            if key not in known:
                terminal.say(f"warning: {key}: is in the collection, but no longer in the library")
        return [found[key] for key in keys if key in found]


def _collected(collections: Sequence[Collection], name: str) -> Sequence[str]:
    """The citation keys of the collection of that name, in its order."""
    from msgevidence.errors import NotFound

    for collection in collections:
        if collection.name.casefold() == " ".join(name.casefold().split()):
            return collection.citekeys
    names = ", ".join(f"“{collection.name}”" for collection in collections)
    raise NotFound(f"No collection is called “{name}”. " + (f"There are {names}." if names else "There is none yet."))


def _form_by_name(output: str | None) -> str:
    suffixes = {".html": "html", ".htm": "html", ".md": "markdown", ".tex": "latex", ".rtf": "rtf", ".docx": "docx"}
    return suffixes.get(Path(output).suffix.lower(), "text") if output else "text"


def _clusters(path: str) -> list[list[dict[str, Any]]]:
    from msgevidence.cli.inputs import source_of
    from msgevidence.errors import FileRefused

    source = source_of(path)
    try:
        with source.text() as stream:
            clusters = json.load(stream)
    except ValueError as fault:
        raise FileRefused(path, f"is not JSON ({fault})", remedy="Give an array of clusters of {id, …}.") from fault
    if not isinstance(clusters, list) or not all(
        isinstance(cluster, list)
        and cluster
        and all(isinstance(cite, dict) and isinstance(cite.get("id"), (str, int)) for cite in cluster)
        for cluster in clusters
    ):
        raise FileRefused(path, "is not an array of clusters", remedy='Write [[{"id": "key", "locator": "12"}], …].')
    return clusters
