"""Writes evidence, keeping what it replaces, and takes it back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, and_, delete, insert, update
from sqlmodel import col, select

from msgevidence.model.evidence import Facet, Finding, Notice, Provenance, Relation, Study, Tag, TagStatus
from msgevidence.store.database import in_chunks, insert_new
from msgevidence.store.evidence_reading import said
from msgevidence.store.evidence_tables import (
    EvidenceBase,
    FactRow,
    FindingRow,
    NoticeRow,
    ProvenanceRow,
    RelationRow,
    ReplacedRow,
    StudyReportRow,
    StudyRow,
    WorkRow,
)
from msgevidence.store.rows import Values, to_json
from msgevidence.store.tables import ReportRow, columns
from msgevidence.store.tagging import TermIds

TABLES: dict[str, type[EvidenceBase]] = {
    str(table.__tablename__): table
    for table in (FactRow, WorkRow, StudyRow, FindingRow, NoticeRow, RelationRow, ProvenanceRow)
}
_STUDY_FACETS = (
    Facet.DESIGN, Facet.SETTING, Facet.GROUP_TYPE, Facet.LEADERSHIP, Facet.DELIVERY, Facet.FORMAT,
)  # fmt: skip


def fact_values(name: str, value: str) -> Values:
    return {"id": name, "data": value}


def work_values(work: str, report_id: int) -> Values:
    return {"id": work, "report_id": report_id, "data": "{}"}


def study_values(study: Study) -> Values:
    return {
        "id": study.id,
        "relevance": study.relevance.value,
        "level": study.ocebm_level,
        "data": to_json(asdict(study)),
    }


def finding_values(finding: Finding) -> Values:
    return {
        "id": finding.id,
        "study_id": finding.study,
        "work_id": finding.work,
        "population": finding.population,
        "outcome": finding.outcome,
        "direction": finding.direction.value,
        "data": to_json(asdict(finding)),
    }


def notice_values(notice: Notice) -> Values:
    key = (notice.work, notice.kind.value, notice.date, notice.doi, notice.pmid, notice.about)
    return {
        "id": "|".join(key), "work_id": notice.work, "kind": notice.kind.value, "data": to_json(asdict(notice)),
    }  # fmt: skip


def relation_values(relation: Relation) -> Values:
    return {
        "id": f"{relation.subject}|{relation.kind}|{relation.object}",
        "subject": relation.subject,
        "object": relation.object,
        "data": to_json(asdict(relation)),
    }


def provenance_values(seen: Provenance) -> Values:
    return {
        "id": f"{seen.entity}|{seen.id}|{seen.field}|{seen.source}",
        "entity": seen.entity,
        "entity_id": seen.id,
        "data": to_json(asdict(seen)),
    }


def put(connection: Connection, table: type[EvidenceBase], rows: Iterable[Values], run_id: int) -> None:
    """Adds rows, or replaces those of the same id; what was there before another run's word is kept for an undo."""
    name = str(table.__tablename__)
    new = {row["id"]: {**row, "run_id": run_id} for row in rows}
    for chunk in in_chunks(new):
        there = list(connection.execute(select(*columns(table)).where(col(table.id).in_(chunk))).mappings())
        kept = [
            {
                "run_id": run_id, "entity": name, "row_id": row["id"],
                "run_before": row["run_id"], "data": to_json(dict(row)),
            }
            for row in there
            if row["run_id"] != run_id
        ]  # fmt: skip
        if kept:
            connection.execute(insert_new(ReplacedRow), kept)
        if there:
            connection.execute(delete(table).where(col(table.id).in_([row["id"] for row in there])))
        _insert(connection, table, [new[id_] for id_ in chunk])


def report_ids(connection: Connection, works: Iterable[str]) -> dict[str, int]:
    """Which reports these works are, as far as is known."""
    found: dict[str, int] = {}
    for chunk in in_chunks(set(works)):
        query = select(WorkRow.id, WorkRow.report_id).where(col(WorkRow.id).in_(chunk))
        found.update((row.id, row.report_id) for row in connection.execute(query))
    return found


def implied_tags(
    studies: Sequence[Study], findings: Sequence[Finding], reports: Mapping[str, int], terms: TermIds
) -> Iterator[tuple[int, Tag]]:
    """What studies and findings say of their reports in terms the vocabulary has."""
    for study in studies:
        told = [(facet, slug) for facet in _STUDY_FACETS for slug in said(study, facet)]
        for work in study.reports:
            yield from _tags(reports.get(work), told, f"study {study.id}", terms)
    for finding in findings:
        both = [(Facet.POPULATION, finding.population), (Facet.OUTCOME, finding.outcome)]
        yield from _tags(reports.get(finding.work), both, f"finding {finding.id}", terms)


def take_back(connection: Connection, run_id: int) -> None:
    """Removes what a run wrote and puts back what it had replaced; where a later run replaced it again, that later
    run now remembers what this one had remembered.
    """
    for table in reversed(TABLES.values()):
        connection.execute(delete(table).where(col(table.run_id) == run_id))
    remembered = connection.execute(select(*columns(ReplacedRow)).where(ReplacedRow.run_id == run_id)).all()
    handed_on = set()
    for row in remembered:
        later = and_(
            col(ReplacedRow.entity) == row.entity,
            col(ReplacedRow.row_id) == row.row_id,
            col(ReplacedRow.run_before) == run_id,
        )
        passed = connection.execute(update(ReplacedRow).where(later).values(run_before=row.run_before, data=row.data))
        if passed.rowcount:
            handed_on.add((row.entity, row.row_id))
    connection.execute(
        delete(ReplacedRow).where((col(ReplacedRow.run_id) == run_id) | (col(ReplacedRow.run_before) == run_id))
    )
    for name, table in TABLES.items():
        back = [
            json.loads(row.data)
            for row in remembered
            if row.entity == name and (row.entity, row.row_id) not in handed_on
        ]
        if table is WorkRow:
            back = _of_present_reports(connection, back)
        _insert(connection, table, back)


def _insert(connection: Connection, table: type[EvidenceBase], rows: list[Values]) -> None:
    if not rows:
        return
    connection.execute(insert(table), rows)
    if table is StudyRow:
        links = [
            {"study_id": row["id"], "work_id": work}
            for row in rows
            for work in dict.fromkeys(json.loads(row["data"])["reports"])
        ]
        if links:
            connection.execute(insert(StudyReportRow), links)


def _of_present_reports(connection: Connection, works: list[Values]) -> list[Values]:
    present: set[int] = set()
    for chunk in in_chunks({row["report_id"] for row in works}):
        present.update(connection.execute(select(ReportRow.id).where(col(ReportRow.id).in_(chunk))).scalars())
    return [row for row in works if row["report_id"] in present]


def _tags(
    report: int | None, told: Iterable[tuple[Facet, str]], because: str, terms: TermIds
) -> Iterator[tuple[int, Tag]]:
    if report is None:
        return
    for facet, slug in told:
        if terms.get(facet, slug) is not None:
            yield report, Tag(facet, slug, "curator", because, TagStatus.ACCEPTED)
