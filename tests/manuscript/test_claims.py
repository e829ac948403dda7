"""Claims held against findings; small invented bodies of evidence."""

from __future__ import annotations

from typing import cast

import pytest

from msgevidence.ingest.bundle import Desk
from msgevidence.manuscript import wording
from msgevidence.manuscript.bearing import Coverage
from msgevidence.manuscript.claims import Claim, ClaimReader
from msgevidence.manuscript.intext import find
from msgevidence.manuscript.pairing import pair
from msgevidence.manuscript.reading import from_text
from msgevidence.manuscript.sentences import sentences
from msgevidence.manuscript.wording import Strength
from msgevidence.model.evidence import Direction, Finding, Relevance, Study
from msgevidence.store.queries import Queries
from msgevidence.store.views import FindingView, ReportRow

FOR, NULL, AGAINST = Direction.FAVOURS_INTERVENTION, Direction.NO_CLEAR_DIFFERENCE, Direction.FAVOURS_COMPARATOR
BIPOLAR = "Support groups {} depressive symptoms in bipolar disorder (Stone, 2001)."


def held(direction: Direction, design: str = "rct", *, relevance: str = "core", certainty: str = "") -> FindingView:
    number = len(held_so_far)
    held_so_far.append(number)
    name = f"work-{number}"
    finding = Finding(
        f"f{number}", f"s{number}", name, "bipolar-disorder", "depressive-symptoms", direction, "table 2",
        certainty=certainty,
    )  # fmt: skip
    study = Study(f"s{number}", f"Study {number}", design=design, relevance=Relevance(relevance))
    return FindingView(finding, study, ReportRow(number, name, "article", "T", "A", 2000 + number, "J", "", ""))


held_so_far: list[int] = []


class Body:
    """Stands for the library: the findings of one question, none for another."""

    def __init__(self, *views: FindingView) -> None:
        self.views = views

    def evidence(self, population: str = "", outcome: str = "") -> tuple[FindingView, ...]:
        fits = population in ("", "bipolar-disorder") and outcome in ("", "depressive-symptoms")
        return self.views if fits else ()


def judged(sentence: str, desk: Desk, *views: FindingView) -> Claim:
    manuscript = from_text(sentence)
    citations = pair(find(manuscript, (10**9, 10**9)), []).citations
    reader = ClaimReader(cast(Queries, Body(*views)), desk.tagger)
    return reader.read(manuscript, citations, [])[0]


def test_hedged_words_on_favourable_findings_are_supported(library: Desk) -> None:
    claim = judged(BIPOLAR.format("may reduce"), library, held(FOR), held(FOR))
    assert claim.coverage is Coverage.SUPPORTED
    assert {tag.term for tag in claim.terms} >= {"bipolar-disorder", "depressive-symptoms"}
    assert [row.citekey for row in claim.because if row.citekey]


def test_certain_words_need_certain_evidence(library: Desk) -> None:
    claim = judged(BIPOLAR.format("have been proven to reduce"), library, held(FOR), held(FOR))
    assert claim.coverage is Coverage.TOO_CERTAIN
    assert "no finding here has high certainty" in claim.because[1].text
    sure = judged(BIPOLAR.format("have been proven to reduce"), library, held(FOR, "meta-analysis", certainty="high"))
    assert sure.coverage is Coverage.SUPPORTED


def test_causal_words_need_designs_that_can_tell(library: Desk) -> None:
    claim = judged(BIPOLAR.format("reduce"), library, held(FOR, "cohort"))
    assert claim.coverage is Coverage.TOO_CERTAIN
    assert "no randomised study" in claim.because[1].text
    assert judged(BIPOLAR.format("are associated with less"), library, held(FOR, "cohort")).coverage == "supported"


def test_low_certainty_is_told(library: Desk) -> None:
    claim = judged(BIPOLAR.format("reduce"), library, held(FOR, "meta-analysis", certainty="low"))
    assert claim.coverage is Coverage.TOO_CERTAIN
    assert "certainty is stated as low" in claim.because[1].text


def test_reviews_without_a_difference_outweigh_a_study(library: Desk) -> None:
    claim = judged(BIPOLAR.format("may reduce"), library, held(NULL, "meta-analysis"), held(FOR))
    assert claim.coverage is Coverage.ELSEWHERE
    assert "newest review" in claim.because[1].text


def test_a_denial_is_held_against_the_same_findings(library: Desk) -> None:
    sentence = BIPOLAR.format("do not improve")
    assert judged(sentence, library, held(NULL), held(AGAINST)).coverage is Coverage.SUPPORTED
    assert judged(sentence, library, held(FOR), held(FOR)).coverage is Coverage.ELSEWHERE


def test_other_kinds_of_peer_support_are_indirect(library: Desk) -> None:
    assert judged(BIPOLAR.format("may reduce"), library, held(FOR, relevance="adjacent")).coverage == "indirect only"


def test_no_evidence_here_is_no_evidence_of_no_effect(library: Desk) -> None:
    claim = judged("Support groups reduce pain in people with HIV (Stone, 2001).", library, held(FOR))
    assert claim.coverage is Coverage.NOTHING
    assert "not evidence of no effect" in claim.because[0].text


def test_sentences_that_are_not_about_groups(library: Desk) -> None:
    claim = judged("Depression is common among widowed men (Stone, 2001).", library, held(FOR))
    assert claim.coverage is Coverage.NOT_GROUPS


def test_definitions_are_no_claims(library: Desk) -> None:
    claim = judged("Support groups are one type of help for people with bipolar disorder (Stone, 2001).", library)
    assert claim.coverage is Coverage.NOTHING
    assert "no question of evidence" in claim.because[0].text


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Research has consistently shown that groups can help.", Strength.CERTAIN),
        ("Groups improve mood.", Strength.CAUSAL),
        ("Attendance is associated with better mood.", Strength.ASSOCIATED),
        ("Groups may improve mood.", Strength.HEDGED),
        ("Groups meet on Mondays.", Strength.DESCRIPTIVE),
    ],
)
def test_strength_of_wording(sentence: str, strength: Strength) -> None:
    assert wording.strength(sentence) is strength


@pytest.mark.parametrize(
    ("sentence", "outcomes", "populations"),
    [
        ("Support groups reduce burden and depression among carers.", {"depressive-symptoms"}, set()),
        ("Support groups reduce hospital stays of people with depression.", set(), {"depression"}),
        ("Self-help groups alleviate anxiety.", {"anxiety-symptoms"}, set()),
    ],
)
def test_a_condition_that_is_to_change_is_the_outcome(
    library: Desk, sentence: str, outcomes: set[str], populations: set[str]
) -> None:
    terms = judged(sentence.replace(".", " (Stone, 2001)."), library).terms
    named = {"depression", "anxiety"}
    assert {tag.term for tag in terms if tag.facet == "population"} & named == populations
    assert outcomes <= {tag.term for tag in terms if tag.facet == "outcome"}


def test_the_help_of_self_help_is_no_verb() -> None:
    assert wording.strength("Self-help groups meet on Mondays.") is Strength.DESCRIPTIVE


def test_sentences_end_where_they_end() -> None:
    text = "Groups help, e.g. Smith et al. (2001) say so. Others do not (Jones, 2003). No citation here."
    citations = pair(find(from_text(text), (10**9, 10**9)), []).citations
    assert [sentence.text for sentence, _ in sentences(text, citations)] == [
        "Groups help, e.g. Smith et al. (2001) say so.",
        "Others do not (Jones, 2003).",
    ]
