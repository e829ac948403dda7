"""The door: whom it asks, how long it waits, what it keeps, and how it words that nothing came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from msgevidence.authorities.addresses import is_public, origin
from msgevidence.authorities.answers import Answers
from msgevidence.authorities.fetching import Address, Door
from msgevidence.authorities.pacing import Pace, backoff, retry_after
from msgevidence.errors import AuthorityUnavailable, CallRefused
from support.authority_servers import HASTIER, HASTY, AuthorityServer, Faults, Reply


def echo(server: AuthorityServer, path: str, query: dict[str, str]) -> Reply:
    if path == "/missing":
        return Reply(404, "Resource not found.", "text/plain")
    return Reply(200, {"path": path, "query": query})


@pytest.fixture
def server() -> Iterator[AuthorityServer]:
    with AuthorityServer(echo).running() as running:
        yield running


def door(server: AuthorityServer, **changes: Any) -> Door:
    return Door("Echo", Address(server.url, is_set=True), gap=0.0, **{"manners": HASTY, **changes})


def test_it_answers_and_says_who_asks(server: AuthorityServer) -> None:
    asked = door(server, contact="me@example.org").ask("/a", {"q": "some words"}, json.loads)
    assert asked == {"path": "/a", "query": {"q": "some words"}}
    assert server.agents[0].startswith("msgevidence/")
    assert "mailto:me@example.org" in server.agents[0]


def test_no_contact_is_invented(server: AuthorityServer) -> None:
    door(server).ask("/a", {}, json.loads)
    assert "mailto" not in server.agents[0]
    assert "@" not in server.agents[0]


@pytest.mark.parametrize("contact", ["nobody", "a@b", "a@b.org\r\nX-Evil: 1", "a b@c.org", "(a@b.org)"])
def test_a_contact_that_is_no_address_is_refused(server: AuthorityServer, contact: str) -> None:
    with pytest.raises(CallRefused):
        door(server, contact=contact)


def test_404_is_no_such_thing_for_a_look_up_and_no_answer_for_a_search(server: AuthorityServer) -> None:
    assert door(server).find("/missing", {}, json.loads) is None
    with pytest.raises(AuthorityUnavailable, match="not at the address"):
        door(server).ask("/missing", {}, json.loads)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(server: AuthorityServer, status: int) -> None:
    server.faults = Faults(status=status, times=2)
    assert door(server).ask("/a", {}, json.loads)["path"] == "/a"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("faults", "words", "requests"),
    [
        (Faults(status=429, times=-1), "too many questions", 3),
        (Faults(status=503, times=-1), "out of order", 3),
        (Faults(status=403, times=-1), "refuses to answer", 1),
        (Faults(status=400, times=-1), "did not understand", 1),
        (Faults("html", times=-1), "a web page in place of its data", 1),
        (Faults("garbage", times=-1), "something that cannot be read", 1),
        (Faults("truncated", times=-1), "broke off in the middle", 3),
        (Faults("close", times=-1), "did not answer in HTTP", 3),
        (Faults("huge", times=-1), "more than could be meant", 1),
        (Faults("bomb", times=-1), "more than could be meant", 1),
    ],
)
def test_what_does_not_pass_is_told_in_words(
    server: AuthorityServer, faults: Faults, words: str, requests: int
) -> None:
    server.faults = faults
    with pytest.raises(AuthorityUnavailable, match=f"^Echo .*{words}"):
        door(server).ask("/a", {}, json.loads)
    assert len(server.requests) == requests


@pytest.mark.parametrize("how", ["stall", "drip"])
def test_a_slow_answer_is_given_up(server: AuthorityServer, how: str) -> None:
    server.faults = Faults(how, times=-1)
    with pytest.raises(AuthorityUnavailable, match=r"^Echo did not answer in time"):
        door(server, manners=HASTIER).ask("/a", {}, json.loads)


def test_an_answer_that_never_ends_ends_with_the_deadline(server: AuthorityServer) -> None:
    server.faults = Faults("drip", times=-1)
    with pytest.raises(AuthorityUnavailable, match="in time"):
        door(server, manners=replace(HASTY, deadline=0.2, answer=30)).ask("/a", {}, json.loads)


def test_a_service_that_is_out_of_order_is_left_alone_for_a_while(server: AuthorityServer) -> None:
    server.faults = Faults(status=503, times=3)
    for _ in range(2):
        with pytest.raises(AuthorityUnavailable, match="out of order"):
            door(server).ask("/a", {}, json.loads)
    assert len(server.requests) == 3, "the second question was not sent"


def test_a_refused_question_does_not_silence_the_next(server: AuthorityServer) -> None:
    server.faults = Faults(status=400, times=1)
    with pytest.raises(AuthorityUnavailable):
        door(server).ask("/a", {}, json.loads)
    assert door(server).ask("/b", {}, json.loads)["path"] == "/b"


def test_retry_after_is_waited_for(server: AuthorityServer) -> None:
    server.faults = Faults(status=429, times=1, headers={"Retry-After": "1"})
    slept: list[float] = []
    assert door(server, sleep=slept.append).ask("/a", {}, json.loads)
    assert slept == [1.0]


@pytest.mark.parametrize("seconds", ["3600", "date"])
def test_a_long_retry_after_is_told_and_kept_to(server: AuthorityServer, seconds: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.faults = Faults(status=429, times=1, headers={"Retry-After": later if seconds == "date" else seconds})
    for _ in range(2):
        with pytest.raises(AuthorityUnavailable, match=r"left alone; try again after \d{4}-\d\d-\d\d \d\d:\d\d UTC"):
            door(server).ask("/a", {}, json.loads)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 0.5 ", 0.5),
        ("-3", 0.0),
        ("Mon, 23 Nov 2026 08:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 07:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_both_forms_of_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after(text, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) == seconds


def test_back_off_doubles_is_capped_and_differs_by_chance() -> None:
    assert [backoff(n, 0.5, 8.0, lambda: 1.0) for n in range(6)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]
    assert backoff(2, 0.5, 8.0, lambda: 0.0) == 1.0


def test_the_pace_is_what_the_headers_say() -> None:
    now = [100.0]
    pace = Pace(0.5, clock=lambda: now[0])
    assert [pace.turn(9), pace.turn(9), pace.turn(9)] == [0.0, 0.5, 1.0]
    assert pace.turn(1.0) is None, "a turn that is too late is not taken"
    pace.learn({"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"})
    now[0] = 200.0
    assert [pace.turn(9), pace.turn(9)] == [0.0, pytest.approx(0.02)]
    pace.learn({"x-rate-limit-limit": "many", "x-rate-limit-interval": "1s"})
    assert pace.gap == pytest.approx(0.02)


def test_all_doors_to_a_host_keep_one_pace(server: AuthorityServer) -> None:
    slept: list[float] = []
    for _ in range(3):
        Door("Echo", Address(server.url, is_set=True), gap=0.1, manners=HASTY, sleep=slept.append).ask(
            "/a", {}, json.loads
        )
    assert len(slept) == 2


# ---- whom it asks


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.4", "172.16.9.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "no address",
    ],
)  # fmt: skip
def test_addresses_of_private_networks(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


def test_a_private_address_is_not_asked_unless_a_setting_named_it(server: AuthorityServer) -> None:
    with pytest.raises(AuthorityUnavailable, match="private network"):
        Door("Echo", Address(server.url), gap=0.0, manners=HASTY).ask("/a", {}, json.loads)
    assert server.requests == []


def test_one_private_address_among_public_ones_is_enough() -> None:
    both = Door(
        "Echo", Address("http://echo.example"), gap=0.0, manners=HASTY, resolve=lambda *_: ["8.8.8.8", "10.0.0.1"]
    )
    with pytest.raises(AuthorityUnavailable, match="private network"):
        both.ask("/a", {}, json.loads)


def test_a_name_nobody_knows() -> None:
    with pytest.raises(AuthorityUnavailable, match="is there a connection"):
        Door("Echo", Address("http://nobody.example"), gap=0.0, manners=HASTY, resolve=lambda *_: []).ask(
            "/a", {}, json.loads
        )


@pytest.mark.parametrize(
    "url", ["ftp://a.org/", "file:///etc/passwd", "https://", "https://me:secret@a.org", "http://a.org:none", "a.org"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(CallRefused) as refusal:
        origin(url)
    assert "secret" not in str(refusal.value)


def test_a_redirect_within_the_service_is_followed(server: AuthorityServer) -> None:
    server.faults = Faults("redirect", times=1, to="/elsewhere?q=1")
    assert door(server).ask("/a", {}, json.loads) == {"path": "/elsewhere", "query": {"q": "1"}}


@pytest.mark.parametrize(
    "to",
    ["http://169.254.169.254/latest", "http://localhost:1/", "https://example.org/", "file:///etc/passwd", "gopher:"],
)
def test_a_redirect_to_anybody_else_is_not(server: AuthorityServer, to: str) -> None:
    server.faults = Faults("redirect", times=-1, to=to)
    with pytest.raises(AuthorityUnavailable, match="sent us on"):
        door(server).ask("/a", {}, json.loads)


def test_a_redirect_to_another_local_port_is_not_followed(server: AuthorityServer) -> None:
    with AuthorityServer(echo).running() as other:
        server.faults = Faults("redirect", times=-1, to=f"{other.url}/a")
        with pytest.raises(AuthorityUnavailable, match="not one of its named hosts"):
            door(server).ask("/a", {}, json.loads)
        assert other.requests == []


def test_redirects_in_a_circle_end(server: AuthorityServer) -> None:
    server.faults = Faults("redirect", times=-1, to="/a")
    with pytest.raises(AuthorityUnavailable, match="too many times"):
        door(server).ask("/a", {}, json.loads)


def test_the_next_address_is_tried_when_the_first_refuses(server: AuthorityServer) -> None:
    way = door(server, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])  # the server listens at the second only
    assert way.ask("/a", {}, json.loads)["path"] == "/a"


def test_https_that_is_none(server: AuthorityServer) -> None:
    address = Address(server.url.replace("http:", "https:"), is_set=True)
    with pytest.raises(AuthorityUnavailable, match="could not be reached"):
        Door("Echo", address, gap=0.0, manners=HASTY).ask("/a", {}, json.loads)
    assert server.requests == []


# ---- what it keeps


def test_a_question_is_asked_once(server: AuthorityServer, tmp_path: Path) -> None:
    kept = Answers(tmp_path)
    first = door(server, answers=kept).ask("/a", {"q": "Some  Words"}, json.loads)
    assert door(server, answers=kept).ask("/a", {"q": "some words"}, json.loads) == first
    assert door(server, answers=kept).find("/missing", {}, json.loads) is None
    assert door(server, answers=kept).find("/missing", {}, json.loads) is None
    assert len(server.requests) == 2


def test_what_is_kept_grows_old(server: AuthorityServer, tmp_path: Path) -> None:
    now = [1_000_000.0]
    kept = Answers(tmp_path, keep=60, clock=lambda: now[0])
    for moment in (0, 59, 61, 0):  # the last: the clock went back
        now[0] = 1_000_000.0 + moment
        door(server, answers=kept).ask("/a", {}, json.loads)
    assert len(server.requests) == 3


def test_keys_and_addresses_are_in_no_file_and_no_message(server: AuthorityServer, tmp_path: Path) -> None:
    secret = {"api_key": "s3cret", "mailto": "me@example.org"}
    door(server, answers=Answers(tmp_path)).ask("/a", {"q": "x"}, lambda text: text.replace("s3cret", ""), secret)
    assert "api_key=s3cret" in server.requests[0]
    server.faults = Faults(status=403, times=1)
    with pytest.raises(AuthorityUnavailable) as silence:
        door(server).ask("/b", {}, json.loads, secret)
    assert "s3cret" not in str(silence.value)
    names = [str(path) for path in tmp_path.rglob("*")]
    assert not any("s3cret" in name for name in names)
    questions = [json.loads(path.read_text())["question"] for path in tmp_path.rglob("*.json")]
    assert questions and not any("s3cret" in one or "example.org" in one for one in questions)


@pytest.mark.parametrize("spoiled", ["", "{", "[]", '{"form": 1}', "[" * 100_000, "\x00\xff"])
def test_a_spoiled_file_is_no_answer(server: AuthorityServer, tmp_path: Path, spoiled: str) -> None:
    kept = Answers(tmp_path)
    door(server, answers=kept).ask("/a", {}, json.loads)
    (file,) = tmp_path.rglob("*.json")
    file.write_text(spoiled, encoding="latin-1")
    assert door(server, answers=kept).ask("/a", {}, json.loads)["path"] == "/a"
    assert len(server.requests) == 2


def test_a_place_that_cannot_be_written_costs_nothing_else(server: AuthorityServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Answers(tmp_path / "file" / "answers")
    assert door(server, answers=kept).ask("/a", {}, json.loads)["path"] == "/a"


def test_what_was_not_understood_is_not_kept(server: AuthorityServer, tmp_path: Path) -> None:
    kept = Answers(tmp_path)
    server.faults = Faults("html", times=1)
    with pytest.raises(AuthorityUnavailable):
        door(server, answers=kept).ask("/a", {}, json.loads)
    assert door(server, answers=kept).ask("/a", {}, json.loads)["path"] == "/a"


def test_old_answers_are_cleared_away(tmp_path: Path) -> None:
    Answers(tmp_path).put("question", 200, "text")
    Answers(tmp_path).prune()
    assert Answers(tmp_path).get("question") is not None
    Answers(tmp_path, keep=-1).prune()
    assert list(tmp_path.rglob("*.json")) == []
