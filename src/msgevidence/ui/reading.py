"""What the pages ask of the library, and how a search stands in the URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from msgevidence.errors import NotFound
from msgevidence.ingest.bundle import Desk
from msgevidence.model.evidence import Direction, Facet, Relevance, TagStatus
from msgevidence.model.record import Record
from msgevidence.store.filters import Filters
from msgevidence.store.views import (
    DatasetView,
    FacetCount,
    HealthView,
    HeldView,
    Matrix,
    Page,
    ReportView,
    RunView,
    StudyView,
    YearCount,
)
from msgevidence.ui import state, wording

SORTS = {"year": "Newest first", "relevance": "Best match", "author": "Author", "title": "Title"}
ROWS = (25, 50, 100)
CHOICES: dict[str, dict[str, str]] = {
    "relevance": {each.value: wording.RELEVANCE[each].split(":")[0] for each in Relevance},
    "level": {str(level): f"OCEBM level {level}" for level in range(1, 6)},
    "direction": {each.value: wording.DIRECTION_NAMES[each] for each in Direction},
}
"""Filters with few fixed values: URL parameter → value → words."""
CHOICE_LABELS = {"relevance": "Relevance", "level": "Level of evidence", "direction": "Direction of a finding"}
_YEARS = range(1000, 2101)


@dataclass(frozen=True, slots=True)
class Search:
    """One view of the list, as its URL describes it; what the URL says wrongly is in `ignored`."""

    filters: Filters
    sort: str
    rows: int
    page: int
    active: tuple[tuple[str, str, str], ...]  # (URL parameter, its value, words for it)
    ignored: tuple[str, ...]

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.rows

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        return self.filters.terms(facet)

    def chosen_values(self, name: str) -> tuple[str, ...]:
        """What is chosen of one of CHOICES."""
        return tuple(str(value) for value in getattr(self.filters, name))

    @property
    def on_the_map(self) -> Filters:
        """The filters as the map takes them: what a rule only proposed does not count there."""
        return replace(self.filters, status=(TagStatus.ACCEPTED,))

    def year(self, end: str) -> int | None:
        """The first (``from``) or last (``to``) year wanted."""
        return self.filters.from_year if end == "from" else self.filters.to_year


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the map: facet and term of its row, and of its column."""

    row: tuple[Facet, str]
    column: tuple[Facet, str]


def search_from_url() -> Search:
    """The search the page's address asks for."""
    active: list[tuple[str, str, str]] = []
    ignored: list[str] = []
    given: dict[str, Any] = {}
    chosen: dict[Facet, tuple[str, ...]] = {}
    query = state.first_from_url("q").strip()
    if query:
        given["query"] = query
        active.append(("q", query, f"“{query}”"))
    for facet in Facet:
        slugs = []
        for slug in state.from_url(facet.value):
            if state.desk().vocabularies[facet].find(slug) is None:
                ignored.append(f"{wording.FACETS[facet]}: {slug}")
                continue
            slugs.append(slug)
            active.append((facet.value, slug, f"{wording.FACETS[facet]}: {label(facet, slug)}"))
        chosen[facet] = tuple(slugs)
    for name, target, words in (("from", "from_year", "From"), ("to", "to_year", "To")):
        text = state.first_from_url(name)
        if text.isdecimal() and int(text) in _YEARS:
            given[target] = int(text)
            active.append((name, text, f"{words} {text}"))
        elif text:
            ignored.append(f"{words} year: {text}")
    for name, options in CHOICES.items():
        wanted = state.from_url(name)
        kept = [value for value in wanted if value in options]
        ignored += [f"{CHOICE_LABELS[name]}: {value}" for value in wanted if value not in options]
        active += [(name, value, f"{CHOICE_LABELS[name]}: {options[value]}") for value in kept]
        if kept:
            given[name] = tuple(int(value) for value in kept) if name == "level" else tuple(kept)
    sort = state.first_from_url("sort")
    rows = state.first_from_url("rows")
    page = state.first_from_url("page")
    filters = Filters(**given)
    for facet, slugs_of_facet in chosen.items():
        filters = filters.with_terms(facet, slugs_of_facet)
    return Search(
        filters=filters,
        sort=sort if sort in SORTS else "relevance" if query else "year",
        rows=int(rows) if rows.isdecimal() and int(rows) in ROWS else ROWS[0],
        page=max(1, int(page)) if page.isdecimal() and len(page) < 8 else 1,
        active=tuple(active),
        ignored=tuple(ignored),
    )


