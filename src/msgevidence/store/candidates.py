"""Which reports a draft might be: those that share a match key with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func
from sqlmodel import col, select

from msgevidence.model.record import Record
from msgevidence.store.database import in_chunks
from msgevidence.store.descriptions import load
from msgevidence.store.tables import MatchKeyRow, RecordRow

AT_MOST = 100
"""Candidates per draft; those with the most keys in common. A key that hundreds share says little."""


def find(connection: Connection, keys: Sequence[Sequence[int]]) -> list[list[tuple[int, Record]]]:
    """For each draft's keys, (report id, description) of what shares one, most shared first."""
    holders: defaultdict[int, set[int]] = defaultdict(set)
    query = (
        select(MatchKeyRow.key, RecordRow.report_id)
        .join(RecordRow, col(RecordRow.id) == col(MatchKeyRow.record_id))
        .where(col(RecordRow.report_id).is_not(None))
    )
    for chunk in in_chunks({key for draft in keys for key in draft}):
        for key, report in connection.execute(query.where(col(MatchKeyRow.key).in_(chunk))):
            holders[key].add(report)
    chosen = [_best(draft, holders) for draft in keys]
    records = load(connection, {report for reports in chosen for report in reports})
    return [[(report, records[report].record) for report in reports] for reports in chosen]


def only_from(connection: Connection, format_name: str, ids: Iterable[int]) -> frozenset[int]:
    """Those of the reports that no record of another format describes."""
    found: set[int] = set()
    for chunk in in_chunks(set(ids)):
        formats = (
            select(RecordRow.report_id, func.min(RecordRow.format), func.max(RecordRow.format))
            .where(col(RecordRow.report_id).in_(chunk))
            .group_by(col(RecordRow.report_id))
        )
        found.update(
            report for report, low, high in connection.execute(formats) if low == high == format_name and report
        )
    return frozenset(found)


def _best(draft: Sequence[int], holders: dict[int, set[int]]) -> list[int]:
    shared = Counter(report for key in set(draft) for report in holders.get(key, ()))
    return sorted(shared, key=lambda report: (-shared[report], report))[:AT_MOST]
