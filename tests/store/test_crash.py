"""A process killed while it writes: what it leaves is sound, and is the state before or the state after.

`benchmarks/crash.py` does the same hundreds of times.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.crashing import campaign, operations


@pytest.mark.slow
def test_a_killed_process_leaves_a_whole_library(tmp_path: Path) -> None:
    killed = 0
    for operation, base in operations(tmp_path, 300):
        in_time, _, _, wrong = campaign(operation, base, tmp_path / "place", (0.5,))
        assert wrong == []
        killed += in_time
    assert killed >= 3  # not all come in time on a busy machine
