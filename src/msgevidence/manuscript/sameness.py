"""Whether a reference of a draft describes a given work: stricter than matching, which must only not lose duplicates.

The tolerances, which the reports state: a title may differ in signs, accents, a letter or two, or lack its subtitle
where all else agrees; every family name must be there, in order, whatever its accents, hyphens and particles, unless
the entry itself shortens the list; the year must be the same; the container may be abbreviated; an identifier must be
equal where both give one. Volume, issue and pages are compared and told, but do not decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgevidence.manuscript.labels import of_name
from msgevidence.matching import Evidence, Trit, compare, prepare
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Record, csl_name

TITLE = 0.93
_SUBTITLE_MISSING = 0.9
_CONTAINER = 0.88
TOLERANCES = (
    "A reference counts as matched only when title, all family names in order, year, container and identifier agree:"
    " accents, hyphens, particles, abbreviated journal names and a slip of a letter in the title are allowed; another"
    " year, even by one, another author or another identifier is shown as a difference."
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A CSL variable in which the draft and the record do not say the same; "" where one is silent."""

    variable: str
    draft: str
    record: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A draft's entry held against one work. `decisive` are the variables that stand against a match."""

    title: float
    authors: bool
    shared_authors: float  # of the entry's family names, those the work has too
    same_identifier: bool
    decisive: tuple[str, ...]
    differences: tuple[Difference, ...]
    evidence: Evidence

    @property
    def matches(self) -> bool:
        return not self.decisive

    @property
    def is_this_title(self) -> bool:
        """A title of its own that agrees; a generic one, or the erratum's, says nothing."""
        said = self.evidence
        return self.title >= _SUBTITLE_MISSING and not said.generic and said.kind is not Trit.CONFLICT

    @property
    def is_this_place(self) -> bool:
        """The same first pages of the same volume: whatever the title says, this is the work at that place."""
        said = self.evidence
        journal = said.journal is not None and said.journal >= _CONTAINER
        return journal and said.volume is Trit.AGREE and said.pages is Trit.AGREE


def liken(draft: Record, work: Record) -> Likeness:
    """Everything two descriptions say about each other."""
    a, b = prepare(draft), prepare(work)
    said = compare(a, b)
    title = said.title or 0.0
    authors, shared = _authors(draft, work)
    conflicts: list[str] = []
    whole = title >= TITLE
    if not whole and title >= _SUBTITLE_MISSING:
        whole = authors and said.year_gap == 0 and (said.journal is None or said.journal >= _CONTAINER)
    if not whole or said.part is Trit.CONFLICT or said.kind is Trit.CONFLICT:
        conflicts.append("title")
    if not authors:
        conflicts.append("author")
    if said.year_gap != 0 and not (said.year_gap is None and draft.issued.literal):
        conflicts.append("issued")
    if said.journal is not None and said.journal < _CONTAINER:
        conflicts.append("container_title")
    if said.doi is Trit.CONFLICT:
        conflicts.append("doi")
    if said.pmid is Trit.CONFLICT:
        conflicts.append("pmid")
    told = [name for name, trit in _places(said) if trit is Trit.CONFLICT]
    return Likeness(
        title,
        authors,
        shared,
        Trit.AGREE in (said.doi, said.pmid),
        tuple(conflicts),
        tuple(_difference(name, draft, work) for name in (*conflicts, *told)),
        said,
    )


def _places(said: Evidence) -> tuple[tuple[str, Trit], ...]:
    return (("volume", said.volume), ("issue", said.issue), ("page", said.pages))


def _authors(draft: Record, work: Record) -> tuple[bool, float]:
    """Whether the family names agree, all and in order; and the share of the draft's that the work has."""
    ours, theirs = draft.author or draft.editor, work.author or work.editor
    written = [of_name(name) for name in ours if name != OTHERS]
    known = [of_name(name) for name in theirs if name != OTHERS]
    if not written or not known:
        return not written and not known, 0.0
    shared = sum(any(one & other for other in known) for one in written) / len(written)
    if OTHERS in theirs:
        return _agree(written[: len(known)], known[: len(written)]), shared
    if OTHERS not in ours:
        return len(written) == len(known) and _agree(written, known), shared
    gap = ours.index(OTHERS)  # "et al." at the end, or "…" before the last name
    after = len(written) - gap
    enough = len(known) > len(written)
    return enough and _agree(written[:gap], known[:gap]) and _agree(written[gap:], known[len(known) - after :]), shared


def _agree(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> bool:
    return all(a & b for a, b in zip(ours, theirs, strict=False))


def _difference(variable: str, draft: Record, work: Record) -> Difference:
    return Difference(csl_name(variable), shown(draft, variable), shown(work, variable))


def shown(record: Record, variable: str) -> str:
    """A variable's value for people to read."""
    if variable == "author":
        return "; ".join(_person(name) for name in (record.author or record.editor))
    if variable == "issued":
        return str(record.year) if record.year is not None else record.issued.literal
    value = getattr(record, variable)
    return value if isinstance(value, str) else str(value)


def _person(name: Name) -> str:
    return name.literal or f"{name.full_family}, {name.given}".strip(", ")
