"""Each page on a real library: what it shows, what it does, and what its address means."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from msgevidence.model.evidence import Facet, TagStatus
from msgevidence.ui import state

from .conftest import ESSAY_LIKE, OpenPage, html_of, labels_of

RIS = """TY  - JOUR
AU  - Doe, Jane
PY  - 2011
TI  - <script>alert(1)</script> ![x](http://evil.example/p.png) $x^2$ :red[hope] in groups
JO  - Journal of <b onclick=x>Help</b>
ER  -
"""


def button(at: AppTest, words: str) -> None:
    """Presses the one button with these words on it."""
    found = [each for each in at.button if words in each.label.replace("\\", "")]
    assert len(found) == 1, [each.label for each in at.button]
    found[0].click().run()
    assert not at.exception, at.exception


def paste(pages: OpenPage, text: str) -> AppTest:
    at = pages("add")
    at.text_area[0].set_value(text).run()
    assert not at.exception, at.exception
    return at


def add(pages: OpenPage, text: str) -> AppTest:
    at = paste(pages, text)
    button(at, "to the library")
    return at


def said(at: AppTest) -> str:
    return " ".join(
        each.value.replace("\\", "") for kind in (at.error, at.warning, at.info, at.success) for each in kind
    )


def metrics(at: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in at.metric}


# ---------------------------------------------------------------------------------------------------- browse


def test_browse_shows_the_bundled_evidence_with_counts_that_agree(pages: OpenPage) -> None:
    at = pages("browse")
    library = state.desk().library.queries
    total = library.find().total
    assert total > 0
    assert any(each.value.startswith(f"**{total:,} report") for each in at.markdown)
    for count in library.facets(facets=[Facet.POPULATION])[Facet.POPULATION][:3]:
        at = pages("browse", population=count.slug)
        assert f"{count.label} ({count.count:,})" in [
            option.removeprefix("– ") for option in at.multiselect(key="browse-population").options
        ]
        assert any(each.value.startswith(f"**{count.count:,} report") for each in at.markdown)


def test_years_have_counts_that_agree_with_the_list(pages: OpenPage) -> None:
    options = pages("browse").selectbox(key="browse-from").options
    year, count = options[0].removesuffix(")").split(" (")
    at = pages("browse", **{"from": year, "to": year})
    assert any(each.value.startswith(f"**{int(count):,} report") for each in at.markdown)


def test_choosing_a_term_narrows_the_list_and_writes_the_address(pages: OpenPage) -> None:
    at = pages("browse")
    at.multiselect(key="browse-outcome").set_value(["mortality"]).run()
    assert not at.exception
    assert at.query_params["outcome"] == "mortality"
    assert any("Social relationships and mortality risk" in label for label in labels_of(at))


def test_the_address_holds_the_search(pages: OpenPage) -> None:
    at = pages("browse", q="mortality", population="general-population", sort="title", rows="50", **{"from": "2000"})
    assert at.text_input(key="browse-q").value == "mortality"
    assert at.multiselect(key="browse-population").value == ["general-population"]
    assert at.selectbox(key="browse-sort").value == "title"
    assert at.selectbox(key="browse-rows").value == 50
    assert at.selectbox(key="browse-from").value == 2000
    chips = [each.label.replace("\\", "") for each in at.button if each.key and each.key.startswith("chip-")]
    assert "Population: General population" in chips
    assert "From 2000" in chips


def test_a_chip_takes_its_filter_off(pages: OpenPage) -> None:
    at = pages("browse", q="zebra", population="general-population")
    assert "No report in this library fits" in said(at)
    button(at, "“zebra”")
    assert "q" not in at.query_params
    assert at.query_params["population"] == "general-population"
    assert at.text_input(key="browse-q").value == ""


def test_what_the_address_says_wrongly_is_told_and_left_out(pages: OpenPage) -> None:
    at = pages("browse", population="no-such-term", page="-3", rows="7", **{"from": "soon"})
    assert "no-such-term" in said(at)
    assert "soon" in said(at)
    assert at.selectbox(key="browse-rows").value == 25


def test_odd_searches_never_fail(pages: OpenPage) -> None:
    for odd in ('"', "a AND", "t:", "*", "NEAR(", "-a", "O'Brien", "covid-19", "10.1000/xyz", "( OR", "'; DROP TABLE"):
        pages("browse", q=odd)


def test_a_row_goes_into_the_basket_and_out_again(pages: OpenPage) -> None:
    at = pages("browse")
    key = next(each.key for each in at.button if each.key and each.key.startswith("basket-"))
    at.button(key=key).click().run()
    assert any("Basket: 1 reference" in label for label in labels_of(at))
    assert at.button(key=key).label == "In basket"
    at.button(key=key).click().run()
    assert any("Basket: 0 references" in label for label in labels_of(at))


# ---------------------------------------------------------------------------------------------------- record


def test_a_record_says_who_tagged_it_and_why_and_what_was_found(pages: OpenPage) -> None:
    at = pages("record", id="holt-lunstad-2010-social")
    shown = html_of(at)
    assert "Social relationships and mortality risk" in at.title[0].value.replace("\\", "")
    assert "Holt-Lunstad, J., Smith, T. B., &amp; Layton, J. B. (2010)." in shown
    assert "<i>PLoS Medicine</i>" in shown or "<i>PLOS Medicine</i>" in shown
    assert [each.value for each in at.code][:2] == ["(Holt-Lunstad et al., 2010)", "Holt-Lunstad et al. (2010)"]
    assert "95 % CI 1.42 to 1.59" in shown
    assert "a curator" in shown


def test_a_proposed_tag_counts_once_it_is_accepted_and_can_be_taken_back(pages: OpenPage) -> None:
    add(pages, ESSAY_LIKE)
    at = pages("record", id="zeta2011hope")
    before = state.desk().library.queries.report("zeta2011hope")
    depression = next(tag for tag in before.tags if tag.slug == "depression")
    key = f"{before.id}-population-depression"
    assert depression.status is TagStatus.PROPOSED
    at.button(key=f"accepted-{key}").click().run()
    assert not at.exception
    after = state.desk().library.queries.report("zeta2011hope")
    assert next(tag for tag in after.tags if tag.slug == "depression").status is TagStatus.ACCEPTED
    at.button(key=f"back-{key}").click().run()
    again = state.desk().library.queries.report("zeta2011hope")
    assert next(tag for tag in again.tags if tag.slug == "depression").status is TagStatus.PROPOSED


def test_a_record_that_is_gone_is_said_in_words(pages: OpenPage) -> None:
    at = pages("record", id="no<b>body</b>2020")
    assert "There is no report" in said(at)
    assert at.title[0].value == "No such record"
    assert pages("record").info


# ---------------------------------------------------------------------------------------------------- add


def test_the_preview_writes_nothing_and_the_run_does(pages: OpenPage) -> None:
    before = state_total(pages)
    at = paste(pages, ESSAY_LIKE)
    assert metrics(at) == {"Read": "2", "Added": "2", "Merged": "0", "Held for review": "0", "Rejected": "0"}
    assert "Depression" in html_of(at)
    assert state.desk().library.queries.find().total == before
    button(at, "to the library")
    assert "2 read = 2 added" in said(at)
    assert state.desk().library.queries.find().total == before + 2
    assert at.text_area[0].value == ""


def state_total(pages: OpenPage) -> int:
    pages("browse")
    return state.desk().library.queries.find().total


def test_a_run_can_be_taken_back(pages: OpenPage) -> None:
    before = state_total(pages)
    at = add(pages, ESSAY_LIKE)
    at.button(key="undo-this").click().run()
    assert not at.exception
    assert "was taken back" in said(at)
    assert state.desk().library.queries.find().total == before


def test_the_same_text_twice_adds_nothing_twice(pages: OpenPage) -> None:
    add(pages, ESSAY_LIKE)
    at = paste(pages, ESSAY_LIKE)
    assert metrics(at)["Merged"] == "2"
    assert metrics(at)["Added"] == "0"


def test_a_locked_library_is_said_in_words_and_the_input_is_kept(pages: OpenPage, home: Path) -> None:
    at = paste(pages, ESSAY_LIKE)
    with contextlib.closing(sqlite3.connect(home / "library.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        button(at, "to the library")
        other.execute("ROLLBACK")
    assert "another process is writing" in said(at)
    assert str(home) not in said(at)
    assert at.text_area[0].value == ESSAY_LIKE
    button(at, "to the library")
    assert "2 read = 2 added" in said(at)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.ris", b"", "empty.ris"),
        ("picture.ris", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.ris"),
        ("noise.txt", b"just a few words, nothing to cite", "noise.txt"),
    ],
)
def test_a_bad_upload_is_refused_by_name_and_the_good_one_goes_on(
    pages: OpenPage, name: str, content: bytes, words: str
) -> None:
    at = pages("add")
    at.file_uploader[0].upload("good.ris", RIS.encode())
    at.file_uploader[0].upload(name, content)
    at.run()
    assert not at.exception
    told = said(at) + html_of(at)
    assert words in told
    assert "Traceback" not in told
    assert metrics(at)["Added"] == "1"


def test_half_a_record_and_one_without_title_or_year_are_told_with_their_line(pages: OpenPage) -> None:
    at = paste(pages, "TY  - JOUR\nAU  - Doe, Jane\nER  - \nTY  - JOUR\nTI  - Hope in gro")
    shown = html_of(at)
    assert metrics(at)["Read"] == "2"
    assert "record 1" in shown
    assert "line 1" in shown
    assert "there is no title" in shown


# ---------------------------------------------------------------------------------------------------- bibliography


def test_the_bibliography_is_in_apa_order_whatever_the_picking(pages: OpenPage) -> None:
    add(pages, ESSAY_LIKE)
    keys = ["zeta2011hope", "alpha2003quality"]
    at = pages("bibliography", key=keys)
    paper = next(each.value for each in at.html if "msg-paper" in each.value)
    assert paper.index("Alpha, C., &amp; Beta, D. E. (2003).") < paper.index("Zeta, A. B. (2011).")
    assert "msg-hanging" in paper
    assert "(Alpha &amp; Beta, 2003)" in html_of(at)
    assert "Alpha and Beta (2003)" in html_of(at)


def test_another_style_and_one_that_does_not_exist(pages: OpenPage) -> None:
    at = pages("bibliography", key="holt-lunstad-2010-social", style="vancouver")
    assert "Holt-Lunstad J, Smith TB, Layton JB" in html_of(at)
    at = pages("bibliography", key="holt-lunstad-2010-social", style="no-such-style")
    assert "no-such-style" in said(at)


def test_an_empty_basket_says_what_to_do_and_a_lost_pick_is_told(pages: OpenPage) -> None:
    assert "Nothing is picked yet" in said(pages("bibliography"))
    at = pages("bibliography", key=["holt-lunstad-2010-social", "gone1999"])
    assert "gone1999" in said(at)
    assert "Holt-Lunstad" in html_of(at)


def test_taking_out_the_last_pick_empties_the_address_too(pages: OpenPage) -> None:
    at = pages("bibliography", key="holt-lunstad-2010-social")
    button(at, "Empty the basket")
    assert "key" not in at.query_params
    assert "Nothing is picked yet" in said(at)


# ---------------------------------------------------------------------------------------------------- basket


def test_the_basket_is_in_the_address_of_every_page_and_survives_a_reload(pages: OpenPage) -> None:
    at = pages("browse", q="mortality")
    key = next(each.key for each in at.button if each.key and each.key.startswith("basket-"))
    at.button(key=key).click().run()
    kept = at.query_params["key"]
    assert kept == [key.removeprefix("basket-")] or kept == key.removeprefix("basket-")
    reloaded = pages("evidence_map", key=kept)
    assert any("Basket: 1 reference" in label for label in labels_of(reloaded))


# ---------------------------------------------------------------------------------------------------- all


def test_hostile_text_is_shown_as_it_stands_everywhere(pages: OpenPage) -> None:
    add(pages, RIS)
    row = next(row for row in state.desk().library.queries.find(sort="year", limit=10_000).rows if "alert" in row.title)
    for at in (
        pages("browse", q="alert"),
        pages("record", id=row.citekey),
        pages("bibliography", key=row.citekey),
        pages("add"),
    ):
        shown = html_of(at)
        assert "<script" not in shown
        assert "<img" not in shown
        assert "onclick=x>" not in shown
        for link in at.page_link:
            assert "![" not in link.label
            assert "$x^" not in link.label


def test_a_library_that_cannot_be_opened_is_said_in_words(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = tmp_path / "library.sqlite"
    bad.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("MSGEVIDENCE_DB", str(bad))
    at = AppTest.from_file(Path(__file__).resolve().parents[2] / "app.py", default_timeout=60).run()
    assert not at.exception
    assert "library.sqlite" in said(at)
    assert str(tmp_path) not in said(at)
    assert "Traceback" not in said(at)
    assert "SELECT" not in said(at)


def test_a_library_from_a_newer_version_is_said_in_words_and_left_alone(
    pages: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages("browse")
    newer = home / "newer.sqlite"
    state.desk().library.backup(newer)
    with contextlib.closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = newer.read_bytes()
    monkeypatch.setenv("MSGEVIDENCE_DB", str(newer))
    at = AppTest.from_file(Path(__file__).resolve().parents[2] / "app.py", default_timeout=60).run()
    monkeypatch.delenv("MSGEVIDENCE_DB")
    assert not at.exception
    assert "newer msgevidence" in said(at)
    assert str(home) not in said(at)
    assert newer.read_bytes() == before
