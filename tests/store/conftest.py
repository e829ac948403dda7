"""A small library on each kind of database, and the makers of its entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from msgevidence.store import Library
from store.blanks import Blank, in_a_file, on_a_server
from support.postgres_server import Server, server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; a module whose tests are about one of them says which by a fixture of this name."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; tests that need one are skipped where none can be started."""
    with server() as found:
        if isinstance(found, str):
            pytest.skip(found)
        yield found


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Blank:
    return in_a_file(tmp_path_factory.mktemp("blank"))


@pytest.fixture(scope="session")
def blank_on_server(postgres: Server) -> Blank:
    return on_a_server(postgres)


@pytest.fixture(scope="module")
def blank(kind: str, request: pytest.FixtureRequest) -> Blank:
    """A library that holds only the vocabulary; copying it is quicker than making one."""
    made: Blank = request.getfixturevalue("blank_file" if kind == "sqlite" else "blank_on_server")
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a library in a file lives."""
    return tmp_path / "library.sqlite"


@pytest.fixture
def url(blank: Blank, tmp_path: Path) -> Iterator[str]:
    """Where the library lives."""
    made = blank.copy(tmp_path)
    yield made
    blank.drop(made)


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    with Library.open(url) as opened:
        yield opened
