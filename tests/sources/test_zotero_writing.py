"""Records written into a Zotero library: planned first, conflicts shown, nothing unknown lost, failures told."""

from __future__ import annotations

import pytest

from msgevidence.formats.zotero_item import ZoteroItemReader
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Leftover, Record
from msgevidence.sources.zotero_library import Work, as_source, plan, push, read
from support.zotero_server import Faults, ZoteroServer, key_of

NEW = Record(
    type="article-journal",
    title="Hope in groups",
    author=(Name(family="Doe", given="Jane"),),
    issued=PartialDate((2011,)),
    container_title="Journal of Help",
    pmid="1234567",
    number="e12",
)


def known(library, number: int) -> Record:
    """An item as this house has it after reading the library."""
    reader = ZoteroItemReader()
    drafts = [reader.draft(raw) for raw in reader.read(as_source(read(library), "users/123"))]
    return next(draft.settle() for draft in drafts if draft.values["title"] == f"Peer support study {number}")


def test_a_new_record_is_created_with_its_key_in_zoteros_field(server: ZoteroServer, connect) -> None:
    library = connect()
    snapshot = read(library)
    changes = plan(library, snapshot, [Work("doe2011", NEW, ("population: cancer",))])
    assert [change.action for change in changes] == ["create"]
    assert server.writes == []
    (outcome,) = push(library, changes, snapshot.version)
    assert outcome.result == "written"
    item = server.user.items[outcome.key]
    assert item["citationKey"] == "doe2011"
    assert item["extra"] == "PMID: 1234567\nnumber: e12" or set(item["extra"].split("\n")) == {
        "PMID: 1234567",
        "number: e12",
    }
    assert item["tags"] == [{"tag": "population: cancer"}]
    assert item["creators"] == [{"creatorType": "author", "firstName": "Jane", "lastName": "Doe"}]


def test_a_second_push_finds_what_the_first_made(connect) -> None:
    library = connect()
    snapshot = read(library)
    list(push(library, plan(library, snapshot, [Work("doe2011", NEW)]), snapshot.version))
    assert [change.action for change in plan(library, read(library), [Work("doe2011", NEW)])] == ["unchanged"]


def test_a_changed_record_sends_the_difference_only(server: ZoteroServer, connect) -> None:
    library = connect()
    server.user.items[key_of(5)]["futureField"] = "kept"
    server.user.items[key_of(5)]["extra"] = "Loved by all\nTeX.x: y"
    record = known(library, 5).replaced(title="A better title")
    snapshot = read(library)
    (change,) = plan(library, snapshot, [Work("family5", record, ("hope",))])
    assert change.action == "update"
    assert [name for name, _, _ in change.fields] == ["title", "tags"]
    (outcome,) = push(library, [change], snapshot.version)
    assert outcome.result == "written"
    after = server.user.items[key_of(5)]
    assert after["title"] == "A better title"
    assert after["futureField"] == "kept"
    assert after["extra"] == "Loved by all\nTeX.x: y"
    assert after["tags"] == [{"tag": "group 5"}, {"tag": "hope"}]


def test_an_item_changed_there_since_is_a_conflict(server: ZoteroServer, connect) -> None:
    library = connect()
    record = known(library, 5).replaced(title="Ours")
    server.user.put({**server.user.items[key_of(5)], "title": "Theirs"})
    snapshot = read(library)
    (change,) = plan(library, snapshot, [Work("family5", record)])
    assert change.action == "conflict"
    assert change.fields == (("title", "Theirs", "Ours"),)
    assert "version 1, now 2" in change.because
    assert list(push(library, [change], snapshot.version)) == []
    (forced,) = plan(library, snapshot, [Work("family5", record)], overwrite=True)
    assert forced.action == "update"


