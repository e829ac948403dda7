"""The full-text index, in SQLite's FTS5; with `database` the only place that knows which database stands behind."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Select, column, literal_column, select, table, text
from sqlalchemy.exc import DatabaseError

COLUMNS = ("title", "author", "container", "keyword", "abstract")
RANK: ColumnElement[float] = literal_column("bm25(report_fts, 10.0, 4.0, 2.0, 4.0, 1.0)")
"""bm25 with the weight of each column; the smallest is the best."""
RANKED_AT_MOST = 20_000
"""Of very common words only the newest reports are ranked; the others follow, newest first."""

INDEX = table("report_fts", column("rowid"), column("report_fts"))

_ADD = text(
    """
    INSERT INTO report_fts(rowid, title, author, container, keyword, abstract)
    SELECT id, title, author, container, keyword, abstract FROM report_text WHERE id BETWEEN :first AND :last
    """
)


def add(connection: Connection, reports: range) -> None:
    """Takes new reports into the index, all at once; later changes follow by themselves, through triggers."""
    if reports:
        connection.execute(_ADD, {"first": reports[0], "last": reports[-1]})


def words(text_: str, column_name: str, prefix: bool) -> str:
    """Words in a row as the index wants to be asked; they are quoted, so nothing in them is an operator."""
    quoted = '"' + text_.replace('"', '""') + '"' + (" *" if prefix else "")
    return f"{{{column_name}}} : {quoted}" if column_name else quoted


def all_of(parts: Sequence[str], none_of: Sequence[str]) -> str:
    """All of these and none of those; `parts` must not be empty."""
    wanted = " AND ".join(parts)
    return f"({wanted}) NOT ({any_of(none_of)})" if none_of else wanted


def any_of(parts: Sequence[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def holds(match: str) -> ColumnElement[bool]:
    """The condition on INDEX."""
    return INDEX.c.report_fts.op("MATCH", is_comparison=True)(match)


def report_ids(match: str) -> Select[tuple[int]]:
    return select(INDEX.c.rowid).where(holds(match))


def ranked(match: str) -> Select[tuple[int]]:
    """The ids found, best first; of equals the newest."""
    return report_ids(match).order_by(RANK, INDEX.c.rowid.desc())


def among(ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition on INDEX that the report is one of these. The sign keeps the index from being asked once for each
    of them: the words are looked up first, and only what passes is ranked.
    """
    return literal_column("+report_fts.rowid").in_(
        text("SELECT value FROM json_each(:among)").bindparams(among=json.dumps(list(ids)))
    )


def check(connection: Connection) -> tuple[str, ...]:
    """Compares the index with the reports, word by word. Needs a writing connection."""
    try:
        connection.exec_driver_sql("INSERT INTO report_fts(report_fts, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return ("the full-text index does not agree with the reports",)
    return ()
