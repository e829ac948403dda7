"""What must hold among the numbers of one finding."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from msgevidence.model.evidence import Direction, Finding

NO_EFFECT = {
    **dict.fromkeys(("RR", "OR", "HR"), 1.0),
    **dict.fromkeys(("RD", "MD", "SMD", "g", "d", "RRR"), 0.0),
}
"""The value of each comparing measure at which nothing is favoured."""
MEASURES = frozenset({*NO_EFFECT, "NNT", "proportion", "other"})
CERTAINTIES = ("very-low", "low", "moderate", "high")
_NUMBER = re.compile(r"(?<![\w.])[-−–]?\s?\d*[.·]?\d+(?:e-?\d+)?", re.IGNORECASE)
_SIDES = {1: Direction.FAVOURS_INTERVENTION, -1: Direction.FAVOURS_COMPARATOR}
_COMPARING = frozenset({*_SIDES.values(), Direction.NO_CLEAR_DIFFERENCE})

Fault = tuple[str, str]  # (code, message)


def finding_numbers(finding: Finding) -> Iterator[Fault]:
    """Every fault of the numbers, as (code, message)."""
    for code, text in (*_ranges(finding), *_direction(finding), *_printed(finding), *_certainty(finding)):
        yield code, f"{finding.id}: {text}"


def _ranges(finding: Finding) -> Iterator[Fault]:
    estimate, low, high = finding.estimate, finding.low, finding.high
    numbers = [n for n in (estimate, low, high, finding.i_squared, finding.timepoint_weeks) if n is not None]
    if not all(math.isfinite(n) for n in numbers):
        yield "not-finite", "a number is not finite"
    if (low is None) is not (high is None):
        yield "half-interval", "an interval has two ends"
    if low is not None and high is not None:
        if low > high:
            yield "backward-interval", f"the interval {low:g} to {high:g} runs backwards"
        if estimate is not None and not low <= estimate <= high:
            yield "interval-excludes-estimate", f"the interval {low:g} to {high:g} excludes its estimate {estimate:g}"
        if finding.interval_level is None or not 50 <= finding.interval_level < 100:
            yield "no-interval-level", "an interval needs its level in percent (95, 99 …)"
    if (estimate is None) is not (not finding.measure) or finding.measure not in {"", *MEASURES}:
        yield "bad-measure", f"an estimate stands with one of the measures {', '.join(sorted(MEASURES))}"
    if finding.measure in ("RR", "OR", "HR") and any(n is not None and n < 0 for n in (estimate, low, high)):
        yield "negative-ratio", "a ratio cannot be negative"
    if any(n is not None and n < 0 for n in (finding.k, finding.n, finding.timepoint_weeks)):
        yield "negative-count", "a count or a time cannot be negative"
    if finding.i_squared is not None and not 0 <= finding.i_squared <= 100:
        yield "bad-i-squared", "I² is a percentage"
    if finding.benefit_sign not in (None, 1, -1):
        yield "bad-benefit-sign", "benefit_sign is 1 or -1"


def _direction(finding: Finding) -> Iterator[Fault]:
    """The direction against what estimate and interval say, read by the benefit sign."""
    null = NO_EFFECT.get(finding.measure)
    if null is None or finding.estimate is None or finding.direction not in _COMPARING:
        return
    if finding.benefit_sign not in _SIDES:
        yield "no-benefit-sign", "say whether a larger (1) or a smaller (-1) estimate favours the intervention"
        return
    low, high = finding.low, finding.high
    if low is None or high is None:
        side = _SIDES[finding.benefit_sign * (1 if finding.estimate > null else -1)]
        contradicted = finding.direction in _SIDES.values() and finding.direction is not side
        if contradicted and finding.estimate != null:
            yield "direction-contradicts", f"{finding.direction}, but the estimate {finding.estimate:g} says {side}"
        return
    if null in (low, high):  # touches no effect: printed too coarsely to tell
        return
    said = (
        Direction.NO_CLEAR_DIFFERENCE if low < null < high else _SIDES[finding.benefit_sign * (1 if low > null else -1)]
    )
    if finding.direction is not said:
        yield "direction-contradicts", f"{finding.direction}, but the interval {low:g} to {high:g} says {said}"


def _printed(finding: Finding) -> Iterator[Fault]:
    """Estimate and interval must stand in `as_printed`, whatever the sign is printed with."""
    numbers = {"estimate": finding.estimate, "low": finding.low, "high": finding.high}
    wanted = {name: abs(number) for name, number in numbers.items() if number is not None}
    if not wanted:
        return
    text = re.sub(r"(?<=\d),(?=\d{3})", "", finding.as_printed)
    found = {float(number.replace("·", ".").strip(" -−–")) for number in _NUMBER.findall(text)}
    for name, number in wanted.items():
        if not any(math.isclose(number, one, rel_tol=1e-9, abs_tol=1e-12) for one in found):
            yield "not-as-printed", f"{name} {number:g} does not stand in as_printed"


def _certainty(finding: Finding) -> Iterator[Fault]:
    if not finding.certainty:
        return
    bounds = finding.certainty.split("..")
    if any(bound not in (*CERTAINTIES, "not-reported") for bound in bounds) or len(bounds) > 2:
        yield "bad-certainty", f"“{finding.certainty}” is no GRADE certainty; other scales go to quality_other"
    elif finding.certainty != "not-reported" and not finding.certainty_source:
        yield "no-certainty-source", "say whose certainty it is"
