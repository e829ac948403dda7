"""What is missing for a question, and where its findings do not say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgevidence.evidence import sentences
from msgevidence.evidence.answers import Disagreement, Gap, Question, Row, Searched
from msgevidence.evidence.told import COMPARING, Kind, Told, is_stated, kind_of, label_of
from msgevidence.model.evidence import Direction, Relation, Relevance, Study

_OLD = 5  # years after which a review's search is called old
_FOR, _AGAINST = Direction.FAVOURS_INTERVENTION, Direction.FAVOURS_COMPARATOR


def disagreements(rows: Iterable[Row], told: Sequence[Told], relations: Iterable[Relation]) -> Iterable[Disagreement]:
    """Outcomes whose findings point different ways, and works a source sets against each other."""
    by_id = {one.finding.id: one for one in told}
    for row in rows:
        findings = [by_id[id_] for id_ in row.findings]
        split = {way: [one for one in findings if one.finding.direction is way] for way in COMPARING}
        others = split[_AGAINST] or split[Direction.NO_CLEAR_DIFFERENCE] + split[Direction.MIXED]
        if not split[_FOR] or not others:
            continue
        kind = "opposite" if split[_AGAINST] else "uneven"
        ways = ("favours", "favour") if split[_AGAINST] else ("shows", "show")
        contrast = f"{ways[len(others) != 1]} {'the comparison' if split[_AGAINST] else 'no clear or a mixed picture'}"
        where = "" if row.relevance == Relevance.CORE else " (beside groups)"
        in_favour = sentences.count(len(split[_FOR]), "finding")
        yield Disagreement(
            kind,
            f"{row.outcome.label}{where}: {in_favour} in favour, {len(others)} {contrast}.",
            tuple(one.finding.id for one in (*split[_FOR], *others)),
            tuple(dict.fromkeys(one.finding.study for one in (*split[_FOR], *others))),
        )
    names = {name: one for one in told for name in (one.finding.work, one.finding.study)}
    for relation in relations:
        ends = [names[end] for end in (relation.subject, relation.object) if end in names]
        if relation.kind == "disagrees-with" and ends:
            known = [label_of(one) for one in ends]
            words = f"{known[0]} and {known[1] if len(known) > 1 else 'a work on another question'} disagree."
            yield Disagreement(
                "stated", words, tuple(one.finding.id for one in ends), tuple(one.finding.study for one in ends)
            )


def gaps(
    question: Question,
    rows: Sequence[Row],
    told: Sequence[Told],
    *,
    adverse: Sequence[Told],
    silent: Sequence[Study],
    searched: Searched,
) -> Iterable[Gap]:
    """`told` are the findings that count, `adverse` those on harms of the same people, `silent` studies without one."""
    if not any(row.relevance == Relevance.CORE for row in rows):
        yield Gap("no-core", "No evidence found here on groups in which peers help one another, for this question.")
    if silent:
        words = (
            f"{sentences.count(len(silent), 'more study', 'more studies')} on this, without a finding recorded here."
        )
        yield Gap("no-findings", words, tuple(study.id for study in silent))
    if not rows:
        return
    kinds = {kind_of(one.study) for one in told}
    if Kind.REVIEW not in kinds:
        yield Gap("no-review", "No review found here.")
    if Kind.RANDOMISED not in kinds:
        yield Gap("no-trial", "No randomised trial found here as a study of its own.")
    if not any(is_stated(one) for one in told):
        yield Gap("no-certainty", "No source found here states how certain the evidence is.")
    if not adverse:
        people = sentences.lowered(question.population.label)
        yield Gap("no-harms", f"No finding on harms found here for {people}; that does not say the groups are safe.")
    if not any((one.finding.timepoint_weeks or 0) >= 52 for one in told):
        yield Gap("no-long-term", "No finding here is known to come from a follow-up of a year or longer.")
    if not any(one.finding.low is not None for one in told):
        yield Gap("no-interval", "No finding here has an interval, so how sure its size is cannot be told.")
    newest = max((row.newest_search for row in rows), default="")
    if newest and searched.date and int(searched.date[:4]) - int(newest[:4]) > _OLD:
        yield Gap("old-search", f"The newest search of a review is of {newest}.")
    none = [one for one in told if one.finding.direction is Direction.NO_DATA]
    if none:
        studies = tuple(dict.fromkeys(one.finding.study for one in none))
        yield Gap("no-data", f"Looked for and not found by {', '.join(dict.fromkeys(map(label_of, none)))}.", studies)
