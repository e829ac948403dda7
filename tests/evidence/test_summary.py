"""The summary of findings: what leads, what is counted, what is said of what is not there."""

from __future__ import annotations

import re
from typing import Any

import pytest

from evidence.telling import ANXIETY, DEPRESSIVE, SYMPTOMS, Said, tell
from msgevidence.evidence.answers import Named, Question, Searched, Summary
from msgevidence.evidence.summary import summarise
from msgevidence.model.evidence import Direction, NoticeKind, Relation, Relevance, Study

REVIEW: dict[str, Any] = {
    "design": "meta-analysis", "certainty": "low", "certainty_source": "review authors (GRADE)", "k": 9, "n": 1936,
    "search_date": "2019-08", "label": "Kelly et al. 2020",
}  # fmt: skip
NULL: dict[str, Any] = {"direction": Direction.NO_CLEAR_DIFFERENCE, "estimate": 0.0, "low": -0.3, "high": 0.3}


def summary(*told: Said, harms: tuple[Said, ...] = (), **options: Any) -> Summary:
    return summarise(
        Question(Named("depression", "Depression"), Named("symptoms", "Symptoms")),
        told,
        outcomes=(SYMPTOMS, DEPRESSIVE, ANXIETY),
        harms=harms,
        searched=Searched("1.0", "2026-11-23", 219),
        **options,
    )


def gaps(made: Summary) -> set[str]:
    return {gap.code for gap in made.gaps}


def test_a_clinician_can_read_it() -> None:
    made = summary(tell("kelly", **REVIEW), tell("doe", **NULL))
    sentence = made.bottom_line.sentence
    assert sentence.startswith(
        "For depression: mutual support groups may do better on depressive symptoms than usual care "
        "(Kelly et al. 2020; SMD −0.5, 95% CI −0.8 to −0.2; of 100 pairs, one from each side, the one from the group "
        "does better in about 64; 9 studies; 1,936 people; searched to 2019-08); certainty low, as judged by the "
        "review authors (GRADE). Of 1 other finding from 1 study, 1 shows no clear difference."
    )
    assert made.bottom_line.certainty == "low"
    assert made.rows[0].certainty.whose == "review authors (GRADE)"


@pytest.mark.parametrize(
    ("certainty", "verb"),
    [
        ("high", "groups do better"),
        ("moderate", "groups probably do better"),
        ("low", "groups may do better"),
        ("very-low", "groups may do better"),
        ("very-low..low", "groups may do better"),
        ("", "groups did better"),
        ("not-reported", "groups did better"),
    ],
)
def test_the_verb_follows_the_certainty(certainty: str, verb: str) -> None:
    made = summary(tell("kelly", **{**REVIEW, "certainty": certainty}))
    assert verb in made.bottom_line.sentence
    assert ("so it may well change" in made.bottom_line.sentence) is certainty.startswith("very-low")


def test_every_clause_rests_on_findings_that_are_there() -> None:
    adverse = tell("harm", outcome="adverse-events", direction=Direction.FAVOURS_COMPARATOR)
    made = summary(
        tell("kelly", **REVIEW), tell("doe"), tell("roe", relevance=Relevance.ADJACENT),
        tell("poe", outcome="anxiety-symptoms"), harms=(adverse,),
    )  # fmt: skip
    known = {line.id: line.study for line in (*made.findings, *made.harms)}
    for clause in made.bottom_line.because[1:]:
        assert clause.findings, clause.text
        assert set(clause.findings) <= set(known)
        assert set(clause.studies) == {known[id_] for id_ in clause.findings}, clause.text
    assert {id_ for clause in made.bottom_line.because for id_ in clause.findings} == set(known)


def test_every_number_of_the_sentence_stands_in_the_findings() -> None:
    made = summary(tell("kelly", **REVIEW))
    size = made.rows[0].size
    assert size is not None
    printed = set(re.findall(r"\d+(?:\.\d+)?", made.rows[0].because[1].text.replace(",", "")))
    assert printed >= {"0.5", "0.8", "0.2", "95", "9", "1936"}
    assert printed <= {"2020", "2019", "08", "0.5", "95", "0.8", "0.2", "100", "64", "9", "1936"}


