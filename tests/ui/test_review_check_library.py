"""Deciding held records, checking a draft, and looking after the library."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from msgevidence.ui import draft, state, upkeep

from .conftest import OpenPage, html_of, labels_of

FIRST = (
    "TY  - JOUR\nAU  - Zeta, A. B.\nPY  - 2011\nTI  - Hope in mutual support groups for people with depression\n"
    "JO  - Journal of Help\nVL  - 12\nIS  - 3\nSP  - 45\nEP  - 67\nER  - \n"
)
OTHER_PAGES = FIRST.replace("SP  - 45\nEP  - 67", "SP  - 145\nEP  - 167").replace(
    "Journal of Help", "Help <i>Today</i>"
)
SHORTER = FIRST.replace("for people with depression", "for depression").replace("SP  - 45\nEP  - 67\n", "")
DRAFT = """Groups may help <b>people</b> (Zeta, 2011). Social ties matter (Holt-Lunstad et al., 2010; Nobody, 1999).

References

Holt-Lunstad, J., Smith, T. B., & Layton, J. B. (2010). Social relationships and mortality risk: A meta-analytic \
review. PLoS Medicine, 7(7), e1000316.

Uncited, U. (2001). Never named in the text. Journal of Nothing, 1(1), 1–2.
"""


def add(pages: OpenPage, text: str) -> None:
    at = pages("add")
    at.text_area[0].set_value(text).run()
    next(each for each in at.button if "to the library" in each.label).click().run()
    assert not at.exception


def press(at: AppTest, key: str) -> None:
    at.button(key=key).click().run()
    assert not at.exception, at.exception


@pytest.fixture
def held(pages: OpenPage) -> OpenPage:
    """Two records wait: one with other pages, one with a shorter title."""
    for text in (FIRST, OTHER_PAGES, SHORTER):
        add(pages, text)
    assert len(state.desk().library.queries.held()) == 2
    return pages


def test_the_two_stand_side_by_side_with_what_differs_in_words(held: OpenPage) -> None:
    at = held("review")
    shown = html_of(at)
    assert "≠ differs" in shown
    assert "= same" in shown
    assert "45-67" in shown.replace("–", "-")
    assert "145-167" in shown.replace("–", "-")
    assert "<i>Today</i>" not in shown
    assert any("Why it waits" in each.value for each in at.markdown)


@pytest.mark.parametrize(
    ("choice", "reports", "journal"),
    [
        ("merged", 0, "Journal of Help"),
        ("left", 0, "Journal of Help"),
        ("right", 0, "Help <i>Today</i>"),
        ("both", 1, ""),
    ],
)
def test_each_choice_does_what_it_says_and_can_be_taken_back(
    held: OpenPage, choice: str, reports: int, journal: str
) -> None:
    queries = state.desk().library.queries
    before = queries.find().total
    number = queries.held()[0].id
    at = held("review", held=str(number))
    press(at, f"{choice}-{number}")
    assert queries.find().total == before + reports
    if journal:
        assert queries.report("zeta2011hope").record.container_title == journal
    assert queries.held_record(number).decided is not None
    press(at, f"back-{number}")
    assert queries.held_record(number).decided is None
    assert queries.find().total == before
    assert queries.report("zeta2011hope").record.container_title == "Journal of Help"


def test_all_of_a_rule_are_decided_at_once(held: OpenPage) -> None:
    queries = state.desk().library.queries
    at = held("review", rule=queries.held()[0].rule)
    key = next(each.key for each in at.button if each.key and each.key.startswith("all-both"))
    before = queries.find().total
    press(at, key)
    assert queries.held() == ()
    assert queries.find().total == before + 2
    assert any("2 decisions written" in each.value for each in at.success)


def test_a_decision_made_in_another_window_is_said_in_words(held: OpenPage) -> None:
    queries = state.desk().library.queries
    number = queries.held()[0].id
    first, second = held("review", held=str(number)), held("review", held=str(number))
    press(first, f"left-{number}")
    second.button(key=f"both-{number}").click().run()
    assert not second.exception
    assert any("decided already" in each.value.replace("\\", "") for each in second.error)


def test_an_empty_queue_says_so(pages: OpenPage) -> None:
    assert "Nothing waits" in pages("review").info[0].value


def test_findings_stand_in_the_text_with_sign_and_words(pages: OpenPage) -> None:
    at = pages("check")
    at.text_area[0].set_value(DRAFT).run()
    assert not at.exception
    shown = html_of(at)
    text = next(each.value for each in at.html if "msg-draft" in each.value)
    assert "msg-mark-citation" in text
    assert "▲" in text
    assert "●" in text
    assert "<b>people</b>" not in text
    assert "&lt;b&gt;people&lt;/b&gt;" in text
    assert "Nobody" in shown
    assert {"References": "2", "Not cited": "1"}.items() <= {each.label: each.value for each in at.metric}.items()
    assert "fake" not in shown.lower()


def test_the_report_is_json_with_every_reference() -> None:
    from msgevidence.manuscript.check import check
    from msgevidence.store.library import Library

    with Library.open("sqlite://") as library:
        told = json.loads(draft.as_json(check(DRAFT, library.queries)))
    assert len(told["references"]) == 2


@pytest.mark.parametrize(("name", "data"), [("empty.txt", b"  \n"), ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600)])
def test_a_file_that_is_no_draft_is_refused_in_words(pages: OpenPage, name: str, data: bytes) -> None:
    at = pages("check")
    at.file_uploader[0].upload(name.replace(".doc", ".docx"), data).run()
    assert not at.exception
    assert at.error


def test_the_library_page_says_size_health_and_how_to_cite_it(pages: OpenPage) -> None:
    at = pages("library")
    counts = {each.label: each.value for each in at.metric}
    assert counts["References"] == f"{state.desk().library.queries.find().total:,}"
    assert "Version 0." in at.code[0].value
    next(each for each in at.button if each.label == "Look it over").click().run()
    assert any("Nothing to mend" in each.value for each in at.success)


def test_the_backup_is_a_library(pages: OpenPage, tmp_path: Path) -> None:
    pages("library")
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(upkeep.backup())
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT COUNT(*) FROM report").fetchone()[0] == (
            state.desk().library.queries.find().total
        )
    connection.close()


def test_what_waits_leads_to_the_review(held: OpenPage) -> None:
    assert any("Review 2 records" in label for label in labels_of(held("library")))


def test_no_service_is_asked_unless_it_is_ticked(pages: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from msgevidence.authorities import register

    asked: list[bool] = []
    monkeypatch.setattr(register, "online", lambda **_: asked.append(True) or ())
    page = pages("check")
    page.text_area(key="draft").set_value(
        "It helps (Stone, 2001).\n\nReferences\n\nStone, A. (2001). Hope. Sage."
    ).run()
    assert asked == []
    page.checkbox(key="draft-online").check().run()
    assert asked == [True]


def test_a_snapshot_that_is_none_is_refused_in_words(pages: OpenPage) -> None:
    page = pages("check")
    page.text_area(key="draft").set_value(
        "It helps (Stone, 2001).\n\nReferences\n\nStone, A. (2001). Hope. Sage."
    ).run()
    page.text_area(key="draft-snapshots").set_value("/nowhere/literature.snapshot").run()
    assert not page.exception
    assert "is not there" in " ".join(error.value for error in page.error)
