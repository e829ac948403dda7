"""The engine at its face: APA's forms, narrative citations, positions, disambiguation, runs, locales."""

from __future__ import annotations

from typing import Any

import pytest

from msgevidence.citation.csl import load_style, process, specialise
from support.csl_styles import markdown, plain, style_text

SMITH = {"family": "Smith", "given": "John A."}
BERG = {"family": "van der Berg", "given": "Jean-Luc"}
ROE = {"family": "Roe", "given": "Jane"}
ARTICLE: dict[str, Any] = {
    "id": "a", "type": "article-journal", "title": "Mutual help groups: A review", "author": [SMITH, BERG],
    "issued": {"date-parts": [[2020, 5]]}, "container-title": "Journal of Groups", "volume": "12", "issue": "3",
    "page": "123-45", "DOI": "10.1000/xyz",
}  # fmt: skip
SECOND: dict[str, Any] = {**ARTICLE, "id": "b", "title": "Second paper", "DOI": "10.1000/abc"}
BOOK: dict[str, Any] = {
    "id": "c", "type": "book", "title": "A book", "author": [{"literal": "World Health Organization"}],
    "publisher": "WHO Press", "edition": "2",
}  # fmt: skip
CHAPTER: dict[str, Any] = {
    "id": "d", "type": "chapter", "title": "A chapter", "author": [ROE, SMITH, BERG], "container-title": "The book",
    "editor": [{"family": "Ed", "given": "Itor"}], "page": "1-20", "publisher": "Pub",
    "issued": {"date-parts": [[1999]]},
}  # fmt: skip
LIBRARY = [ARTICLE, SECOND, BOOK, CHAPTER]


def entries(style: str, items: list[dict[str, Any]], **more: Any) -> list[str]:
    return [markdown(entry.runs) for entry in process(load_style(style), items, **more).bibliography]


