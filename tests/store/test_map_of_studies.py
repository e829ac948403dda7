"""The map of studies with several reports, over any two facets, against a count from the record pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msgevidence.model.evidence import Direction, Facet, Finding, Relevance, TagStatus
from msgevidence.store import Filters, Library
from msgevidence.store.views import Matrix, ReportView
from store.blanks import Blank
from store.builders import VOCABULARY, copied, entry, finding, record, study, tag

FACETS = (Facet.POPULATION, Facet.OUTCOME, Facet.DESIGN, Facet.GROUP_TYPE)
SLUGS = {facet: [term.slug for term in VOCABULARY if term.facet == facet] for facet in FACETS}
PARENT = {(term.facet, term.slug): term.broader for term in VOCABULARY}
REPORTS = 6

Pair = tuple[str, str]

told = st.tuples(
    st.integers(0, 2),
    st.sampled_from(SLUGS[Facet.POPULATION]),
    st.sampled_from(SLUGS[Facet.OUTCOME]),
    st.sampled_from(list(Direction)[:4]),
    st.sampled_from(["", "low", "high"]),
)
studied = st.tuples(
    st.lists(st.integers(0, REPORTS - 1), min_size=1, max_size=3, unique=True),
    st.sampled_from(["", "rct", "cohort", "no such design"]),
    st.sampled_from(["", "peer-support-group", "no such group; peer-support-group"]),
    st.sampled_from(list(Relevance)),
    st.lists(told, max_size=4),
)
tagged = st.lists(
    st.tuples(st.sampled_from([term for term in VOCABULARY if term.facet in FACETS]), st.sampled_from(TagStatus)),
    max_size=5,
)
chosen = st.lists(st.sampled_from([term for term in VOCABULARY if term.facet in FACETS]), max_size=2)
asked = st.builds(
    Filters,
    from_year=st.sampled_from([None, None, 2003]),
    relevance=st.sampled_from([(), (), (Relevance.CONTEXT.value,), (Relevance.CORE.value, Relevance.CONTEXT.value)]),
    direction=st.lists(st.sampled_from([one.value for one in list(Direction)[:4]]), max_size=2, unique=True).map(tuple),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tags=st.lists(tagged, min_size=REPORTS, max_size=REPORTS),
    studies=st.lists(studied, max_size=4),
    filters=asked,
    chosen=chosen,
    axes=st.permutations(FACETS),
)
def test_every_number_of_the_map_agrees_with_the_record_pages(
    blank: Blank, tags: list[Any], studies: list[Any], filters: Filters, chosen: list[Any], axes: list[Facet]
) -> None:
    for term in chosen:
        filters = filters.with_terms(term.facet, (*filters.terms(term.facet), term.slug))
    with copied(blank) as library:
        _fill(library, tags, studies)
        queries = library.queries
        shown = set(queries.ids(filters))
        pages = [queries.report(id_) for id_ in queries.ids()]
        rows, columns = axes[:2]
        matrix = queries.cells(rows, columns, filters)
        assert _numbers(matrix) == _by_hand(pages, shown, rows, columns, filters)
        for one in matrix.cells:
            views = queries.cell(rows, one.row, columns, one.column, filters)
            assert Counter(found.direction for view in views for found in view.findings) == one.by_direction
            assert len(views) == one.studies


def _fill(library: Library, tags: list[Any], studies: list[Any]) -> None:
    with library.run(source="made") as run:
        ids = run.apply(
            [
                entry(
                    record(f"Title {index}", 2000 + index),
                    index=index,
                    tags=tuple(tag(term.facet, term.slug, status) for term, status in said),
                )
                for index, said in enumerate(tags)
            ]
        )
        run.put_evidence(
            studies=[
                study(f"s{number}", *(f"w{one}" for one in of), design=design, group_type=group, relevance=relevance)
                for number, (of, design, group, relevance, _) in enumerate(studies)
            ],
            findings=[
                finding(
                    f"f{number}.{place}", study=f"s{number}", work=f"w{of[at % len(of)]}", population=population,
                    outcome=outcome, direction=direction, certainty=certainty,
                )
                for number, (of, _, _, _, every) in enumerate(studies)
                for place, (at, population, outcome, direction, certainty) in enumerate(every)
            ],
            works={f"w{index}": id_ or 0 for index, id_ in enumerate(ids)},
        )  # fmt: skip


def _numbers(matrix: Matrix) -> dict[str, Any]:
    return {
        "cells": {
            (one.row, one.column): (
                one.studies, one.findings, dict(one.by_design), dict(one.by_direction), dict(one.by_certainty)
            )
            for one in matrix.cells
        },
        "rows": dict(matrix.row_totals),
        "columns": dict(matrix.column_totals),
        "studies": matrix.studies,
    }  # fmt: skip


def _by_hand(pages: list[ReportView], shown: set[int], rows: Facet, columns: Facet, filters: Filters) -> dict[str, Any]:
    units: defaultdict[Pair, dict[str, str]] = defaultdict(dict)  # cell → unit → its design
    findings: defaultdict[Pair, list[Finding]] = defaultdict(list)
    for unit, design, found, places in _placed(pages, shown, filters):
        for pair in product(
            _under(rows, places(rows), filters.terms(rows)), _under(columns, places(columns), filters.terms(columns))
        ):
            units[pair][unit] = design
            if found:
                findings[pair].append(found)
    in_rows, in_columns = Counter[str](), Counter[str]()
    for axis, counted in ((0, in_rows), (1, in_columns)):
        counted.update(slug for slug, _ in {(pair[axis], unit) for pair, here in units.items() for unit in here})
    return {
        "cells": {
            pair: (
                len(here),
                len(findings[pair]),
                dict(Counter(here.values())),
                dict(Counter(one.direction for one in findings[pair])),
                dict(Counter(one.certainty or "not-reported" for one in findings[pair])),
            )
            for pair, here in units.items()
        },
        "rows": dict(in_rows),
        "columns": dict(in_columns),
        "studies": len({unit for here in units.values() for unit in here}),
    }


def _placed(pages: list[ReportView], shown: set[int], filters: Filters) -> Iterable[tuple[str, str, Any, Any]]:
    """What is placed on the map: its unit, the unit's design, the finding if it is one, and its terms by facet."""
    by_id = {page.id: page for page in pages}
    reports: defaultdict[str, set[int]] = defaultdict(set)
    with_findings = {one.finding.study for page in pages for one in page.findings}
    for page in pages:
        for view in page.studies:
            reports[view.study.id].add(page.id)

    def tags(ids: Iterable[int], facet: Facet) -> set[str]:
        return {
            one.slug
            for id_ in ids
            for one in by_id[id_].tags
            if one.facet == facet and one.status is TagStatus.ACCEPTED
        }

    for page in (page for page in pages if page.id in shown):
        if not page.studies:
            design = min(tags({page.id}, Facet.DESIGN), default="")
            yield f"report {page.id}", design, None, lambda facet, page=page: tags({page.id}, facet)
        for told in page.studies:
            of = told.study
            if of.relevance is Relevance.CONTEXT and Relevance.CONTEXT not in filters.relevance:
                continue
            said = {Facet.DESIGN: of.design, Facet.GROUP_TYPE: of.group_type}

            def places(facet: Facet, ids: Iterable[int], said: dict[Facet, str] = said) -> set[str]:
                spoken = {one.strip() for one in said.get(facet, "").split(";") if one.strip()}
                return spoken & set(SLUGS[facet]) if spoken else tags(ids, facet)

            if of.id not in with_findings:
                yield of.id, of.design, None, lambda facet, places=places, id_=page.id: places(facet, {id_})
            for found in (one.finding for one in page.findings if one.finding.study == of.id):
                if filters.direction and found.direction not in filters.direction:
                    continue
                own = {Facet.POPULATION: {found.population}, Facet.OUTCOME: {found.outcome}}
                ids = reports[of.id]
                yield (
                    of.id,
                    of.design,
                    found,
                    lambda facet, places=places, own=own, ids=ids: own.get(facet) or places(facet, ids),
                )


def _under(facet: Facet, slugs: set[str], chosen: tuple[str, ...]) -> set[str]:
    """The terms and their broader ones, of those that are under a chosen one."""
    found: set[str] = set()
    for slug in slugs:
        upwards, over = {slug}, PARENT[facet, slug]
        while over:
            upwards.add(over)
            over = PARENT[facet, over]
        if not chosen or upwards & set(chosen):
            found |= upwards
    return found
