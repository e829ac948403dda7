"""Counts beside the list. The seam for a faster way: whatever counts here must equal a count over the list."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func
from sqlmodel import col, select

from msgevidence.model.evidence import Facet
from msgevidence.store.filters import Filters
from msgevidence.store.selection import select_reports
from msgevidence.store.tables import AncestorRow, ReportRow, TagRow, TermRow, columns
from msgevidence.store.views import FacetCount, YearCount


def count_facets(
    connection: Connection, filters: Filters, facets: Iterable[Facet]
) -> dict[Facet, tuple[FacetCount, ...]]:
    """See `Queries.facets`. Facets without a choice of their own are counted together, in one pass."""
    wanted = list(dict.fromkeys(facets))
    counts: dict[int, int] = {}
    free = [facet for facet in wanted if not filters.terms(facet)]
    if free:
        counts |= _count(connection, filters, free)
    for facet in wanted:
        if filters.terms(facet):
            counts |= _count(connection, filters.with_terms(facet, ()), [facet])
    term_columns = columns(TermRow)
    terms = connection.execute(select(*term_columns).order_by(term_columns.position, term_columns.id)).all()
    return {
        facet: tuple(
            FacetCount(facet, term.slug, term.label, term.broader, counts.get(term.id, 0), selected)
            for term in terms
            if term.facet == facet and ((selected := term.slug in filters.terms(facet)) or term.id in counts)
        )
        for facet in wanted
    }


def count_years(connection: Connection, filters: Filters) -> tuple[YearCount, ...]:
    """See `Queries.years`."""
    selection = select_reports(connection, filters.without_years())
    query = select(ReportRow.year, func.count()).where(*selection.where()).group_by(col(ReportRow.year))
    rows = connection.execute(query.order_by(col(ReportRow.year).nulls_last()))
    return tuple(YearCount(year, count) for year, count in rows)


def _count(connection: Connection, filters: Filters, facets: list[Facet]) -> dict[int, int]:
    """Reports per term id, each once however many of the term's narrower ones it carries."""
    selection = select_reports(connection, filters)
    query = (
        select(AncestorRow.ancestor_id, func.count(col(TagRow.report_id).distinct()))
        .join(AncestorRow, col(AncestorRow.term_id) == col(TagRow.term_id))
        .join(TermRow, col(TermRow.id) == col(TagRow.term_id))
        .where(
            col(TermRow.facet).in_([facet.value for facet in facets]),
            col(TagRow.status).in_([status.value for status in filters.status]),
        )
        .group_by(col(AncestorRow.ancestor_id))
    )
    if where := selection.where():
        query = query.where(col(TagRow.report_id).in_(select(ReportRow.id).where(*where)))
    return dict(connection.execute(query).all())
