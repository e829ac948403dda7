"""The rules, to be read from the top: the first that holds gives the verdict and its name.

Vetoes come first, then what stays in doubt whatever else agrees, then what makes two records the same, then what is
worth asking a person. No two records are the same unless a rule here says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgevidence.matching.compare import AGREE, CONFLICT, UNKNOWN, Evidence
from msgevidence.ports import Verdict

SAME, MAYBE, DIFFERENT = Verdict.SAME, Verdict.MAYBE, Verdict.DIFFERENT

NO_RULE = "too-little-alike"
"""The name given where no rule holds: the records are then taken for different."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the name of the rule that gave it."""

    verdict: Verdict
    rule: str

    @property
    def vetoed(self) -> bool:
        """Whether something speaks against; DIFFERENT may also mean that nothing speaks for."""
        return self.verdict is DIFFERENT and self.rule != NO_RULE


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table; `because` is its reason in words for the person who reviews."""

    name: str
    verdict: Verdict
    because: str
    holds: Callable[[Evidence], bool]


def _title(e: Evidence, least: float) -> bool:
    return e.title is not None and e.title >= least


def _authors(e: Evidence, least: float) -> bool:
    return e.authors is not None and e.authors >= least


def _no_other_authors(e: Evidence, least: float) -> bool:
    return e.authors is None or e.authors >= least


def _journal(e: Evidence, least: float) -> bool:
    return e.journal is not None and e.journal >= least


def _no_other_journal(e: Evidence, least: float) -> bool:
    return e.journal is None or e.journal >= least


def _place(e: Evidence) -> bool:
    return e.volume is AGREE and e.pages is AGREE


def _elsewhere(e: Evidence) -> bool:
    return CONFLICT in (e.volume, e.issue, e.pages)


def _printed_once(e: Evidence) -> bool:
    """In one volume on one page under one title: two identifiers are then two registrations of one work."""
    return _place(e) and _title(e, 0.85) and _no_other_journal(e, 0.8)


def _perhaps_printed_once(e: Evidence) -> bool:
    return e.pages is AGREE and e.volume is UNKNOWN and e.year is AGREE and _title(e, 0.9) and _authors(e, 0.9)


RULES: tuple[Rule, ...] = (
    # Vetoes
    Rule(
        "other-kind",
        DIFFERENT,
        "an erratum, retraction, reply, comment or protocol is not the work it belongs to",
        lambda e: e.kind is CONFLICT and not _printed_once(e),
    ),
    Rule(
        "other-doi",
        DIFFERENT,
        "two DOIs, and not the same pages of the same volume",
        lambda e: e.doi is CONFLICT and not (_printed_once(e) or _perhaps_printed_once(e)),
    ),
    Rule(
        "other-pmid",
        DIFFERENT,
        "two PubMed numbers, and not the same pages of the same volume",
        lambda e: e.pmid is CONFLICT and not (_printed_once(e) or _perhaps_printed_once(e)),
    ),
    Rule(
        "other-part",
        DIFFERENT,
        "other part numbers, or other numbers, in otherwise like titles",
        lambda e: e.part is CONFLICT and not _place(e) and not (e.doi is AGREE and e.pages is AGREE),
    ),
    Rule(
        "other-edition",
        DIFFERENT,
        "another edition of a book",
        lambda e: e.edition is CONFLICT,
    ),
    Rule(
        "adjacent-pages",
        DIFFERENT,
        "one begins where the other ends",
        lambda e: e.adjacent and AGREE not in (e.doi, e.pmid, e.abstract),
    ),
    Rule(
        "serial-title-elsewhere",
        DIFFERENT,
        "an editorial, introduction or the like in another issue or journal, or with another abstract",
        lambda e: (
            e.serial
            and (
                _elsewhere(e)
                or e.year_gap not in (0, None)
                or not _no_other_journal(e, 0.6)
                or (e.abstract is CONFLICT and not _place(e))
            )
            and e.doi is not AGREE
            and e.pmid is not AGREE
        ),
    ),
    Rule(
        "short-title-other-issue",
        DIFFERENT,
        "a title so short that others have it, too, in another issue",
        lambda e: (
            e.letters < 25
            and e.title is not None
            and e.issue is CONFLICT
            and e.pages is not AGREE
            and AGREE not in (e.doi, e.pmid, e.abstract)
        ),
    ),
    Rule(
        "years-apart",
        DIFFERENT,
        "more than one year apart, and not the same pages of the same volume",
        lambda e: e.year is CONFLICT and not _place(e) and e.doi is not AGREE and e.pmid is not AGREE,
    ),
    Rule(
        "other-place",
        DIFFERENT,
        "another volume and other pages",
        lambda e: e.volume is CONFLICT and e.pages is CONFLICT and e.doi is not AGREE and e.pmid is not AGREE,
    ),
    Rule(
        "one-doi-for-several",
        DIFFERENT,
        "one DOI, as supplements have for all their abstracts, but other titles",
        lambda e: e.doi is AGREE and e.title is not None and e.title < 0.6 and not (e.same_range and _authors(e, 0.9)),
    ),
    # In doubt, whatever else agrees
    Rule(
        "kind-in-doubt",
        MAYBE,
        "one looks like an erratum, reply, comment or protocol of the other, on the same page",
        lambda e: e.kind is CONFLICT,
    ),
    Rule(
        "identifiers-in-doubt",
        MAYBE,
        "two identifiers, though title, authors, year and pages agree",
        lambda e: CONFLICT in (e.doi, e.pmid) and not _printed_once(e),
    ),
    Rule(
        "generic-title-only",
        MAYBE,
        "a title that many have, and nothing that says where it stands",
        lambda e: (
            e.generic
            and _title(e, 0.9)
            and not _place(e)
            and AGREE not in (e.doi, e.pmid)
            and not (e.identical and e.volume is AGREE and (e.issue is AGREE or e.abstract is AGREE))
        ),
    ),
    Rule(
        "one-doi-in-doubt",
        MAYBE,
        "one DOI, but other authors, another place, or a title that differs",
        lambda e: (
            e.doi is AGREE
            and (
                (e.pages is CONFLICT and not _title(e, 0.97))
                or (_elsewhere(e) and not _no_other_journal(e, 0.5))
                or not (_no_other_authors(e, 0.5) or _printed_once(e))
            )
        ),
    ),
    # The same
    Rule(
        "same-doi",
        SAME,
        "one DOI, and titles that do not gainsay it",
        lambda e: e.doi is AGREE and (e.title is None or e.title >= 0.75),
    ),
    Rule(
        "same-pmid",
        SAME,
        "one PubMed number, and the title or the authors",
        lambda e: e.pmid is AGREE and (e.title is None or e.title >= 0.6 or _authors(e, 0.9)),
    ),
    Rule(
        "same-isbn",
        SAME,
        "one ISBN, title and author",
        lambda e: (
            e.isbn is AGREE and _title(e, 0.9) and _no_other_authors(e, 0.7) and not e.generic and not _elsewhere(e)
        ),
    ),
    Rule(
        "same-title-and-place",
        SAME,
        "title, volume and page",
        lambda e: (
            _place(e)
            and _title(e, 0.85)
            and _no_other_journal(e, 0.5)
            and e.abstract is not CONFLICT
            and (_no_other_authors(e, 0.3) or e.same_range)
        ),
    ),
    Rule(
        "same-title-authors-and-place",
        SAME,
        "a title that differs a little, authors, volume and page",
        lambda e: _place(e) and _title(e, 0.75) and _authors(e, 0.6),
    ),
    Rule(
        "same-title-and-range",
        SAME,
        "a title that differs, but the same pages from first to last in one volume of one journal",
        lambda e: (
            e.volume is AGREE
            and e.same_range
            and _title(e, 0.6)
            and _journal(e, 0.9)
            and _no_other_authors(e, 0.6)
            and e.year is not CONFLICT
        ),
    ),
    Rule(
        "same-authors-and-range",
        SAME,
        "another title, as in a translation, but the same authors on the same pages from first to last",
        lambda e: (
            e.volume is AGREE
            and e.issue is not CONFLICT
            and e.same_range
            and _authors(e, 0.95)
            and _journal(e, 0.9)
            and e.year is not CONFLICT
        ),
    ),
    Rule(
        "same-title-authors-and-range",
        SAME,
        "title, authors and the same pages from first to last, whatever the journal is called",
        lambda e: e.same_range and _title(e, 0.9) and _authors(e, 0.8) and e.year is not CONFLICT,
    ),
    Rule(
        "same-title-authors-and-pages",
        SAME,
        "title, authors, journal and page, though a volume or an issue differs",
        lambda e: (
            e.pages is AGREE
            and _title(e, 0.85 if e.same_range else 0.9)
            and _authors(e, 0.8)
            and _journal(e, 0.9)
            and (e.year is AGREE or (e.year is UNKNOWN and not _elsewhere(e)))
        ),
    ),
    Rule(
        "same-title-authors-journal",
        SAME,
        "title, authors and journal, and nothing against it",
        lambda e: (
            _title(e, 0.95)
            and _authors(e, 0.7)
            and _no_other_journal(e, 0.9 if e.letters < 40 or e.year is not AGREE else 0.7)
            and not _elsewhere(e)
        ),
    ),
    Rule(
        "same-title-authors-other-issue",
        SAME,
        "a long title, authors, journal and year, though the issue differs",
        lambda e: (
            e.letters >= 40
            and _title(e, 0.97)
            and _authors(e, 0.9)
            and _journal(e, 0.9)
            and e.year is AGREE
            and CONFLICT not in (e.volume, e.pages, e.abstract)
        ),
    ),
    Rule(
        "same-title-authors-abstract",
        SAME,
        "title, authors, journal, year and the beginning of the abstract",
        lambda e: (
            e.abstract is AGREE
            and e.year is AGREE
            and e.pages is not CONFLICT
            and _title(e, 0.9 if e.volume is AGREE else 0.97)
            and _authors(e, 0.9)
            and _journal(e, 0.97 if e.volume is CONFLICT else 0.9)
        ),
    ),
    Rule(
        "same-title-journal-volume",
        SAME,
        "title, journal, volume and year of a work without authors",
        lambda e: (
            e.authors is None
            and _title(e, 0.95)
            and _journal(e, 0.9)
            and e.volume is AGREE
            and e.year is AGREE
            and not _elsewhere(e)
        ),
    ),
    Rule(
        "identical",
        SAME,
        "every compared value is equal",
        lambda e: e.identical and e.title is not None,
    ),
    # Worth asking
    Rule(
        "alike-title-and-authors",
        MAYBE,
        "title and authors are alike, but the place is not, or is not known",
        lambda e: _title(e, 0.85) and _authors(e, 0.7),
    ),
    Rule(
        "alike-title-and-journal",
        MAYBE,
        "title and journal are alike, and nothing is against it but the authors",
        lambda e: _title(e, 0.95) and _no_other_journal(e, 0.9) and not _elsewhere(e) and e.year is not CONFLICT,
    ),
    Rule(
        "alike-title-and-page",
        MAYBE,
        "title and page are alike",
        lambda e: _title(e, 0.9) and e.pages is AGREE and e.year is not CONFLICT,
    ),
    Rule(
        "alike-authors-and-range",
        MAYBE,
        "other titles, but the same authors on the same pages from first to last",
        lambda e: (
            e.same_range and _authors(e, 0.95) and (e.volume is AGREE or (e.volume is UNKNOWN and _journal(e, 0.8)))
        ),
    ),
    Rule(
        "alike-place",
        MAYBE,
        "journal, volume and page agree, and so does the title a little, or the authors and the issue wholly",
        lambda e: (
            _place(e)
            and _journal(e, 0.9)
            and (
                ((e.title is None or e.title >= 0.5) and _no_other_authors(e, 0.6))
                or (_authors(e, 0.95) and e.issue is AGREE and not e.serial)
            )
        ),
    ),
    Rule(
        "alike-authors-and-journal",
        MAYBE,
        "titles that differ, but the same authors in one journal and year, and no place against it",
        lambda e: (
            _title(e, 0.65)
            and _authors(e, 0.95)
            and _journal(e, 0.9)
            and e.year is AGREE
            and not _elsewhere(e)
            and UNKNOWN in (e.volume, e.pages)
        ),
    ),
    Rule(
        "alike-identifier",
        MAYBE,
        "one DOI or PubMed number, but titles that differ",
        lambda e: AGREE in (e.doi, e.pmid),
    ),
)


def judge(evidence: Evidence) -> Judgement:
    """By the first rule that holds; DIFFERENT by `NO_RULE` when none does."""
    for rule in RULES:
        if rule.holds(evidence):
            return Judgement(rule.verdict, rule.name)
    return Judgement(DIFFERENT, NO_RULE)
