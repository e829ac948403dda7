"""The draft check with the services: every bad day ends in a verdict that may be given; offline no socket is opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from msgevidence.authorities import register
from msgevidence.authorities.snapshot import build
from msgevidence.ingest.bundle import Desk
from msgevidence.manuscript.check import Checked, check
from support.authority_servers import HASTIER, HASTY, HOPE, NEAR, Faults, Services, services
from support.calling import Call

ENTRY = (
    "Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P. (2010). Sharing hope in invented groups of widowed sailors."
    " Journal of Invented Help, 12(3), 101–118."
)
WITH_DOI = f"{ENTRY} https://doi.org/{HOPE.doi}"
SLOW = {"stall", "drip"}


@pytest.fixture
def online() -> Iterator[Services]:
    with services() as running:
        running.hold(HOPE)
        yield running


def draft(*entries: str) -> str:
    listed = "\n\n".join(entries)
    return f"Groups gave hope (Adams et al., 2010).\n\nReferences\n\n{listed}\n"


def checked(library: Desk, online: Services, *entries: str, hasty: bool = False) -> Checked:
    authorities = register.online(addresses=online.addresses, manners=HASTIER if hasty else HASTY)
    return check(draft(*entries), library.library.queries, authorities)


def verdicts(found: Checked) -> list[str]:
    return [one.verdict.value for one in found.looked]


def test_what_the_library_does_not_have_is_found_online(library: Desk, online: Services) -> None:
    found = checked(library, online, ENTRY, WITH_DOI)
    assert verdicts(found) == ["matched", "matched"]
    assert found.looked[0].where == "Crossref"
    assert found.looked[0].match == HOPE.doi
    assert "Crossref, PubMed, OpenAlex, DataCite" in found.searched.words


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P.", "Stone, R., & Hill, P.", "differs"),
        ("(2010)", "(2013)", "differs"),
        (
            "Sharing hope in invented groups of widowed sailors",
            "The price of bread in old Rome",
            "identifier-elsewhere",
        ),
        ("12(3), 101–118", "31(3), 1–8", "matched"),
    ],
)
def test_the_whole_description_is_held_against_the_answer(
    library: Desk, online: Services, before: str, after: str, verdict: str
) -> None:
    entry = WITH_DOI.replace(before, after)
    if verdict == "identifier-elsewhere":
        entry = entry.replace("12(3), 101–118", "8(1), 1–9").replace("Journal of Invented Help", "Old Money")
    assert verdicts(checked(library, online, entry)) == [verdict]


def test_a_wrong_but_similar_first_hit_is_not_taken(library: Desk, online: Services) -> None:
    for server in online.all.values():
        server.decoys = [NEAR]
    found = checked(library, online, ENTRY)
    assert (verdicts(found), found.looked[0].match) == (["matched"], HOPE.doi)
    for server in online.all.values():
        server.works.clear()
    assert verdicts(checked(library, online, ENTRY)) != ["matched"]


def test_the_right_hit_on_the_second_page(library: Desk, online: Services) -> None:
    online.crossref.page_size, online.crossref.decoys = 1, [NEAR]
    found = checked(library, online, ENTRY)
    assert (verdicts(found), found.looked[0].where) == (["matched"], "Crossref")


def test_an_empty_list_everywhere_is_not_found(library: Desk, online: Services) -> None:
    for server in online.all.values():
        server.works.clear()
    found = checked(library, online, ENTRY)
    assert verdicts(found) == ["not-found"]
    assert "not found in what was searched" in found.looked[0].message
    assert "DataCite" in found.looked[0].message


def test_a_doi_nobody_registered_is_not_found_though_each_says_404(library: Desk, online: Services) -> None:
    for server in online.all.values():
        server.works.clear()
    assert verdicts(checked(library, online, WITH_DOI)) == ["not-found"]


FAULTS = {
    "429": Faults(status=429, times=-1),
    "429 for an hour": Faults(status=429, times=-1, headers={"Retry-After": "3600"}),
    "503": Faults(status=503, times=-1),
    "403": Faults(status=403, times=-1),
    "html": Faults("html", times=-1),
    "truncated": Faults("truncated", times=-1),
    "garbage": Faults("garbage", times=-1),
    "close": Faults("close", times=-1),
    "huge": Faults("huge", times=-1),
    "stall": Faults("stall", times=-1),
    "drip": Faults("drip", times=-1),
    "redirect": Faults("redirect", times=-1, to="http://169.254.169.254/"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nobody_answers_so_nothing_is_told(library: Desk, online: Services, fault: str) -> None:
    for server in online.all.values():
        server.faults = replace(FAULTS[fault])
    found = checked(library, online, WITH_DOI, ENTRY, hasty=fault in SLOW)
    assert verdicts(found) == ["cannot-tell", "cannot-tell"]
    assert {name for name, _ in found.searched.silent} == {"Crossref", "PubMed", "OpenAlex", "DataCite"}
    assert all(name in found.looked[0].message for name, _ in found.searched.silent)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_next_service_stands_in_for_one_that_fails(library: Desk, online: Services, fault: str) -> None:
    online.crossref.faults = replace(FAULTS[fault])
    found = checked(library, online, WITH_DOI, hasty=fault in SLOW)
    assert verdicts(found) == ["matched"]
    assert found.looked[0].where in ("PubMed", "OpenAlex", "DataCite")


def test_one_silence_among_empty_lists_is_no_not_found(library: Desk, online: Services) -> None:
    for server in online.all.values():
        server.works.clear()
    online.openalex.faults = Faults(status=503, times=-1)
    assert verdicts(checked(library, online, ENTRY)) == ["cannot-tell"]


# ---- the command


@pytest.fixture
def to_the_doubles(online: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    for name, value in online.environment.items():
        monkeypatch.setenv(name, value)
    return online


def test_check_online_by_the_command(to_the_doubles: Services, call: Call, tmp_path: Path) -> None:
    paper = tmp_path / "draft.md"
    paper.write_text(draft(ENTRY))
    assert call("check", paper, "--json").json["references"][0]["verdict"] == "not-found"
    assert to_the_doubles.asked == 0
    answer = call("check", paper, "--online", "--json")
    assert answer.json["references"][0]["verdict"] == "matched"
    assert "references are sent" in answer.err


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every way to a socket raises, and is written down: an error that is swallowed is seen all the same."""
    tried: list[str] = []

    def refused(*arguments: Any, **_: Any) -> NoReturn:
        tried.append(repr(arguments))
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "socket", refused)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refused)
    return tried


