"""The first boxes of a PRISMA 2020 flow diagram, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from msgevidence.matching.clusters import Clusters


@dataclass(frozen=True, slots=True)
class Flow:
    """Identification in PRISMA 2020's words: `identified` counts records by the database or register they are from;
    `held` of those still to be screened wait for a person to say whether they are duplicates."""

    identified: Mapping[str, int]
    duplicates_removed: int
    held: int = 0
    removed_otherwise: int = 0

    @property
    def records_identified(self) -> int:
        return sum(self.identified.values())

    @property
    def to_be_screened(self) -> int:
        return self.records_identified - self.duplicates_removed - self.removed_otherwise


def flow(sources: Sequence[str], found: Clusters) -> Flow:
    """The flow of the records that `found` was made from; `sources` names the source of each, by position."""
    return Flow(
        identified=MappingProxyType(dict(Counter(sources))),
        duplicates_removed=sum(len(cluster) - 1 for cluster in found.clusters),
        held=len({position for a, b, _ in found.maybe for position in (a, b)}),
    )
