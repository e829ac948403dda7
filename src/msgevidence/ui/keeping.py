"""Collections and saved searches on the pages: kept under a name, renamed, taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import streamlit as st

from msgevidence.errors import MsgEvidenceError
from msgevidence.model.evidence import Facet
from msgevidence.store.kept import LONGEST_NAME, Collection, SavedSearch
from msgevidence.ui import components, literal, reading, signing_in, state, wording

_OF_A_SEARCH = ("q", "from", "to", "sort", "rows", *reading.CHOICES, *(facet.value for facet in Facet))
_BACK = "Brought back."

Change = Callable[[state.Pen], object]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of the last change, and how to take it back."""

    words: str
    refusal: MsgEvidenceError | None = None
    undo: Change | None = None


def told() -> None:
    """Says once what came of the last change, with its way back."""
    last: Told | None = state.recall("kept")
    if last is None:
        return
    state.forget("kept")
    if last.refusal:
        components.refusal(last.refusal)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(literal.markdown(last.words), icon=":material/check_circle:", width="stretch")
        if last.undo:
            st.button(
                "Undo", icon=":material/undo:", key="kept-undo", on_click=change, args=("Brought back.", last.undo)
            )


def collections(basket: Sequence[str]) -> None:
    """The named lists, and the way of the basket into one of them."""
    st.header("Collections", anchor=False)
    kept = state.desk().library.kept
    if signing_in.note():
        _name_field("collection", f"Keep the {wording.count(len(basket), 'picked reference')}", lambda name: (
            f"Kept in “{name}”.",
            lambda pen: pen.library.kept.put_collection(name, basket, by=pen.by)), off=not basket)  # fmt: skip
    held = {each.id: each for each in kept.collections()}
    if not held:
        st.caption("No collection yet. A collection keeps references under a name, for everyone who uses this library.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Collection",
            list(held),
            format_func=lambda id_: f"{held[id_].name} ({len(held[id_].citekeys):,})",
            width=300,
            key=f"collection-{state.fingerprint(tuple(held))}",
        )
        _of_collection(held[chosen])


def _of_collection(collection: Collection) -> None:
    st.button(
        "Into the basket",
        icon=":material/add_shopping_cart:",
        key=f"collection-pick-{collection.id}",
        on_click=state.put_in_basket,
        args=(collection.citekeys,),
    )
    if not signing_in.may_write():
        return
    with st.popover("Rename"):
        _name_field(
            f"rename-{collection.id}",
            "Rename",
            lambda name: (f"Now called “{name}”.", lambda pen: pen.library.kept.rename_collection(collection.id, name)),
        )
    if collection.citekeys:
        _take_one_out(collection)
    st.button(
        "Delete",
        icon=":material/delete:",
        key=f"collection-delete-{collection.id}",
        on_click=change,
        args=(
            f"“{collection.name}” was deleted.",
            lambda pen: pen.library.kept.delete_collection(collection.id),
            lambda pen: pen.library.kept.restore_collection(collection.id),
        ),
    )


def _take_one_out(collection: Collection) -> None:
    with st.popover("Take one out"):
        works = f"collection-works-{collection.id}-{state.fingerprint(collection.citekeys)}"
        picked = st.selectbox("Work", collection.citekeys, key=works)
        st.button(
            "Take it out",
            key=f"collection-out-{collection.id}",
            on_click=change,
            args=(
                f"{picked} was taken out of “{collection.name}”.",
                lambda pen: pen.library.kept.take_from_collection(collection.id, (picked,)),
                lambda pen: pen.library.kept.put_collection(collection.name, (picked,), by=pen.by),
            ),
        )


def searches() -> None:
    """The saved searches, and the way of this one among them."""
    with st.popover("Saved searches", icon=":material/bookmark:", key="searches", on_change="rerun") as opened:
        if not opened.open:
            return
        kept = state.desk().library.kept
        query = urlencode([(name, value) for name in _OF_A_SEARCH for value in state.from_url(name)])
        if signing_in.note():
            _name_field("search", "Save this search", lambda name: (
                f"Saved as “{name}”.",
                lambda pen: pen.library.kept.put_search(name, query, by=pen.by)), off=not query)  # fmt: skip
        for each in kept.searches():
            _search(each)


def _search(search: SavedSearch) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        components.browse_link(literal.markdown(search.name), **parse_qs(search.query))
        if not signing_in.may_write():
            return
        st.button(
            "Delete",
            key=f"search-delete-{search.id}",
            type="tertiary",
            help=literal.markdown(f"Delete the saved search {search.name}"),
            on_click=change,
            args=(
                f"“{search.name}” was deleted.",
                lambda pen: pen.library.kept.delete_search(search.id),
                lambda pen: pen.library.kept.restore_search(search.id),
            ),
        )


def _name_field(key: str, words: str, to_do: Callable[[str], tuple[str, Change]], *, off: bool = False) -> None:
    """A field for a name and the button that does something with it."""

    def act() -> None:
        change(*to_do(state.typed(f"name-{key}")))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", key=f"name-{key}", max_chars=LONGEST_NAME, width=240)
        st.button(words, key=f"name-{key}-do", on_click=act, disabled=off)


def change(words: str, to_do: Change, undo: Change | None = None) -> None:
    """Callback: changes something, and keeps what came of it for the next script run."""
    try:
        with state.writing("what is kept was changed") as pen:  # its name is nothing for a log
            to_do(pen)
    except MsgEvidenceError as refusal:
        state.remember("kept", Told("", refusal))
        return
    state.remember("kept", Told(words, undo=undo))
