"""Bibliography: the picked references in a style, as they will print, and as files."""

from __future__ import annotations

from functools import partial

import streamlit as st

from msgevidence.citation.formatted import Formatted
from msgevidence.errors import MsgEvidenceError
from msgevidence.manuscript import lock
from msgevidence.store.views import ReportView
from msgevidence.ui import citing, components, keeping, literal, reading, state, wording

PAGE = "bibliography"
_FOUND = 12  # styles of a search that are shown


def show() -> None:
    st.title("Bibliography", anchor=False)
    keeping.told()
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
        keeping.collections(())
        _since_i_cited()
        return
    style, locale = _style()
    try:
        made = citing.many(picked, style, locale or None)
    except MsgEvidenceError as refusal:
        components.refusal(refusal)
        return
    citing.downloads(picked, made, name="references", key="list")
    st.html(citing.paper(made))
    for warning in made.warnings:
        st.caption(literal.markdown(f"{warning.item}: {warning.message}"))
    _in_text(made)
    _picks(found)
    keeping.collections(state.basket())
    _lock(found, style, locale)
    _since_i_cited()


def _style() -> tuple[str, str]:
    """Style and locale, as the address says."""
    chosen = state.first_from_url("style", "apa")
    options = list(citing.STYLES)
    if chosen not in options:
        options.append(chosen)
    locales = citing.LOCALES
    locale = state.first_from_url("locale")
    locale = locale if locale in locales else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Citation style",
            options,
            key=state.bound(PAGE, "style", chosen),
            format_func=citing.style_label,
            on_change=state.commit,
            args=(PAGE, "style"),
            kwargs={"default": "apa"},
            width=300,
        )
        _all_styles()
        st.selectbox(
            "Language",
            ["", *locales],
            key=state.bound(PAGE, "locale", locale),
            format_func=lambda name: locales.get(name, "The style’s own"),
            on_change=state.commit,
            args=(PAGE, "locale"),
            width=220,
        )
    return chosen, locale


def _all_styles() -> None:
    with st.popover("Search all styles", icon=":material/search:", key="styles", on_change="rerun") as opened:
        if not opened.open:
            return
        words = st.text_input("Name of a style or journal", key="style-words", placeholder="for example: psychiatry")
        hits = citing.search_styles(words, _FOUND)
        if words and not hits:
            st.caption("No installed style has all of these words.")
        for hit in hits:
            st.button(
                literal.markdown(hit.title),
                key=f"style-{hit.name}",
                on_click=state.to_url,
                args=("style", [] if hit.name == "apa" else [hit.name]),
                type="tertiary",
            )


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


def _lock(found: list[ReportView], style: str, locale: str) -> None:
    st.header("Lock", anchor=False)
    st.caption(
        "A small file of what you cite today: identifiers, fields and the version of the evidence. "
        "Open it again later to see what was corrected, retracted or superseded since."
    )
    st.download_button(
        "Lock this list",
        data=partial(lock.make, found, reading.dataset(), style, locale),
        file_name="bibliography.lock.json",
        mime="application/json",
        icon=":material/lock:",
        on_click="ignore",
    )


def _since_i_cited() -> None:
    """What has changed since a list was locked."""
    st.header("What has changed since I cited?", anchor=False)
    upload = st.file_uploader("A lock file (.json)", type=["json"], key="lock-file")
    if upload is None:
        return
    try:
        kept = lock.read(upload.name, upload.getvalue())
    except MsgEvidenceError as refusal:
        components.refusal(refusal)
        return
    dataset = reading.dataset()
    st.markdown(
        literal.markdown(
            f"{wording.count(len(kept.references), 'reference')}, locked with evidence "
            f"{kept.version or 'of no version'} ({kept.date or 'no date'}); "
            f"this library has {dataset.version or 'none'} ({dataset.date or 'no date'})."
        )
    )
    changes = lock.changes(kept, lambda each: reading.cited(each.citekey, each.doi, each.pmid))
    if not changes:
        st.success("Nothing has changed in this library since.", icon=":material/check_circle:")
    else:
        kinds = {"notice": "⚠ Notice", "gone": "✕ Gone", "metadata": "≠ Metadata"}
        components.table(
            ("Reference", "Kind", "What"),
            ((change.citekey, kinds[change.kind], change.words) for change in changes),
            caption=wording.count(len(changes), "change"),
        )
    st.button(
        "Put these references into the basket",
        icon=":material/add_shopping_cart:",
        on_click=state.put_in_basket,
        args=([each.citekey for each in kept.references],),
    )


show()
