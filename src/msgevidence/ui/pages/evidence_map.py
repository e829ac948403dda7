"""Evidence map: where there is evidence and where there is none, counted in studies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from msgevidence.model.evidence import Facet, Term
from msgevidence.store.filters import Filters
from msgevidence.store.views import Cell, Matrix, StudyView
from msgevidence.ui import charts, components, exports, literal, narrowing, reading, state, theme, wording

PAGE = "map"
_DETAILS = {"broad": "Broad", "all": "All"}
_VIEWS = {
    "chart": "Heat map",
    "certainty": "Bubbles by certainty",
    "design": "Bubbles by design",
    "table": "Table",
}
_DEFAULTS = {"rows": Facet.POPULATION, "columns": Facet.OUTCOME}
_STUDIES = 25  # of a cell, shown at once
_BESIDE = 10  # columns of a map that leaves room for the cell's studies at its side


def show() -> None:
    found = reading.search_from_url()
    narrowing.sidebar(PAGE, found, found.on_the_map, words=True)
    st.title("Evidence map", anchor=False)
    st.markdown(
        "Each number is a count of **studies**. It shows where evidence is, not which way it points: "
        "**presence is not benefit**, and a hatched cell means that nothing was found here. Choose a cell."
    )
    rows, columns, view = _choices()
    narrowing.chips(found)
    filters = found.on_the_map
    matrix = reading.matrix(rows, columns, filters)
    if not matrix.cells:
        components.nothing_here(
            "No study fits all of these. Take a filter off."
            if found.active
            else "No study in this library has findings or accepted tags on both of these axes yet."
        )
        return
    shown_rows, shown_columns = _shown(matrix)
    beside = view == "chart" and len(shown_columns) <= _BESIDE and not _with_directions()
    left, right = st.columns([13, 8], gap="medium") if beside else (st.container(), st.container())
    with left:
        _map(matrix, _axes(rows, columns, shown_rows, shown_columns), view, filters)
        _legend(matrix, view, filters)
        _export(matrix, rows, columns, shown_rows, shown_columns)
    with right:
        _cell(matrix, (rows, columns), _with_studies(matrix), filters)


def _choices() -> tuple[Facet, Facet, str]:
    rows, columns = (_axis(name, default) for name, default in _DEFAULTS.items())
    view = _one_of("view", _VIEWS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, label, chosen in (("rows", "Rows", rows), ("columns", "Columns", columns)):
            st.selectbox(
                label,
                [facet.value for facet in Facet],
                key=state.bound(PAGE, name, chosen.value),
                format_func=lambda value: wording.FACETS[Facet(value)],
                width=170,
                on_change=state.commit,
                args=(PAGE, name, "row", "column", "open", "studies"),
                kwargs={"default": _DEFAULTS[name].value},
            )
        st.button(
            "Swap", icon=":material/swap_horiz:", help="Rows become columns", on_click=_swap, args=(rows, columns)
        )
        st.selectbox(
            "Show as",
            list(_VIEWS),
            key=state.bound(PAGE, "view", view),
            format_func=_VIEWS.__getitem__,
            width=220,
            on_change=state.commit,
            args=(PAGE, "view"),
            kwargs={"default": "chart"},
        )
        st.radio(
            "Terms",
            list(_DETAILS),
            key=state.bound(PAGE, "detail", _one_of("detail", _DETAILS)),
            format_func=_DETAILS.__getitem__,
            horizontal=True,
            on_change=state.commit,
            args=(PAGE, "detail"),
            kwargs={"default": "broad"},
        )
    return rows, columns, view


def _swap(rows: Facet, columns: Facet) -> None:
    row, column = state.from_url("row"), state.from_url("column")
    state.to_url("rows", [columns.value])
    state.to_url("columns", [rows.value])
    state.to_url("row", column)
    state.to_url("column", row)


def _one_of(name: str, options: dict[str, str]) -> str:
    """The URL's choice among the options; the first where it names none."""
    wanted = state.first_from_url(name)
    return wanted if wanted in options else next(iter(options))


def _axis(name: str, default: Facet) -> Facet:
    wanted = state.first_from_url(name)
    return Facet(wanted) if wanted in {facet.value for facet in Facet} else default


def _with_studies(matrix: Matrix) -> tuple[list[Term], list[Term]]:
    """The terms of each axis that any study is about; the rest of the vocabulary would be a wall of empty cells."""
    rows, columns = {cell.row for cell in matrix.cells}, {cell.column for cell in matrix.cells}
    return [term for term in matrix.rows if term.slug in rows], [
        term for term in matrix.columns if term.slug in columns
    ]


