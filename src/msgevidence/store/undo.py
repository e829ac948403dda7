"""Takes records back out of reports: a whole run's, or the one of a decision."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, insert, update
from sqlmodel import col, select

from msgevidence.errors import CallRefused, NotFound
from msgevidence.model.problems import Problem, Severity
from msgevidence.store import descriptions, evidence_writing, tagging
from msgevidence.store.database import reserve
from msgevidence.store.evidence_tables import WorkRow
from msgevidence.store.rows import problem_values
from msgevidence.store.tables import ProblemRow, RecordRow, ReportRow, RunRow, TaggingRow, VersionRow, columns


def undo_run(connection: Connection, run_id: int) -> None:
    """Takes a run back whole: its evidence, records, tags, held records and problems, and the reports only it knew.

    A report that another run has a part in stays, with that part; if this run had made it, a Problem of the run says
    so. The run itself stays in the list, marked.
    """
    run = connection.execute(select(RunRow.undone).where(RunRow.id == run_id)).first()
    if run is None:
        raise NotFound(f"there is no run {run_id}; see the list of runs")
    if run.undone:
        raise CallRefused(f"run {run_id} was undone already, at {run.undone}")
    touched = set(
        connection.execute(select(TaggingRow.report_id).where(TaggingRow.run_id == run_id).distinct()).scalars()
    )
    evidence_writing.take_back(connection, run_id)
    shared = _shared_records(connection, run_id)
    for record in shared:
        if record.others:
            descriptions.detach(connection, record.report_id, record.id)
    connection.execute(delete(TaggingRow).where(col(TaggingRow.run_id) == run_id))
    connection.execute(delete(ProblemRow).where(col(ProblemRow.run_id) == run_id))
    connection.execute(delete(RecordRow).where(col(RecordRow.run_id) == run_id))
    _delete_reports_without_source(connection)
    tagging.settle(connection, touched)
    for record in shared:
        if record.began:
            _say_it_stays(connection, run_id, record.report_id)
    connection.execute(update(RunRow).where(col(RunRow.id) == run_id).values(undone=tagging.moment()))


def release(connection: Connection, record_id: int) -> None:
    """Takes one record out of its report, and the report away if it has no other."""
    report_id = connection.execute(select(RecordRow.report_id).where(RecordRow.id == record_id)).scalar_one()
    if report_id is None:
        return
    record = columns(RecordRow)
    others = exists().where(record.report_id == report_id, record.id != record_id)
    if connection.execute(select(others)).scalar():
        descriptions.detach(connection, report_id, record_id)
    connection.execute(update(RecordRow).where(col(RecordRow.id) == record_id).values(report_id=None))
    connection.execute(
        delete(TaggingRow).where(col(TaggingRow.report_id) == report_id, col(TaggingRow.record_id) == record_id)
    )
    _delete_reports_without_source(connection, report_id)
    tagging.settle(connection, [report_id])


class _Shared:
    """A record of the run in a report that does not go with the run."""

    def __init__(self, id_: int, report_id: int, began: bool, others: bool) -> None:
        self.id = id_
        self.report_id = report_id
        self.began = began  # the report was made for it
        self.others = others  # there are other source records, not only evidence of another run


def _shared_records(connection: Connection, run_id: int) -> list[_Shared]:
    """Newest merge first: that way each is taken off the end of its report's history where it can be."""
    other = RecordRow.__table__.alias("other")  # type: ignore[attr-defined]
    others = exists().where(other.c.report_id == RecordRow.report_id, other.c.run_id != run_id)
    spoken_of = exists().where(col(WorkRow.report_id) == col(RecordRow.report_id))
    rows = connection.execute(
        select(RecordRow.id, RecordRow.report_id, col(VersionRow.id).is_(None), others)
        .outerjoin(VersionRow, col(VersionRow.record_id) == col(RecordRow.id))
        .where(RecordRow.run_id == run_id, col(RecordRow.report_id).is_not(None), others | spoken_of)
        .order_by(col(VersionRow.id).desc().nulls_last())
    )
    return [_Shared(*row) for row in rows]


def _delete_reports_without_source(connection: Connection, only: int | None = None) -> None:
    report = columns(ReportRow)
    known = exists().where(columns(RecordRow).report_id == report.id) | exists().where(
        columns(WorkRow).report_id == report.id
    )
    statement = delete(ReportRow).where(~known)
    connection.execute(statement if only is None else statement.where(report.id == only))


def _say_it_stays(connection: Connection, run_id: int, report_id: int) -> None:
    citekey = connection.execute(select(ReportRow.citekey).where(ReportRow.id == report_id)).scalar_one()
    problem = Problem(
        "report-kept", f"{citekey} stays in the library: a later run has a part in it", Severity.NOTE, quote=citekey
    )
    id_ = reserve(connection, ProblemRow, 1)[0]
    connection.execute(insert(ProblemRow), {"id": id_, "run_id": run_id, "record_id": None} | problem_values(problem))
