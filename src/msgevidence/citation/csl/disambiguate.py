"""Telling cites apart that would look alike: given names, more names, a condition, a year suffix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .context import SUBSEQUENT, Cite, NameState
from .items import Item
from .items import Name as Person
from .one_name import NameSetter

if TYPE_CHECKING:
    from .registry import Registry

INITIALS, FULL = 1, 2
Shown = tuple[int, NameSetter, Sequence[Person], int]
"""A list of names in a cite: index of its element, how it is set, all people, how many of them are shown."""


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
    if engine.add_names or engine.add_givens or engine.add_suffix or engine.has_condition:
        _Disambiguation(registry).run()


class _Disambiguation:
    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.engine = registry.engine
        self.area = registry.engine.citation
        self.by_cite = self.engine.add_givens and self.engine.given_rule == "by-cite"
        self.people: dict[tuple[str, ...], int] = {}
        self.cite: Cite | None = None  # the one that is set again and again

    # -- rendering -----------------------------------------------------------------------------------------------

    def cited(self, item: Item, state: NameState | None) -> Cite:
        """A later cite of the item, good until the next is asked for."""
        cite = self.cite
        if cite is None:
            cite = self.cite = Cite(item)
            cite.position = SUBSEQUENT
        else:
            cite.item = item
            cite.reset()
        cite.state = state
        return cite

    def text(self, item: Item, state: NameState | None) -> str:
        return self.area.telling(self.cited(item, state))

    def first_names(self, item: Item) -> list[Shown]:
        """The first list of names a cite shows, got without rendering the rest where that can be."""
        found: list[Shown] = []
        cite = self.cited(item, None)
        cite.only_traced = True
        text = self.area.suppressing(cite).author(cite, found)
        cite.only_traced = False
        return self.trace(item, None) if text is None else found

    def trace(self, item: Item, state: NameState | None) -> list[Shown]:
        """The lists of names a cite shows."""
        cite = self.cited(item, state)
        found: list[Shown] = []
        cite.trace = found
        self.area.telling(cite)
        return found

    def grouped(self, items: Iterable[Item], states: Mapping[str, NameState | None]) -> list[list[Item]]:
        groups: dict[str, list[Item]] = {}
        for item in items:
            groups.setdefault(self.text(item, states.get(item.id)), []).append(item)
        return list(groups.values())

    # -- the methods, in the order of the specification ----------------------------------------------------------

    def run(self) -> None:
        groups: dict[str, list[Item]] = {}
        if self.engine.add_givens and not self.by_cite:
            primary = self.engine.given_rule.startswith("primary-name")
            seen = [self.first_names(item) if primary else self.trace(item, None) for item in self.registry.order]
            self.name_levels(seen)
            for item, shown in zip(self.registry.order, seen, strict=True):
                state = None
                if self.people and self.levelled(shown):
                    self.registry.states[item.id] = state = self.state()
                groups.setdefault(self.text(item, state), []).append(item)
        else:
            for item in self.registry.order:
                groups.setdefault(self.text(item, None), []).append(item)
        for group in groups.values():
            if len(group) > 1:
                self.tell_apart(group)

    def levelled(self, shown: Sequence[Shown]) -> bool:
        """Is there anybody among these whose name is set with more than the style's form?"""
        levels = self.people
        for _, _, people, _ in shown:
            for person in people:
                if person.key in levels:
                    return True
        return False

    def state(self) -> NameState:
        state = NameState()
        state.people = self.people
        state.primary_only = self.engine.given_rule.startswith("primary-name")
        return state

    def tell_apart(self, group: list[Item]) -> None:
        left = [group]
        if self.engine.add_names or self.by_cite:
            left = self.by_names(group)
        if self.engine.has_condition:
            left = [rest for one in left for rest in self.by_condition(one)]
        if self.engine.add_suffix:
            self.by_suffix(left)

    def name_levels(self, lists: Sequence[Sequence[Shown]]) -> None:
        """Names that look alike but are different people get initials or given names wherever they are cited."""
        rule = self.engine.given_rule
        primary = rule.startswith("primary-name")
        buckets: dict[tuple[int, str], dict[str, list[tuple[NameSetter, Person]]]] = {}
        for shown in lists:
            for _, setter, people, _ in shown:
                for person in people[:1] if primary else people:
                    if person.literal:
                        continue
                    bucket = buckets.setdefault((id(setter), setter.one(person, 1, 0)), {})
                    bucket.setdefault(person.same, []).append((setter, person))
        for bucket in buckets.values():
            if len(bucket) > 1:
                self._raise_levels(bucket, rule.endswith("-with-initials"))

    def _raise_levels(self, bucket: Mapping[str, list[tuple[NameSetter, Person]]], only_initials: bool) -> None:
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for same, found in bucket.items():
            setter, person = found[0]
            text = setter.one(person, 1, INITIALS) if setter.initialize_with is not None else ""
            shown[same] = text
            counts[text] = counts.get(text, 0) + 1
        for same, found in bucket.items():
            text = shown[same]
            level = INITIALS if text and counts[text] == 1 else 0 if only_initials else FULL
            if level:
                for _, person in found:
                    self.people[person.key] = level

    def by_names(self, group: list[Item]) -> list[list[Item]]:
        """Expand given names and add names, keeping each step that tells some of the group apart."""
        states = self.registry.states
        lists = self.trace(group[0], states.get(group[0].id))
        most: dict[int, int] = {}
        shown: dict[int, int] = {}
        for item in group:
            for index, _, people, cut in self.trace(item, states.get(item.id)):
                most[index] = max(most.get(index, 0), len(people))
                shown[index] = min(shown.get(index, cut), cut)
        pending = [group]
        done: list[list[Item]] = []
        while pending:
            one = pending.pop(0)
            parts = self._step(one, lists, shown, most)
            if parts is None:
                done.append(one)
            else:
                done += [part for part in parts if len(part) == 1]
                pending = [part for part in parts if len(part) > 1] + pending
        return [part for part in done if len(part) > 1]

    def _step(
        self, group: list[Item], lists: Sequence[Shown],
        shown: Mapping[int, int], most: Mapping[int, int],
    ) -> list[list[Item]] | None:  # fmt: skip
        """The first expansion that splits the group; None when none does. Its state is left on the items."""
        states = self.registry.states
        base = states.get(group[0].id) or self.state()
        for index, setter, _, _ in lists:
            start = max(shown.get(index, 0), base.shown.get(index, 0))
            end = most.get(index, 0) if self.engine.add_names else start
            tried = 0
            for count in range(start, end + 1):
                if count > start:
                    parts = self._try(group, base, index, count)
                    if parts:
                        return parts
                if self.by_cite:
                    for at in range(tried, count):
                        for level in (INITIALS, FULL):
                            if level == INITIALS and setter.initialize_with is None:
                                continue
                            if base.levels.get(index, {}).get(at, 0) >= level:
                                continue
                            parts = self._try(group, base, index, count, at=at, level=level)
                            if parts:
                                return parts
                    tried = count
        return None

    def _try(
        self, group: list[Item], base: NameState, index: int, count: int, *, at: int | None = None, level: int = 0
    ) -> list[list[Item]] | None:
        state = base.copy()
        state.shown[index] = count
        if at is not None:
            state.levels[index] = {**state.levels.get(index, {}), at: level}
        parts = self.grouped(group, {item.id: state for item in group})
        if len(parts) < 2:
            return None
        for item in group:
            self.registry.states[item.id] = state.copy()
        return parts

    def by_condition(self, group: list[Item]) -> list[list[Item]]:
        """Let the style's disambiguate="true" tests hold, one after another, while that helps."""
        states = self.registry.states
        tests = 1
        for tests in range(1, 4):
            trial = {}
            for item in group:
                state = (states.get(item.id) or self.state()).copy()
                state.condition = tests
                trial[item.id] = state
            parts = self.grouped(group, trial)
            if len(parts) > 1:
                states.update(trial)
                return [rest for part in parts if len(part) > 1 for rest in self.by_condition(part)]
        return [group]

    def by_suffix(self, groups: Sequence[list[Item]]) -> None:
        for group in groups:
            for number, item in enumerate(group, 1):
                self.registry.suffixes[item.id] = letters(number)
