"""Values of the house turned into words for a reader; pure functions, no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgevidence.manuscript import notices
from msgevidence.model.evidence import Direction, Facet, Finding, Relation, Relevance, TagStatus
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Record
from msgevidence.ports import Action

FACETS: dict[Facet, str] = {
    Facet.POPULATION: "Population",
    Facet.OUTCOME: "Outcome",
    Facet.GROUP_TYPE: "Group type",
    Facet.LEADERSHIP: "Leadership",
    Facet.DELIVERY: "Delivery",
    Facet.FORMAT: "Group format",
    Facet.SETTING: "Setting",
    Facet.DESIGN: "Design",
}

DIRECTIONS: dict[Direction, str] = {
    Direction.FAVOURS_INTERVENTION: "favours {subject}",
    Direction.FAVOURS_COMPARATOR: "favours the comparison",
    Direction.NO_CLEAR_DIFFERENCE: "shows no clear difference",
    Direction.MIXED: "is mixed",
    Direction.NO_DATA: "has no data here",
    Direction.NOT_REPORTED: "does not report a direction",
    Direction.NOT_APPLICABLE: "has no direction",
}

DIRECTION_NAMES: dict[Direction, str] = {
    Direction.FAVOURS_INTERVENTION: "Favours what was studied",
    Direction.FAVOURS_COMPARATOR: "Favours the comparison",
    Direction.NO_CLEAR_DIFFERENCE: "No clear difference",
    Direction.MIXED: "Mixed",
    Direction.NO_DATA: "No data",
    Direction.NOT_REPORTED: "No direction reported",
    Direction.NOT_APPLICABLE: "Has no direction",
}
DIRECTION_SIGNS: dict[Direction, str] = {
    Direction.FAVOURS_INTERVENTION: "▲",
    Direction.FAVOURS_COMPARATOR: "▼",
    Direction.NO_CLEAR_DIFFERENCE: "○",
    Direction.MIXED: "◆",
}
"""For the map, where words have no room; the others have no direction to show."""

CERTAINTIES: dict[str, str] = {
    "high": "High",
    "moderate": "Moderate",
    "low": "Low",
    "very-low": "Very low",
    "range": "A range of ratings",
    "not-reported": "Not rated",
}
"""GRADE's four levels in their order; whatever a source did not rate stays unrated."""

KINDS: dict[str, str] = {
    "review": "Review",
    "randomised trial": "Randomised trial",
    "controlled study without randomisation": "Controlled, not randomised",
    "study without a comparison group": "No comparison group",
    "": "Design not known",
}
"""evidence.told.Kind, as a legend says it."""

SUBJECTS: dict[Relevance, str] = {
    Relevance.CORE: "the mutual support group",
    Relevance.ADJACENT: "the peer support studied",
    Relevance.CONTEXT: "what was studied (not a mutual support group)",
}
"""What a finding can favour; evidence that is not about groups must not read as if it were."""

NOTICES = notices.WORDS

RELEVANCE: dict[Relevance, str] = {
    Relevance.CORE: "Core: peers in a group give and receive support",
    Relevance.ADJACENT: "Adjacent: one-to-one, peer workers, or groups led by professionals only",
    Relevance.CONTEXT: "Context: social relationships in general",
}

RELATIONS: dict[str, tuple[str, str]] = {
    "includes": ("Includes", "Included in"),
    "supersedes": ("Supersedes", "Superseded by"),
    "protocol-of": ("Protocol of", "Its protocol"),
    "reprint-of": ("Reprint of", "Reprinted as"),
    "corrects": ("Corrects", "Corrected by"),
    "retracts": ("Retracts", "Retracted by"),
    "same-study": ("Same study as", "Same study as"),
    "disagrees-with": ("Disagrees with", "Disagrees with"),
}
"""Kind of relation → how it reads from its subject, and from its object."""

STATUSES: dict[TagStatus, str] = {
    TagStatus.ACCEPTED: "accepted",
    TagStatus.PROPOSED: "proposed",
    TagStatus.REJECTED: "rejected",
}

WHO: dict[str, str] = {
    "rule": "a rule",
    "rules": "the rules",
    "curator": "a curator",
    "source": "the source",
    "user": "you",
}

ACTIONS: dict[Action, str] = {
    Action.ADD: "Add",
    Action.MERGE: "Merge",
    Action.HOLD: "Hold for review",
    Action.REJECT: "Reject",
}

