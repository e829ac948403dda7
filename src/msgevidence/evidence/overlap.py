"""How far reviews rest on the same studies, so that five reviews of the same trials are not five confirmations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from msgevidence.model.evidence import Relation, Study


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reviews, the studies both include, and their corrected covered area in percent."""

    first: str
    second: str
    studies: tuple[str, ...]
    corrected_covered_area: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """`reviews` × `studies`, both ids in order; `included[i]` holds the studies of `reviews[i]` known here.

    `corrected_covered_area` is (N − r) / (rc − r) in percent (Pieper et al. 2014), None unless two or more reviews
    name their studies here; `unknown` are reviews whose included studies are not recorded.
    """

    reviews: tuple[str, ...]
    studies: tuple[str, ...]
    included: tuple[frozenset[str], ...]
    corrected_covered_area: float | None
    pairs: tuple[Shared, ...]
    unknown: tuple[str, ...]
    words: str


def overlap(reviews: Iterable[Study], relations: Iterable[Relation], studies: Iterable[Study] = ()) -> Overlap:
    """The matrix of these reviews. `studies` let an included work count as its study."""
    every = {study.id: study for study in reviews}
    study_of = {work: study.id for study in (*studies, *every.values()) for work in study.reports}
    included: dict[str, set[str]] = {id_: set() for id_ in every}
    for relation in relations:
        review = study_of.get(relation.subject, relation.subject)
        if relation.kind == "includes" and review in included:
            included[review].add(study_of.get(relation.object, relation.object))
    known = {id_: frozenset(found) for id_, found in sorted(included.items()) if found}
    area = covered_area(known.values())
    pairs = tuple(
        Shared(first, second, tuple(sorted(known[first] & known[second])), share)
        for first, second in combinations(known, 2)
        if (share := covered_area((known[first], known[second]))) is not None and known[first] & known[second]
    )
    unknown = tuple(sorted(set(every) - set(known)))
    return Overlap(
        reviews=tuple(known),
        studies=tuple(sorted(frozenset().union(*known.values()))),
        included=tuple(known.values()),
        corrected_covered_area=area,
        pairs=pairs,
        unknown=unknown,
        words=_words(len(every), len(known), area),
    )


def covered_area(included: Iterable[frozenset[str]]) -> float | None:
    """The corrected covered area in percent; None for fewer than two reviews."""
    sets = [one for one in included if one]
    rows = frozenset().union(*sets)
    if len(sets) < 2:
        return None
    return 100 * (sum(map(len, sets)) - len(rows)) / (len(rows) * len(sets) - len(rows))


def _words(reviews: int, known: int, area: float | None) -> str:
    if reviews < 2:
        return ""
    if area is None:
        return f"{reviews} reviews, whose shared studies are not recorded here: they may rest on the same trials."
    degree = "slight" if area < 5 else "moderate" if area < 10 else "high" if area < 15 else "very high"
    rest = f"; the studies of {reviews - known} more are not recorded" if known < reviews else ""
    return f"The overlap of {known} reviews is {degree} (corrected covered area {area:.0f} %){rest}."
