"""`import --zotero` and `zotero push` as a user calls them, against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.calling import Call
from support.zotero_server import KEY, Faults, ZoteroServer, key_of

ONE = "TY  - JOUR\nID  - doe2011\nAU  - Doe, Jane\nPY  - 2011\nTI  - Hope\nJO  - Help\nER  - \n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoteroServer]:
    with ZoteroServer(items=120).running() as running:
        monkeypatch.setenv("MSGEVIDENCE_ZOTERO_ENDPOINT", running.endpoint)
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        yield running


def test_a_library_comes_in_once(call: Call, server: ZoteroServer) -> None:
    first = call("import", "--zotero", "users/123", "--empty", "--json")
    assert first.code == 0, first.err
    assert (first.json["read"], first.json["added"]) == (120, 120)
    server.requests.clear()
    again = call("import", "--zotero", "users/123", "--json")
    assert (again.code, again.json["read"], again.json["run"]) == (0, 0, 0)
    assert len(server.requests) == 1
    assert call("search", "author:family7", "--json").json["results"][0]["citekey"] == "family7"


def test_undo_takes_the_version_back_as_well(call: Call, server: ZoteroServer) -> None:
    run = call("import", "--zotero", "users/123", "--empty", "--json").json["run"]
    assert call("undo", str(run)).code == 0
    assert call("import", "--zotero", "users/123", "--json").json["added"] == 120


def test_a_dry_run_remembers_nothing(call: Call, server: ZoteroServer) -> None:
    assert call("import", "--zotero", "users/123", "--empty", "--dry-run", "--json").json["added"] == 120
    assert call("import", "--zotero", "users/123", "--json").json["added"] == 120


def test_only_changes_come_in_and_deletions_are_named(call: Call, server: ZoteroServer) -> None:
    call("import", "--zotero", "users/123", "--empty")
    server.user.put({"itemType": "book", "title": "A new book", "date": "2020"})
    server.user.remove(key_of(3))
    report = call("import", "--zotero", "users/123", "--json").json
    assert (report["read"], report["added"]) == (1, 1)
    assert [p["code"] for p in report["problems"] if p["severity"] == "note" and p["record"] is None] == [
        "deleted-in-zotero"
    ]


def test_a_connection_that_breaks_half_way_leaves_nothing(call: Call, server: ZoteroServer, tmp_path: Path) -> None:
    path = tmp_path / "one.ris"
    path.write_text(ONE)
    call("import", path, "--empty")
    server.faults = Faults(status=403, times=-1, after=1)
    answer = call("import", "--zotero", "users/123", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().splitlines()) == 1
    assert KEY not in answer.err
    assert len(server.requests) == 2
    assert call("search", "--json").json["total"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "--zotero", "nonsense"),
        ("import", "--zotero", "users/123", "file.ris"),
        ("import", "--local", "file.ris"),
        ("import", "--zotero", "users/999"),
        ("zotero", "push", "users/999"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(call: Call, server: ZoteroServer, arguments: tuple[str, ...]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().splitlines()) == 1


def test_push_shows_first_and_writes_then(call: Call, server: ZoteroServer, tmp_path: Path) -> None:
    path = tmp_path / "one.ris"
    path.write_text(ONE)
    call("import", path, "--empty")
    shown = call("zotero", "push", "users/123", "--dry-run", "--json")
    assert shown.code == 0, shown.err
    assert [change["action"] for change in shown.json["changes"]] == ["create"]
    assert server.writes == []
    written = call("zotero", "push", "users/123", "--json").json["changes"][0]
    assert written["result"] == "written"
    assert server.user.items[written["key"]]["citationKey"] == "doe2011"
    assert "0 create, 0 update" in call("zotero", "push", "users/123").err


def test_what_was_imported_and_not_changed_is_not_written(call: Call, server: ZoteroServer) -> None:
    call("import", "--zotero", "users/123", "--empty")
    answer = call("zotero", "push", "users/123", "--json")
    assert {change["action"] for change in answer.json["changes"]} == {"unchanged"}
    assert server.writes == []


def test_a_change_in_zotero_replaces_the_older_value_and_can_be_undone(
    call: Call, server: ZoteroServer, tmp_path: Path
) -> None:
    other = tmp_path / "other.ris"
    other.write_text("TY  - JOUR\nDO  - 10.5555/peer.7\nTI  - Peer support study 7\nAB  - Told elsewhere.\nER  - \n")
    call("import", "--zotero", "users/123", "--empty")
    assert call("import", other, "--json").json["merged"] == 1
    item = server.user.items[key_of(7)]
    changed = {**item, "title": "All other words", "DOI": "10.5555/other", "pages": "", "date": "1999"}
    server.user.put(changed)
    report = call("import", "--zotero", "users/123", "--json").json
    assert (report["read"], report["merged"]) == (1, 1)

    def described() -> tuple[str, str, str, str]:
        item = call("export", "--to", "csl-json", "family7").out
        (one,) = json.loads(item)
        return one["title"], one["DOI"], one.get("page", ""), one["abstract"]

    assert described() == ("All other words", "10.5555/other", "", "Told elsewhere.")
    assert call("undo", str(report["run"])).code == 0
    assert described() == ("Peer support study 7", "10.5555/peer.7", "7-16", "Told elsewhere.")


def test_what_was_moved_to_the_bin_is_said(call: Call, server: ZoteroServer) -> None:
    call("import", "--zotero", "users/123", "--empty")
    server.user.put({**server.user.items[key_of(5)], "deleted": 1})
    report = call("import", "--zotero", "users/123", "--json").json
    notes = [(one["code"], one["quote"]) for one in report["problems"] if one["record"] is None]
    assert ("binned-in-zotero", key_of(5)) in notes
    assert report["read"] == 0


def test_a_collection_comes_with_those_below_it(call: Call, server: ZoteroServer) -> None:
    for key, above in (("AAAA0000", False), ("BBBB0000", "AAAA0000"), ("CCCC0000", "BBBB0000"), ("DDDD0000", False)):
        server.user.collections[key] = {"key": key, "version": 1, "name": key, "parentCollection": above}
    server.user.items[key_of(1)]["collections"] = ["AAAA0000"]
    server.user.items[key_of(2)]["collections"] = ["CCCC0000"]
    server.user.items[key_of(3)]["collections"] = ["DDDD0000"]
    server.user.items[key_of(4)]["collections"] = ["AAAA0000", "BBBB0000"]
    report = call("import", "--zotero", "users/123", "--collection", "AAAA0000", "--empty", "--json").json
    assert (report["read"], report["added"]) == (3, 3)
