"""Duplicates through the command line: clusters, the review queue, and the PRISMA 2020 flow."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.calling import Call

ONE = (
    "TY  - JOUR\nAU  - Roe, Ruth\nAU  - Poe, Ada\nPY  - 2011\nTI  - Mutual support groups for caregivers of widows\n"
    "JO  - Journal of Help\nVL  - 12\nIS  - 3\nSP  - 101\nEP  - 112\nER  - \n"
)
OTHER = ONE.replace("support groups for caregivers of widows", "aid after a fire").replace("VL  - 12", "VL  - 44")
DOUBTFUL = ONE.replace("VL  - 12\nIS  - 3\nSP  - 101\nEP  - 112\n", "").replace("of widows", "of widows: a trial")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first.ris", tmp_path / "second.ris"
    first.write_text(ONE + "\n" + OTHER)
    second.write_text(ONE)
    return first, second


def test_dedupe_counts_positions_over_all_files(call: Call, files: tuple[Path, Path]) -> None:
    assert call("dedupe", *files, "--json").json == {"records": 3, "clusters": [[0, 2]], "maybe": []}


def test_prisma_of_files_in_numbers_and_as_a_picture(call: Call, files: tuple[Path, Path], tmp_path: Path) -> None:
    flow = call("prisma", *files, "-o", tmp_path / "flow.svg", "--json").json
    assert (flow["records_identified"], flow["duplicates_removed"], flow["to_be_screened"]) == (3, 1, 2)
    picture = ElementTree.parse(tmp_path / "flow.svg")
    words = " ".join(picture.getroot().itertext())
    assert "Records identified (n = 3)" in words
    assert "Duplicate records (n = 1)" in words


def test_prisma_of_the_library_counts_import_runs(call: Call, files: tuple[Path, Path]) -> None:
    call("import", *files, "--empty")
    call("import", files[1])
    flow = call("prisma", "--json").json
    assert (flow["records_identified"], flow["duplicates_removed"]) == (4, 2)


def test_a_doubtful_record_waits_is_decided_and_taken_back(
    call: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    call("import", files[0], "--empty")
    doubtful = tmp_path / "doubtful.ris"
    doubtful.write_text(DOUBTFUL)
    report = call("import", doubtful, "--json")
    assert report.json["held"] == 1, report.json
    assert report.code == 1
    queue = call("review", "--json").json
    assert [held["rule"] for held in queue] and queue[0]["candidate"]["volume"] == "12"
    number = str(queue[0]["id"])
    before = call("search", "--json").json
    assert call("review", number, "--merge", "--json").json["left"] == 0
    assert call("search", "--json").json["total"] == 2
    assert call("review", number, "--undo").code == 0
    assert call("search", "--json").json == before
    assert call("review", number, "--add", "--json").json["left"] == 0
    assert call("search", "--json").json["total"] == 3
    assert call("import", doubtful, "--json").json["merged"] == 1, "that the two are different is remembered"


def test_one_merge_the_rules_made_is_taken_back_by_itself(call: Call, files: tuple[Path, Path], tmp_path: Path) -> None:
    call("import", files[0], "--empty")
    before = call("search", "--json").json
    fuller = tmp_path / "fuller.ris"
    fuller.write_text(ONE.replace("ER  - ", "DO  - 10.1000/help.12\nER  - "))
    assert call("import", fuller, "--json").json["merged"] == 1
    (merged,) = call("review", "--merged", "--json").json
    assert merged["csl"]["DOI"] == "10.1000/help.12"
    assert call("review", "--merged").out.count("into:") == 1

    waiting = call("review", "--reopen", str(merged["record"]), "--json").json
    assert call("search", "--json").json == before  # the report is as it was
    assert waiting["rule"] == merged["rule"]
    assert call("review", "--merged", "--json").json == []
    assert call("review", "--reopen", str(merged["record"])).code == 2  # it waits already

    call("review", str(waiting["id"]), "--add")
    assert call("search", "--json").json["total"] == before["total"] + 1
    again = call("import", fuller, "--json").json  # a person's word stands: it finds its own report, not the other
    assert (again["added"], again["merged"], again["held"]) == (0, 1, 0)
    assert call("search", "--json").json["total"] == before["total"] + 1
    assert call("review", "--merged", "--json").json[0]["csl"]["DOI"] == "10.1000/help.12"


def test_a_draft_that_fits_two_reports_told_apart_equally_is_held(
    call: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    call("import", files[0], "--empty")
    call("import", files[1])
    (merged,) = call("review", "--merged", "--json").json
    waiting = call("review", "--reopen", str(merged["record"]), "--json").json
    call("review", str(waiting["id"]), "--add")
    third = tmp_path / "third.ris"
    third.write_text(ONE)
    assert call("import", third, "--json").json["held"] == 1
    assert [held["rule"] for held in call("review", "--json").json] == ["told-apart"]


def test_what_was_not_merged_by_a_rule_cannot_be_reopened(call: Call, files: tuple[Path, Path]) -> None:
    call("import", files[0], "--empty")
    for number in ("1", "9999"):
        answer = call("review", "--reopen", number)
        assert answer.code == 2
        assert number in answer.err


def test_a_record_taken_out_of_a_merge_keeps_the_key_it_brought(call: Call, tmp_path: Path) -> None:
    entry = "@article{%s, author={Roe, Ruth}, year=2011, title={Mutual support of widows}, doi={10.1000/x}}\n"
    for name in ("first", "second"):
        path = tmp_path / f"{name}.bib"
        path.write_text(entry % name)
        call("import", path, "--empty")
    (merged,) = call("review", "--merged", "--json").json
    waiting = call("review", "--reopen", str(merged["record"]), "--json").json
    call("review", str(waiting["id"]), "--add")
    assert {one["citekey"] for one in call("search", "--json").json["results"]} == {"first", "second"}
