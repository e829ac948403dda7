"""The state of one cite or entry while it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .items import Item

if TYPE_CHECKING:
    from .items import Name as Person

FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR = 0, 1, 2, 3

CALLED, RENDERED = 1, 2
"""Bits of `Cite.hit`: a variable was called; a variable was called and had something to show."""


class NameState:
    """How far the names of a cite have been expanded to tell it from others.

    `shown[i]` is the least number of names to show in the i-th names element; `levels[i][k]` is 0 for the k-th name
    as the style sets it, 1 with initials, 2 with the full given name; `people` are levels by person, wherever cited;
    `condition` is how many tests for disambiguate="true" hold.
    """

    __slots__ = ("condition", "levels", "people", "primary_only", "shown")

    def __init__(self) -> None:
        self.shown: dict[int, int] = {}
        self.levels: dict[int, dict[int, int]] = {}
        self.people: Mapping[tuple[str, ...], int] = {}
        self.primary_only = False
        self.condition = 0

    def copy(self) -> NameState:
        other = NameState()
        other.shown = dict(self.shown)
        other.levels = dict(self.levels)
        other.people = self.people
        other.primary_only = self.primary_only
        other.condition = self.condition
        return other

    def condition_only(self) -> NameState | None:
        """The same without any change to names; None where nothing is left."""
        if not self.condition:
            return None
        other = NameState()
        other.condition = self.condition
        return other


class Cite:
    """An item about to be rendered, with what the citation adds to it."""

    __slots__ = (
        "author_only",
        "capture",
        "captured",
        "citation_number",
        "collected",
        "first_note",
        "hit",
        "item",
        "label",
        "locator",
        "mark_suffix",
        "names_seen",
        "narrative",
        "near_note",
        "only_traced",
        "position",
        "prefix",
        "raw",
        "state",
        "substitute",
        "suffix",
        "suffix_placed",
        "suppress_author",
        "tests",
        "trace",
        "used",
        "year_suffix",
    )  # fmt: skip

    def __init__(self, item: Item) -> None:
        self.item = item
        self.locator = ""
        self.label = "page"
        self.prefix = ""
        self.suffix = ""
        self.position = FIRST
        self.near_note = False
        self.first_note = ""
        self.citation_number = ""
        self.state: NameState | None = None
        self.year_suffix = ""
        self.suppress_author = False
        self.author_only = False
        self.narrative = False
        self.only_traced = False  # nobody is going to read the names, only the trace
        self.raw: object = None
        self.substitute: Callable[[Sequence[str]], tuple[Sequence[str], str | None]] | None = None
        self.mark_suffix = False
        self.used: set[str] | None = None  # variables that cs:substitute has used up
        self.collected: list[str] | None = None  # those it is using now
        self.reset()

    def collect(self, variable: str) -> None:
        """A variable was printed inside cs:substitute: it is not printed again, there or later."""
        if self.collected is not None:
            self.collected.append(variable)
            self.used = (self.used or set()) | {variable}

    def reset(self) -> None:
        """Forget what a rendering left behind, before the next."""
        self.hit = 0
        self.used = None
        self.collected = None
        self.names_seen = 0
        self.suffix_placed = False
        self.captured: str | None = None  # the output of the first names element
        self.capture: tuple[str, ...] = ()  # its names, or its text where no names were printed
        self.tests = 0
        self.trace: list[tuple[int, Any, Sequence[Person], int]] | None = None
