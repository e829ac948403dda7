"""The review queue: deciding, and taking a decision back."""

from __future__ import annotations

import pytest

from msgevidence.errors import CallRefused, NotFound
from msgevidence.model.evidence import Facet
from msgevidence.ports import Action, Decision
from msgevidence.store import Filters, Library
from store.builders import add, dump, entry, record, tag

HOPE = tag(Facet.OUTCOME, "hope")


@pytest.fixture
def waiting(library: Library) -> int:
    """The id of a held record beside report 1."""
    (first,) = add(library, record("First"), keys=(1,), citekey="chien2010")
    with library.run(source="unsure.ris") as run:
        told = record("Second", doi="10.1/b", abstract="hopeful")
        run.apply(
            [entry(told, Action.HOLD, report=first, keys=(5,), tags=(HOPE,), citekey="chien2010", because="same title")]
        )
    return library.queries.held()[0].id


def test_a_held_record_is_shown_beside_its_candidate(library: Library, waiting: int) -> None:
    (held,) = library.queries.held()
    assert (held.record.title, held.rule, held.source, held.tags) == ("Second", "same title", "unsure.ris", (HOPE,))
    assert held.candidate is not None
    assert held.candidate.citekey == "chien2010"
    assert held.candidate_record is not None
    assert held.candidate_record.title == "First"
    assert library.queries.find(Filters(query="second")).total == 0  # it is in no list yet


def test_added_it_is_a_report_of_its_own_and_the_pair_is_remembered(library: Library, waiting: int) -> None:
    held = library.decide_held(waiting, Decision(Action.ADD, by="me"))
    assert held.decided is Action.ADD
    assert held.decided_by == "me"
    assert held.became is not None
    view = library.queries.report(held.became)
    assert view.citekey == "chien2010a"
    assert [one.slug for one in view.tags] == ["hope"]
    assert library.queries.find(Filters(query="hopeful")).total == 1
    assert library.queries.not_duplicates() == {(1, held.became)}
    assert library.queries.held() == ()
    assert library.queries.run(2).waiting == 0
    assert [event.by for event in view.history] == ["me"]
    with library.run(source="again", dry_run=True) as run:
        assert [[id_ for id_, _ in each] for each in run.candidates([(5,)])] == [[held.became]]


def test_merged_it_fills_the_gaps_or_brings_its_own_description(library: Library, waiting: int) -> None:
    library.decide_held(waiting, Decision(Action.MERGE))
    assert library.queries.report(1).record.doi == "10.1/b"
    assert library.queries.report(1).record.title == "First"
    library.decide_held(waiting, Decision(Action.HOLD))
    library.decide_held(waiting, Decision(Action.MERGE, report=1), merged=record("Both"), origins={"title": "hand"})
    assert library.queries.report(1).record.title == "Both"
    assert library.queries.report(1).origins == {"title": "hand"}


@pytest.mark.parametrize("action", [Action.ADD, Action.MERGE, Action.REJECT])
def test_every_decision_can_be_taken_back(library: Library, waiting: int, action: Action) -> None:
    before = dump(library)
    library.decide_held(waiting, Decision(action))
    assert library.queries.held() == ()
    assert [one.decided for one in library.queries.held(decided=True)] == [action]
    library.decide_held(waiting, Decision(Action.HOLD))
    assert dump(library) == before
    assert library.queries.health(deep=True).integrity == ()


def test_a_decision_is_not_taken_twice(library: Library, waiting: int) -> None:
    library.decide_held(waiting, Decision(Action.REJECT))
    with pytest.raises(CallRefused, match="decided already"):
        library.decide_held(waiting, Decision(Action.ADD))


def test_a_candidate_that_is_gone_cannot_be_merged_into(library: Library, waiting: int) -> None:
    library.undo(1)
    (held,) = library.queries.held()
    assert held.candidate is None
    with pytest.raises(NotFound, match="not in the library any more"):
        library.decide_held(waiting, Decision(Action.MERGE))
    assert library.decide_held(waiting, Decision(Action.ADD)).became is not None


def test_an_unknown_one_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound):
        library.decide_held(5, Decision(Action.ADD))
    with pytest.raises(NotFound):
        library.queries.held_record(5)


def test_a_merge_below_a_later_one_can_be_taken_back(library: Library, waiting: int) -> None:
    library.decide_held(waiting, Decision(Action.MERGE))
    with library.run(source="later") as run:
        run.apply([entry(record("Later", pmid="8"), Action.MERGE, report=1)])
    library.decide_held(waiting, Decision(Action.HOLD))
    left = library.queries.report(1).record
    assert (left.title, left.doi, left.pmid) == ("First", "", "8")


def test_a_merge_of_the_rules_is_taken_back_and_made_again(library: Library) -> None:
    (first,) = add(library, record("First"), keys=(1,), citekey="chien2010")
    before = library.queries.report(first)
    with library.run(source="sure.ris") as run:
        told = record("First", doi="10.1/b")
        run.apply([entry(told, Action.MERGE, report=first, keys=(1,), tags=(HOPE,), merged=told, because="same-doi")])
    (merged,) = library.queries.merged()
    assert (merged.rule, merged.run, merged.report.citekey) == ("same-doi", 2, "chien2010")
    joined = library.queries.report(first)
    held = library.reopen(merged.id, "chien2010")
    assert (held.rule, held.record.doi, held.tags) == ("same-doi", "10.1/b", (HOPE,))
    assert held.candidate is not None
    assert held.candidate.id == first
    assert library.queries.report(first).record == before.record
    assert library.queries.report(first).tags == before.tags
    assert library.queries.merged() == ()
    with pytest.raises(CallRefused, match="review queue"):
        library.reopen(merged.id, "chien2010")
    library.decide_held(held.id, Decision(Action.MERGE))
    assert library.queries.report(first).record == joined.record
    assert [one.slug for one in library.queries.report(first).tags] == ["hope"]
    assert library.queries.health(deep=True).integrity == ()


def test_only_a_merge_can_be_reopened(library: Library) -> None:
    add(library, record("First"), keys=(1,), citekey="chien2010")
    with pytest.raises(CallRefused, match="not merged"):
        library.reopen(1, "a")
    with pytest.raises(NotFound, match="no source record 99"):
        library.reopen(99, "a")
