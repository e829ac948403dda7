"""The command line in this process, as a user would call it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.calling import Answer, Call

from msgevidence.cli import main


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
