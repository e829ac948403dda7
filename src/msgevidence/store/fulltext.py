"""The full-text index: FTS5 in SQLite, a tsvector under a GIN index in PostgreSQL. Both are asked the same questions.

A question is a `Match`; the statements made of it are told apart only when SQLAlchemy writes them for a database. Both
indexes break text at whatever is no letter or digit, take accents off and stem with Porter's algorithm.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

COLUMNS = ("title", "author", "container", "keyword", "abstract")
RANKED_AT_MOST = 20_000
"""Of very common words only the newest reports are ranked; the others follow, newest first."""
LONGEST_WORD = 500
"""Characters; a longer word is in no PostgreSQL index, and would be refused in a question."""

INDEX = table("report_fts", *map(column, ("rowid", "report_fts", "words", "author", "keyword")))

_BM25 = "bm25(report_fts, 10.0, 4.0, 2.0, 4.0, 1.0)"  # the smallest is the best
_LABELS = {"title": "A", "author": "B", "keyword": "B", "container": "C", "abstract": "D"}
"""PostgreSQL knows four kinds of words, which weigh 1, 0.4, 0.2 and 0.1: as above."""
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


@dataclass(frozen=True, slots=True)
class Row:
    """Words in a row, in one column ("" for any); the last may be only the beginning of one."""

    text: str
    column: str = ""
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """All of these, or (`either`) at least one; and none of those."""

    parts: tuple[Match, ...]
    either: bool = False
    none_of: tuple[Match, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)


NOTHING = Together(())
"""Asks nothing, and is false."""
Match = Row | Together


def add(connection: Connection, reports: range) -> None:
    """Takes new reports into the index, all at once; later changes follow by themselves, through triggers."""
    if reports:
        statement = _ADD[connection.dialect.name]
        connection.execute(statement, {"first": reports[0], "last": reports[-1]})


def words(text_: str, column_name: str, prefix: bool) -> Match:
    """Words in a row."""
    return Row(text_, column_name, prefix)


def all_of(parts: Sequence[Match], none_of: Sequence[Match]) -> Match:
    """All of these and none of those; `parts` must not be empty."""
    return Together(tuple(parts), none_of=tuple(none_of))


def any_of(parts: Sequence[Match]) -> Match:
    return Together(tuple(parts), either=True)


def holds(match: Match) -> ColumnElement[bool]:
    """The condition on INDEX."""
    return _Holds(_fts5(match), _condition(match))


def report_ids(match: Match) -> Select[tuple[int]]:
    return select(INDEX.c.rowid).where(holds(match))


def ranked(match: Match) -> Select[tuple[int]]:
    """The ids found, best first; of equals the newest."""
    return report_ids(match).order_by(_Rank(INDEX.c.words, _tsquery(_one(match))), INDEX.c.rowid.desc())


def among(ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition on INDEX that the report is one of these."""
    return _Among(json.dumps(list(ids)))


def check(connection: Connection) -> tuple[str, ...]:
    """Compares the index with the reports, word by word. Needs a writing connection."""
    try:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO report_fts(report_fts, rank) VALUES ('integrity-check', 1)")
            return ()
        agrees = not connection.execute(_DIFFERENCE).scalar()
    except DatabaseError:
        agrees = False
    return () if agrees else ("the full-text index does not agree with the reports",)


