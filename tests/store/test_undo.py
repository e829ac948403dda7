"""A run taken back leaves the library as if it had never been."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Facet, Provenance, Relation, TagStatus
from msgevidence.model.problems import Problem
from msgevidence.ports import Action, Decision
from msgevidence.store import Filters, Library
from store.blanks import Blank
from store.builders import add, copied, dump, entry, finding, record, study, tag

HOPE = tag(Facet.OUTCOME, "hope")
DEPRESSION = tag(Facet.POPULATION, "depression")


def test_an_undone_run_leaves_nothing(library: Library) -> None:
    (first,) = add(library, record("First"), tags=(HOPE,), keys=(1,))
    library.set_tag(first, tag(Facet.DESIGN, "rct", TagStatus.ACCEPTED, "user"))
    before = dump(library)
    with library.run(source="second") as run:
        run.problem(Problem("odd", "a file with a problem"))
        ids = run.apply(
            [
                entry(record("New"), index=0, tags=(DEPRESSION,), keys=(1, 2), problems=(Problem("odd", "odd"),)),
                entry(record(doi="10.1/x"), Action.MERGE, index=1, report=first, tags=(DEPRESSION, HOPE)),
                entry(record("Unsure"), Action.HOLD, index=2, report=first, tags=(HOPE,), keys=(3,)),
                entry(None, Action.REJECT, index=3),
            ]
        )
        run.put_evidence(
            studies=[study("s1", "w1", "w2")],
            findings=[finding()],
            relations=[Relation("w1", "supersedes", "w2")],
            provenance=[Provenance("work", "w1", "title", "the page")],
            works={"w1": first, "w2": ids[0] or 0},
        )
        run.put_dataset(version="1", date="2026-01-01")
    assert dump(library) != before
    undone = library.undo(run.id)
    assert dump(library) == before
    assert undone.undone
    assert (undone.read, undone.problems) == (4, ())
    assert library.queries.health(deep=True).integrity == ()
    assert library.queries.find(Filters(query="new")).total == 0
    assert library.queries.dataset().version == ""


def test_a_run_is_undone_once(library: Library) -> None:
    add(library, record())
    library.undo(1)
    with pytest.raises(CallRefused, match="undone already"):
        library.undo(1)


def test_undoing_the_middle_of_three_merges_leaves_the_other_two(library: Library) -> None:
    (id_,) = add(library, record("Title"))
    for values in ({"doi": "10.1/b", "volume": "2"}, {"pmid": "3", "volume": "3", "issue": "1"}):
        with library.run(source=str(values)) as run:
            run.apply([entry(record("Title", **values), Action.MERGE, report=id_)])
    assert library.queries.report(id_).record.volume == "2"
    library.undo(2)
    left = library.queries.report(id_)
    assert (left.record.doi, left.record.pmid, left.record.volume, left.record.issue) == ("", "3", "3", "1")
    assert [source.run for source in left.sources] == [1, 3]
    library.undo(3)
    assert library.queries.report(id_).record == record("Title").replaced(id=left.citekey)


def test_a_report_a_later_run_has_a_part_in_stays_and_that_is_said(library: Library) -> None:
    (id_,) = add(library, record("First", doi="10.1/a", volume="1"), tags=(HOPE,), citekey="chien2010")
    with library.run(source="later") as run:
        later = record("Later", pmid="5", volume="9")
        run.apply([entry(later, Action.MERGE, report=id_, tags=(DEPRESSION,))])
    undone = library.undo(1)
    assert [(problem.code, problem.quote) for problem in undone.problems] == [("report-kept", "chien2010")]
    view = library.queries.report(id_)
    assert view.record == later.replaced(id="chien2010")
    assert [one.slug for one in view.tags] == ["depression"]
    assert library.queries.find(Filters(query="first")).total == 0
    assert library.queries.find(Filters(query="later")).total == 1
    assert library.undo(2).problems == ()
    assert library.queries.find().total == 0
    assert library.queries.health(deep=True).integrity == ()


def test_a_report_that_later_evidence_speaks_of_stays(library: Library) -> None:
    (id_,) = add(library, record(), citekey="chien2010")
    with library.run(source="evidence", kind="bundle") as run:
        run.put_evidence(studies=[study()], findings=[finding()], works={"w1": id_})
    assert library.undo(1).problems[0].code == "report-kept"
    assert len(library.queries.evidence()) == 1
    library.undo(2)
    assert library.queries.find().total == 0


def test_replaced_evidence_comes_back(library: Library) -> None:
    (id_,) = add(library, record())
    states = [dump(library)]
    for number in (1, 2, 3):
        with library.run(source=f"version {number}", kind="bundle") as run:
            run.put_evidence(studies=[study()], works={"w1": id_},
                             findings=[finding(locator=f"Table {number}")])  # fmt: skip
            run.put_dataset(version=str(number), date="")
        states.append(dump(library))
    library.undo(3)  # runs are numbered from the one that added: 2, 3, 4 are the versions
    assert library.queries.dataset().version == "3"
    assert library.queries.evidence()[0].finding.locator == "Table 3"
    library.undo(4)
    assert library.queries.evidence()[0].finding.locator == "Table 1"
    assert dump(library) == states[1]
    library.undo(2)
    assert dump(library) == states[0]


def test_a_decision_goes_with_the_run_of_its_record(library: Library) -> None:
    (first,) = add(library, record("First"))
    before = dump(library)
    with library.run(source="unsure") as run:
        run.apply([entry(record("Second"), Action.HOLD, report=first), entry(record("T"), Action.HOLD, report=first)])
    one, two = library.queries.held()
    library.decide_held(one.id, Decision(Action.ADD))
    library.decide_held(two.id, Decision(Action.MERGE))
    assert library.queries.find().total == 2
    library.undo(run.id)
    assert dump(library) == before
    assert library.queries.not_duplicates() == frozenset()


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "merge", "hold", "evidence"]),
        st.integers(0, 3),  # which report
        st.sampled_from(["doi", "volume", "abstract", "pmid"]),
        st.sampled_from(["1", "2", "3"]),
        st.booleans(),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs=st.lists(steps, min_size=1, max_size=4), order=st.randoms(use_true_random=False))
def test_runs_undone_in_any_order_leave_an_empty_library(blank: Blank, runs: list[Any], order: Any) -> None:
    with copied(blank) as library:
        empty = dump(library)
        history = [empty]
        for number, todo in enumerate(runs):
            _run(library, number, todo)
            history.append(dump(library))
        last = len(runs)
        library.undo(last)
        assert dump(library) == history[-2]
        rest = list(range(1, last))
        order.shuffle(rest)
        for run_id in rest:
            library.undo(run_id)
            assert library.queries.health(deep=True).integrity == ()
        assert {name: rows for name, rows in dump(library).items() if name != "problem"} == {
            name: rows for name, rows in empty.items() if name != "problem"
        }


def _run(library: Library, number: int, todo: Any) -> None:
    with library.run(source=str(number)) as run:
        for index, (what, which, variable, value, with_tag) in enumerate(todo):
            present = library.queries.ids(sort="title")
            tags = (HOPE,) if with_tag else ()
            told = record(f"Title {number}.{index}", **{variable: value})
            if what == "add" or not present:
                run.apply([entry(told, index=index, tags=tags, keys=(which,))])
            elif what == "merge":
                report = present[which % len(present)]
                run.apply([entry(told, Action.MERGE, index=index, report=report, tags=tags, keys=(which,))])
            elif what == "hold":
                run.apply([entry(told, Action.HOLD, index=index, report=present[which % len(present)])])
            else:
                run.apply([entry(None, Action.REJECT, index=index)])
                works = {f"w{which}": present[which % len(present)]}
                told_of = {"study": f"s{which}", "work": f"w{which}", "locator": f"{number}.{index}"}
                run.put_evidence(studies=[study(f"s{which}", f"w{which}")], findings=[finding(**told_of)], works=works)
