"""A Zotero library read over a real socket: pages, versions, waits, faults, and words."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from msgevidence.errors import AuthorityUnavailable, CallRefused, MsgEvidenceError, NotFound
from msgevidence.sources.zotero_library import Address, Patience, ZoteroLibrary, api_key, loopback_endpoint, read
from msgevidence.sources.zotero_library.transport import seconds
from support.zotero_server import KEY, Faults, ZoteroServer, key_of


def test_every_page_is_read_once(server: ZoteroServer, connect) -> None:
    library = connect()
    snapshot = read(library)
    assert [item["key"] for item in snapshot.items] == [key_of(number) for number in range(250)]
    assert snapshot.version == 1
    assert len(server.requests) == 3 == library.requests
    assert all("format=json" in path for path in server.reads)


def test_ten_thousand_items(connect, server: ZoteroServer) -> None:
    from support.zotero_server import article

    server.user.items = {(one := article(number))["key"]: one for number in range(10_050)}
    seen: list[tuple[int, int | None]] = []
    snapshot = read(connect(), progress=lambda done, total, what: seen.append((done, total)))
    assert len({item["key"] for item in snapshot.items}) == 10_050
    assert len(server.requests) == 101
    assert seen[0] == (100, 10_050)
    assert seen[-1] == (10_050, 10_050)
    assert server.most_at_once == 1


def test_an_unchanged_library_costs_one_request(server: ZoteroServer, connect) -> None:
    first = read(connect())
    server.requests.clear()
    again = read(connect(), since=first.version)
    assert again.is_unchanged
    assert again.items == ()
    assert len(server.requests) == 1


def test_only_what_changed_is_read(server: ZoteroServer, connect) -> None:
    first = read(connect())
    server.user.put({**server.user.items[key_of(7)], "title": "Another title"})
    server.user.remove(key_of(8))
    snapshot = read(connect(), since=first.version)
    assert [item["data"]["title"] for item in snapshot.items] == ["Another title"]
    assert snapshot.deleted == (key_of(8),)
    assert snapshot.version == 3


def test_a_changed_note_brings_its_item(server: ZoteroServer, connect) -> None:
    first = read(connect())
    server.user.put({"itemType": "note", "parentItem": key_of(3), "note": "<p>x</p>"})
    snapshot = read(connect(), since=first.version)
    assert [item["data"]["itemType"] for item in snapshot.items] == ["note", "journalArticle"]


def test_collections_are_named(server: ZoteroServer, connect) -> None:
    server.user.collections = {
        "OUTER234": {"key": "OUTER234", "version": 1, "name": "Peers", "parentCollection": False},
        "INNER234": {"key": "INNER234", "version": 1, "name": "Cancer", "parentCollection": "OUTER234"},
    }
    server.user.put({**server.user.items[key_of(7)], "collections": ["INNER234"]})
    snapshot = read(connect(), collection="INNER234")
    assert [item["collectionNames"] for item in snapshot.items] == [["Peers / Cancer"]]
    with pytest.raises(NotFound, match="no such collection"):
        read(connect(), collection="NONE2345")


def test_a_change_between_pages_begins_the_reading_anew(server: ZoteroServer, connect) -> None:
    server.faults.change_between_pages = 2
    snapshot = read(connect())
    assert snapshot.restarts == 2
    assert len({item["key"] for item in snapshot.items}) == 252
    assert snapshot.version == server.user.version


def test_a_library_that_never_rests_is_given_up(server: ZoteroServer, connect) -> None:
    server.faults.change_between_pages = -1
    with pytest.raises(AuthorityUnavailable, match="kept changing"):
        read(connect())


def test_words_that_look_like_an_address_of_tags(server: ZoteroServer, connect) -> None:
    """pyzotero raises KeyError for any address that holds "tags"."""
    server.user.put({"itemType": "book", "title": "Tags and peers"})
    page = connect().items(query="tags")
    assert [item["data"]["title"] for item in page.objects] == ["Tags and peers"]


@pytest.mark.parametrize(
    ("header", "waits"),
    [("3", 3.0), ("1.5", 1.5), ("date", 20.0), ("soon", 1.0)],
    ids=["whole", "fractional", "http-date", "no-number"],
)
def test_retry_after_in_every_form(server: ZoteroServer, connect, clock, header: str, waits: float) -> None:
    if header == "date":
        header = formatdate(clock.now + 20, usegmt=True)
    server.faults = Faults(status=429, headers={"Retry-After": header}, times=1)
    assert len(read(connect()).items) == 250
    assert clock.slept == [pytest.approx(waits, abs=1)]


def test_backoff_on_a_good_answer_is_kept_before_the_next_request(server: ZoteroServer, connect, clock) -> None:
    server.faults.backoff = "2"
    read(connect())
    assert clock.slept == [2.0, 2.0]


def test_a_long_wait_is_refused_with_its_end(server: ZoteroServer, connect, clock) -> None:
    server.faults = Faults(status=429, headers={"Retry-After": "7200"}, times=1)
    with pytest.raises(AuthorityUnavailable, match=r"7200 seconds; try again after 2023-11-15 00:13 UTC"):
        read(connect())
    assert clock.slept == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_waited_out(server: ZoteroServer, connect, clock, status: int) -> None:
    server.faults = Faults(status=status, times=2)
    assert len(read(connect()).items) == 250
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_lasting_fault_is_said(server: ZoteroServer, connect, status: int) -> None:
    server.faults = Faults(status=status, times=-1)
    with pytest.raises(AuthorityUnavailable, match="4 times; try again later"):
        read(connect())
    assert len(server.requests) == 4


@pytest.mark.parametrize("body", ["cut", "close"])
def test_an_answer_that_breaks_off_is_asked_for_again(server: ZoteroServer, connect, body: str) -> None:
    server.faults = Faults(body=body, times=1)
    assert len(read(connect()).items) == 250
    server.faults = Faults(body=body, times=-1)
    with pytest.raises(AuthorityUnavailable, match="broke off"):
        read(connect())


def test_a_server_that_stalls(server: ZoteroServer, connect) -> None:
    server.faults = Faults(body="stall", times=-1)
    with pytest.raises(AuthorityUnavailable, match=r"did not answer within 0\.2 seconds"):
        read(connect(patience=Patience(answer=0.2, tries=2)))


def test_an_answer_that_is_no_json(server: ZoteroServer, connect) -> None:
    server.faults = Faults(body="bad-json", times=1)
    with pytest.raises(AuthorityUnavailable, match="not JSON"):
        read(connect())


def test_nobody_answers(clock) -> None:
    library = ZoteroLibrary(Address.parse("users/123"), endpoint="http://127.0.0.1:9", sleep=clock.sleep, clock=clock)
    with pytest.raises(AuthorityUnavailable, match="refused the connection"):
        read(library)


@pytest.mark.parametrize(
    ("address", "key", "error", "words"),
    [
        ("users/123", "", CallRefused, "not public; put a key"),
        ("users/123", "wrong-Key-77", CallRefused, "has no right"),
        ("users/999", KEY, NotFound, "knows no library users/999"),
    ],
)
def test_refusals_in_words_without_the_key(
    connect, address: str, key: str, error: type[MsgEvidenceError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        read(connect(address, key=key))
    assert "wrong-Key-77" not in str(caught.value)
    assert KEY not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_public_group_needs_no_key(server: ZoteroServer, connect) -> None:
    server.group.put({"itemType": "book", "title": "Open"})
    assert len(read(connect("groups/456", key="")).items) == 1
    assert "Authorization" not in server.headers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("users/123", "users/123"),
        ("group/456", "groups/456"),
        ("https://www.zotero.org/groups/456/peer_support/library", "groups/456"),
    ],
)
def test_addresses(text: str, wanted: str) -> None:
    assert str(Address.parse(text)) == wanted


@pytest.mark.parametrize("text", ["", "123", "users/me", "teams/4", "users/1; rm"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(CallRefused, match="no Zotero library"):
        Address.parse(text)


def test_key_and_endpoint_come_from_the_environment() -> None:
    assert api_key({"ZOTERO_API_KEY": " abc "}) == "abc"
    assert api_key({}) == ""
    assert loopback_endpoint({"MSGEVIDENCE_ZOTERO_ENDPOINT": "http://127.0.0.1:80/"}) == "http://127.0.0.1:80"
    for other in ("https://api.example.org", "http://127.0.0.1.example.org", "ftp://localhost"):
        with pytest.raises(CallRefused, match="this machine"):
            loopback_endpoint({"MSGEVIDENCE_ZOTERO_ENDPOINT": other})


def test_waits_are_never_negative_nor_unknown() -> None:
    assert seconds("-5", 0) == 0.0
    assert seconds("nan", 0) is None
    assert seconds("later", 0) is None
    assert seconds(formatdate(50, usegmt=True), 100) == 0.0
