"""A merge the rules made is taken apart on the record's page."""

from __future__ import annotations

from msgevidence.ports import Action
from msgevidence.ui import state

from .conftest import OpenPage
from .test_pages import add, said

FIRST = (
    "TY  - JOUR\nAU  - Doe, Jane\nPY  - 2011\nTI  - Hope in self-help groups\nJO  - Help\nDO  - 10.1000/hope\nER  -\n"
)
SECOND = FIRST.replace("JO  - Help", "JO  - Help\nVL  - 7")


def test_a_merge_the_rules_made_is_taken_out_of_its_report_and_merged_again(pages: OpenPage) -> None:
    add(pages, FIRST)
    add(pages, SECOND)
    queries = state.desk().library.queries
    (merged,) = (one for one in queries.merged() if one.source == "pasted text")
    citekey = merged.report.citekey
    assert queries.report(citekey).record.volume == "7"
    at = pages("record", id=citekey)
    at.button(key=f"out-{merged.id}").click().run()
    assert not at.exception, at.exception
    assert "waits in the review queue" in said(at)
    assert [held.record.volume for held in queries.held()] == ["7"]
    assert queries.report(citekey).record.volume == ""
    at.button(key="kept-undo").click().run()
    assert queries.held() == ()
    assert queries.held(decided=True)[0].decided is Action.MERGE
    assert queries.report(citekey).record.volume == "7"
