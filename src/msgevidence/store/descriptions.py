"""A report's description over time: merged into, and taken back out of again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update
from sqlmodel import SQLModel, col, select

from msgevidence.model.record import VARIABLES, Record
from msgevidence.store.database import in_chunks, reserve
from msgevidence.store.rows import description_values, record_of, report_values, to_json
from msgevidence.store.tables import RecordRow, ReportRow, VersionRow, columns

_PARTS = ("type", *VARIABLES, "leftovers")


@dataclass(frozen=True, slots=True)
class Description:
    """A merged Record and where its values are from."""

    record: Record
    origins: Mapping[str, str] = field(default_factory=dict)

    def filled(self, other: Record, origins: Mapping[str, str]) -> Description:
        """The same with only its gaps filled from another record."""
        return self._with({part: getattr(other, part) for part in _PARTS if not getattr(self.record, part)}, origins)

    def patched(self, before: Description, after: Description, source: Record) -> Description:
        """What the step from `before` to `after`, made because of `source`, would have made of this description:
        what the step changed is changed, what it left alone stays, and gaps are filled from `source`.
        """
        changes = {
            part: value for part in _PARTS if (value := getattr(after.record, part)) != getattr(before.record, part)
        }
        return self._with(changes, after.origins).filled(source, after.origins)

    def _with(self, changes: Mapping[str, Any], origins: Mapping[str, str]) -> Description:
        told = {**self.origins, **{part: origins[part] for part in changes if part in origins}}
        return Description(
            self.record.replaced(**changes),
            {part: origin for part, origin in told.items() if part not in changes or changes[part]},
        )


def load(connection: Connection, report_ids: Iterable[int]) -> dict[int, Description]:
    """The present descriptions of these reports."""
    found = {}
    for chunk in in_chunks(set(report_ids)):
        query = select(ReportRow.id, ReportRow.csl, ReportRow.leftovers, ReportRow.origins)
        for row in connection.execute(query.where(col(ReportRow.id).in_(chunk))):
            found[row.id] = _description(row)
    return found


def merge(connection: Connection, merges: Iterable[tuple[int, int, Description, Description]]) -> None:
    """Writes merges (report id, record id, before, after), in their order, and keeps what was before."""
    todo = list(merges)
    ids = reserve(connection, VersionRow, len(todo))
    if not todo:
        return
    connection.execute(
        insert(VersionRow),
        [
            {"id": id_, "report_id": report, "record_id": record, **_version_values(before)}
            for id_, (report, record, before, _) in zip(ids, todo, strict=True)
        ],
    )
    final = {report: after for report, _, _, after in todo}
    connection.execute(
        _update(ReportRow),
        [{"key": report, **report_values(after.record, after.origins)} for report, after in final.items()],
    )


def detach(connection: Connection, report_id: int, record_id: int) -> None:
    """Takes one source record's part out of a report that keeps others.

    The last one merged leaves the description exactly as it was before. For an earlier one the later steps are made
    again without it.
    """
    versions = connection.execute(
        select(VersionRow).where(VersionRow.report_id == report_id).order_by(col(VersionRow.id))
    ).all()
    states = [*map(_description, versions), load(connection, [report_id])[report_id]]
    position = next((index for index, row in enumerate(versions) if row.record_id == record_id), None)
    if position is None:  # it is what the report began with; the next one takes its place
        if not versions:
            return
        now = Description(_source(connection, versions[0].record_id))
        gone, rest = versions[0], range(1, len(versions))
    else:
        now = states[position]
        gone, rest = versions[position], range(position + 1, len(versions))
    connection.execute(delete(VersionRow).where(col(VersionRow.id) == gone.id))
    for index in rest:
        step = versions[index]
        connection.execute(_update(VersionRow), {"key": step.id, **_version_values(now)})
        now = now.patched(states[index], states[index + 1], _source(connection, step.record_id))
    connection.execute(_update(ReportRow), {"key": report_id, **report_values(now.record, now.origins)})


def _source(connection: Connection, record_id: int) -> Record:
    row = connection.execute(select(RecordRow.csl, RecordRow.leftovers).where(RecordRow.id == record_id)).one()
    return record_of(row.csl or '{"type":"document"}', row.leftovers)


def _description(row: Any) -> Description:
    return Description(record_of(row.csl, row.leftovers), json.loads(row.origins))


def _version_values(description: Description) -> dict[str, str]:
    return {**description_values(description.record), "origins": to_json(dict(description.origins))}


def _update(table: type[SQLModel]) -> Any:
    """UPDATE by id; the id comes as the parameter `key`."""
    return update(table).where(columns(table).id == bindparam("key"))
