"""What APA 7 asks for and apa.csl cannot say: small named rules, on for the APA style in English only.

Each docstring is the rule in words, with the section of the Publication Manual it follows; `rules` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgevidence.citation.apa7 import entries, items, legal, media, titles
from msgevidence.citation.apa7.citations import (
    Abbreviations,
    constitution_has_no_date,
    law_is_named_in_the_sentence,
    ongoing_date_in_the_text,
    place_is_named_in_words,
)
from msgevidence.citation.apa7.entries import is_changing, is_ongoing
from msgevidence.citation.apa7.reading import Item
from msgevidence.citation.formatted import Citation, Runs

__all__ = [
    "AFTER",
    "BEFORE",
    "STYLES",
    "Abbreviations",
    "cited",
    "finished",
    "is_changing",
    "placed",
    "prepared",
    "rules",
]

STYLES = frozenset(
    "apa apa-annotated-bibliography apa-cv apa-no-ampersand apa-no-initials apa-single-spaced apa-with-abstract".split()
)
"""Styles made from the template of apa.csl, on which the rules are on."""

BEFORE: tuple[Callable[[Item], Item], ...] = (
    items.undated_is_no_date,
    items.in_press_is_a_status,
    items.publisher_is_not_the_author_again,
    items.site_is_not_the_author_again,
    items.list_has_no_group_abbreviation,
    items.user_name_is_no_given_name,
    items.description_stands_in_brackets,
    items.cochrane_review_has_its_doi_alone,
    items.article_number_is_no_page,
    items.edition_is_abbreviated,
    media.makers_stand_together,
    media.film_or_video_is_described,
    media.song_is_described,
    media.second_description_is_not_raised,
    media.version_says_so_once,
    media.work_under_way_has_no_end,
    legal.order_is_named_by_its_number,
    legal.constitution_is_named_as_it_stands,
    titles.containers_are_in_title_case,
    titles.laws_are_in_title_case,
    titles.titles_in_the_text_are_in_title_case,
)
AFTER: tuple[Callable[[Item, Runs], Runs], ...] = (
    entries.data_set_is_two_words,
    entries.retrieved_needs_its_date,
    entries.accession_number_has_no_label,
    entries.one_number_is_singular,
    entries.report_number_has_its_label,
    entries.two_groups_have_no_comma,
    entries.roles_follow_their_makers,
    entries.user_name_follows_the_name,
    entries.translation_is_not_in_italics,
    entries.version_names_itself,
    entries.ongoing_date_ends_with_the_present,
    entries.entry_of_a_day_shows_the_day,
    entries.review_of_a_day_shows_the_day,
    entries.press_release_shows_its_day,
    entries.treaty_address_follows_a_comma,
    entries.changing_work_has_retrieval_date,
)

_FLAGS = frozenset(("prefix", "suffix", "suppress-author", "author-only"))


def rules() -> tuple[tuple[str, str], ...]:
    """(name, the rule in words) of every rule, in the order they are applied."""
    named: tuple[Callable[..., Any], ...] = (
        *BEFORE,
        *AFTER,
        place_is_named_in_words,
        law_is_named_in_the_sentence,
        constitution_has_no_date,
        ongoing_date_in_the_text,
        Abbreviations.applied,
        Abbreviations.without_handle,
    )
    return tuple((rule.__name__, " ".join((rule.__doc__ or "").split())) for rule in named)


def prepared(item: Item) -> Item:
    """The item as the style should see it; the item itself is not changed."""
    for rule in BEFORE:
        item = rule(item)
    return item


def placed(cite: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cite as the style should see it."""
    return place_is_named_in_words(cite)


def finished(item: Item, runs: Runs) -> Runs:
    """The entry as APA prints it; `item` as it came, before `prepared`."""
    for rule in AFTER:
        runs = rule(item, runs)
    return runs


def cited(
    given: Sequence[Item], clusters: Sequence[Sequence[Mapping[str, Any]]], citations: Sequence[Citation]
) -> tuple[Citation, ...]:
    """In-text citations as APA prints them, in the order of the text; `given` are the items as they came."""
    abbreviations = Abbreviations(given)
    laws = {str(item["id"]): item for item in given if item.get("type") in legal.LEGAL}
    ongoing = {str(item["id"]) for item in given if is_ongoing(item)}
    made = []
    for cluster, citation in zip(clusters, citations, strict=True):
        first = laws.get(str(cluster[0]["id"])) if cluster else None
        if any(legal.is_constitution(laws.get(str(cite["id"]), {})) for cite in cluster):
            named = constitution_has_no_date(citation)
        elif len(cluster) == 1 and first is not None and not _FLAGS & cluster[0].keys():
            named = law_is_named_in_the_sentence(first, citation)
        else:
            named = citation
        if ongoing and any(str(cite["id"]) in ongoing for cite in cluster):
            named = ongoing_date_in_the_text(named)
        made.append(abbreviations.applied([str(cite["id"]) for cite in cluster], named))
    return tuple(made)
