"""Collections and saved searches: kept by name, taken away and brought back, never touching the literature."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from msgevidence.errors import CallRefused, NotFound
from msgevidence.store import Library
from msgevidence.store.kept import LONGEST_NAME, MOST_WORKS


@pytest.fixture
def library() -> Iterator[Library]:
    with Library.open("sqlite://") as opened:
        yield opened


def test_a_collection_keeps_its_works_in_their_order_and_each_once(library: Library) -> None:
    kept = library.kept
    first = kept.put_collection("  My   thesis ", ["b", "a", "b"])
    assert kept.put_collection("my thesis", ["a", "c"], by="ruth") == first
    (found,) = kept.collections()
    assert (found.name, found.citekeys, found.by) == ("My thesis", ("b", "a", "c"), "user")
    kept.take_from_collection(first, ["a", "nobody"])
    kept.put_collection("My thesis", ["a"])
    assert kept.collections()[0].citekeys == ("b", "c", "a")


def test_the_library_itself_does_not_change(library: Library) -> None:
    before = library.revision
    library.kept.delete_collection(library.kept.put_collection("One", ["a"]))
    library.kept.put_search("Two", "q=hope")
    assert library.revision == before


def test_deleting_has_a_way_back_unless_the_name_was_taken(library: Library) -> None:
    kept = library.kept
    old = kept.put_collection("List", ["a"])
    kept.delete_collection(old)
    assert kept.collections() == ()
    kept.restore_collection(old)
    assert kept.collections()[0].citekeys == ("a",)
    kept.delete_collection(old)
    new = kept.put_collection("list", ["b"])
    with pytest.raises(CallRefused, match="another one"):
        kept.restore_collection(old)
    assert [each.id for each in kept.collections()] == [new]


def test_names_are_told_apart_and_bounded(library: Library) -> None:
    kept = library.kept
    one, two = kept.put_collection("One", []), kept.put_collection("Two", [])
    with pytest.raises(CallRefused, match="another one called “oNE”"):
        kept.rename_collection(two, "oNE")
    kept.rename_collection(one, "ONE")
    assert [each.name for each in kept.collections()] == ["ONE", "Two"]
    for bad in ("", "  ", "x" * (LONGEST_NAME + 1)):
        with pytest.raises(CallRefused):
            kept.put_collection(bad, [])
    with pytest.raises(NotFound):
        kept.rename_search(7, "Nothing")
    with pytest.raises(CallRefused, match="at most"):
        kept.put_collection("Big", [str(number) for number in range(MOST_WORKS + 1)])
    assert len(kept.collections()) == 2


def test_a_search_is_kept_under_its_name_and_replaced(library: Library) -> None:
    kept = library.kept
    first = kept.put_search("Hope", "q=hope")
    assert kept.put_search("HOPE", "q=hope&from=2000") == first
    kept.rename_search(first, "Newer")
    kept.put_search("Aged", "population=older-adults")
    assert [(each.name, each.query) for each in kept.searches()] == [
        ("Aged", "population=older-adults"),
        ("Newer", "q=hope&from=2000"),
    ]
    kept.delete_search(first)
    assert [each.name for each in kept.searches()] == ["Aged"]
    kept.restore_search(first)
    assert len(kept.searches()) == 2
