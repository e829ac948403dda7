"""A finding in one line of a table, and whether it counts."""

from __future__ import annotations

from dataclasses import dataclass

from msgevidence.evidence.sizes import size_of
from msgevidence.evidence.told import Kind, Told, kind_of, label_of, why_withdrawn
from msgevidence.model.evidence import Direction, Relevance


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in short. `counted` is "" or why it counts for nothing in the rows."""

    id: str
    study: str
    citekey: str
    label: str
    year: int | None
    kind: Kind
    design: str
    relevance: str
    population: str
    outcome: str
    comparator: str
    direction: Direction
    result: str
    absolute: str
    n: int | None
    k: int | None
    timepoint: str
    subgroup: str
    certainty: str
    certainty_source: str
    search_date: str
    locator: str
    note: str
    counted: str = ""


def why_not_counted(told: Told) -> str:
    """Why a finding is no evidence on groups; "" when it is."""
    if told.study is None:
        return "its study is not in the library"
    if told.study.relevance is Relevance.CONTEXT:
        return "it is about social relationships in general, not about groups"
    gone = why_withdrawn(told)
    return f"its report {gone}" if gone else ""


def line_of(told: Told) -> Line:
    finding, study = told.finding, told.study
    size = size_of(finding)
    return Line(
        id=finding.id,
        study=finding.study,
        citekey=told.report.citekey,
        label=label_of(told),
        year=told.report.year,
        kind=kind_of(study),
        design=study.design if study else "",
        relevance=study.relevance.value if study else "",
        population=finding.population,
        outcome=finding.outcome,
        comparator=finding.comparator,
        direction=finding.direction,
        result=size.text if size else finding.as_printed,
        absolute=finding.absolute_effect,
        n=finding.n,
        k=finding.k,
        timepoint=finding.timepoint or (f"{finding.timepoint_weeks:g} weeks" if finding.timepoint_weeks else ""),
        subgroup=finding.subgroup,
        certainty=finding.certainty,
        certainty_source=finding.certainty_source,
        search_date=study.search_date if study else "",
        locator=finding.locator,
        note=finding.note,
        counted=why_not_counted(told),
    )
