"""What may be pooled: only independent, like results of single studies. A refusal says why, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from msgevidence.evidence.effects import STANDARDISED, family, why_no_effect
from msgevidence.evidence.told import Kind, Told, kind_of, label_of, why_withdrawn
from msgevidence.model.evidence import Relation, Relevance

_TURNABLE = STANDARDISED | {"OR", "RD"}
"""Measures whose sign can be turned: the ratio of not having an event is not the inverse of that of having it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why findings are not pooled: a stable `code`, the reason in words, and the findings it is about."""

    code: str
    reason: str
    findings: tuple[str, ...] = ()


def why_not(told: Sequence[Told], relations: Iterable[Relation] = ()) -> Refusal | None:
    """The first reason not to pool these findings; None when they may be pooled.

    `relations` say which works or studies are of one investigation (same-study).
    """
    one = _one_investigation(relations)
    for check in (_withdrawn, _reviews, lambda all_: _same_study(all_, one), _too_few, _outcomes, _measures, _scales):
        if refusal := check(told):
            return refusal
    for check in (_usable, _signs, _times, _designs, _interventions):
        if refusal := check(told):
            return refusal
    return None


def caveats(told: Sequence[Told]) -> tuple[str, ...]:
    """What does not forbid pooling but must be read beside it."""
    found = []
    comparators = sorted({one.finding.comparator for one in told if one.finding.comparator})
    if len(comparators) > 1:
        found.append(f"the comparators differ: {'; '.join(comparators)}")
    populations = sorted({one.finding.population for one in told})
    if len(populations) > 1:
        found.append(f"the people differ: {', '.join(populations)}")
    if any(time_class(one) == "" for one in told):
        found.append("not every finding says when it was measured")
    clusters = [label_of(one) for one in told if one.study and one.study.design == "cluster-rct"]
    if clusters:
        found.append(f"randomised by cluster, and taken as the source reckons it: {', '.join(clusters)}")
    if len(told) < 5:
        found.append(f"only {len(told)} studies: the interval is rough, and how far studies differ is hardly known")
    return tuple(found)


def time_class(told: Told) -> str:
    """When it was measured, in three classes cut between 3, 6 and 12 months; "" when that is not stated."""
    weeks = told.finding.timepoint_weeks
    if weeks is None:
        return ""
    return "up to 3 months" if weeks <= 13 else "about 6 months" if weeks <= 39 else "9 months and longer"


def scale_of(told: Told) -> str:
    """The instrument or the authors' name of the outcome: what a mean difference is measured in."""
    return (told.finding.instrument or told.finding.outcome_as_named).strip().casefold()


def _ids(told: Iterable[Told]) -> tuple[str, ...]:
    return tuple(one.finding.id for one in told)


def _named(told: Iterable[Told]) -> str:
    return ", ".join(dict.fromkeys(map(label_of, told)))


def _too_few(told: Sequence[Told]) -> Refusal | None:
    if len(told) < 2:
        return Refusal("fewer-than-two", "There are fewer than two studies to pool.", _ids(told))
    return None


def _withdrawn(told: Sequence[Told]) -> Refusal | None:
    gone = [one for one in told if why_withdrawn(one)]
    if gone:
        return Refusal("withdrawn", f"{label_of(gone[0])} {why_withdrawn(gone[0])}.", _ids(gone))
    return None


def _reviews(told: Sequence[Told]) -> Refusal | None:
    reviews = [one for one in told if kind_of(one.study) is Kind.REVIEW]
    if reviews:
        reason = f"Reviews are not pooled with each other or with studies they may include: {_named(reviews)}."
        return Refusal("reviews", reason, _ids(reviews))
    return None


def _same_study(told: Sequence[Told], one: Callable[[Told], str]) -> Refusal | None:
    times = Counter(map(one, told))
    twice = [each for each in told if times[one(each)] > 1]
    if twice:
        first = [each for each in twice if one(each) == one(twice[0])]
        reason = f"{len(first)} of the findings come from one study, {_named(first)}; its people would count twice."
        return Refusal("same-study", reason, _ids(first))
    return None


def _one_investigation(relations: Iterable[Relation]) -> Callable[[Told], str]:
    """Names the investigation a finding belongs to: studies joined by same-study are one."""
    over: dict[str, str] = {}

    def top(name: str) -> str:
        while name in over:
            name = over[name]
        return name

    pairs = [(relation.subject, relation.object) for relation in relations if relation.kind == "same-study"]
    for subject, object_ in pairs:
        if top(subject) != top(object_):
            over[top(subject)] = top(object_)

    def investigation(told: Told) -> str:
        related = {name for pair in pairs for name in pair}
        names = [told.finding.study, told.finding.work, *(told.study.reports if told.study else ())]
        return next((top(name) for name in names if name in related), told.finding.study)

    return investigation


def _differ(told: Sequence[Told], what: Callable[[Told], str], code: str, words: str) -> Refusal | None:
    values = sorted({what(one) for one in told})
    return Refusal(code, f"{words}: {', '.join(values)}.", _ids(told)) if len(values) > 1 else None


def _outcomes(told: Sequence[Told]) -> Refusal | None:
    return _differ(told, lambda one: one.finding.outcome, "unlike-outcomes", "The findings are of different outcomes")


def _measures(told: Sequence[Told]) -> Refusal | None:
    return _differ(
        told,
        lambda one: family(one.finding.measure) or "none",
        "unlike-measures",
        "The findings are in measures that cannot be added",
    )


def _scales(told: Sequence[Told]) -> Refusal | None:
    if told[0].finding.measure != "MD":
        return None
    unsaid = [one for one in told if not scale_of(one)]
    if unsaid:
        reason = f"A mean difference needs its scale, which is not stated for {_named(unsaid)}."
        return Refusal("unknown-scale", reason, _ids(unsaid))
    return _differ(told, scale_of, "unlike-scales", "The mean differences are on different scales")


def _usable(told: Sequence[Told]) -> Refusal | None:
    for one in told:
        if reason := why_no_effect(one.finding):
            code = "no-interval" if "no interval" in reason else "no-effect-size"
            return Refusal(code, f"{label_of(one)} {reason}.", (one.finding.id,))
    return None


def _signs(told: Sequence[Told]) -> Refusal | None:
    if len({one.finding.benefit_sign for one in told}) > 1 and told[0].finding.measure not in _TURNABLE:
        reason = f"More is better in some and less in others, and {told[0].finding.measure} cannot be turned round."
        return Refusal("unlike-signs", reason, _ids(told))
    return None


def _times(told: Sequence[Told]) -> Refusal | None:
    known = [one for one in told if time_class(one)]
    return _differ(known, time_class, "unlike-times", "The findings were measured at very different times")


def _designs(told: Sequence[Told]) -> Refusal | None:
    alone = [one for one in told if kind_of(one.study) is Kind.OTHER]
    if alone:
        reason = f"A change without a comparison group is no effect of the groups: {_named(alone)}."
        return Refusal("no-comparison", reason, _ids(alone))
    return _differ(
        told, lambda one: kind_of(one.study).value, "unlike-designs", "Randomised and other studies are not pooled"
    )


def _interventions(told: Sequence[Told]) -> Refusal | None:
    context = [one for one in told if one.study and one.study.relevance is Relevance.CONTEXT]
    if context:
        reason = f"Social relationships in general are no evidence on groups: {_named(context)}."
        return Refusal("context", reason, _ids(context))
    return _differ(
        told,
        lambda one: one.study.relevance.value if one.study else "",
        "unlike-interventions",
        "Groups whose members help one another are not pooled with other support",
    )
