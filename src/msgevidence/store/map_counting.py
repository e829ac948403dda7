"""Counts the cells of the evidence map over the index. Two kinds of units are counted apart: reports without a study,
which are many and stand for themselves, and studies, whose findings and reports may meet in one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from msgevidence.model.evidence import Facet, Relevance, TagStatus
from msgevidence.store.crossing import Crossing, cross
from msgevidence.store.filters import Filters
from msgevidence.store.index import Array, LibraryIndex, Mask

_ACCEPTED = (TagStatus.ACCEPTED,)


@dataclass(slots=True)
class Tally:
    """Counts of distinct units and findings; a cell is row × number of columns + column."""

    by_design: Array  # units, by design and cell
    by_direction: Array  # findings, by direction and cell
    by_certainty: Array  # findings, by certainty and cell
    rows: Array  # units in each row
    columns: Array  # units in each column
    units: int

    def add(self, other: Tally) -> None:
        for name in ("by_design", "by_direction", "by_certainty", "rows", "columns"):
            getattr(self, name).__iadd__(getattr(other, name))
        self.units += other.units


@dataclass(frozen=True, slots=True)
class Axis:
    """A facet and, where some of its terms are chosen, those: then it holds only what is under one of them."""

    facet: Facet
    chosen: tuple[int, ...] = ()

    def lists(self, index: LibraryIndex, under: Callable[[int], Array]) -> list[Array]:
        """The units under each term of the facet, as far as they are under a chosen one. In a broader term of a
        chosen one stands only what the chosen one brings there.
        """
        terms = index.terms
        if not self.chosen:
            return [under(number) for number in terms.of(self.facet)]
        found = []
        for number in terms.of(self.facet):
            brought = [one for one in self.chosen if number in terms.upwards[one]]
            if not terms.upwards[number].isdisjoint(self.chosen):
                found.append(under(number))
            elif brought:
                found.append(np.unique(np.concatenate([under(one) for one in brought])))
            else:
                found.append(np.empty(0, np.int32))
        return found


def axes(index: LibraryIndex, rows: Facet, columns: Facet, filters: Filters) -> tuple[Axis, Axis]:
    """What the filters choose on an axis limits that axis."""
    row, column = (Axis(one, tuple(index.terms.numbers(one, filters.terms(one)))) for one in (rows, columns))
    return row, column


def tally(index: LibraryIndex, rows: Axis, columns: Axis, filters: Filters, shown: Mask | None) -> Tally:
    """All cells at once; `shown` says which reports are looked at (None: all)."""
    found = _of_studies(index, rows, columns, filters, shown)
    found.add(_of_lone_reports(index, rows, columns, shown))
    return found


def in_cell(
    index: LibraryIndex, row: tuple[Axis, int], column: tuple[Axis, int], filters: Filters, shown: Mask | None
) -> tuple[Array, Array]:
    """What one cell counts: the reports without a study, by id, and the items of studies."""
    lone = _both(
        len(index.arrays.present),
        *(_lone(index, axis)[number - index.terms.of(axis.facet).start] for axis, number in (row, column)),
    )
    if shown is not None:
        lone = lone[shown[lone]]
    items = _both(
        len(index.arrays.item_study),
        *(
            axis.lists(index, index.items_under)[number - index.terms.of(axis.facet).start]
            for axis, number in (row, column)
        ),
    )
    return lone, items[_visible_items(index, filters, shown)[items]]


def by_cell(table: Array, names: Array) -> dict[int, dict[str, int]]:
    """For each cell that counts something, in order, its counts by name; the table's rows are the names."""
    shown = [name.decode() for name in names.tolist()]
    cells, numbers = table.T.nonzero()
    named, counts = [shown[number] for number in numbers.tolist()], table[numbers, cells].tolist()
    starts = np.flatnonzero(np.diff(cells, prepend=-1)).tolist()
    return {
        place: dict(zip(named[start:end], counts[start:end], strict=True))
        for place, start, end in zip(cells[starts].tolist(), starts, [*starts[1:], len(counts)], strict=False)
    }


@dataclass(frozen=True, slots=True)
class _LoneReports:
    """Reports without a study, those of one design next to each other, with their cells."""

    ids: Array
    design_ends: Array  # where the reports of each design end
    crossing: Crossing
    rows: list[Array]  # places in `ids`, by row; only of reports that have both a row and a column
    columns: list[Array]

    @classmethod
    def of(cls, index: LibraryIndex, ids: Array, rows: Sequence[Array], columns: Sequence[Array]) -> _LoneReports:
        size = len(index.arrays.present)
        placed = np.zeros(size, np.bool_)
        placed[ids] = True
        for lists in (rows, columns):
            here = np.zeros(size, np.bool_)
            for one in lists:
                here[one] = True
            placed &= here
        ids = np.flatnonzero(placed).astype(np.int32)
        design = index.arrays.design[ids]
        ids = ids[np.argsort(design, kind="stable")]
        place = np.full(size, -1, np.int32)
        place[ids] = np.arange(len(ids), dtype=np.int32)
        rows, columns = ([place[one[placed[one]]] for one in lists] for lists in (rows, columns))
        ends = np.cumsum(np.bincount(design, minlength=len(index.arrays.designs)))
        return cls(ids, ends, cross(len(ids), rows, columns), rows, columns)

    def count(self, shown: Mask | None, width: int) -> tuple[Array, Array, Array, int]:
        """By design and cell, by row, by column, and all."""
        if shown is None:
            cells, cuts = self.crossing.cells, self.crossing.starts[self.design_ends]
            sizes = [[len(one) for one in lists] for lists in (self.rows, self.columns)]
            units = len(self.ids)
        else:
            visible = shown[self.ids]
            places = np.flatnonzero(visible)
            lengths, cells = self.crossing.of(places)
            ends = np.concatenate([[0], np.cumsum(lengths)])
            cuts = ends[np.searchsorted(places, self.design_ends)]
            sizes = [[int(np.count_nonzero(visible[one])) for one in lists] for lists in (self.rows, self.columns)]
            units = len(places)
        counts = np.zeros((len(cuts), width), np.int64)
        for design, (start, end) in enumerate(zip([0, *cuts], cuts, strict=False)):
            if end > start:
                counts[design] = np.bincount(cells[start:end], minlength=width)
        return counts, np.array(sizes[0], np.int64), np.array(sizes[1], np.int64), units


