"""A small library and the makers of its entries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from msgevidence.store import Library
from store.builders import VOCABULARY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds only the vocabulary; copying it is quicker than making one."""
    made = tmp_path_factory.mktemp("blank") / "blank.sqlite"
    with Library.open(f"sqlite:///{made}") as library:
        library.put_vocabulary(VOCABULARY)
    return made


@pytest.fixture
def library(path: Path, blank: Path) -> Iterator[Library]:
    shutil.copyfile(blank, path)
    with Library.open(f"sqlite:///{path}") as opened:
        yield opened
