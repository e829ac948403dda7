"""The index is that of the state asked for, and comes back from its file as it was."""

from __future__ import annotations

import gc
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from msgevidence.model.evidence import Facet, TagStatus
from msgevidence.store import Filters, Library, index_keeping
from msgevidence.store.index import Arrays, LibraryIndex
from msgevidence.store.index_file import load, save
from store.builders import add, finding, record, study, tag


def _index(library: Library) -> LibraryIndex:
    with library.queries._snapshot() as snapshot:
        return snapshot.index


def _fill(library: Library) -> None:
    accepted = [
        tag(facet, slug, TagStatus.ACCEPTED) for facet, slug in ((Facet.POPULATION, "cancer"), (Facet.OUTCOME, "hope"))
    ]
    ids = add(library, record("One"), record("Two", 2012), record("Three", None), tags=tuple(accepted))
    with library.run(source="bundle") as run:
        run.put_evidence(studies=[study()], findings=[finding(population="cancer")], works={"w1": ids[0]})


def test_the_index_comes_back_from_its_file(library: Library, tmp_path: Path) -> None:
    _fill(library)
    index, file = _index(library), tmp_path / "kept.index"
    save(file, (7, 1), index)
    with library.queries._snapshot() as snapshot:
        back = load(file, (7, 1), snapshot.connection)
        assert back is not None
        for one in fields(Arrays):
            assert np.array_equal(getattr(back.arrays, one.name), getattr(index.arrays, one.name)), one.name
        assert load(file, (8, 1), snapshot.connection) is None
        assert load(file, (7, 2), snapshot.connection) is None
        assert [path.name for path in tmp_path.glob("*.index*")] == ["kept.index"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"no archive"])
def test_a_damaged_file_is_no_index(library: Library, tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "kept.index"
    file.write_bytes(damage)
    with library.queries._snapshot() as snapshot:
        assert load(file, (7, 1), snapshot.connection) is None


def test_a_write_of_another_process_is_seen(library: Library, url: str) -> None:
    _fill(library)
    before = _index(library)
    assert _index(library) is before
    with Library.open(url) as other:
        add(other, record("Four", 2020))
    assert _index(library) is not before
    assert library.queries.find(Filters(from_year=2020)).total == 1


def test_a_cell_is_paged_newest_first(library: Library) -> None:
    _fill(library)
    cell = (Facet.POPULATION, "cancer", Facet.OUTCOME, "hope")
    every = library.queries.cell(*cell)
    assert [view.reports[0].title for view in every] == ["Two", "One", "Three"]
    assert library.queries.cell(*cell, limit=1, offset=1) == every[1:2]


def test_what_lives_long_is_set_aside_from_the_garbage_collector_in_a_large_library_only(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(library)
    before = gc.get_freeze_count()
    _index(library)
    assert gc.get_freeze_count() == before
    monkeypatch.setattr(index_keeping, "WORTH_A_FILE", 3)
    add(library, record("Four", 2020))
    try:
        _index(library)
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
