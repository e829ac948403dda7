"""A leftover that is JSON no more is written as its text: never an exception, never a value lost."""

from __future__ import annotations

import json

from msgevidence.formats.csl_json import CslJsonReader, CslJsonWriter
from msgevidence.model.record import Leftover, Record
from msgevidence.ports import StringSource


def test_a_leftover_that_is_no_json_is_written_as_text() -> None:
    odd = Leftover(format="csl-json", tag="odd", value="=not json")
    record = Record(id="a", type="book", title="T", leftovers=(odd,))
    (item,) = json.loads(b"".join(CslJsonWriter().write([record])))
    assert item["odd"] == "=not json"


def test_a_list_that_is_cut_off_between_two_items_is_told_with_its_line() -> None:
    source = StringSource('[{"id": "a", "title": "x"},\n{"id": "b", "title": "y"},\n')
    *whole, cut = CslJsonReader().read(source)
    assert [dict(raw.fields)["id"] for raw in whole] == ["a", "b"]
    assert [(problem.code, problem.line) for problem in cut.problems] == [("cut-off", 3)]


def test_text_about_a_tag_does_not_become_the_tag_and_comes_back() -> None:
    source = StringSource('[{"id": "a", "type": "book", "title": "The &lt;i&gt; tag, p &lt; 0.05 &amp; <i>more</i>"}]')
    reader = CslJsonReader()
    record = reader.draft(next(iter(reader.read(source)))).settle()
    assert record.title == "The &lt;i&gt; tag, p < 0.05 & <i>more</i>"
    written = b"".join(CslJsonWriter().write([record])).decode()
    assert reader.draft(next(iter(reader.read(StringSource(written))))).settle() == record
