"""Documents are tested: what the README and the pages under docs say can be done, and links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from msgevidence.cli.commands import COMMANDS
from support.calling import Call

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_example_runs_line_by_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = [line for line in README.splitlines() if line.startswith("msgevidence ")]
    assert len(lines) == 6
    for line in lines:
        answer = call(*shlex.split(line)[1:])
        assert answer.code in (0, 1), answer.err
        assert answer.out.strip(), line


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    documented = set(re.findall(r"`msgevidence ([a-z]+)", page))
    assert documented == {command.NAME for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.NAME)
def test_help_has_examples(call: Call, command: object) -> None:
    name = command.NAME  # type: ignore[attr-defined]
    answer = call(name, "--help")
    assert answer.code == 0
    assert f"msgevidence {name}" in answer.out.split("examples:")[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_constraints_hold_names_and_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+( ?;.*)?", line), line
