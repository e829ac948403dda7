"""How large a finding is, in words and, where it can be said, in absolute terms."""

from __future__ import annotations

from dataclasses import dataclass

from msgevidence.evidence.effects import STANDARDISED, superiority
from msgevidence.model.evidence import Finding


@dataclass(frozen=True, slots=True)
class Size:
    """`text` is measure, estimate and interval; `absolute` what the source gives per 1,000, or what follows from the
    measure alone; `finding` is where it comes from.
    """

    text: str
    absolute: str
    measure: str
    estimate: float
    low: float | None
    high: float | None
    level: float | None
    finding: str


def size_of(finding: Finding) -> Size | None:
    """None where the finding has no estimate."""
    if finding.estimate is None:
        return None
    return Size(
        text=_text(finding),
        absolute=finding.absolute_effect or _absolute(finding),
        measure=finding.measure,
        estimate=finding.estimate,
        low=finding.low,
        high=finding.high,
        level=finding.interval_level,
        finding=finding.id,
    )


def number(value: float) -> str:
    """A number as prose prints it: a true minus, and thousands apart."""
    text = f"{value:,.0f}" if value == int(value) and abs(value) >= 1000 else f"{value:g}"
    return text.replace("-", "−")


def _text(finding: Finding) -> str:
    measure = "estimate" if finding.measure == "other" else finding.measure
    text = f"{measure} {number(finding.estimate or 0)}"
    if finding.low is None or finding.high is None:
        return text
    return f"{text}, {number(finding.interval_level or 0)}% CI {number(finding.low)} to {number(finding.high)}"


def _absolute(finding: Finding) -> str:
    estimate, sign = finding.estimate, finding.benefit_sign
    if estimate is None or sign is None:
        return ""
    if finding.measure in STANDARDISED:
        share = round(100 * superiority(estimate * sign))
        return f"of 100 pairs, one from each side, the one from the group does better in about {share}"
    if finding.measure == "RD" and abs(estimate) <= 1:
        more = "more" if estimate > 0 else "fewer"
        return f"{number(round(abs(estimate) * 1000))} {more} per 1,000"
    if finding.measure == "MD":
        unit = finding.instrument or finding.outcome_as_named
        more = "higher" if estimate > 0 else "lower"
        return f"{number(abs(estimate))} {more}" + (f" on {unit}" if unit else "")
    return ""