def test_nothing_found_is_a_gap_and_no_answer() -> None:
    made = summary()
    assert made.rows == ()
    assert made.pooled is None
    assert made.bottom_line.sentence.startswith("No evidence found here on symptoms for depression")
    assert "219 works" in made.bottom_line.sentence
    assert gaps(made) == {"no-core"}
    assert gaps(summary(silent=(Study("quiet-study", "Quiet"),))) == {"no-core", "no-findings"}
    for words in ("no effect", "not effective", "do not help", "does not work"):
        assert words not in str(made)


def test_no_clear_difference_is_no_proof_of_none() -> None:
    made = summary(tell("doe", **NULL))
    assert "no clear difference on depressive symptoms between mutual support groups and usual care" in (
        made.bottom_line.sentence.lower()
    )
    assert "that does not show there is none" in made.bottom_line.sentence
    assert "no effect" not in str(made)


def test_context_never_counts() -> None:
    holt = tell("holt", relevance=Relevance.CONTEXT, **{k: v for k, v in REVIEW.items() if k != "label"})
    made = summary(holt)
    assert made.rows == ()
    assert made.findings[0].counted == "it is about social relationships in general, not about groups"
    assert made.bottom_line.sentence.startswith("No evidence found here")
    beside = summary(holt, tell("doe"))
    assert beside.rows[0].studies == 1
    assert beside.rows[0].findings == ("doe-f01",)


def test_related_support_stands_apart_from_groups() -> None:
    made = summary(tell("doe", relevance=Relevance.ADJACENT))
    assert [row.relevance for row in made.rows] == ["adjacent"]
    assert "no evidence found here on groups in which peers help one another. Related support (one to one" in (
        made.bottom_line.sentence
    )
    assert "no-core" in gaps(made)


def test_superseded_and_retracted_reports_do_not_count() -> None:
    made = summary(
        tell("old", **{**REVIEW, "certainty": "high"}, notices=(NoticeKind.SUPERSEDED_BY,)),
        tell("kelly", **REVIEW),
    )
    assert made.rows[0].leading == "kelly-f01"
    assert made.rows[0].reviews == 1
    assert "superseded" in made.findings[0].counted


def test_counts_are_of_studies() -> None:
    made = summary(tell("doe", 1), tell("doe", 2, timepoint_weeks=52.0), tell("roe"), tell("kelly", **REVIEW))
    row = made.rows[0]
    assert (row.studies, row.reviews, row.trials, row.others) == (3, 1, 2, 0)
    assert row.directions == {"favours-intervention": 4}
    assert (row.people, row.people_in_review) == (200, 1936)
    assert row.newest_search == "2019-08"


def test_the_newest_review_with_stated_certainty_leads() -> None:
    newer = tell("newer", **{**REVIEW, "search_date": "2023", "n": 10})
    assert summary(tell("kelly", **REVIEW), newer, tell("doe")).rows[0].leading == "newer-f01"
    unstated = tell("unstated", **{**REVIEW, "search_date": "2024", "certainty": ""})
    assert summary(tell("kelly", **REVIEW), unstated).rows[0].leading == "kelly-f01"
    nothing = tell("none", **{**REVIEW, "search_date": "2025", "direction": Direction.NO_DATA})
    assert summary(tell("kelly", **REVIEW), nothing).rows[0].leading == "kelly-f01"


def test_outcomes_have_rows_of_their_own() -> None:
    made = summary(tell("doe"), tell("roe", outcome="anxiety-symptoms"), tell("poe", outcome="anxiety-symptoms"))
    assert [row.outcome.label for row in made.rows] == ["Anxiety symptoms", "Depressive symptoms"]
    assert "depressive symptoms, in favour" in made.bottom_line.sentence


def test_trials_are_pooled_and_reviews_are_not() -> None:
    made = summary(tell("doe"), tell("roe"), tell("kelly", **REVIEW))
    assert made.pooled is not None
    assert made.pooled.studies == ("doe-study", "roe-study")
    assert "Pooled here, 2 studies: SMD −0.50, 95% CI" in made.bottom_line.sentence
    reviews = summary(tell("kelly", **REVIEW), tell("lee", **REVIEW))
    assert reviews.refusal is not None
    assert reviews.refusal.code == "reviews"


