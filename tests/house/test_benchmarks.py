"""Every benchmark still measures: its smallest size runs to its end and prints its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_small_sizes_run_and_make_a_page(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    words = [sys.executable, str(ROOT / "benchmarks" / "report.py"), "--small", "-o", str(page)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    written = page.read_text("utf-8")
    assert ended.returncode == 0, written
    assert written.count("\n## ") == 10
    assert "```\n\n```" not in written  # no table is empty
