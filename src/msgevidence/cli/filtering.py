"""The filters that search, export, cite and map share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Direction, Facet

if TYPE_CHECKING:
    from msgevidence.store.filters import Filters
    from msgevidence.vocabulary.terms import Vocabularies

_FACETS = {
    "population": Facet.POPULATION,
    "outcome": Facet.OUTCOME,
    "design": Facet.DESIGN,
    "group_type": Facet.GROUP_TYPE,
    "leadership": Facet.LEADERSHIP,
    "delivery": Facet.DELIVERY,
    "format": Facet.FORMAT,
    "setting": Facet.SETTING,
}


def add_filters(
    parser: argparse.ArgumentParser, *, query: bool = True, first_year: str = "--from", last_year: str = "--to"
) -> None:
    """QUERY and the filter options. One facet's terms are alternatives; facets narrow one another.

    `first_year` and `last_year` name those options where ``--from`` and ``--to`` are taken by formats.
    """
    if query:
        parser.add_argument(
            "query",
            nargs="?",
            default="",
            metavar="QUERY",
            help='words (all must occur), "a phrase", OR, author:holt, title:hope, year:2010..2018, hop*;'
            " -without (write it after --)",
        )
    for name, facet in _FACETS.items():
        if facet is Facet.FORMAT:
            continue  # --format would be read as a file format; the facet is reached by tag:
        parser.add_argument(
            f"--{name.replace('_', '-')}", action="append", default=[], metavar="TERM", help=f"{facet.value} term"
        )
    parser.add_argument(first_year, dest="from_year", type=int, metavar="YEAR", help="this year or later")
    parser.add_argument(last_year, dest="to_year", type=int, metavar="YEAR", help="this year or earlier")
    parser.add_argument(
        "--relevance",
        action="append",
        default=[],
        choices=["core", "adjacent", "context"],
        help="how directly about groups",
    )
    parser.add_argument("--level", action="append", default=[], type=int, choices=range(1, 6), help="OCEBM 2011 level")
    parser.add_argument(
        "--direction",
        action="append",
        default=[],
        choices=[direction.value for direction in Direction],
        metavar="DIRECTION",
        help="of a finding: " + ", ".join(direction.value for direction in Direction),
    )


def whole_number(text: str) -> int:
    """For argparse: a number that counts something."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 on")
    return int(text)


def filters_of(arguments: argparse.Namespace, vocabularies: Vocabularies) -> Filters:
    """The Filters asked for; a word that is no term of its facet is refused, with the nearest terms."""
    from msgevidence.store.filters import Filters

    chosen: dict[str, Any] = {}
    for name, facet in _FACETS.items():
        asked = [part for value in getattr(arguments, name, []) for part in _each(vocabularies, facet, value)]
        chosen[name] = tuple(term_of(vocabularies, facet, text) for text in asked)
    if arguments.from_year and arguments.to_year and arguments.from_year > arguments.to_year:
        raise CallRefused(f"the first year, {arguments.from_year}, is after the last, {arguments.to_year}; swap them")
    return Filters(
        query=getattr(arguments, "query", "") or "",
        from_year=arguments.from_year,
        to_year=arguments.to_year,
        relevance=tuple(arguments.relevance),
        level=tuple(arguments.level),
        direction=tuple(arguments.direction),
        **chosen,
    )


def _each(vocabularies: Vocabularies, facet: Facet, value: str) -> list[str]:
    """The terms of one option, between commas, unless it is a label that has commas itself."""
    if vocabularies[facet].find(value):
        return [value]
    return [part for part in value.split(",") if part.strip()]


def term_of(vocabularies: Vocabularies, facet: Facet, text: str) -> str:
    """The slug of a term named by slug, label or synonym."""
    vocabulary = vocabularies[facet]
    term = vocabulary.find(text)
    if term is not None:
        return term.slug
    from rapidfuzz import process

    near = [found[0] for found in process.extract(text, [term.slug for term in vocabulary.terms()], limit=3)]
    raise CallRefused(f"«{text}» is no {facet.value} term; the nearest are {', '.join(near)}")
