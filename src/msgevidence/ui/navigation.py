"""The register of pages and the frame around each: navigation, basket, and errors in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from msgevidence.errors import MsgEvidenceError
from msgevidence.ui import components, pages, signing_in, state, theme


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its file, its place in the URL, and how the menu names it."""

    file: Path
    title: str
    icon: str
    url: str
    hidden: bool = False


PAGES: tuple[PageEntry, ...] = (
    PageEntry(pages.EVIDENCE_MAP, "Evidence map", ":material/grid_on:", "map"),
    PageEntry(pages.ASK, "Ask", ":material/quiz:", "ask"),
    PageEntry(pages.BROWSE, "Browse", ":material/search:", "browse"),
    PageEntry(pages.ADD, "Add", ":material/add_circle:", "add"),
    PageEntry(pages.REVIEW, "Review", ":material/compare:", "review"),
    PageEntry(pages.CHECK, "Check my draft", ":material/fact_check:", "check"),
    PageEntry(pages.BIBLIOGRAPHY, "Bibliography", ":material/format_quote:", "bibliography"),
    PageEntry(pages.LIBRARY, "Library", ":material/local_library:", "library"),
    PageEntry(pages.RECORD, "Record", ":material/article:", "record", hidden=True),
)
"""The first is the landing page. To add a page: its file, and a line here."""


def run() -> None:
    """The whole app for one script run."""
    st.html(theme.STYLE_SHEET)
    try:
        if not signing_in.admitted():
            return
    except MsgEvidenceError as refusal:
        components.refusal(refusal)
        return
    page = st.navigation(
        [
            st.Page(
                entry.file,
                title=entry.title,
                icon=entry.icon,
                url_path=entry.url,
                default=position == 0,
                visibility="hidden" if entry.hidden else "visible",
            )
            for position, entry in enumerate(PAGES)
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} · msgevidence")
    try:
        state.desk()
        state.keep_basket_in_url()
        menu = st.container(horizontal=True, gap="small", key="phone-menu")
        basket = st.sidebar.container(key="basket")  # both are filled last: the page may change the basket
        page.run()
        with menu:
            components.phone_menu()
        with basket:
            components.basket_panel()
        with st.sidebar:
            signing_in.panel()
    except MsgEvidenceError as refusal:
        components.refusal(refusal)
