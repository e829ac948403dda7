"""Real works near a reference that was not found: offered with the reason, never put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from msgevidence.formats.reference_list.spans import FORMAT
from msgevidence.manuscript.labels import of_name
from msgevidence.matching import compare, prepare
from msgevidence.matching.titles import fold
from msgevidence.model.record import Record
from msgevidence.store.filters import Filters
from msgevidence.store.queries import Queries

_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = frozenset(
    "about after also among and are based been between both does during effect effects evidence from have into more"
    " people review report results study studies than that their them these they this those through towards using"
    " versus what when where which while with within without relationship relation association role systematic"
    " empirical analysis outcomes outcome".split()
)
_MANY = 15
_WORDS = 12


@dataclass(frozen=True, slots=True)
class Nearest:
    """A work of the library near a reference, and in what."""

    citekey: str
    record: Record
    why: str


def similar(queries: Queries, record: Record) -> list[tuple[str, Record]]:
    """(citation key, work) of the library's works with words of that title, the likeliest first."""
    words = _telling(record.title)
    if not words:
        return []
    query = " OR ".join(f"title:{word}" for word in words[:_WORDS])
    ids = [row.id for row in queries.find(Filters(query=query), sort="relevance", limit=_MANY).rows]
    hearsay = queries.only_from(FORMAT, ids)
    return list(queries.records([one for one in ids if one not in hearsay]))


def nearest(record: Record, works: Iterable[tuple[str, Record]], limit: int) -> tuple[Nearest, ...]:
    """Up to `limit` of these works, nearest first; () where none is near."""
    words = _telling(record.title)
    graded: dict[str, tuple[float, str, Nearest]] = {}
    for citekey, work in works:
        if citekey not in graded:
            grade, why = _near(record, work, words)
            if grade > 0:
                graded[citekey] = (-grade, citekey, Nearest(citekey, work, why))
    return tuple(one for _, _, one in sorted(graded.values(), key=lambda triple: triple[:2])[:limit])


def _telling(title: str) -> list[str]:
    """The words a title is about, in order, each once."""
    return list(dict.fromkeys(word for word in _WORD.findall(fold(title)) if word not in _EMPTY))


def _near(record: Record, work: Record, words: list[str]) -> tuple[float, str]:
    theirs = set(_telling(work.title))
    shared = [word for word in words if word in theirs]
    evidence = compare(prepare(record), prepare(work))
    authors = sorted(
        name.full_family
        for name in record.author
        if any(of_name(name) & of_name(other) for other in (work.author or work.editor))
    )
    grade = (evidence.title or 0.0) + len(shared) / max(4, len(words))
    reasons = []
    if (evidence.title or 0.0) >= 0.8:
        reasons.append("a title much like it")
    elif len(shared) >= 2:
        reasons.append(f"a title on {', '.join(shared[:6])}")
    if authors:
        grade += 0.4
        reasons.append(f"shares the author name {', '.join(authors[:3])}")
    if evidence.journal is not None and evidence.journal >= 0.9:
        grade += 0.2
        reasons.append("in the same journal")
    if evidence.year_gap == 0:
        grade += 0.05
        reasons.append("of the same year")
    enough = len(shared) >= 2 or (evidence.title or 0.0) >= 0.8 or (authors and shared)
    return (grade, "; ".join(reasons)) if enough else (0.0, "")
