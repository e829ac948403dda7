"""What every test may use: the real essay where it is present, a library of its own, the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from msgevidence.cli import main
from support.calling import Answer, Call

ROOT = Path(__file__).resolve().parents[1]


def shared(*parts: str) -> Path | None:
    """A file of the material shared beside the checkout (``MSGEVIDENCE_SHARED`` names another place), or None."""
    folder = Path(os.environ.get("MSGEVIDENCE_SHARED", ROOT.parent / "shared"))
    found = folder.joinpath(*parts)
    return found if found.exists() else None


@pytest.fixture(scope="session")
def essay() -> Path:
    """The essay with four references."""
    found = shared("inputs", "mutual-support-groups.txt")
    if found is None:
        pytest.skip("the shared inputs are not beside this checkout: ../shared/inputs/mutual-support-groups.txt")
    return found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user data directory of the test's own."""
    monkeypatch.setenv("MSGEVIDENCE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MSGEVIDENCE_DB", raising=False)
    return tmp_path / "home"


@pytest.fixture
def call(home: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs one command in a library of the test's own."""

    def run(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse refuses by leaving
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run