def test_offline_no_socket_is_opened(call: Call, tmp_path: Path, no_network: list[str]) -> None:
    works = tmp_path / "works.ris"
    works.write_text(
        f"TY  - JOUR\nTI  - {HOPE.title}\nAU  - Adams, R.\nAU  - Müller-Lüdenscheidt, H.\nAU  - van der Berg, P.\n"
        f"PY  - 2010\nJO  - {HOPE.journal}\nVL  - 12\nIS  - 3\nSP  - 101\nEP  - 118\nER  - \n"
    )
    build([works], tmp_path / "index", date="2026-11-01")
    paper = tmp_path / "draft.md"
    paper.write_text(draft(WITH_DOI, ENTRY))
    assert call("check", paper).code in (0, 1)
    answer = call("check", paper, "--snapshot", tmp_path / "index", "--snapshot", tmp_path / "index", "--json")
    assert [one["verdict"] for one in answer.json["references"]][1] == "matched"
    assert "snapshot index (1 works, 2026-11-01)" in answer.json["store"]["searched"]
    assert no_network == []


def test_the_guard_sees_a_socket(call: Call, tmp_path: Path, no_network: list[str]) -> None:
    paper = tmp_path / "draft.md"
    paper.write_text(draft(ENTRY))
    call("check", paper, "--online")
    assert no_network


@pytest.mark.parametrize("options", [("--snapshot", "missing"), ("--snapshot", "draft.md")])
def test_a_file_that_is_no_snapshot_is_refused(call: Call, tmp_path: Path, options: tuple[str, str]) -> None:
    (tmp_path / "draft.md").write_text(draft(ENTRY))
    answer = call("check", tmp_path / "draft.md", options[0], tmp_path / options[1])
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert "snapshot build" in answer.err


def test_settings_that_cannot_be_are_refused(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "draft.md").write_text(draft(ENTRY))
    for name, value in (("MSGEVIDENCE_AUTHORITY_CROSSREF", "file:///etc/passwd"), ("MSGEVIDENCE_CONTACT", "nobody")):
        with monkeypatch.context() as patched:
            patched.setenv(name, value)
            answer = call("check", tmp_path / "draft.md", "--online")
            assert (answer.code, len(answer.err.splitlines())) == (2, 1)


RETRACTED = replace(
    HOPE, updates=(("retraction", "10.5555/notice", (2014, 2, 3)), ("correction", "10.5555/e", (2013, 1, 1)))
)


def test_a_retraction_is_told_once_whoever_tells_it(library: Desk, online: Services) -> None:
    for server in online.all.values():
        server.works = [RETRACTED]
    found = checked(library, online, WITH_DOI).looked[0]
    assert found.verdict.value == "matched"
    assert [(one.kind.value, one.doi or one.pmid, one.source) for one in found.notices] == [
        ("retraction", "10.5555/notice", "Crossref"),
        ("correction", "10.5555/e", "Crossref"),
        ("correction", "777", "PubMed"),
    ]


def test_a_retraction_of_a_work_the_library_matches(library: Desk, online: Services) -> None:
    where = "Ageing and Community, 4(1), 1-20."
    known = f"Baker, T., & Chen, L. (2012). Walking clubs for widowed men in northern towns. {where}"
    online.crossref.works = [replace(RETRACTED, doi="10.1000/walk.2012")]
    found = checked(library, online, known).looked[0]
    assert (found.where, [one.kind.value for one in found.notices]) == ("library", ["retraction", "correction"])
    online.crossref.faults = Faults("html", times=-1)
    again = checked(library, online, known)
    assert (again.looked[0].verdict.value, again.looked[0].notices) == ("matched", ())
    assert [name for name, _ in again.searched.silent] == ["Crossref"]
