"""In-text forms beside the reference list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
