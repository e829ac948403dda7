"""JSON read in a moving window: where the window ends changes nothing, and children are found wherever they stand."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from msgevidence.formats import json_items
from msgevidence.formats.zotero_item.reader import ZoteroItemReader
from msgevidence.ports import StringSource

TEXTS = [
    '[{"id": "a", "n": 12},\n {"id": "b \\u00e9 \\"x\\"", "list": [1, [2]]},\n\n{"id": "c"}]\n',
    '\ufeff{"items": [{"id": "a"}, {"id": "b"}]}',
    '{"items": [{"id": "a"},\n{"id": b},\n{"id": "c"}]}',
    '{"id": "a"}\n{"id": "b"}\n',
    '[{"id": "a"},\n{"id": "b" "c"},\n{"id": "d"}]',
    '[{"id": "a", "title": "never closed},\n{"id": "b"},\n{"id": "c"}]',
    '[{"id": "a"},\n{"id": "b"},\n',
    '[{"id": "a"},\n{"id": "b',
    '[12, "text", {"id": "a"}, null, -1.5e3]',
    '[0000"x"{"id": "a"},\n{"id": "b"}]',
    "no JSON at all",
    "[]",
    "",
]


def read(text: str) -> list[tuple[Any, int, str | None]]:
    return [
        (item, line, problem.code if problem else None) for item, line, problem in json_items.items(io.StringIO(text))
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_the_size_of_the_window_changes_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(text)
    for size in (33, 40, 64):
        monkeypatch.setattr(json_items, "_BLOCK", size)
        assert read(text) == whole


def test_items_lines_and_faults() -> None:
    assert read(TEXTS[0])[1:] == [({"id": 'b é "x"', "list": [1, [2]]}, 2, None), ({"id": "c"}, 4, None)]
    assert read(TEXTS[2]) == [({"id": "a"}, 1, None), (None, 2, "broken-json"), ({"id": "c"}, 3, None)]
    assert [code for _, _, code in read(TEXTS[6])] == [None, None, "cut-off"]
    assert read('[0000,\n{"id": "b"}]') == [(None, 1, "broken-json"), ({"id": "b"}, 2, None)]
    assert read("[]") == []


def test_a_long_list_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "_BLOCK", 100)
    stream = io.StringIO("[" + ",\n".join('{"id": "x"}' for _ in range(1_000)) + "]")
    found = json_items.items(stream)
    assert [next(found)[1] for _ in range(10)] == list(range(1, 11))
    assert stream.tell() < 500


def zotero(*items: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(raw.fields) for raw in ZoteroItemReader().read(StringSource(json.dumps(items)))]


ITEM = {"key": "I", "itemType": "book", "title": "t"}
FILE = {"key": "F", "itemType": "attachment", "parentItem": "I"}
MARK = {"key": "M", "itemType": "annotation", "parentItem": "F"}


@pytest.mark.parametrize("order", [(ITEM, FILE, MARK), (MARK, FILE, ITEM), (FILE, ITEM, MARK)])
def test_children_are_under_their_item_wherever_they_stand(order: tuple[dict[str, Any], ...]) -> None:
    assert zotero(*order) == [ITEM | {"attachments": [FILE | {"annotations": [MARK]}]}]


def test_children_in_a_ring_stand_alone() -> None:
    ring = ({"key": "A", "itemType": "note", "parentItem": "B"}, {"key": "B", "itemType": "note", "parentItem": "A"})
    assert zotero(*ring) == list(ring)
