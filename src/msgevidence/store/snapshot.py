"""One state of the library, as everything that reads sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection

if TYPE_CHECKING:
    from msgevidence.store.index import LibraryIndex
    from msgevidence.store.index_keeping import IndexKeeper


@dataclass(slots=True)
class Snapshot:
    """A reading connection and, once it is asked for, the index of the state that connection sees. A search for words
    alone does without it.
    """

    connection: Connection
    keeper: IndexKeeper
    _index: LibraryIndex | None = field(default=None, repr=False)

    @property
    def index(self) -> LibraryIndex:
        if self._index is None:
            self._index = self.keeper.at(self.connection)
        return self._index
