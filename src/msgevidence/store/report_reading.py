"""Everything about one report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, or_
from sqlmodel import col, select

from msgevidence.errors import NotFound
from msgevidence.model.evidence import Relation
from msgevidence.model.record import RawRecord
from msgevidence.ports import Action
from msgevidence.store.database import in_chunks
from msgevidence.store.evidence_reading import (
    findings,
    notice_of,
    provenance_of,
    relation_of,
    studies,
)
from msgevidence.store.evidence_tables import (
    FindingRow,
    NoticeRow,
    ProvenanceRow,
    RelationRow,
    StudyReportRow,
    WorkRow,
)
from msgevidence.store.listing import lines, report_tags
from msgevidence.store.rows import problem_of, record_of
from msgevidence.store.tables import (
    HeldRow,
    ProblemRow,
    RecordRow,
    ReportRow,
    RunRow,
    TaggingRow,
    TermRow,
    VersionRow,
    columns,
)
from msgevidence.store.views import (
    FindingView,
    HistoryEvent,
    RelationView,
    ReportView,
    SourceRecordView,
    StudyView,
)
from msgevidence.store.views import ReportRow as ReportLine


def report(connection: Connection, key: int | str) -> ReportView:
    """See `Queries.report`."""
    where = ReportRow.id == key if isinstance(key, int) else func.lower(ReportRow.citekey) == key.lower()
    row = connection.execute(select(*columns(ReportRow)).where(where)).first()
    if row is None:
        raise NotFound(f"there is no report {key} in the library; it may have been taken out with its run")
    works = list(connection.execute(select(WorkRow.id).where(WorkRow.report_id == row.id)).scalars())
    study_ids = set(
        connection.execute(select(StudyReportRow.study_id).where(col(StudyReportRow.work_id).in_(works))).scalars()
    )
    studies_here = study_views(connection, study_ids)
    own_findings = findings(connection, col(FindingRow.work_id).in_(works))
    by_id = {view.study.id: view.study for view in studies_here}
    line = lines(connection, [row.id])[0]
    names = [*works, *study_ids, *(finding.id for finding, _ in own_findings)]
    return ReportView(
        row=line,
        record=record_of(row.csl, row.leftovers, row.citekey),
        origins=json.loads(row.origins),
        tags=report_tags(connection, [row.id]).get(row.id, ()),
        studies=studies_here,
        findings=tuple(FindingView(finding, by_id.get(finding.study), line) for finding, _ in own_findings),
        notices=tuple(map(notice_of, _data(connection, NoticeRow, col(NoticeRow.work_id).in_(works)))),
        relations=_relations(connection, {*works, *study_ids}),
        sources=_sources(connection, row.id),
        provenance=tuple(map(provenance_of, _data(connection, ProvenanceRow, col(ProvenanceRow.entity_id).in_(names)))),
        problems=tuple(map(problem_of, _problems(connection, row.id))),
        history=_history(connection, row.id),
    )


def relations(connection: Connection, reports: Iterable[int]) -> frozenset[Relation]:
    """See `Queries.relations`."""
    found: set[Relation] = set()
    for chunk in in_chunks(set(reports)):
        works = select(WorkRow.id).where(col(WorkRow.report_id).in_(chunk))
        of_studies = select(StudyReportRow.study_id).where(col(StudyReportRow.work_id).in_(works))
        for end in (col(RelationRow.subject), col(RelationRow.object)):
            for names in (works, of_studies):
                found.update(map(relation_of, _data(connection, RelationRow, end.in_(names))))
    return frozenset(found)


def study_views(connection: Connection, ids: Iterable[str]) -> tuple[StudyView, ...]:
    """Studies with their reports and findings, by id."""
    found = studies(connection, ids)
    reports = {line.id: line for line in lines(connection, sorted({one for _, ids in found.values() for one in ids}))}
    told = findings(connection, col(FindingRow.study_id).in_(list(found)))
    return tuple(
        StudyView(
            study,
            tuple(reports[one] for one in ids if one in reports),
            tuple(finding for finding, _ in told if finding.study == study.id),
        )
        for study, ids in found.values()
    )


def _data(connection: Connection, table: Any, *conditions: Any) -> list[str]:
    return list(connection.execute(select(table.data).where(*conditions).order_by(table.id)).scalars())


def _relations(connection: Connection, names: set[str]) -> tuple[RelationView, ...]:
    about = or_(col(RelationRow.subject).in_(names), col(RelationRow.object).in_(names))
    relations = list(map(relation_of, _data(connection, RelationRow, about)))
    others = {one.object if one.subject in names else one.subject for one in relations}
    reports = dict(connection.execute(select(WorkRow.id, WorkRow.report_id).where(col(WorkRow.id).in_(others))).all())
    for id_, (_, ids) in studies(connection, others).items():
        if ids:
            reports.setdefault(id_, ids[0])
    shown: dict[int, ReportLine] = {line.id: line for line in lines(connection, list(reports.values()))}
    return tuple(
        RelationView(one, shown.get(reports.get(one.object if one.subject in names else one.subject, 0)))
        for one in relations
    )


def _sources(connection: Connection, report_id: int) -> tuple[SourceRecordView, ...]:
    run = columns(RunRow)
    query = select(*[*columns(RecordRow), run.source, run.sha256]).join(RunRow, col(RunRow.id) == col(RecordRow.run_id))
    rows = connection.execute(query.where(RecordRow.report_id == report_id).order_by(col(RecordRow.id)))
    return tuple(_source(row) for row in rows)


def _source(row: Any) -> SourceRecordView:
    raw = RawRecord(
        row.format, row.position, row.line, tuple((tag, value) for tag, value in json.loads(row.fields)), row.text
    )
    return SourceRecordView(
        row.id, row.run_id, row.source, row.sha256, raw.format, raw.index, raw.line, raw.fields, raw.text,
        None if row.csl is None else record_of(row.csl, row.leftovers), Action(row.action), row.because, row.by,
    )  # fmt: skip


def _problems(connection: Connection, report_id: int) -> list[Any]:
    query = select(*columns(ProblemRow)).join(RecordRow, col(RecordRow.id) == col(ProblemRow.record_id))
    return list(connection.execute(query.where(RecordRow.report_id == report_id).order_by(col(ProblemRow.id))))


def _history(connection: Connection, report_id: int) -> tuple[HistoryEvent, ...]:
    """What the records, decisions and persons did to the report, oldest first."""
    run, record, held = columns(RunRow), columns(RecordRow), columns(HeldRow)
    told = [run.started, record.by, record.because, record.run_id, VersionRow.id, held.decided_at, held.decided_by]
    records = (
        select(*told)
        .join(RunRow, run.id == record.run_id)
        .outerjoin(VersionRow, col(VersionRow.record_id) == record.id)
        .outerjoin(HeldRow, held.record_id == record.id)
        .where(record.report_id == report_id)
    )
    events = [
        HistoryEvent(decided_at or started, "added" if version is None else "merged", decided_by or by, because, run)
        for started, by, because, run, version, decided_at, decided_by in connection.execute(records)
    ]
    said, term = columns(TaggingRow), columns(TermRow)
    words = (
        select(*[said.said_at, said.status, said.by, said.because, term.facet, term.slug])
        .join(TermRow, term.id == said.term_id)
        .where(said.report_id == report_id, said.run_id == 0)
    )
    events += [
        HistoryEvent(said_at, f"tag-{status}", by, f"{facet}: {slug}" + (f" ({because})" if because else ""))
        for said_at, status, by, because, facet, slug in connection.execute(words)
    ]
    return tuple(sorted(events, key=lambda event: event.when))
