"""Pieces several pages are made of. Whatever comes from a record passes through `literal`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import streamlit as st

from msgevidence.errors import LibraryError, MsgEvidenceError
from msgevidence.evidence.answers import Summary
from msgevidence.evidence.lines import Line
from msgevidence.model.evidence import Facet, Finding, Relevance, TagStatus
from msgevidence.model.problems import Problem, Severity
from msgevidence.store.views import ReportRow, StudyView, TagView
from msgevidence.ui import asking, citing, literal, reading, state, wording
from msgevidence.ui.clipboard import copy_button
from msgevidence.ui.pages import ADD, ASK, BIBLIOGRAPHY, BROWSE, CHECK, EVIDENCE_MAP, LIBRARY, RECORD, REVIEW

_BASKET_SHOWN = 8
_FOLDERS = re.compile(r"(?<![\w:/\\])(?:[A-Za-z]:)?[/\\](?:[^\s/\\:]+[/\\])+")
_SCROLLS_FROM = 5  # columns
_SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def record_link(citekey: str, title: str, *, help: str = "") -> None:
    """A link to a report's page; its address can be kept and shared."""
    label = literal.markdown(title) or literal.markdown(citekey)
    st.page_link(RECORD, label=label, icon="", query_params=state.address(id=citekey), help=help)


def basket_button(citekey: str, title: str, *, key: str) -> None:
    """Puts one report into the basket, or takes it out."""
    inside = citekey in state.basket()
    st.button(
        "In basket" if inside else "Add to basket",
        key=key,
        icon=":material/check:" if inside else ":material/add:",
        type="primary" if inside else "secondary",
        help=literal.markdown(f"{'Take out of' if inside else 'Put into'} the basket: {title}"),
        on_click=state.toggle_in_basket,
        args=(citekey,),
    )


def basket_panel() -> None:
    """The basket, on every page: what was picked, and the way to its list."""
    picked = state.basket()
    st.page_link(
        BIBLIOGRAPHY,
        label=f"Basket: {wording.count(len(picked), 'reference')}",
        icon=":material/shopping_basket:",
        help="To the bibliography of what you picked",
        query_params=state.address(),
    )
    for report in reading.reports(picked[:_BASKET_SHOWN]):
        row = report.row
        who = wording.authors(row.authors, limit=2) or literal.plain(row.title)[:40]
        year = row.year if row.year is not None else "n.d."
        record_link(row.citekey, f"{who} ({year})", help=literal.markdown(row.title))
    if len(picked) > _BASKET_SHOWN:
        st.caption(f"and {len(picked) - _BASKET_SHOWN:,} more")
    if len(picked) > state.IN_URL:
        st.caption(f"A reload keeps the first {state.IN_URL} only. To keep all, download the lock in the bibliography.")


def phone_menu() -> None:
    """The pages again as a row of links, shown on narrow screens only (see style.css)."""
    st.page_link(EVIDENCE_MAP, label="Map", icon="")
    st.page_link(ASK, label="Ask", icon="")
    st.page_link(BROWSE, label="Browse", icon="")
    st.page_link(ADD, label="Add", icon="")
    st.page_link(CHECK, label="Check", icon="")
    st.page_link(REVIEW, label="Review", icon="")
    st.page_link(LIBRARY, label="Library", icon="")
    st.page_link(BIBLIOGRAPHY, label=f"Basket ({len(state.basket())})", icon="")


def summary_line(row: ReportRow) -> str:
    """HTML: who, when, where."""
    year = str(row.year) if row.year is not None else "n.d."
    parts = [literal.escape(part) for part in (wording.authors(row.authors), year) if part]
    published = literal.rich(row.container)
    return f'<div class="msg-meta">{" · ".join([*parts, *([f"<i>{published}</i>"] if published else [])])}</div>'


