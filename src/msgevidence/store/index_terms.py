"""The vocabulary as the index counts it: each term has a number, and knows who is above and below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlmodel import select

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Facet, Term
from msgevidence.store.rows import term_of
from msgevidence.store.tables import AncestorRow, TermRow, columns


@dataclass(frozen=True, slots=True)
class Terms:
    """A term's number is its place in `every`; the terms of one facet stand together, in their order."""

    every: tuple[Term, ...]
    number_of_row: dict[int, int]  # by the id of its row
    upwards: tuple[frozenset[int], ...]  # each with itself and its broader ones
    downwards: tuple[frozenset[int], ...]  # each with itself and its narrower ones
    _numbers: dict[tuple[Facet, str], int] = field(repr=False)
    _ranges: dict[Facet, range] = field(repr=False)

    @classmethod
    def load(cls, connection: Connection) -> Terms:
        term = columns(TermRow)
        rows = connection.execute(select(*term).order_by(term.facet, term.position, term.id)).all()
        every = tuple(map(term_of, rows))
        number_of_row = {row.id: number for number, row in enumerate(rows)}
        upwards: defaultdict[int, set[int]] = defaultdict(set)
        downwards: defaultdict[int, set[int]] = defaultdict(set)
        for over, under in connection.execute(select(AncestorRow.ancestor_id, AncestorRow.term_id)):
            upwards[number_of_row[under]].add(number_of_row[over])
            downwards[number_of_row[over]].add(number_of_row[under])
        numbers = {(term.facet, term.slug): number for number, term in enumerate(every)}
        ranges = {
            facet: range(min(those, default=0), max(those, default=-1) + 1)
            for facet in Facet
            for those in [[number for number, term in enumerate(every) if term.facet is facet]]
        }
        return cls(
            every,
            number_of_row,
            tuple(frozenset(upwards[number]) for number in range(len(every))),
            tuple(frozenset(downwards[number]) for number in range(len(every))),
            numbers,
            ranges,
        )

    def of(self, facet: Facet) -> range:
        """The numbers of a facet's terms."""
        return self._ranges[facet]

    def get(self, facet: Facet, slug: str) -> int | None:
        return self._numbers.get((facet, slug))

    def numbers(self, facet: Facet, slugs: Iterable[str]) -> list[int]:
        """CallRefused for what the vocabulary does not have."""
        wanted = tuple(slugs)
        if unknown := [slug for slug in wanted if (facet, slug) not in self._numbers]:
            raise CallRefused(f"the vocabulary has no {facet} {', '.join(unknown)}; see the list of terms")
        return [self._numbers[facet, slug] for slug in wanted]

    def named(self, name: str, facet: Facet | None = None) -> list[int]:
        """Terms of that slug, label or synonym, whatever the case, in one facet or any."""
        wanted = name.casefold()
        return [
            number
            for number, term in enumerate(self.every)
            if facet in (None, term.facet)
            and (
                wanted in (term.slug, term.label.casefold())
                or wanted in (synonym.casefold() for synonym in term.synonyms)
            )
        ]