def test_harms_are_shown_wherever_they_stand() -> None:
    worse = tell("worse", direction=Direction.FAVOURS_COMPARATOR, estimate=0.5, low=0.2, high=0.8)
    adverse = tell("adverse", outcome="adverse-events", direction=Direction.NOT_APPLICABLE)
    made = summary(tell("doe"), worse, harms=(adverse,))
    assert [line.id for line in made.harms] == ["adverse-f01", "worse-f01"]
    assert "On harms and worse results, 2 findings, 1 against (Worse)." in made.bottom_line.sentence
    assert "no-harms" not in gaps(made)
    none = summary(tell("doe"))
    assert "no-harms" in gaps(none)
    assert "which does not make the groups harmless" in none.bottom_line.sentence


def test_disagreements() -> None:
    worse = tell("worse", direction=Direction.FAVOURS_COMPARATOR, estimate=0.5, low=0.2, high=0.8)
    stated = [Relation("doe", "disagrees-with", "worse"), Relation("doe", "disagrees-with", "elsewhere")]
    made = summary(tell("doe"), worse, relations=stated)
    assert [one.kind for one in made.disagreements] == ["opposite", "stated", "stated"]
    assert made.disagreements[1].words == "Doe and Worse disagree."
    assert made.disagreements[0].findings == ("doe-f01", "worse-f01")
    assert [one.kind for one in summary(tell("doe"), tell("roe", **NULL)).disagreements] == ["uneven"]
    assert summary(tell("doe"), tell("roe")).disagreements == ()


def test_gaps() -> None:
    assert gaps(summary(tell("doe"))) == {"no-review", "no-certainty", "no-harms", "no-long-term"}
    old = tell("kelly", **{**REVIEW, "search_date": "2011-02", "timepoint_weeks": 60.0, "low": None, "high": None})
    silent = (Study("quiet-study", "Quiet"),)
    made = summary(old, tell("none", direction=Direction.NO_DATA, low=None, high=None), silent=silent)
    assert gaps(made) == {"no-harms", "no-interval", "old-search", "no-data", "no-findings"}
    assert next(gap for gap in made.gaps if gap.code == "no-findings").studies == ("quiet-study",)


def test_reviews_may_rest_on_the_same_trials() -> None:
    made = summary(tell("kelly", **REVIEW), tell("lee", **REVIEW), tell("doe"), relations=[
        Relation("kelly", "includes", "doe"), Relation("lee", "includes", "doe-study"),
        Relation("lee", "includes", "elsewhere"),
    ])  # fmt: skip
    assert made.overlap.studies == ("doe-study", "elsewhere")
    assert made.overlap.corrected_covered_area == pytest.approx(50)


@pytest.mark.parametrize(
    ("changes", "absolute"),
    [
        ({"absolute_effect": "251 against 292 per 1,000"}, "251 against 292 per 1,000"),
        ({"measure": "RD", "estimate": -0.05, "low": -0.1, "high": -0.01}, "50 fewer per 1,000"),
        ({"measure": "MD", "instrument": "PHQ-9"}, "0.5 lower on PHQ-9"),
        ({"benefit_sign": 1, "estimate": 0.0, "low": -0.1, "high": 0.1}, "about 50"),
        ({"measure": "RR", "estimate": 0.8, "low": 0.7, "high": 0.91}, ""),
    ],
)
def test_size_in_absolute_terms(changes: dict[str, Any], absolute: str) -> None:
    size = summary(tell("doe", **changes)).rows[0].size
    assert size is not None
    assert size.absolute.endswith(absolute)
    assert bool(size.absolute) is bool(absolute)


def test_a_change_without_comparison_says_so() -> None:
    made = summary(tell("doe", design="pre-post"))
    assert "changed for the better, without a comparison group" in made.bottom_line.sentence
    assert "did better" not in made.bottom_line.sentence
