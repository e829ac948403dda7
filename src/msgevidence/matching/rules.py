"""The rules, to be read from the top: the first that holds gives the verdict and its name. Vetoes come first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgevidence.matching.compare import AGREE, CONFLICT, Evidence
from msgevidence.ports import Verdict

SAME, MAYBE, DIFFERENT = Verdict.SAME, Verdict.MAYBE, Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the name of the rule that gave it."""

    verdict: Verdict
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    name: str
    verdict: Verdict
    holds: Callable[[Evidence], bool]


def _place(e: Evidence) -> bool:
    return e.volume is AGREE and e.pages is AGREE


def _no_conflict(e: Evidence) -> bool:
    return not (e.volume is CONFLICT or e.issue is CONFLICT or e.pages is CONFLICT or e.year is CONFLICT)


def _title(e: Evidence, least: float) -> bool:
    return e.title is not None and e.title >= least


def _authors(e: Evidence, least: float) -> bool:
    return e.authors is not None and e.authors >= least


def _journal(e: Evidence, least: float) -> bool:
    return e.journal is not None and e.journal >= least


def _not_other_journal(e: Evidence, least: float = 0.6) -> bool:
    return e.journal is None or e.journal >= least


RULES: tuple[Rule, ...] = (
    # vetoes
    Rule("other-kind", DIFFERENT, lambda e: e.kind is CONFLICT and not _place(e)),
    Rule("other-doi", DIFFERENT, lambda e: e.doi is CONFLICT and not _place(e)),
    Rule("other-pmid", DIFFERENT, lambda e: e.pmid is CONFLICT and not _place(e)),
    Rule("other-part", DIFFERENT, lambda e: e.part is CONFLICT and e.pages is not AGREE),
    Rule("adjacent-pages", DIFFERENT, lambda e: e.adjacent and e.doi is not AGREE),
    Rule("generic-title-elsewhere", DIFFERENT, lambda e: e.generic and (e.volume is CONFLICT or e.issue is CONFLICT or e.pages is CONFLICT)),
    Rule("years-apart", DIFFERENT, lambda e: e.year is CONFLICT and not _place(e) and e.doi is not AGREE),
    Rule("other-place", DIFFERENT, lambda e: e.volume is CONFLICT and e.pages is CONFLICT and e.doi is not AGREE),
    # same
    Rule("kind-in-doubt", MAYBE, lambda e: e.kind is CONFLICT),
    Rule("part-in-doubt", MAYBE, lambda e: e.part is CONFLICT),
    Rule("generic-title-only", MAYBE, lambda e: e.generic and not _place(e) and e.doi is not AGREE and _title(e, 0.9) and _no_conflict(e)),
    Rule("same-doi", SAME, lambda e: e.doi is AGREE and (e.title is None or e.title >= 0.6)),
    Rule("same-pmid", SAME, lambda e: e.pmid is AGREE and (e.title is None or e.title >= 0.6)),
    Rule("same-title-and-place", SAME, lambda e: _title(e, 0.8) and _place(e)),
    Rule("same-title-authors-journal", SAME, lambda e: _title(e, 0.95) and _authors(e, 0.7) and _not_other_journal(e, 0.7) and _no_conflict(e)),
    Rule("same-authors-and-place", SAME, lambda e: _title(e, 0.5) and _authors(e, 0.9) and _place(e) and _journal(e, 0.7)),
    # maybe
    Rule("alike-title-and-authors", MAYBE, lambda e: _title(e, 0.85) and _authors(e, 0.7)),
    Rule("same-place", MAYBE, lambda e: _place(e) and _journal(e, 0.9) and (e.title is None or e.title >= 0.5)),
    Rule("doubtful-doi", MAYBE, lambda e: e.doi is AGREE),
)


def judge(evidence: Evidence) -> Judgement:
    """The first rule that holds; DIFFERENT by ``too-little-alike`` when none does."""
    for rule in RULES:
        if rule.holds(evidence):
            return Judgement(rule.verdict, rule.name)
    return Judgement(DIFFERENT, "too-little-alike")
