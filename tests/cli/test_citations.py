"""In-text forms beside the reference list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msgevidence.store import Library
from support.calling import Call

RIS = "TY  - JOUR\nID  - doe\nAU  - Doe, Jane\nAU  - Roe, Ann\nPY  - 2011\nTI  - Hope\nJO  - Help\nER  - \n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "a.ris").write_text(RIS)
    (tmp_path / "c.json").write_text(json.dumps([[{"id": "doe", "locator": "12"}]]))
    return tmp_path / "a.ris", tmp_path / "c.json"


def test_both_forms_under_json(call: Call, files: tuple[Path, Path]) -> None:
    cited = call("cite", files[0], "--citations", files[1], "--json").json["citations"]
    assert cited == [{"parenthetical": "(Doe & Roe, 2011, p. 12)", "narrative": "Doe and Roe (2011, p. 12)"}]


def test_both_forms_after_the_list_as_text(call: Call, files: tuple[Path, Path]) -> None:
    answer = call("cite", files[0], "--citations", files[1])
    assert answer.out.splitlines()[-1] == "(Doe & Roe, 2011, p. 12)\tDoe and Roe (2011, p. 12)"


@pytest.mark.parametrize("clusters", ["[[]]", '[[{"id": null}]]', '{"id": "doe"}', "[", "[[3]]"])
def test_odd_clusters_are_refused_in_words(call: Call, files: tuple[Path, Path], clusters: str) -> None:
    files[1].write_text(clusters)
    answer = call("cite", files[0], "--citations", files[1])
    assert answer.code == 2
    assert "c.json" in answer.err


def test_a_collection_is_cited_and_what_left_the_library_is_said(
    call: Call, files: tuple[Path, Path], home: Path
) -> None:
    files[0].write_text(RIS + RIS.replace("Doe, Jane", "Poe, Una").replace("Hope", "Dusk").replace("doe", "poe"))
    assert call("import", files[0]).code == 0
    key = call("search", "author:poe title:dusk", "--json").json["results"][0]["citekey"]
    with Library.open(f"sqlite:///{home}/library.sqlite") as library:
        library.kept.put_collection("Evening reading", [key, "gone1999"])
    answer = call("cite", "--collection", "evening  Reading")
    assert answer.out == "Poe, U., & Roe, A. (2011). Dusk. Help.\n"
    assert "warning: gone1999: is in the collection" in answer.err
    refused = call("cite", "--collection", "Morning")
    assert refused.code != 0
    assert "“Evening reading”" in refused.err
    assert call("cite", files[0], "--collection", "Evening reading").code == 2


def test_a_warning_of_no_item_has_no_empty_places(call: Call, files: tuple[Path, Path]) -> None:
    assert "warning: locale: " in call("cite", files[0], "--locale", "xx-YY").err


def test_a_style_file_that_is_not_there_is_refused_as_a_file(call: Call, files: tuple[Path, Path]) -> None:
    assert "mine.csl: no such file" in call("cite", files[0], "--style", "mine.csl").err
    (files[0].parent / "broken.csl").write_text("<style")
    path = files[0].parent / "broken.csl"
    assert str(path) in call("cite", files[0], "--style", path).err