def report_tags(row: ReportRow) -> str:
    """HTML: notices first, then level and the population, outcome and design tags; proposed ones are dashed."""
    shown = [(wording.NOTICES[notice], "msg-notice") for notice in dict.fromkeys(row.notices)]
    if row.level is not None:
        shown.append((f"OCEBM level {row.level}", "msg-level"))
    for facet in (Facet.DESIGN, Facet.POPULATION, Facet.OUTCOME):
        shown += [(tag.term.label, tag_class(tag)) for tag in row.tags if tag.facet is facet]
    return tag_list(shown)


def tag_list(labels: Iterable[tuple[str, str]]) -> str:
    """HTML list of (label, CSS class)."""
    items = "".join(f'<li class="{literal.escape(css)}">{literal.escape(label)}</li>' for label, css in labels)
    return f'<ul class="msg-tags">{items}</ul>' if items else ""


def tag_class(tag: TagView) -> str:
    return "" if tag.status is TagStatus.ACCEPTED else f"msg-{tag.status.value}"


def finding(found: Finding, relevance: Relevance) -> str:
    """HTML: the sentence, the numbers, whose certainty, and where it was read. `relevance` is that of its study."""
    lines = (
        ("", wording.finding_sentence(found, reading.label, relevance)),
        ("msg-numbers", wording.finding_numbers(found) or found.as_printed),
        ("msg-where", wording.finding_certainty(found)),
        ("msg-where", found.note),
        ("msg-where", "; ".join(part for part in (f"Read at: {found.locator}", found.instrument) if part)),
    )
    paragraphs = "".join(f'<p class="{css}">{literal.escape(text)}</p>' for css, text in lines if text)
    return f'<div class="msg-finding">{paragraphs}</div>'


def study(view: StudyView) -> None:
    """Its reports, each with its way into the basket, then what it found, folded."""
    for report in view.reports:
        with st.container(key=f"row-{report.id}", gap="xxsmall"):
            record_link(report.citekey, report.title)
            st.html(summary_line(report) + folded_findings(view))
            basket_button(report.citekey, report.title, key=f"basket-{report.citekey}")


def pages(page: str, name: str, shown: int, pages: int) -> None:
    """The pages of a long list, the shown one in the address under `name`; nothing for a single one."""
    if pages > 1:
        # The widget insists on a default, so its key carries the page instead of the session its value.
        key = f"{name}-{shown}"
        st.pagination(
            pages, default=shown, key=f"{page}-{key}", on_change=state.commit, args=(page, key), kwargs={"as_": name}
        )


def folded_findings(view: StudyView) -> str:
    """HTML: the findings of a study behind a line that opens them."""
    if not view.findings:
        return ""
    told = "".join(finding(each, view.study.relevance) for each in view.findings)
    return (
        f'<details class="msg-folded"><summary>{wording.count(len(view.findings), "finding")}</summary>{told}</details>'
    )


def note(title: str, lines: Iterable[str]) -> str:
    """HTML: a small explanation beside a table or chart."""
    told = "".join(f"<p>{literal.escape(line)}</p>" for line in lines)
    name = literal.escape(title)
    return f'<div class="msg-note" role="note" aria-label="{name}"><p class="msg-note-title">{name}</p>{told}</div>'


def bottom_line(population: str, outcome: str) -> None:
    """The answer to population × outcome in short, its references to copy, and the way to all of it."""
    found = asking.summary(population, outcome)
    st.html(answer(found))
    keys = list(dict.fromkeys(line.citekey for line in found.findings if not line.counted))
    with st.container(horizontal=True):
        copy_references(keys, key="cell")
        query = {"population": population, "outcome": outcome}
        st.page_link(ASK, label="The whole answer", icon=":material/quiz:", query_params=state.address(**query))


def answer(found: Summary) -> str:
    """HTML: the bottom line and how certain it is."""
    certain = asking.certainty(found.bottom_line.certainty)
    sentence = literal.escape(found.bottom_line.sentence)
    return (
        f'<div class="msg-answer" role="region" aria-label="Bottom line"><p>{sentence}</p>'
        f'<p class="msg-certainty">Certainty of the evidence: <b>{literal.escape(certain)}</b></p></div>'
    )


