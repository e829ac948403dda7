"""Check my draft: a manuscript's citations, list and claims held against the library, with the findings in place."""

from __future__ import annotations

from functools import partial

import streamlit as st

from msgevidence.errors import MsgEvidenceError
from msgevidence.manuscript import report_forms
from msgevidence.manuscript.check import Checked
from msgevidence.manuscript.report import summary
from msgevidence.manuscript.report_parts import findings
from msgevidence.ui import components, draft, literal, state, wording
from msgevidence.ui.server import MAX_UPLOAD_MB

PAGE = "check"


def show() -> None:
    st.title("Check my draft", anchor=False)
    st.markdown(
        "Paste a draft, or choose its file. Nothing is kept, and nothing leaves this machine unless you ask for "
        "it below: citations are held against the list, references and claims against the library."
    )
    upload = st.file_uploader(
        "Word (.docx), Markdown or plain text", type=["docx", "md", "txt", "tex"], max_upload_size=MAX_UPLOAD_MB
    )
    pasted = st.text_area(
        "Or paste the text with its reference list",
        height=200,
        key="draft",
        placeholder="Your text …\n\nReferences\n…",
    )
    snapshots, online = _where_to_look()
    st.button("Check", type="primary", icon=":material/fact_check:")
    if upload is None and not pasted.strip():
        return
    try:
        with st.spinner("Checking …", show_time=True):
            checked = (
                draft.check(upload.name, upload.getvalue(), snapshots=snapshots, online=online)
                if upload
                else draft.check("draft.txt", pasted.encode(), snapshots=snapshots, online=online)
            )
    except MsgEvidenceError as refusal:
        components.refusal(refusal)
        return
    _result(checked)


def _where_to_look() -> tuple[tuple[str, ...], bool]:
    """Index files of this machine to look in, and whether services may be asked: neither, unless it is said here."""
    with st.expander("Where references are looked up", icon=":material/travel_explore:"):
        st.markdown("The library always comes first.")
        paths = st.text_area(
            "Snapshots on this machine, one file a line",
            key="draft-snapshots",
            height=68,
            placeholder="literature.snapshot",
            help="Local indexes of the literature, made by “msgevidence snapshot build”. Nothing is sent.",
        )
        online = st.checkbox("Also ask Crossref, PubMed, OpenAlex and DataCite", key="draft-online")
        st.caption(
            "Only when this is ticked: of each reference that is not matched here, its identifiers, title, first "
            "author, year, volume and first page are sent to these four services, and the identifiers of those "
            "that are matched, to learn of retractions. Never the text of the draft. Answers are kept for a week."
        )
    return tuple(path.strip() for path in paths.splitlines() if path.strip()), online


def _result(checked: Checked) -> None:
    counts = summary(checked)
    for note in checked.notes:
        st.warning(literal.markdown(f"{note[:1].upper()}{note[1:]}."), icon=":material/warning:")
    with st.container(horizontal=True, gap="large"):
        for label, number in (
            ("References", counts["references"]),
            ("Citations", counts["citations"]),
            ("Citations to look at", sum(counts["problems"].values())),
            ("Not cited", counts["uncited"]),
            ("Notes on style", counts["style"]),
        ):
            st.metric(label, f"{number:,}", width="content")
    _downloads(checked)
    st.header("The text with the findings in place", anchor=False)
    st.html(draft.legend())
    st.html(draft.annotated(checked))
    found = findings(checked)
    if found:
        st.header("Findings", anchor=False)
        components.table(
            ("No.", "What", "In words"),
            ((str(each.number), draft.kind_of(each).words, each.words) for each in found),
            caption=wording.count(len(found), "finding"),
            numbers=frozenset({0}),
        )
    _references(checked)
    st.caption(
        literal.markdown(
            f"References were looked up in {checked.searched.words}. What is not found there may well exist elsewhere."
        )
    )


def _references(checked: Checked) -> None:
    """Each reference as it stands, what was found, and how it reads in APA 7; the works found can be picked."""
    if not checked.references:
        return
    st.header("The list, corrected", anchor=False)
    components.table(
        ("No.", "Found?", "As it stands", "In APA 7"),
        draft.reference_rows(checked),
        caption="Corrected from the record of the work where it was found",
        are_html=frozenset(range(4)),
    )
    keys = tuple(dict.fromkeys(looked.match for looked in checked.looked if looked.match and looked.where == "library"))
    if keys:
        st.button(
            f"Put the {wording.count(len(keys), 'work')} found into the basket",
            icon=":material/add_shopping_cart:",
            on_click=state.put_in_basket,
            args=(keys,),
        )


def _downloads(checked: Checked) -> None:
    with st.container(horizontal=True):
        for label, form, media in (
            ("Report for the browser", "html", "text/html"),
            (
                "Report for Word",
                "docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
        ):
            st.download_button(
                label,
                data=partial(report_forms.write, checked, form),
                file_name=f"draft-check.{form}",
                mime=media,
                key=f"report-{form}",
                icon=":material/download:",
                on_click="ignore",
            )
        st.download_button(
            "Report as JSON",
            data=partial(draft.as_json, checked),
            file_name="draft-check.json",
            mime="application/json",
            key="report-json",
            icon=":material/download:",
            on_click="ignore",
        )


show()
