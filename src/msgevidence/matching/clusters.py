"""Records of one file or many gathered into clusters that describe one report each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgevidence.matching.compare import compare
from msgevidence.matching.keys import keys
from msgevidence.matching.prepared import Prepared, prepare
from msgevidence.matching.rules import Judgement, judge
from msgevidence.model.record import Record
from msgevidence.ports import Verdict

BLOCK = 60
"""A block with more records is divided further before its pairs are compared."""
WINDOW = 12
"""In a block nothing divides any further, each record is compared with so many neighbours in sorted order."""
LARGEST = 60
"""So many different descriptions of one report are believed; a link that would join more is asked about."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """`clusters` holds positions, two or more each, ascending; `maybe` (position, position, rule), one per pair of
    clusters; `rules` the rule that joined each clustered position (but the first of its cluster)."""

    clusters: tuple[tuple[int, ...], ...]
    maybe: tuple[tuple[int, int, str], ...]
    rules: dict[int, str]


def clusters(records: Iterable[Record], *, apart: Collection[tuple[int, int]] = ()) -> Clusters:
    """Linear in the number of records. `apart`: pairs of positions the user has declared different."""
    ready = [prepare(record) for record in records]
    forbidden = {(min(pair), max(pair)) for pair in apart}
    return _Gathering(ready, forbidden).clusters()


class _Gathering:
    def __init__(self, ready: Sequence[Prepared], forbidden: set[tuple[int, int]]) -> None:
        self.ready = ready
        self.forbidden = forbidden
        self.members: dict[int, list[int]] = {index: [index] for index in range(len(ready))}
        self.home = list(range(len(ready)))
        self.rules: dict[int, str] = {}

    def clusters(self) -> Clusters:
        same: list[tuple[int, int, str]] = []
        maybe: list[tuple[int, int, str]] = []
        for a, b in self._pairs():
            found = judge(compare(self.ready[a], self.ready[b]))
            if found.verdict is Verdict.SAME:
                same.append((a, b, found.rule))
            elif found.verdict is Verdict.MAYBE:
                maybe.append((a, b, found.rule))
        for a, b, rule in same:
            if refusal := self._join(a, b, rule):
                maybe.append((a, b, refusal))
        asked: dict[tuple[int, int], tuple[int, int, str]] = {}
        for a, b, rule in maybe:
            homes = tuple(sorted((self.home[a], self.home[b])))
            if homes[0] != homes[1] and (a, b) not in self.forbidden:
                asked.setdefault((homes[0], homes[1]), (a, b, rule))
        joined = sorted(tuple(sorted(group)) for group in self.members.values() if len(group) > 1)
        return Clusters(tuple(joined), tuple(sorted(asked.values())), self.rules)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        blocks: dict[int, list[int]] = defaultdict(list)
        for index, ready in enumerate(self.ready):
            for key in keys(ready):
                blocks[key].append(index)
        seen: set[tuple[int, int]] = set()
        for block in blocks.values():
            if len(block) > 1:
                for pair in self._pairs_of(block):
                    if pair not in seen:
                        seen.add(pair)
                        yield pair

    def _pairs_of(self, block: list[int]) -> Iterator[tuple[int, int]]:
        if len(block) <= BLOCK:
            for at, a in enumerate(block):
                for b in block[at + 1 :]:
                    yield a, b
            return
        def sort_key(index: int) -> tuple[object, ...]:
            r = self.ready[index]
            return (r.title.compact, r.volume, r.pages.first, r.year or 0, r.people.families)
        ordered = sorted(block, key=sort_key)
        for at, a in enumerate(ordered):
            for b in ordered[at + 1 : at + 1 + WINDOW]:
                yield min(a, b), max(a, b)

    def _join(self, a: int, b: int, rule: str) -> str:
        """Joins two clusters; the reason when it does not."""
        here, there = self.home[a], self.home[b]
        if here == there:
            return ""
        ours, theirs = self.members[here], self.members[there]
        if len(ours) + len(theirs) > LARGEST:
            return "cluster-too-large"
        for one in ours:
            for other in theirs:
                if (min(one, other), max(one, other)) in self.forbidden:
                    return "declared-different"
                if {one, other} != {a, b} and self._judge(one, other).verdict is Verdict.DIFFERENT and self._judge(one, other).rule != "too-little-alike":
                    return "cluster-in-conflict"
        for other in theirs:
            self.home[other] = here
        ours.extend(theirs)
        del self.members[there]
        self.rules[b] = rule
        return ""

    def _judge(self, a: int, b: int) -> Judgement:
        return judge(compare(self.ready[a], self.ready[b]))
