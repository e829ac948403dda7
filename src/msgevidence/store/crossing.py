"""Items under the cells of a map: what is counted when two facets are crossed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msgevidence.store.index import Array

_AT_ONCE = 1 << 20
"""Cells worked out in one step: as much as a processor has near at hand."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """The cells of item i are ``cells[starts[i]:starts[i + 1]]``, each as row × number of columns + column."""

    starts: Array
    cells: Array

    def of(self, items: Array) -> tuple[Array, Array]:
        """How many cells each of these items has, and those cells, one item after the other."""
        lengths = self.starts[items + 1] - self.starts[items]
        return lengths, self.cells[_ranges(self.starts[items], lengths)]


def cross(size: int, rows: Sequence[Array], columns: Sequence[Array]) -> Crossing:
    """`size` items, with the items of each row and of each column (each item once in a list)."""
    row_starts, row_of = _by_item(size, rows)
    column_starts, column_of = _by_item(size, columns)
    across = np.diff(column_starts)
    starts = np.zeros(size + 1, np.int32)
    np.cumsum(np.diff(row_starts) * across, out=starts[1:])
    width = max(len(columns), 1)
    cells = np.empty(int(starts[-1]), np.min_scalar_type(max(len(rows) * width - 1, 0)))
    first = 0
    while first < size:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1)
        down = np.diff(row_starts[first : last + 1])
        items = np.repeat(np.arange(first, last), down)
        lengths = across[items]
        rows_here = row_of[row_starts[first] : row_starts[last]].astype(np.int32) * width
        columns_here = column_of[_ranges(column_starts[items], lengths)]
        cells[starts[first] : starts[last]] = np.repeat(rows_here, lengths) + columns_here
        first = last
    return Crossing(starts, cells)


def _by_item(size: int, lists: Sequence[Array]) -> tuple[Array, Array]:
    """Where each item's lists start, and the numbers of its lists, ascending."""
    counts = np.zeros(size + 1, np.int32)
    for one in lists:
        counts[one + 1] += 1
    starts = np.cumsum(counts, dtype=np.int32)
    found = np.empty(int(starts[-1]), np.uint16)
    free = starts[:-1].copy()
    for number, one in enumerate(lists):
        found[free[one]] = number
        free[one] += 1
    return starts, found


def _ranges(starts: Array, lengths: Array) -> Array:
    """The places of many short ranges, one range after the other."""
    ends = np.cumsum(lengths, dtype=np.int32)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(total, dtype=np.int32)
