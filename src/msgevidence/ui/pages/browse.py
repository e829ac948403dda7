"""Browse: find reports by words, facets and years; put them into the basket or open their page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from msgevidence.formats.register import WRITERS
from msgevidence.store.views import ReportRow
from msgevidence.ui import components, exports, keeping, literal, narrowing, reading, state, wording

PAGE = "browse"


def show() -> None:
    found = reading.search_from_url()
    narrowing.sidebar(PAGE, found, found.filters)
    st.title("Browse the literature", anchor=False)
    keeping.told()
    narrowing.search_field(PAGE, found, "Search title, abstract, authors and keywords")
    with st.container(horizontal=True):
        keeping.searches()
        _help()
    narrowing.chips(found)
    page = reading.page(found)
    for note in page.notes:
        st.caption(literal.markdown(note))
    if not page.rows:
        _nothing_found(found)
        return
    _count_line(found, page.total, [row.citekey for row in page.rows])
    _chosen()
    for row in page.rows:
        _row(row)
    st.caption("A dashed tag was proposed by a rule and has not been accepted yet.")
    pages = -(-page.total // found.rows)
    components.pages(PAGE, "page", min(found.page, pages), pages)
    _export(found, page.total)


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
        with st.container(horizontal=True, vertical_alignment="center"):
            components.basket_button(row.citekey, row.title, key=f"basket-{row.citekey}")
            # The tick goes by the record, not by its place in the list, so it never passes to another one.
            key = f"tick-{row.citekey}"
            state.tick(key, on=row.citekey in state.ticked())
            st.checkbox("Choose", key=key, on_change=state.toggle_tick, args=(row.citekey,))


def _chosen() -> None:
    """What is ticked, on whatever page of whatever search, and what can be done with it."""
    ticked = state.ticked()
    if not ticked:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chosen"):
        st.markdown(f"**{wording.count(len(ticked), 'report')} chosen**", width="content")
        st.button(
            "Chosen into the basket",
            icon=":material/add_shopping_cart:",
            type="primary",
            on_click=state.put_in_basket,
            args=(ticked,),
        )
        st.button("Choose none", on_click=state.untick, type="tertiary")


def _help() -> None:
    with st.popover("How to search", icon=":material/help:"):
        st.markdown(
            "- Several words must all occur; `OR` between them asks for either, `-word` leaves out\n"
            '- Quotation marks ask for a phrase: `"self-help group"`; a star for a beginning: `alcohol*`\n'
            "- `title:hope`, `author:kessler`, `abstract:carer`, `journal:psychiatry` look in one field\n"
            "- `year:2010` or `year:2000..2010`; `doi:10.1371/journal.pmed.1000316`; `pmid:20668659`\n"
            "- `population:cancer`, `outcome:hope` ask for a term of the vocabulary"
        )


def _export(found: reading.Search, total: int) -> None:
    """The result, what is chosen, or the basket as a file of any format; each is made only when it is asked for."""
    with st.popover("Export", icon=":material/download:", key="export", on_change="rerun") as opened:
        if not opened.open:
            return
        picks = {"chosen": state.ticked(), "basket": state.basket()}
        kinds = {"result": f"The whole result ({total:,})"} | {
            name: f"The {name} ({len(keys):,})" for name, keys in picks.items()
        }
        what = st.radio("What", list(kinds), format_func=kinds.__getitem__, key="export-what")
        if what == "result" and total > exports.MOST_RECORDS:
            components.nothing_here(
                f"That is more than {exports.MOST_RECORDS:,} reports. Narrow the search down, or use the command line: "
                "msgevidence export."
            )
            return
        records = reading.exported(found.filters, found.sort) if what == "result" else reading.picked(picks[what])
        for writer in WRITERS:
            st.download_button(
                writer.label,
                data=partial(exports.references, writer, records),
                file_name=f"references{writer.suffix}",
                mime=writer.media_type,
                key=f"export-{what}-{writer.name}",
                icon=":material/download:",
                on_click="ignore",
                disabled=what != "result" and not picks[what],
            )


def _nothing_found(found: reading.Search) -> None:
    if found.active:
        components.nothing_here("No report in this library fits all of these. Take a filter off, or try other words.")
    else:
        components.nothing_here("The library is empty. Add references to begin.")
        components.add_link("Add references")


show()
