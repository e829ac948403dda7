"""The README's two commands, as they stand there, in a fresh clone and a new virtual environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSIDE = "MSGEVIDENCE_INSIDE_CLONE"

pytestmark = [
    pytest.mark.clone,
    pytest.mark.skipif(INSIDE in os.environ, reason="this is the fresh clone itself"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout"),
]


def commands() -> tuple[str, str]:
    """The lines of the README's first two code blocks."""
    blocks = re.findall(r"```\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    return blocks[0], blocks[1]


@pytest.fixture
def clone(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A clone of what is committed, and an environment in which ``python`` is a new virtual environment's."""
    checkout = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(checkout)], check=True)
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    variables |= {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "MSGEVIDENCE_HOME": str(tmp_path / "home"),
        INSIDE: "1",
    }
    return checkout, variables


def test_the_app_command_opens_a_front_end_with_evidence(clone: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    checkout, variables = clone
    output = tmp_path / "output.txt"
    with output.open("w") as log:
        process = subprocess.Popen(
            commands()[0], shell=True, cwd=checkout, env=variables, stdout=log, stderr=log, start_new_session=True
        )
    try:
        url = _served(process, output)
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=10) as answer:
            assert answer.read().strip() == b"ok"
        library = tmp_path / "home" / "library.sqlite"
        assert library.stat().st_size > 100_000, "the library holds the bundled evidence"
    finally:
        _stop(process)


def test_the_test_command_passes(clone: tuple[Path, dict[str, str]]) -> None:
    checkout, variables = clone
    # The rooms that show a missing install step; all the others have just been run outside, by the same command.
    variables["PYTEST_ADDOPTS"] = "-m 'not browser and not slow and not clone' tests/model tests/cli tests/evidence"
    done = subprocess.run(
        commands()[1], shell=True, cwd=checkout, env=variables, capture_output=True, text=True, timeout=1500
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"\d+ passed", done.stdout)


def _served(process: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        said = output.read_text()
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+", said)
        if found:
            try:
                urllib.request.urlopen(f"{found.group()}/_stcore/health", timeout=2).close()
            except OSError:
                pass
            else:
                return found.group()
        assert process.poll() is None, said[-4000:]
        time.sleep(0.5)
    raise AssertionError(output.read_text()[-4000:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)
    else:
        import signal

        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
