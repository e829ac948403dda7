"""The plain sentences of a summary, made of clauses that name what they rest on.

How sure a verb sounds follows the certainty as stated: high "do better", moderate "probably do better", low "may do
better". Where no certainty is stated the sentence is told of the study it comes from, in the past.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgevidence.evidence.answers import Clause, Row, Searched
from msgevidence.evidence.sizes import number, size_of
from msgevidence.evidence.synthesis import Synthesis
from msgevidence.evidence.told import COMPARING, Kind, Told, is_stated, kind_of, label_of
from msgevidence.model.evidence import Direction, Relevance

_WHO = {
    Relevance.CORE: "mutual support groups",
    Relevance.ADJACENT: "related support (one to one, by peer workers or led by professionals)",
}
_HOW_SURE = {"high": "do", "moderate": "probably do", "low": "may do", "very-low": "may do"}
_WAYS = {
    Direction.FAVOURS_INTERVENTION: ("is in favour", "are in favour", "in favour"),
    Direction.NO_CLEAR_DIFFERENCE: ("shows no clear difference", "show no clear difference", "no clear difference"),
    Direction.MIXED: ("is mixed", "are mixed", "mixed"),
    Direction.FAVOURS_COMPARATOR: ("is against", "are against", "against"),
    Direction.NO_DATA: ("had no data", "had no data", "no data"),
}
"""Of one finding, of several, and in a list."""
_NAMED = 3  # studies named in a sentence; all stand in the clause


def joined(clauses: Sequence[Clause]) -> str:
    """The clauses as running text."""
    text = re.sub(r" ([,;.])", r"\1", " ".join(clause.text for clause in clauses))
    return text[:1].upper() + text[1:]


def lowered(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() or not label[1:2].isalpha() else label[:1].lower() + label[1:]


def count(how_many: int, one: str, many: str = "") -> str:
    """``1 study``, ``2 trials``."""
    return f"{how_many:,} {one if how_many == 1 else many or one + 's'}"


def bottom_line(
    population: str, outcome: str, rows: Sequence[Row], harms: Sequence[Told], searched: Searched
) -> tuple[Clause, ...]:
    """The answer to the whole question: the first row on groups, what is only nearby, and harms."""
    people = lowered(population)
    if not rows:
        return (_nothing(people, lowered(outcome), searched),)
    core = [row for row in rows if row.relevance == Relevance.CORE]
    near = [row for row in rows if row.relevance == Relevance.ADJACENT]
    clauses = [Clause(f"For {people}:")]
    if core:
        clauses += core[0].because
        if rest := core[1:]:
            clauses.append(_also(rest))
    else:
        clauses.append(Clause("no evidence found here on groups in which peers help one another."))
        clauses += _begun(near[0].because)
        near = near[1:]
    if near:
        clauses.append(_nearby(near))
    clauses.append(_harms(harms))
    return tuple(clauses)


def of_outcome(outcome: str, told: Sequence[Told], lead: Told, pooled: Synthesis | None) -> tuple[Clause, ...]:
    """What one outcome's findings say: the leading one, its size, its certainty, and the others."""
    clauses = [_answer(lowered(outcome), lead), _size(lead), _certainty(lead)]
    if others := [one for one in told if one is not lead]:
        clauses.append(_others(others))
    if pooled:
        clauses.append(_pooled(pooled))
    return tuple(clauses)


