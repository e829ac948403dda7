"""The review queue, and the merges the rules made by themselves."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlmodel import select

from msgevidence.ports import Action
from msgevidence.store.descriptions import load
from msgevidence.store.listing import lines
from msgevidence.store.rows import record_of, tags_of
from msgevidence.store.tables import HeldRow, RecordRow, RunRow, columns
from msgevidence.store.views import HeldView, MergedView


def held_records(connection: Connection, *, decided: bool = False, only: int | None = None) -> tuple[HeldView, ...]:
    """See `Queries.held`."""
    held, record = columns(HeldRow), columns(RecordRow)
    shown = [held.id, held.report_id.label("candidate"), held.rule, held.tags, held.decided, held.decided_by]
    shown += [record.run_id, record.report_id.label("became"), record.csl, record.leftovers, columns(RunRow).source]
    query = (
        select(*shown)
        .join(RecordRow, record.id == held.record_id)
        .join(RunRow, columns(RunRow).id == record.run_id)
        .order_by(held.id)
    )
    if only is not None:
        query = query.where(HeldRow.id == only)
    elif not decided:
        query = query.where(HeldRow.decided == "")
    rows = connection.execute(query).all()
    candidates = sorted({row.candidate for row in rows if row.candidate is not None})
    reports = {line.id: line for line in lines(connection, candidates)}
    described = load(connection, candidates)
    return tuple(
        HeldView(
            row.id,
            row.run_id,
            row.source,
            record_of(row.csl, row.leftovers),
            reports.get(row.candidate),
            described[row.candidate].record if row.candidate in described else None,
            row.rule,
            tags_of(row.tags),
            Action(row.decided) if row.decided else None,
            row.decided_by,
            row.became,
        )
        for row in rows
    )


def merged_records(connection: Connection, record_id: int | None = None) -> tuple[MergedView, ...]:
    """See `Queries.merged`."""
    record, held = columns(RecordRow), columns(HeldRow)
    query = (
        select(*[record.id, record.run_id, columns(RunRow).source, record.report_id, record.csl, record.leftovers])
        .add_columns(record.because)
        .join(RunRow, columns(RunRow).id == record.run_id)
        .outerjoin(HeldRow, held.record_id == record.id)
        .where(record.action == Action.MERGE.value, record.report_id.is_not(None), held.id.is_(None))
        .order_by(record.id)
    )
    rows = connection.execute(query if record_id is None else query.where(record.id == record_id)).all()
    reports = {line.id: line for line in lines(connection, sorted({row.report_id for row in rows}))}
    return tuple(
        MergedView(
            row.id, row.run_id, row.source, record_of(row.csl, row.leftovers), reports[row.report_id], row.because
        )
        for row in rows
    )