def drop_filter(name: str, value: str) -> None:
    """Callback of a chip."""
    state.to_url(name, [each for each in state.from_url(name) if each != value])
    state.to_url("page", ())


def drop_all_filters() -> None:
    for name in ("q", "from", "to", "page", *CHOICES, *(facet.value for facet in Facet)):
        state.to_url(name, ())


def page(search: Search) -> Page:
    """The rows of this view."""
    return _page(_primitives(search.filters), search.sort, search.rows, search.offset)


def facets(filters: Filters, wanted: tuple[Facet, ...]) -> dict[Facet, tuple[FacetCount, ...]]:
    """Counts that agree with the list."""
    return _facets(_primitives(filters), tuple(facet.value for facet in wanted))


def years(filters: Filters) -> tuple[YearCount, ...]:
    """Reports per year; the years chosen do not narrow it."""
    return _years(_primitives(filters.without_years()))


def tree(counts: tuple[FacetCount, ...]) -> dict[str, str]:
    """Slug → ``label (count)`` of what the list holds, parents before their children, children set in."""
    offered = {each.slug: each for each in counts if each.count or each.selected}
    ordered: dict[str, str] = {}

    def put(slug: str, depth: int) -> None:
        if slug in ordered:
            return
        ordered[slug] = f"{'– ' * depth}{offered[slug].label} ({offered[slug].count:,})"
        for child in offered.values():
            if child.broader == slug:
                put(child.slug, depth + 1)

    for each in offered.values():
        if each.broader not in offered:
            put(each.slug, 0)
    return ordered


def report(citekey: str) -> ReportView:
    """Everything known of one report; NotFound when there is none of that name."""
    return _report(citekey)


def reports(citekeys: Sequence[str]) -> list[ReportView]:
    """Those of the citation keys that the library has, in their order."""
    found = []
    for citekey in citekeys:
        try:
            found.append(report(citekey))
        except NotFound:
            continue
    return found


def exported(filters: Filters, sort: str) -> Callable[[], Iterable[Record]]:
    """The records of a whole search, read when they are called for."""
    queries = state.desk().library.queries
    return lambda: (record for _, record in queries.records(filters, sort=sort))


def picked(citekeys: Sequence[str]) -> Callable[[], Iterable[Record]]:
    """The records of these citation keys, read when they are called for."""
    queries = state.desk().library.queries
    ids = [report.id for report in reports(citekeys)]
    return lambda: (record for _, record in queries.records(ids))


def cited(citekey: str, doi: str = "", pmid: str = "") -> ReportView | None:
    """The report of that citation key; failing that, of that DOI or PubMed number."""
    try:
        return report(citekey)
    except NotFound:
        for query in (f"doi:{doi}" if doi else "", f"pmid:{pmid}" if pmid else ""):
            if query and (rows := _page(_primitives(Filters(query=query)), "year", 1, 0).rows):
                return report(rows[0].citekey)
    return None


def choice_counts(filters: Filters) -> dict[str, dict[str, int]]:
    """Reports per value of each of CHOICES; a choice does not narrow its own counts."""
    return _choice_counts(_primitives(filters))


def matrix(rows: Facet, columns: Facet, filters: Filters) -> Matrix:
    """The evidence map over what the filters leave."""
    return _matrix(rows.value, columns.value, _primitives(filters))