def test_a_record_read_twice_does_not_bring_back_what_was_there_before(server: ZoteroServer, connect) -> None:
    """The store keeps a report's first title; the second reading only adds its version."""
    library = connect()
    first = known(library, 5)
    server.user.put({**server.user.items[key_of(5)], "title": "Corrected in Zotero"})
    again = Leftover("zotero-item", "version", str(server.user.version))
    merged = first.replaced(leftovers=(*first.leftovers, again))
    (change,) = plan(library, read(library), [Work("family5", merged)])
    assert change.action == "conflict"


def test_an_item_that_was_not_read_from_there_is_only_filled(connect) -> None:
    library = connect()
    ours = Record(type="article-journal", title="Peer support study 9", doi="10.5555/PEER.9", abstract="New.")
    (change,) = plan(library, read(library), [Work("family9", ours)])
    assert (change.action, change.fields) == ("update", (("abstractNote", "", "New."),))


def test_a_library_changed_between_plan_and_writing_takes_nothing_new(server: ZoteroServer, connect) -> None:
    library = connect()
    snapshot = read(library)
    changes = plan(library, snapshot, [Work("doe2011", NEW)])
    server.user.put({"itemType": "book", "title": "Meanwhile"})
    (outcome,) = push(library, changes, snapshot.version)
    assert outcome.result == "failed"
    assert "changed by someone else meanwhile" in outcome.reason
    assert all(item["title"] != NEW.title for item in server.user.items.values())


def test_an_item_changed_between_plan_and_writing_is_told_and_left(server: ZoteroServer, connect) -> None:
    library = connect()
    works = [Work(f"family{n}", known(library, n).replaced(abstract="New.")) for n in (4, 5)]
    snapshot = read(library)
    changes = plan(library, snapshot, works)
    server.user.put({**server.user.items[key_of(5)], "title": "Theirs"})
    outcomes = list(push(library, changes, snapshot.version))
    assert [outcome.result for outcome in outcomes] == ["written", "failed"]
    assert outcomes[1].reason == "it was changed in Zotero meanwhile (HTTP 412)"
    assert server.user.items[key_of(5)]["title"] == "Theirs"


def test_more_than_fifty_go_in_parts_and_one_failure_stops_no_other(server: ZoteroServer, connect) -> None:
    library = connect()
    works = [Work(f"new{n}", NEW.replaced(title=f"Title {n}", pmid=str(n + 1))) for n in range(120)]
    server.faults.refuse_titles = ("Title 60",)
    snapshot = read(library)
    outcomes = list(push(library, plan(library, snapshot, works), snapshot.version))
    assert [outcome.change.citekey for outcome in outcomes if outcome.result == "failed"] == ["new60"]
    assert sum(outcome.result == "written" for outcome in outcomes) == 119
    assert len(server.writes) == 3
    assert server.user.version == 4


@pytest.mark.parametrize("status", [429, 503])
def test_a_write_that_was_not_processed_is_sent_again(server: ZoteroServer, connect, status: int) -> None:
    library = connect()
    snapshot = read(library)
    server.faults = Faults(status=status, headers={"Retry-After": "1"}, times=1, method="POST")
    (outcome,) = push(library, plan(library, snapshot, [Work("doe2011", NEW)]), snapshot.version)
    assert outcome.result == "written"


def test_a_write_of_which_nobody_knows_is_not_sent_again(server: ZoteroServer, connect) -> None:
    library = connect()
    snapshot = read(library)
    server.faults = Faults(body="cut", times=1, method="POST")
    (outcome,) = push(library, plan(library, snapshot, [Work("doe2011", NEW)]), snapshot.version)
    assert outcome.result == "failed"
    assert "may have been written or not" in outcome.reason
    assert len(server.writes) == 1
    assert [change.action for change in plan(library, read(library), [Work("doe2011", NEW)])] == ["unchanged"]


def test_a_write_without_a_version_is_refused_in_words(connect) -> None:
    with pytest.raises(Exception, match="HTTP 428"):
        connect().write([{"key": key_of(1), "title": "x"}], None)


def test_more_than_the_server_takes_is_not_sent(connect) -> None:
    with pytest.raises(ValueError, match="at most 50"):
        connect().write([{"itemType": "book"}] * 51, 1)
