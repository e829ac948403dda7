"""Prose in the manner of papers, with what looks like a citation and is none: who is cited, and what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgevidence.manuscript import intext
from msgevidence.manuscript.pairing import Pairing, Trouble, pair
from msgevidence.manuscript.reading import from_text
from msgevidence.manuscript.reflist import read_list

DRAFTS = Path(__file__).parents[1] / "data" / "drafts"


def paired(name: str) -> Pairing:
    draft = from_text((DRAFTS / name).read_text(encoding="utf-8"))
    listed = read_list(draft)
    return pair(intext.find(draft, (listed.start, listed.end)), listed.references)


@pytest.mark.parametrize(
    ("name", "citations", "orphans", "misnamed"),
    [
        (
            "paper_one.txt",
            103,
            ["Zimmermann, 1988", "Sage, 2014", "Solomon (2004)"],
            ["Humphreys and colleagues (2004)", "Kurtz and her associates (1997)", "Hoffmann (2018)"],
        ),
        ("paper_two.txt", 64, ["Twelve Traditions (1946)", "Lancet (2019)"], []),
    ],
)
def test_a_paper(name: str, citations: int, orphans: list[str], misnamed: list[str]) -> None:
    """Every reference is cited; of what the list lacks only the "Twelve Traditions" are no citation."""
    found = paired(name)
    by_trouble = {trouble: [one.text for one in found.citations if one.problem is trouble] for trouble in Trouble}
    assert len(found.citations) == citations
    assert found.uncited == ()
    assert by_trouble[Trouble.NO_REFERENCE] == orphans
    assert by_trouble[Trouble.NAME_DIFFERS] == misnamed
    assert by_trouble[Trouble.YEAR_DIFFERS] == by_trouble[Trouble.AMBIGUOUS] == []
