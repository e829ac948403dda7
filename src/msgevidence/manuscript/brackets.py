"""The brackets of a text, where citations stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msgevidence.manuscript.reading import Span

_LONGEST_GROUP = 2_000
_PAIRS = {")": "(", "]": "["}
_SIGNS = re.compile(r"[()\[\]]|\n[ ]*\n")


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket: ``(`` at `start`, its partner at `end` − 1; `content` is between, inner brackets blanked."""

    start: int
    end: int
    content: str


def groups(text: str, skip: Span) -> Iterator[Group]:
    """Brackets that close within their paragraph, inner ones before those around them."""
    open_: list[tuple[str, int, list[Span]]] = []
    for sign in _SIGNS.finditer(text):
        at, what = sign.start(), sign.group()
        if skip[0] <= at < skip[1]:
            open_.clear()
        elif what in "([":
            open_.append((what, at, []))
        elif what not in _PAIRS:
            open_.clear()
        elif open_ and open_[-1][0] == _PAIRS[what]:
            _, start, inner = open_.pop()
            if open_:
                open_[-1][2].append((start, at + 1))
            if at - start <= _LONGEST_GROUP:
                yield Group(start, at + 1, _blanked(text, start + 1, at, inner))
        elif len(open_) > 1 and open_[-2][0] == _PAIRS[what]:
            open_.pop()


def _blanked(text: str, start: int, end: int, inner: list[Span]) -> str:
    content = text[start:end]
    for left, right in inner:
        content = content[: left - start] + " " * (right - left) + content[right - start :]
    return content
