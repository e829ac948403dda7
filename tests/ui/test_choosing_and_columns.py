"""Rows chosen in the list, and columns of a table given a meaning."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from msgevidence.formats.columns import variable_of
from msgevidence.store.filters import Filters
from msgevidence.ui import state, table_columns

from .conftest import OpenPage, html_of
from .test_pages import button, paste, said

TABLE = "Titel,Verfasser,Jahr,Überschrift,Besprochen\n"
ROW = 'Hope in groups,"Doe, Jane",2011,Another heading,yes\n'


def choice(at: AppTest, header: str) -> str:
    return str(next(each.value for each in at.selectbox if each.label.replace("\\", "") == header))


# ---------------------------------------------------------------------------------------------------- columns


def test_every_meaning_offered_is_one_a_reader_understands() -> None:
    offered = [name for name in table_columns.MEANINGS if name != table_columns.ASIDE]
    assert {name: variable_of(name) for name in offered} == {name: name for name in offered}


def test_columns_are_shown_with_their_meaning_and_a_change_is_in_the_preview(pages: OpenPage) -> None:
    at = paste(pages, TABLE + ROW)
    assert choice(at, "Titel") == "title"
    assert choice(at, "Jahr") == "year"
    assert choice(at, "Überschrift") == choice(at, "Besprochen") == table_columns.ASIDE
    assert "Hope in groups" in html_of(at)
    next(each for each in at.selectbox if each.label == "Titel").set_value(table_columns.ASIDE).run()
    next(each for each in at.selectbox if each.label == "Überschrift").set_value("title").run()
    next(each for each in at.selectbox if each.label == "Verfasser").set_value("author").run()
    assert not at.exception, at.exception
    assert "Doe (2011). Another heading" in html_of(at)
    button(at, "to the library")
    (row,) = state.desk().library.queries.find(Filters(query="another heading")).rows
    assert (row.title, row.authors) == ("Another heading", "Doe, Jane")


def test_a_table_whose_headers_say_nothing_is_read_once_its_columns_have_a_meaning(pages: OpenPage) -> None:
    at = paste(pages, "A1,B2\nHope in groups,2011\n")
    next(each for each in at.selectbox if each.label == "Format").set_value("csv").run()
    assert "no column that is known" in said(at)
    next(each for each in at.selectbox if each.label == "A1").set_value("title").run()
    assert not at.exception, at.exception
    assert "no column that is known" not in said(at)
    assert "Hope in groups" in html_of(at)


# ---------------------------------------------------------------------------------------------------- ticks


def test_rows_are_chosen_over_pages_and_go_into_the_basket(pages: OpenPage) -> None:
    at = pages("browse", sort="title")
    first = at.checkbox[0].key
    at.checkbox[0].check().run()
    at.query_params["page"] = "2"
    at.run()
    assert at.checkbox[0].key != first
    at.checkbox[0].check().run()
    button(at, "Chosen into the basket")
    assert [f"tick-{key}" for key in at.session_state["basket"]] == [first, at.checkbox[0].key]
    at.query_params["page"] = "1"
    at.run()
    assert at.checkbox(key=first).value
    at.checkbox(key=first).uncheck().run()
    assert len(state_of(at)) == 1
    button(at, "Choose none")
    assert not any(box.value for box in at.checkbox)


def state_of(at: AppTest) -> tuple[str, ...]:
    held: tuple[str, ...] = at.session_state["kept-ticked"]
    return held
