"""Sentence case as a proposal: what goes down, what stays, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgevidence.citation.sentence_case import Reason, propose


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Social Relationships and Mortality Risk: A Meta-Analytic Review",
         "Social relationships and mortality risk: A meta-analytic review"),
        ("Mutual Help Groups, Self-Help Groups, and Self-Directed Groups",
         "Mutual help groups, self-help groups, and self-directed groups"),
        ("Does Alcoholics Anonymous Work? A Review of COVID-19 and PTSD in U.S. Veterans",
         "Does Alcoholics Anonymous work? A review of COVID-19 and PTSD in U.S. veterans"),
        ("Parkinson's Disease and Alzheimer’s Disease Among African-American Adults in New York",
         "Parkinson's disease and Alzheimer’s disease among African-American adults in New York"),
        ("iPhone Use Among Teens With Type A Behavior", "iPhone use among teens with type A behavior"),
        ("Hepatitis C and Vitamin D: An RCT of Supplements", "Hepatitis C and vitamin D: An RCT of supplements"),
        ("SOCIAL SUPPORT AND HEALTH IN THE UNITED STATES", "Social support and health in the United States"),
        ("A Study of mRNA Vaccines—Evidence From Italy", "A study of mRNA vaccines—Evidence from Italy"),
        ("Peer Support. A Systematic Review", "Peer support. A systematic review"),
        ("World War II Veterans and Self-Help", "World War II veterans and self-help"),
        ('The <span class="nocase">New Big Thing</span> in <i>E. coli</i> Research Methods',
         'The <span class="nocase">New Big Thing</span> in <i>E. coli</i> research methods'),
    ],
)  # fmt: skip
def test_title_case_goes_down(before: str, after: str) -> None:
    assert propose(before).after == after


@pytest.mark.parametrize(
    "title",
    [
        "Relationship between mutual support group attendance and clinical outcomes in bipolar disorder",
        "Social support in people of Trail, British Columbia: The long view",
        "The Samaritans of Nowhere and their telephone",
        "",
        "Schizophrenia",
    ],
)
def test_sentence_case_stays(title: str) -> None:
    assert not propose(title).changed


def test_a_subtitle_begins_with_a_capital() -> None:
    proposal = propose("Peer support in groups: the first year")
    assert proposal.after == "Peer support in groups: The first year"
    assert proposal.reasons == (Reason("the", "raised", "begins the title or a subtitle"),)


def test_the_abstract_knows_names() -> None:
    title = "Evaluation of the Grow Program in Illinois Communities"
    abstract = "Members of Grow in communities of Illinois met weekly. We report an evaluation of the program."
    assert propose(title).after == "Evaluation of the grow program in illinois communities"
    assert propose(title, abstract).after == "Evaluation of the Grow program in Illinois communities"


def test_every_change_has_its_reason() -> None:
    proposal = propose("Peer Support for PTSD in Canada")
    assert [(reason.word, reason.done) for reason in proposal.reasons] == [
        ("Support", "lowered"),
        ("PTSD", "kept"),
        ("Canada", "kept"),
    ]
    assert all(reason.why for reason in proposal.reasons)


@given(st.text(max_size=120))
def test_only_case_changes_and_a_second_look_changes_nothing_more(title: str) -> None:
    once = propose(title).after
    assert once.casefold() == title.casefold()
