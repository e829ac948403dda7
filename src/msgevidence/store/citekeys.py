"""Hands out citation keys that no other report has, whatever their case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from sqlalchemy import Connection, func
from sqlmodel import col, select

from msgevidence.store.database import in_chunks
from msgevidence.store.rows import storable
from msgevidence.store.tables import ReportRow

FALLBACK = "ref"


class CitekeyAllocator:
    """Remembers, for one run, how far the suffixes of each key were used up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._suffixes: dict[str, Iterator[str]] = {}

    def allocate(self, wishes: Sequence[Sequence[str]]) -> list[str]:
        """For each list of wishes the first that is free, or else the first one with a, b … z, aa …"""
        cleaned = [_cleaned(wish) for wish in wishes]
        taken = self._taken(key for wish in cleaned for key in wish)
        given = []
        for wish in cleaned:
            key = next((key for key in wish if key.lower() not in taken), None) or self._suffixed(wish[0], taken)
            taken.add(key.lower())
            given.append(key)
        return given

    def _taken(self, keys: Iterable[str]) -> set[str]:
        found: set[str] = set()
        lowered = func.lower(ReportRow.citekey)
        for chunk in in_chunks({key.lower() for key in keys}):
            found.update(self._connection.execute(select(lowered).where(lowered.in_(chunk))).scalars())
        return found

    def _suffixed(self, base: str, taken: set[str]) -> str:
        start = base.lower()
        if start not in self._suffixes:
            lowered = func.lower(col(ReportRow.citekey))
            used = self._connection.execute(select(lowered).where(lowered > start, lowered < start + "{")).scalars()
            beginning = set(used)
            self._suffixes[start] = (suffix for suffix in _suffixes() if start + suffix not in beginning)
        return next(base + suffix for suffix in self._suffixes[start] if start + suffix not in taken)


def _cleaned(wish: Sequence[str]) -> list[str]:
    return [key for each in wish if (key := "".join(storable(each).split()))] or [FALLBACK]


def _suffixes() -> Iterator[str]:
    for number in count(1):
        letters, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        yield letters
