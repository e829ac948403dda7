"""Every way a row can be wrong is refused, with the work it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from msgevidence.evidence.dataset import Dataset
from msgevidence.evidence.gate import Vocabularies, check, fails
from msgevidence.model.evidence import (
    Direction,
    Facet,
    Finding,
    Notice,
    NoticeKind,
    Provenance,
    Relation,
    Tag,
)

TRIAL, REVIEW = "doe-2001-groups", "roe-2010-review"


def codes(dataset: Dataset, vocabularies: Vocabularies) -> set[str]:
    problems = check(dataset, vocabularies)
    assert fails(problems) is bool(problems)
    return {problem.code for problem in problems}


def with_finding(dataset: Dataset, **changes: Any) -> Dataset:
    return replace(dataset, findings=(replace(dataset.findings[0], **changes),))


def with_work(dataset: Dataset, **changes: Any) -> Dataset:
    return replace(dataset, works=(dataset.works[0].replaced(**changes), *dataset.works[1:]))


def test_the_example_passes(dataset: Dataset, vocabularies: Vocabularies) -> None:
    assert check(dataset, vocabularies) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"estimate": -0.9}, "interval-excludes-estimate"),
        ({"low": -0.2, "high": -0.8}, "backward-interval"),
        ({"high": None}, "half-interval"),
        ({"interval_level": None}, "no-interval-level"),
        ({"interval_level": 0.95}, "no-interval-level"),
        ({"direction": Direction.FAVOURS_COMPARATOR}, "direction-contradicts"),
        ({"direction": Direction.NO_CLEAR_DIFFERENCE}, "direction-contradicts"),
        ({"high": 0.2}, "direction-contradicts"),
        ({"low": None, "high": None, "direction": Direction.FAVOURS_COMPARATOR}, "direction-contradicts"),
        ({"benefit_sign": None}, "no-benefit-sign"),
        ({"benefit_sign": 1, "direction": Direction.FAVOURS_COMPARATOR}, "benefit-sign"),
        ({"benefit_sign": 2}, "bad-benefit-sign"),
        ({"measure": "effect"}, "bad-measure"),
        ({"measure": ""}, "bad-measure"),
        ({"measure": "RR"}, "negative-ratio"),
        ({"n": -1}, "negative-count"),
        ({"i_squared": 130.0}, "bad-i-squared"),
        ({"low": float("nan")}, "not-finite"),
        ({"as_printed": "SMD −0.5 (95% CI −0.8 to −0.3)"}, "not-as-printed"),
        ({"as_printed": ""}, "not-as-printed"),
        ({"certainty": "good"}, "bad-certainty"),
        ({"certainty": "low..moderate"}, "no-certainty-source"),
        ({"certainty": "low", "certainty_source": "the authors"}, "certainty-of-one-study"),
        ({"low": None, "high": None, "p_value": "p = 0.40"}, "direction-contradicts"),
        ({"low": None, "high": None, "p_value": ">0.1"}, "direction-contradicts"),
        (
            {"direction": Direction.NO_CLEAR_DIFFERENCE, "low": None, "high": None, "p_value": "<0.001"},
            "direction-contradicts",
        ),
        ({"work": REVIEW}, "work-of-another-study"),
        ({"locator": " "}, "no-locator"),
        ({"population": "martians"}, "unknown-term"),
        ({"outcome": "hope"}, "untagged"),
        ({"study": "nobody"}, "unknown-work"),
    ],
)
def test_findings(dataset: Dataset, vocabularies: Vocabularies, changes: dict[str, Any], code: str) -> None:
    assert code in codes(with_finding(dataset, **changes), vocabularies)


@pytest.mark.parametrize(
    "changes",
    [
        {"low": -0.8, "high": 0.2, "direction": Direction.NO_CLEAR_DIFFERENCE},
        {"low": -0.8, "high": 0.0, "direction": Direction.NO_CLEAR_DIFFERENCE, "as_printed": "-0.5 (-0.8 to 0.0)"},
        {"direction": Direction.NOT_APPLICABLE, "benefit_sign": None},
        {"benefit_sign": 1, "direction": Direction.FAVOURS_COMPARATOR, "note": "the scale is turned round"},
        {"measure": "OR", "estimate": 0.5, "low": 0.2, "high": 0.8, "as_printed": "0·5 (·2–.80)"},
        {"p_value": "p = 0.03", "direction": Direction.NO_CLEAR_DIFFERENCE, "low": None, "high": None},
        {"p_value": "0.4"},
    ],
)
def test_findings_that_may_stand(dataset: Dataset, vocabularies: Vocabularies, changes: dict[str, Any]) -> None:
    assert codes(with_finding(dataset, **changes), vocabularies) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"doi": "https://doi.org/10.1000/Groups"}, "malformed-doi"),
        ({"doi": "10.1000"}, "malformed-doi"),
        ({"pmid": "PMID 12"}, "malformed-pmid"),
        ({"issn": "1234-5678"}, "malformed-issn"),
        ({"page": "293-288"}, "backward-pages"),
        ({"page": "S12–S9"}, "backward-pages"),
        ({"page": "12-15, 20-18"}, "backward-pages"),
        ({"title": ""}, "incomplete-work"),
        ({"author": ()}, "incomplete-work"),
        ({"abstract": "We tried groups."}, "abstract-stored"),
        ({"volume": "7"}, "no-source"),
        ({"id": "doe2001"}, "malformed-id"),
        ({"title": "Groups reviewed!"}, "unrelated-twins"),
    ],
)
def test_works(dataset: Dataset, vocabularies: Vocabularies, changes: dict[str, Any], code: str) -> None:
    assert code in codes(with_work(dataset, **changes), vocabularies)


@pytest.mark.parametrize("page", ["288-93", "e12-e15", "12-15, 18", "288", "iv-xii", "A1-B3"])
def test_pages_that_run_forwards(dataset: Dataset, vocabularies: Vocabularies, page: str) -> None:
    assert codes(with_work(dataset, page=page), vocabularies) == set()


def test_a_repeated_identifier(dataset: Dataset, vocabularies: Vocabularies) -> None:
    trial, review = dataset.works
    spoiled = replace(dataset, works=(trial, review.replaced(doi=trial.doi)))
    problems = check(spoiled, vocabularies)
    assert [problem.quote for problem in problems if problem.code == "repeated-doi"] == [REVIEW]


def _superseded(dataset: Dataset) -> Dataset:
    return replace(dataset, relations=(*dataset.relations, Relation(REVIEW, "supersedes", TRIAL, "https://x.org")))


SPOILED: list[tuple[str, Callable[[Dataset], Dataset]]] = [
    ("unsorted", lambda d: replace(d, works=d.works[::-1])),
    ("unsorted", lambda d: replace(d, tags=d.tags[::-1])),
    ("repeated-row", lambda d: replace(d, findings=d.findings * 2)),
    ("repeated-work", lambda d: replace(d, works=(d.works[0], *d.works))),
    ("checksum-mismatch", lambda d: replace(d, declared={"tags.csv": "0"}, actual={"tags.csv": "1"})),
    ("missing-included-study", lambda d: replace(d, relations=(Relation(REVIEW, "includes", "lost-study", "s"),))),
    ("bad-relation", lambda d: replace(d, relations=(Relation(REVIEW, "likes", TRIAL, "s"),))),
    ("bad-relation", lambda d: replace(d, relations=(Relation(REVIEW, "includes", TRIAL),))),
    ("bad-relation", lambda d: replace(d, relations=(Relation(REVIEW, "disagrees-with", REVIEW, "s"),))),
    ("not-a-review", lambda d: replace(d, relations=(Relation(TRIAL, "includes", REVIEW, "s"),))),
    ("superseded-by-older", lambda d: replace(d, relations=(Relation(TRIAL, "supersedes", REVIEW, "s"),))),
    ("bad-search-date", lambda d: replace(d, studies=(d.studies[0], replace(d.studies[1], search_date="May 2009")))),
    (
        "bad-search-date",
        lambda d: replace(d, date="2026", studies=(d.studies[0], replace(d.studies[1], search_date="2027"))),
    ),
    (
        "unmarked",
        lambda d: replace(d, notices=(Notice(TRIAL, NoticeKind.SUPERSEDED_BY, "2010", about=REVIEW, source="s"),)),
    ),
    ("unmarked", _superseded),
    ("incomplete-notice", lambda d: replace(d, notices=(Notice(TRIAL, NoticeKind.CORRECTION),))),
    ("unknown-work", lambda d: replace(d, notices=(Notice("lost", NoticeKind.CORRECTION, "2001", source="s"),))),
    ("unknown-term", lambda d: replace(d, tags=(*d.tags, (REVIEW, Tag(Facet.SETTING, "moon"))))),
    ("untagged", lambda d: replace(d, tags=tuple(t for t in d.tags if t[1].facet is not Facet.DESIGN))),
    ("no-study", lambda d: replace(d, studies=d.studies[:1])),
    ("no-report", lambda d: replace(d, studies=(replace(d.studies[0], reports=()), d.studies[1]))),
    ("bad-level", lambda d: replace(d, studies=(replace(d.studies[0], ocebm_question=""), d.studies[1]))),
    ("unknown-term", lambda d: replace(d, studies=(replace(d.studies[0], design="trial"), d.studies[1]))),
    ("no-source", lambda d: replace(d, provenance=tuple(p for p in d.provenance if p.entity != "finding"))),
    ("no-source", lambda d: replace(d, provenance=tuple(p for p in d.provenance if p.entity != "work"))),
    ("incomplete-source", lambda d: replace(d, provenance=(*d.provenance, Provenance("work", TRIAL, "page", "")))),
]


@pytest.mark.parametrize(("code", "spoil"), SPOILED)
def test_datasets(dataset: Dataset, vocabularies: Vocabularies, code: str, spoil: Callable[[Dataset], Dataset]) -> None:
    assert code in codes(spoil(dataset), vocabularies)


def test_a_marked_successor_may_stand(dataset: Dataset, vocabularies: Vocabularies) -> None:
    notice = Notice(TRIAL, NoticeKind.SUPERSEDED_BY, "2010", about=REVIEW, source="https://x.org")
    marked = replace(_superseded(dataset), notices=(notice,))
    assert codes(marked, vocabularies) == set()


def test_a_finding_without_numbers_may_stand(dataset: Dataset, vocabularies: Vocabularies) -> None:
    first = dataset.findings[0]
    plain = Finding(first.id, first.study, first.work, first.population, first.outcome, Direction.MIXED, "abstract")
    assert codes(replace(dataset, findings=(plain,)), vocabularies) == set()


def test_certainty_of_a_body_of_evidence_may_stand(dataset: Dataset, vocabularies: Vocabularies) -> None:
    review = replace(dataset.studies[0], design="systematic-review")
    stated = with_finding(dataset, certainty="low..moderate", certainty_source="review authors")
    assert codes(replace(stated, studies=(review, dataset.studies[1])), vocabularies) == set()
