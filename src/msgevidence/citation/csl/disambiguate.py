"""Telling cites apart that would look alike: given names, more names, a condition, a year suffix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .context import Cite, NameState
from .items import Item

if TYPE_CHECKING:
    from .registry import Registry


def letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def disambiguate(registry: Registry) -> None:
    """Fill `registry.states` and `registry.suffixes` for all items in `registry.order`."""
    engine = registry.engine
    if not (engine.add_names or engine.add_givens or engine.add_suffix):
        return
    groups = clashes(registry, registry.order)
    for group in groups:
        if engine.add_suffix:
            for number, item in enumerate(group, 1):
                registry.suffixes[item.id] = letters(number)


def clashes(registry: Registry, items: Iterable[Item]) -> list[list[Item]]:
    """The items whose cites look the same, in order of first appearance."""
    groups: dict[str, list[Item]] = {}
    area = registry.engine.citation
    for item in items:
        cite = Cite(item)
        cite.state = registry.states.get(item.id)
        cite.position = 1
        groups.setdefault(area.render(cite), []).append(item)
    return [group for group in groups.values() if len(group) > 1]


__all__ = ["Cite", "NameState", "clashes", "disambiguate", "letters"]