def cell(here: Place, filters: Filters, limit: int | None = None, offset: int = 0) -> tuple[StudyView, ...]:
    """The studies one cell of the map counts; all, or a page of them."""
    place = tuple((facet.value, term) for facet, term in (here.row, here.column))
    return _cell(place, _primitives(filters), limit, offset)


def dataset() -> DatasetView:
    """Which evidence this is, and how much."""
    return _dataset()


def health() -> HealthView:
    """Counts and the quick checks."""
    return _health()


def held(*, decided: bool = False) -> tuple[HeldView, ...]:
    """The review queue, oldest first; with `decided`, the decided ones too."""
    return _held(decided)


def runs() -> tuple[RunView, ...]:
    """Past ingest runs, newest first."""
    return _runs()


def citekeys_of_run(run_id: int) -> tuple[str, ...]:
    """The reports a run added to or merged into."""
    return _citekeys_of_run(run_id)


def label(facet: Facet, slug: str) -> str:
    """The label of a term, or of several joined by ``|``; what the vocabulary does not have stands as it is."""
    vocabulary = state.desk().vocabularies[facet]
    found = [(each, vocabulary.find(each)) for each in slug.split("|")]
    return ", ".join(term.label if term else each for each, term in found)


@state.answered
def _page(desk: Desk, filters: tuple[Any, ...], sort: str, limit: int, offset: int) -> Page:
    return desk.library.queries.find(_filters(filters), sort=sort, limit=limit, offset=offset)


@state.answered
def _facets(desk: Desk, filters: tuple[Any, ...], wanted: tuple[str, ...]) -> dict[Facet, tuple[FacetCount, ...]]:
    return desk.library.queries.facets(_filters(filters), tuple(Facet(name) for name in wanted))


@state.answered
def _years(desk: Desk, filters: tuple[Any, ...]) -> tuple[YearCount, ...]:
    return desk.library.queries.years(_filters(filters))


@state.answered
def _choice_counts(desk: Desk, filters: tuple[Any, ...]) -> dict[str, dict[str, int]]:
    given = _filters(filters)

    def count(name: str, value: str) -> int:
        chosen: Any = (int(value) if name == "level" else value,)
        only = replace(given, **{name: chosen})
        return desk.library.queries.find(only, limit=1).total

    return {name: {value: count(name, value) for value in options} for name, options in CHOICES.items()}


@state.answered
def _matrix(desk: Desk, rows: str, columns: str, filters: tuple[Any, ...]) -> Matrix:
    return desk.library.queries.cells(Facet(rows), Facet(columns), _filters(filters))


@state.answered
def _cell(
    desk: Desk, place: tuple[tuple[str, str], ...], filters: tuple[Any, ...], limit: int | None, offset: int
) -> tuple[StudyView, ...]:
    (rows, row), (columns, column) = place
    return desk.library.queries.cell(
        Facet(rows), row, Facet(columns), column, _filters(filters), limit=limit, offset=offset
    )


@state.answered
def _dataset(desk: Desk) -> DatasetView:
    return desk.library.queries.dataset()


@state.answered
def _health(desk: Desk) -> HealthView:
    return desk.library.queries.health()


@state.answered
def _held(desk: Desk, decided: bool) -> tuple[HeldView, ...]:
    return desk.library.queries.held(decided=decided)


@state.answered
def _runs(desk: Desk) -> tuple[RunView, ...]:
    return desk.library.queries.runs()


@state.answered
def _citekeys_of_run(desk: Desk, run_id: int) -> tuple[str, ...]:
    return desk.library.queries.citekeys_of_run(run_id)


@state.answered
def _report(desk: Desk, citekey: str) -> ReportView:
    return desk.library.queries.report(citekey)


def _primitives(filters: Filters) -> tuple[Any, ...]:
    return tuple(getattr(filters, field.name) for field in fields(filters))


def _filters(values: tuple[Any, ...]) -> Filters:
    return Filters(**dict(zip((field.name for field in fields(Filters)), values, strict=True)))
