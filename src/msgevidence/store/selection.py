"""Filters become a choice of reports; everything that counts or lists goes through here, so that counts agree.

Words are the full-text index's; everything else is answered by the library's own index, as a mask over the reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func
from sqlmodel import col, select

from msgevidence.model.evidence import Facet
from msgevidence.store import fulltext, search_language
from msgevidence.store.filters import Filters
from msgevidence.store.search_language import Alternatives, Identified, Leaf, Search, Tagged, Words, Years
from msgevidence.store.snapshot import Snapshot
from msgevidence.store.tables import ReportRow

if TYPE_CHECKING:
    from msgevidence.store.index import Array, Mask


@dataclass(slots=True)
class Selection:
    """Which reports: those that the full-text question `match` finds (NOTHING: any) and `allowed` has (None: any).
    `notes` say how an odd query was understood.
    """

    library: Snapshot
    match: fulltext.Match = fulltext.NOTHING
    allowed: Mask | None = None
    notes: tuple[str, ...] = ()
    _hits: Array | None = None

    @property
    def is_everything(self) -> bool:
        return not self.match and self.allowed is None

    def count(self) -> int:
        if self.allowed is not None:
            return int(len(self.hits()) if self.match else self.allowed.sum())
        query: Select[Any] = select(func.count()).select_from(ReportRow)
        if self.match:
            query = fulltext.report_ids(self.match).with_only_columns(func.count())
        return int(self.library.connection.execute(query).scalar_one())

    def mask(self) -> Mask | None:
        """All of it as one mask; None for every report."""
        return self.library.index.of_ids(self.hits()) if self.match else self.allowed

    def hits(self) -> Array:
        """The ids that `match` finds and `allowed` has."""
        if self._hits is None:
            found = _found(self.library, self.match)
            self._hits = found if self.allowed is None else found[self.allowed[found]]
        return self._hits


def select_reports(library: Snapshot, filters: Filters) -> Selection:
    """Raises CallRefused for a term the vocabulary does not have; an odd query is never refused."""
    search = search_language.parse(filters.query)
    match, others = _full_text(search)
    masks = [*_chosen(library, filters), *(_group(library, filters, group) for group in others)]
    return Selection(library, match, reduce(and_, masks) if masks else None, search.notes)


def _chosen(library: Snapshot, filters: Filters) -> list[Mask]:
    """What is chosen beside the search box."""
    masks = []
    for facet in Facet:
        if chosen := filters.terms(facet):
            masks.append(library.index.tagged(library.index.terms.numbers(facet, chosen), filters.status))
    if filters.from_year is not None or filters.to_year is not None:
        masks.append(library.index.between(filters.from_year, filters.to_year))
    for kind in ("relevance", "level", "direction"):
        if values := getattr(filters, kind):
            masks.append(library.index.marked(kind, values))
    return masks


def _full_text(search: Search) -> tuple[fulltext.Match, list[Alternatives]]:
    """One question for the full-text index, and the groups that it cannot answer, or not alone."""
    wanted: list[fulltext.Match] = []
    unwanted: list[fulltext.Match] = []
    others = []
    refused = []
    for group in search.all_of:
        words = [_asked(leaf) for leaf in group.leaves if isinstance(leaf, Words)]
        if len(words) < len(group.leaves):
            others.append(group)
        elif group.negated:
            unwanted += words
            refused.append(group)
        else:
            wanted.append(fulltext.any_of(words))
    if wanted:
        return fulltext.all_of(wanted, unwanted), others
    return fulltext.NOTHING, others + refused


def _group(library: Snapshot, filters: Filters, group: Alternatives) -> Mask:
    either = library.index.none()
    for leaf in group.leaves:
        either |= _leaf(library, filters, leaf)
    return library.index.arrays.present & ~either if group.negated else either


def _leaf(library: Snapshot, filters: Filters, leaf: Leaf) -> Mask:
    index = library.index
    if isinstance(leaf, Words):
        return index.of_ids(_found(library, _asked(leaf)))
    if isinstance(leaf, Years):
        return index.between(leaf.first, leaf.last)
    if isinstance(leaf, Tagged):
        return index.tagged(index.terms.named(leaf.term, leaf.facet), filters.status)
    return index.of_ids(list(library.connection.execute(_identified(leaf)).scalars()))


def _asked(words: Words) -> fulltext.Match:
    return fulltext.words(words.text, words.column, words.prefix)


def _found(library: Snapshot, match: fulltext.Match) -> Array:
    from msgevidence.store import numbers  # with numpy, which a search for words alone does without

    return numbers.one_by_one(library.connection, fulltext.report_ids(match))


def _identified(leaf: Identified) -> Select[Any]:
    query = select(ReportRow.id)
    if leaf.scheme == "doi":
        return query.where(col(ReportRow.doi) == leaf.value.lower())
    if leaf.scheme == "pmid":
        return query.where(col(ReportRow.pmid) == leaf.value)
    return query.where(func.lower(ReportRow.citekey) == leaf.value.lower())