def _shown(matrix: Matrix) -> tuple[list[Term], list[Term]]:
    """The terms of the chosen level: all, or the broad ones with the narrower terms of those unfolded."""
    rows, columns = _with_studies(matrix)
    if _one_of("detail", _DETAILS) == "all":
        return rows, columns
    labels = {term.broader: "" for term in (*rows, *columns) if term.broader}
    labels = {term.slug: term.label for term in (*rows, *columns) if term.slug in labels}
    unfolded = [slug for slug in state.from_url("open") if slug in labels]
    st.multiselect(
        "Unfold",
        list(labels),
        key=state.bound(PAGE, "open", unfolded),
        format_func=labels.__getitem__,
        placeholder="Show the narrower terms of …",
        width=400,
        on_change=state.commit,
        args=(PAGE, "open"),
    )
    return tuple([term for term in terms if not term.broader or term.broader in unfolded] for terms in (rows, columns))  # type: ignore[return-value]


def _axes(rows: Facet, columns: Facet, shown_rows: list[Term], shown_columns: list[Term]) -> charts.Axes:
    return charts.Axes(
        shown_rows,
        shown_columns,
        wording.FACETS[rows],
        wording.FACETS[columns],
        theme.ink(dark=st.context.theme.type == "dark"),
        (state.first_from_url("row"), state.first_from_url("column")),
    )


def _map(matrix: Matrix, axes: charts.Axes, view: str, filters: Filters) -> None:
    directions = view in ("chart", "table") and _directions()
    if view == "table":
        _table(matrix, axes, directions=directions)
        return
    # The key names what is drawn, so that a click never acts on a map that has changed meanwhile.
    data = state.fingerprint(matrix, axes.rows, axes.columns, axes.ink, view, directions, filters)
    chosen = _chosen_when_drawn(data, axes.chosen)
    axes = replace(axes, chosen=chosen)
    key = f"map-{state.fingerprint(data, chosen)}"

    def draw() -> charts.Specification:
        if view == "chart":
            return charts.heat_map(matrix, axes, directions=directions)
        return charts.bubbles(matrix, axes, _categories(matrix, view), view)

    with st.container(key="map"):
        st.vega_lite_chart(
            spec=json.loads(state.made_once(key, draw)),
            width="content",
            key=key,
            on_select=lambda: _clicked(key),
            selection_mode=charts.CELL_SELECTION,
        )


def _chosen_when_drawn(data: str, chosen: tuple[str, str]) -> tuple[str, str]:
    """The cell the chart shows as chosen at its beginning. A click moves the mark in the browser; then the chart stays
    as it is, which is what makes a click quick.
    """
    drawn = state.recall("map-drawn")
    if drawn is None or drawn[0] != data or chosen not in (drawn[1], state.recall("map-clicked")):
        drawn = (data, chosen)
        state.remember("map-drawn", drawn)
        state.forget("map-clicked")
    at_first: tuple[str, str] = drawn[1]
    return at_first


def _directions() -> bool:
    """Whether the ways findings point are shown: only when asked for."""
    wanted = _with_directions()
    st.toggle(
        "Show which way findings point",
        key=state.bound(PAGE, "signs", wanted),
        on_change=lambda: state.to_url("signs", () if wanted else ("on",)),
    )
    return wanted


def _with_directions() -> bool:
    return state.first_from_url("signs") == "on"


def _clicked(key: str) -> None:
    """Callback: the cell that was clicked goes into the address, as if the boxes had been used."""
    cell = state.clicked(key, charts.CELL_SELECTION)
    if cell:
        row, column = str(cell["row_slug"]), str(cell["column_slug"])
        state.remember("map-clicked", (row, column))
        state.to_url("row", [row])
        state.to_url("column", [column])
        state.to_url("studies", ())


def _categories(matrix: Matrix, by: str) -> dict[str, str]:
    """Slug → label of what the bubbles tell apart, of those that occur."""
    offered = wording.CERTAINTIES if by == "certainty" else wording.KINDS
    held = {slug for cell in matrix.cells for slug in charts.counts_by(cell, by)}
    return {slug: label for slug, label in offered.items() if slug in held}


def _table(matrix: Matrix, axes: charts.Axes, *, directions: bool) -> None:
    filled = {(cell.row, cell.column): cell for cell in matrix.cells}

    def words(cell: Cell | None) -> str:
        if cell is None:
            return "–"
        return f"{cell.studies} ({charts.signs(cell)})" if directions and charts.signs(cell) else str(cell.studies)

    components.table(
        (axes.row_title, *(column.label for column in axes.columns), "All"),
        (
            (
                f"– {row.label}" if row.broader else row.label,
                *(words(filled.get((row.slug, column.slug))) for column in axes.columns),
                str(matrix.row_totals.get(row.slug, "")),
            )
            for row in axes.rows
        ),
        caption="Studies by row and column; – is none found here",
        numbers=frozenset(range(1, len(axes.columns) + 2)),
    )


