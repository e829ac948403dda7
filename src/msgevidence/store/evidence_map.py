"""The evidence map, and the findings behind a question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import col, select

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Facet, Finding, Relevance, Study, TagStatus, Term
from msgevidence.store.evidence_reading import findings, said, studies
from msgevidence.store.evidence_tables import FindingRow
from msgevidence.store.filters import Filters
from msgevidence.store.rows import term_of
from msgevidence.store.selection import select_reports
from msgevidence.store.tables import AncestorRow, ReportRow, TagRow, TermRow, columns
from msgevidence.store.views import Cell, Matrix

Tags = Mapping[int, Mapping[Facet, frozenset[str]]]  # accepted slugs by report


@dataclass(frozen=True, slots=True)
class Placed:
    """A study (or a report without one) under a row term and a column term, by a finding or (None) by its tags."""

    unit: str
    row: str
    column: str
    finding: Finding | None
    reports: tuple[int, ...]


@dataclass(slots=True)
class _Terms:
    """A facet's terms in order, and each with itself and its broader ones."""

    facet: Facet
    ordered: list[Term]
    upwards: dict[str, frozenset[str]]

    @classmethod
    def load(cls, connection: Connection, facet: Facet) -> _Terms:
        term = columns(TermRow)
        rows = connection.execute(select(*term).where(term.facet == facet.value).order_by(term.position, term.id)).all()
        slugs = {row.id: row.slug for row in rows}
        upwards: defaultdict[str, set[str]] = defaultdict(set)
        for ancestor, narrower in connection.execute(select(AncestorRow.ancestor_id, AncestorRow.term_id)):
            if narrower in slugs:
                upwards[slugs[narrower]].add(slugs[ancestor])
        return cls(facet, list(map(term_of, rows)), {slug: frozenset(over) for slug, over in upwards.items()})

    def within(self, slug: str, chosen: Iterable[str]) -> bool:
        """Whether the term is known and, when some are chosen, one of them or under one."""
        over = self.upwards.get(slug, frozenset())
        chosen = tuple(chosen)
        return bool(over) and (not chosen or not over.isdisjoint(chosen))


def matrix(connection: Connection, rows: Facet, columns: Facet, filters: Filters) -> Matrix:
    """See `Queries.cells`."""
    row_terms, column_terms = _Terms.load(connection, rows), _Terms.load(connection, columns)
    units: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    found: defaultdict[tuple[str, str], dict[str, Finding]] = defaultdict(dict)
    in_row: defaultdict[str, set[str]] = defaultdict(set)
    in_column: defaultdict[str, set[str]] = defaultdict(set)
    placed = list(place(connection, row_terms, column_terms, filters))
    for one in placed:
        for row in row_terms.upwards[one.row]:
            in_row[row].add(one.unit)
            for column in column_terms.upwards[one.column]:
                units[row, column].add(one.unit)
                if one.finding:
                    found[row, column][one.finding.id] = one.finding
        for column in column_terms.upwards[one.column]:
            in_column[column].add(one.unit)
    designs = _designs(connection)
    cells = tuple(
        Cell(
            row.slug,
            column.slug,
            studies=len(units[row.slug, column.slug]),
            findings=len(found[row.slug, column.slug]),
            by_design=Counter(designs.get(unit, "") for unit in units[row.slug, column.slug]),
            by_direction=Counter(one.direction.value for one in found[row.slug, column.slug].values()),
            by_certainty=Counter(one.certainty or "not-reported" for one in found[row.slug, column.slug].values()),
        )
        for row in row_terms.ordered
        for column in column_terms.ordered
        if (row.slug, column.slug) in units
    )
    return Matrix(
        tuple(row_terms.ordered),
        tuple(column_terms.ordered),
        cells,
        {slug: len(held) for slug, held in in_row.items()},
        {slug: len(held) for slug, held in in_column.items()},
        len({one.unit for one in placed}),
    )


def in_cell(
    connection: Connection, row: tuple[Facet, str], column: tuple[Facet, str], filters: Filters
) -> dict[str, list[Placed]]:
    """By study, what one cell of the matrix counts; CallRefused for a term that is not in the vocabulary."""
    row_terms, column_terms = _Terms.load(connection, row[0]), _Terms.load(connection, column[0])
    for (facet, slug), terms in ((row, row_terms), (column, column_terms)):
        if slug not in terms.upwards:
            raise CallRefused(f"the vocabulary has no {facet} {slug}; see the list of terms")
    found: defaultdict[str, list[Placed]] = defaultdict(list)
    for one in place(connection, row_terms, column_terms, filters):
        if row[1] in row_terms.upwards[one.row] and column[1] in column_terms.upwards[one.column]:
            found[one.unit].append(one)
    return found