def _begun(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with a capital, as the beginning of a sentence."""
    first = clauses[0]
    return (Clause(first.text[:1].upper() + first.text[1:], first.findings, first.studies), *clauses[1:])


def _nothing(people: str, outcome: str, searched: Searched) -> Clause:
    of_date = f" of {searched.date}" if searched.date else ""
    return Clause(
        f"No evidence found here on {outcome} for {people}: none of the {searched.works:,} works of this "
        f"library{of_date} gives a finding on groups. That is a gap in what was searched, not an answer."
    )


def _of(*told: Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(one.finding.id for one in told), tuple(dict.fromkeys(one.finding.study for one in told))


def _answer(outcome: str, lead: Told) -> Clause:
    finding = lead.finding
    who = _WHO.get(lead.study.relevance if lead.study else Relevance.CORE, "groups")
    other = lowered(finding.comparator) or "the comparison"
    if finding.direction is Direction.NO_DATA:
        text = f"data on {outcome} were looked for and not found"
    elif finding.direction not in COMPARING:
        text = f"on {outcome}, only a description without a comparison"
    elif finding.direction is Direction.MIXED:
        text = f"results of {who} on {outcome} were mixed"
    elif kind_of(lead.study) is Kind.OTHER:
        text = f"{outcome} {_change(finding.direction)}, without a comparison group"
    elif finding.direction is Direction.NO_CLEAR_DIFFERENCE:
        text = f"no clear difference on {outcome} between {who} and {other}"
    else:
        better = "better" if finding.direction is Direction.FAVOURS_INTERVENTION else "worse"
        verb = _HOW_SURE[finding.certainty.split("..")[0]] if is_stated(lead) else "did"
        text = f"{who} {verb} {better} on {outcome} than {other}"
    return Clause(text, *_of(lead))


def _change(direction: Direction) -> str:
    ways = {
        Direction.FAVOURS_INTERVENTION: "changed for the better",
        Direction.FAVOURS_COMPARATOR: "changed for the worse",
    }
    return ways.get(direction, "did not clearly change")


def _size(lead: Told) -> Clause:
    size, finding = size_of(lead.finding), lead.finding
    of_studies = count(finding.k, "study", "studies") if finding.k and kind_of(lead.study) is Kind.REVIEW else ""
    parts = (
        label_of(lead),
        size.text if size else "",
        size.absolute if size else finding.absolute_effect,
        of_studies,
        f"{number(finding.n)} people" if finding.n else "",
        finding.timepoint,
        f"searched to {lead.study.search_date}" if lead.study and lead.study.search_date else "",
    )
    return Clause(f"({'; '.join(part for part in parts if part)})", *_of(lead))


def _certainty(lead: Told) -> Clause:
    finding = lead.finding
    open_ = "that does not show there is none; " if finding.direction is Direction.NO_CLEAR_DIFFERENCE else ""
    if not is_stated(lead):
        return Clause(f"; {open_}no source found here states how certain this is.", *_of(lead))
    level = " to ".join(bound.replace("-", " ") for bound in finding.certainty.split(".."))
    unsure = ", so it may well change" if finding.certainty.startswith("very-low") else ""
    return Clause(f"; {open_}certainty {level}, as judged by the {finding.certainty_source}{unsure}.", *_of(lead))


def _ways(ways: Counter[Direction]) -> str:
    said = [f"{ways[way]} {words[ways[way] != 1]}" for way, words in _WAYS.items() if ways[way]]
    if rest := sum(ways.values()) - sum(ways[way] for way in _WAYS):
        said.append(f"{rest} {'makes' if rest == 1 else 'make'} no comparison")
    return ", ".join(said)


def _others(others: Sequence[Told]) -> Clause:
    studies = len({one.finding.study for one in others})
    ways = _ways(Counter(one.finding.direction for one in others))
    head = f"Of {count(len(others), 'other finding')} from {count(studies, 'study', 'studies')},"
    return Clause(f"{head} {ways}.", *_of(*others))


def _pooled(pooled: Synthesis) -> Clause:
    text = (
        f"Pooled here, {count(pooled.pooled.k, 'study', 'studies')}: {pooled.measure} {_short(pooled.estimate)}, "
        f"{number(pooled.level)}% CI {_short(pooled.low)} to {_short(pooled.high)}."
    )
    return Clause(text, pooled.findings, pooled.studies)


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _also(rows: Sequence[Row]) -> Clause:
    parts = [
        f"{lowered(row.outcome.label)}, {_WAYS[row.direction][2] if row.direction in _WAYS else 'described only'}"
        for row in rows
    ]
    studies = dict.fromkeys(id_ for row in rows for id_ in row.because[0].studies)
    text = f"By the leading finding of each other outcome: {'; '.join(parts)}."
    return Clause(text, tuple(row.leading for row in rows), tuple(studies))


def _nearby(rows: Sequence[Row]) -> Clause:
    findings = tuple(id_ for row in rows for id_ in row.findings)
    studies = dict.fromkeys(id_ for row in rows for clause in row.because for id_ in clause.studies)
    ways: Counter[Direction] = Counter()
    for row in rows:
        ways.update({Direction(way): times for way, times in row.directions.items()})
    head = f"Beside groups, of {count(len(findings), 'finding')} on {_WHO[Relevance.ADJACENT]},"
    return Clause(f"{head} {_ways(ways)}.", findings, tuple(studies))


def _harms(harms: Sequence[Told]) -> Clause:
    if not harms:
        return Clause("On harms, no evidence found here, which does not make the groups harmless.")
    worse = [one for one in harms if one.finding.direction is Direction.FAVOURS_COMPARATOR]
    text = f"On harms and worse results, {count(len(harms), 'finding')}"
    if worse:
        text += f", {len(worse)} against"
    names = list(dict.fromkeys(map(label_of, worse or harms)))
    named = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
    return Clause(f"{text} ({named}).", *_of(*harms))
