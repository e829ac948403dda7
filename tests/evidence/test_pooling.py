"""Pooling against published worked examples and against statsmodels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.bcg import BCG, EXPECTANCY, STROKE
from msgevidence.evidence.effects import Arm, Effect, odds_ratio, pooled_sd, risk_difference, risk_ratio
from msgevidence.evidence.pooling import Method, Pooled, Spread, egger, leave_one_out, pool, tau_squared


def bcg(measure: Callable[..., Effect]) -> tuple[list[float], list[float]]:
    effects = [measure(a, a + b, c, c + d) for a, b, c, d in BCG]
    return [effect.value for effect in effects], [effect.variance for effect in effects]


def to(digits: int, got: float, printed: float) -> None:
    assert round(got, digits) == pytest.approx(printed, abs=1e-12)


# metafor's own tests compare with Stata's metan to these digits:
# https://github.com/wviechtb/metafor, tests/testthat/test_misc_metan_vs_rma.uni_with_dat.bcg.r
@pytest.mark.parametrize(
    ("measure", "method", "expected"),
    [
        (risk_ratio, Method.FIXED, {"estimate": -0.4303, "low": -0.5097, "high": -0.3509, "q": 152.2330}),
        (
            risk_ratio,
            Method.DERSIMONIAN_LAIRD,
            {"estimate": -0.7141, "low": -1.0644, "high": -0.3638, "tau2": 0.3088, "i2": 92.1173, "z": -3.9952},
        ),
        (odds_ratio, Method.FIXED, {"estimate": -0.4361, "low": -0.5190, "high": -0.3533, "q": 163.1649}),
        (
            odds_ratio,
            Method.DERSIMONIAN_LAIRD,
            {"estimate": -0.7474, "low": -1.1242, "high": -0.3706, "tau2": 0.3663, "i2": 92.6455, "z": -3.8873},
        ),
        (risk_difference, Method.FIXED, {"estimate": -0.0009, "low": -0.0014, "high": -0.0005, "q": 276.4737}),
        (
            risk_difference,
            Method.DERSIMONIAN_LAIRD,
            {"estimate": -0.0071, "low": -0.0101, "high": -0.0040, "i2": 95.6596, "z": -4.5128},
        ),
    ],
)
def test_bcg_against_metan(measure: Callable[..., Effect], method: Method, expected: dict[str, float]) -> None:
    values, variances = bcg(measure)
    made = pool(values, variances, method, spread=Spread.NORMAL)
    for name, printed in expected.items():
        to(4, _named(made, name), printed)


def _named(made: Pooled, name: str) -> float:
    if name == "z":
        return made.estimate / made.se
    return float(getattr(made if hasattr(made, name) else made.heterogeneity, name))


# rma(yi, vi, data=dat) and regtest(res, model="lm") as printed at
# https://cttir.github.io/courses/course3_design_causal/labs/lab_week4_session2_slides.html
def test_bcg_reml_as_metafor_prints_it() -> None:
    values, variances = bcg(risk_ratio)
    made = pool(values, variances, Method.REML, spread=Spread.NORMAL)
    for got, printed in (
        (made.estimate, -0.7145), (made.se, 0.1798), (made.low, -1.0669), (made.high, -0.3622),
        (made.estimate / made.se, -3.9744), (made.heterogeneity.tau2, 0.3132), (made.heterogeneity.q, 152.2330),
    ):  # fmt: skip
        to(4, got, printed)
    to(2, made.heterogeneity.i2, 92.22)
    assert made.heterogeneity.df == 12
    assert made.heterogeneity.p < 0.0001
    assert made.p < 0.0001


def test_egger_as_metafor_prints_it() -> None:
    test = egger(*bcg(risk_ratio))
    for got, printed in (
        (test.t, -1.4013), (test.p, 0.1887), (test.limit, -0.1909), (test.low, -0.6753), (test.high, 0.2935),
    ):  # fmt: skip
        to(4, got, printed)
    assert test.df == 11


# Raudenbush 2009, tables 16.2 and 16.3, as metafor's tests replicate them:
# https://github.com/wviechtb/metafor, tests/testthat/test_analysis_example_raudenbush2009.r
@pytest.mark.parametrize(
    ("method", "spread", "expected"),
    [
        (Method.FIXED, Spread.NORMAL, (0, 0.060, 0.036, 1.655, -0.011, 0.132)),
        (Method.REML, Spread.NORMAL, (0.019, 0.084, 0.052, 1.621, -0.018, 0.185)),
        (Method.DERSIMONIAN_LAIRD, Spread.NORMAL, (0.026, 0.089, 0.056, 1.601, -0.020, 0.199)),
        (Method.REML, Spread.HARTUNG_KNAPP, (0.019, 0.084, 0.062, 1.359, -0.046, 0.213)),
        (Method.DERSIMONIAN_LAIRD, Spread.HARTUNG_KNAPP, (0.026, 0.089, 0.064, 1.405, -0.044, 0.223)),
    ],
)
def test_expectancy_against_raudenbush(method: Method, spread: Spread, expected: tuple[float, ...]) -> None:
    made = pool(*zip(*EXPECTANCY, strict=True), method=method, spread=spread)
    got = (made.heterogeneity.tau2, made.estimate, made.se, made.estimate / made.se, made.low, made.high)
    for number, printed in zip(got, expected, strict=True):
        to(3, number, printed)
    to(2, made.heterogeneity.q, 35.83)


def test_prediction_interval_against_metafor() -> None:
    made = pool(*zip(*EXPECTANCY, strict=True), method=Method.REML, spread=Spread.NORMAL)
    assert made.prediction is not None
    to(3, made.prediction[0], -0.204)  # the same file: predict(res.RE)
    to(3, made.prediction[1], 0.371)
    assert pool(*zip(*EXPECTANCY, strict=True), method=Method.FIXED).prediction is None


# Normand 1999, table IX, as metafor's tests replicate it:
# https://github.com/wviechtb/metafor, tests/testthat/test_analysis_example_normand1999.r
@pytest.mark.parametrize(
    ("method", "expected", "tau2"),
    [
        (Method.FIXED, (-3.49, -5.03, -1.96), 0),
        (Method.DERSIMONIAN_LAIRD, (-14.10, -24.45, -3.75), 218.72),
        (Method.REML, (-15.12, -32.67, 2.43), 685.20),
    ],
)
def test_stroke_care_against_normand(method: Method, expected: tuple[float, ...], tau2: float) -> None:
    values, variances = [], []
    for n, mean, sd, other_n, other_mean, other_sd in STROKE:
        within = pooled_sd(Arm(mean, sd, n), Arm(other_mean, other_sd, other_n))
        values.append(mean - other_mean)
        variances.append(within**2 * (1 / n + 1 / other_n))
    made = pool(values, variances, method, spread=Spread.NORMAL)
    for got, printed in zip((made.estimate, made.low, made.high), expected, strict=True):
        to(2, got, printed)
    to(2, made.heterogeneity.tau2, tau2)


@pytest.mark.parametrize("measure", [risk_ratio, odds_ratio])
@pytest.mark.parametrize(("method", "theirs"), [(Method.DERSIMONIAN_LAIRD, "dl"), (Method.PAULE_MANDEL, "pm")])
def test_statsmodels_says_the_same(measure: Callable[..., Effect], method: Method, theirs: str) -> None:
    meta_analysis = pytest.importorskip("statsmodels.stats.meta_analysis")
    import numpy as np

    values, variances = bcg(measure)
    other: Any = meta_analysis.combine_effects(np.array(values), np.array(variances), method_re=theirs)
    made = pool(values, variances, method, spread=Spread.NORMAL)
    knapp = pool(values, variances, method, spread=Spread.HARTUNG_KNAPP)
    assert made.heterogeneity.tau2 == pytest.approx(other.tau2, rel=1e-6)
    assert made.estimate == pytest.approx(other.mean_effect_re, rel=1e-6)
    assert made.se == pytest.approx(other.sd_eff_w_re, rel=1e-6)
    assert knapp.se == pytest.approx(math.sqrt(other.var_hksj_re), rel=1e-6)
    assert made.weights == pytest.approx(100 * other.weights_rel_re, rel=1e-6)
    assert made.heterogeneity.q == pytest.approx(other.q, rel=1e-6)


def test_leave_one_out_is_pooling_without_it() -> None:
    values, variances = bcg(risk_ratio)
    without = leave_one_out(values, variances)
    assert len(without) == 13
    assert without[7] == pool([*values[:7], *values[8:]], [*variances[:7], *variances[8:]])


def test_the_careful_interval_is_never_narrower() -> None:
    values, variances = [0.5, 0.5001, 0.4999], [0.04, 0.05, 0.06]  # alike beyond chance: Hartung–Knapp narrows
    normal, knapp, careful = (
        pool(values, variances, spread=spread) for spread in (Spread.NORMAL, Spread.HARTUNG_KNAPP, Spread.CAREFUL)
    )
    assert knapp.high - knapp.low < normal.high - normal.low < careful.high - careful.low
    assert careful.se == pytest.approx(normal.se)


@pytest.mark.parametrize(("values", "variances"), [([1.0], [0.1]), ([1.0, 2.0], [0.1, 0.0]), ([], [])])
def test_too_little_is_refused(values: list[float], variances: list[float]) -> None:
    with pytest.raises(ValueError, match="two or more"):
        pool(values, variances)


def test_egger_refuses_equal_precision() -> None:
    with pytest.raises(ValueError, match="different precision"):
        egger([0.1, 0.2, 0.3], [0.1, 0.1, 0.1])


_effects = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=2, max_size=12)


@given(_effects, st.sampled_from(list(Method)), st.floats(-5, 5))
def test_shifting_all_effects_shifts_the_result(
    effects: list[tuple[float, float]], method: Method, shift: float
) -> None:
    values, variances = [y for y, _ in effects], [v for _, v in effects]
    here, there = pool(values, variances, method), pool([y + shift for y in values], variances, method)
    assert there.estimate == pytest.approx(here.estimate + shift, abs=1e-5)
    assert there.heterogeneity.tau2 == pytest.approx(here.heterogeneity.tau2, abs=1e-5)
    assert sum(here.weights) == pytest.approx(100)
    assert min(values) - 1e-9 <= here.estimate <= max(values) + 1e-9


@given(_effects)
@example([(0.0, 1.0), (0.0, 1.0), (0.0, 1.0), (0.0, 1.0), (1.0, 0.125)])  # full scoring steps swing for ever
def test_reml_is_where_the_restricted_likelihood_is_highest(effects: list[tuple[float, float]]) -> None:
    values, variances = [y for y, _ in effects], [v for _, v in effects]

    def likelihood(tau2: float) -> float:
        weights = [1 / (v + tau2) for v in variances]
        mean = sum(w * y for w, y in zip(weights, values, strict=True)) / sum(weights)
        fit = sum(w * (y - mean) ** 2 for w, y in zip(weights, values, strict=True))
        return 0.5 * (sum(map(math.log, weights)) - math.log(sum(weights)) - fit)

    best = tau_squared(values, variances, Method.REML)
    around = [best * 1.05 + 1e-3, max(0.0, best * 0.95 - 1e-3)]
    assert all(likelihood(best) >= likelihood(other) - 1e-7 for other in around)
