"""Evidence rows become the model's values again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection
from sqlmodel import col, select

from msgevidence.model.evidence import (
    Direction,
    Facet,
    Finding,
    Notice,
    NoticeKind,
    Provenance,
    Relation,
    Relevance,
    Study,
)
from msgevidence.store.database import in_chunks
from msgevidence.store.evidence_tables import FindingRow, StudyReportRow, StudyRow, WorkRow


def study_of(data: str) -> Study:
    values: dict[str, Any] = json.loads(data)
    values.update(relevance=Relevance(values["relevance"]), reports=tuple(values["reports"]))
    return Study(**values)


def finding_of(data: str) -> Finding:
    values: dict[str, Any] = json.loads(data)
    return Finding(**{**values, "direction": Direction(values["direction"])})


def notice_of(data: str) -> Notice:
    values: dict[str, Any] = json.loads(data)
    return Notice(**{**values, "kind": NoticeKind(values["kind"])})


def relation_of(data: str) -> Relation:
    return Relation(**json.loads(data))


def provenance_of(data: str) -> Provenance:
    return Provenance(**json.loads(data))


def said(study: Study, facet: Facet) -> tuple[str, ...]:
    """What a study says of itself in one facet: slugs or the source's words, several separated by ``|`` or ``;``."""
    values: str = getattr(study, facet.value.replace("-", "_"), "")
    return tuple(value for part in re.split(r"[|;]", values) if (value := part.strip()))


def studies(connection: Connection, ids: Iterable[str] | None = None) -> dict[str, tuple[Study, tuple[int, ...]]]:
    """Studies (all, or these) with the ids of their reports in the library."""
    query = (
        select(StudyRow.id, StudyRow.data, WorkRow.report_id)
        .outerjoin(StudyReportRow, col(StudyReportRow.study_id) == col(StudyRow.id))
        .outerjoin(WorkRow, col(WorkRow.id) == col(StudyReportRow.work_id))
        .order_by(col(StudyRow.id), col(WorkRow.report_id))
    )
    parts = (
        [query] if ids is None else [query.where(col(StudyRow.id).in_(some)) for some in in_chunks(sorted(set(ids)))]
    )
    found: dict[str, tuple[Study, tuple[int, ...]]] = {}
    for part in parts:
        for row in connection.execute(part):
            study, reports = found.get(row.id) or (study_of(row.data), ())
            found[row.id] = (study, reports if row.report_id is None else (*reports, row.report_id))
    return found


def findings(connection: Connection, *conditions: Any) -> list[tuple[Finding, int]]:
    """Findings with the id of the report they were read in, by id."""
    query = (
        select(FindingRow.data, WorkRow.report_id)
        .join(WorkRow, col(WorkRow.id) == col(FindingRow.work_id))
        .where(*conditions)
        .order_by(col(FindingRow.id))
    )
    return [(finding_of(row.data), row.report_id) for row in connection.execute(query)]


def findings_of(connection: Connection, ids: Iterable[str]) -> dict[str, Finding]:
    """Findings by id."""
    found: dict[str, Finding] = {}
    for chunk in in_chunks(ids):
        found.update((one.id, one) for one, _ in findings(connection, col(FindingRow.id).in_(chunk)))
    return found
