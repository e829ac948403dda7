"""Filters beside a list or a map: their widgets with counts, and the chips that take them off. The URL holds them."""

from __future__ import annotations

import streamlit as st

from msgevidence.model.evidence import Facet
from msgevidence.store.filters import Filters
from msgevidence.ui import literal, reading, state, wording

FIRST = (Facet.POPULATION, Facet.OUTCOME, Facet.DESIGN)
"""Always open; the other facets are counted only when they are looked at."""
_FURTHER = tuple(facet for facet in Facet if facet not in FIRST)
_RESETS = ("page",)


def sidebar(page: str, found: reading.Search, counted: Filters, *, words: bool = False) -> None:
    """All filters of a page; `counted` are those the counts are taken with, `words` adds a field for free text."""
    with st.sidebar:
        st.subheader("Narrow down")
        if words:
            search_field(page, found, "Words")
        counts = reading.facets(counted, FIRST)
        for facet in FIRST:
            _facet(page, facet, found.chosen(facet), reading.tree(counts[facet]))
        _years(page, found, counted)
        _further(page, found, counted)


def search_field(page: str, found: reading.Search, label: str) -> None:
    """Free text in the query language."""
    st.text_input(
        label,
        key=state.bound(page, "q", found.filters.query),
        placeholder="for example: self-help hope",
        icon=":material/search:",
        on_change=state.commit,
        args=(page, "q", *_RESETS),
    )


def chips(found: reading.Search) -> None:
    """The filters that are on, each with its way out; and what the address asked for in vain."""
    if found.active:
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
    if found.ignored:
        st.warning(
            literal.markdown(f"Left out, because this library does not know it: {'; '.join(found.ignored)}."),
            icon=":material/warning:",
        )


def _years(page: str, found: reading.Search, counted: Filters) -> None:
    counts = {each.year: each.count for each in reading.years(counted) if each.year is not None}
    for name, label in (("from", "From year"), ("to", "To year")):
        chosen = found.year(name)
        offered = sorted({*counts, *([chosen] if chosen is not None else [])}, reverse=True)
        st.selectbox(
            label,
            offered,
            index=None,
            key=state.bound(page, name, chosen),
            format_func=lambda year: f"{year} ({counts.get(year, 0):,})",
            placeholder="Any",
            on_change=state.commit,
            args=(page, name, *_RESETS),
        )


def _further(page: str, found: reading.Search, counted: Filters) -> None:
    in_use = any(found.chosen(facet) for facet in _FURTHER) or any(map(found.chosen_values, reading.CHOICES))
    more = st.expander("More filters", expanded=in_use, key=f"{page}-more", on_change="rerun")
    if not (more.open or in_use):
        return
    with more:
        counts = reading.facets(counted, _FURTHER)
        for facet in _FURTHER:
            _facet(page, facet, found.chosen(facet), reading.tree(counts[facet]))
        values = reading.choice_counts(counted)
        for name, options in reading.CHOICES.items():
            labels = {value: f"{words} ({values[name][value]:,})" for value, words in options.items()}
            st.multiselect(
                reading.CHOICE_LABELS[name],
                list(labels),
                key=state.bound(page, name, list(found.chosen_values(name))),
                format_func=labels.__getitem__,
                placeholder="Any",
                on_change=state.commit,
                args=(page, name, *_RESETS),
            )
        st.caption("Numbers are reports.")


def _facet(page: str, facet: Facet, chosen: tuple[str, ...], offered: dict[str, str]) -> None:
    for slug in chosen:
        offered.setdefault(slug, f"{reading.label(facet, slug)} (0)")
    st.multiselect(
        wording.FACETS[facet],
        list(offered),
        key=state.bound(page, facet.value, list(chosen)),
        format_func=lambda slug: offered[slug],
        placeholder="Any",
        on_change=state.commit,
        args=(page, facet.value, *_RESETS),
    )