SEVERITIES: dict[Severity, str] = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTE: "Note"}


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 reference``, ``1,204 references``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def names(people: Sequence[Name], limit: int = 3) -> str:
    """``Holt-Lunstad, Smith & Layton``; more than `limit` become ``Hoffman et al.``"""
    family = [person.full_family or person.given for person in people]
    if not family:
        return ""
    if len(family) > limit:
        return f"{family[0]} et al."
    return family[0] if len(family) == 1 else f"{', '.join(family[:-1])} & {family[-1]}"


def authors(listed: str, limit: int = 3) -> str:
    """``Family, Given; Family, Given`` as a list shows it: ``Family & Family``."""
    people = [person.split(",")[0].strip() for person in listed.split(";") if person.strip()]
    return names([Name(literal=person) for person in people], limit)


def identifiers(record: Record) -> tuple[tuple[str, str, str], ...]:
    """(scheme, identifier, address of it) of those the record has; the address is always one of a known resolver."""
    known = (
        ("DOI", record.doi, "https://doi.org/"),
        ("PMID", record.pmid, "https://pubmed.ncbi.nlm.nih.gov/"),
        ("PMCID", record.pmcid, "https://pmc.ncbi.nlm.nih.gov/articles/"),
        ("ISBN", record.isbn, ""),
    )
    return tuple((scheme, value, base + value if base else "") for scheme, value, base in known if value)


def relation(found: Relation, other: str) -> str:
    """How the relation reads on the page of the work that is not `other` (a work or study id)."""
    from_subject, from_object = RELATIONS.get(found.kind, (found.kind, found.kind))
    return from_object if other == found.subject else from_subject


def place(problem: Problem) -> str:
    """``record 3, line 17``, or nothing."""
    parts = []
    if problem.record is not None:
        parts.append(f"record {problem.record + 1}")
    if problem.line is not None:
        parts.append(f"line {problem.line}")
    return ", ".join(parts)


def finding_sentence(
    finding: Finding, label: Callable[[Facet, str], str], relevance: Relevance = Relevance.CORE
) -> str:
    """One sentence a clinician can read: who, what, which way. The numbers stand apart (`finding_numbers`).

    `relevance` is that of the finding's study.
    """
    population = label(Facet.POPULATION, finding.population)
    outcome = label(Facet.OUTCOME, finding.outcome)
    named = finding.outcome_as_named
    measured = f" ({named})" if named and named.casefold() != outcome.casefold() else ""
    against = f", against {finding.comparator}" if finding.comparator else ""
    subgroup = f", in {finding.subgroup}" if finding.subgroup else ""
    when = f", at {finding.timepoint}" if finding.timepoint else _weeks(finding.timepoint_weeks)
    way = DIRECTIONS[finding.direction].format(subject=SUBJECTS[relevance])
    lead = f"{_capital(population)}{subgroup}: for {outcome.lower()}{measured}{against}{when}"
    return f"{lead}, the result {way}."


def finding_numbers(finding: Finding) -> str:
    """``SMD −0.24, 95 % CI −0.39 to −0.09; I² 40 %; 6 studies, 1,204 people``, or nothing."""
    parts = []
    if finding.estimate is not None:
        measure = finding.measure if finding.measure not in ("", "other") else "estimate"
        text = f"{measure} {number(finding.estimate)}"
        if finding.low is not None and finding.high is not None:
            level = f"{number(finding.interval_level)} % CI" if finding.interval_level is not None else "interval"
            text += f", {level} {number(finding.low)} to {number(finding.high)}"
        parts.append(text)
    if finding.p_value:
        parts.append(finding.p_value if finding.p_value.lstrip().lower().startswith("p") else f"p {finding.p_value}")
    if finding.i_squared is not None:
        parts.append(f"I² {number(finding.i_squared)} %")
    size = [count(finding.k, "study", "studies")] if finding.k is not None else []
    if finding.n is not None:
        size.append(count(finding.n, "person", "people"))
    if size:
        parts.append(", ".join(size))
    if finding.absolute_effect:
        parts.append(finding.absolute_effect)
    return "; ".join(parts)


def finding_certainty(finding: Finding) -> str:
    """Certainty is said only where a source said it, with whose word it is."""
    if not finding.certainty:
        return "No rating of certainty was seen where this was read."
    words = finding.certainty.replace("..", " to ").replace("-", " ")
    by = f" ({finding.certainty_source})" if finding.certainty_source else ""
    why = f": {finding.certainty_reasons}" if finding.certainty_reasons else ""
    return f"Certainty {words}{by}{why}."


def number(value: float | None) -> str:
    """Up to four significant decimals, with a real minus sign."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".").replace("-", "−")


def _weeks(weeks: float | None) -> str:
    return "" if weeks is None else f", at {count(int(weeks), 'week') if weeks == int(weeks) else f'{weeks} weeks'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
