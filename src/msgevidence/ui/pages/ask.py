"""Ask: people × outcome, perhaps × kind of group, answered in a sentence, a table and, where allowed, a plot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from msgevidence.evidence import forest as forests
from msgevidence.evidence.answers import Summary
from msgevidence.evidence.lines import Line
from msgevidence.model.evidence import Facet
from msgevidence.ui import asking, components, exports, forest_plot, literal, reading, state, theme, wording

PAGE = "ask"
_ASKED = (Facet.POPULATION, Facet.OUTCOME, Facet.GROUP_TYPE)


def show() -> None:
    st.title("Ask the evidence", anchor=False)
    population, outcome, group_type = _question()
    if not population or not outcome:
        components.nothing_here("Choose people and an outcome. Broad terms take in their narrower ones.")
        components.map_link("See where there is evidence")
        return
    found = asking.summary(population, outcome, group_type)
    _bottom_line(found)
    if found.rows:
        _table(found)
        _plot(found)
    _lines("Harms", found.harms, "No finding on harms here. That does not say there are none.")
    _told("Where findings disagree", [each.words for each in found.disagreements])
    _told("Do the reviews share their studies?", [found.overlap.words] if found.overlap.words else [])
    _told("What is missing", [gap.words for gap in found.gaps])
    _lines("All findings", found.findings, "")
    searched = found.searched
    st.caption(
        literal.markdown(
            f"Looked through: {searched.works:,} works"
            + (f", bundled evidence {searched.version} of {searched.date}." if searched.version else ".")
            + " Certainty is that of the body of evidence as a source stated it; it is not the quality of one study."
        )
    )


def _question() -> tuple[str, ...]:
    """The three terms of the address, "" where none is chosen."""
    chosen = []
    for column, facet in zip(st.columns(3), _ASKED, strict=True):
        terms = {
            term.slug: f"– {term.label}" if term.broader else term.label
            for term in state.desk().vocabularies[facet].terms()
        }
        wanted = state.first_from_url(facet.value)
        with column:
            if wanted and wanted not in terms:
                st.caption(literal.markdown(f"The vocabulary has no “{wanted}”."))
                wanted = ""
            st.selectbox(
                wording.FACETS[facet] + (" (any)" if facet is Facet.GROUP_TYPE else ""),
                list(terms),
                key=state.bound(PAGE, facet.value, wanted or None),
                index=None,
                format_func=terms.__getitem__,
                placeholder="Any" if facet is Facet.GROUP_TYPE else "Choose",
                on_change=state.commit,
                args=(PAGE, facet.value),
            )
        chosen.append(wanted)
    return tuple(chosen)


def _bottom_line(found: Summary) -> None:
    st.header("Bottom line", anchor=False)
    st.html(components.answer(found))
    keys = list(dict.fromkeys(line.citekey for line in found.findings if not line.counted))
    with st.container(horizontal=True):
        components.copy_references(keys, key="ask")
        if keys:
            st.button(
                f"Put {wording.count(len(keys), 'reference')} into the basket",
                icon=":material/add_shopping_cart:",
                on_click=state.put_in_basket,
                args=(keys,),
            )


def _table(found: Summary) -> None:
    st.header("Summary of findings", anchor=False)
    rows = asking.table(found)
    components.table(
        asking.HEADER, rows, caption="Each row is an outcome; the leading finding gives its effect and certainty"
    )
    title = f"{found.question.population.label}: {found.question.outcome.label}"
    with st.container(horizontal=True):
        for label, form in exports.TABLE_FORMS.items():
            st.download_button(
                label,
                data=partial(exports.table, asking.HEADER, rows, form, title=title),
                file_name=f"summary-of-findings.{form}",
                mime=exports.MEDIA_TYPES[form],
                key=f"table-{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def _plot(found: Summary) -> None:
    """The plot of the row with most studies that may be pooled; elsewhere, why not."""
    st.header("Forest plot", anchor=False)
    pooled = [row for row in found.rows if row.pooled]
    if not pooled:
        reason = next((row.refusal.reason for row in found.rows if row.refusal), "")
        components.nothing_here(f"These findings are not pooled here. {literal.markdown(reason)}".strip())
        return
    names = {str(number): f"{row.outcome.label} ({row.relevance})" for number, row in enumerate(pooled)}
    chosen = "0"
    if len(pooled) > 1:
        chosen = st.selectbox("Outcome of the plot", list(names), format_func=names.__getitem__, width=420)
    row = pooled[int(chosen)]
    if row.pooled is None:
        return
    drawn = forests.forest(row.pooled)
    title = f"{found.question.population.label}: {row.outcome.label}"
    with st.container(key="forest"):
        st.altair_chart(
            forest_plot.chart(drawn, theme.ink(dark=st.context.theme.type == "dark")),
            width=forest_plot.WIDTH,
        )
    st.caption(literal.markdown(drawn.heterogeneity))
    for note in drawn.notes:
        st.caption(literal.markdown(f"Note: {note}"))
    components.table(
        ("Study", f"{drawn.measure} [CI]", "Weight"),
        [
            *((each.label, each.text, f"{each.weight:.1f} %") for each in drawn.rows),
            (drawn.pooled.label, drawn.pooled.text, "100 %"),
        ],
        caption="The same in numbers",
        numbers=frozenset({1, 2}),
    )
    with st.container(horizontal=True):
        for form, media in forest_plot.FORMS.items():
            st.download_button(
                form.upper(),
                data=partial(forest_plot.write, drawn, form, title=title),
                file_name=f"forest-plot.{form}",
                mime=media,
                key=f"plot-{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def _told(title: str, sentences: Sequence[str]) -> None:
    if sentences:
        st.header(title, anchor=False)
        st.html(components.sentences(sentences))


def _lines(title: str, lines: Sequence[Line], nothing: str) -> None:
    if not lines and not nothing:
        return
    st.header(title, anchor=False)
    if not lines:
        st.markdown(literal.markdown(nothing))
        return
    components.table(
        ("Study", "Outcome", "Way", "Result", "Certainty", "Where"),
        (
            (
                components.line_link(line),
                literal.escape(reading.label(Facet.OUTCOME, line.outcome)),
                literal.escape(wording.DIRECTION_NAMES[line.direction]),
                literal.escape("; ".join(part for part in (line.result, line.timepoint, line.subgroup) if part)),
                literal.escape(asking.certainty(line.certainty)),
                literal.escape(line.locator + (f" Not counted: {line.counted}." if line.counted else "")),
            )
            for line in lines
        ),
        caption=wording.count(len(lines), "finding"),
        are_html=frozenset(range(6)),
    )


show()
