"""subsequent-author-substitute: the dash that stands for the authors of the entry before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .context import Cite

Substitute = Callable[[Sequence[str]], tuple[Sequence[str], str | None]]


class Repeated:
    """Remembers the authors of the last entry and replaces them in the next by the style's rule."""

    def __init__(self, text: str, rule: str) -> None:
        self.text = text
        self.rule = rule or "complete-all"
        self.previous: tuple[str, ...] = ()

    def prepare(self, cite: Cite) -> None:
        cite.substitute = self.substitute

    def substitute(self, shown: Sequence[str]) -> tuple[Sequence[str], str | None]:
        """(the names to print, or the text that stands for all of them)."""
        previous, self.previous = self.previous, tuple(shown)
        if not previous:
            return shown, None
        alike = 0
        for one, other in zip(previous, shown, strict=False):
            if one != other:
                break
            alike += 1
        complete = alike == len(shown) == len(previous)
        if self.rule == "complete-all":
            return (shown, self.text) if complete else (shown, None)
        if self.rule == "complete-each":
            return ([self.text] * len(shown), None) if complete else (shown, None)
        if self.rule == "partial-first":
            alike = min(alike, 1)
        return [self.text] * alike + list(shown[alike:]), None
