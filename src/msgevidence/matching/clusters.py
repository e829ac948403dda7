"""The records of one file, or of many, gathered into clusters that describe one report each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgevidence.matching.compare import compare
from msgevidence.matching.keys import keys
from msgevidence.matching.prepared import Prepared, prepare
from msgevidence.matching.rules import NO_RULE, RULES, Judgement, judge
from msgevidence.model.record import Record
from msgevidence.ports import Verdict

Link = tuple[int, int, str]
"""Two positions and a rule's name."""

BLOCK = 60
"""Within a block up to this size every pair is compared; a larger one is sorted and only neighbours are."""
WINDOW = 12
"""How many neighbours, in each of the orders."""
QUESTIONS = 12
"""How often a person is asked about one record or cluster, the likeliest first."""
LARGEST = 60
"""So many different descriptions of one report are believed; a link that would join more is asked about."""

REFUSALS = {
    "cluster-too-large": f"joined, more than {LARGEST} different descriptions would be taken for one report",
    "conflict-within": "they would join records that cannot be the same",
    "declared-different-within": "they would join records that were declared different",
}
"""Why a link that a rule gave is asked about instead, by the name it then has."""

REASONS = {
    **{rule.name: rule.because for rule in RULES},
    NO_RULE: "too little is alike, or known, to compare",
    **REFUSALS,
}
"""In words, every name that a judgement or a question can have."""

_STRENGTH = {rule.name: position for position, rule in enumerate(RULES)}
_ORDERS: tuple[Callable[[Prepared], tuple[object, ...]], ...] = (
    lambda ready: (ready.title.compact, ready.year or 0, ready.volume, ready.pages.first),
    lambda ready: (ready.people.families, ready.year or 0, ready.title.compact),
    lambda ready: (ready.volume, ready.pages.first, ready.year or 0, ready.title.compact),
    lambda ready: (ready.doi, ready.abstract),
)


@dataclass(frozen=True, slots=True)
class Clusters:
    """Positions count from 0 over all records.

    `clusters`: two or more positions each, ascending. `links`: the SAME links that made them, one fewer than members.
    `maybe`: what a person should decide, at most one question per pair of clusters (a lone record is one, too).
    """

    clusters: tuple[tuple[int, ...], ...]
    links: tuple[Link, ...]
    maybe: tuple[Link, ...]


def clusters(records: Iterable[Record | Prepared], *, apart: Collection[tuple[int, int]] = ()) -> Clusters:
    """Takes time in proportion to the number of records. No two members of a cluster conflict by any veto.
    `apart`: pairs of positions declared different by the user; they never meet in one cluster, nor are asked about.
    """
    ready = [record if isinstance(record, Prepared) else prepare(record) for record in records]
    return _Gathering(ready, {(min(pair), max(pair)) for pair in apart}).gathered()


class _Gathering:
    """Equal descriptions are taken together first, so that a thousand copies cost no more than one."""

    def __init__(self, ready: Sequence[Prepared], apart: set[tuple[int, int]]) -> None:
        self.ready = ready
        self.apart = apart
        self.links: list[Link] = []
        self.questions: list[Link] = []
        self.members: dict[int, list[int]] = {}  # cluster → the positions of its different descriptions
        self.copies: dict[int, list[int]] = {}  # description → further positions that say the same
        self.home: dict[int, int] = {}  # description → cluster
        self.compared: list[int] = []  # one position for each description

    def gathered(self) -> Clusters:
        self._take_copies_together()
        same: list[Link] = []
        for a, b in self._pairs():
            found = self._judged(a, b)
            if found.verdict is Verdict.SAME:
                same.append((a, b, found.rule))
            elif found.verdict is Verdict.MAYBE:
                self.questions.append((a, b, found.rule))
        for a, b, rule in sorted(same, key=lambda link: (_STRENGTH[link[2]], link)):
            self._join(a, b, rule)
        groups = (
            tuple(sorted(position for member in group for position in (member, *self.copies[member])))
            for group in self.members.values()
        )
        return Clusters(
            clusters=tuple(sorted(group for group in groups if len(group) > 1)),
            links=tuple(sorted(self.links)),
            maybe=tuple(sorted(self._asked())),
        )

    def _take_copies_together(self) -> None:
        first: dict[Prepared, int] = {}
        declared = {position for pair in self.apart for position in pair}
        for position, ready in enumerate(self.ready):
            original = position if position in declared else first.setdefault(ready, position)
            found = judge(compare(ready, ready)) if original != position else None
            if found and found.verdict is Verdict.SAME:
                self.copies[original].append(position)
                self.links.append((original, position, found.rule))
                continue
            if found and found.verdict is Verdict.MAYBE:
                self.questions.append((original, position, found.rule))
            if not found:
                self.compared.append(position)
            self.members[position], self.copies[position], self.home[position] = [position], [], position

    def _pairs(self) -> Iterator[tuple[int, int]]:
        blocks: dict[int, list[int]] = defaultdict(list)
        for position in self.compared:
            for key in keys(self.ready[position]):
                blocks[key].append(position)
        seen: set[tuple[int, int]] = set()
        for block in blocks.values():
            for pair in self._pairs_within(block) if len(block) > 1 else ():
                if pair not in seen and pair not in self.apart:
                    seen.add(pair)
                    yield pair

    def _pairs_within(self, block: list[int]) -> Iterator[tuple[int, int]]:
        if len(block) <= BLOCK:
            for at, a in enumerate(block):
                for b in block[at + 1 :]:
                    yield a, b
            return
        for order in _ORDERS:
            ranked = sorted(block, key=lambda position, order=order: order(self.ready[position]))  # type: ignore[misc]
            for at, a in enumerate(ranked):
                for b in ranked[at + 1 : at + 1 + WINDOW]:
                    yield min(a, b), max(a, b)

    def _join(self, a: int, b: int, rule: str) -> None:
        """Makes two clusters one, or a question of it."""
        ours, theirs = self.members[self.home[a]], self.members[self.home[b]]
        if ours is theirs:
            return
        if refusal := self._refusal(ours, theirs):
            self.questions.append((a, b, refusal))
            return
        gone = self.home[b]
        for member in theirs:
            self.home[member] = self.home[a]
        ours.extend(theirs)
        del self.members[gone]
        self.links.append((a, b, rule))

    def _refusal(self, ours: list[int], theirs: list[int]) -> str:
        if len(ours) + len(theirs) > LARGEST:
            return "cluster-too-large"
        for one in ours:
            for other in theirs:
                if (min(one, other), max(one, other)) in self.apart:
                    return "declared-different-within"
                if self._judged(one, other).vetoed:
                    return "conflict-within"
        return ""

    def _judged(self, a: int, b: int) -> Judgement:
        return judge(compare(self.ready[a], self.ready[b]))

    def _asked(self) -> Iterator[Link]:
        asked: set[frozenset[int]] = set()
        times: Counter[int] = Counter()
        for a, b, rule in sorted(self.questions, key=lambda link: (_STRENGTH.get(link[2], -1), link)):
            homes = frozenset((self.home[a], self.home[b]))
            if len(homes) == 2 and homes not in asked and min(times[home] for home in homes) < QUESTIONS:
                asked.add(homes)
                times.update(homes)
                yield a, b, rule
