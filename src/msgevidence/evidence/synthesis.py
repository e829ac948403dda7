"""Like findings of several studies made into one, or the reason why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgevidence.evidence.effects import Effect, effect_of, family, printed, why_no_effect
from msgevidence.evidence.poolable import Refusal, caveats, scale_of, time_class, why_not
from msgevidence.evidence.pooling import Egger, Method, Pooled, Spread, egger, leave_one_out, pool
from msgevidence.evidence.told import Kind, Told, kind_of, label_of, why_withdrawn
from msgevidence.model.evidence import Relation, Relevance

_ENOUGH_FOR_EGGER = 10  # below that the test can tell little (Cochrane Handbook, chapter 13)


@dataclass(frozen=True, slots=True)
class WithoutOne:
    """The pooled effect, printed scale, when one study is left out."""

    left_out: str
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Synthesis:
    """`estimate`, `low`, `high` and `prediction` are on the printed scale of `measure`; `pooled` is on the additive.

    `benefit_sign` declares whether a larger estimate favours the group; `effects` are in the order of `findings`.
    """

    measure: str
    benefit_sign: int
    estimate: float
    low: float
    high: float
    level: float
    prediction: tuple[float, float] | None
    pooled: Pooled
    findings: tuple[str, ...]
    studies: tuple[str, ...]
    labels: tuple[str, ...]
    effects: tuple[Effect, ...]
    people: int | None
    caveats: tuple[str, ...]
    without_one: tuple[WithoutOne, ...] = ()
    small_studies: Egger | None = None


def synthesise(
    told: Sequence[Told],
    relations: Iterable[Relation] = (),
    *,
    method: Method = Method.REML,
    spread: Spread = Spread.CAREFUL,
    level: float = 95,
) -> Synthesis | Refusal:
    """The findings pooled, each study once, or a Refusal."""
    if refusal := why_not(told, relations):
        return refusal
    measure = family(told[0].finding.measure)
    sign = told[0].finding.benefit_sign or 1
    effects = tuple(_facing(effect_of(one.finding), sign) for one in told)
    values, variances = [effect.value for effect in effects], [effect.variance for effect in effects]
    pooled = pool(values, variances, method, spread=spread, level=level)
    labels = tuple(map(label_of, told))
    people = [one.finding.n or (one.study.participants if one.study else None) for one in told]
    without = leave_one_out(values, variances, method, spread=spread, level=level) if len(told) > 2 else ()
    return Synthesis(
        measure=measure,
        benefit_sign=sign,
        estimate=printed(measure, pooled.estimate),
        low=printed(measure, pooled.low),
        high=printed(measure, pooled.high),
        level=level,
        prediction=_both(measure, pooled.prediction),
        pooled=pooled,
        findings=tuple(one.finding.id for one in told),
        studies=tuple(one.finding.study for one in told),
        labels=labels,
        effects=effects,
        people=sum(n for n in people if n) if all(people) else None,
        caveats=caveats(told),
        without_one=tuple(
            WithoutOne(label, *(printed(measure, number) for number in (one.estimate, one.low, one.high)))
            for label, one in zip(labels, without, strict=False)
        ),
        small_studies=egger(values, variances) if len(told) >= _ENOUGH_FOR_EGGER else None,
    )


def largest(told: Sequence[Told], relations: Sequence[Relation] = ()) -> Synthesis | Refusal:
    """The most studies among these findings that may be pooled, or why none may.

    Of a study with several like findings, that of the whole group is taken, and of these the first in its report.
    """
    single = [one for one in told if kind_of(one.study) is not Kind.REVIEW and not why_withdrawn(one)]
    if not single:
        reviews = {one.finding.study: one for one in told}
        return why_not(list(reviews.values()), relations) or _TOO_FEW
    like: defaultdict[tuple[str, ...], dict[str, Told]] = defaultdict(dict)
    for one in sorted(filter(_measured, single), key=lambda one: (bool(one.finding.subgroup), one.finding.id)):
        like[_key(one)].setdefault(one.finding.study, one)
    measured = {study: one for group in like.values() for study, one in group.items()}
    if len(measured) < 2:
        return _too_few(single, measured)
    groups = sorted(like.values(), key=len, reverse=True)
    made = [synthesise(list(group.values()), relations) for group in groups if len(group) > 1]
    if pooled := next((answer for answer in made if isinstance(answer, Synthesis)), None):
        return pooled
    return made[0] if made else why_not(list(measured.values()), relations) or _TOO_FEW


_TOO_FEW = Refusal("fewer-than-two", "There are fewer than two studies to pool.")


def _too_few(single: Sequence[Told], measured: Mapping[str, Told]) -> Refusal:
    without = list({one.finding.study: one for one in single if one.finding.study not in measured}.values())
    findings = tuple(one.finding.id for one in single)
    if len(without) + len(measured) < 2:
        return Refusal("fewer-than-two", "There are fewer than two single studies to pool.", findings)
    names = ", ".join(map(label_of, without))
    reason = f"Fewer than two studies compare and give an estimate with its interval; without: {names}."
    return Refusal("no-interval", reason, findings)


def _measured(told: Told) -> bool:
    compares = kind_of(told.study) is not Kind.OTHER
    of_groups = told.study is not None and told.study.relevance is not Relevance.CONTEXT
    return compares and of_groups and not why_no_effect(told.finding)


def _key(told: Told) -> tuple[str, ...]:
    finding, study = told.finding, told.study
    scale = scale_of(told) if finding.measure == "MD" else ""
    relevance = study.relevance.value if study else ""
    return finding.outcome, family(finding.measure), scale, kind_of(study).value, relevance, time_class(told)


def _facing(effect: Effect, sign: int) -> Effect:
    turned = effect.turned()
    return turned if sign == 1 else Effect(turned.measure, -turned.value, turned.variance, sign)


def _both(measure: str, ends: tuple[float, float] | None) -> tuple[float, float] | None:
    return (printed(measure, ends[0]), printed(measure, ends[1])) if ends else None
