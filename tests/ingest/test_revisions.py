"""A Zotero item read again: what was changed there changes here, what others said stays, and an undo takes it back."""

from __future__ import annotations

from msgevidence.ingest.revisions import revised
from msgevidence.model.record import Leftover, Record

LEFT = Leftover("zotero-item", "dateModified", "2020")
OTHER = Leftover("ris", "U1", "x")


def test_only_what_changed_there_changes_here() -> None:
    base = Record(type="book", title="Hop", publisher="A", keyword="a; b", note="gone", volume="1", leftovers=(LEFT,))
    here = base.replaced(publisher="B", keyword="a; b; c", edition="2", volume="2", leftovers=(LEFT, OTHER))
    newer = base.replaced(type="thesis", title="Hope", keyword="b; d", note="", volume="", leftovers=())
    now, origins = revised(here, base, newer)
    assert now == here.replaced(type="thesis", title="Hope", keyword="b; c; d", note="", leftovers=(OTHER,))
    assert set(origins) == {"type", "title", "keyword", "note"}


def test_an_unchanged_item_changes_nothing() -> None:
    base = Record(type="book", title="Hope", keyword="a")
    here = base.replaced(title="Hope, corrected", keyword="a; b")
    assert revised(here, base, base) == (here, {})
