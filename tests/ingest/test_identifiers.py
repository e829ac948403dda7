"""`import --doi … --pmid …`: identifiers through the services into the library, as a run like any other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.authority_servers import HOPE, NEAR, Faults, Services, Work, services
from support.calling import Call

GONE = Work(
    "A trial of invented meetings that was taken back",
    (("Baker", "Tom"),),
    2012,
    doi="10.5555/gone",
    pmid="55",
    updates=(("retraction", "10.5555/notice", (2014, 2, 3)),),
)


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with services() as running:
        running.hold(HOPE, GONE)
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def test_a_doi_and_a_number_become_reports(online: Services, call: Call) -> None:
    online.pubmed.works.append(NEAR)
    answer = call("import", "--doi", f"https://doi.org/{HOPE.doi}", "--pmid", NEAR.pmid, "--json")
    assert (answer.code, answer.json["read"], answer.json["added"]) == (0, 2, 2)
    found = call("search", "widowed sailors", "--json").json["results"]
    csl = found[0]["csl"]
    assert (csl["title"], csl["DOI"], csl["volume"]) == (HOPE.title, HOPE.doi, "12")
    assert csl["abstract"] == "Abstract\nGroups & hope."
    assert [name["family"] for name in csl["author"]][:2] == ["Adams", "Müller-Lüdenscheidt"]


def test_the_same_work_by_both_its_identifiers_is_one_report(online: Services, call: Call) -> None:
    report = call("import", "--doi", HOPE.doi, "--pmid", HOPE.pmid, "--json").json
    assert (report["read"], report["added"], report["merged"]) == (2, 1, 1)


def test_the_run_can_be_undone(online: Services, call: Call) -> None:
    run = call("import", "--doi", GONE.doi, "--json").json["run"]
    assert call("undo", str(run)).code == 0
    assert call("search", "invented meetings", "--json").json["total"] == 0


def test_a_dry_run_writes_nothing(online: Services, call: Call) -> None:
    assert call("import", "--doi", HOPE.doi, "--dry-run", "--json").json["added"] == 1
    assert call("search", "widowed sailors", "--json").json["total"] == 0


def test_a_retraction_comes_with_its_work(online: Services, call: Call) -> None:
    answer = call("import", "--doi", GONE.doi, "--json")
    assert answer.code == 1
    assert [problem["code"] for problem in answer.json["problems"]] == ["retraction"]
    assert "10.5555/notice" in answer.json["problems"][0]["message"]
    notices = call("search", "invented meetings", "--json").json["results"][0]["notices"]
    assert len(notices) == 1


def test_what_nobody_knows_is_told_and_the_rest_comes_in(online: Services, call: Call) -> None:
    answer = call("import", "--doi", "10.5555/none", "--doi", HOPE.doi, "--json")
    assert (answer.code, answer.json["added"]) == (1, 1)
    (problem,) = answer.json["problems"]
    assert problem["code"] == "identifier-not-found"
    assert "not found in what was searched: Crossref, PubMed, OpenAlex, DataCite" in problem["message"]


def test_the_next_service_is_asked_when_one_is_out_of_order(online: Services, call: Call) -> None:
    online.crossref.faults = Faults("html", times=-1)
    assert call("import", "--doi", HOPE.doi, "--json").json["added"] == 1


def test_silence_is_no_not_found(online: Services, call: Call) -> None:
    online.crossref.faults = Faults("html", times=-1)
    answer = call("import", "--doi", "10.5555/none", "--doi", HOPE.doi, "--json")
    (problem,) = answer.json["problems"]
    assert (problem["code"], problem["severity"]) == ("authority-unavailable", "error")
    assert "Crossref answered with a web page" in problem["message"]


def test_nobody_answers(online: Services, call: Call) -> None:
    for server in online.all.values():
        server.faults = Faults("html", times=-1)
    answer = call("import", "--doi", HOPE.doi)
    assert (answer.code, len(answer.err.splitlines())) == (2, 1)
    assert "Crossref" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--doi", "hello"),
        ("--pmid", "12a"),
        ("--doi", HOPE.doi, "works.ris"),
        ("--doi", HOPE.doi, "--from", "ris"),
        ("--doi", HOPE.doi, "--zotero", "groups/1"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_and_nobody_asked(
    online: Services, call: Call, arguments: tuple[str, ...]
) -> None:
    answer = call("import", *arguments)
    assert (answer.code, len(answer.err.splitlines())) == (2, 1)
    assert online.asked == 0
