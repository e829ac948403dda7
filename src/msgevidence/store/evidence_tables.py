"""The tables of the evidence. Private to the store, like `tables`.

All have an `id` of text, the run that wrote the row, and the whole value as JSON in `data`; the other columns are made
from it for joins and filters.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field

from msgevidence.store.tables import Base


class EvidenceBase(Base):
    """What every evidence row has."""

    id: str = Field(primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    data: str


class FactRow(EvidenceBase, table=True):
    """Facts about the dataset: version, date and what else its maker says."""

    __tablename__ = "fact"


class WorkRow(EvidenceBase, table=True):
    """Which report a work id of the dataset is."""

    __tablename__ = "work"
    report_id: int = Field(sa_column=Column(ForeignKey("report.id", ondelete="CASCADE"), nullable=False, index=True))


class StudyRow(EvidenceBase, table=True):
    __tablename__ = "study"
    relevance: str
    level: int | None


class StudyReportRow(Base, table=True):
    """The works that report a study."""

    __tablename__ = "study_report"
    study_id: str = Field(
        sa_column=Column(ForeignKey("study.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    work_id: str = Field(primary_key=True)

    __table_args__ = (
        Index("ix_study_report_work", "work_id", "study_id"),
        {"sqlite_with_rowid": False},
    )


class FindingRow(EvidenceBase, table=True):
    __tablename__ = "finding"
    study_id: str = Field(index=True)
    work_id: str = Field(index=True)
    population: str = Field(index=True)
    outcome: str = Field(index=True)
    direction: str


class NoticeRow(EvidenceBase, table=True):
    __tablename__ = "notice"
    work_id: str = Field(index=True)
    kind: str


class RelationRow(EvidenceBase, table=True):
    __tablename__ = "relation"
    subject: str = Field(index=True)
    object: str = Field(index=True)


class ProvenanceRow(EvidenceBase, table=True):
    __tablename__ = "provenance"
    entity: str
    entity_id: str = Field(index=True)


class ReplacedRow(Base, table=True):
    """A row of evidence as it was before a run replaced it, so that the run can be undone."""

    __tablename__ = "replaced"
    run_id: int = Field(primary_key=True, foreign_key="run.id")
    entity: str = Field(primary_key=True)
    row_id: str = Field(primary_key=True)
    run_before: int = Field(index=True)
    data: str
