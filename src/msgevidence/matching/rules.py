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


def _same_place(e: Evidence) -> bool:
    return e.volume is AGREE and e.pages is AGREE


def _nothing_conflicts(e: Evidence) -> bool:
    return CONFLICT not in (e.year, e.volume, e.issue, e.pages)


def _title(e: Evidence, least: float) -> bool:
    return e.title is not None and e.title >= least


def _authors(e: Evidence, least: float) -> bool:
    return e.authors is not None and e.authors >= least


def _journal(e: Evidence, least: float) -> bool:
    return e.journal is not None and e.journal >= least


def _journal_or_none(e: Evidence, least: float) -> bool:
    return e.journal is None or e.journal >= least


def _same_work_elsewhere_printed(e: Evidence) -> bool:
    """Pages agree and the rest too: then two identifiers are two registrations of one work."""
    return e.pages is AGREE and e.volume is not CONFLICT and _title(e, 0.9) and _journal(e, 0.8) and not (e.generic and e.issue is CONFLICT)


RULES: tuple[Rule, ...] = (
    # Vetoes
    Rule("other-kind", DIFFERENT, lambda e: e.kind is CONFLICT and not (_same_place(e) and _title(e, 0.85))),
    Rule("other-doi", DIFFERENT, lambda e: e.doi is CONFLICT and not _same_work_elsewhere_printed(e)),
    Rule("other-pmid", DIFFERENT, lambda e: e.pmid is CONFLICT and not _same_work_elsewhere_printed(e)),
    Rule("other-part", DIFFERENT, lambda e: e.part is CONFLICT and not _same_place(e)),
    Rule("adjacent-pages", DIFFERENT, lambda e: e.adjacent and e.doi is not AGREE),
    Rule(
        "serial-title-elsewhere",
        DIFFERENT,
        lambda e: e.serial and (CONFLICT in (e.volume, e.issue, e.pages) or e.year_gap not in (0, None) or not _journal_or_none(e, 0.6)) and e.doi is not AGREE,
    ),
    Rule("years-apart", DIFFERENT, lambda e: e.year is CONFLICT and not _same_place(e) and e.doi is not AGREE),
    Rule("other-place", DIFFERENT, lambda e: e.volume is CONFLICT and e.pages is CONFLICT and e.doi is not AGREE),
    Rule("other-work-of-one-doi", DIFFERENT, lambda e: e.doi is AGREE and e.title is not None and e.title < 0.6 and not (e.same_range and _authors(e, 0.9))),
    # In doubt, whatever else agrees
    Rule("kind-in-doubt", MAYBE, lambda e: e.kind is CONFLICT),
    Rule(
        "generic-title-only",
        MAYBE,
        lambda e: e.generic and _title(e, 0.9) and not _same_place(e) and e.doi is not AGREE and e.pmid is not AGREE and not (e.identical and e.volume is AGREE and e.issue is AGREE),
    ),
    Rule(
        "same-doi-elsewhere",
        MAYBE,
        lambda e: e.doi is AGREE
        and (
            (e.pages is CONFLICT and not _title(e, 0.97))
            or (not _journal_or_none(e, 0.5) and CONFLICT in (e.volume, e.pages))
            or (e.authors is not None and e.authors < 0.5)
        ),
    ),
    # The same
    Rule("same-doi", SAME, lambda e: e.doi is AGREE and _title(e, 0.75)),
    Rule("same-doi-untitled", SAME, lambda e: e.doi is AGREE and e.title is None),
    Rule("same-pmid", SAME, lambda e: e.pmid is AGREE and (e.title is None or e.title >= 0.6)),
    Rule("same-title-and-place", SAME, lambda e: _title(e, 0.85) and _same_place(e) and _journal_or_none(e, 0.5) and e.abstract is not CONFLICT),
    Rule("same-title-authors-and-place", SAME, lambda e: _title(e, 0.75) and _same_place(e) and _authors(e, 0.6)),
    Rule("same-authors-and-range", SAME, lambda e: _authors(e, 0.95) and _journal(e, 0.9) and e.same_range and e.volume is AGREE and e.issue is not CONFLICT and e.year is not CONFLICT),
    Rule("same-title-and-range", SAME, lambda e: _title(e, 0.6) and _journal(e, 0.9) and e.same_range and e.volume is AGREE and (e.authors is None or e.authors >= 0.6) and e.year is not CONFLICT),
    Rule(
        "same-title-authors-journal",
        SAME,
        lambda e: _title(e, 0.95) and _authors(e, 0.7) and _journal_or_none(e, 0.9 if e.short or e.year is not AGREE else 0.7) and _nothing_conflicts(e),
    ),
    Rule(
        "same-title-authors-and-pages",
        SAME,
        lambda e: _title(e, 0.85 if e.same_range else 0.9) and _authors(e, 0.8) and _journal(e, 0.9) and e.pages is AGREE and e.year is not CONFLICT,
    ),
    Rule(
        "same-title-authors-journal-other-issue",
        SAME,
        lambda e: not e.short and _title(e, 0.97) and _authors(e, 0.9) and _journal(e, 0.9) and e.year is AGREE and CONFLICT not in (e.volume, e.pages, e.abstract),
    ),
    Rule(
        "same-title-authors-and-abstract",
        SAME,
        lambda e: _title(e, 0.85 if e.volume is AGREE else 0.97) and _authors(e, 0.9) and _journal(e, 0.97 if e.volume is CONFLICT else 0.9) and e.abstract is AGREE and e.year is AGREE and e.pages is not CONFLICT,
    ),
    Rule(
        "same-title-journal-volume-no-authors",
        SAME,
        lambda e: e.authors is None and _title(e, 0.95) and _journal(e, 0.9) and e.volume is AGREE and e.year is AGREE and _nothing_conflicts(e),
    ),
    Rule("identical", SAME, lambda e: e.identical and _title(e, 1.0)),
    # Perhaps
    Rule("alike-title-and-authors", MAYBE, lambda e: _title(e, 0.85) and _authors(e, 0.7)),
    Rule("alike-title-no-authors", MAYBE, lambda e: _title(e, 0.95) and e.authors is None and _nothing_conflicts(e)),
    Rule("alike-title-and-place", MAYBE, lambda e: _title(e, 0.9) and e.pages is AGREE and e.year is not CONFLICT),
    Rule("same-authors-and-range-other-title", MAYBE, lambda e: _authors(e, 0.95) and _journal(e, 0.8) and e.same_range and e.volume is not CONFLICT),
    Rule("same-place", MAYBE, lambda e: _same_place(e) and _journal(e, 0.9) and (e.title is None or e.title >= 0.5) and (e.authors is None or e.authors >= 0.6)),
    Rule("doubtful-doi", MAYBE, lambda e: e.doi is AGREE),
)


def judge(evidence: Evidence) -> Judgement:
    """The first rule that holds; DIFFERENT by ``too-little-alike`` when none does."""
    for rule in RULES:
        if rule.holds(evidence):
            return Judgement(rule.verdict, rule.name)
    return Judgement(DIFFERENT, "too-little-alike")