def cited(style: str, items: list[dict[str, Any]], *clusters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = process(load_style(style), items, clusters).citations
    return [(plain(one.parenthetical), plain(one.narrative)) for one in found]


def test_the_reference_list_of_apa() -> None:
    assert entries("apa", LIBRARY) == [
        "Roe, J., Smith, J. A., & van der Berg, J.-L. (1999). A chapter. In I. Ed (Ed.), *The book* (pp. 1–20). Pub.",
        "Smith, J. A., & van der Berg, J.-L. (2020a). Mutual help groups: A review. *Journal of Groups*, *12*(3), "
        "123–145. https://doi.org/10.1000/xyz",
        "Smith, J. A., & van der Berg, J.-L. (2020b). Second paper. *Journal of Groups*, *12*(3), 123–145. "
        "https://doi.org/10.1000/abc",
        "World Health Organization. (n.d.). *A book* (2nd ed.). WHO Press.",
    ]


def test_citations_both_ways() -> None:
    assert cited(
        "apa",
        LIBRARY,
        [{"id": "a"}],
        [{"id": "c"}],
        [{"id": "d", "locator": "5-7"}],
        [{"id": "a"}, {"id": "b"}, {"id": "d", "prefix": "see also ", "suffix": ", and others"}],
        [{"id": "a", "suppress-author": True}],
        [{"id": "a", "author-only": True}],
    ) == [
        ("(Smith & van der Berg, 2020a)", "Smith and van der Berg (2020a)"),
        ("(World Health Organization, n.d.)", "World Health Organization (n.d.)"),
        ("(Roe et al., 1999, pp. 5–7)", "Roe et al. (1999, pp. 5–7)"),
        (
            "(see also Roe et al., 1999, and others; Smith & van der Berg, 2020a, 2020b)",
            "see also Roe et al. (1999, and others) and Smith and van der Berg (2020a, 2020b)",
        ),
        ("(2020a)", "(2020a)"),
        ("Smith and van der Berg", "Smith and van der Berg"),
    ]


def test_a_title_stands_for_missing_authors() -> None:
    item = {**ARTICLE, "id": "t", "title": "Groups at work", "author": [], "issued": {"date-parts": [[2001]]}}
    assert cited("apa", [item], [{"id": "t"}]) == [("(“Groups at Work,” 2001)", "“Groups at Work” (2001)")]


def test_three_works_in_a_sentence() -> None:
    items = [{**ARTICLE, "id": name, "author": [{"family": name, "given": "A"}]} for name in ("Ames", "Bell", "Cole")]
    [(_, narrative)] = cited("apa", items, [{"id": "Ames"}, {"id": "Bell"}, {"id": "Cole"}])
    assert narrative == "Ames (2020), Bell (2020), and Cole (2020)"


def test_numeric_styles_name_the_authors_before_the_number() -> None:
    found = cited("ieee", LIBRARY, [{"id": "d"}], [{"id": "a"}, {"id": "b"}, {"id": "c"}])
    assert found[0] == ("[1]", "Roe et al. [1]")
    assert found[1][0] == "[2], [3], [4]" or found[1][0] == "[2]–[4]"


def test_positions_in_notes() -> None:
    tests = [("ibid-with-locator", "ibid at"), ("ibid", "ibid"), ("near-note", "near"), ("subsequent", "again")]
    branches = "".join(
        f'<{"else-if" if n else "if"} position="{position}"><text value="{shown}"/></{"else-if" if n else "if"}>'
        for n, (position, shown) in enumerate(tests)
    )
    style = load_style(style_text(f'<choose>{branches}<else><text variable="title"/></else></choose>', note=True))
    at = [{"id": "c"}, {"id": "c"}, {"id": "c", "locator": "4"}, {"id": "d"}, {"id": "c"}, {"id": "a"}, {"id": "b"}]
    clusters = [[cite] for cite in (*at, {"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": "d"}, {"id": "d"})]
    result = process(style, LIBRARY, clusters)
    assert [plain(one.parenthetical) for one in result.citations] == [
        "A book", "ibid", "ibid at", "A chapter", "near", "Mutual help groups: A review", "Second paper", "near",
        "near", "near", "again", "ibid",
    ]  # fmt: skip


def test_given_names_tell_people_apart() -> None:
    items = [{**ARTICLE, "id": name, "author": [{"family": "Smith", "given": name}]} for name in ("Anna", "Bert")]
    assert cited("apa", items, [{"id": "Anna"}], [{"id": "Bert"}]) == [
        ("(A. Smith, 2020)", "A. Smith (2020)"),
        ("(B. Smith, 2020)", "B. Smith (2020)"),
    ]


def test_names_are_added_until_cites_differ() -> None:
    others = [{"family": "Jones", "given": "X"}, {"family": "Brown", "given": "Y"}]
    items = [
        {**ARTICLE, "id": "one", "author": [SMITH, others[0], ROE, BERG]},
        {**ARTICLE, "id": "two", "author": [SMITH, others[1], ROE, BERG]},
    ]
    assert [one for one, _ in cited("apa", items, [{"id": "one"}], [{"id": "two"}])] == [
        "(Smith, Jones, et al., 2020)",
        "(Smith, Brown, et al., 2020)",
    ]


def test_more_than_twenty_authors() -> None:
    names = [{"family": f"Name{chr(65 + n)}", "given": "Q"} for n in range(24)]
    [entry] = entries("apa", [{**ARTICLE, "author": names}])
    assert "NameS, Q., … NameX, Q. (2020)" in entry
    assert "NameT" not in entry


def test_links_and_italics_are_runs() -> None:
    [entry] = process(load_style("apa"), [ARTICLE]).bibliography
    linked = [run for run in entry.runs if run.link]
    assert [(run.text, run.link) for run in linked] == [("https://doi.org/10.1000/xyz",) * 2]
    assert [run.text for run in entry.runs if run.italic] == ["Journal of Groups", "12"]


def test_a_report_number_with_a_hyphen_is_one_number() -> None:
    report = {"id": "r", "type": "report", "title": "T", "number": "18-2424", "genre": "Report", "publisher": "P"}
    assert entries("apa", [report]) == ["*T* (Report No. 18-2424). (n.d.). P."]


def test_a_link_that_is_no_address_is_none() -> None:
    item = {"id": "x", "type": "webpage", "title": "T", "URL": "javascript:alert(1)"}
    [entry] = process(load_style("apa"), [item]).bibliography
    assert all(not run.link for run in entry.runs)


def test_italics_inside_italics_turn_roman() -> None:
    [entry] = process(load_style("apa"), [{**BOOK, "title": "The <i>Titanic</i> disaster"}]).bibliography
    assert markdown(entry.runs).startswith("World Health Organization. (n.d.). *The *Titanic* disaster* (2nd")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("de-DE", "(2. Aufl.)"), ("fr-FR", "éd."), ("es-ES", "ed.")],
)
def test_terms_follow_the_locale(locale: str, expected: str) -> None:
    assert expected in entries("apa", [BOOK], locale=locale)[0]


