"""A forest plot as data: what to draw where, for whatever draws it."""

from __future__ import annotations

from dataclasses import dataclass

from msgevidence.evidence.effects import RATIOS, printed
from msgevidence.evidence.pooling import Heterogeneity
from msgevidence.evidence.synthesis import Synthesis

_MARKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Row:
    """A study. Numbers are on the printed scale; `drawn` are low and high cut to the axis, and the flags say where an
    arrow stands for the rest. `weight` is in percent.
    """

    label: str
    finding: str
    study: str
    estimate: float
    low: float
    high: float
    weight: float
    drawn: tuple[float, float]
    clipped_low: bool
    clipped_high: bool
    text: str


@dataclass(frozen=True, slots=True)
class Diamond:
    """The pooled effect, printed scale, with the prediction interval where there is one."""

    label: str
    estimate: float
    low: float
    high: float
    prediction: tuple[float, float] | None
    text: str


@dataclass(frozen=True, slots=True)
class Forest:
    """`logarithmic` says how the axis runs; `null` is where nothing is favoured; `left` and `right` are what lies on
    either side of it.
    """

    measure: str
    logarithmic: bool
    null: float
    axis: tuple[float, float]
    ticks: tuple[float, ...]
    left: str
    right: str
    rows: tuple[Row, ...]
    pooled: Diamond
    heterogeneity: str
    notes: tuple[str, ...]


def forest(
    synthesis: Synthesis, *, group: str = "the groups", comparison: str = "the comparison", reach: float = 0.0
) -> Forest:
    """The plot of a synthesis. `reach` is half the axis on the additive scale; 0 chooses it: wide enough for the
    pooled effect, its prediction and nearly all studies, and no wider for one that is very unsure.
    """
    measure, pooled = synthesis.measure, synthesis.pooled
    reach = reach or _reach(synthesis)
    axis = (printed(measure, -reach), printed(measure, reach))
    rows = []
    for index, effect in enumerate(synthesis.effects):
        low, high = effect.interval(synthesis.level)
        estimate = printed(measure, effect.value)
        rows.append(
            Row(
                label=synthesis.labels[index],
                finding=synthesis.findings[index],
                study=synthesis.studies[index],
                estimate=estimate,
                low=low,
                high=high,
                weight=pooled.weights[index],
                drawn=(min(max(low, axis[0]), axis[1]), max(min(high, axis[1]), axis[0])),
                clipped_low=low < axis[0],
                clipped_high=high > axis[1],
                text=_text(estimate, low, high),
            )
        )
    favours = (f"favours {comparison}", f"favours {group}")
    left, right = favours if synthesis.benefit_sign == 1 else favours[::-1]
    return Forest(
        measure=measure,
        logarithmic=measure in RATIOS,
        null=printed(measure, 0.0),
        axis=axis,
        ticks=_ticks(measure, axis),
        left=left,
        right=right,
        rows=tuple(rows),
        pooled=Diamond(
            label=f"Random effects ({pooled.method})" if pooled.prediction else "Fixed effect",
            estimate=synthesis.estimate,
            low=synthesis.low,
            high=synthesis.high,
            prediction=synthesis.prediction,
            text=_text(synthesis.estimate, synthesis.low, synthesis.high),
        ),
        heterogeneity=heterogeneity_line(pooled.heterogeneity),
        notes=synthesis.caveats,
    )


def heterogeneity_line(found: Heterogeneity) -> str:
    """Q, its p, I² and τ² in one line."""
    p = "< 0.001" if found.p < 0.001 else f"= {found.p:.3f}"
    return f"Q = {found.q:.2f} (df = {found.df}, p {p}); I² = {found.i2:.0f} %; τ² = {found.tau2:.4f}"


def _reach(synthesis: Synthesis) -> float:
    pooled = synthesis.pooled
    ends = [abs(pooled.low), abs(pooled.high), *map(abs, pooled.prediction or ())]
    values = [abs(effect.value) for effect in synthesis.effects]
    typical = sorted(abs(effect.value) + 2 * effect.se for effect in synthesis.effects)
    # A pooled interval of two studies can be absurdly wide: it is cut like any other.
    wanted = max(*values, typical[(3 * (len(typical) - 1)) // 4], min(max(ends), 2 * typical[-1]))
    return 1.05 * wanted


def _ticks(measure: str, axis: tuple[float, float]) -> tuple[float, ...]:
    if measure in RATIOS:
        return tuple(mark for mark in _MARKS if axis[0] <= mark <= axis[1])
    step = next((mark for mark in _MARKS if axis[1] / mark <= 3), _MARKS[-1])
    count = int(axis[1] / step)
    return tuple(step * number for number in range(-count, count + 1))


def _text(estimate: float, low: float, high: float) -> str:
    return f"{estimate:.2f} [{low:.2f}, {high:.2f}]".replace("-", "−")
