"""A small library and the makers of its entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store.builders import VOCABULARY

from msgevidence.store import Library


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(f"sqlite:///{path}") as opened:
        opened.put_vocabulary(VOCABULARY)
        yield opened