def _legend(matrix: Matrix, view: str, filters: Filters) -> None:
    """How to read it: method, version and date."""
    dataset = reading.dataset()
    unrated = sum(cell.by_certainty.get("not-reported", 0) for cell in matrix.cells)
    findings = sum(sum(cell.by_certainty.values()) for cell in matrix.cells)
    lines = [
        f"{wording.count(matrix.studies, 'study', 'studies')}"
        + (" that fit the filters." if filters != Filters(status=filters.status) else "."),
        "A study counts once in each cell it has a finding for, whatever the finding says; one without findings counts "
        "where its accepted tags are. A broader term counts each study of its narrower terms once.",
        "Hatched: none found here, which is not evidence of no effect.",
    ]
    if view == "certainty" and findings:
        lines.append(
            "Bubbles count findings by the certainty a review gave the body of evidence (GRADE); "
            f"{round(100 * unrated / findings)} % are not rated. It is not the quality of one study."
        )
    if view == "design":
        lines.append("Bubbles count studies by design.")
    if _with_directions() and view in ("chart", "table"):
        names = "; ".join(f"{sign} {wording.DIRECTION_NAMES[way]}" for way, sign in wording.DIRECTION_SIGNS.items())
        lines.append(f"{names}. Signs count findings; counting them does not say how large or how sure an effect is.")
    if dataset.version:
        lines.append(f"Bundled evidence {dataset.version} of {dataset.date}.")
    st.html(components.note("How to read this map", lines))


def _export(matrix: Matrix, rows: Facet, columns: Facet, shown_rows: list[Term], shown_columns: list[Term]) -> None:
    filled = {(cell.row, cell.column): cell.studies for cell in matrix.cells}

    def table() -> bytes:
        return exports.comma_separated(
            [f"{wording.FACETS[rows]} \\ {wording.FACETS[columns]} (studies)", *(term.label for term in shown_columns)],
            [[row.label, *(filled.get((row.slug, column.slug), 0) for column in shown_columns)] for row in shown_rows],
        )

    st.download_button(
        "This map as CSV",
        data=table,
        file_name=f"evidence-map-{rows.value}-{columns.value}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _cell(matrix: Matrix, axes: tuple[Facet, Facet], terms: tuple[list[Term], list[Term]], filters: Filters) -> None:
    """One cell's studies, chosen by a click or by two select boxes, which the keyboard reaches; a page of them."""
    st.header("Studies in one cell", anchor=False)
    rows, columns = axes
    left, right = st.columns(2)
    with left:
        row = _term("row", wording.FACETS[rows], terms[0])
    with right:
        column = _term("column", wording.FACETS[columns], terms[1])
    if not row or not column:
        st.caption("Choose a cell in the map, or a term in each box.")
        return
    total = next((cell.studies for cell in matrix.cells if (cell.row, cell.column) == (row, column)), 0)
    if not total:
        components.nothing_here("No evidence found here. That is not evidence of no effect.")
        return
    if set(axes) == {Facet.POPULATION, Facet.OUTCOME}:
        components.bottom_line(*((row, column) if rows is Facet.POPULATION else (column, row)))
    pages = -(-total // _STUDIES)
    page = min(_page(), pages)
    here = reading.Place((rows, row), (columns, column))
    studies = reading.cell(here, filters, _STUDIES, (page - 1) * _STUDIES)
    first = (page - 1) * _STUDIES + 1
    part = f", {first:,} to {first + len(studies) - 1:,} shown" if pages > 1 else ""
    st.markdown(f"**{wording.count(total, 'study', 'studies')}**{part}")
    _into_basket(here, filters, studies if pages == 1 else ())
    for view in studies:
        components.study(view)
    components.pages(PAGE, "studies", page, pages)


def _page() -> int:
    wanted = state.first_from_url("studies")
    return max(1, int(wanted)) if wanted.isdecimal() and len(wanted) < 8 else 1


def _into_basket(here: reading.Place, filters: Filters, all_of_them: Sequence[StudyView]) -> None:
    """A button for the references of the whole cell, which are read when it is pressed unless they are at hand."""

    def put() -> None:
        state.put_in_basket(_citekeys(all_of_them or reading.cell(here, filters)))

    number = len(_citekeys(all_of_them))
    st.button(
        f"Put {wording.count(number, 'reference') if number else 'all references'} into the basket",
        icon=":material/add_shopping_cart:",
        on_click=put,
    )


def _citekeys(studies: Sequence[StudyView]) -> list[str]:
    return list(dict.fromkeys(report.citekey for view in studies for report in view.reports))


def _term(name: str, label: str, terms: Sequence[Term]) -> str:
    labels = {term.slug: f"– {term.label}" if term.broader else term.label for term in terms}
    chosen = state.first_from_url(name)
    if chosen and chosen not in labels:
        st.caption(literal.markdown(f"{label} “{chosen}” is not on this map."))
        chosen = ""
    st.selectbox(
        label,
        list(labels),
        key=state.bound(PAGE, name, chosen or None),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Choose",
        on_change=state.commit,
        args=(PAGE, name, "studies"),
    )
    return chosen


show()
