"""Evidence map: where there is evidence and where there is none, counted in studies."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from msgevidence.model.evidence import Facet, Term
from msgevidence.store.views import Matrix, StudyView
from msgevidence.ui import charts, components, literal, reading, state, theme, wording

PAGE = "map"
_AXES = tuple(facet for facet in Facet)
_DETAILS = {"broad": "Broad", "all": "All"}
_VIEWS = {"chart": "Heat map", "table": "Table"}


def show() -> None:
    st.title("Evidence map", anchor=False)
    st.markdown(
        "Each number is a count of **studies** in this library. It shows where evidence is, "
        "not which way it points: presence is not benefit, and an empty cell means that nothing was found here."
    )
    rows, columns, detail, view = _choices()
    matrix = reading.matrix(rows, columns)
    shown_rows, shown_columns = _with_studies(matrix, broad_only=detail == "broad")
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
    _cell(rows, columns, *_with_studies(matrix, broad_only=False))


def _choices() -> tuple[Facet, Facet, str, str]:
    rows = _axis("rows", Facet.POPULATION)
    columns = _axis("columns", Facet.OUTCOME)
    detail = _one_of("detail", _DETAILS)
    view = _one_of("view", _VIEWS)
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
        for name, label, options, chosen_option in (
            ("detail", "Terms", _DETAILS, detail),
            ("view", "Show as", _VIEWS, view),
        ):
            st.radio(
                label,
                list(options),
                key=state.bound(PAGE, name, chosen_option),
                format_func=options.__getitem__,
                horizontal=True,
                on_change=state.commit,
                args=(PAGE, name),
                kwargs={"default": next(iter(options))},
            )
    return rows, columns, detail, view


def _one_of(name: str, options: dict[str, str]) -> str:
    """The URL's choice among the options; the first where it names none."""
    wanted = state.first_from_url(name)
    return wanted if wanted in options else next(iter(options))


def _axis(name: str, default: Facet) -> Facet:
    wanted = state.first_from_url(name)
    return Facet(wanted) if wanted in {facet.value for facet in _AXES} else default


def _with_studies(matrix: Matrix, *, broad_only: bool) -> tuple[list[Term], list[Term]]:
    """The terms of each axis that any study is about; the rest of the vocabulary would be a wall of empty cells."""
    rows, columns = {cell.row for cell in matrix.cells}, {cell.column for cell in matrix.cells}

    def shown(terms: Sequence[Term], held: set[str]) -> list[Term]:
        return [term for term in terms if term.slug in held and not (broad_only and term.broader)]

    return shown(matrix.rows, rows), shown(matrix.columns, columns)


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


def _cell(rows: Facet, columns: Facet, all_rows: list[Term], all_columns: list[Term]) -> None:
    """One cell's studies, chosen by two select boxes: the same way for mouse and keyboard."""
    st.header("Studies in one cell", anchor=False)
    left, right = st.columns(2)
    with left:
        row = _term("row", wording.FACETS[rows], all_rows)
    with right:
        column = _term("column", wording.FACETS[columns], all_columns)
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
    labels = {term.slug: f"– {term.label}" if term.broader else term.label for term in terms}
    chosen = state.first_from_url(name)
    chosen = chosen if chosen in labels else ""
    st.selectbox(
        label,
        list(labels),
        key=state.bound(PAGE, name, chosen or None),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Choose",
        on_change=state.commit,
        args=(PAGE, name),
    )
    return chosen


show()