def test_note_fields_count_where_the_item_is_silent() -> None:
    item = {"id": "x", "type": "book", "title": "T", "note": "publisher: Press\nedition: 3\nkept: as it is"}
    assert entries("apa", [item]) == ["*T* (3rd ed.). (n.d.). Press."]


def test_only_cited_items_are_listed_when_asked() -> None:
    result = process(load_style("apa"), LIBRARY, [[{"id": "c"}]], only_cited=True)
    assert [entry.id for entry in result.bibliography] == ["c"]


def test_layout_hints_are_handed_on() -> None:
    assert process(load_style("apa"), []).options["hanging-indent"] == "true"


def test_a_dependent_style_is_its_parent() -> None:
    assert load_style("acta-psychologica").id == load_style("apa").id


def test_year_suffix_goes_by_the_order_of_the_list() -> None:
    later = {**ARTICLE, "id": "z", "title": "Zebra groups"}
    first = {**ARTICLE, "id": "y", "title": "Aardvark groups"}
    assert [one for one, _ in cited("apa", [later, first], [{"id": "z"}], [{"id": "y"}])] == [
        "(Smith & van der Berg, 2020b)",
        "(Smith & van der Berg, 2020a)",
    ]


@pytest.mark.parametrize(
    ("title", "quoted", "expected"),
    [
        ("Is it so?", 'suffix="."', "“Is it so?”"),
        ("It is so", 'suffix="."', "“It is so.”"),
        ("It is so", 'suffix=";"', "“It is so”;"),
        ("Say 'yes' now", 'suffix=","', "“Say ‘yes’ now,”"),
        ("It's O'Brien's", "", "“It’s O’Brien’s”"),
    ],
)
def test_punctuation_and_quotes_meet(title: str, quoted: str, expected: str) -> None:
    style = load_style(style_text(f'<text variable="title" quotes="true" {quoted}/>'))
    found = process(style, [{"id": "a", "type": "book", "title": title}], [[{"id": "a"}]])
    assert plain(found.citations[0].parenthetical) == expected


@pytest.mark.parametrize("name", ["apa", "ieee", "chicago-author-date", "modern-language-association", "nature"])
def test_compiled_for_shapes_or_for_all_the_text_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clusters = [[{"id": "a"}, {"id": "d"}], [{"id": "a", "locator": "3"}], [{"id": "c", "suppress-author": True}]]
    bare = [
        {"id": "e", "type": "report"},
        {"id": "f", "type": "webpage", "editor": [ROE], "URL": "https://example.org"},
    ]
    special = process(load_style(name), LIBRARY + bare, clusters)
    monkeypatch.setattr(specialise, "MOST_SHAPES", 0)
    style = load_style(name)
    style.cache.clear()
    general = process(style, LIBRARY + bare, clusters)
    style.cache.clear()
    assert special.bibliography == general.bibliography
    assert special.citations == general.citations
