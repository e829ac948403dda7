"""Browse: find reports by words, facets and years; put them into the basket or open their page."""

from __future__ import annotations

import streamlit as st

from msgevidence.model.evidence import Facet
from msgevidence.store.views import ReportRow
from msgevidence.ui import components, literal, reading, state, wording

PAGE = "browse"
FACETS = (Facet.POPULATION, Facet.OUTCOME, Facet.DESIGN)


def show() -> None:
    found = reading.search_from_url()
    _facets(found)
    st.title("Browse the literature")
    _search_line(found)
    _chips(found)
    if found.ignored:
        st.warning(
            literal.markdown(f"Left out, because this library does not know it: {'; '.join(found.ignored)}."),
            icon=":material/warning:",
        )
    page = reading.page(found)
    for note in page.notes:
        st.caption(literal.markdown(note))
    if not page.rows:
        _nothing_found(found)
        return
    _count_line(found, page.total, [row.citekey for row in page.rows])
    for row in page.rows:
        _row(row)
    st.caption("A dashed tag was proposed by a rule and has not been accepted yet.")
    _pages(found, page.total)


def _facets(found: reading.Search) -> None:
    counts = reading.facets(found.filters, FACETS)
    with st.sidebar:
        st.subheader("Narrow down")
        for facet in FACETS:
            _facet(facet, found.chosen(facet), reading.tree(counts[facet]))
        _years(found)


def _years(found: reading.Search) -> None:
    counts = {each.year: each.count for each in reading.years(found.filters) if each.year is not None}
    for name, label in (("from", "From year"), ("to", "To year")):
        chosen = found.year(name)
        offered = sorted({*counts, *([chosen] if chosen is not None else [])}, reverse=True)
        st.selectbox(
            label,
            offered,
            index=None,
            key=state.bound(PAGE, name, chosen),
            format_func=lambda year: f"{year} ({counts.get(year, 0):,})",
            placeholder="Any",
            on_change=state.commit,
            args=(PAGE, name, "page"),
        )


def _facet(facet: Facet, chosen: tuple[str, ...], offered: dict[str, str]) -> None:
    for slug in chosen:
        offered.setdefault(slug, f"{reading.label(facet, slug)} (0)")
    st.multiselect(
        wording.FACETS[facet],
        list(offered),
        key=state.bound(PAGE, facet.value, list(chosen)),
        format_func=lambda slug: offered[slug],
        placeholder="Any",
        on_change=state.commit,
        args=(PAGE, facet.value, "page"),
    )


def _search_line(found: reading.Search) -> None:
    st.text_input(
        "Search title, abstract, authors and keywords",
        key=state.bound(PAGE, "q", found.filters.query),
        placeholder="for example: self-help hope",
        icon=":material/search:",
        on_change=state.commit,
        args=(PAGE, "q", "page"),
    )


def _chips(found: reading.Search) -> None:
    """The filters that are on, each with its way out."""
    if not found.active:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for number, (name, value, label) in enumerate(found.active):
            st.button(
                literal.markdown(label),
                key=f"chip-{number}-{name}-{value}",
                icon=":material/close:",
                icon_position="right",
                help="Take this filter off",
                on_click=reading.drop_filter,
                args=(name, value),
            )
        if len(found.active) > 1:
            st.button("Take all off", key="chip-all", type="tertiary", on_click=reading.drop_all_filters)


def _count_line(found: reading.Search, total: int, keys: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        first = found.offset + 1
        st.markdown(f"**{wording.count(total, 'report')}**, {first:,} to {found.offset + len(keys):,} shown")
        with st.container(horizontal=True, vertical_alignment="bottom", width="content", gap="small"):
            st.selectbox(
                "Sort",
                list(reading.SORTS),
                key=state.bound(PAGE, "sort", found.sort),
                format_func=lambda name: reading.SORTS[name],
                width=160,
                on_change=state.commit,
                args=(PAGE, "sort", "page"),
            )
            st.selectbox(
                "Rows",
                reading.ROWS,
                key=state.bound(PAGE, "rows", found.rows),
                width=90,
                on_change=state.commit,
                args=(PAGE, "rows", "page"),
            )
            st.button(
                "Add all shown",
                icon=":material/add_shopping_cart:",
                help="Put every report on this page of the list into the basket",
                on_click=state.put_in_basket,
                args=(keys,),
            )


def _row(row: ReportRow) -> None:
    with st.container(key=f"row-{row.id}", gap="xxsmall"):
        components.record_link(row.citekey, row.title)
        st.html(components.summary_line(row) + components.report_tags(row))
        components.basket_button(row.citekey, row.title, key=f"basket-{row.citekey}")


def _pages(found: reading.Search, total: int) -> None:
    pages = -(-total // found.rows)
    if pages > 1:
        shown = min(found.page, pages)
        # The widget insists on a default, so its key carries the page instead of the session its value.
        name = f"page-{shown}"
        st.pagination(
            pages,
            default=shown,
            key=f"{PAGE}-{name}",
            on_change=state.commit,
            args=(PAGE, name),
            kwargs={"as_": "page"},
        )


def _nothing_found(found: reading.Search) -> None:
    if found.active:
        components.nothing_here("No report in this library fits all of these. Take a filter off, or try other words.")
    else:
        components.nothing_here("The library is empty. Add references to begin.")
        components.add_link("Add references")


show()
