"""A finding as it is told: with its study and the report it was read in, whoever hands it over."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from msgevidence.model.evidence import Direction, Finding, NoticeKind, Study


class Report(Protocol):
    """What is asked of the report a finding was read in."""

    @property
    def id(self) -> int: ...

    @property
    def citekey(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def year(self) -> int | None: ...

    @property
    def notices(self) -> tuple[NoticeKind, ...]: ...


class Told(Protocol):
    """A finding with its study (None: the library holds none) and its report."""

    @property
    def finding(self) -> Finding: ...

    @property
    def study(self) -> Study | None: ...

    @property
    def report(self) -> Report: ...


class Kind(StrEnum):
    """What a study can say about a comparison, by its design; in the order of how much."""

    REVIEW = "review"
    RANDOMISED = "randomised trial"
    CONTROLLED = "controlled study without randomisation"
    OTHER = "study without a comparison group"


_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        (
            "umbrella-review", "systematic-review", "cochrane-systematic-review", "meta-analysis",
            "qualitative-evidence-synthesis", "scoping-review", "narrative-review",
        ),
        Kind.REVIEW,
    ),
    **dict.fromkeys(("rct", "cluster-rct", "rct-secondary-analysis"), Kind.RANDOMISED),
    **dict.fromkeys(("quasi-experimental", "cohort", "case-control"), Kind.CONTROLLED),
}  # fmt: skip

COMPARING = frozenset(
    {Direction.FAVOURS_INTERVENTION, Direction.FAVOURS_COMPARATOR, Direction.NO_CLEAR_DIFFERENCE, Direction.MIXED}
)
"""The directions that answer a question at all."""


def kind_of(study: Study | None) -> Kind:
    """By the design; a study without one says least."""
    return _KINDS.get(study.design, Kind.OTHER) if study else Kind.OTHER


def label_of(told: Told) -> str:
    """How to call it in a sentence: the study's label, else the citation key."""
    return (told.study.label if told.study else "") or told.report.citekey


WITHDRAWN = {
    NoticeKind.RETRACTION: "was retracted",
    NoticeKind.SUPERSEDED_BY: "was superseded by a newer version",
    NoticeKind.REPRINT_OF: "is a reprint",
}
"""Notices after which a work's findings no longer count."""


def why_withdrawn(told: Told) -> str:
    """Why the report's findings no longer count, in words; "" when they do."""
    if NoticeKind.REINSTATEMENT in told.report.notices:
        return ""
    return next((words for kind, words in WITHDRAWN.items() if kind in told.report.notices), "")


def is_stated(told: Told) -> bool:
    """Whether the source states a certainty."""
    return told.finding.certainty not in ("", "not-reported")
