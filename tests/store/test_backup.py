"""A copy of a live library, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgevidence.errors import FileRefused, LibraryLocked, LibraryUnavailable
from msgevidence.store import Library
from msgevidence.store.backups import restore
from store.builders import add, dump, entry, record


def test_a_backup_made_while_others_write_is_one_whole_state(library: Library, tmp_path: Path) -> None:
    add(library, *(record(f"Number {number}") for number in range(50)))
    before, copy = dump(library), tmp_path / "copy.sqlite"
    with library.run(source="meanwhile") as run:
        run.apply([entry(record("Late"))])
        library.backup(copy)
    assert dump(copy) == before
    with Library.open(f"sqlite:///{copy}") as opened:
        assert opened.queries.health(deep=True).integrity == ()
        assert opened.queries.find().total == 50


def test_a_backup_overwrites_nothing(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "there.txt"
    target.write_text("precious")
    with pytest.raises(FileRefused, match="already"):
        library.backup(target)
    assert target.read_text() == "precious"


def test_a_backup_to_nowhere_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable):
        library.backup(tmp_path / "no" / "such" / "folder.sqlite")


def test_a_backup_comes_back_and_what_was_there_is_kept(library: Library, url: str, tmp_path: Path) -> None:
    add(library, record("Old"))
    copy = tmp_path / "copy.sqlite"
    library.backup(copy)
    add(library, record("New"))
    library.close()
    kept = restore(url, copy)
    with Library.open(url) as opened:
        assert [row.title for row in opened.queries.find().rows] == ["Old"]
    assert kept is not None
    with Library.open(f"sqlite:///{kept}") as former:
        assert former.queries.find().total == 2


def test_a_backup_can_be_put_where_nothing_is(library: Library, tmp_path: Path) -> None:
    add(library, record())
    library.backup(tmp_path / "copy.sqlite")
    place = tmp_path / "new" / "library.sqlite"
    assert restore(f"sqlite:///{place}", tmp_path / "copy.sqlite") is None
    with Library.open(f"sqlite:///{place}", create=False) as opened:
        assert opened.queries.find().total == 1


def test_what_is_no_backup_leaves_the_library_alone(library: Library, url: str, tmp_path: Path) -> None:
    add(library, record())
    library.close()
    before = dump(url)
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_text("no database " * 100)
    with pytest.raises(LibraryUnavailable, match="not a library"):
        restore(url, wrong)
    for other in (tmp_path / "missing.sqlite", *([Path(url[10:])] if url.startswith("sqlite") else [])):
        with pytest.raises(FileRefused):
            restore(url, other)
    assert dump(url) == before


def test_a_library_in_use_is_not_replaced(library: Library, url: str, tmp_path: Path) -> None:
    add(library, record())
    copy = tmp_path / "copy.sqlite"
    library.backup(copy)
    with library.run(source="at work"), pytest.raises(LibraryLocked, match=r"in use|is writing"):
        restore(url, copy, timeout=0.2)
    assert library.queries.find().total == 1
