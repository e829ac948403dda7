"""Keeps the vocabulary in the library up to date."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Row, bindparam, delete, insert, update
from sqlmodel import select

from msgevidence.model.evidence import Term
from msgevidence.store.database import reserve
from msgevidence.store.rows import Values, term_details
from msgevidence.store.tables import AncestorRow, TermRow, columns


def difference(connection: Connection, terms: Iterable[Term]) -> tuple[list[Values], list[Values]]:
    """What is new and what has changed, as rows; a changed one has its id as `key`."""
    there = {(row.facet, row.slug): row for row in connection.execute(select(*columns(TermRow)))}
    new, changed = [], []
    for position, term in enumerate(terms):
        values = {"label": term.label, "broader": term.broader, "position": position, "details": term_details(term)}
        row = there.get((term.facet, term.slug))
        if row is None:
            new.append({"facet": term.facet.value, "slug": term.slug, **values})
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed.append({"key": row.id, **values})
    return new, changed


def put(connection: Connection, terms: Iterable[Term]) -> None:
    """Adds and updates terms by facet and slug, and works out who is under whom."""
    new, changed = difference(connection, terms)
    for id_, fresh in zip(reserve(connection, TermRow, len(new)), new, strict=True):
        fresh["id"] = id_
    if new:
        connection.execute(insert(TermRow), new)
    if changed:
        connection.execute(update(TermRow).where(columns(TermRow).id == bindparam("key")), changed)
    _write_ancestors(connection)


def _write_ancestors(connection: Connection) -> None:
    rows = connection.execute(select(TermRow.id, TermRow.facet, TermRow.slug, TermRow.broader)).all()
    ids = {(row.facet, row.slug): row for row in rows}
    pairs = set()
    for row in rows:
        upwards: Row[int, str, str, str] | None = row
        while upwards is not None and (upwards.id, row.id) not in pairs:  # a circle ends where it began
            pairs.add((upwards.id, row.id))
            upwards = ids.get((upwards.facet, upwards.broader))
    connection.execute(delete(AncestorRow))
    if pairs:
        connection.execute(insert(AncestorRow), [{"ancestor_id": over, "term_id": under} for over, under in pairs])
