"""The forest plot as data."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.telling import tell
from msgevidence.evidence.forest import Forest, forest
from msgevidence.evidence.synthesis import Synthesis, synthesise


def plot(*studies: dict[str, Any], **options: Any) -> Forest:
    made = synthesise([tell(f"study{number}", **changes) for number, changes in enumerate(studies)])
    assert isinstance(made, Synthesis)
    return forest(made, **options)


RATIO = {"measure": "RR", "estimate": 1.2, "low": 1.0, "high": 1.44, "benefit_sign": 1}


def test_smaller_is_better_lies_to_the_left() -> None:
    made = plot({}, {"estimate": -0.3, "low": -0.6, "high": 0.0}, comparison="usual care")
    assert (made.left, made.right) == ("favours the groups", "favours usual care")
    assert (made.null, made.logarithmic) == (0, False)
    assert sum(row.weight for row in made.rows) == pytest.approx(100)
    assert made.axis[0] == -made.axis[1]
    assert 0 in made.ticks
    assert made.rows[0].text == "−0.50 [−0.80, −0.20]"
    assert made.heterogeneity.startswith("Q = ")


def test_ratios_run_on_a_logarithmic_axis() -> None:
    made = plot(RATIO, RATIO)
    assert (made.left, made.right) == ("favours the comparison", "favours the groups")
    assert (made.null, made.logarithmic) == (1, True)
    assert made.axis[0] == pytest.approx(1 / made.axis[1])
    assert 1 in made.ticks
    assert made.pooled.estimate == pytest.approx(1.2)


def test_an_unsure_study_is_cut_with_an_arrow() -> None:
    unsure = {"estimate": 0.0, "low": -9.0, "high": 9.0}
    made = plot({}, {}, {}, {}, unsure)
    last = made.rows[-1]
    assert (last.clipped_low, last.clipped_high) == (True, True)
    assert last.drawn == made.axis
    assert (last.low, last.high) == (pytest.approx(-9), pytest.approx(9))
    assert not any(row.clipped_low or row.clipped_high for row in made.rows[:-1])


def test_what_lies_wholly_outside_stays_on_the_axis() -> None:
    made = plot({}, {"estimate": -0.3, "low": -0.6, "high": 0.0}, reach=0.1)
    for row in made.rows:
        assert made.axis[0] <= row.drawn[0] <= row.drawn[1] <= made.axis[1]
        assert row.clipped_low
