"""Reviews that rest on the same studies."""

from __future__ import annotations

import pytest

from msgevidence.evidence.overlap import covered_area, overlap
from msgevidence.model.evidence import Relation, Study


def includes(review: str, *studies: str) -> list[Relation]:
    return [Relation(review, "includes", study) for study in studies]


# The worked example of https://juno-evidence-alliance.github.io/junoR/articles/CCA.html: 41.67 %
def test_the_published_example() -> None:
    sets = [{"1", "2"}, {"2"}, {"1", "3"}, {"1", "3"}, {"2"}]
    assert covered_area(map(frozenset, sets)) == pytest.approx(41.66667, abs=1e-5)


def test_the_matrix_knows_works_as_their_studies() -> None:
    reviews = [Study("r1-study", "R1", reports=("r1",)), Study("r2-study", "R2", reports=("r2",))]
    trial = Study("t1-study", "T1", reports=("t1", "t1-later"))
    relations = [*includes("r1", "t1", "t2-study"), *includes("r2-study", "t1-later"), *includes("r3", "t9")]
    made = overlap(reviews, relations, [trial])
    assert made.reviews == ("r1-study", "r2-study")
    assert made.studies == ("t1-study", "t2-study")
    assert made.included == (frozenset({"t1-study", "t2-study"}), frozenset({"t1-study"}))
    assert made.corrected_covered_area == pytest.approx(50)  # (3 − 2) / (2·2 − 2)
    assert made.pairs[0].studies == ("t1-study",)
    assert "very high" in made.words


def test_what_is_not_recorded_is_said() -> None:
    reviews = [Study("r1", "R1"), Study("r2", "R2"), Study("r3", "R3")]
    made = overlap(reviews, includes("r1", "t1"))
    assert made.corrected_covered_area is None
    assert made.unknown == ("r2", "r3")
    assert "may rest on the same trials" in made.words
    assert overlap(reviews[:1], []).words == ""
    some = overlap(reviews, [*includes("r1", "t1"), *includes("r2", "t2")])
    assert some.corrected_covered_area == 0
    assert "slight" in some.words
    assert "1 more" in some.words