class _Condition(FunctionElement[bool]):
    """Written as a condition by every database, so none has to compare it with true."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        del against
        return self


class _Holds(_Condition):
    """The question for FTS5, and the condition for PostgreSQL."""

    name = "holds"
    inherit_cache = True


class _Rank(FunctionElement[float]):
    name = "rank"
    type = Float()
    inherit_cache = True


class _Among(_Condition):
    name = "among"
    inherit_cache = True


@compiles(_Holds)
def _holds_fts5(element: _Holds, compiler: Any, **options: Any) -> str:
    question, _ = element.clauses
    return f"report_fts.report_fts MATCH {compiler.process(question, **options)}"


@compiles(_Holds, "postgresql")
def _holds_tsvector(element: _Holds, compiler: Any, **options: Any) -> str:
    _, condition = element.clauses
    return f"({compiler.process(condition, **options)})"


@compiles(_Rank)
def _rank_fts5(_element: _Rank, _compiler: Any, **_options: Any) -> str:
    return _BM25


@compiles(_Rank, "postgresql")
def _rank_tsvector(element: _Rank, compiler: Any, **options: Any) -> str:
    found, asked = element.clauses
    return f"-ts_rank({compiler.process(found, **options)}, {compiler.process(asked, **options)})"


@compiles(_Among)
def _among_fts5(element: _Among, compiler: Any, **options: Any) -> str:
    # the sign keeps the index from being asked once for each id: the words are looked up first
    return f"+report_fts.rowid IN (SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"


@compiles(_Among, "postgresql")
def _among_tsvector(element: _Among, compiler: Any, **options: Any) -> str:
    ids = compiler.process(element.clauses, **options)
    return f"report_fts.rowid IN (SELECT value::integer FROM json_array_elements_text(({ids})::json))"


def _fts5(match: Match) -> str:
    """As FTS5 is asked; words are quoted, so nothing in them is an operator."""
    if isinstance(match, Row):
        quoted = '"' + match.text.replace('"', '""') + '"' + (" *" if match.prefix else "")
        return f"{{{match.column}}} : {quoted}" if match.column else quoted
    joined = "(" + (" OR " if match.either else " AND ").join(map(_fts5, match.parts)) + ")"
    return f"({joined} NOT ({' OR '.join(map(_fts5, match.none_of))}))" if match.none_of else joined


def _condition(match: Match) -> ColumnElement[bool]:
    """As PostgreSQL is asked."""
    if isinstance(match, Row):
        found = INDEX.c.words.bool_op("@@")(_tsquery(_row(match)))
        if match.column in ("author", "keyword"):  # two that share a label
            return and_(found, INDEX.c[match.column].bool_op("@@")(_tsquery(_row(Row(match.text, "", match.prefix)))))
        return found
    parts = list(map(_condition, match.parts))
    joined = or_(*parts) if match.either else and_(*parts)
    return and_(joined, *(not_(_condition(one)) for one in match.none_of))


def _tsquery(question: str) -> ColumnElement[Any]:
    return func.to_tsquery(literal_column("'msgevidence'::regconfig"), question)


def _one(match: Match) -> str:
    """The whole question as one tsquery, for the rank; what must not be there adds nothing to it."""
    if isinstance(match, Row):
        return _row(match)
    return "(" + (" | " if match.either else " & ").join(map(_one, match.parts)) + ")"


def _row(row: Row) -> str:
    """Words in a row in the language of to_tsquery, each quoted."""
    label = _LABELS.get(row.column, "")
    folded = [_folded(word)[:LONGEST_WORD] for word in row.text.split()]
    told = [f"'{word}'" + (f":{label}" if label else "") for word in folded]
    if row.prefix:
        told[-1] = f"'{folded[-1]}':*{label}"
    return " <-> ".join(told)


def _folded(word: str) -> str:
    """As the migration's msgevidence_fold leaves a word; letters and digits only, whatever was in it."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", word.lower()))
    return "".join(char if char.isalnum() else " " for char in bare).strip() or " "


_ADD = {
    "sqlite": text(
        """
        INSERT INTO report_fts(rowid, title, author, container, keyword, abstract)
        SELECT id, title, author, container, keyword, abstract FROM report_text WHERE id BETWEEN :first AND :last
        """
    ),
    "postgresql": text(
        """
        INSERT INTO report_fts(rowid, words, author, keyword)
        SELECT id, words, author, keyword FROM report_words WHERE id BETWEEN :first AND :last
        """
    ),
}
_DIFFERENCE = text(
    """
    SELECT EXISTS (
        SELECT FROM report_words AS made FULL JOIN report_fts AS kept ON kept.rowid = made.id
        WHERE (made.words, made.author, made.keyword) IS DISTINCT FROM (kept.words, kept.author, kept.keyword)
    )
    """
)
