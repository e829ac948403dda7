"""A run: one transaction, many entries, one sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, insert, update
from sqlmodel import col, select

from msgevidence.errors import SumViolated
from msgevidence.model.evidence import Finding, Notice, Provenance, Relation, Study
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record
from msgevidence.store import candidates, evidence_writing, tagging
from msgevidence.store.applying import Applier
from msgevidence.store.citekeys import CitekeyAllocator
from msgevidence.store.database import reserve
from msgevidence.store.entries import Entry
from msgevidence.store.evidence_tables import (
    FactRow,
    FindingRow,
    NoticeRow,
    ProvenanceRow,
    RelationRow,
    StudyRow,
    WorkRow,
)
from msgevidence.store.rows import problem_values, storable
from msgevidence.store.run_views import one_run
from msgevidence.store.tables import ProblemRow, RecordRow, RunRow
from msgevidence.store.views import RunView


class Run:
    """Made by `Library.run`."""

    def __init__(
        self, connection: Connection, *, source: str, kind: str, format_name: str, sha256: str, actor: str
    ) -> None:
        self._connection = connection
        self.id = reserve(connection, RunRow, 1)[0]
        connection.execute(
            insert(RunRow),
            {
                "id": self.id, "kind": kind, "source": storable(source), "format": format_name, "sha256": sha256,
                "actor": actor, "started": tagging.moment(), "finished": "",
                "read": 0, "added": 0, "merged": 0, "held": 0, "rejected": 0, "undone": "",
            },
        )  # fmt: skip
        self._terms = tagging.TermIds(connection)
        self._applier = Applier(connection, self.id, self._terms, CitekeyAllocator(connection))
        self._applied = 0
        self._declared: int | None = None
        self._result: RunView | None = None

    def candidates(self, keys: Sequence[Sequence[int]]) -> list[list[tuple[int, Record]]]:
        """For each draft's match keys, the reports that share one: (report id, its description), most shared first,
        at most 100. Reports applied earlier in this run are among them.
        """
        return candidates.find(self._connection, keys)

    def last_given(self, keys: Iterable[int]) -> dict[int, tuple[int, Record]]:
        """For keys of lasting addresses: the report that the address's record went to last, and that record."""
        return candidates.newest(self._connection, keys)

    def apply(self, entries: Sequence[Entry]) -> list[int | None]:
        """Stores the entries; for each the id of its report, None when it was held or rejected. Batches of 500 to
        2,000 are fastest. A MERGE names a report that is stored already, so two drafts of one batch that are the same
        have to come in two calls.
        """
        self._applied += len(entries)
        return self._applier.apply(entries) if entries else []

    def count_read(self, number: int) -> None:
        """Tells how many records the reader gave; at the end they must all have been applied (else SumViolated).
        May be called again for more. Without any call the entries themselves are the count.
        """
        self._declared = (self._declared or 0) + number

    def problem(self, problem: Problem) -> None:
        """A problem of the file, not of one record."""
        id_ = reserve(self._connection, ProblemRow, 1)[0]
        values = {"id": id_, "run_id": self.id, "record_id": None} | problem_values(problem)
        self._connection.execute(insert(ProblemRow), values)

    def put_evidence(
        self,
        *,
        studies: Iterable[Study] = (),
        findings: Iterable[Finding] = (),
        notices: Iterable[Notice] = (),
        relations: Iterable[Relation] = (),
        provenance: Iterable[Provenance] = (),
        works: Mapping[str, int],
    ) -> None:
        """Adds or replaces evidence by id. `works` says which report each work id is. What studies and findings say in
        vocabulary terms becomes accepted tags of their reports, by ``curator``.
        """
        told, found = list(studies), list(findings)
        put = evidence_writing.put
        put(self._connection, WorkRow, (evidence_writing.work_values(*item) for item in works.items()), self.id)
        put(self._connection, StudyRow, map(evidence_writing.study_values, told), self.id)
        put(self._connection, FindingRow, map(evidence_writing.finding_values, found), self.id)
        put(self._connection, NoticeRow, map(evidence_writing.notice_values, notices), self.id)
        put(self._connection, RelationRow, map(evidence_writing.relation_values, relations), self.id)
        put(self._connection, ProvenanceRow, map(evidence_writing.provenance_values, provenance), self.id)
        named = {work for study in told for work in study.reports} | {finding.work for finding in found}
        reports = evidence_writing.report_ids(self._connection, named)
        for work in sorted(named - reports.keys()):
            self.problem(
                Problem("work-missing", f"evidence speaks of the work {work}, which the library does not hold")
            )
        implied = list(evidence_writing.implied_tags(told, found, reports, self._terms))
        tagging.claim(self._connection, self._terms, implied, run_id=self.id)
        tagging.settle(self._connection, (report for report, _ in implied))

    def put_dataset(self, *, version: str, date: str, facts: Mapping[str, str] | None = None) -> None:
        """Which dataset this is (for `Queries.dataset`)."""
        self.put_facts({"version": version, "date": date, **(facts or {})})

    def put_facts(self, facts: Mapping[str, str]) -> None:
        """Remembers facts by name with this run; an undo of the run brings back what they were before it."""
        rows = (evidence_writing.fact_values(name, value) for name, value in facts.items())
        evidence_writing.put(self._connection, FactRow, rows, self.id)

    def finish(self, *, dry_run: bool) -> None:
        """Called by `Library.run` at the end: checks the sum and closes the run. SumViolated takes all of it back."""
        counted = dict(
            self._connection.execute(
                select(RecordRow.action, func.count()).where(RecordRow.run_id == self.id).group_by(RecordRow.action)
            ).all()
        )
        sums = {action: counted.get(action, 0) for action in ("added", "merged", "held", "rejected")}
        read = self._applied if self._declared is None else self._declared
        if read != sum(sums.values()):
            told = " + ".join(f"{number} {action}" for action, number in sums.items())
            raise SumViolated(f"{read} records were read, but {told} were stored; the run was taken back")
        closing = {"finished": tagging.moment(), "read": read, **sums}
        self._connection.execute(update(RunRow).where(col(RunRow.id) == self.id).values(closing))
        view = one_run(self._connection, self.id)
        self._result = replace(view, id=0, dry_run=True) if dry_run else view

    @property
    def result(self) -> RunView:
        """The run's report, once it has ended."""
        if self._result is None:
            raise RuntimeError("the run has not ended")
        return self._result
