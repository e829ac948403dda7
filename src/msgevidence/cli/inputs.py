"""The files, or standard input, that a command was given."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from msgevidence.errors import CallRefused
from msgevidence.model.record import Record
from msgevidence.sources.files import FileSource, from_upload, open_file

STANDARD_INPUT = "<standard input>"


def sources_of(paths: Sequence[str]) -> list[FileSource]:
    """Each path opened; ``-`` is standard input. Every path is looked at before anything is read."""
    if not paths:
        raise CallRefused("no file was named; give one or more paths, or - for standard input")
    if list(paths).count("-") > 1:
        raise CallRefused("standard input can be read only once; name - once")
    return [source_of(path) for path in paths]


def source_of(path: str) -> FileSource:
    """One path, or standard input."""
    return from_upload(STANDARD_INPUT, sys.stdin.buffer.read()) if path == "-" else open_file(path)


def records_of(paths: Sequence[str], format: str | None = None) -> Iterator[tuple[str, Record]]:
    """(name of its file, record) for every record of the files, in order. A rejected record keeps its place, so that an
    index means the same in every listing of these files."""
    from msgevidence.ingest.reading import reader_for, records

    for source in sources_of(paths):
        for record, draft in records(reader_for(source, format), source):
            yield source.name, record or Record(type=draft.type or "document")
