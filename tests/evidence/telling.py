"""Findings as they are told, made in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgevidence.model.evidence import Direction, Facet, Finding, NoticeKind, Relevance, Study, Term


@dataclass(frozen=True)
class Read:
    """A report."""

    citekey: str
    title: str = ""
    year: int | None = 2010
    notices: tuple[NoticeKind, ...] = ()


@dataclass(frozen=True)
class Said:
    """A finding with its study and report."""

    finding: Finding
    study: Study | None
    report: Read


def tell(name: str, number: int = 1, **changes: Any) -> Said:
    """A trial's SMD on depressive symptoms that favours the group; `changes` go to finding, study or report."""
    study = Study(
        id=f"{name}-study",
        label=changes.pop("label", name.title()),
        design=changes.pop("design", "rct"),
        relevance=changes.pop("relevance", Relevance.CORE),
        participants=changes.pop("participants", None),
        search_date=changes.pop("search_date", ""),
        group_type=changes.pop("group_type", ""),
        reports=changes.pop("reports", (name,)),
    )
    report = Read(name, name, changes.pop("year", 2010), changes.pop("notices", ()))
    values: dict[str, Any] = {
        "id": f"{name}-f{number:02d}",
        "study": study.id,
        "work": name,
        "population": "depression",
        "outcome": "depressive-symptoms",
        "direction": Direction.FAVOURS_INTERVENTION,
        "locator": "table 2",
        "comparator": "usual care",
        "timepoint_weeks": 12.0,
        "n": 100,
        "measure": "SMD",
        "estimate": -0.5,
        "low": -0.8,
        "high": -0.2,
        "interval_level": 95.0,
        "benefit_sign": -1,
    }
    return Said(Finding(**{**values, **changes}), study, report)


SYMPTOMS = Term(Facet.OUTCOME, "symptoms", "Symptoms")
DEPRESSIVE = Term(Facet.OUTCOME, "depressive-symptoms", "Depressive symptoms", "symptoms")
ANXIETY = Term(Facet.OUTCOME, "anxiety-symptoms", "Anxiety symptoms", "symptoms")
