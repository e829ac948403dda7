"""Every labelled string of tests/data/reference_list is read right, field by field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msgevidence.formats.reference_list import parse_entry

from .reference_strings import expected, flat

DATA = Path(__file__).parents[1] / "data" / "reference_list"


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("row", rows("apa.jsonl") + rows("other_styles.jsonl"), ids=lambda row: row["text"][:60])
def test_string(row: dict[str, str]) -> None:
    assert flat(parse_entry(row["text"])) == expected(row)


def test_most_apa_strings_are_read_with_confidence() -> None:
    """All of them are right (above), so every one that is not confident only costs a look."""
    sure = [parse_entry(row["text"]).confidence >= 0.9 for row in rows("apa.jsonl")]
    assert sum(sure) >= 0.75 * len(sure)


@pytest.mark.parametrize("row", rows("apa.jsonl"), ids=lambda row: row["text"][:60])
def test_spans_point_at_what_was_read(row: dict[str, str]) -> None:
    parsed = parse_entry(row["text"])
    for span in parsed.spans:
        value = parsed.values.get(span.variable)
        if span.variable in ("volume", "issue", "publisher_place", "chapter_number"):
            assert row["text"][span.start : span.end].replace("*", "").replace("</i>", "") == value


def test_apa_as_people_type_it_is_read_nearly_always_and_what_is_sure_is_right() -> None:
    """Lost blanks and italics, hyphens, "doi:" and broken lines: shapes, and not promises of the manual."""
    pairs = [(parse_entry(row["text"]), expected(row)) for row in rows("apa_in_the_wild.jsonl")]
    right = [flat(parsed) == truth for parsed, truth in pairs]
    sure = [parsed.confidence >= 0.9 for parsed, _ in pairs]
    assert sum(right) >= 0.93 * len(right)
    assert sum(sure) >= 0.75 * len(sure)
    wrong = [parsed.values["title"] for parsed, truth in pairs if parsed.confidence >= 0.9 and flat(parsed) != truth]
    assert wrong == []
