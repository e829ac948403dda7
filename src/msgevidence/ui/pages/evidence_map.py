"""Evidence map: where there is evidence and where there is none, counted in studies."""

from __future__ import annotations

import streamlit as st

from msgevidence.model.evidence import Facet, Term
from msgevidence.store.views import Matrix, StudyView
from msgevidence.ui import charts, components, literal, reading, state, theme, wording

PAGE = "map"
_AXES = tuple(facet for facet in Facet)
_VIEWS = {"chart": "Heat map", "table": "Table"}


def show() -> None:
    st.title("Evidence map", anchor=False)
    st.markdown(
        "Each number is a count of **studies** in this library. It shows where evidence is, "
        "not which way it points: presence is not benefit, and an empty cell means that nothing was found here."
    )
    rows, columns, view = _choices()
    matrix = reading.matrix(rows, columns)
    shown_rows, shown_columns = _with_studies(matrix)
    if not matrix.cells:
        components.nothing_here("No study in this library has findings or accepted tags on both of these axes yet.")
        return
    if view == "table":
        _table(matrix, shown_rows, shown_columns, rows)
    else:
        with st.container(key="map"):
            st.altair_chart(
                charts.heat_map(
                    matrix,
                    [term.slug for term in shown_rows],
                    [term.slug for term in shown_columns],
                    row_title=wording.FACETS[rows],
                    column_title=wording.FACETS[columns],
                    ink=theme.ink(dark=st.context.theme.type == "dark"),
                ),
                width="content",
            )
    dataset = state.desk().library.queries.dataset()
    st.caption(
        literal.markdown(
            f"{wording.count(matrix.studies, 'study', 'studies')}. A broader term counts each study of its narrower "
            f"terms once." + (f" Bundled evidence {dataset.version}, {dataset.date}." if dataset.version else "")
        )
    )
    _cell(rows, columns, shown_rows, shown_columns)


def _choices() -> tuple[Facet, Facet, str]:
    rows = _axis("rows", Facet.POPULATION)
    columns = _axis("columns", Facet.OUTCOME)
    view = state.first_from_url("view", "chart")
    view = view if view in _VIEWS else "chart"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, label, chosen, default in (
            ("rows", "Rows", rows, Facet.POPULATION),
            ("columns", "Columns", columns, Facet.OUTCOME),
        ):
            st.selectbox(
                label,
                [facet.value for facet in _AXES],
                key=state.bound(PAGE, name, chosen.value),
                format_func=lambda value: wording.FACETS[Facet(value)],
                width=180,
                on_change=state.commit,
                args=(PAGE, name, "row", "column"),
                kwargs={"default": default.value},
            )
        st.radio(
            "Show as",
            list(_VIEWS),
            key=state.bound(PAGE, "view", view),
            format_func=lambda name: _VIEWS[name],
            horizontal=True,
            on_change=state.commit,
            args=(PAGE, "view"),
            kwargs={"default": "chart"},
        )
    return rows, columns, view


def _axis(name: str, default: Facet) -> Facet:
    wanted = state.first_from_url(name)
    return Facet(wanted) if wanted in {facet.value for facet in _AXES} else default


def _with_studies(matrix: Matrix) -> tuple[list[Term], list[Term]]:
    """The terms of each axis that any study is about; the rest of the vocabulary would be a wall of empty cells."""
    return (
        [term for term in matrix.rows if any(cell.row == term.slug for cell in matrix.cells)],
        [term for term in matrix.columns if any(cell.column == term.slug for cell in matrix.cells)],
    )


def _table(matrix: Matrix, rows: list[Term], columns: list[Term], facet: Facet) -> None:
    filled = {(cell.row, cell.column): cell.studies for cell in matrix.cells}
    components.table(
        (wording.FACETS[facet], *(column.label for column in columns), "All"),
        (
            (
                row.label,
                *(str(filled.get((row.slug, column.slug), "–")) for column in columns),
                str(matrix.row_totals.get(row.slug, "")),
            )
            for row in rows
        ),
        caption="Studies by row and column; – is none found here",
        numbers=frozenset(range(1, len(columns) + 2)),
    )


def _cell(rows: Facet, columns: Facet, shown_rows: list[Term], shown_columns: list[Term]) -> None:
    """One cell's studies, chosen by two select boxes: the same way for mouse and keyboard."""
    st.header("Studies in one cell", anchor=False)
    row = _term("row", wording.FACETS[rows], shown_rows)
    column = _term("column", wording.FACETS[columns], shown_columns)
    if not row or not column:
        return
    studies = reading.cell(rows, row, columns, column)
    if not studies:
        components.nothing_here("No evidence found here. That is not evidence of no effect.")
        return
    st.markdown(f"**{wording.count(len(studies), 'study', 'studies')}**")
    for view in studies:
        _study(view)


def _study(view: StudyView) -> None:
    """Its reports, each with its way into the basket, then what it found for this cell."""
    for report in view.reports:
        with st.container(key=f"row-{report.id}", gap="xxsmall"):
            components.record_link(report.citekey, report.title)
            st.html(components.summary_line(report))
            components.basket_button(report.citekey, report.title, key=f"basket-{report.citekey}")
    for finding in view.findings:
        st.html(components.finding(finding, view.study.relevance))


def _term(name: str, label: str, terms: list[Term]) -> str:
    labels = {term.slug: term.label for term in terms}
    chosen = state.first_from_url(name)
    chosen = chosen if chosen in labels else ""
    st.selectbox(
        label,
        list(labels),
        key=state.bound(PAGE, name, chosen or None),
        index=None,
        format_func=lambda slug: labels[slug],
        placeholder="Choose",
        width=360,
        on_change=state.commit,
        args=(PAGE, name),
    )
    return chosen


show()
