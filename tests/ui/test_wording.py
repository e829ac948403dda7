"""Findings, names and places in words."""

from __future__ import annotations

import pytest

from msgevidence.model.evidence import Direction, Facet, Finding, Relation, Relevance
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem
from msgevidence.ui import wording

LABELS = {"bipolar-disorder": "Bipolar disorder", "hope": "Hope"}


def label(facet: Facet, slug: str) -> str:
    return LABELS[slug]


def finding(**values: object) -> Finding:
    return Finding(
        id="f1",
        study="s1",
        work="w1",
        population="bipolar-disorder",
        outcome="hope",
        locator="Table 2",
        **{"direction": Direction.FAVOURS_INTERVENTION, **values},  # type: ignore[arg-type]
    )


def test_a_finding_is_a_sentence() -> None:
    made = wording.finding_sentence(
        finding(outcome_as_named="Herth Hope Index", comparator="usual care", timepoint_weeks=12.0), label
    )
    assert made == (
        "Bipolar disorder: for hope (Herth Hope Index), against usual care, at 12 weeks, "
        "the result favours the mutual support group."
    )


@pytest.mark.parametrize("direction", list(Direction))
def test_every_direction_has_words_and_none_claims_no_effect(direction: Direction) -> None:
    made = wording.finding_sentence(finding(direction=direction), label)
    assert made.endswith(".")
    assert "no effect" not in made


def test_numbers_keep_the_level_of_their_interval() -> None:
    made = wording.finding_numbers(
        finding(measure="SMD", estimate=-0.24, low=-0.39, high=-0.09, interval_level=99.0, k=6, n=1204, i_squared=40.0)
    )
    assert made == "SMD −0.24, 99 % CI −0.39 to −0.09; I² 40 %; 6 studies, 1,204 people"


def test_numbers_that_were_not_given_are_not_shown() -> None:
    assert wording.finding_numbers(finding()) == ""
    assert wording.finding_numbers(finding(measure="RR", estimate=1.5)) == "RR 1.5"


def test_an_interval_of_unknown_level_is_not_called_95() -> None:
    assert "95" not in wording.finding_numbers(finding(measure="RR", estimate=1.5, low=1.1, high=2.0))


def test_certainty_is_never_made_up() -> None:
    assert wording.finding_certainty(finding()) == "No rating of certainty was seen where this was read."
    assert wording.finding_certainty(finding(certainty="very-low..moderate", certainty_source="GRADE")) == (
        "Certainty very low to moderate (GRADE)."
    )


def test_names_as_a_list_shows_them() -> None:
    people = [Name("Holt-Lunstad", "Julianne"), Name("Smith", "Timothy B."), Name("Layton", "J. Bradley")]
    assert wording.names(people) == "Holt-Lunstad, Smith & Layton"
    assert wording.names([*people, Name("Fourth")]) == "Holt-Lunstad et al."
    assert wording.authors("Huang, Y. F.") == "Huang"
    assert wording.authors("") == ""


def test_a_relation_reads_right_from_either_end() -> None:
    newer_replaces = Relation("kelly-2020", "supersedes", "ferri-2006")
    assert wording.relation(newer_replaces, other="ferri-2006") == "Supersedes"
    assert wording.relation(newer_replaces, other="kelly-2020") == "Superseded by"


def test_places_count_from_one() -> None:
    assert wording.place(Problem("x", "y", record=0, line=7)) == "record 1, line 7"
    assert wording.place(Problem("x", "y")) == ""


def test_counts_agree_with_their_noun() -> None:
    assert wording.count(1, "reference") == "1 reference"
    assert wording.count(1204, "study", "studies") == "1,204 studies"


def test_evidence_that_is_not_about_groups_does_not_read_as_if_it_were() -> None:
    made = wording.finding_sentence(finding(), label, Relevance.CONTEXT)
    assert "favours the mutual support group" not in made
    assert "not a mutual support group" in made
