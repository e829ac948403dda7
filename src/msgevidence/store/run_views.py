"""Runs as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func
from sqlmodel import col, select

from msgevidence.errors import NotFound
from msgevidence.store.rows import problem_of
from msgevidence.store.tables import HeldRow, ProblemRow, RecordRow, ReportRow, RunRow, columns
from msgevidence.store.views import RunView


def all_runs(connection: Connection) -> tuple[RunView, ...]:
    """Newest first, without their problems."""
    waiting = dict(connection.execute(_waiting().group_by(col(RecordRow.run_id))).all())
    problems = dict(connection.execute(select(ProblemRow.run_id, func.count()).group_by(col(ProblemRow.run_id))).all())
    rows = connection.execute(select(*columns(RunRow)).order_by(col(RunRow.id).desc())).mappings()
    return tuple(
        RunView(**row, waiting=waiting.get(row["id"], 0), problem_count=problems.get(row["id"], 0)) for row in rows
    )


def one_run(connection: Connection, run_id: int) -> RunView:
    """With its problems, those of the file first; NotFound."""
    row: Mapping[Any, Any] | None = (
        connection.execute(select(*columns(RunRow)).where(RunRow.id == run_id)).mappings().first()
    )
    if row is None:
        raise NotFound(f"there is no run {run_id}; see the list of runs")
    waiting = connection.execute(_waiting().where(RecordRow.run_id == run_id).group_by(col(RecordRow.run_id))).first()
    problems = connection.execute(
        select(*columns(ProblemRow))
        .where(ProblemRow.run_id == run_id)
        .order_by(col(ProblemRow.record_id).is_not(None), col(ProblemRow.id))
    ).all()
    return RunView(
        **row,
        waiting=waiting[1] if waiting else 0,
        problem_count=len(problems),
        problems=tuple(map(problem_of, problems)),
    )


def citekeys_of_run(connection: Connection, run_id: int) -> tuple[str, ...]:
    """The reports its records belong to, each once, in the order they were read; held and rejected have none."""
    found = connection.execute(
        select(ReportRow.citekey)
        .join(RecordRow, col(RecordRow.report_id) == col(ReportRow.id))
        .where(RecordRow.run_id == run_id)
        .order_by(col(RecordRow.id))
    )
    return tuple(dict.fromkeys(found.scalars()))


def _waiting() -> Any:
    return (
        select(RecordRow.run_id, func.count())
        .join(HeldRow, col(HeldRow.record_id) == col(RecordRow.id))
        .where(HeldRow.decided == "")
    )
