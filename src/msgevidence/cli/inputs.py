"""The files, or standard input, that a command was given."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from msgevidence.errors import CallRefused
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
