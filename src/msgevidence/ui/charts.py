"""The evidence map as an interactive chart. Altair draws it as SVG with words on every mark."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from msgevidence.evidence.told import kind_of
from msgevidence.model.evidence import Direction, Study, Term
from msgevidence.store.views import Cell, Matrix
from msgevidence.ui import wording

Specification = str
"""A chart for Vega-Lite, as JSON."""
CELL_SELECTION = "cell"
"""Name of the selection; its fields are `row_slug` and `column_slug`."""

disable_debug_mode()  # checking every part of a chart against the schema takes longer than all the rest
_ROW = 30  # pixels
_COLUMN = 36
_COLUMN_WITH_SIGNS = 72
_BUBBLE = 20  # room of one bubble
_BUBBLE_ROW = 46
_LABELS = 240
_HATCH = "M-1,0L0,-1M-1,1L1,-1M0,1L1,0"
_LIGHT, _DEEP = "#dcecf0", "#0f4a5e"
_DARK_FROM = 0.72  # of the colour scale: from here white figures have the better contrast
_OUTLINE = "#c2570c"
_HUES = ("#0f4a5e", "#2e86ab", "#6c9f3d", "#c98a1b", "#a2518f", "#8a929b", "#5b5ea6", "#b5493a")
_SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "triangle-right", "triangle-left")


@dataclass(frozen=True, slots=True)
class Axes:
    """What is shown: terms in their order, how the two facets are called, the colour of text, and the cell that is
    chosen when the chart is drawn."""

    rows: Sequence[Term]
    columns: Sequence[Term]
    row_title: str
    column_title: str
    ink: str
    chosen: tuple[str, str] = ("", "")


def heat_map(matrix: Matrix, axes: Axes, *, directions: bool = False) -> Specification:
    """Studies by row and column term. Gaps are hatched. `directions` adds which way findings point, as signs."""
    data = _cells(matrix, axes)
    top = max(4, *(cell["studies"] for cell in data)) if data else 4
    base = _base(alt.InlineData(values=data), axes)
    squares = base.mark_rect(cornerRadius=3, stroke="#8a929b", strokeOpacity=0.35, cursor="pointer").encode(
        color=alt.condition(
            "datum.studies > 0",
            alt.Color(
                "studies:Q",
                scale=alt.Scale(domain=[0, top], range=[_LIGHT, _DEEP]),
                legend=alt.Legend(title="Studies", orient="bottom", tickMinStep=1, format="d", direction="horizontal"),
            ),
            alt.value("transparent"),
        )
    )
    figure = alt.condition(f"datum.studies > {top * _DARK_FROM}", alt.value("#ffffff"), alt.value("#06141a"))
    full = base.transform_filter("datum.studies > 0")
    numbers = full.mark_text(fontSize=12, fontWeight=600, aria=False, dy=-6 if directions else 0, cursor="pointer")
    layers = [squares, _gaps(base, axes.ink, _ROW), numbers.encode(text="studies:Q", color=figure)]
    if directions:
        signs = full.mark_text(fontSize=10, aria=False, dy=8, cursor="pointer")
        layers.append(signs.encode(text="signs:N", color=figure))
    width = _COLUMN_WITH_SIGNS if directions else _COLUMN
    return _finished([*layers, _outline(base)], axes, width, _ROW + 8 * directions)


def bubbles(matrix: Matrix, axes: Axes, categories: Mapping[str, str], by: str) -> Specification:
    """In each cell a bubble per category (slug → label), its area true to the count. `by`: certainty, of findings,
    or design, of studies. Hue and shape both name the category.
    """
    cells = _cells(matrix, axes)
    filled = {(cell.row, cell.column): cell for cell in matrix.cells}
    unit = ("finding", "findings") if by == "certainty" else ("study", "studies")
    labels = list(categories.values())
    width = max(_COLUMN, _BUBBLE * len(labels))
    data: list[dict[str, Any]] = []
    for datum in cells:
        cell = filled.get((datum["row_slug"], datum["column_slug"]))
        for slug, count in (counts_by(cell, by) if cell else {}).items():
            words = f"{datum['place']}; {categories[slug]}: {wording.count(count, *unit)}"
            data.append({**datum, "category": categories[slug], "count": count, "words": words})
            data[-1]["shift"] = (labels.index(categories[slug]) + 0.5) * width / len(labels) - width / 2
    grid = _base(alt.InlineData(values=cells), axes)
    squares = grid.mark_rect(fillOpacity=0, fill="#808080", stroke="#8a929b", strokeOpacity=0.45, cursor="pointer")
    numbers = grid.transform_filter("datum.studies > 0").mark_text(
        fontSize=11, fontWeight=600, dy=-14, aria=False, color=axes.ink
    )
    marks = (
        _base(alt.InlineData(values=data), axes)
        .mark_point(filled=True, opacity=0.92, xOffset=alt.ExprRef("datum.shift"), yOffset=7, cursor="pointer")
        .encode(
            size=alt.Size(
                "count:Q",
                scale=alt.Scale(
                    domain=[0, max((datum["count"] for datum in data), default=1)], range=[0, (1.2 * _BUBBLE) ** 2]
                ),
                legend=alt.Legend(title=unit[1].capitalize(), orient="bottom", tickCount=3, format="d"),
            ),
            color=_coded(alt.Color, labels, _HUES),
            shape=_coded(alt.Shape, labels, _SHAPES),
            tooltip=[
                alt.Tooltip("row:N", title=axes.row_title),
                alt.Tooltip("column:N", title=axes.column_title),
                alt.Tooltip("category:N", title=by.capitalize()),
                alt.Tooltip("count:Q", title=unit[1].capitalize()),
            ],
        )
    )
    layers = [squares, _gaps(grid, axes.ink, _BUBBLE_ROW), numbers.encode(text="studies:Q"), marks, _outline(grid)]
    return _finished(layers, axes, width, _BUBBLE_ROW)


def counts_by(cell: Cell, by: str) -> dict[str, int]:
    """A cell's findings by certainty, a rating between two levels a class of its own; or its studies by the kind of
    their design, "" where it is not known.
    """
    counts: Counter[str] = Counter()
    for key, number in (cell.by_certainty if by == "certainty" else cell.by_design).items():
        if by == "certainty":
            counts["range" if ".." in key else key] += number
        else:
            counts[kind_of(Study("", "", design=key)).value if key else ""] += number
    return dict(counts)


def signs(cell: Cell) -> str:
    """Which way the cell's findings point: ``▲3 ○2``."""
    shown = ((sign, cell.by_direction.get(way.value, 0)) for way, sign in wording.DIRECTION_SIGNS.items())
    return " ".join(f"{sign}{count}" for sign, count in shown if count)


