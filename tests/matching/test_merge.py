"""Merging: field by field, with origins, and nothing lost that only one record says."""

from __future__ import annotations

import pytest

from msgevidence.matching import merge
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Leftover, Record

FULL = Record(
    type="article-journal",
    id="lindqvist2014",
    title="Mutual support groups for caregivers",
    author=(Name(family="Lindqvist", given="Karin"), Name(family="Moreau", given="Jean-Paul")),
    issued=PartialDate((2014, 6)),
    page="212-224",
    keyword="carers; dementia",
    leftovers=(Leftover("ris", "C7", "blue"),),
)
BARE = Record(
    type="document",
    id="x1",
    title="Mutual support groups for caregivers",
    author=(Name(literal="Lindqvist K"),),
    issued=PartialDate((2014,)),
    page="212-24",
    doi="10.5555/jcp.41.212",
    keyword="Dementia; groups",
    leftovers=(Leftover("nbib", "OWN", "NLM"), Leftover("ris", "C7", "blue")),
)


def test_what_one_does_not_say_the_other_does() -> None:
    merged = merge([FULL, BARE])
    assert merged.record.doi == "10.5555/jcp.41.212"
    assert merged.origins["doi"] == 1
    assert merged.origins["title"] == 0


def test_the_fuller_form_wins_wherever_it_stands() -> None:
    merged = merge([BARE, FULL])
    assert merged.record.author == FULL.author
    assert merged.record.issued == FULL.issued
    assert merged.record.page == FULL.page
    assert [merged.origins[name] for name in ("author", "issued", "page", "doi")] == [1, 1, 1, 0]
    assert merged.record.type == "article-journal"
    assert merged.record.id == "x1"


def test_keywords_and_leftovers_are_united() -> None:
    merged = merge([FULL, BARE]).record
    assert merged.keywords == ("carers", "dementia", "groups")
    assert merged.leftovers == (Leftover("ris", "C7", "blue"), Leftover("nbib", "OWN", "NLM"))


def test_a_longer_title_does_not_replace_the_first() -> None:
    assert merge([FULL, BARE.replaced(title=FULL.title + " and others")]).record.title == FULL.title


def test_another_page_is_not_a_fuller_form_of_the_first() -> None:
    assert merge([FULL, BARE.replaced(page="1212-1224")]).record.page == FULL.page


def test_a_fuller_date_of_another_year_does_not_replace_the_first() -> None:
    assert merge([BARE, FULL.replaced(issued=PartialDate((2013, 12)))]).record.issued == BARE.issued


def test_one_record_is_itself() -> None:
    merged = merge([FULL])
    assert merged.record == FULL
    assert set(merged.origins) == {name for name, _ in FULL.values()}


def test_merging_again_changes_nothing() -> None:
    once = merge([FULL, BARE]).record
    assert merge([once, FULL, BARE]).record == once


def test_origins_name_every_value() -> None:
    merged = merge([BARE, FULL])
    assert set(merged.origins) == {name for name, _ in merged.record.values()}


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="nothing"):
        merge([])


def test_a_value_of_signs_only_gives_way_to_words() -> None:
    odd = FULL.replaced(container_title=":", author=(Name(family="!"),), page="?")
    merged = merge([odd, FULL.replaced(container_title="Journal of Groups")])
    assert merged.record.container_title == "Journal of Groups"
