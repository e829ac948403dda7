"""Bibliography: the picked references in a style, as they will print, and as files."""

from __future__ import annotations

import streamlit as st

from msgevidence.citation.formatted import Formatted
from msgevidence.errors import MsgEvidenceError
from msgevidence.store.views import ReportView
from msgevidence.ui import citing, components, literal, reading, state, wording

PAGE = "bibliography"


def show() -> None:
    st.title("Bibliography", anchor=False)
    found = reading.reports(state.basket())
    picked = [report.record for report in found]
    missing = [key for key in state.basket() if key not in {report.citekey for report in found}]
    if missing:
        st.warning(
            literal.markdown(f"No longer in the library, and left out: {', '.join(missing)}."),
            icon=":material/warning:",
        )
    if not picked:
        components.nothing_here("Nothing is picked yet. Put reports into the basket while browsing, or add references.")
        components.browse_link("Browse the literature")
        components.add_link("Add references")
        return
    chosen = _style()
    try:
        made = citing.many(picked, chosen)
    except MsgEvidenceError as refusal:
        components.refusal(refusal)
        return
    citing.downloads(picked, made, name="references", key="list")
    st.html(citing.paper(made))
    for warning in made.warnings:
        st.caption(literal.markdown(f"{warning.item}: {warning.message}"))
    _in_text(made)
    _picks(found)


def _style() -> str:
    chosen = state.first_from_url("style", "apa")
    options = list(citing.STYLES)
    if chosen not in options:
        options.append(chosen)
    st.selectbox(
        "Citation style",
        options,
        key=state.bound(PAGE, "style", chosen),
        format_func=citing.style_label,
        accept_new_options=True,
        help="Choose one, or type the name of any other installed CSL style, such as “nature”.",
        on_change=state.commit,
        args=(PAGE, "style"),
        kwargs={"default": "apa"},
        width=420,
    )
    return chosen


def _in_text(made: Formatted) -> None:
    st.header("In the text", anchor=False)
    components.table(
        ("Parenthetical", "Narrative"),
        (
            (literal.reference(citation.parenthetical), literal.reference(citation.narrative))
            for citation in made.citations
        ),
        caption="How each work is cited in the text",
        are_html=frozenset({0, 1}),
    )


def _picks(found: list[ReportView]) -> None:
    st.header("Picked", anchor=False)
    for row in (report.row for report in found):
        with st.container(key=f"row-{row.id}", gap="xxsmall"):
            components.record_link(row.citekey, row.title)
            st.html(components.summary_line(row))
            st.button(
                "Take out",
                key=f"out-{row.citekey}",
                icon=":material/close:",
                help=literal.markdown(f"Take out of the basket: {row.title}"),
                on_click=state.take_from_basket,
                args=((row.citekey,),),
            )
    st.button("Empty the basket", on_click=state.take_from_basket, args=(state.basket(),), type="tertiary")
    st.caption(
        wording.count(len(state.basket()), "reference") + " in the basket. Keep this page’s address to keep the list."
    )


show()
