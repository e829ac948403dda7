"""Interactive charts. Altair draws them as SVG with a label on every mark."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from msgevidence.store.views import Cell, Matrix
from msgevidence.ui import wording

_CELL = 30  # pixels
_LABELS = 240


def heat_map(
    matrix: Matrix, rows: list[str], columns: list[str], *, row_title: str, column_title: str, ink: str
) -> alt.LayerChart:
    """Studies by row and column term, for the slugs named, in their order; empty cells are drawn. `ink`: of labels."""
    labels = {term.slug: term.label for term in matrix.rows} | {term.slug: term.label for term in matrix.columns}
    filled = {(cell.row, cell.column): cell for cell in matrix.cells}
    data = [
        _datum((row_title, labels[row]), (column_title, labels[column]), filled.get((row, column)))
        for row in rows
        for column in columns
    ]
    order_rows, order_columns = [labels[slug] for slug in rows], [labels[slug] for slug in columns]
    broad = [term.label for term in (*matrix.rows, *matrix.columns) if not term.broader]
    weight: dict[str, Any] = {
        "condition": {"test": f"indexof({json.dumps(broad)}, datum.label) >= 0", "value": "bold"},
        "value": "normal",
    }
    base = alt.Chart(alt.InlineData(values=data)).encode(
        x=alt.X(
            "column:N",
            sort=order_columns,
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=-55,
                labelLimit=_LABELS,
                labelOverlap=False,
                labelFontSize=12,
                labelFontWeight=weight,
            ),
        ),
        y=alt.Y(
            "row:N",
            sort=order_rows,
            title=None,
            axis=alt.Axis(labelLimit=_LABELS, labelOverlap=False, labelFontSize=12, labelFontWeight=weight),
        ),
        description=alt.Description("words:N"),
        tooltip=[
            alt.Tooltip("row:N", title=row_title),
            alt.Tooltip("column:N", title=column_title),
            alt.Tooltip("studies:Q", title="Studies"),
            alt.Tooltip("findings:Q", title="Findings"),
        ],
    )
    top = max((cell.studies for cell in matrix.cells), default=1)
    squares = base.mark_rect(cornerRadius=3, stroke="#8a929b", strokeOpacity=0.35).encode(
        color=alt.condition(
            "datum.studies > 0",
            alt.Color(
                "studies:Q",
                scale=alt.Scale(domain=[0, max(top, 4)], range=["#dcecf0", "#17566b"]),
                legend=alt.Legend(title="Studies", orient="bottom", tickMinStep=1, format="d"),
            ),
            alt.value("transparent"),
        )
    )
    numbers = (
        base.transform_filter("datum.studies > 0")
        .mark_text(fontSize=12, fontWeight=600)
        .encode(
            text="studies:Q",
            color=alt.condition(f"datum.studies > {max(top, 4) * 0.5}", alt.value("#ffffff"), alt.value("#12262d")),
        )
    )
    chart: alt.LayerChart = (
        (squares + numbers)
        .properties(width=alt.Step(_CELL + 4), height=alt.Step(_CELL))
        .configure_view(stroke=None)
        .configure_axis(grid=False, domain=False, ticks=False, labelColor=ink)
        .configure_legend(labelColor=ink, titleColor=ink)
        .properties(usermeta={"embedOptions": {"renderer": "svg"}})
    )
    return chart


def _datum(row: tuple[str, str], column: tuple[str, str], cell: Cell | None) -> dict[str, Any]:
    """One mark; `row` and `column` are (facet, term) as shown."""
    studies, findings = (cell.studies, cell.findings) if cell else (0, 0)
    found = f"{wording.count(studies, 'study', 'studies')}; {wording.count(findings, 'finding')}"
    return {
        "row": row[1],
        "column": column[1],
        "studies": studies,
        "findings": findings,
        "words": f"{row[0]}: {row[1]}; {column[0]}: {column[1]}; {found}",
    }
