"""The evidence in PICO, PRISMA, GRADE and OCEBM words: vocabulary, studies, findings, notices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Facet(StrEnum):
    """The axes of the vocabulary."""

    POPULATION = "population"
    OUTCOME = "outcome"
    GROUP_TYPE = "group-type"
    LEADERSHIP = "leadership"
    DELIVERY = "delivery"
    FORMAT = "format"
    SETTING = "setting"
    DESIGN = "design"


class Direction(StrEnum):
    """Whom a finding favours, seen from the benefit direction of its outcome."""

    FAVOURS_INTERVENTION = "favours-intervention"
    FAVOURS_COMPARATOR = "favours-comparator"
    NO_CLEAR_DIFFERENCE = "no-clear-difference"
    MIXED = "mixed"
    NO_DATA = "no-data"
    NOT_REPORTED = "not-reported"
    NOT_APPLICABLE = "not-applicable"


class Relevance(StrEnum):
    """Core: peers in a group give and receive support. Adjacent: one-to-one, peer workers,
    professional-only groups. Context: social relationships in general."""

    CORE = "core"
    ADJACENT = "adjacent"
    CONTEXT = "context"


class NoticeKind(StrEnum):
    """What happened to a work after it was published."""

    RETRACTION = "retraction"
    CORRECTION = "correction"
    EXPRESSION_OF_CONCERN = "expression-of-concern"
    REINSTATEMENT = "reinstatement"
    SUPERSEDED_BY = "superseded-by"
    REPRINT_OF = "reprint-of"


class TagStatus(StrEnum):
    """A proposed Tag counts in no map until it is accepted; a rejected one is not proposed again."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Term:
    """A controlled concept. `slug` is stable and unique within its facet; `broader` is its parent's slug.
    `mesh` holds descriptor UIs (``D012657``); labels there change, UIs do not.
    """

    facet: Facet
    slug: str
    label: str
    broader: str = ""
    synonyms: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    scope_note: str = ""
    higher_is_better: bool | None = None  # outcomes only: the usual benefit direction


@dataclass(frozen=True, slots=True)
class Tag:
    """A Term applied to a Report: `by` is curator, rule, source or user; `because` the words that caused it."""

    facet: Facet
    term: str
    by: str = "rule"
    because: str = ""
    status: TagStatus = TagStatus.PROPOSED


@dataclass(frozen=True, slots=True)
class Notice:
    """A published notice about a work, with its own identifier, date (ISO) and where it was seen."""

    work: str
    kind: NoticeKind
    date: str = ""
    doi: str = ""
    pmid: str = ""
    about: str = ""  # work id of the successor, reprint's original …
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """`subject` and `object` are work or study ids; `kind` is includes, supersedes, protocol-of,
    reprint-of, corrects, retracts, same-study or disagrees-with."""

    subject: str
    kind: str
    object: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one field of one row was seen: `entity` work, study, finding or notice; `seen` an ISO date."""

    entity: str
    id: str
    field: str
    source: str
    seen: str = ""
    by: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """An investigation; maps and tables count these. A review counts as one study of its own kind.

    Strings are "" where the value was not seen, "not reported" where the source says nothing.
    """

    id: str
    label: str
    design: str = ""
    ocebm_level: int | None = None
    ocebm_question: str = ""
    ocebm_adjusted: str = ""
    is_pooled: bool | None = None
    relevance: Relevance = Relevance.CORE
    country: str = ""
    setting: str = ""
    participants: int | None = None
    age: str = ""
    sex: str = ""
    group_type: str = ""
    leadership: str = ""
    delivery: str = ""
    format: str = ""
    organisation: str = ""
    sessions: str = ""
    length: str = ""
    registration: str = ""
    search_date: str = ""  # reviews: newest search, ISO or year
    risk_of_bias: str = ""  # as the source states it, with the scale's name
    reports: tuple[str, ...] = ()  # work ids


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: population × intervention × comparator × outcome × timepoint.

    `estimate`, `low` and `high` are on the scale of `measure`; `interval_level` is in percent.
    `benefit_sign` is +1 when a larger estimate favours the intervention's members, −1 when a smaller one does.
    `certainty` is copied from the source (two bounds joined by ".." for a range), never inferred.
    """

    id: str
    study: str
    work: str
    population: str
    outcome: str
    direction: Direction
    locator: str
    outcome_as_named: str = ""
    comparator: str = ""
    instrument: str = ""
    timepoint_weeks: float | None = None
    timepoint: str = ""
    k: int | None = None
    n: int | None = None
    measure: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    interval_level: float | None = None
    p_value: str = ""
    i_squared: float | None = None
    absolute_effect: str = ""
    benefit_sign: int | None = None
    certainty: str = ""
    certainty_source: str = ""
    certainty_reasons: str = ""
    quality_other: str = ""
    subgroup: str = ""
    as_printed: str = ""
    note: str = ""
