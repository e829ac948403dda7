"""Keeps the index of a library: in memory, and of a large library in a file beside it that any process may load.

An index is good for one state of the library and no other. The revision says which; as a backup that is put back may
reach a revision a second time, the mark of its last write is asked too (see `database.writing`).
"""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from msgevidence.store.index import LibraryIndex

WORTH_A_FILE = 20_000
"""Reports from which loading is quicker than making it again."""

State = tuple[int, int]
_STATE = text("SELECT name, value FROM counter WHERE name IN ('revision', 'mark')")


class IndexKeeper:
    """Hands out the index of the state a connection sees. May be used from several threads at once; those that come
    while it is made wait for it.
    """

    def __init__(self, file: Path | None = None) -> None:
        """`file` is where a large library's index is kept (None: nowhere); it may be deleted at any time."""
        self._file = file
        self._lock = threading.Lock()
        self._held: tuple[State, LibraryIndex] | None = None

    def at(self, connection: Connection) -> LibraryIndex:
        state = state_of(connection)
        if found := self._in_memory(state):
            return found
        with self._lock:
            if found := self._in_memory(state):
                return found
            index = self._made(state, connection)
            if self._held is None or self._held[0][0] <= state[0]:  # an older state is asked for once, if at all
                self._held = state, index
                if len(index.arrays.newest) >= WORTH_A_FILE:
                    _set_aside()
            return index

    def _in_memory(self, state: State) -> LibraryIndex | None:
        held = self._held
        return held[1] if held and held[0] == state else None

    def _made(self, state: State, connection: Connection) -> LibraryIndex:
        from msgevidence.store import index_building, index_file  # with numpy, which a search for words does without

        if self._file and (kept := index_file.load(self._file, state, connection)):
            return kept
        index = index_building.build(connection)
        if self._file and len(index.arrays.newest) >= WORTH_A_FILE:
            index_file.save(self._file, state, index)
        return index


def _set_aside() -> None:
    """The garbage collector need not walk through all that is there now: modules, vocabulary, styles, index. One walk
    takes longer than a map, and every tenth map would start one. What was set aside before and has become garbage
    since is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def state_of(connection: Connection) -> State:
    """The revision, and the mark of the write that made it."""
    values = {row.name: row.value for row in connection.execute(_STATE)}
    return values.get("revision", 0), values.get("mark", 0)
