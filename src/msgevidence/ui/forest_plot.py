"""The forest plot: drawn by Altair on a page, by Matplotlib's Figure for print."""

from __future__ import annotations

import io
import json
from typing import Any

import altair as alt

from msgevidence.evidence.forest import Forest, Row

FORMS = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
_BLUE, _RED, _GREY = "#17566b", "#a3371f", "#6b7280"
_STEP = 26  # pixels a row
WIDTH = 720
"""Of the plot on a page, in pixels, with its labels."""
_INCH_A_ROW = 0.3
_PRINT_DPI = 300


def chart(forest: Forest, ink: str) -> alt.LayerChart:
    """For the page: labels to the left, estimates and weights to the right, words on every mark. `ink`: of text."""
    lines = [*map(_datum, forest.rows), _pooled(forest)]
    for number, line in enumerate(lines):
        line["place"] = f"{number:03d}"
    left = {line["place"]: line["label"] for line in lines}
    right = {line["place"]: line["text"] for line in lines}
    scale = alt.Scale(type="log" if forest.logarithmic else "linear", domain=list(forest.axis), nice=False)
    title = f"← {forest.left}   ({forest.measure})   {forest.right} →"
    x = alt.X("low:Q", scale=scale, title=title, axis=alt.Axis(values=list(forest.ticks), format="~g"))

    def y(labels: dict[str, str], side: str) -> alt.Y:
        axis = alt.Axis(
            orient=side,  # type: ignore[arg-type]
            labelExpr=f"{json.dumps(labels)}[datum.value]",
            labelLimit=330,
            labelFontSize=12,
            ticks=False,
            domain=False,
        )
        return alt.Y("place:N", title=None, axis=axis, scale=places)

    places = alt.Scale(domain=list(left))
    base = alt.Chart(alt.InlineData(values=lines)).encode(
        y=alt.Y("place:N", axis=None, scale=places), description=alt.Description("words:N")
    )
    studies = base.transform_filter("!datum.pooled")
    pooled = base.transform_filter("datum.pooled")
    null = (
        alt.Chart(alt.InlineData(values=[{"at": forest.null}]))
        .mark_rule(color=ink, strokeWidth=1, opacity=0.7, aria=False)
        .encode(x=alt.X("at:Q", scale=scale))
    )
    arrows = [
        studies.transform_filter(f"datum.cut_{end}")
        .mark_point(shape=f"triangle-{side}", filled=True, size=60, color=_GREY, aria=False)
        .encode(x=alt.X(f"{end}:Q", scale=scale))
        for end, side in (("low", "left"), ("high", "right"))
    ]
    layers = [
        null,
        studies.mark_rule(color=_GREY, strokeWidth=1.5, aria=False).encode(x=x, x2="high:Q"),
        *arrows,
        studies.mark_square(color=_BLUE, opacity=1).encode(
            x=alt.X("estimate:Q", scale=scale),
            size=alt.Size("weight:Q", scale=alt.Scale(domain=[0, 100], range=[20, 700]), legend=None),
        ),
        pooled.transform_filter("isValid(datum.from)")
        .mark_rule(color=_RED, strokeDash=[3, 3], strokeWidth=1.5, aria=False)
        .encode(x=alt.X("from:Q", scale=scale), x2="to:Q"),
        pooled.mark_rule(color=_RED, strokeWidth=5, aria=False).encode(x=x, x2="high:Q"),
        pooled.mark_point(shape="diamond", filled=True, color=_RED, size=170, opacity=1).encode(
            x=alt.X("estimate:Q", scale=scale)
        ),
        base.mark_point(opacity=0, aria=False).encode(y=y(left, "left")),
        base.mark_point(opacity=0, aria=False).encode(y=y(right, "right")),
    ]
    made: alt.LayerChart = (
        alt.layer(*layers)
        .resolve_axis(y="independent")
        .properties(height=alt.Step(_STEP))
        .configure_view(stroke=None)
        .configure_axis(grid=False, labelColor=ink, titleColor=ink, tickColor=ink, domainColor=ink)
        .properties(usermeta={"embedOptions": {"renderer": "svg"}})
    )
    return made


def write(forest: Forest, form: str, *, title: str) -> bytes:
    """For print, as one of FORMS; the same bytes for the same plot."""
    from matplotlib import rc_context

    out = io.BytesIO()
    dates: dict[str, Any] = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(form, {})
    with rc_context({"svg.hashsalt": "msgevidence", "svg.fonttype": "none", "pdf.fonttype": 42}):
        _figure(forest, title).savefig(out, format=form, dpi=_PRINT_DPI, metadata=dates)
    return out.getvalue()


