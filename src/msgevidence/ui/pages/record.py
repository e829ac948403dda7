"""Record: everything the library knows of one report, at an address that can be kept (``/record?id=citekey``)."""

from __future__ import annotations

import streamlit as st

from msgevidence.errors import CallRefused, MsgEvidenceError, NotFound
from msgevidence.ingest import reviewing as queue
from msgevidence.model.evidence import Facet, Notice, Relevance, Tag, TagStatus
from msgevidence.ports import Action
from msgevidence.store.views import ReportView, SourceRecordView, StudyView, TagView
from msgevidence.ui import citing, components, keeping, literal, reading, signing_in, state, wording


def show() -> None:
    citekey = state.first_from_url("id")
    if not citekey:
        st.title("Record", anchor=False)
        components.nothing_here("This page shows one report. Choose one in the list.")
        components.browse_link("Browse the literature")
        return
    try:
        report = reading.report(citekey)
    except NotFound:
        st.title("No such record", anchor=False)
        st.warning(
            literal.markdown(
                f"There is no report “{citekey}” in this library. It may have been taken back or renamed."
            ),
            icon=":material/search_off:",
        )
        components.browse_link("Browse the literature")
        return
    keeping.told()
    _head(report)
    _citation(report)
    if report.record.abstract:
        st.header("Abstract", anchor=False)
        st.html(f'<p class="msg-abstract">{literal.rich(report.record.abstract)}</p>')
    _findings(report)
    _tags(report)
    _studies(report)
    _relations(report)
    _origin(report)


def _head(report: ReportView) -> None:
    st.title(literal.markdown(report.row.title or report.citekey), anchor=False)
    st.html(components.summary_line(report.row) + components.report_tags(report.row))
    for notice in report.notices:
        _notice(notice)
    with st.container(horizontal=True, vertical_alignment="center"):
        components.basket_button(report.citekey, report.row.title, key="basket-this")
        for scheme, value, address in wording.identifiers(report.record):
            if address:
                st.link_button(literal.markdown(f"{scheme} {value}"), address, icon=":material/open_in_new:")


def _notice(notice: Notice) -> None:
    words = [wording.NOTICES[notice.kind]]
    if notice.date:
        words.append(f"on {notice.date}")
    if notice.about:
        words.append(f"see {notice.about}")
    text = " ".join(words) + "." + (f" {notice.note}" if notice.note else "")
    if notice.doi:
        text += f" Notice: https://doi.org/{notice.doi}"
    st.warning(literal.markdown(text), icon=":material/warning:")


def _citation(report: ReportView) -> None:
    st.header("Cite it", anchor=False)
    made = citing.one(report.record)
    for entry in made.entries:
        st.html(f'<div class="msg-reference csl-entry">{literal.reference(entry.runs)}</div>')
    for citation in made.citations:
        left, right = st.columns(2)
        with left:
            st.caption("Parenthetical")
            st.code(citing.words(citation.parenthetical), language=None, wrap_lines=True)
        with right:
            st.caption("Narrative")
            st.code(citing.words(citation.narrative), language=None, wrap_lines=True)
    for warning in made.warnings:
        st.caption(literal.markdown(f"APA 7: {warning.message}"))
    citing.downloads([report.record], made, name=report.citekey, key="one")


def _findings(report: ReportView) -> None:
    st.header("Findings", anchor=False)
    if not report.findings:
        components.nothing_here("No finding of this report has been entered. That says nothing about its results.")
        return
    for each in report.findings:
        st.html(components.finding(each.finding, each.study.relevance if each.study else Relevance.CORE))


def _tags(report: ReportView) -> None:
    st.header("Tags", anchor=False)
    refused = state.recall("tag-refused")
    if refused:
        state.forget("tag-refused")
        components.refusal(refused)
    if not report.tags:
        components.nothing_here("This report has no tags yet.")
        return
    order = list(Facet)
    tags = sorted(report.tags, key=lambda tag: (order.index(tag.facet), tag.term.label))
    components.table(
        ("Facet", "Term", "Status", "By", "Because"),
        (
            (
                wording.FACETS[tag.facet],
                tag.term.label,
                wording.STATUSES[tag.status],
                wording.WHO.get(tag.by, tag.by),
                tag.because,
            )
            for tag in tags
        ),
        caption="Who said so, and the words that led to it",
    )
    open_tags = [tag for tag in tags if tag.status is TagStatus.PROPOSED or tag.by == signing_in.visitor()]
    if not open_tags or not signing_in.note():
        return
    st.caption("A proposed tag counts in the evidence map once you have accepted it.")
    for tag in open_tags:
        _decide(report, tag)


def _decide(report: ReportView, tag: TagView) -> None:
    """Buttons to accept or reject a proposed tag, or to take one's own word back."""
    name = f"{wording.FACETS[tag.facet]}: {tag.term.label}"
    key = f"{report.id}-{tag.facet.value}-{tag.slug}"
    choices: tuple[tuple[str, TagStatus | None], ...] = (("Take back", None),)
    if tag.status is TagStatus.PROPOSED:
        choices = (("Accept", TagStatus.ACCEPTED), ("Reject", TagStatus.REJECTED))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"decide-{key}"):
        st.markdown(literal.markdown(name), width=320)
        for words, status in choices:
            st.button(
                words,
                key=f"{status.value if status else 'back'}-{key}",
                help=literal.markdown(f"{words}: {name}"),
                on_click=_decided,
                args=(report.citekey, tag, status),
            )


