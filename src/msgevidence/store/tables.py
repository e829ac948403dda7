"""The tables. Private to the store: what leaves it are the frozen values of `views`.

A registry of our own keeps `SQLModel.metadata` clean and lets a reload import this module twice. Table classes do not
validate; rows are made from settled values only, in `rows`. JSON is kept as compact TEXT. Ids are handed out by
`counter`, never twice, so that a link to a report that is gone finds nothing rather than another report.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, UniqueConstraint, func
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_WITHOUT_ROWID = {"sqlite_with_rowid": False}


class Base(SQLModel, registry=registry()):
    """The root of the table classes."""


def _reference(target: str, *, on_delete: str | None = None, **options: Any) -> Any:
    return Field(sa_column=Column(ForeignKey(target, ondelete=on_delete), **{"nullable": False, **options}))


def columns(model: type[SQLModel]) -> Any:
    """A table's columns, for statements that take many of them."""
    return model.__table__.c  # type: ignore[attr-defined]


class Counter(Base, table=True):
    """The last id handed out for a table, and the library's revision."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    value: int


class RunRow(Base, table=True):
    """One run. The counts are those at its end and stay, even when it was undone."""

    __tablename__ = "run"
    id: int = Field(primary_key=True)
    kind: str
    source: str
    format: str
    sha256: str
    actor: str
    started: str
    finished: str = ""
    read: int = 0
    added: int = 0
    merged: int = 0
    held: int = 0
    rejected: int = 0
    undone: str = ""


class ReportRow(Base, table=True):
    """One document. `csl`, `leftovers` and `origins` are its merged description; the columns before them are made
    from it for lists, sorting and lookup.
    """

    __tablename__ = "report"
    id: int = Field(primary_key=True)
    citekey: str
    type: str
    title: str
    title_sort: str = Field(index=True)
    author: str
    author_sort: str = Field(index=True)
    year: int | None
    container: str
    doi: str = Field(index=True)
    pmid: str = Field(index=True)
    csl: str
    leftovers: str
    origins: str

    __table_args__ = (Index("ix_report_year", "year", "id"),)


Index("ux_report_citekey", func.lower(ReportRow.__table__.c.citekey), unique=True)  # type: ignore[attr-defined]


class RecordRow(Base, table=True):
    """One source record, as read (`fields`, `text`) and as understood (`csl`), and what was decided.

    `report_id` is empty for a held or rejected one.
    """

    __tablename__ = "source_record"
    id: int = Field(primary_key=True)
    run_id: int = _reference("run.id", index=True)
    report_id: int | None = _reference("report.id", nullable=True, index=True)
    position: int
    line: int
    format: str
    fields_: str = Field(sa_column=Column("fields", Text, nullable=False))
    text: str
    csl: str | None
    leftovers: str
    action: str
    because: str
    by: str


class MatchKeyRow(Base, table=True):
    """A key by which other drafts find this record's report."""

    __tablename__ = "match_key"
    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    record_id: int = _reference("source_record.id", on_delete="CASCADE", primary_key=True)

    __table_args__ = (Index("ix_match_key_record", "record_id", "key"), _WITHOUT_ROWID)


class VersionRow(Base, table=True):
    """A report's description as it was before a record was merged into it."""

    __tablename__ = "report_version"
    id: int = Field(primary_key=True)
    report_id: int = _reference("report.id", on_delete="CASCADE", index=True)
    record_id: int = _reference("source_record.id", on_delete="CASCADE", index=True)
    csl: str
    leftovers: str
    origins: str


class HeldRow(Base, table=True):
    """A record that waits, or waited, for a decision."""

    __tablename__ = "held"
    id: int = Field(primary_key=True)
    record_id: int = _reference("source_record.id", on_delete="CASCADE", index=True)
    report_id: int | None = _reference("report.id", on_delete="SET NULL", nullable=True, index=True)
    rule: str
    citekeys: str
    tags: str
    decided: str = ""
    decided_by: str = ""
    decided_at: str = ""


class NotDuplicateRow(Base, table=True):
    """Two reports a person said are different; `low` < `high`."""

    __tablename__ = "not_duplicate"
    low: int = _reference("report.id", on_delete="CASCADE", primary_key=True)
    high: int = _reference("report.id", on_delete="CASCADE", primary_key=True, index=True)

    __table_args__ = (_WITHOUT_ROWID,)


class ProblemRow(Base, table=True):
    """A problem of a record, or of its file."""

    __tablename__ = "problem"
    id: int = Field(primary_key=True)
    run_id: int = _reference("run.id", index=True)
    record_id: int | None = _reference("source_record.id", on_delete="CASCADE", nullable=True, index=True)
    code: str
    severity: str
    message: str
    variable: str | None
    line: int | None
    position: int | None
    quote: str | None


class TermRow(Base, table=True):
    """A term of the vocabulary; `position` is its place in it, `details` holds what is only shown."""

    __tablename__ = "term"
    id: int = Field(primary_key=True)
    facet: str
    slug: str
    label: str
    broader: str
    position: int
    details: str

    __table_args__ = (UniqueConstraint("facet", "slug", name="ux_term"),)


class AncestorRow(Base, table=True):
    """Every term under each of its broader terms, and under itself."""

    __tablename__ = "term_ancestor"
    ancestor_id: int = _reference("term.id", primary_key=True)
    term_id: int = _reference("term.id", primary_key=True)

    __table_args__ = (Index("ix_term_ancestor_term", "term_id", "ancestor_id"), _WITHOUT_ROWID)


class TaggingRow(Base, table=True):
    """Who said that a term fits a report: a record's tags (`record_id`), a run's evidence (`run_id` alone) or, with
    both 0, a person.
    """

    __tablename__ = "tagging"
    report_id: int = _reference("report.id", on_delete="CASCADE", primary_key=True)
    term_id: int = _reference("term.id", primary_key=True)
    by: str = Field(primary_key=True)
    record_id: int = Field(primary_key=True)
    run_id: int = Field(primary_key=True)
    status: str
    because: str
    said_at: str

    __table_args__ = (_WITHOUT_ROWID,)


class TagRow(Base, table=True):
    """What holds, made from `tagging` (see `tagging`): accepted and proposed tags; a rejected one is not here."""

    __tablename__ = "tag"
    term_id: int = _reference("term.id", primary_key=True)
    report_id: int = _reference("report.id", on_delete="CASCADE", primary_key=True)
    status: str

    __table_args__ = (Index("ix_tag_report", "report_id", "term_id", "status"), _WITHOUT_ROWID)
