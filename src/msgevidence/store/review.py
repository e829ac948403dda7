"""Decides held records, takes decisions back, and puts an automatic merge back into the queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlmodel import col, select

from msgevidence.errors import CallRefused, NotFound
from msgevidence.model.record import Record
from msgevidence.ports import Action, Decision
from msgevidence.store import descriptions, fulltext, tagging, undo
from msgevidence.store.citekeys import CitekeyAllocator
from msgevidence.store.database import insert_new, reserve
from msgevidence.store.rows import record_of, report_values, tags_json, tags_of, to_json
from msgevidence.store.tables import HeldRow, NotDuplicateRow, RecordRow, ReportRow, columns


def decide(
    connection: Connection, held_id: int, decision: Decision, merged: Record | None, origins: Mapping[str, str]
) -> None:
    """See `Library.decide_held`."""
    record = columns(RecordRow)
    held = connection.execute(
        select(*[*columns(HeldRow), record.run_id, record.csl, record.leftovers])
        .join(RecordRow, col(RecordRow.id) == col(HeldRow.record_id))
        .where(HeldRow.id == held_id)
    ).first()
    if held is None:
        raise NotFound(f"there is no held record {held_id}; see the review queue")
    if decision.action is Action.HOLD:
        undo.release(connection, held.record_id)
        _mark(connection, held_id, "", "")
        return
    if held.decided:
        raise CallRefused(f"held record {held_id} is decided already ({held.decided}); take that back first")
    if decision.action is Action.ADD:
        _add(connection, held, merged, origins)
    elif decision.action is Action.MERGE:
        _merge(connection, held, decision.report, merged, origins)
    _mark(connection, held_id, decision.action.value, decision.by)


def reopen(connection: Connection, record_id: int, citekey: str) -> int:
    """See `Library.reopen`."""
    row = columns(RecordRow)
    told = [row.report_id, row.action, row.because]
    record = connection.execute(select(*told).where(row.id == record_id)).first()
    if record is None:
        raise NotFound(f"there is no source record {record_id}; `review --merged` lists those that were merged")
    if connection.execute(select(HeldRow.id).where(HeldRow.record_id == record_id)).first():
        raise CallRefused(f"source record {record_id} was decided in the review queue; take that decision back there")
    if record.action != Action.MERGE.value or record.report_id is None:
        raise CallRefused(f"source record {record_id} was not merged into another: there is nothing to take apart")
    tags = tagging.of_record(connection, record.report_id, record_id)
    undo.release(connection, record_id)
    held_id = reserve(connection, HeldRow, 1)[0]
    waiting = {"decided": "", "decided_by": "", "decided_at": ""}
    remembered = {"rule": record.because, "citekeys": to_json([citekey]), "tags": tags_json(tags)}
    place = {"id": held_id, "record_id": record_id, "report_id": record.report_id}
    connection.execute(insert(HeldRow), place | remembered | waiting)
    return held_id


def _add(connection: Connection, held: Any, merged: Record | None, origins: Mapping[str, str]) -> None:
    record = merged or record_of(held.csl, held.leftovers)
    new = reserve(connection, ReportRow, 1)
    citekey = CitekeyAllocator(connection).allocate([json.loads(held.citekeys)])[0]
    connection.execute(insert(ReportRow), {"id": new[0], "citekey": citekey} | report_values(record, origins))
    _attach(connection, held, new[0])
    fulltext.add(connection, new)
    if held.report_id is not None:
        low, high = sorted((held.report_id, new[0]))
        connection.execute(insert_new(NotDuplicateRow), {"low": low, "high": high})


def _merge(
    connection: Connection, held: Any, target: int | None, merged: Record | None, origins: Mapping[str, str]
) -> None:
    report_id = target if target is not None else held.report_id
    before = descriptions.load(connection, [report_id] if report_id is not None else [])
    if report_id not in before:
        raise NotFound("the report to merge into is not in the library any more; add or reject the record instead")
    now = before[report_id]
    record = record_of(held.csl, held.leftovers)
    after = now.filled(record, origins) if merged is None else descriptions.Description(merged, origins)
    descriptions.merge(connection, [(report_id, held.record_id, now, after)])
    _attach(connection, held, report_id)


def _attach(connection: Connection, held: Any, report_id: int) -> None:
    connection.execute(update(RecordRow).where(col(RecordRow.id) == held.record_id).values(report_id=report_id))
    said = [(report_id, tag) for tag in tags_of(held.tags)]
    tagging.claim(connection, tagging.TermIds(connection), said, record_id=held.record_id, run_id=held.run_id)
    tagging.settle(connection, [report_id])


def _mark(connection: Connection, held_id: int, decided: str, by: str) -> None:
    at = tagging.moment() if decided else ""
    connection.execute(
        update(HeldRow).where(col(HeldRow.id) == held_id).values(decided=decided, decided_by=by, decided_at=at)
    )
