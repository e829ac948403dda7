"""Readers and writers at once. For a minute, and in processes of their own: benchmarks/concurrency.py."""

from __future__ import annotations

from support import crowd


def test_eight_readers_and_four_writers_lose_nothing_and_are_never_locked_out(url: str) -> None:
    seen, written = crowd.gather(url, readers=8, writers=4, seconds=3)
    assert crowd.faults(url, written, seen) == []
    assert all(one.done for one in (*seen, *written))
