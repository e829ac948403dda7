"""A leftover that is JSON no more is written as its text: never an exception, never a value lost."""

from __future__ import annotations

import json

from msgevidence.formats.csl_json import CslJsonWriter
from msgevidence.model.record import Leftover, Record


def test_a_leftover_that_is_no_json_is_written_as_text() -> None:
    odd = Leftover(format="csl-json", tag="odd", value="=not json")
    record = Record(id="a", type="book", title="T", leftovers=(odd,))
    (item,) = json.loads(b"".join(CslJsonWriter().write([record])))
    assert item["odd"] == "=not json"
