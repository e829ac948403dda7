"""Pooling of independent effects: fixed and random, their heterogeneity, and what they rest on.

Everything is on an additive scale (logarithms for ratios). References: Viechtbauer, J Stat Softw 2010 (the
estimators as metafor defines them); Hartung and Knapp 2001; Egger et al. 1997.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import chdtrc, ndtr, stdtr, stdtrit

from msgevidence.evidence.effects import critical

_STEPS = 200
_CLOSE = 1e-10


class Method(StrEnum):
    """How the variance between studies is estimated; FIXED takes it as nought."""

    FIXED = "fixed"
    REML = "REML"
    DERSIMONIAN_LAIRD = "DerSimonian-Laird"
    PAULE_MANDEL = "Paule-Mandel"


class Spread(StrEnum):
    """How the interval is made: normal; Hartung–Knapp; or Hartung–Knapp that is never narrower than normal."""

    NORMAL = "normal"
    HARTUNG_KNAPP = "Hartung-Knapp"
    CAREFUL = "Hartung-Knapp, not narrower than normal"


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """`q` with `df` and its p; `tau2` on the additive scale squared; `i2` in percent."""

    q: float
    df: int
    p: float
    tau2: float
    i2: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """`weights` are in percent, in the order given; `prediction` is where a new study's true effect may lie
    (None for a fixed effect).
    """

    method: Method
    spread: Spread
    level: float
    k: int
    estimate: float
    se: float
    low: float
    high: float
    p: float
    weights: tuple[float, ...]
    heterogeneity: Heterogeneity
    prediction: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Egger:
    """The regression of effects on their standard errors, weighted by precision: `slope` unlike 0 speaks for
    small-study effects; `limit` is the effect foreseen for an endless study.
    """

    slope: float
    t: float
    df: int
    p: float
    limit: float
    low: float
    high: float


def pool(
    values: Sequence[float],
    variances: Sequence[float],
    method: Method = Method.REML,
    *,
    spread: Spread = Spread.HARTUNG_KNAPP,
    level: float = 95,
) -> Pooled:
    """ValueError for fewer than two effects or a variance that is not positive. A fixed effect is always normal."""
    k = len(values)
    if k < 2 or len(variances) != k or min(variances) <= 0:
        raise ValueError("pooling needs two or more effects, each with a positive variance")
    if method is Method.FIXED:
        spread = Spread.NORMAL
    tau2 = tau_squared(values, variances, method)
    weights = [1 / (variance + tau2) for variance in variances]
    total = sum(weights)
    estimate = _mean(values, weights)
    se = math.sqrt(1 / total)
    if spread is not Spread.NORMAL:
        factor = math.sqrt(_q(values, weights) / (k - 1))
        se *= max(factor, 1.0) if spread is Spread.CAREFUL else factor
    quantile = critical(level) if spread is Spread.NORMAL else float(stdtrit(k - 1, 0.5 + level / 200))
    half, reach = quantile * se, quantile * math.sqrt(tau2 + se**2)
    return Pooled(
        method=method,
        spread=spread,
        level=level,
        k=k,
        estimate=estimate,
        se=se,
        low=estimate - half,
        high=estimate + half,
        p=_two_sided(estimate / se, None if spread is Spread.NORMAL else k - 1) if se else 0.0,
        weights=tuple(100 * weight / total for weight in weights),
        heterogeneity=_heterogeneity(values, variances, tau2, method),
        prediction=None if method is Method.FIXED else (estimate - reach, estimate + reach),
    )


def tau_squared(values: Sequence[float], variances: Sequence[float], method: Method) -> float:
    """The variance between studies, never below 0."""
    return _ESTIMATORS[method](values, variances)


def leave_one_out(
    values: Sequence[float],
    variances: Sequence[float],
    method: Method = Method.REML,
    *,
    spread: Spread = Spread.HARTUNG_KNAPP,
    level: float = 95,
) -> tuple[Pooled, ...]:
    """The pooled effect without the first, the second …; ValueError for fewer than three."""
    return tuple(
        pool(
            [*values[:left], *values[left + 1 :]],
            [*variances[:left], *variances[left + 1 :]],
            method,
            spread=spread,
            level=level,
        )
        for left in range(len(values))
    )


def egger(values: Sequence[float], variances: Sequence[float], *, level: float = 95) -> Egger:
    """The classic test for small-study effects; ValueError for fewer than three effects, or all equally precise."""
    k = len(values)
    weights = [1 / variance for variance in variances]
    errors = [math.sqrt(variance) for variance in variances]
    if k < 3 or max(errors) - min(errors) <= _CLOSE:
        raise ValueError("Egger's test needs three or more effects of different precision")
    centre, mean = _mean(errors, weights), _mean(values, weights)
    spread = sum(w * (x - centre) ** 2 for w, x in zip(weights, errors, strict=True))
    slope = sum(w * (x - centre) * (y - mean) for w, x, y in zip(weights, errors, values, strict=True)) / spread
    limit = mean - slope * centre
    rest = sum(w * (y - limit - slope * x) ** 2 for w, x, y in zip(weights, errors, values, strict=True)) / (k - 2)
    t = slope / math.sqrt(rest / spread)
    half = float(stdtrit(k - 2, 0.5 + level / 200)) * math.sqrt(rest * (1 / sum(weights) + centre**2 / spread))
    return Egger(slope, t, k - 2, _two_sided(t, k - 2), limit, limit - half, limit + half)


# --- the variance between studies ----------------------------------------------------------------------------


def _dersimonian_laird(values: Sequence[float], variances: Sequence[float]) -> float:
    weights = [1 / variance for variance in variances]
    return max(0.0, (_q(values, weights) - (len(values) - 1)) / _slack(weights))


def _paule_mandel(values: Sequence[float], variances: Sequence[float]) -> float:
    """The tau² at which the generalised Q equals its degrees of freedom; Q falls steadily, so Newton's steps reach
    it from below.
    """
    df, tau2 = len(values) - 1, 0.0
    for _ in range(_STEPS):
        weights = [1 / (variance + tau2) for variance in variances]
        mean = _mean(values, weights)
        surplus = _q(values, weights) - df
        if surplus <= _CLOSE:
            break
        tau2 += surplus / sum((w * (y - mean)) ** 2 for w, y in zip(weights, values, strict=True))
    return tau2


def _reml(values: Sequence[float], variances: Sequence[float]) -> float:
    """Fisher scoring of the restricted likelihood from DerSimonian and Laird's estimate, each step halved until the
    likelihood does not fall (full steps can swing to and fro without end).
    """
    tau2 = _dersimonian_laird(values, variances)
    height = _restricted_likelihood(values, variances, tau2)
    for _ in range(_STEPS):
        weights = [1 / (variance + tau2) for variance in variances]
        mean, one = _mean(values, weights), sum(weights)
        two, three = sum(w**2 for w in weights), sum(w**3 for w in weights)
        score = sum((w * (y - mean)) ** 2 for w, y in zip(weights, values, strict=True)) - (one - two / one)
        new = max(0.0, tau2 + score / (two - 2 * three / one + (two / one) ** 2))
        while (higher := _restricted_likelihood(values, variances, new)) < height and abs(new - tau2) > _CLOSE:
            new = (new + tau2) / 2
        if abs(new - tau2) <= _CLOSE * (1 + tau2):
            break
        tau2, height = new, higher
    return tau2


def _restricted_likelihood(values: Sequence[float], variances: Sequence[float], tau2: float) -> float:
    """Its logarithm, but for a constant."""
    weights = [1 / (variance + tau2) for variance in variances]
    return (sum(map(math.log, weights)) - math.log(sum(weights)) - _q(values, weights)) / 2


_ESTIMATORS: dict[Method, Callable[[Sequence[float], Sequence[float]], float]] = {
    Method.FIXED: lambda values, variances: 0.0,
    Method.REML: _reml,
    Method.DERSIMONIAN_LAIRD: _dersimonian_laird,
    Method.PAULE_MANDEL: _paule_mandel,
}


def _heterogeneity(values: Sequence[float], variances: Sequence[float], tau2: float, method: Method) -> Heterogeneity:
    weights = [1 / variance for variance in variances]
    q, df = _q(values, weights), len(values) - 1
    between = max(0.0, (q - df) / _slack(weights)) if method is Method.FIXED else tau2
    i2 = between / (between + df / _slack(weights))  # the share of tau² beside the typical variance within studies
    return Heterogeneity(q, df, float(chdtrc(df, q)), tau2, 100 * i2)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(w * y for w, y in zip(weights, values, strict=True)) / sum(weights)


def _q(values: Sequence[float], weights: Sequence[float]) -> float:
    mean = _mean(values, weights)
    return sum(w * (y - mean) ** 2 for w, y in zip(weights, values, strict=True))


def _slack(weights: Sequence[float]) -> float:
    return sum(weights) - sum(w**2 for w in weights) / sum(weights)


def _two_sided(statistic: float, df: int | None) -> float:
    return float(2 * (ndtr(-abs(statistic)) if df is None else stdtr(df, -abs(statistic))))
