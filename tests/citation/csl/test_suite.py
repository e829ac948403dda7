"""The official CSL processor tests: every test on the pass list passes, and the list may only grow."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from msgevidence.citation.csl.__main__ import main
from msgevidence.citation.csl.fixtures import read_fixture, run_fixture

ROOT = Path(__file__).resolve().parents[3]
PASS_LIST = Path(__file__).with_name("suite_pass.txt")
LEAST = 840


def suite_folder() -> Path | None:
    for place in (os.environ.get("CSL_SUITE", ""), str(ROOT.parent / "shared" / "csl-suite")):
        if place and Path(place).is_dir():
            return Path(place)
    return None


SUITE = suite_folder()
needs_suite = pytest.mark.skipif(SUITE is None, reason="the CSL test suite is not here: set CSL_SUITE to its folder")
PASSING = PASS_LIST.read_text(encoding="utf-8").split()


def test_the_pass_list_has_not_shrunk() -> None:
    assert len(set(PASSING)) == len(PASSING)
    assert sorted(PASSING) == PASSING
    assert len(PASSING) >= LEAST


@needs_suite
def test_every_listed_test_passes() -> None:
    assert SUITE is not None
    failed = []
    for name in PASSING:
        fixture = read_fixture(SUITE / f"{name}.txt")
        if run_fixture(fixture).strip() != fixture.result.strip():
            failed.append(name)
    assert failed == []


@needs_suite
def test_what_passes_is_listed_and_what_does_not_is_explained() -> None:
    assert SUITE is not None
    names = {path.stem for path in SUITE.glob("*.txt")}
    notes = (ROOT / "docs" / "csl-notes.md").read_text(encoding="utf-8")
    for name in sorted(names - set(PASSING)):
        fixture = read_fixture(SUITE / f"{name}.txt")
        assert run_fixture(fixture).strip() != fixture.result.strip(), f"{name} passes: put it on the pass list"
        assert f"`{name}`" in notes, f"{name} does not pass and docs/csl-notes.md does not say why"


@needs_suite
def test_the_command_prints_outputs_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert SUITE is not None
    name = "affix_MovingPunctuation"
    assert main([str(SUITE / f"{name}.txt")]) == 0
    assert json.loads(capsys.readouterr().out) == {name: "“The Title.” And “so it goes”"}


def test_the_command_names_a_file_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text(">>===== CSL =====>>\n<style><<===== CSL =====<<\n>>== INPUT ==>>\n[]\n<<== INPUT ==<<")
    assert main([str(broken), str(tmp_path / "absent.txt")]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {}
    assert "broken.txt" in captured.err
    assert "absent.txt" in captured.err
