"""Stores a batch of entries with few, large statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from msgevidence.errors import CallRefused
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Record
from msgevidence.ports import Action, Decision
from msgevidence.store import fulltext, tagging
from msgevidence.store.citekeys import CitekeyAllocator
from msgevidence.store.database import cannot_hold, reserve
from msgevidence.store.descriptions import Description, load, merge
from msgevidence.store.entries import Entry
from msgevidence.store.rows import (
    Values,
    description_values,
    problem_values,
    record_values,
    report_values,
    tags_json,
    to_json,
)
from msgevidence.store.tables import (
    HeldRow,
    MatchKeyRow,
    ProblemRow,
    RecordRow,
    ReportRow,
)


@dataclass(slots=True)
class Applier:
    """Applies entries for one run."""

    connection: Connection
    run_id: int
    terms: tagging.TermIds
    citekeys: CitekeyAllocator

    def apply(self, entries: Sequence[Entry]) -> list[int | None]:
        """All at once; if a constraint forbids it, one by one, and what cannot be stored then is rejected."""
        _refuse_nonsense(entries)
        try:
            with self.connection.begin_nested():
                return self._store(entries)
        except DatabaseError as error:
            if not cannot_hold(self.connection, error):
                raise
            return [self._apply_one(entry) for entry in entries]

    def _apply_one(self, entry: Entry) -> int | None:
        try:
            with self.connection.begin_nested():
                return self._store([entry])[0]
        except DatabaseError as error:
            if not cannot_hold(self.connection, error):
                raise
            problem = Problem("not-stored", f"the library cannot hold this record: {error.orig}", Severity.ERROR)
            rejected = replace(
                entry,
                decision=Decision(Action.REJECT, because="not-stored"),
                keys=(),
                tags=(),
                problems=(*entry.problems, problem.at(record=entry.raw.index, line=entry.raw.line)),
            )
            with self.connection.begin_nested():
                return self._store([rejected])[0]

    def _store(self, entries: Sequence[Entry]) -> list[int | None]:
        record_ids = reserve(self.connection, RecordRow, len(entries))
        new = reserve(self.connection, ReportRow, sum(entry.decision.action is Action.ADD for entry in entries))
        fresh = iter(new)
        reports = [next(fresh) if entry.decision.action is Action.ADD else _target(entry) for entry in entries]

        described = [description_values(entry.record) for entry in entries]
        self._insert(ReportRow, self._report_rows(entries, described, new))
        self._insert(
            RecordRow,
            [
                {"id": id_, "run_id": self.run_id, "report_id": report}
                | record_values(entry.raw, description, entry.decision)
                for id_, report, entry, description in zip(record_ids, reports, entries, described, strict=True)
            ],
        )
        self._insert(
            MatchKeyRow,
            [
                {"key": key, "record_id": id_}
                for id_, entry in zip(record_ids, entries, strict=True)
                for key in set(entry.keys)
            ],
        )
        self._insert_problems(record_ids, entries)
        self._insert_held(record_ids, entries)
        self._claim_tags(record_ids, reports, entries)
        fulltext.add(self.connection, new)
        tagging.settle_new(self.connection, new)
        self._merge(record_ids, entries)
        return reports

    def _report_rows(self, entries: Sequence[Entry], described: Sequence[Values], ids: range) -> list[Values]:
        added = [
            (entry, description if entry.merged is None else description_values(entry.merged))
            for entry, description in zip(entries, described, strict=True)
            if entry.decision.action is Action.ADD
        ]
        keys = self.citekeys.allocate([(entry.citekey, *entry.citekey_alternatives) for entry, _ in added])
        return [
            {"id": id_, "citekey": key} | report_values(entry.merged or _record(entry), entry.origins, description)
            for id_, key, (entry, description) in zip(ids, keys, added, strict=True)
        ]

    def _insert_problems(self, record_ids: range, entries: Sequence[Entry]) -> None:
        rows = [
            {"run_id": self.run_id, "record_id": id_} | problem_values(problem)
            for id_, entry in zip(record_ids, entries, strict=True)
            for problem in _problems(entry)
        ]
        for id_, row in zip(reserve(self.connection, ProblemRow, len(rows)), rows, strict=True):
            row["id"] = id_
        self._insert(ProblemRow, rows)

    def _insert_held(self, record_ids: range, entries: Sequence[Entry]) -> None:
        held = [
            (id_, entry) for id_, entry in zip(record_ids, entries, strict=True) if entry.decision.action is Action.HOLD
        ]
        ids = reserve(self.connection, HeldRow, len(held))
        self._insert(
            HeldRow,
            [
                {
                    "id": id_,
                    "record_id": record_id,
                    "report_id": entry.decision.report,
                    "rule": entry.decision.because,
                    "citekeys": to_json([entry.citekey, *entry.citekey_alternatives]),
                    "tags": tags_json(entry.tags),
                    "decided": "",
                    "decided_by": "",
                    "decided_at": "",
                }
                for id_, (record_id, entry) in zip(ids, held, strict=True)
            ],
        )

    def _claim_tags(self, record_ids: range, reports: Sequence[int | None], entries: Sequence[Entry]) -> None:
        now = tagging.moment()
        tagging.claim_all(
            self.connection,
            [
                tagging.claim_values(self.terms, report, tag, record_id=id_, run_id=self.run_id, now=now)
                for id_, report, entry in zip(record_ids, reports, entries, strict=True)
                if report is not None
                for tag in entry.tags
            ],
        )

    def _merge(self, record_ids: range, entries: Sequence[Entry]) -> None:
        merging = [
            (id_, entry, report)
            for id_, entry in zip(record_ids, entries, strict=True)
            if (report := _target(entry)) is not None
        ]
        before = load(self.connection, (report for _, _, report in merging))
        current = dict(before)
        steps = []
        for record_id, entry, report in merging:
            start, now, record = before[report], current[report], _record(entry)
            if entry.merged is None:
                after = now.filled(record, entry.origins)
            elif now is start and not entry.revises:
                after = Description(entry.merged, entry.origins)
            else:  # merged with the report as it was before another entry of this batch was, or only what changed
                after = now.patched(start, Description(entry.merged, entry.origins), record)
            steps.append((report, record_id, now, after))
            current[report] = after
        merge(self.connection, steps)
        tagging.settle(self.connection, before)

    def _insert(self, table: type[SQLModel], rows: list[Values]) -> None:
        if rows:
            self.connection.execute(insert(table), rows)


def _refuse_nonsense(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.record is None and entry.decision.action is not Action.REJECT:
            raise CallRefused(f"record {entry.raw.index} has no description, so it can only be rejected")
        if entry.decision.action is Action.MERGE and entry.decision.report is None:
            raise CallRefused(f"record {entry.raw.index} is to be merged, but not said into what")


def _target(entry: Entry) -> int | None:
    return entry.decision.report if entry.decision.action is Action.MERGE else None


def _record(entry: Entry) -> Record:
    assert entry.record is not None  # noqa: S101 - refused above
    return entry.record


def _problems(entry: Entry) -> list[Problem]:
    """Those of the reading and those of the settling, each once."""
    place = {"record": entry.raw.index, "line": entry.raw.line}
    return list(dict.fromkeys(problem.at(**place) for problem in (*entry.raw.problems, *entry.problems)))