def _cells(matrix: Matrix, axes: Axes) -> list[dict[str, Any]]:
    """One datum for each pair of terms, empty ones too."""
    filled = {(cell.row, cell.column): cell for cell in matrix.cells}
    return [
        _datum(row, column, filled.get((row.slug, column.slug)), axes) for row in axes.rows for column in axes.columns
    ]


def _datum(row: Term, column: Term, cell: Cell | None, axes: Axes) -> dict[str, Any]:
    place = f"{axes.row_title}: {row.label}; {axes.column_title}: {column.label}"
    studies, findings = (cell.studies, cell.findings) if cell else (0, 0)
    told = [wording.count(studies, "study", "studies"), wording.count(findings, "finding")] if cell else ["none found"]
    if cell:
        told += [
            f"{wording.DIRECTION_NAMES[Direction(way)].lower()}: {count}" for way, count in cell.by_direction.items()
        ]
    return {
        "row": _name(row),
        "column": _name(column),
        "row_slug": row.slug,
        "column_slug": column.slug,
        "studies": studies,
        "findings": findings,
        "signs": signs(cell) if cell else "",
        "place": place,
        "words": f"{place}; {'; '.join(told)}",
    }


def _base(data: alt.InlineData, axes: Axes) -> alt.Chart:
    broad = [_name(term) for term in (*axes.rows, *axes.columns) if not term.broader]
    weight: dict[str, Any] = {
        "condition": {"test": f"indexof({json.dumps(broad)}, datum.label) >= 0", "value": "bold"},
        "value": "normal",
    }
    chart: alt.Chart = alt.Chart(data).encode(
        x=alt.X(
            "column:N",
            sort=[_name(term) for term in axes.columns],
            scale=alt.Scale(domain=[_name(term) for term in axes.columns], padding=0),
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=-60,
                labelLimit=_LABELS,
                labelOverlap=False,
                labelFontSize=12,
                labelFontWeight=weight,
            ),
        ),
        y=alt.Y(
            "row:N",
            sort=[_name(term) for term in axes.rows],
            scale=alt.Scale(domain=[_name(term) for term in axes.rows], padding=0),
            title=None,
            axis=alt.Axis(labelLimit=_LABELS, labelOverlap=False, labelFontSize=12, labelFontWeight=weight),
        ),
        description=alt.Description("words:N"),
        tooltip=[
            alt.Tooltip("row:N", title=axes.row_title),
            alt.Tooltip("column:N", title=axes.column_title),
            alt.Tooltip("studies:Q", title="Studies"),
            alt.Tooltip("findings:Q", title="Findings"),
        ],
    )
    return chart


