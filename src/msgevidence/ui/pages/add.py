"""Add: files or pasted text → what would happen → the ingest report, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from msgevidence.errors import AuthorityUnavailable, MsgEvidenceError
from msgevidence.formats.register import READERS
from msgevidence.store.views import RunView
from msgevidence.ui import components, intake, literal, outside, reading, signing_in, state, table_columns, wording
from msgevidence.ui.server import MAX_UPLOAD_MB

PAGE = "add"
_DETECT = "detect"
_SHOWN = 100
_WAYS = {"files": "Files or text", "identifiers": "Identifiers", "zotero": "Zotero"}


def show() -> None:
    st.title("Add references", anchor=False)
    if not signing_in.note():
        _past_runs()
        return
    report = st.container()  # above the inputs, but only while they are empty: what is previewed comes next
    has_input = {"files": _input, "identifiers": _identifiers, "zotero": _zotero}[_way()]()
    outcome = state.recall("run")
    if outcome is not None and (outcome.refusal or not has_input):
        with report:
            _report(outcome)
    _past_runs()


def _way() -> str:
    """Where the references come from, as the address says."""
    wanted = state.first_from_url("from")
    wanted = wanted if wanted in _WAYS else "files"
    st.radio(
        "From",
        list(_WAYS),
        key=state.bound(PAGE, "from", wanted),
        format_func=_WAYS.__getitem__,
        horizontal=True,
        on_change=state.commit,
        args=(PAGE, "from"),
        kwargs={"default": "files"},
    )
    return wanted


def _identifiers() -> bool:
    turn = state.turn("input")
    st.markdown(
        "DOIs and PubMed numbers, one a line or with commas. Crossref, PubMed, OpenAlex and DataCite are asked for "
        "them over the internet; nothing else leaves this machine."
    )
    typed = st.text_area("Identifiers", height=140, placeholder="10.1371/journal.pmed.1000316", key=f"ids-{turn}")
    return _fetched(outside.Wanted(identifiers=typed.strip()), "Look them up", ready=bool(typed.strip()))


def _zotero() -> bool:
    turn = state.turn("input")
    st.markdown(
        "A Zotero library, or one collection of it. The key to a private one is read from the environment "
        "(ZOTERO_API_KEY), from the file zotero.key in the program’s data folder, or from the system’s keyring; "
        "it is never shown."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        library = st.text_input("Library", placeholder="groups/456 or users/123", key=f"zotero-{turn}", width=300)
        collection = st.text_input("Collection (its key, may be empty)", key=f"zotero-part-{turn}", width=280)
    local = st.checkbox("Ask the Zotero program on this machine", key=f"zotero-local-{turn}")
    wanted = outside.Wanted(zotero=library.strip(), collection=collection.strip(), local=local)
    return _fetched(wanted, "Look into it", ready=bool(library.strip()))


def _fetched(wanted: outside.Wanted, words: str, *, ready: bool) -> bool:
    """The rehearsal of what comes from outside, and the button that adds it."""
    if st.button(words, icon=":material/visibility:"):
        if not ready:
            st.info("There is nothing to look for yet.", icon=":material/info:")
            return False
        with st.spinner("Asking …", show_time=True):
            outside.rehearse(wanted)
    found = outside.found(wanted)
    if not ready or found is None:
        return False
    if found.refusal:
        components.refusal(found.refusal)
        if isinstance(found.refusal, AuthorityUnavailable):
            components.nothing_here(
                "Nobody outside could be asked; that says nothing about the works. Check the connection and try again, "
                "or add them from a file: that needs no network."
            )
    elif found.run is None:
        components.nothing_here("Nothing has changed there since it was last read.")
    else:
        st.header("What will happen", anchor=False)
        _sum(found.run)
        components.problems(found.run.problems)
        _add(found.run, lambda _: outside.take_in(wanted))
    return True


def _input() -> bool:
    """The inputs and their preview; whether there is anything in them."""
    turn = state.turn("input")  # a new turn empties the widgets after a run
    st.markdown("Drop reference files here, or paste a reference list. Nothing is written before you say so.")
    files = st.file_uploader(
        "Files: RIS, BibTeX, EndNote, CSL-JSON, CSV, Excel, or a text with a reference list",
        accept_multiple_files=True,
        max_upload_size=MAX_UPLOAD_MB,
        key=f"files-{turn}",
    )
    pasted = st.text_area(
        "Or paste here",
        height=140,
        placeholder="A reference list, or the text of an .ris, .bib or .json file",
        key=f"paste-{turn}",
    )
    labels = {_DETECT: "Find out from the content"} | {reader.name: reader.label for reader in READERS}
    format = st.selectbox("Format", list(labels), format_func=lambda name: labels[name], key="format", width=320)
    uploads = [(file.name, file.getvalue()) for file in files]
    if st.button("Preview", type="secondary", icon=":material/visibility:") and not uploads and not pasted.strip():
        st.info("There is nothing to preview yet: choose a file or paste a text.", icon=":material/info:")
    if not uploads and not pasted.strip():
        return False
    batch = table_columns.chosen(intake.gather(uploads, pasted, None if format == _DETECT else format))
    try:
        with st.spinner("Reading …", show_time=True):
            preview = intake.preview(batch) if batch.sources else None
    except MsgEvidenceError as refusal:
        batch = batch.refused(refusal)
        preview = None
    for refused in preview.batch.refusals if preview else batch.refusals:
        components.refusal(refused)
    if preview:
        _preview(preview)
    return True


def _preview(preview: intake.Preview) -> None:
    st.header("What will happen", anchor=False)
    _sum(preview.run)
    if preview.planned:
        components.table(
            ("Will", "Reference", "Tags proposed", "Why"),
            (
                (
                    wording.ACTIONS[planned.decision.action],
                    planned.reference,
                    ", ".join(reading.label(tag.facet, tag.term) for tag in planned.tags),
                    intake.reason(planned.decision),
                )
                for planned in preview.planned[:_SHOWN]
            ),
            caption=wording.count(preview.run.read, "record")
            + (f"; the first {_SHOWN}" if preview.run.read > _SHOWN else ""),
        )
    components.problems(preview.run.problems)
    _add(
        preview.run,
        lambda status: intake.take_in(
            preview.batch, lambda done, name: status.update(label=literal.markdown(f"{done:,} read from {name}"))
        ),
    )


def _add(run: RunView, write: Callable[[Any], None]) -> None:
    """The button that does what was previewed; `write` may tell its progress to the status it is given."""
    kept = run.added + run.merged + run.held
    if not kept:
        components.nothing_here("There is nothing here that could be added.")
    elif st.button(
        f"Add {wording.count(kept, 'record')} to the library", type="primary", icon=":material/library_add:"
    ):
        with st.status("Adding …") as status:
            write(status)
        st.rerun()


def _sum(run: RunView) -> None:
    with st.container(horizontal=True, gap="large"):
        for number, name in (
            (run.read, "read"),
            (run.added, "added"),
            (run.merged, "merged"),
            (run.held, "held for review"),
            (run.rejected, "rejected"),
        ):
            st.metric(name.capitalize(), f"{number:,}", width="content")


def _report(outcome: intake.Outcome) -> None:
    if outcome.refusal:
        components.refusal(outcome.refusal)
        state.forget("run")
        return
    run = outcome.run
    if run is None:
        return
    if run.undone:
        st.success(f"Run {run.id} was taken back.", icon=":material/undo:")
        components.problems(run.problems)
        return
    st.header("Ingest report", anchor=False)
    st.success(
        literal.markdown(
            f"{run.read:,} read = {run.added:,} added + {run.merged:,} merged + {run.held:,} held"
            f" + {run.rejected:,} rejected, from {run.source}."
        ),
        icon=":material/check_circle:",
    )
    with st.container(horizontal=True):
        st.button(
            f"Put {wording.count(len(outcome.citekeys), 'reference')} into the basket",
            type="primary",
            icon=":material/add_shopping_cart:",
            disabled=not outcome.citekeys,
            on_click=state.put_in_basket,
            args=(outcome.citekeys,),
        )
        st.button(
            "Take this run back", icon=":material/undo:", key="undo-this", on_click=intake.take_back, args=(run.id,)
        )
    if outcome.citekeys and set(outcome.citekeys) <= set(state.basket()):
        components.bibliography_link("Open the bibliography")
    for report in reading.reports(outcome.citekeys[:_SHOWN]):
        with st.container(key=f"row-{report.id}", gap="xxsmall"):
            components.record_link(report.citekey, report.row.title)
            st.html(components.summary_line(report.row) + components.report_tags(report.row))
    components.problems(run.problems)
    st.header("Add more", anchor=False)


def _past_runs() -> None:
    runs = [run for run in reading.runs() if run.kind != "bundle"]
    if not runs:
        return
    st.header("Earlier runs", anchor=False)
    components.table(
        ("Run", "When (UTC)", "Source", "Read", "Added", "Merged", "Held", "Rejected", "State"),
        (
            (
                str(run.id),
                run.started[:16].replace("T", " "),
                run.source,
                *(f"{number:,}" for number in (run.read, run.added, run.merged, run.held, run.rejected)),
                "taken back" if run.undone else "kept",
            )
            for run in runs[:20]
        ),
        caption="Newest first",
        numbers=frozenset(range(3, 8)),
    )
    standing = {run.id: run for run in runs[:20] if not run.undone}
    if standing and signing_in.may_write():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                "Take back run",
                list(standing),
                format_func=lambda number: f"{number}: {standing[number].source}",
                width=360,
            )
            st.button(
                f"Take back run {chosen}",
                icon=":material/undo:",
                on_click=intake.take_back,
                args=(chosen,),
            )


show()
