"""Library: how much there is, how it is doing, what was done to it, and how to cite its evidence."""

from __future__ import annotations

from functools import partial

import streamlit as st

from msgevidence.ui import components, literal, reading, signing_in, state, upkeep, wording

_RUNS = 30


def show() -> None:
    st.title("Library", anchor=False)
    health = reading.health()
    counts = health.counts
    with st.container(horizontal=True, gap="large"):
        for name, key in (
            ("References", "report"),
            ("Source records", "source_record"),
            ("Studies", "study"),
            ("Findings", "finding"),
            ("Waiting for review", "waiting"),
        ):
            st.metric(name, f"{counts.get(key, 0):,}", width="content")
    if counts.get("waiting"):
        components.review_link(f"Review {wording.count(counts['waiting'], 'record')}")
    components.table(
        ("What", "Value"),
        [
            ("Size", f"{health.size / 1e6:,.1f} MB"),
            ("Schema", health.schema),
            ("Revision", f"{health.revision:,}"),
            ("Program", f"msgevidence {upkeep.VERSION}"),
        ],
        caption="This library",
    )
    _health()
    _evidence()
    _backup()
    _runs()


def _health() -> None:
    st.header("Health", anchor=False)
    st.caption("Looks through the whole file and compares the search index with the records, word by word.")
    if st.button("Look it over", icon=":material/stethoscope:"):
        with st.spinner("Looking …", show_time=True):
            found = state.desk().library.queries.health(deep=True).integrity
        if found:
            for each in found:
                st.error(literal.markdown(each), icon=":material/error:")
            st.markdown("Download a backup first; then run “msgevidence doctor” for what to mend.")
        else:
            st.success("Nothing to mend was found.", icon=":material/check_circle:")


def _evidence() -> None:
    dataset = reading.dataset()
    if not dataset.version:
        return
    st.header("The bundled evidence", anchor=False)
    st.markdown(
        literal.markdown(
            f"Version {dataset.version} of {dataset.date}: {wording.count(dataset.studies, 'study', 'studies')}, "
            f"{wording.count(dataset.findings, 'finding')}. Cite it as:"
        )
    )
    st.code(upkeep.citation(dataset), language=None, wrap_lines=True)
    st.caption(literal.markdown(upkeep.LICENCE))


def _backup() -> None:
    st.header("Backup", anchor=False)
    st.caption("A whole, consistent copy, also while something is being written. “msgevidence restore” puts it back.")
    if not signing_in.note():
        return
    st.download_button(
        "Download a backup",
        data=partial(upkeep.backup, signing_in.visitor()),  # made when it is asked for, out of reach of the sign-in
        file_name=f"msgevidence-{reading.health().revision}.sqlite",
        mime="application/vnd.sqlite3",
        icon=":material/download:",
        on_click="ignore",
    )


def _runs() -> None:
    st.header("Runs", anchor=False)
    runs = reading.runs()
    components.table(
        ("Run", "When (UTC)", "What", "Source", "Read", "Added", "Merged", "Held", "Rejected", "State"),
        (
            (
                str(run.id),
                run.started[:16].replace("T", " "),
                run.kind,
                run.source,
                *(f"{number:,}" for number in (run.read, run.added, run.merged, run.held, run.rejected)),
                "taken back" if run.undone else "kept",
            )
            for run in runs[:_RUNS]
        ),
        caption=f"Newest first; the latest {_RUNS}" if len(runs) > _RUNS else "Newest first",
        numbers=frozenset(range(4, 9)),
    )
    components.add_link("Add references, or take a run back")


show()
