"""What is not pooled, and the reason in words."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.telling import Said, tell
from msgevidence.evidence.poolable import Refusal, caveats, why_not
from msgevidence.evidence.synthesis import Synthesis, largest, synthesise
from msgevidence.model.evidence import NoticeKind, Relation, Relevance

RATIO: dict[str, Any] = {"measure": "RR", "estimate": 1.2, "low": 1.0, "high": 1.44, "benefit_sign": 1}


@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({"outcome": "hope"}, "unlike-outcomes", "different outcomes"),
        (RATIO, "unlike-measures", "cannot be added: RR, SMD"),
        ({"design": "meta-analysis"}, "reviews", "Reviews are not pooled"),
        ({"low": None, "high": None}, "no-interval", "Other gives no interval"),
        ({"timepoint_weeks": 60.0}, "unlike-times", "very different times"),
        ({"design": "pre-post"}, "no-comparison", "without a comparison group"),
        ({"design": "quasi-experimental"}, "unlike-designs", "Randomised and other studies"),
        ({"relevance": Relevance.CONTEXT}, "context", "Social relationships in general"),
        ({"relevance": Relevance.ADJACENT}, "unlike-interventions", "not pooled with other support"),
        ({"notices": (NoticeKind.SUPERSEDED_BY,)}, "withdrawn", "superseded"),
        ({"notices": (NoticeKind.RETRACTION,)}, "withdrawn", "retracted"),
        ({"study": "first-study"}, "same-study", "people would count twice"),
    ],
)
def test_unlike_findings_are_refused(other: dict[str, Any], code: str, words: str) -> None:
    refused = synthesise([tell("first"), tell("other", **other)])
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert words in refused.reason
    assert "other-f01" in refused.findings


def test_one_study_is_too_few() -> None:
    assert getattr(synthesise([tell("first")]), "code", "") == "fewer-than-two"
    assert getattr(synthesise([]), "code", "") == "fewer-than-two"


def test_two_reports_of_one_study_are_refused_by_their_relation() -> None:
    both = [tell("first"), tell("other")]
    assert why_not(both) is None
    refused = why_not(both, [Relation("other", "same-study", "first")])
    assert refused is not None
    assert refused.code == "same-study"
    assert "First, Other" in refused.reason


def test_same_study_reaches_through_a_third_report() -> None:
    chain = [Relation("other", "same-study", "third"), Relation("third", "same-study", "first")]
    assert getattr(why_not([tell("first"), tell("other")], chain), "code", "") == "same-study"


def test_a_reinstated_report_counts_again() -> None:
    notices = (NoticeKind.RETRACTION, NoticeKind.REINSTATEMENT)
    assert why_not([tell("first"), tell("other", notices=notices)]) is None


def test_mean_differences_need_one_scale() -> None:
    a, b = tell("first", measure="MD", instrument="PHQ-9"), tell("other", measure="MD", instrument="phq-9 ")
    assert why_not([a, b]) is None
    assert getattr(why_not([a, tell("other", measure="MD", instrument="BDI")]), "code", "") == "unlike-scales"
    assert getattr(why_not([a, tell("other", measure="MD")]), "code", "") == "unknown-scale"


def test_a_risk_ratio_cannot_be_turned_round_but_an_smd_can() -> None:
    ratios = [tell("first", **RATIO), tell("other", **{**RATIO, "benefit_sign": -1})]
    assert getattr(why_not(ratios), "code", "") == "unlike-signs"
    better = tell("other", estimate=0.5, low=0.2, high=0.8, benefit_sign=1)
    made = synthesise([tell("first"), better])
    assert isinstance(made, Synthesis)
    assert made.estimate == pytest.approx(-0.5)
    assert made.benefit_sign == -1


def test_what_is_let_through_is_told_beside_it() -> None:
    told = [tell("first"), tell("other", comparator="waiting list", timepoint_weeks=None, design="cluster-rct")]
    assert why_not([told[0], tell("third", timepoint_weeks=None)]) is None
    text = " ".join(caveats([*told]))
    assert "usual care; waiting list" in text
    assert "not every finding says when" in text
    assert "by cluster" in text
    assert "only 2 studies" in text


def test_d_g_and_smd_are_one_family() -> None:
    made = synthesise(
        [tell("first"), tell("other", measure="g"), tell("third", measure="d", low=-1.8, estimate=-1.5, high=-1.2)]
    )
    assert isinstance(made, Synthesis)
    assert made.measure == "SMD"
    assert made.people == 300
    assert [one.left_out for one in made.without_one] == ["First", "Other", "Third"]
    assert made.prediction is not None
    assert made.prediction[0] < made.low < made.estimate < made.high < made.prediction[1]


def test_a_ratio_is_printed_as_a_ratio() -> None:
    made = synthesise([tell("first", **RATIO), tell("other", **RATIO)])
    assert isinstance(made, Synthesis)
    assert made.estimate == pytest.approx(1.2)
    assert made.low < 1.2 < made.high
    assert made.pooled.estimate == pytest.approx(0.1823, abs=1e-4)


def code_of(told: list[Said]) -> str:
    made = largest(told)
    return made.code if isinstance(made, Refusal) else ""


def test_the_largest_like_set_is_found() -> None:
    told = [
        tell("first"), tell("first", 2, subgroup="women"), tell("other"), tell("late", timepoint_weeks=60.0),
        tell("review", design="meta-analysis"), tell("wordy", measure="", estimate=None, low=None, high=None),
    ]  # fmt: skip
    made = largest(told)
    assert isinstance(made, Synthesis)
    assert made.findings == ("first-f01", "other-f01")


def test_why_nothing_in_a_set_can_be_pooled() -> None:
    bare: dict[str, Any] = {"measure": "", "estimate": None, "low": None, "high": None}
    assert code_of([tell("first"), tell("other", **bare)]) == "no-interval"
    assert code_of([tell("first")]) == "fewer-than-two"
    assert code_of([tell("first"), tell("other", **RATIO)]) == "unlike-measures"
    assert code_of([tell("a", design="meta-analysis"), tell("b", design="meta-analysis")]) == "reviews"
    assert code_of([]) == "fewer-than-two"
