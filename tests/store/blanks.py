"""Libraries that hold only the vocabulary, to make others like them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgevidence.store import Library
from store.builders import VOCABULARY
from support.postgres_server import Server, name_of


@dataclass(frozen=True)
class Blank:
    """`copy` makes a library like it, for a test with that folder, and gives its URL; `drop` ends it."""

    copy: Callable[[Path], str]
    drop: Callable[[str], None]


def in_a_file(folder: Path) -> Blank:
    made = folder / "blank.sqlite"
    _fill(f"sqlite:///{made}")

    def copy(place: Path) -> str:
        shutil.copyfile(made, place / "library.sqlite")
        return f"sqlite:///{place / 'library.sqlite'}"

    return Blank(copy, lambda url: None)


def on_a_server(server: Server) -> Blank:
    made = server.database()
    _fill(made)
    return Blank(lambda folder: server.database(like=name_of(made)), server.drop)


def _fill(url: str) -> None:
    with Library.open(url) as library:
        library.put_vocabulary(VOCABULARY)
