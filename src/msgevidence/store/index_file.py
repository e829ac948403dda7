"""The file an index may be kept in: arrays only, so that reading a strange one can run no code."""

from __future__ import annotations

import os
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from msgevidence.store.index import Array, Arrays, LibraryIndex
from msgevidence.store.index_terms import Terms

VERSION = 1
"""Of the file's layout; a file of another one is not read."""

State = tuple[int, int]  # see `index_keeping`


def save(file: Path, state: State, index: LibraryIndex) -> None:
    """Whole or not at all. A folder that cannot be written, or is full, is no fault: the index is made again then."""
    arrays: dict[str, Array] = {one.name: getattr(index.arrays, one.name) for one in fields(Arrays)}
    with suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                np.savez(out, allow_pickle=False, state=_signature(state), **arrays)
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)


def load(file: Path, state: State, connection: Connection) -> LibraryIndex | None:
    """The index of that state; None when the file holds another, is damaged or is not there."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            if not np.array_equal(kept["state"], _signature(state)):
                return None
            arrays = Arrays(**{one.name: kept[one.name] for one in fields(Arrays)})
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None
    return LibraryIndex(Terms.load(connection), arrays)


def _signature(state: State) -> Any:
    return np.array([VERSION, *state], np.int64)
