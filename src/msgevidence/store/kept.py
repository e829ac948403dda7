"""What people keep by name beside the literature: collections of works, and searches.

Neither changes what the library says of a work, so none of this moves the library's revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, update
from sqlmodel import col, select

from msgevidence.errors import CallRefused, NotFound
from msgevidence.store import database, tagging
from msgevidence.store.kept_tables import CollectionItemRow, CollectionRow, SavedSearchRow
from msgevidence.store.rows import storable
from msgevidence.store.tables import columns

LONGEST_NAME = 80
MOST_WORKS = 5_000
_REVISION = "kept"
_Table = type[CollectionRow] | type[SavedSearchRow]


@dataclass(frozen=True, slots=True)
class Collection:
    """Works by citation key, in the order they were put in; one whose report is gone is still named."""

    id: int
    name: str
    citekeys: tuple[str, ...]
    by: str
    made: str  # ISO, UTC


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search of the list; `query` is the query part of its address."""

    id: int
    name: str
    query: str
    by: str
    made: str


class Kept:
    """Made by `Library.kept`. What is taken away can be brought back under its id."""

    def __init__(self, place: database.Place) -> None:
        self._place = place

    def collections(self) -> tuple[Collection, ...]:
        """By name."""
        with database.reading(self._place, primary=True) as connection:
            items = select(CollectionItemRow.collection_id, CollectionItemRow.citekey)
            held: dict[int, list[str]] = {}
            for collection, citekey in connection.execute(items.order_by(col(CollectionItemRow.position))):
                held.setdefault(collection, []).append(citekey)
            return tuple(
                Collection(row.id, row.name, tuple(held.get(row.id, ())), row.by, row.made)
                for row in connection.execute(_living(CollectionRow))
            )

    def searches(self) -> tuple[SavedSearch, ...]:
        """By name."""
        with database.reading(self._place, primary=True) as connection:
            return tuple(
                SavedSearch(row.id, row.name, row.query, row.by, row.made)
                for row in connection.execute(_living(SavedSearchRow))
            )

    def put_collection(self, name: str, citekeys: Sequence[str], *, by: str = "user") -> int:
        """Puts works into the collection of that name, made where there is none; its id. CallRefused for no name, or
        too many works.
        """
        wanted = _name(name)
        with self._writing() as connection:
            id_ = _id_of(connection, CollectionRow, wanted) or _new(connection, CollectionRow, name=wanted, by=by)
            item = select(CollectionItemRow.citekey).where(CollectionItemRow.collection_id == id_)
            held = set(connection.execute(item).scalars())
            fresh = [storable(key) for key in dict.fromkeys(citekeys) if key not in held]
            if len(held) + len(fresh) > MOST_WORKS:
                raise CallRefused(f"a collection holds at most {MOST_WORKS:,} works; make another one")
            last = select(func.max(CollectionItemRow.position)).where(CollectionItemRow.collection_id == id_)
            start = connection.execute(last).scalar() or 0
            rows = [
                {"collection_id": id_, "citekey": key, "position": start + number}
                for number, key in enumerate(fresh, start=1)
            ]
            if rows:
                connection.execute(insert(CollectionItemRow), rows)
            return id_

    def take_from_collection(self, id_: int, citekeys: Sequence[str]) -> None:
        """Takes works out; those that are not in it are passed over."""
        with self._writing() as connection:
            for chunk in database.in_chunks(citekeys, 500):
                gone = delete(CollectionItemRow).where(col(CollectionItemRow.collection_id) == id_)
                connection.execute(gone.where(col(CollectionItemRow.citekey).in_(chunk)))

    def put_search(self, name: str, query: str, *, by: str = "user") -> int:
        """Keeps a search under a name, in the place of the one that had it; its id."""
        wanted = _name(name)
        with self._writing() as connection:
            id_ = _id_of(connection, SavedSearchRow, wanted)
            if id_ is None:
                return _new(connection, SavedSearchRow, name=wanted, by=by, query=storable(query))
            connection.execute(
                update(SavedSearchRow).where(col(SavedSearchRow.id) == id_).values(query=storable(query))
            )
            return id_

    def rename_collection(self, id_: int, name: str) -> None:
        self._rename(CollectionRow, id_, name)

    def rename_search(self, id_: int, name: str) -> None:
        self._rename(SavedSearchRow, id_, name)

    def delete_collection(self, id_: int) -> None:
        self._mark(CollectionRow, id_, tagging.moment())

    def delete_search(self, id_: int) -> None:
        self._mark(SavedSearchRow, id_, tagging.moment())

    def restore_collection(self, id_: int) -> None:
        """As it was. CallRefused when its name was taken meanwhile."""
        self._mark(CollectionRow, id_, "")

    def restore_search(self, id_: int) -> None:
        """As it was. CallRefused when its name was taken meanwhile."""
        self._mark(SavedSearchRow, id_, "")

    def _writing(self) -> AbstractContextManager[Connection]:
        return database.writing(self._place, counter=_REVISION)

    def _rename(self, table: _Table, id_: int, name: str) -> None:
        wanted = _name(name)
        with self._writing() as connection:
            _refuse_taken(connection, table, wanted, id_)
            _change(connection, table, id_, name=wanted)

    def _mark(self, table: _Table, id_: int, deleted: str) -> None:
        with self._writing() as connection:
            if not deleted:
                name = connection.execute(select(table.name).where(table.id == id_)).scalar()
                _refuse_taken(connection, table, name or "", id_)
            _change(connection, table, id_, deleted=deleted)


def _living(table: _Table) -> Select[Any]:
    living: Select[Any] = select(*columns(table)).where(col(table.deleted) == "")
    return living.order_by(func.lower(col(table.name)), col(table.id))


def _id_of(connection: Connection, table: _Table, name: str) -> int | None:
    """Names are told apart without regard to case."""
    found = select(table.id).where(col(table.deleted) == "", func.lower(col(table.name)) == name.lower())
    return connection.execute(found).scalar()


def _new(connection: Connection, table: _Table, **values: str) -> int:
    id_ = database.reserve(connection, table, 1)[0]
    connection.execute(insert(table), {"id": id_, "made": tagging.moment(), "deleted": "", **values})
    return id_


def _change(connection: Connection, table: _Table, id_: int, **values: str) -> None:
    changed = connection.execute(update(table).where(col(table.id) == id_).values(values))
    if not changed.rowcount:
        raise NotFound("it is not in this library any more; another window may have taken it away")


def _refuse_taken(connection: Connection, table: _Table, name: str, id_: int) -> None:
    if _id_of(connection, table, name) not in (None, id_):
        raise CallRefused(f"there is another one called “{name}”; choose another name")


def _name(text: str) -> str:
    name = storable(" ".join(text.split()))
    if not name:
        raise CallRefused("it needs a name")
    if len(name) > LONGEST_NAME:
        raise CallRefused(f"a name has at most {LONGEST_NAME} characters")
    return name
