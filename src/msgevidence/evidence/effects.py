"""Effect sizes on the scale they can be added on, with their variance and a declared sign.

Ratios are added as logarithms, everything else as it is. Formulas: Cochrane Handbook, chapters 6 and 10.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from scipy.special import gammaln, ndtr, ndtri

from msgevidence.model.evidence import Finding

RATIOS = frozenset({"RR", "OR", "HR"})
DIFFERENCES = frozenset({"RD", "MD", "SMD", "g", "d"})
STANDARDISED = frozenset({"SMD", "g", "d"})
_LOGISTIC = math.pi / math.sqrt(3)  # standard deviation of the logistic distribution: OR ↔ SMD
_UNEVEN = 0.25  # of half the interval's width: rounding in print explains less than this


@dataclass(frozen=True, slots=True)
class Effect:
    """`value` is on the additive scale of `measure` (a logarithm for ratios), `variance` is its square's.

    `benefit_sign` declares which way is better for the members of the group: +1 larger, −1 smaller.
    """

    measure: str
    value: float
    variance: float
    benefit_sign: int = 1

    @property
    def se(self) -> float:
        return math.sqrt(self.variance)

    @property
    def benefit(self) -> float:
        """The value turned so that above 0 favours the group, whatever the scale's direction."""
        return self.value * self.benefit_sign

    def turned(self) -> Effect:
        """The same effect with a larger value as the better one."""
        return replace(self, value=self.benefit, benefit_sign=1)

    def interval(self, level: float = 95) -> tuple[float, float]:
        """The normal interval, on the measure's printed scale."""
        half = critical(level) * self.se
        return printed(self.measure, self.value - half), printed(self.measure, self.value + half)


def additive(measure: str, number: float) -> float:
    """A printed number on the scale it can be added on. ValueError for a ratio that is not positive."""
    return math.log(number) if measure in RATIOS else number


def printed(measure: str, value: float) -> float:
    """The inverse of `additive`; beyond what a float can hold it stays there."""
    return math.exp(min(value, 700.0)) if measure in RATIOS else value


def family(measure: str) -> str:
    """Measures of one family may be pooled: SMD, g and d differ by a small-sample factor only."""
    return "SMD" if measure in STANDARDISED else measure


def critical(level: float) -> float:
    """The normal quantile of a two-sided interval of `level` percent: 1.96 for 95."""
    return float(ndtri(0.5 + level / 200))


def variance_of(measure: str, low: float, high: float, level: float) -> float:
    """The variance behind a normal interval of `level` percent, on the additive scale."""
    width = additive(measure, high) - additive(measure, low)
    return float((width / (2 * critical(level))) ** 2)


def why_no_effect(finding: Finding) -> str:
    """Why a finding cannot be turned into an Effect, in words; "" when it can."""
    measure, estimate, low, high = finding.measure, finding.estimate, finding.low, finding.high
    if measure not in RATIOS | DIFFERENCES or estimate is None:
        return f"gives no estimate that can be pooled ({measure or 'no measure'})"
    if low is None or high is None or finding.interval_level is None:
        return "gives no interval, so its weight is unknown"
    if measure in RATIOS and min(estimate, low) <= 0:
        return "has a ratio of zero, which has no logarithm"
    if low >= high:
        return "has an interval without width, so its weight is unknown"
    if finding.benefit_sign not in (1, -1):
        return "does not say whether more or less is better"
    middle = (additive(measure, low) + additive(measure, high)) / 2
    half = (additive(measure, high) - additive(measure, low)) / 2
    if abs(additive(measure, estimate) - middle) > _UNEVEN * half:
        return "has its estimate far from the middle of its interval, so the variance cannot be reckoned back"
    return ""


def effect_of(finding: Finding) -> Effect:
    """The Effect of a finding. ValueError, with the words of `why_no_effect`, when there is none."""
    if reason := why_no_effect(finding):
        raise ValueError(f"{finding.id} {reason}")
    assert finding.estimate is not None and finding.low is not None and finding.high is not None  # noqa: S101
    assert finding.interval_level is not None and finding.benefit_sign is not None  # noqa: S101
    return Effect(
        finding.measure,
        additive(finding.measure, finding.estimate),
        variance_of(finding.measure, finding.low, finding.high, finding.interval_level),
        finding.benefit_sign,
    )