def _decided(citekey: str, seen: TagView, status: TagStatus | None) -> None:
    """Callback: writes the decision on a tag as it was seen; None takes one back. What was decided in another window
    meanwhile stands, and is told.
    """
    try:
        report = state.desk().library.queries.report(citekey)
        now = next((tag.status for tag in report.tags if (tag.facet, tag.slug) == (seen.facet, seen.slug)), None)
        if now is not seen.status:
            words = wording.STATUSES[now] if now else "taken away"
            raise CallRefused(
                f"“{seen.term.label}” was {words} in another window meanwhile; look again before you decide"
            )
        with state.writing(
            f"tag {seen.facet.value}/{seen.slug} of report {report.id}: {status or 'taken back'}"
        ) as pen:
            if status is None:
                pen.library.unset_tag(report.id, seen.facet, seen.slug, by=pen.by)
            else:
                pen.library.set_tag(report.id, Tag(seen.facet, seen.slug, by=pen.by, status=status))
    except MsgEvidenceError as refusal:
        state.remember("tag-refused", refusal)


def _studies(report: ReportView) -> None:
    if not report.studies:
        return
    st.header("Study", anchor=False)
    for view in report.studies:
        _study(view, report.id)


def _study(view: StudyView, this_report: int) -> None:
    study = view.study
    facts = [
        ("Design", reading.label(Facet.DESIGN, study.design)),
        ("Level", f"OCEBM {study.ocebm_level} ({study.ocebm_question})" if study.ocebm_level else ""),
        ("Relevance", wording.RELEVANCE[study.relevance]),
        ("Country", study.country),
        ("Setting", reading.label(Facet.SETTING, study.setting)),
        ("Participants", f"{study.participants:,}" if study.participants is not None else ""),
        ("Age", study.age),
        ("Sex", study.sex),
        ("Group type", reading.label(Facet.GROUP_TYPE, study.group_type)),
        ("Leadership", reading.label(Facet.LEADERSHIP, study.leadership)),
        ("Delivery", reading.label(Facet.DELIVERY, study.delivery)),
        ("Group format", reading.label(Facet.FORMAT, study.format)),
        ("Organisation", study.organisation),
        ("Sessions", study.sessions),
        ("Length", study.length),
        ("Registration", study.registration),
        ("Newest search", study.search_date),
        ("Risk of bias", study.risk_of_bias),
    ]
    components.table(("What", "Value"), [fact for fact in facts if fact[1]], caption=study.label or "This study")
    siblings = [row for row in view.reports if row.id != this_report]
    if siblings:
        st.caption("Other reports of the same study")
        for row in siblings:
            components.record_link(row.citekey, row.title)


def _relations(report: ReportView) -> None:
    if not report.relations:
        return
    st.header("Related works", anchor=False)
    for view in report.relations:
        if view.other is None:
            words = wording.relation(view.relation, "")
            st.caption(literal.markdown(f"{words}: {view.relation.object} (not in this library)"))
        else:
            st.caption(wording.relation(view.relation, view.other.citekey))
            components.record_link(view.other.citekey, view.other.title)


def _origin(report: ReportView) -> None:
    st.header("Where it comes from", anchor=False)
    components.problems(report.problems)
    components.table(
        ("When (UTC)", "What", "By", "Because"),
        (
            (event.when[:16].replace("T", " "), event.what, wording.WHO.get(event.by, event.by), event.because)
            for event in report.history
        ),
        caption="History",
    )
    if report.provenance:
        with st.expander(wording.count(len(report.provenance), "field", "fields") + " with a named source"):
            components.table(
                ("Of", "Field", "Source", "Seen", "By"),
                ((each.entity, each.field, each.source, each.seen, each.by) for each in report.provenance),
                caption="Provenance, field by field",
            )
    for source in report.sources:
        place = f"{source.source}, record {source.index + 1}" + (f", line {source.line}" if source.line else "")
        with st.expander(literal.markdown(f"Source record: {place}")):
            components.table(
                ("Tag", "Value"),
                ((tag, str(value)) for tag, value in source.fields),
                caption=f"As read from {source.format}; {source.action.value} by {source.by}",
            )
            if source.text:
                st.code(source.text, language=None, wrap_lines=True)
            if source.action is Action.MERGE and len(report.sources) > 1 and signing_in.may_write():
                _take_out(source)


def _take_out(source: SourceRecordView) -> None:
    """A button that takes back a merge the rules made: the record then waits for a person's word."""
    waiting: list[int] = []
    st.button(
        "Take out of this report",
        key=f"out-{source.id}",
        icon=":material/call_split:",
        help="It will wait in the review queue, and the report becomes what it was before",
        on_click=keeping.change,
        args=(
            "Taken out of this report; it waits in the review queue.",
            lambda pen: waiting.append(queue.reopen(pen.library, source.id).id),
            lambda pen: queue.decide(pen.library, waiting[0], Action.MERGE, by=pen.by),
        ),
    )


show()