def copy_references(citekeys: Sequence[str], *, key: str) -> None:
    """A button that copies the APA list of these reports."""
    records = [report.record for report in reading.reports(citekeys)]
    if records:
        made = citing.many(records, "apa")
        copy_button(made, key=f"copy-{key}", label=f"Copy {wording.count(len(records), 'reference')}")


def sentences(lines: Iterable[str]) -> str:
    """HTML list."""
    return f'<ul class="msg-sentences">{"".join(f"<li>{literal.escape(line)}</li>" for line in lines)}</ul>'


def line_link(line: Line) -> str:
    """HTML: a finding's study, leading to its report."""
    words = f"{line.label} ({line.year})" if line.year and str(line.year) not in line.label else line.label
    query = literal.escape(urlencode(state.address(id=line.citekey), doseq=True))
    return f'<a href="record?{query}" target="_self">{literal.escape(words)}</a>'


def map_link(label: str) -> None:
    st.page_link(EVIDENCE_MAP, label=label, icon=":material/grid_on:", query_params=state.address())


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    numbers: frozenset[int] = frozenset(),
    are_html: frozenset[int] = frozenset(),
) -> None:
    """A plain table that becomes a stack of lines on a phone.

    `numbers` are the columns set to the right; `are_html` those whose cells were already made by `literal`.
    """

    def css(column: int) -> str:
        return ' class="msg-number"' if column in numbers else ""

    head = "".join(f'<th scope="col"{css(i)}>{literal.escape(name)}</th>' for i, name in enumerate(header))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{css(i)} data-label="{literal.escape(header[i])}">'
            f"{cell if i in are_html else literal.escape(cell)}</td>"
            for i, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    name = literal.escape(caption)
    # A table that scrolls must be reachable by keyboard; the others need not be a stop on the way.
    reach = f' tabindex="0" role="region" aria-label="{name}"' if len(header) > _SCROLLS_FROM else ""
    st.html(
        f'<div class="msg-table msg-stacked"{reach}><table><caption>{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def problems(found: Sequence[Problem], *, limit: int = 100) -> None:
    """Problems with their place, the gravest first."""
    if not found:
        return
    ranked = sorted(found, key=lambda each: (_SEVERITY_ORDER.index(each.severity), each.record or 0, each.line or 0))
    table(
        ("Kind", "Where", "What", "Text"),
        (
            (wording.SEVERITIES[each.severity], wording.place(each), each.message, (each.quote or "")[:160])
            for each in ranked[:limit]
        ),
        caption=wording.count(len(ranked), "thing to look at", "things to look at")
        + (f"; the first {limit}" if len(ranked) > limit else ""),
    )


def refusal(error: MsgEvidenceError) -> None:
    """An error in words. Where on its machine a library lies is not for everyone who sees the page."""
    words = _FOLDERS.sub("", str(error)) if isinstance(error, LibraryError) else str(error)
    st.error(literal.markdown(words), icon=":material/error:")


def nothing_here(message: str) -> None:
    """An empty list, said with what to do."""
    st.info(message, icon=":material/info:")


def facet_name(facet: Facet) -> str:
    return wording.FACETS[facet]


def add_link(label: str) -> None:
    st.page_link(ADD, label=label, icon=":material/add_circle:")


def review_link(label: str) -> None:
    st.page_link(REVIEW, label=label, icon=":material/compare:", query_params=state.address())


def bibliography_link(label: str) -> None:
    st.page_link(BIBLIOGRAPHY, label=label, icon=":material/format_quote:", query_params=state.address())


def browse_link(label: str, **query: str | list[str]) -> None:
    st.page_link(BROWSE, label=label, icon=":material/search:", query_params=state.address(**query))
