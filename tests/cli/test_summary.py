"""The summary, the map and the search of the bundled evidence, as the contract has them."""

from __future__ import annotations

from typing import Any

import pytest

from support.calling import Call


@pytest.fixture
def abstinence(call: Call) -> dict[str, Any]:
    answer = call("summary", "--population", "alcohol-use-disorder", "--outcome", "abstinence", "--json")
    assert answer.code == 0
    made: dict[str, Any] = answer.json
    return made


def test_the_document_is_whole(abstinence: dict[str, Any]) -> None:
    assert set(abstinence) == {
        "question", "bottom_line", "rows", "findings", "pooled", "refusal", "harms", "disagreements", "overlap", "gaps",
        "searched",
    }  # fmt: skip
    assert abstinence["question"] == {
        "population": {"term": "alcohol-use-disorder", "label": "Alcohol use disorder"},
        "outcome": {"term": "abstinence", "label": "Abstinence"},
        "group_type": None,
    }
    assert set(abstinence["bottom_line"]) == {"sentence", "certainty", "because"}
    assert abstinence["searched"]["version"]
    assert abstinence["searched"]["works"] >= 150
    row = abstinence["rows"][0]
    assert row["studies"] == row["reviews"] + row["trials"] + row["others"]
    assert (row["pooled"] is None) is (row["refusal"] is not None)


def test_every_clause_leads_to_findings_of_the_document(abstinence: dict[str, Any]) -> None:
    known = {line["id"]: line["study"] for line in (*abstinence["findings"], *abstinence["harms"])}
    clauses = abstinence["bottom_line"]["because"]
    for clause in clauses:
        assert set(clause["findings"]) <= set(known), clause
        assert set(clause["studies"]) <= set(known.values()), clause
    assert any(clause["findings"] for clause in clauses)


def test_a_superseded_review_does_not_count(call: Call, abstinence: dict[str, Any]) -> None:
    assert not any("ferri" in id_ for row in abstinence["rows"] for id_ in row["findings"])


def test_a_term_implies_its_children(call: Call, abstinence: dict[str, Any]) -> None:
    broad = call("summary", "--population", "addiction", "--outcome", "substance-and-behaviour", "--json").json
    assert {line["id"] for line in abstinence["findings"]} < {line["id"] for line in broad["findings"]}
    assert len({line["outcome"] for line in broad["findings"]}) > 1


def test_the_group_type_narrows(call: Call, abstinence: dict[str, Any]) -> None:
    words = ("summary", "--population", "alcohol-use-disorder", "--outcome", "abstinence", "--group-type", "12-step")
    narrow = call(*words, "--json").json
    assert {line["id"] for line in narrow["findings"]} < {line["id"] for line in abstinence["findings"]}
    assert narrow["question"]["group_type"]["term"] == "12-step"


def test_what_is_only_context_is_no_evidence(call: Call) -> None:
    made = call("summary", "--population", "general-population", "--outcome", "mortality", "--json").json
    holt = [line for line in made["findings"] if "holt" in line["id"]]
    assert holt
    assert all("not about groups" in line["counted"] for line in holt)
    assert not any(line["id"] in row["findings"] for line in holt for row in made["rows"])
    cells = call("map", "--json").json["cells"]
    assert not any((cell["row"], cell["column"]) == ("general-population", "mortality") for cell in cells)


def test_nothing_found_is_told_as_a_gap(call: Call) -> None:
    answer = call("summary", "--population", "gambling-disorder", "--outcome", "glycaemic-control")
    assert answer.code == 0
    assert "No evidence found here on glycaemic control for gambling" in answer.out
    assert "no effect" not in answer.out
    assert "Searched: " in answer.out


def test_the_view_for_people(call: Call) -> None:
    answer = call("summary", "--population", "Alcohol use disorder", "--outcome", "abstinence")
    assert answer.code == 0
    assert answer.out.startswith("Alcohol use disorder × Abstinence\n")
    for word in ("For alcohol use disorder:", "Gaps", "certainty", "Searched: "):
        assert word in answer.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--population", "martians", "--outcome", "hope"), "«martians» is no population term"),
        (("--population", "depression", "--outcome", "hopp"), "«hopp» is no outcome term; the nearest are hope"),
        (("--population", "depression", "--outcome", "hope", "--group-type", "x"), "«x» is no group-type term"),
        (("--population", "depression"), "--outcome"),
        (("--population", "", "--outcome", "hope"), "needs a population and an outcome"),
    ],
)
def test_an_unknown_term_is_refused_in_one_line(call: Call, arguments: tuple[str, ...], words: str) -> None:
    answer = call("summary", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert answer.err.count("\n") == 1


def test_map_and_summary_count_the_same_studies(call: Call) -> None:
    cells = {(cell["row"], cell["column"]): cell for cell in call("map", "--json").json["cells"]}
    for population, outcome in (("drug-use-disorder", "drug-use"), ("diabetes", "glycaemic-control")):
        made = call("summary", "--population", population, "--outcome", outcome, "--json").json
        counted = {line["study"] for line in made["findings"] if "social" not in line["counted"]}
        silent = {id_ for gap in made["gaps"] if gap["code"] == "no-findings" for id_ in gap["studies"]}
        assert cells[population, outcome]["studies"] == len(counted | silent)
        assert cells[population, outcome]["findings"] == len(
            [line for line in made["findings"] if "social" not in line["counted"]]
        )


def test_a_parent_of_the_map_counts_each_study_once(call: Call) -> None:
    document = call("map", "--json").json
    cells = {(cell["row"], cell["column"]): cell["studies"] for cell in document["cells"]}
    children = ("alcohol-use-disorder", "drug-use-disorder", "dual-diagnosis", "gambling-disorder", "tobacco-smoking")
    parts = [cells.get((child, "abstinence"), 0) for child in children]
    assert max(parts) <= cells["addiction", "abstinence"] <= sum(parts) + cells["addiction", "abstinence"]
    assert set(document) >= {"rows", "columns", "cells"}
    assert {"row", "column", "studies", "findings", "by_design", "by_direction"} <= set(document["cells"][0])
    for cell in document["cells"]:
        assert sum(cell["by_design"].values()) == cell["studies"]
        assert sum(cell["by_direction"].values()) == cell["findings"]


def test_the_map_shows_broad_designs_too(call: Call) -> None:
    answer = call("map", "--rows", "outcome", "--columns", "design")
    assert "rct " in answer.out
    assert "cohort " in answer.out


def test_search_takes_a_label_with_commas_and_its_children(call: Call) -> None:
    label = "Stroke, MS, Parkinson, brain injury"
    narrow = call("search", "--population", label, "--json", "--limit", "1").json["total"]
    broad = call("search", "--population", "long-term-illness", "--json", "--limit", "1").json["total"]
    either = call("search", "--population", "neurological,diabetes", "--json", "--limit", "1").json["total"]
    assert 0 < narrow < either < broad