def _of_lone_reports(index: LibraryIndex, rows: Axis, columns: Axis, shown: Mask | None) -> Tally:
    width = len(index.terms.of(rows.facet)) * len(index.terms.of(columns.facet))
    if rows.chosen or columns.chosen:
        alone = index.arrays.present & ~index.arrays.has_study
        ids = np.flatnonzero(alone if shown is None else alone & shown)
        reports = _LoneReports.of(index, ids, _lone(index, rows), _lone(index, columns))
        counted = reports.count(None, width)
    else:
        counted = _all_lone(index, rows, columns).count(shown, width)
    by_design, in_rows, in_columns, units = counted
    none = np.zeros((1, 1), np.int64)  # a report without a study has no findings here
    return Tally(by_design, none, none, in_rows, in_columns, units)


def _all_lone(index: LibraryIndex, rows: Axis, columns: Axis) -> _LoneReports:
    """Kept with the index: it depends on nothing else, and the same two facets are crossed again and again."""

    def make() -> _LoneReports:
        ids = np.flatnonzero(index.arrays.present & ~index.arrays.has_study)
        return _LoneReports.of(index, ids, _lone(index, rows), _lone(index, columns))

    return index.kept(("reports", rows.facet, columns.facet), make)


def _lone(index: LibraryIndex, axis: Axis) -> list[Array]:
    return [
        one[~index.arrays.has_study[one]]
        for one in axis.lists(index, lambda number: index.reports_under(number, _ACCEPTED))
    ]


def _of_studies(index: LibraryIndex, rows: Axis, columns: Axis, filters: Filters, shown: Mask | None) -> Tally:
    arrays = index.arrays
    height, width = len(index.terms.of(rows.facet)), len(index.terms.of(columns.facet))
    items = np.flatnonzero(_visible_items(index, filters, shown))
    lengths, cells = _items_crossed(index, rows, columns).of(items)
    cells = cells.astype(np.int64)
    studies = np.repeat(arrays.item_study[items].astype(np.int64), lengths)
    units, unit_cells = _distinct(studies, cells, height * width)
    finding = arrays.item_finding[items] != b""
    is_finding = np.repeat(finding, lengths)
    told = cells[is_finding]

    def of_findings(attribute: Array, names: Array) -> Array:
        numbers = np.repeat(attribute[items], lengths)[is_finding]
        return _table(numbers, told, len(names), height * width)

    return Tally(
        _table(arrays.study_design[units], unit_cells, len(arrays.designs), height * width),
        of_findings(arrays.item_direction, arrays.directions),
        of_findings(arrays.item_certainty, arrays.certainties),
        np.bincount(_distinct(studies, cells // max(width, 1), height)[1], minlength=height),
        np.bincount(_distinct(studies, cells % max(width, 1), width)[1], minlength=width),
        len(np.unique(studies)),
    )


def _items_crossed(index: LibraryIndex, rows: Axis, columns: Axis) -> Crossing:
    """All items of studies under their cells; kept with the index where nothing is chosen on an axis."""

    def make() -> Crossing:
        return cross(len(index.arrays.item_study), *(axis.lists(index, index.items_under) for axis in (rows, columns)))

    return make() if rows.chosen or columns.chosen else index.kept(("items", rows.facet, columns.facet), make)


def _visible_items(index: LibraryIndex, filters: Filters, shown: Mask | None) -> Array:
    """Whether each item of a study counts."""
    arrays = index.arrays
    visible = np.ones(len(arrays.item_study), np.bool_) if shown is None else shown[arrays.item_report]
    if Relevance.CONTEXT not in filters.relevance:
        # social relationships in general are no evidence on groups
        visible = visible & ~arrays.study_is_context[arrays.item_study]
    if filters.direction:
        wanted = np.isin(arrays.directions, [b"", *(one.encode() for one in filters.direction)])
        visible = visible & wanted[arrays.item_direction]
    return visible


def _distinct(units: Array, places: Array, number: int) -> tuple[Array, Array]:
    """Every pair of a unit and a place once."""
    pairs = np.unique(units * max(number, 1) + places)
    return pairs // max(number, 1), pairs % max(number, 1)


def _table(numbers: Array, cells: Array, height: int, width: int) -> Array:
    """How often each number meets each cell."""
    flat = np.bincount(numbers.astype(np.int64) * width + cells, minlength=height * width)
    return flat.reshape(height, width)


def _both(size: int, one: Array, other: Array) -> Array:
    """What is in both lists, ascending."""
    here = np.zeros(size, np.bool_)
    here[one] = True
    return np.sort(other[here[other]])


__all__ = ["Axis", "Tally", "axes", "by_cell", "in_cell", "tally"]
