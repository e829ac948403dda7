"""Entries of styles no grammar knows, read by the model; and what is made of two readings."""

from __future__ import annotations

import pytest

from msgevidence.formats.reference_list import Parsed, parse_entry
from msgevidence.formats.reference_list.tokens import features_of, tokens_of
from msgevidence.formats.reference_list.weighing import DISPUTED, weighed
from msgevidence.model.dates import PartialDate

ENTRIES = (
    (
        "A. B. Stone and C. Rivers. Mutual aid among carers in towns. Journal of Care Letters, 12(3) 45-60, May 1999.",
        {"title": "Mutual aid among carers in towns", "container_title": "Journal of Care Letters", "volume": "12",
         "issue": "3", "page": "45-60"},
        ("Stone", "Rivers"), 1999,
    ),
    (
        "[4] D. Field, E. Wood, The helper principle in groups, Social Science Letters 24 (2001) 310–322.",
        {"title": "The helper principle in groups", "container_title": "Social Science Letters", "volume": "24",
         "page": "310–322"},
        ("Field", "Wood"), 2001,
    ),
    (
        "Stone, Robert. Circles of support: a history. Oxford: Invented Press, 1987.",
        {"title": "Circles of support: a history", "publisher": "Invented Press", "publisher_place": "Oxford"},
        ("Stone",), 1987,
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "values", "families", "year"), ENTRIES, ids=[entry[0][:25] for entry in ENTRIES])
def test_an_entry_of_another_style(text: str, values: dict[str, str], families: tuple[str, ...], year: int) -> None:
    parsed = parse_entry(text)
    assert {name: parsed.values.get(name) for name in values} == values
    assert tuple(name.family for name in parsed.values["author"]) == families  # type: ignore[union-attr]
    assert parsed.values["issued"].year == year  # type: ignore[union-attr]


def test_spans_point_at_the_values() -> None:
    text = ENTRIES[0][0]
    spans = {span.variable: text[span.start : span.end] for span in parse_entry(text).spans}
    assert spans["title"] == "Mutual aid among carers in towns"
    assert spans["volume"] == "12"


def test_every_token_has_features_and_none_names_the_work() -> None:
    tokens = tokens_of("Stone R. Zyxwv of groups. 1999.", 0, 31)
    features = features_of(tokens)
    assert len(features) == len(tokens)
    assert not any("zyxwv" in feature.lower() for of_token in features for feature in of_token)


def reading(title: str, confidence: float) -> Parsed:
    return Parsed("book", {"title": title, "issued": PartialDate((1999,))}, (), confidence, ())


def test_agreement_makes_sure_and_dispute_unsure() -> None:
    agreed = weighed(reading("A title", 0.7), reading("A title.", 0.7), promised=False)
    disputed = weighed(reading("A title", 0.99), reading("Another", 0.95), promised=True)
    assert agreed and agreed.confidence >= 0.9
    assert disputed and disputed.values["title"] == "A title"
    assert disputed.confidence == DISPUTED


def test_an_objection_of_a_model_that_does_not_know_counts_for_nothing() -> None:
    kept = weighed(reading("A title", 0.95), reading("Another", 0.5), promised=True)
    assert kept and (kept.values["title"], kept.confidence) == ("A title", 0.95)


def test_the_surer_model_wins_over_a_grammar_that_guesses() -> None:
    chosen = weighed(reading("A title", 0.5), reading("Another", 0.7), promised=False)
    assert chosen and chosen.values["title"] == "Another"


def test_a_sentence_is_no_reference() -> None:
    assert parse_entry("see the handout from last week").confidence < 0.3