def _name(term: Term) -> str:
    return f"– {term.label}" if term.broader else term.label


def _gaps(base: alt.Chart, ink: str, side: int) -> alt.Chart:
    """Hatching where nothing was found: a gap is a result, not a blank."""
    hatched = base.transform_filter("datum.studies == 0").mark_point(
        filled=False, size=(side * 0.62) ** 2, strokeWidth=1, opacity=0.34, aria=False, cursor="pointer"
    )
    chart: alt.Chart = hatched.encode(shape=alt.value(_HATCH), color=alt.value(ink))
    return chart


def _outline(base: alt.Chart) -> alt.Chart:
    """Around the chosen cell. The browser moves it with each click, without asking for another chart."""
    around = base.mark_rect(fillOpacity=0, stroke=_OUTLINE, cornerRadius=3, aria=False)
    chosen = {"param": CELL_SELECTION, "empty": False, "value": 3}
    chart: alt.Chart = around.encode(strokeWidth=alt.StrokeWidthValue(0, condition=chosen))
    return chart


def _coded(channel: type[Any], labels: Sequence[str], values: Sequence[str]) -> Any:
    """A nominal channel with a fixed value for each label; hue and shape share one legend."""
    return channel(
        "category:N",
        sort=list(labels),
        scale=alt.Scale(domain=list(labels), range=[values[i % len(values)] for i in range(len(labels))]),
        legend=alt.Legend(title=None, orient="bottom", columns=3, symbolSize=120, labelLimit=_LABELS),
    )


def _finished(layers: Sequence[alt.Chart], axes: Axes, width: int, height: int) -> Specification:
    row, column = axes.chosen
    click = alt.selection_point(
        name=CELL_SELECTION,
        fields=["row_slug", "column_slug"],
        on="click",
        clear=False,
        toggle=False,
        value=[{"row_slug": row, "column_slug": column}] if row and column else alt.Undefined,
    )
    first, *others = layers
    chart = (
        alt.layer(first.add_params(click), *others)
        .properties(width=alt.Step(width), height=alt.Step(height))
        .configure_view(stroke=None)
        .configure_axis(grid=False, domain=False, ticks=False, labelColor=axes.ink)
        .configure_legend(labelColor=axes.ink, titleColor=axes.ink)
        .properties(usermeta={"embedOptions": {"renderer": "svg"}})
    )
    return json.dumps(chart.to_dict(validate=False))
