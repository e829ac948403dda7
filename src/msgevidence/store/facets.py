"""Counts beside the list, over the same choice of reports."""

from __future__ import annotations

from collections.abc import Iterable

from msgevidence.model.evidence import Facet
from msgevidence.store.filters import Filters
from msgevidence.store.selection import select_reports
from msgevidence.store.snapshot import Snapshot
from msgevidence.store.views import FacetCount, YearCount


def count_facets(library: Snapshot, filters: Filters, facets: Iterable[Facet]) -> dict[Facet, tuple[FacetCount, ...]]:
    """See `Queries.facets`. Facets without a choice of their own are counted over one and the same choice."""
    wanted = list(dict.fromkeys(facets))
    index = library.index
    free = [facet for facet in wanted if not filters.terms(facet)]
    counts = index.counts(free, select_reports(library, filters).mask(), filters.status) if free else {}
    for facet in wanted:
        if filters.terms(facet):
            others = select_reports(library, filters.with_terms(facet, ())).mask()
            counts |= index.counts([facet], others, filters.status)
    shown = {}
    for facet in wanted:
        terms = ((number, index.terms.every[number]) for number in index.terms.of(facet))
        chosen = filters.terms(facet)
        shown[facet] = tuple(
            FacetCount(facet, term.slug, term.label, term.broader, counts.get(number, 0), term.slug in chosen)
            for number, term in terms
            if number in counts or term.slug in chosen
        )
    return shown


def count_years(library: Snapshot, filters: Filters) -> tuple[YearCount, ...]:
    """See `Queries.years`."""
    shown = select_reports(library, filters.without_years()).mask()
    return tuple(YearCount(year, count) for year, count in library.index.count_years(shown))
