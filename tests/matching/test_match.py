"""A record against stored ones, best first; and the evidence in words."""

from __future__ import annotations

from msgevidence.matching import compare, judge, match, prepare
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record
from msgevidence.ports import Verdict

WORK = Record(
    type="article-journal",
    title="Leadership in bereavement self-help groups",
    author=(Name(family="Okafor", given="Ngozi"), Name(family="Brandt", given="Lars")),
    issued=PartialDate((2009,)),
    container_title="International Journal of Self Help Research",
    volume="12",
    issue="2",
    page="101-119",
)


def test_best_comes_first_and_every_candidate_is_judged() -> None:
    other = WORK.replaced(title="Costs of telephone groups", page="300-310")
    perhaps = WORK.replaced(page="88", issue="1")
    found = match(WORK, [(7, other), (8, perhaps), (9, WORK)])
    assert [(one.report, one.verdict) for one in found] == [
        (9, Verdict.SAME),
        (8, Verdict.MAYBE),
        (7, Verdict.DIFFERENT),
    ]
    assert all(one.rule for one in found)


def test_no_candidates() -> None:
    assert match(WORK, []) == ()


def test_the_fuller_of_two_same_ones_comes_first() -> None:
    bare = WORK.replaced(volume="", page="", issue="")
    assert [one.report for one in match(WORK, [(1, bare), (2, WORK)])] == [2, 1]


def test_prepared_records_will_do() -> None:
    assert match(prepare(WORK), [(1, prepare(WORK))]) == match(WORK, [(1, WORK)])


def test_evidence_has_three_values_in_the_names_of_the_record() -> None:
    found = match(WORK, [(1, WORK.replaced(volume="13", page="", title=""))])
    evidence = dict(found[0].evidence)
    assert evidence["volume"] == "conflict"
    assert evidence["page"] == "unknown"
    assert evidence["title"] == "unknown"
    assert evidence["author"] == "agree"
    assert all(hasattr(WORK, variable) for variable in evidence)


def test_a_year_apart_neither_agrees_nor_conflicts() -> None:
    one, two = prepare(WORK), prepare(WORK.replaced(issued=PartialDate((2010,))))
    evidence = compare(one, two)
    assert (evidence.year.value, evidence.year_gap) == ("unknown", 1)
    assert judge(evidence).verdict is Verdict.SAME