def place(connection: Connection, row_terms: _Terms, column_terms: _Terms, filters: Filters) -> Iterable[Placed]:
    """Every study of the filtered reports under every pair of terms it belongs to, narrowest terms only."""
    rows, columns = row_terms.facet, column_terms.facet
    tags = _accepted(connection, {rows, columns})
    every, told = studies(connection), findings(connection)
    shown = _shown(connection, filters)
    of_study: defaultdict[str, list[tuple[Finding, int]]] = defaultdict(list)
    for finding, report in told:
        of_study[finding.study].append((finding, report))
    spoken_for: set[int] = set()

    def pairs(study: Study | None, finding: Finding | None, reports: Iterable[int]) -> Iterable[tuple[str, str]]:
        listed = tuple(reports)
        for row in sorted(_values(rows, study, finding, listed, tags)):
            for column in sorted(_values(columns, study, finding, listed, tags)):
                fits = row_terms.within(row, filters.terms(rows)) and column_terms.within(
                    column, filters.terms(columns)
                )
                if fits:
                    yield row, column

    for id_, (study, reports) in every.items():
        spoken_for.update(reports)
        if study.relevance is Relevance.CONTEXT and Relevance.CONTEXT not in filters.relevance:
            continue  # social relationships in general are no evidence on groups
        here = tuple(report for report in reports if shown is None or report in shown)
        for finding, report in of_study[id_]:
            wanted = not filters.direction or finding.direction in filters.direction
            if wanted and (shown is None or report in shown):
                for row, column in pairs(study, finding, reports):
                    yield Placed(id_, row, column, finding, here)
        if not of_study[id_]:
            for report in here:
                for row, column in pairs(study, None, (report,)):
                    yield Placed(id_, row, column, None, here)
    for report in sorted(tags.keys() - spoken_for):
        if shown is None or report in shown:
            for row, column in pairs(None, None, (report,)):
                yield Placed(f"report:{report}", row, column, None, (report,))


def under(connection: Connection, facet: Facet, slug: str) -> list[str]:
    """The term and its narrower ones; CallRefused when there is none of that name."""
    terms = _Terms.load(connection, facet)
    if slug not in terms.upwards:
        raise CallRefused(f"the vocabulary has no {facet} {slug}; see the list of terms")
    return [narrow for narrow, over in terms.upwards.items() if slug in over]


def question(
    connection: Connection, population: str, outcome: str, group_type: str, filters: Filters
) -> list[tuple[Finding, int]]:
    """See `Queries.evidence`: findings with the report each was read in."""
    conditions = []
    if population:
        conditions.append(col(FindingRow.population).in_(under(connection, Facet.POPULATION, population)))
    if outcome:
        conditions.append(col(FindingRow.outcome).in_(under(connection, Facet.OUTCOME, outcome)))
    if filters.direction:
        conditions.append(col(FindingRow.direction).in_(filters.direction))
    found = findings(connection, *conditions)
    if group_type:
        types = set(under(connection, Facet.GROUP_TYPE, group_type))
        every = studies(connection)
        found = [
            one
            for one in found
            if one[0].study in every and types.intersection(said(every[one[0].study][0], Facet.GROUP_TYPE))
        ]
    shown = _shown(connection, filters)
    return [one for one in found if shown is None or one[1] in shown]


def _values(
    facet: Facet, study: Study | None, finding: Finding | None, reports: tuple[int, ...], tags: Tags
) -> frozenset[str]:
    """A finding's own population and outcome; else what the study says of itself; else accepted tags."""
    if finding and facet is Facet.POPULATION:
        return frozenset((finding.population,))
    if finding and facet is Facet.OUTCOME:
        return frozenset((finding.outcome,))
    if study and (own := said(study, facet)):
        return frozenset(own)
    return frozenset().union(*(tags.get(report, {}).get(facet, frozenset()) for report in reports))


def _accepted(connection: Connection, facets: set[Facet]) -> Tags:
    query = (
        select(TagRow.report_id, TermRow.facet, TermRow.slug)
        .join(TermRow, col(TermRow.id) == col(TagRow.term_id))
        .where(TagRow.status == TagStatus.ACCEPTED.value, col(TermRow.facet).in_([facet.value for facet in facets]))
    )
    tags: defaultdict[int, defaultdict[Facet, frozenset[str]]] = defaultdict(lambda: defaultdict(frozenset))
    for report, facet, slug in connection.execute(query):
        tags[report][Facet(facet)] |= {slug}
    return tags


def _designs(connection: Connection) -> dict[str, str]:
    """The design of each unit: the study's own, or the accepted tag of a report without a study."""
    designs = {id_: study.design for id_, (study, _) in studies(connection).items()}
    for report, facets in _accepted(connection, {Facet.DESIGN}).items():
        designs[f"report:{report}"] = min(facets[Facet.DESIGN], default="")
    return designs


def _shown(connection: Connection, filters: Filters) -> set[int] | None:
    """The reports the filters leave; None when they leave all."""
    where = select_reports(connection, filters).where()
    return set(connection.execute(select(ReportRow.id).where(*where)).scalars()) if where else None
