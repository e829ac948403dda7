"""Which reports a draft might be: those that share a match key with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, func
from sqlmodel import col, select

from msgevidence.model.record import Record
from msgevidence.store.database import in_chunks
from msgevidence.store.descriptions import load
from msgevidence.store.rows import record_of
from msgevidence.store.tables import MatchKeyRow, RecordRow

AT_MOST = 12
"""Candidates per draft: those that share the most, and the rarest, keys."""
WIDE = 60
"""A key that more records share says little ("Mutual support groups for people with …"): it counts only for a draft
that has no other. That keeps the cost of a record the same however large the library is."""


def find(connection: Connection, keys: Sequence[Sequence[int]]) -> list[list[tuple[int, Record]]]:
    """For each draft's keys, (report id, description) of what shares one, likeliest first."""
    width = _widths(connection, {key for draft in keys for key in draft})
    narrow = {key for key, number in width.items() if number <= WIDE}
    telling = [_telling(draft, width, narrow) for draft in keys]
    holders = _holders(connection, {key for draft in telling for key in draft}, narrow)
    chosen = [best(draft, holders) for draft in telling]
    records = load(connection, {report for reports in chosen for report in reports})
    return [[(report, records[report].record) for report in reports] for reports in chosen]


def _widths(connection: Connection, keys: set[int]) -> dict[int, int]:
    """How many records have each key; those nobody has are left out."""
    number = func.count().label("number")
    query = select(MatchKeyRow.key, number).group_by(col(MatchKeyRow.key))
    found: dict[int, int] = {}
    for chunk in in_chunks(keys):
        found.update(connection.execute(query.where(col(MatchKeyRow.key).in_(chunk))).all())
    return found


def _telling(draft: Sequence[int], width: Mapping[int, int], narrow: set[int]) -> list[int]:
    """The draft's narrow keys; without any, the narrowest of the wide ones."""
    own = narrow.intersection(draft)
    if own:
        return list(own)
    wide = [key for key in draft if key in width]
    return [min(wide, key=lambda key: (width[key], key))] if wide else []


def _holders(connection: Connection, keys: set[int], narrow: set[int]) -> dict[int, set[int]]:
    """The reports that have each key; of a wide key only those of its newest records."""
    holders: defaultdict[int, set[int]] = defaultdict(set)
    query = (
        select(MatchKeyRow.key, RecordRow.report_id)
        .join(RecordRow, col(RecordRow.id) == col(MatchKeyRow.record_id))
        .where(col(RecordRow.report_id).is_not(None))
    )
    for chunk in in_chunks(keys & narrow):
        for key, report in connection.execute(query.where(col(MatchKeyRow.key).in_(chunk))):
            holders[key].add(report)
    for key in keys - narrow:
        newest_first = query.where(MatchKeyRow.key == key).order_by(col(MatchKeyRow.record_id).desc()).limit(WIDE)
        holders[key].update(report for _, report in connection.execute(newest_first))
    return holders


def newest(connection: Connection, keys: Iterable[int]) -> dict[int, tuple[int, Record]]:
    """For each key that is known, the report and the record that had it last."""
    found: dict[int, tuple[int, Record]] = {}
    query = (
        select(MatchKeyRow.key, RecordRow.report_id, RecordRow.csl, RecordRow.leftovers)
        .join(RecordRow, col(RecordRow.id) == col(MatchKeyRow.record_id))
        .where(col(RecordRow.report_id).is_not(None))
        .order_by(col(RecordRow.id))
    )
    for chunk in in_chunks(set(keys)):
        for key, report, csl, leftovers in connection.execute(query.where(col(MatchKeyRow.key).in_(chunk))):
            if csl:
                found[key] = (report, record_of(csl, leftovers))
    return found


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


def best(draft: Sequence[int], holders: Mapping[int, Collection[int]]) -> list[int]:
    """A key counts for less the more reports have it."""
    shared: defaultdict[int, float] = defaultdict(float)
    for key in set(draft):
        reports = holders.get(key, ())
        for report in reports:
            shared[report] += 1 / len(reports)
    return sorted(shared, key=lambda report: (-shared[report], report))[:AT_MOST]
