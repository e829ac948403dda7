"""A Markdown or LaTeX manuscript with citation keys, rendered whole from its bibliography files or the library."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from msgevidence.cli.terminal import Terminal

if TYPE_CHECKING:
    from msgevidence.citation.manuscripts import Rendered
    from msgevidence.model.record import Record

SUFFIXES = (".md", ".markdown", ".qmd", ".rmd", ".tex", ".latex", ".ltx")


def rendered_manuscript(arguments: argparse.Namespace, terminal: Terminal, form: str) -> Rendered | None:
    """The manuscript of this call as a document, or None when its file is no manuscript that cites with keys."""
    path = arguments.path
    if not path or arguments.file_format or Path(path).suffix.lower() not in SUFFIXES:
        return None
    from msgevidence.citation import manuscripts
    from msgevidence.cli.inputs import source_of

    with source_of(path).text() as stream:
        text = stream.read()
    kind = manuscripts.kind_of(text, path)
    if not kind:
        return None
    files = [Path(path).parent / name for name in manuscripts.bibliography_files(text, kind)]
    records = _of_files(files, terminal) if files else _of_library(arguments, manuscripts.keys(text, kind))
    return manuscripts.render(
        text,
        records,
        kind=kind,
        style_name=arguments.style,
        locale=arguments.locale,
        form=form,
        live=arguments.live,
    )


def _of_files(files: list[Path], terminal: Terminal) -> dict[str, Record]:
    """The records of the bibliography files by the key they have there; the first of two with one key wins."""
    from msgevidence.cli.inputs import source_of
    from msgevidence.ingest.reading import reader_for, records

    found: dict[str, Record] = {}
    for file in files:
        source = source_of(str(file))
        for record, draft in records(reader_for(source), source):
            terminal.problems([problem for problem in draft.problems if problem.severity.value == "error"])
            if record is not None:
                found.setdefault(record.citation_key or record.id, record)
    return found


def _of_library(arguments: argparse.Namespace, keys: tuple[str, ...]) -> dict[str, Record]:
    """The library's records of these keys; of all, when ``*`` is among them."""
    from msgevidence.cli.desk import desk_of
    from msgevidence.errors import NotFound

    with desk_of(arguments) as desk:
        queries = desk.library.queries
        if "*" in keys:
            return dict(queries.records(queries.ids()))
        found: dict[str, Record] = {}
        for key in keys:
            try:
                found[key] = queries.report(key).record
            except NotFound:
                continue  # `render` warns of it, with the place it leaves in the text
        return found
