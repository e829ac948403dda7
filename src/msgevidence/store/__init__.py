"""The library: one writer (`Library`), one reader (`Queries`), and the frozen values that pass between."""

from msgevidence.store.entries import Entry
from msgevidence.store.filters import Filters, Sort
from msgevidence.store.library import Library
from msgevidence.store.queries import Queries
from msgevidence.store.runs import Run

__all__ = ["Entry", "Filters", "Library", "Queries", "Run", "Sort"]
