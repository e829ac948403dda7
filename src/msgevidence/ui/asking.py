"""A question put to the library: its findings gathered and summed up. Cached under the library's revision."""

from __future__ import annotations

from msgevidence.evidence.answers import Row, Summary
from msgevidence.evidence.asking import ask
from msgevidence.ingest.bundle import Desk
from msgevidence.model.evidence import Facet
from msgevidence.ui import state, wording

SYMBOLS = {"high": "⊕⊕⊕⊕", "moderate": "⊕⊕⊕○", "low": "⊕⊕○○", "very-low": "⊕○○○"}
HEADER = ("Outcome", "Effect", "In absolute terms", "People", "Studies", "Certainty", "In words")
"""Of the summary-of-findings table."""


def summary(population: str, outcome: str, group_type: str = "") -> Summary:
    """What the library knows of the question; terms are slugs and stand for their narrower terms too."""
    return _summary(population, outcome, group_type)


def certainty(level: str) -> str:
    """``⊕⊕○○ low``, ``very low to moderate``, or that nobody stated it."""
    if level in ("", "not stated", "not-reported"):
        return "not stated"
    words = " to ".join(bound.replace("-", " ") for bound in level.split(".."))
    return f"{SYMBOLS[level]} {words}" if level in SYMBOLS else words


def table(found: Summary) -> list[tuple[str, ...]]:
    """The rows under HEADER."""
    return [_row(row) for row in found.rows]


def _row(row: Row) -> tuple[str, ...]:
    kinds = ((row.reviews, "review"), (row.trials, "randomised trial"), (row.others, "other study"))
    studies = ", ".join(
        wording.count(number, name, "other studies" if name == "other study" else None)
        for number, name in kinds
        if number
    )
    people = [f"{row.people:,} in single studies"] if row.people else []
    people += [f"{row.people_in_review:,} in the largest review"] if row.people_in_review else []
    near = "" if row.relevance == "core" else " (related support, not groups of peers)"
    whose = f" ({row.certainty.whose})" if row.certainty.whose else ""
    return (
        row.outcome.label + near,
        row.size.text if row.size else "",
        row.size.absolute if row.size else "",
        "; ".join(people),
        studies,
        certainty(row.certainty.level) + whose,
        row.sentence,
    )


@state.answered
def _summary(desk: Desk, population: str, outcome: str, group_type: str) -> Summary:
    words = desk.vocabularies
    return ask(
        desk.library.queries,
        words[Facet.POPULATION][population],
        words[Facet.OUTCOME][outcome],
        words[Facet.GROUP_TYPE][group_type] if group_type else None,
    )
