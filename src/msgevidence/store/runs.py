"""A run: one transaction, many entries, one sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgevidence.model.evidence import Finding, Notice, Provenance, Relation, Study
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record
from msgevidence.store.entries import Entry
from msgevidence.store.views import RunView


class Run:
    """Made by `Library.run`."""

    id: int

    def candidates(self, keys: Sequence[Sequence[int]]) -> list[list[tuple[int, Record]]]:
        """For each draft's match keys, the reports that share one: (report id, its description), most shared first,
        at most 100. Reports applied earlier in this run are among them.
        """
        raise NotImplementedError

    def apply(self, entries: Sequence[Entry]) -> list[int | None]:
        """Stores the entries; for each the id of its report, None when it was held or rejected."""
        raise NotImplementedError

    def count_read(self, number: int) -> None:
        """Tells how many records the reader gave; at the end they must all have been applied (else SumViolated).
        Without this call the entries themselves are the count.
        """
        raise NotImplementedError

    def problem(self, problem: Problem) -> None:
        """A problem of the file, not of one record."""
        raise NotImplementedError

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
        raise NotImplementedError

    def put_dataset(self, *, version: str, date: str, facts: Mapping[str, str] | None = None) -> None:
        """Which dataset this is (for `Queries.dataset`)."""
        raise NotImplementedError

    @property
    def result(self) -> RunView:
        """The run's report, once it has ended."""
        raise NotImplementedError