def _figure(forest: Forest, title: str) -> Any:
    from matplotlib.figure import Figure

    rows = len(forest.rows)
    below = 0.95 + 0.18 * len(forest.notes)  # inches: axis, favours, heterogeneity, notes
    height = 0.7 + _INCH_A_ROW * (rows + 1.5) + below
    figure = Figure(figsize=(9.5, height))
    axes = figure.add_axes((0.34, below / height, 0.34, _INCH_A_ROW * (rows + 1.5) / height))
    if forest.logarithmic:
        axes.set_xscale("log")
    axes.set_xlim(*forest.axis)
    axes.set_ylim(-0.9, rows + 0.6)
    axes.set_yticks([])
    axes.set_xticks(list(forest.ticks), [f"{tick:g}" for tick in forest.ticks], fontsize=8)
    axes.minorticks_off()
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.axvline(forest.null, color="#333333", linewidth=0.8)
    beside = axes.get_yaxis_transform()

    def words(x: float, y: float, text: str, **style: Any) -> None:
        axes.text(x, y, text, transform=beside, va="center", fontsize=8.5, clip_on=False, **style)

    for y, row in zip(range(rows, 0, -1), forest.rows, strict=True):
        axes.plot(row.drawn, (y, y), color="#444444", linewidth=1)
        for cut, at, mark in ((row.clipped_low, row.drawn[0], "<"), (row.clipped_high, row.drawn[1], ">")):
            if cut:
                axes.plot(at, y, marker=mark, color="#444444", markersize=5, clip_on=False)
        if forest.axis[0] <= row.estimate <= forest.axis[1]:
            axes.plot(row.estimate, y, marker="s", color=_BLUE, markersize=3 + (row.weight**0.5) * 0.9)
        words(-0.03, y, row.label, ha="right")
        words(1.03, y, row.text)
        words(1.72, y, f"{row.weight:.1f} %", ha="right")
    pooled = forest.pooled
    low, high = (min(max(end, forest.axis[0]), forest.axis[1]) for end in (pooled.low, pooled.high))
    axes.fill((low, pooled.estimate, high, pooled.estimate), (0, 0.25, 0, -0.25), color=_RED)
    if pooled.prediction:
        axes.plot(pooled.prediction, (-0.5, -0.5), color=_RED, linewidth=1, linestyle=":")
        words(-0.03, -0.5, "Prediction interval", ha="right")
        words(1.03, -0.5, "[{:.2f}, {:.2f}]".format(*pooled.prediction).replace("-", "−"))
    words(-0.03, 0, pooled.label, ha="right", weight="bold")
    words(1.03, 0, pooled.text, weight="bold")
    words(1.72, 0, "100 %", ha="right")
    for x, text, align in (
        (-0.03, "Study", "right"),
        (1.03, f"{forest.measure} [CI]", "left"),
        (1.72, "Weight", "right"),
    ):
        words(x, rows + 0.95, text, ha=align, weight="bold")
    under = axes.get_xaxis_transform()
    drop = -0.42 / (_INCH_A_ROW * (rows + 1.5))
    for x, text, align in (
        (forest.axis[0], f"← {forest.left}", "left"),
        (forest.axis[1], f"{forest.right} →", "right"),
    ):
        axes.text(x, drop, text, transform=under, ha=align, va="top", fontsize=7.5)
    figure.text(0.02, 0.06 / height + 0.18 * len(forest.notes) / height, forest.heterogeneity, fontsize=8, va="bottom")
    for number, note in enumerate(forest.notes):
        figure.text(0.02, (0.05 + 0.18 * (len(forest.notes) - 1 - number)) / height, f"Note: {note}", fontsize=7)
    figure.text(0.02, 1 - 0.25 / height, title, fontsize=10, weight="bold", va="top")
    return figure


def _datum(row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "text": f"{row.text}   {row.weight:.1f} %",
        "estimate": row.estimate,
        "low": row.drawn[0],
        "high": row.drawn[1],
        "weight": row.weight,
        "cut_low": row.clipped_low,
        "cut_high": row.clipped_high,
        "pooled": False,
        "words": f"{row.label}: {row.text}; weight {row.weight:.1f} %",
    }


def _pooled(forest: Forest) -> dict[str, Any]:
    made = forest.pooled
    low, high = (min(max(end, forest.axis[0]), forest.axis[1]) for end in (made.low, made.high))
    told: dict[str, float | None] = {"from": None, "to": None}
    if made.prediction:
        told = dict(
            zip(
                ("from", "to"),
                (min(max(end, forest.axis[0]), forest.axis[1]) for end in made.prediction),
                strict=True,
            )
        )
    return {
        "label": made.label,
        "text": f"{made.text}   100 %",
        "estimate": made.estimate,
        "low": low,
        "high": high,
        "weight": 100,
        "pooled": True,
        "words": f"{made.label}: {made.text}",
        **told,
    }
