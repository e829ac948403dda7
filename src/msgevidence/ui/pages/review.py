"""Review: records that may be duplicates, beside the report they resemble; decided one by one or by rule."""

from __future__ import annotations

import streamlit as st

from msgevidence.matching import REASONS
from msgevidence.store.views import HeldView
from msgevidence.ui import components, literal, reading, reviewing, signing_in, state, wording

PAGE = "review"


def show() -> None:
    st.title("Review", anchor=False)
    outcome = state.recall("decided")
    if outcome:
        _told(outcome)
    waiting = reading.held()
    if not waiting:
        components.nothing_here("Nothing waits for a decision. Records that may be duplicates come here when you add.")
        components.add_link("Add references")
        _decided()
        return
    st.markdown(
        f"**{wording.count(len(waiting), 'record')}** may be the same as a report the library has. "
        "Compare, then decide; every decision can be taken back."
    )
    shown = _rule(waiting)
    _batch(shown)
    _one(_chosen(shown))
    _decided()


def _told(outcome: reviewing.Outcome) -> None:
    state.forget("decided")
    if outcome.refusal:
        components.refusal(outcome.refusal)
    if outcome.count:
        st.success(f"{wording.count(outcome.count, 'decision')} written.", icon=":material/check_circle:")


def _rule(waiting: tuple[HeldView, ...]) -> list[HeldView]:
    """The queue, or that of one rule, as the address says."""
    counts: dict[str, int] = {}
    for held in waiting:
        counts[held.rule] = counts.get(held.rule, 0) + 1
    wanted = state.first_from_url("rule")
    wanted = wanted if wanted in counts else ""
    if len(counts) > 1:
        st.selectbox(
            "Held by the rule",
            ["", *counts],
            key=state.bound(PAGE, "rule", wanted),
            format_func=lambda rule: f"{_words(rule)} ({counts[rule]:,})" if rule else f"Any ({len(waiting):,})",
            on_change=state.commit,
            args=(PAGE, "rule", "held"),
            width=620,
        )
    return [held for held in waiting if held.rule == wanted or not wanted]


def _words(rule: str) -> str:
    return REASONS.get(rule, rule)


def _batch(shown: list[HeldView]) -> None:
    if len(shown) < 2 or not signing_in.may_write():
        return
    ids = tuple(held.id for held in shown)
    with st.expander(f"Decide all {len(shown):,} at once", key=f"batch-{state.fingerprint(ids)}"):
        st.caption("Each is written as a decision of its own, and can be taken back one by one.")
        with st.container(horizontal=True):
            for choice in (reviewing.Choice.MERGED, reviewing.Choice.BOTH, reviewing.Choice.LEFT):
                st.button(
                    f"{reviewing.LABELS[choice]}: all {len(ids):,}",
                    key=f"all-{choice}-{state.fingerprint(ids)}",
                    on_click=reviewing.decide,
                    args=(ids, choice),
                )


def _chosen(shown: list[HeldView]) -> HeldView:
    by_id = {str(held.id): held for held in shown}
    wanted = state.first_from_url("held")
    wanted = wanted if wanted in by_id else next(iter(by_id))
    if len(by_id) > 1:
        st.selectbox(
            "Record",
            list(by_id),
            key=state.bound(PAGE, "held", wanted),
            format_func=lambda number: f"{number}: {literal.plain(by_id[number].record.title)[:90]}",
            on_change=state.commit,
            args=(PAGE, "held"),
            width=620,
        )
    return by_id[wanted]


def _one(held: HeldView) -> None:
    """Both sides, field by field; what differs is marked with a sign and in bold, not by colour alone."""
    st.header(f"Record {held.id}", anchor=False)
    st.markdown(literal.markdown(f"Why it waits: {_words(held.rule)}."))
    if held.candidate is None or held.candidate_record is None:
        st.warning("The report it resembled is not in the library any more.", icon=":material/warning:")
    else:
        components.record_link(held.candidate.citekey, held.candidate.title)
    merged = reviewing.merged(held)
    rows = []
    for name, left, right in reviewing.fields(held):
        differs = left != right
        sign = "≠ differs" if left and right and differs else "+ only one has it" if differs else "= same"
        joined = merged.get(name, "")
        bold = ("<b>", "</b>") if differs and left and right else ("", "")
        rows.append(
            (
                literal.escape(name),
                literal.escape(sign),
                f"{bold[0]}{literal.escape(left)}{bold[1]}",
                f"{bold[0]}{literal.escape(right)}{bold[1]}",
                literal.escape(joined),
            )
        )
    components.table(
        ("Field", "Compared", "In the library", f"New, from {held.source}", "Merged"),
        rows,
        caption="The two, field by field",
        are_html=frozenset(range(5)),
    )
    if not signing_in.note():
        return
    gone = held.candidate is None
    with st.container(horizontal=True):
        for choice in reviewing.Choice:
            if gone and choice in (reviewing.Choice.MERGED, reviewing.Choice.RIGHT):
                continue
            st.button(
                reviewing.LABELS[choice],
                key=f"{choice}-{held.id}",
                help=reviewing.HELP[choice],
                type="primary" if choice is reviewing.Choice.MERGED else "secondary",
                on_click=reviewing.decide,
                args=((held.id,), choice),
            )


def _decided() -> None:
    """The latest decisions, each with its way back."""
    decided = [held for held in reading.held(decided=True) if held.decided]
    if not decided:
        return
    st.header("Decided", anchor=False)
    for held in reversed(decided[-20:]):
        if held.decided is None:
            continue
        with st.container(horizontal=True, vertical_alignment="center", key=f"decided-{held.id}"):
            words = f"{held.id}: {literal.plain(held.record.title)[:90]}: {reviewing.DONE[held.decided]}"
            st.markdown(literal.markdown(words), width=640)
            if not signing_in.may_write():
                continue
            st.button(
                "Take back",
                key=f"back-{held.id}",
                icon=":material/undo:",
                on_click=reviewing.take_back,
                args=(held.id,),
            )


show()