# --- from counts and means -----------------------------------------------------------------------------------


def risk_ratio(events: float, total: float, other_events: float, other_total: float) -> Effect:
    """Of a two-by-two table; half a person is added to every cell where one is empty."""
    a, b, c, d = _cells(events, total, other_events, other_total)
    return Effect("RR", math.log(a / (a + b)) - math.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def odds_ratio(events: float, total: float, other_events: float, other_total: float) -> Effect:
    """As `risk_ratio`."""
    a, b, c, d = _cells(events, total, other_events, other_total)
    return Effect("OR", math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def risk_difference(events: float, total: float, other_events: float, other_total: float) -> Effect:
    """Of a two-by-two table, as a proportion."""
    first, second = events / total, other_events / other_total
    variance = first * (1 - first) / total + second * (1 - second) / other_total
    return Effect("RD", first - second, variance)


def _cells(events: float, total: float, other_events: float, other_total: float) -> tuple[float, float, float, float]:
    cells = (events, total - events, other_events, other_total - other_events)
    a, b, c, d = (cell + 0.5 for cell in cells) if 0 in cells else cells
    return a, b, c, d


@dataclass(frozen=True, slots=True)
class Arm:
    """A continuous outcome in one arm."""

    mean: float
    sd: float
    n: int


def mean_difference(group: Arm, other: Arm) -> Effect:
    """With each arm's own standard deviation."""
    return Effect("MD", group.mean - other.mean, group.sd**2 / group.n + other.sd**2 / other.n)


def pooled_sd(group: Arm, other: Arm) -> float:
    """The standard deviation within the arms."""
    squares = (group.n - 1) * group.sd**2 + (other.n - 1) * other.sd**2
    return math.sqrt(squares / (group.n + other.n - 2))


def standardised(group: Arm, other: Arm) -> Effect:
    """Hedges' g: the difference over the pooled standard deviation, with the exact small-sample factor."""
    return hedges((group.mean - other.mean) / pooled_sd(group, other), group.n, other.n)


def hedges(d: float, n: int, other_n: int) -> Effect:
    """Cohen's d of two arms made into Hedges' g."""
    degrees = n + other_n - 2
    factor = math.exp(gammaln(degrees / 2) - gammaln((degrees - 1) / 2)) / math.sqrt(degrees / 2)
    g = d * factor
    return Effect("g", g, 1 / n + 1 / other_n + g**2 / (2 * (n + other_n)))


# --- conversions ---------------------------------------------------------------------------------------------


def as_smd(effect: Effect) -> Effect:
    """An odds ratio as a standardised mean difference (logistic distribution); others of the family unchanged."""
    if effect.measure in STANDARDISED:
        return replace(effect, measure="SMD")
    if effect.measure == "OR":
        return replace(effect, measure="SMD", value=effect.value / _LOGISTIC, variance=effect.variance / _LOGISTIC**2)
    raise ValueError(f"{effect.measure} cannot be put on the scale of standardised differences")


def as_odds_ratio(effect: Effect) -> Effect:
    """A standardised mean difference as an odds ratio (logistic distribution); an odds ratio unchanged."""
    if effect.measure == "OR":
        return effect
    if effect.measure in STANDARDISED:
        return replace(effect, measure="OR", value=effect.value * _LOGISTIC, variance=effect.variance * _LOGISTIC**2)
    raise ValueError(f"{effect.measure} cannot be put on the scale of odds ratios")


def risk_with(measure: str, number: float, risk_without: float) -> float:
    """The risk (0 to 1) in the group that a printed RR, OR or RD means, given the risk without it."""
    made: dict[str, Callable[[], float]] = {
        "RR": lambda: risk_without * number,
        "OR": lambda: number * risk_without / (1 - risk_without + number * risk_without),
        "RD": lambda: risk_without + number,
    }
    if measure not in made or not 0 <= risk_without < 1:
        raise ValueError(f"{measure} at a risk of {risk_without:g} cannot be made into a risk")
    return min(max(made[measure](), 0.0), 1.0)


def superiority(smd: float) -> float:
    """The chance (0 to 1) that one drawn from the first arm has the larger value; 0.5 is a toss-up."""
    return float(ndtr(smd / math.sqrt(2)))
