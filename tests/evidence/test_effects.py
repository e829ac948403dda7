"""Effect sizes: from intervals, counts and means, and from one scale to another."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.telling import tell
from msgevidence.evidence import effects
from msgevidence.evidence.effects import Arm, Effect


def test_a_log_ratio_from_its_interval() -> None:
    effect = effects.effect_of(tell("a", measure="RR", estimate=1.21, low=1.03, high=1.42, benefit_sign=1).finding)
    assert effect.value == pytest.approx(math.log(1.21))
    assert effect.se == pytest.approx((math.log(1.42) - math.log(1.03)) / (2 * 1.959964), rel=1e-6)
    assert effect.interval() == pytest.approx((1.03, 1.42), rel=0.01)


def test_the_level_of_the_interval_counts() -> None:
    at_95 = effects.effect_of(tell("a").finding)
    at_99 = effects.effect_of(tell("a", interval_level=99.0).finding)
    assert at_99.se == pytest.approx(at_95.se * 1.959964 / 2.575829, rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"measure": "proportion"}, "no estimate that can be pooled"),
        ({"measure": "", "estimate": None, "low": None, "high": None}, "no measure"),
        ({"low": None, "high": None}, "no interval"),
        ({"interval_level": None}, "no interval"),
        ({"measure": "OR", "estimate": 0.0, "low": 0.0, "high": 0.5}, "ratio of zero"),
        ({"low": -0.5, "high": -0.5}, "without width"),
        ({"benefit_sign": None}, "more or less is better"),
        ({"estimate": -0.25}, "far from the middle"),
    ],
)
def test_what_is_no_effect_says_why(changes: dict[str, Any], words: str) -> None:
    finding = tell("a", **changes).finding
    assert words in effects.why_no_effect(finding)
    with pytest.raises(ValueError, match=finding.id):
        effects.effect_of(finding)


def test_the_sign_is_declared() -> None:
    less_is_better = effects.effect_of(tell("a").finding)
    more_is_better = effects.effect_of(tell("b", estimate=0.5, low=0.2, high=0.8, benefit_sign=1).finding)
    assert less_is_better.benefit == pytest.approx(more_is_better.benefit)
    assert less_is_better.turned().value == pytest.approx(0.5)


# Risk ratios and odds ratios of the first BCG trials, as escalc() prints the log odds ratio and its variance at
# https://metafor-project.org/doku.php/analyses:vanhouwelingen2002
@pytest.mark.parametrize(
    ("table", "value", "variance"),
    [
        ((4, 123, 11, 139), -0.9387, 0.3571),
        ((6, 306, 29, 303), -1.6662, 0.2081),
        ((62, 13598, 248, 12867), -1.4564, 0.0203),
    ],
)
def test_odds_ratios_as_metafor_prints_them(table: tuple[int, ...], value: float, variance: float) -> None:
    effect = effects.odds_ratio(*table)
    assert (round(effect.value, 4), round(effect.variance, 4)) == (value, variance)


def test_an_empty_cell_is_filled_by_half_a_person() -> None:
    effect = effects.odds_ratio(0, 10, 5, 10)
    assert effect.value == pytest.approx(math.log(0.5 * 5.5 / (10.5 * 5.5)))
    assert math.isfinite(effects.risk_ratio(0, 10, 5, 10).variance)


# Mean differences of Normand 1999, table VIII (equal standard deviations), as metafor's tests replicate them:
# https://github.com/wviechtb/metafor, tests/testthat/test_analysis_example_normand1999.r
def test_mean_difference_as_normand_prints_it() -> None:
    edinburgh, other = Arm(55, 47, 155), Arm(75, 64, 156)
    within = effects.pooled_sd(edinburgh, other)
    effect = effects.mean_difference(Arm(55, within, 155), Arm(75, within, 156))
    assert (effect.value, round(effect.variance, 2)) == (-20, 40.59)


def test_hedges_makes_d_smaller_as_few_people_need() -> None:
    g = effects.standardised(Arm(10, 2, 10), Arm(9, 2, 10))
    assert g.value == pytest.approx(0.5 * (1 - 3 / (4 * 18 - 1)), rel=1e-3)  # Hedges' own approximation
    assert g.measure == "g"


@given(st.floats(-3, 3), st.floats(0.001, 4))
def test_odds_ratios_and_smds_turn_into_each_other(value: float, variance: float) -> None:
    there = effects.as_smd(Effect("OR", value, variance))
    back = effects.as_odds_ratio(there)
    assert (back.value, back.variance) == (pytest.approx(value), pytest.approx(variance))
    assert there.value == pytest.approx(value * math.sqrt(3) / math.pi)


def test_unlike_scales_do_not_turn_into_each_other() -> None:
    for turn in (effects.as_smd, effects.as_odds_ratio):
        with pytest.raises(ValueError, match="MD cannot be put"):
            turn(Effect("MD", 1, 1))
    with pytest.raises(ValueError, match="HR at a risk"):
        effects.risk_with("HR", 0.8, 0.1)


def test_risks_from_ratios() -> None:
    assert effects.risk_with("RR", 0.5, 0.2) == pytest.approx(0.1)
    assert effects.risk_with("OR", 0.5, 0.2) == pytest.approx(0.1 / 0.9)
    assert effects.risk_with("RD", -0.05, 0.2) == pytest.approx(0.15)
    assert effects.risk_with("RR", 9, 0.2) == 1.0


def test_no_difference_is_a_toss_up() -> None:
    assert effects.superiority(0) == 0.5
    assert effects.superiority(0.5) + effects.superiority(-0.5) == pytest.approx(1)
