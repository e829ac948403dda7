"""A question put to a library: the one way from terms to a summary, for the command line and the front end alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgevidence.evidence.answers import Named, Question, Searched, Summary
from msgevidence.evidence.summary import HARMS, summarise
from msgevidence.evidence.told import Told
from msgevidence.model.evidence import Facet, Finding, Relation, Relevance, Study, Term


class Placed(Protocol):
    """A study where the evidence map counts it."""

    @property
    def study(self) -> Study: ...

    @property
    def findings(self) -> Sequence[Finding]: ...


class Holding(Protocol):
    """Which evidence the library holds."""

    @property
    def version(self) -> str: ...

    @property
    def date(self) -> str: ...

    @property
    def reports(self) -> int: ...


class Library(Protocol):
    """What a summary asks of a library (the store's `Queries` answers it)."""

    def evidence(self, population: str, outcome: str, *, group_type: str) -> Sequence[Told]: ...

    def cell(self, rows: Facet, row: str, columns: Facet, column: str) -> Sequence[Placed]: ...

    def relations(self, reports: Iterable[int]) -> Iterable[Relation]: ...

    def terms(self, facet: Facet) -> Sequence[Term]: ...

    def dataset(self) -> Holding: ...


def ask(library: Library, population: Term, outcome: Term, group_type: Term | None = None) -> Summary:
    """The summary of findings for population × outcome [× group type]; each term stands for its narrower ones."""
    kind = group_type.slug if group_type else ""
    told = library.evidence(population.slug, outcome.slug, group_type=kind)
    harms = library.evidence(population.slug, HARMS, group_type=kind)
    related = set(library.relations({one.report.id for one in told}))
    kinds = _with_narrower(library.terms(Facet.GROUP_TYPE), kind) if kind else frozenset()
    silent = [
        placed.study
        for placed in library.cell(Facet.POPULATION, population.slug, Facet.OUTCOME, outcome.slug)
        if not placed.findings and placed.study.relevance is not Relevance.CONTEXT
    ]
    held = library.dataset()
    return summarise(
        Question(Named.of(population), Named.of(outcome), Named.of(group_type) if group_type else None),
        told,
        outcomes=library.terms(Facet.OUTCOME),
        harms=harms,
        relations=sorted(related, key=lambda one: (one.subject, one.kind, one.object)),
        silent=[study for study in silent if not kinds or kinds.intersection(study.group_type.split("|"))],
        searched=Searched(held.version, held.date, held.reports),
    )


def _with_narrower(terms: Sequence[Term], slug: str) -> frozenset[str]:
    """The slug and all below it; parents stand before their children."""
    found = {slug}
    for term in terms:
        if term.broader in found:
            found.add(term.slug)
    return frozenset(found)
