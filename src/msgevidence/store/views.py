"""What the library shows: frozen values, no rows and no connections behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgevidence.model.evidence import (
    Facet,
    Finding,
    Notice,
    NoticeKind,
    Provenance,
    Relation,
    Study,
    Tag,
    TagStatus,
    Term,
)
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record
from msgevidence.ports import Action


@dataclass(frozen=True, slots=True)
class TagView:
    """A term on a report with its effective status, and everyone who said so (`claims`, strongest first)."""

    term: Term
    status: TagStatus
    claims: tuple[Tag, ...]

    @property
    def facet(self) -> Facet:
        return self.term.facet

    @property
    def slug(self) -> str:
        return self.term.slug

    @property
    def by(self) -> str:
        """Who decided the status."""
        return self.claims[0].by

    @property
    def because(self) -> str:
        """The words or the reason behind the status."""
        return self.claims[0].because


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of a list. `title` is plain text; `authors` is ``Family, Given; …`` (editors where there are none);
    `level` the best OCEBM level of its studies, `relevance` the most central of them ("" without a study).
    """

    id: int
    citekey: str
    type: str
    title: str
    authors: str
    year: int | None
    container: str
    doi: str
    pmid: str
    tags: tuple[TagView, ...] = ()  # accepted and proposed
    level: int | None = None
    relevance: str = ""
    studies: tuple[str, ...] = ()  # study ids
    findings: int = 0
    notices: tuple[NoticeKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of a list. `total` counts all that match. `notes` say how an odd query was understood."""

    total: int
    rows: tuple[ReportRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many reports of the list carry a term or one of its narrower terms."""

    facet: Facet
    slug: str
    label: str
    broader: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many reports of the list are of a year; None counts those without one."""

    year: int | None
    count: int


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with the study it belongs to and the report it was read in."""

    finding: Finding
    study: Study | None
    report: ReportRow


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study with its reports and findings. A report that belongs to no study stands as one of its own:
    then `study.id` is ``report:<id>``.
    """

    study: Study
    reports: tuple[ReportRow, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationView:
    """A relation of this report or its studies; `other` is the work at its other end, where the library holds it."""

    relation: Relation
    other: ReportRow | None = None


@dataclass(frozen=True, slots=True)
class SourceRecordView:
    """One source record of a report: what was read, where, and what was decided. `fields` are the source's own."""

    id: int
    run: int
    source: str
    sha256: str
    format: str
    index: int
    line: int
    fields: tuple[tuple[str, object], ...]
    text: str
    record: Record | None
    action: Action
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One thing that happened to a report: `what` is added, merged, tag-accepted, tag-rejected …; `when` ISO, UTC."""

    when: str
    what: str
    by: str
    because: str = ""
    run: int | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the library knows of one report."""

    row: ReportRow
    record: Record  # `id` is the citation key
    origins: Mapping[str, str]
    tags: tuple[TagView, ...]  # rejected ones too
    studies: tuple[StudyView, ...]
    findings: tuple[FindingView, ...]
    notices: tuple[Notice, ...]
    relations: tuple[RelationView, ...]
    sources: tuple[SourceRecordView, ...]
    provenance: tuple[Provenance, ...]
    problems: tuple[Problem, ...]
    history: tuple[HistoryEvent, ...]

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def citekey(self) -> str:
        return self.row.citekey


@dataclass(frozen=True, slots=True)
class RunView:
    """One run and its sum: read = added + merged + held + rejected, as it was when the run ended.

    `id` is 0 for a dry run. `waiting` counts its held records that still wait; `undone` is when it was taken back
    ("" if not). `problems` is () in `Queries.runs()`, where only `problem_count` is told.
    """

    id: int
    kind: str
    source: str
    format: str
    sha256: str
    actor: str
    started: str
    finished: str
    read: int
    added: int
    merged: int
    held: int
    rejected: int
    waiting: int = 0
    undone: str = ""
    dry_run: bool = False
    problem_count: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldView:
    """A record that waits for a decision beside the report it may be the same as (None: that report is gone).

    `decided` is None while it waits; after that the action taken, which can be taken back.
    """

    id: int
    run: int
    source: str
    record: Record
    candidate: ReportRow | None
    candidate_record: Record | None
    rule: str
    tags: tuple[Tag, ...] = ()
    decided: Action | None = None
    decided_by: str = ""
    became: int | None = None  # the report it was added as or merged into


@dataclass(frozen=True, slots=True)
class MergedView:
    """A source record that the rules merged by themselves into a report that had another; `rule` says why."""

    id: int
    run: int
    source: str
    record: Record
    report: ReportRow
    rule: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a row term and a column term meet: counts of studies (the unit) and of their findings."""

    row: str
    column: str
    studies: int
    findings: int
    by_design: Mapping[str, int] = field(default_factory=dict)  # studies
    by_direction: Mapping[str, int] = field(default_factory=dict)  # findings
    by_certainty: Mapping[str, int] = field(default_factory=dict)  # findings


@dataclass(frozen=True, slots=True)
class Matrix:
    """The evidence map: every term of both axes in vocabulary order, parents before children; cells that are not
    there are empty, which is a result. `row_totals` and `column_totals` count distinct studies.
    """

    rows: tuple[Term, ...]
    columns: tuple[Term, ...]
    cells: tuple[Cell, ...]
    row_totals: Mapping[str, int] = field(default_factory=dict)
    column_totals: Mapping[str, int] = field(default_factory=dict)
    studies: int = 0


@dataclass(frozen=True, slots=True)
class DatasetView:
    """Which evidence the library holds: `version` and `date` of the bundled dataset ("" if none was loaded)."""

    version: str
    date: str
    reports: int
    records: int
    studies: int
    findings: int
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HealthView:
    """The library's state. `integrity` holds what the checks found; () is sound."""

    url: str  # without a password
    schema: str
    revision: int
    size: int  # bytes
    counts: Mapping[str, int]
    integrity: tuple[str, ...] = ()
