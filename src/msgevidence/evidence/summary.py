"""The summary of findings of a question: what is known, how well, from how many, and what is missing.

Pure: findings go in as they are told, a frozen value comes out that fits a page, a table and a JSON document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgevidence.evidence import sentences
from msgevidence.evidence.answers import BottomLine, Certainty, Named, Question, Row, Searched, Summary
from msgevidence.evidence.gaps import disagreements, gaps
from msgevidence.evidence.lines import line_of, why_not_counted
from msgevidence.evidence.overlap import overlap
from msgevidence.evidence.poolable import Refusal
from msgevidence.evidence.sizes import size_of
from msgevidence.evidence.synthesis import Synthesis, largest
from msgevidence.evidence.told import COMPARING, Kind, Told, is_stated, kind_of
from msgevidence.model.evidence import Direction, Relation, Relevance, Study, Term

HARMS = "adverse-events"
"""The outcome that holds what went wrong."""
_CERTAINTIES = ("very-low", "low", "moderate", "high")


def summarise(
    question: Question,
    told: Sequence[Told],
    *,
    outcomes: Sequence[Term],
    harms: Sequence[Told] = (),
    relations: Sequence[Relation] = (),
    silent: Sequence[Study] = (),
    searched: Searched,
) -> Summary:
    """`told` are the findings of the question, `harms` those on adverse events of the same people, `silent` studies
    on the question that have no finding here; `outcomes` label the outcome terms, in their order.
    """
    counted = [one for one in told if not why_not_counted(one)]
    rows = _rows(counted, outcomes, relations)
    adverse = [one for one in harms if not why_not_counted(one)]
    worse = [one for one in counted if one.finding.direction is Direction.FAVOURS_COMPARATOR]
    harmful = list({one.finding.id: one for one in (*adverse, *worse)}.values())
    reviews = {one.study.id: one.study for one in counted if one.study and kind_of(one.study) is Kind.REVIEW}
    shared = overlap(reviews.values(), relations, [one.study for one in told if one.study])
    because = sentences.bottom_line(question.population.label, question.outcome.label, rows, harmful, searched)
    lead = rows[0] if rows else None
    return Summary(
        question=question,
        bottom_line=BottomLine(sentences.joined(because), lead.certainty.level if lead else "not stated", because),
        rows=rows,
        findings=tuple(line_of(one) for one in told),
        pooled=lead.pooled if lead else None,
        refusal=lead.refusal if lead else None,
        harms=tuple(line_of(one) for one in harmful),
        disagreements=tuple(disagreements(rows, counted, relations)),
        overlap=shared,
        gaps=tuple(gaps(question, rows, counted, adverse=adverse, silent=silent, searched=searched)),
        searched=searched,
    )


def _rows(told: Sequence[Told], outcomes: Sequence[Term], relations: Sequence[Relation]) -> tuple[Row, ...]:
    groups: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        assert one.study is not None  # noqa: S101 (such findings were set aside)
        groups[one.study.relevance.value, one.finding.outcome].append(one)
    labels = {term.slug: term.label for term in outcomes}
    places = {slug: place for place, slug in enumerate(labels)}
    made = [
        _row(Named(outcome, labels.get(outcome, outcome)), relevance, group, relations)
        for (relevance, outcome), group in groups.items()
    ]
    return tuple(
        sorted(
            made,
            key=lambda row: (
                row.relevance != Relevance.CORE,
                row.direction not in COMPARING,
                row.certainty.level == "not stated",
                -row.studies,
                places.get(row.outcome.term, 0),
            ),
        )
    )


def _row(outcome: Named, relevance: str, told: Sequence[Told], relations: Sequence[Relation]) -> Row:
    lead = max(told, key=_weight)
    by_kind: defaultdict[Kind, set[str]] = defaultdict(set)
    people: dict[str, int] = {}
    in_review: dict[str, int] = {}
    for one in told:
        kind = kind_of(one.study)
        by_kind[kind].add(one.finding.study)
        n = max(one.finding.n or 0, (one.study.participants if one.study else 0) or 0)
        where = in_review if kind is Kind.REVIEW else people
        where[one.finding.study] = max(where.get(one.finding.study, 0), n)
    pooled = largest(told, relations)
    stated = Certainty("not stated")
    if is_stated(lead):
        found = lead.finding
        stated = Certainty(found.certainty, found.certainty_source, found.certainty_reasons, found.id)
    because = sentences.of_outcome(outcome.label, told, lead, pooled if isinstance(pooled, Synthesis) else None)
    return Row(
        outcome=outcome,
        relevance=relevance,
        direction=lead.finding.direction,
        directions=dict(Counter(one.finding.direction.value for one in told)),
        studies=len({one.finding.study for one in told}),
        reviews=len(by_kind[Kind.REVIEW]),
        trials=len(by_kind[Kind.RANDOMISED]),
        others=len(by_kind[Kind.CONTROLLED] | by_kind[Kind.OTHER]),
        people=sum(people.values()) or None,
        people_in_review=max(in_review.values(), default=0) or None,
        size=size_of(lead.finding),
        certainty=stated,
        newest_search=max((one.study.search_date for one in told if one.study), default=""),
        pooled=pooled if isinstance(pooled, Synthesis) else None,
        refusal=pooled if isinstance(pooled, Refusal) else None,
        sentence=sentences.joined(because),
        because=because,
        leading=lead.finding.id,
        findings=tuple(one.finding.id for one in told),
    )


def _weight(told: Told) -> tuple[object, ...]:
    """What makes a finding lead its row: it answers, its certainty is stated, it sums up most, newest or largest."""
    finding, study = told.finding, told.study
    kind = kind_of(study)
    sized = finding.estimate is not None and finding.low is not None
    rank = {
        (Kind.REVIEW, True): 6, (Kind.RANDOMISED, True): 5, (Kind.REVIEW, False): 4, (Kind.CONTROLLED, True): 3,
        (Kind.RANDOMISED, False): 2, (Kind.CONTROLLED, False): 1,
    }.get((kind, sized), 0)  # fmt: skip
    certainty = _CERTAINTIES.index(finding.certainty.split("..")[0]) if is_stated(told) else -1
    return (
        finding.direction in COMPARING,
        is_stated(told),
        rank,
        not finding.subgroup,
        ((study.search_date if study else "") or str(told.report.year or "")) if kind is Kind.REVIEW else "",
        certainty,
        finding.n or 0,
        told.report.year or 0,
        finding.id,
    )
