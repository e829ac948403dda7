"""The evidence map, and the findings behind a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import col

from msgevidence.model.evidence import Facet, Finding
from msgevidence.store.evidence_reading import findings, said, studies
from msgevidence.store.evidence_tables import FindingRow
from msgevidence.store.filters import Filters
from msgevidence.store.selection import select_reports
from msgevidence.store.snapshot import Snapshot
from msgevidence.store.views import Cell, Matrix


@dataclass(slots=True)
class Unit:
    """What one cell counts once: a study with those of its findings that are there, or a report without a study."""

    study: str = ""
    report: int = 0
    findings: list[str] = field(default_factory=list)


def matrix(library: Snapshot, rows: Facet, columns: Facet, filters: Filters) -> Matrix:
    """See `Queries.cells`."""
    from msgevidence.store import map_counting

    shown = select_reports(library, filters).mask()
    index = library.index
    tally = map_counting.tally(index, *map_counting.axes(index, rows, columns, filters), filters, shown)
    row_terms, column_terms = ([index.terms.every[number] for number in index.terms.of(one)] for one in (rows, columns))
    designs = map_counting.by_cell(tally.by_design, index.arrays.designs)
    directions = map_counting.by_cell(tally.by_direction, index.arrays.directions)
    certainties = map_counting.by_cell(tally.by_certainty, index.arrays.certainties)
    width = len(column_terms)
    row_slugs, column_slugs = ([term.slug for term in terms] for terms in (row_terms, column_terms))
    studies, findings = tally.by_design.sum(axis=0).tolist(), tally.by_direction.sum(axis=0).tolist()
    cells = tuple(
        Cell(
            row_slugs[place // width],
            column_slugs[place % width],
            studies[place],
            findings[place] if place in directions else 0,
            by_design,
            directions.get(place, {}),
            certainties.get(place, {}),
        )
        for place, by_design in designs.items()
    )
    return Matrix(
        tuple(row_terms),
        tuple(column_terms),
        cells,
        {term.slug: count for term, count in zip(row_terms, tally.rows.tolist(), strict=True) if count},
        {term.slug: count for term, count in zip(column_terms, tally.columns.tolist(), strict=True) if count},
        tally.units,
    )


def in_cell(
    library: Snapshot, row: tuple[Facet, str], column: tuple[Facet, str], filters: Filters, part: slice
) -> list[Unit]:
    """Those of the units one cell of the matrix counts, newest first; CallRefused for a term that is not in the
    vocabulary.
    """
    from msgevidence.store import map_counting

    index = library.index
    numbers = [index.terms.numbers(facet, (slug,))[0] for facet, slug in (row, column)]
    axes = map_counting.axes(index, row[0], column[0], filters)
    shown = select_reports(library, filters).mask()
    reports, items = map_counting.in_cell(index, (axes[0], numbers[0]), (axes[1], numbers[1]), filters, shown)
    arrays = index.arrays
    units: dict[int, Unit] = {}
    for study, finding in zip(arrays.item_study[items].tolist(), arrays.item_finding[items].tolist(), strict=True):
        unit = units.setdefault(study, Unit(arrays.study_ids[study].decode()))
        unit.findings += [finding.decode()] if finding else []
    # both lists hold the newest first and studies stand before reports of their year
    years = [(-int(arrays.study_year[study]), 0, study) for study in units]
    years += [(-year, 1, id_) for year, id_ in zip(index.years_of(reports), reports.tolist(), strict=True)]
    return [Unit(report=id_) if alone else units[id_] for _, alone, id_ in sorted(years)[part]]


def under(library: Snapshot, facet: Facet, slug: str) -> list[str]:
    """The term and its narrower ones; CallRefused when there is none of that name."""
    terms = library.index.terms
    return [terms.every[number].slug for number in sorted(terms.downwards[terms.numbers(facet, (slug,))[0]])]


def question(
    library: Snapshot, population: str, outcome: str, group_type: str, filters: Filters
) -> list[tuple[Finding, int]]:
    """See `Queries.evidence`: findings with the report each was read in."""
    conditions = []
    if population:
        conditions.append(col(FindingRow.population).in_(under(library, Facet.POPULATION, population)))
    if outcome:
        conditions.append(col(FindingRow.outcome).in_(under(library, Facet.OUTCOME, outcome)))
    if filters.direction:
        conditions.append(col(FindingRow.direction).in_(filters.direction))
    found = findings(library.connection, *conditions)
    if group_type:
        types = set(under(library, Facet.GROUP_TYPE, group_type))
        every = studies(library.connection, {one.study for one, _ in found})
        found = [
            one
            for one in found
            if one[0].study in every and types.intersection(said(every[one[0].study][0], Facet.GROUP_TYPE))
        ]
    shown = select_reports(library, filters).mask()
    return [one for one in found if shown is None or shown[one[1]]]
