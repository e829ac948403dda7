"""The library as arrays: what is needed to filter and count it without asking the database row by row.

A report's place in an array is its id. A tag is stored under its term and under every broader one, so that a count
over a term's list is already a count of distinct reports. An *item* is one thing a study is placed on the map by: a
finding, or a report of a study without findings; reports without a study are items of their own and need no list.
Nothing in here changes once it is made (`index_building`), so that any number of threads may read it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from msgevidence.model.evidence import Facet, TagStatus
from msgevidence.store.index_terms import Terms

Mask = npt.NDArray[np.bool_]  # one place a report
Array = npt.NDArray[Any]
T = TypeVar("T")

_KEPT_AT_MOST = 4  # two maps: their reports and their studies

MARKS = {TagStatus.ACCEPTED: 1, TagStatus.PROPOSED: 2, TagStatus.REJECTED: 0}
"""How a tag's status is marked; a broader term has the marks of all its narrower ones. Rejected tags are not kept."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """All that is kept of a library; the names are those of the file it may be kept in."""

    present: Array  # by report: whether there is one of that id
    newest: Array  # report ids as in the list by year
    year: Array  # by report: a place in `years`
    years: Array  # ascending; the first stands for none
    design: Array  # by report: a place in `designs`, by its accepted tags
    designs: Array  # UTF-8; the first is empty
    has_study: Array  # by report
    tag_starts: Array  # by term
    tag_reports: Array
    tag_marks: Array
    mark_names: Array  # UTF-8: relevance:core, level:2, direction:mixed …
    mark_starts: Array  # by place in `mark_names`
    mark_reports: Array
    study_ids: Array  # UTF-8
    study_design: Array  # a place in `designs`
    study_year: Array  # of its newest report
    study_is_context: Array
    item_study: Array  # a place in `study_ids`
    item_report: Array
    item_finding: Array  # UTF-8 id of the finding; empty for a report of a study without one
    item_direction: Array  # a place in `directions`
    item_certainty: Array  # a place in `certainties`
    directions: Array  # UTF-8; the first is empty
    certainties: Array  # UTF-8; the first is empty
    place_starts: Array  # by term: the items under it
    place_items: Array

    @property
    def bytes(self) -> int:
        return sum(int(getattr(self, one.name).nbytes) for one in fields(self))


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """One state of a library."""

    terms: Terms
    arrays: Arrays
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def none(self) -> Mask:
        """A mask of no report."""
        return np.zeros(len(self.arrays.present), np.bool_)

    def of_ids(self, ids: Array | list[int]) -> Mask:
        found = self.none()
        found[ids] = True
        return found

    def tagged(self, numbers: Iterable[int], statuses: Iterable[TagStatus]) -> Mask:
        """Reports with one of the terms, or a narrower one, in one of these states."""
        found = self.none()
        for number in numbers:
            found[self.reports_under(number, statuses)] = True
        return found

    def reports_under(self, number: int, statuses: Iterable[TagStatus]) -> Array:
        """The ids of the reports with a term or a narrower one."""
        part = self._part(number)
        wanted = sum({MARKS[status] for status in statuses})
        reports: Array = self.arrays.tag_reports[part]
        return reports if wanted == 3 else reports[(self.arrays.tag_marks[part] & wanted) != 0]

    def items_under(self, number: int) -> Array:
        """The items of studies under a term or a narrower one."""
        starts = self.arrays.place_starts
        items: Array = self.arrays.place_items[starts[number] : starts[number + 1]]
        return items

    def between(self, first: int | None, last: int | None) -> Mask:
        """Reports of these years, both inclusive; one without a year is of no year."""
        years = self.arrays.years
        wanted = np.ones(len(years), np.bool_)
        wanted[0] = False
        if first is not None:
            wanted &= years >= first
        if last is not None:
            wanted &= years <= last
        return self.arrays.present & wanted[self.arrays.year]

    def marked(self, kind: str, values: Iterable[object]) -> Mask:
        """Reports whose studies have one of these values of relevance or level, or whose findings have one of these
        directions.
        """
        found = self.none()
        starts = self.arrays.mark_starts
        names = {name: place for place, name in enumerate(self.arrays.mark_names.tolist())}
        for value in values:
            place = names.get(f"{kind}:{value}".encode())
            if place is not None:
                found[self.arrays.mark_reports[starts[place] : starts[place + 1]]] = True
        return found

    def counts(self, facets: Sequence[Facet], shown: Mask | None, statuses: Iterable[TagStatus]) -> dict[int, int]:
        """By term number, how many of the reports shown (None: all) carry it; terms that none carries are left out."""
        found = {}
        for facet in facets:
            for number in self.terms.of(facet):
                reports = self.reports_under(number, statuses)
                count = len(reports) if shown is None else np.count_nonzero(shown[reports])
                if count:
                    found[number] = int(count)
        return found

    def count_years(self, shown: Mask | None) -> list[tuple[int | None, int]]:
        """Ascending, those without a year last."""
        mask = self.arrays.present if shown is None else shown
        counts = np.bincount(self.arrays.year[mask], minlength=len(self.arrays.years)).tolist()
        years = self.arrays.years.tolist()
        found: list[tuple[int | None, int]] = [*zip(years[1:], counts[1:], strict=True), (None, counts[0])]
        return [(year, count) for year, count in found if count]

    def years_of(self, reports: Array) -> list[int]:
        """0 for none."""
        years: list[int] = self.arrays.years[self.arrays.year[reports]].tolist()
        return years

    def newest_of(self, shown: Mask, part: slice) -> list[int]:
        """Those of the reports shown, newest first."""
        ids: list[int] = self.arrays.newest[shown[self.arrays.newest]][part].tolist()
        return ids

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made of this index before, or is made now; only the last few are kept."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            while len(self._kept) >= _KEPT_AT_MOST:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = found
        return cast(T, found)

    def _part(self, number: int) -> slice:
        starts = self.arrays.tag_starts
        return slice(int(starts[number]), int(starts[number + 1]))
