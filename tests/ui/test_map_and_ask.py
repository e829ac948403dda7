"""The evidence map and the question page on the bundled evidence."""

from __future__ import annotations

import csv
import io
import re

import pytest

from msgevidence.model.evidence import Facet, TagStatus
from msgevidence.store.filters import Filters
from msgevidence.store.views import Cell
from msgevidence.ui import charts, exports, state

from .conftest import OpenPage, html_of, labels_of

ACCEPTED = Filters(status=(TagStatus.ACCEPTED,))


def test_the_map_is_the_landing_page_and_its_table_says_what_the_library_counts(pages: OpenPage) -> None:
    at = pages("evidence_map", view="table", detail="all")
    assert at.title[0].value == "Evidence map"
    matrix = state.desk().library.queries.cells(Facet.POPULATION, Facet.OUTCOME, ACCEPTED)
    table = next(each.value for each in at.html if "Studies by row" in each.value)
    columns = {cell.column for cell in matrix.cells}
    rows = {cell.row for cell in matrix.cells}
    numbers = [int(cell) for cell in re.findall(r">(\d+)</td>", table)]
    assert sum(numbers) == sum(cell.studies for cell in matrix.cells) + sum(matrix.row_totals[row] for row in rows)
    assert table.count(">–</td>") == len(rows) * len(columns) - len(matrix.cells)


def test_a_cell_lists_its_studies_with_the_bottom_line_and_its_certainty(pages: OpenPage) -> None:
    at = pages("evidence_map", row="addiction", column="substance-and-behaviour")
    cell = state.desk().library.queries.cell(
        Facet.POPULATION, "addiction", Facet.OUTCOME, "substance-and-behaviour", ACCEPTED
    )
    assert any(each.value.startswith(f"**{len(cell)} studies**") for each in at.markdown)
    assert cell[0].reports[0].title in " ".join(labels_of(at)).replace("\u2060", "")
    assert "Certainty of the evidence" in html_of(at)


def test_a_full_cell_is_read_a_page_at_a_time_and_goes_into_the_basket_whole(pages: OpenPage) -> None:
    everything = state.desk().library.queries.cell(
        Facet.POPULATION, "addiction", Facet.OUTCOME, "substance-and-behaviour", ACCEPTED
    )
    assert len(everything) > 25
    at = pages("evidence_map", row="addiction", column="substance-and-behaviour", studies="2")
    assert any(f", 26 to {min(50, len(everything))} shown" in each.value for each in at.markdown)
    shown = " ".join(labels_of(at)).replace("\u2060", "")
    assert everything[25].reports[0].title in shown
    assert everything[0].reports[0].title not in shown
    next(each for each in at.button if each.label == "Put all references into the basket").click().run()
    assert set(at.session_state["basket"]) == {report.citekey for view in everything for report in view.reports}


def test_a_filter_narrows_the_map_and_stands_in_the_address_as_a_chip(pages: OpenPage) -> None:
    everything = html_of(pages("evidence_map", view="table"))
    at = pages("evidence_map", view="table", design="rct", level="2", q="groups")
    assert html_of(at) != everything
    chips = [each.label.replace("\\", "") for each in at.button if each.key and each.key.startswith("chip-")]
    assert "Level of evidence: OCEBM level 2" in chips
    assert any(chip.startswith("Design: ") for chip in chips)
    assert "that fit the filters" in html_of(at)


def test_axes_swap_with_the_cell_that_is_chosen(pages: OpenPage) -> None:
    at = pages("evidence_map", row="addiction", column="substance-and-behaviour")
    next(each for each in at.button if each.label == "Swap").click().run()
    assert not at.exception
    assert at.query_params["rows"] == "outcome" or at.query_params["rows"] == ["outcome"]
    assert at.selectbox(key="map-row").value == "substance-and-behaviour"
    assert at.selectbox(key="map-column").value == "addiction"


@pytest.mark.parametrize("view", ["chart", "certainty", "design"])
def test_every_view_takes_any_two_facets(pages: OpenPage, view: str) -> None:
    for rows, columns in (("design", "population"), ("nonsense", "leadership"), ("outcome", "outcome")):
        assert not pages("evidence_map", view=view, rows=rows, columns=columns, signs="on").exception


def test_which_way_findings_point_is_shown_only_when_asked_for(pages: OpenPage) -> None:
    assert "▲" not in html_of(pages("evidence_map", view="table"))
    told = html_of(pages("evidence_map", view="table", signs="on"))
    assert "▲" in told
    assert "counting them does not say how large" in told


def test_unfolding_a_broad_term_shows_its_narrower_ones(pages: OpenPage) -> None:
    folded = html_of(pages("evidence_map", view="table"))
    assert "– Alcohol" not in folded
    assert "– Alcohol" in html_of(pages("evidence_map", view="table", open="addiction"))


def test_ratings_between_two_levels_are_not_counted_as_either() -> None:
    cell = Cell("a", "b", 3, 4, {"rct": 2, "": 1}, {}, {"low": 1, "very-low..low": 2, "not-reported": 1})
    assert charts.counts_by(cell, "certainty") == {"low": 1, "range": 2, "not-reported": 1}
    assert charts.counts_by(cell, "design") == {"randomised trial": 2, "": 1}


def test_exported_tables_hold_no_formula_and_keep_numbers() -> None:
    written = exports.comma_separated(["a", "b"], [["=HYPERLINK(1)", -3], ["@x", 4], ["plain", 0]])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows[1:] == [["'=HYPERLINK(1)", "-3"], ["'@x", "4"], ["plain", "0"]]


def test_a_question_is_answered_with_certainty_table_plot_and_gaps(pages: OpenPage) -> None:
    at = pages("ask", population="addiction", outcome="smoking-cessation")
    told = html_of(at)
    assert "Certainty of the evidence" in told
    assert "Each row is an outcome" in told
    assert "The same in numbers" in told
    headings = [each.value for each in at.header]
    assert headings[:3] == ["Bottom line", "Summary of findings", "Forest plot"]
    assert "Harms" in headings
    assert headings[-1] == "All findings"


def test_a_question_without_evidence_is_a_gap_and_not_no_effect(pages: OpenPage) -> None:
    library = pages("ask") and state.desk().library.queries
    filled = {(cell.row, cell.column) for cell in library.cells(filters=ACCEPTED).cells}
    row = next(term.slug for term in library.terms(Facet.POPULATION) if (term.slug, "mortality") not in filled)
    at = pages("ask", population=row, outcome="mortality")
    told = html_of(at)
    assert "No evidence found here" in told or "no evidence found here" in told.lower()
    assert "no effect" not in told.lower()
    assert "Summary of findings" not in [each.value for each in at.header]


def test_a_question_in_unknown_terms_is_asked_again(pages: OpenPage) -> None:
    at = pages("ask", population="no-such-term", outcome="mortality")
    assert any("no-such-term" in each.value.replace("\\", "") for each in at.caption)
    assert at.info
