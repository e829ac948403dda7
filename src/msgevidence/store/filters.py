"""What a reader of the library wants to see: a frozen, hashable value that fits a URL and a cache key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from msgevidence.model.evidence import Facet, TagStatus


class Sort(StrEnum):
    """The order of a list. RELEVANCE is the rank of the words sought; without words it is the newest first."""

    YEAR = "year"  # newest first
    RELEVANCE = "relevance"
    AUTHOR = "author"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Within a facet the terms are alternatives, across facets all must hold; a term stands for its narrower terms.

    `query` is in the query language (see `search_language`). `relevance` and `level` are those of the report's
    studies, `direction` that of its findings; each is a set of alternatives. Years are inclusive.

    `status` says which tags count. Lists and facet counts take accepted and proposed tags alike, so that a fresh
    import can be browsed at once; the evidence map (`Queries.cells`) counts findings and accepted tags only.
    """

    query: str = ""
    population: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    group_type: tuple[str, ...] = ()
    leadership: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    relevance: tuple[str, ...] = ()
    level: tuple[int, ...] = ()
    direction: tuple[str, ...] = ()
    status: tuple[TagStatus, ...] = (TagStatus.ACCEPTED, TagStatus.PROPOSED)

    def terms(self, facet: Facet) -> tuple[str, ...]:
        """The slugs chosen in one facet."""
        chosen: tuple[str, ...] = getattr(self, _attribute(facet))
        return chosen

    def with_terms(self, facet: Facet, slugs: tuple[str, ...]) -> Filters:
        """The same filters with another choice in one facet; () clears it."""
        return replace(self, **{_attribute(facet): slugs})  # type: ignore[arg-type]

    def without_years(self) -> Filters:
        """The same filters for any year."""
        return replace(self, from_year=None, to_year=None)


def _attribute(facet: Facet) -> str:
    return facet.value.replace("-", "_")


EVERYTHING = Filters()
"""No filter at all."""
