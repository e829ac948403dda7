"""From a source to settled Records: the part of the recipe that needs no library."""

from __future__ import annotations

from collections.abc import Iterator

from msgevidence.formats import register
from msgevidence.ingest.normalise import normalise
from msgevidence.model.record import Draft, Record
from msgevidence.ports import Reader
from msgevidence.sources.files import FileSource


def reader_for(source: FileSource, format: str | None = None) -> Reader:
    """The reader of the format named, else the one the content asks for. CallRefused, FileRefused."""
    return register.reader(format) if format else register.detect(source.head, source.name)


def drafts(reader: Reader, source: FileSource) -> Iterator[Draft]:
    """Every record of the source as a normalised Draft, with the Problems of its reading."""
    for raw in reader.read(source):
        draft = reader.draft(raw)
        placed = (problem.at(record=raw.index, line=raw.line) for problem in (*raw.problems, *draft.problems))
        draft.problems = list(dict.fromkeys(placed))  # most readers hand the raw record's problems on themselves
        yield normalise(draft)


def records(reader: Reader, source: FileSource) -> Iterator[tuple[Record | None, Draft]]:
    """Record (None where rejected) and Draft, for what needs no library: conversion, preview, citing a file."""
    for draft in drafts(reader, source):
        yield (None if draft.rejected else draft.settle()), draft
