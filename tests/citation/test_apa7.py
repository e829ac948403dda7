"""The rules of APA 7 beyond apa.csl: each alone, and a truth set of invented works through the whole seam."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from msgevidence.citation import apa7, documents, style
from msgevidence.citation.apa7.titles import title_cased
from msgevidence.citation.formatted import Citation, Run, plain

DATA = Path(__file__).parents[1] / "data" / "apa7"
CASES: list[dict[str, Any]] = [
    {"kind": path.stem, **case}
    for path in sorted(DATA.glob("*.json"))
    for case in json.loads(path.read_text())["cases"]
]


def entry(item: dict[str, Any], *texts: str) -> str:
    return plain(apa7.finished(item, tuple(Run(text) for text in texts)))


def test_every_rule_says_what_it_follows() -> None:
    told = apa7.rules()
    assert len({name for name, _ in told}) == len(told) >= 12
    assert all(re.search(r"\(.*\d.*\)", words) for _, words in told)


@pytest.mark.parametrize("literal", ["n.d.", "(n. d.)", "no date", "Undated", "s.f."])
def test_undated_in_words_is_no_date(literal: str) -> None:
    assert "issued" not in apa7.prepared({"issued": {"literal": literal}})
    assert apa7.prepared({"issued": {"literal": "Spring 2002"}}) == {"issued": {"literal": "Spring 2002"}}


def test_in_press_is_a_status() -> None:
    assert apa7.prepared({"issued": {"literal": "In press"}}) == {"status": "in press"}
    kept = {"issued": {"date-parts": [[2020]], "literal": "in press"}}
    assert apa7.prepared(kept) == kept


def test_the_publisher_is_not_named_again() -> None:
    author = [{"literal": "Association of Listeners"}]
    assert "publisher" not in apa7.prepared({"author": author, "publisher": "The Association of Listeners"})
    thesis = {"type": "thesis", "author": author, "publisher": "Association of Listeners"}
    assert apa7.prepared(thesis) == thesis
    assert "container-title" not in apa7.prepared(
        {"type": "webpage", "author": author, "container-title": "Association of Listeners"}
    )


def test_an_item_is_never_changed_in_place() -> None:
    item = {"type": "book", "author": [{"literal": "Office of Tea and Talk [OTT]"}], "issued": {"literal": "n.d."}}
    before = json.dumps(item)
    apa7.prepared(item)
    assert json.dumps(item) == before


def test_a_data_set_is_two_words() -> None:
    assert entry({"type": "dataset"}, "Halls [Dataset]. Dataset Press.") == "Halls [Data set]. Dataset Press."
    assert entry({"type": "book"}, "Halls [Dataset].") == "Halls [Dataset]."


def test_retrieved_needs_a_date() -> None:
    assert entry({"URL": "https://x.org"}, "Site. Retrieved ", "https://x.org") == "Site. https://x.org"
    dated = {"URL": "https://x.org", "accessed": {"date-parts": [[2020, 1, 2]]}}
    assert entry(dated, "Site. Retrieved January 2, 2020, from ", "https://x.org").startswith("Site. Retrieved")


def test_numbers_and_their_labels() -> None:
    assert entry({"number": "ED545393"}, "Title (No. ED545393). ERIC.") == "Title (ED545393). ERIC."
    assert entry({"number": "18-2059"}, "Title (Report Nos. 18–2059).") == "Title (Report No. 18-2059)."
    assert entry({"number": "7"}, "Title (Report No. 7).") == "Title (Report No. 7)."


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("2nd edition", "2"), ("second ed", "2"), ("3", "3"), ("2nd ed.", "2nd ed."), ("Revised edition", "Rev. ed."),
        ("Summer 2019", "Summer 2019 ed."), ("5th ed., text rev.", "5th ed., text rev."),
        ("2. Auflage", "2"), ("3e édition", "3"), ("Kindle", "Kindle ed."),
    ],
)  # fmt: skip
def test_editions_are_abbreviated(given: str, printed: str) -> None:
    assert apa7.prepared({"edition": given}) == {"edition": printed}


@pytest.mark.parametrize(
    ("page", "number"),
    [
        ("e1000316", "e1000316"),
        ("104321", "104321"),
        ("Article 12", "12"),
        ("23499", None),
        ("e1-e9", None),
        ("S12", None),
    ],
)
def test_article_numbers_are_not_pages(page: str, number: str | None) -> None:
    made = apa7.prepared({"type": "article-journal", "author": [{"family": "A"}], "page": page})
    assert (made.get("number"), made.get("page")) == ((number, None) if number else (None, page))


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("working with older people", "Working With Older People"),
        ("Working with Older People", "Working With Older People"),
        ("Clínica y Salud", "Clínica y Salud"),
        ("Journal of follow-up studies", "Journal of Follow-up Studies"),
        ("Journal of Self-help", "Journal of Self-Help"),
        ("npj Digital Medicine", "npj Digital Medicine"),
        ("PLoS ONE", "PLoS ONE"),
        ("Groups: the year in review", "Groups: The Year in Review"),
        ("Zeitschrift für die Praxis", "Zeitschrift für die Praxis"),
    ],
)
def test_apa_title_case(stored: str, printed: str) -> None:
    assert title_cased(stored) == printed


def test_title_case_is_set_where_the_style_wants_it_and_in_english() -> None:
    def of(**item: str) -> dict[str, Any]:
        return dict(apa7.prepared({"author": [{"family": "A"}], **item}))

    frozen = '<span class="nocase">Work With People</span>'
    assert of(type="article-journal", **{"container-title": "Work with people"})["container-title"] == frozen
    assert of(type="chapter", **{"container-title": "Work with people"})["container-title"] == "Work with people"
    german = {"container-title": "Arbeit mit Menschen", "language": "de-DE"}
    assert of(type="article-journal", **german)["container-title"] == "Arbeit mit Menschen"
    assert of(type="legislation", title="Work with people act")["title"] == frozen.replace("</", " Act</")
    assert "title-short" not in of(type="book", title="Work with people")
    assert apa7.prepared({"type": "book", "title": "Work with people"})["title-short"] == frozen


def test_an_online_review_shows_its_day_and_a_treaty_its_comma() -> None:
    review = {"type": "review", "issued": {"date-parts": [[2019, 1, 11]]}}
    assert entry(review, "A, B. (2019). Title") == "A, B. (2019, January 11). Title"
    assert entry({**review, "volume": "4"}, "A, B. (2019). Title") == "A, B. (2019). Title"
    treaty = {"type": "treaty", "URL": "https://x.org"}
    assert (
        entry(treaty, "Treaty of Halls, May 1, 1999. ", "https://x.org")
        == "Treaty of Halls, May 1, 1999, https://x.org"
    )


def test_hostile_names_break_no_rule() -> None:
    literal = r"\g<9> Of  (OOO) [O]"
    item = {"id": "x", "author": [{"literal": literal}, {"family": r"(", "given": r"A. []"}], "number": r"AB-2"}
    made = style.format_items([{**item, "type": "report", "title": "T"}], "apa", citations=[[{"id": "x"}]])
    assert made.entries


def test_a_dated_entry_shows_its_day() -> None:
    item = {"type": "entry-encyclopedia", "URL": "https://x.org", "issued": {"date-parts": [[2019, 1, 13]]}}
    assert entry(item, "Clubs. (2019a). In ") == "Clubs. (2019a, January 13). In "
    assert entry({**item, "edition": "Summer 2019"}, "Clubs. (2019). In ") == "Clubs. (2019). In "


@pytest.mark.parametrize(
    ("item", "changing"),
    [
        ({"container-title": "UpToDate"}, True),
        ({"URL": "https://www.uptodate.com/contents/x"}, True),
        ({"URL": "https://en.wikipedia.org/wiki/Circle"}, True),
        ({"URL": "https://en.wikipedia.org/w/index.php?title=Circle&oldid=1"}, False),
        ({"genre": "Twitter profile"}, True),
        ({"URL": "https://notuptodate.com/x", "title": "Keeping up to date"}, False),
        ({"container-title": "Annals of Pretence"}, False),
    ],
)
def test_what_is_made_to_change(item: dict[str, Any], changing: bool) -> None:
    assert apa7.is_changing(item) is changing


def test_a_changing_work_says_when_it_was_seen() -> None:
    item = {
        "container-title": "UpToDate",
        "URL": "https://u.example/x",
        "issued": {"date-parts": [[2019]]},
        "accessed": {"date-parts": [[2019, 9, 13]]},
    }
    seen = "UpToDate. Retrieved September 13, 2019, from https://u.example/x"
    assert entry(item, "UpToDate. ", "https://u.example/x") == seen
    assert entry(item, "UpToDate. https://u.example/x") == seen
    assert entry({**item, "DOI": "10.1/x"}, "UpToDate. https://doi.org/10.1/x") == "UpToDate. https://doi.org/10.1/x"


def test_makers_in_several_roles_are_one_list() -> None:
    wren, rail = {"family": "Wren", "given": "A."}, {"family": "Rail", "given": "B."}
    one = {"type": "broadcast", "script-writer": [wren], "director": [wren]}
    assert entry(one, "Wren, A. (2012). X") == "Wren, A. (Writer & Director). (2012). X"
    three = {"type": "broadcast", "script-writer": [wren, rail], "director": [{"family": "Wren", "given": "C."}]}
    assert entry(three, "Wren, A., Rail, B., & Wren, C. (2012). X") == (
        "Wren, A. (Writer), Rail, B. (Writer), & Wren, C. (Director). (2012). X"
    )
    assert apa7.prepared(three)["author"] == [wren, rail, {"family": "Wren", "given": "C."}]
    authored = {**three, "author": [rail]}
    assert "script-writer" in apa7.prepared(authored)
    assert entry(authored, "Rail, B. (2012). X") == "Rail, B. (2012). X"


@pytest.mark.parametrize(
    ("cite", "placed"),
    [
        ({"locator": "Slide 7"}, {"locator": "Slide 7", "label": "timestamp"}),
        ({"locator": "7", "label": "slide"}, {"locator": "Slide 7", "label": "timestamp"}),
        ({"locator": "Closing remarks section"}, {"locator": "Closing remarks section", "label": "timestamp"}),
        ({"locator": "Table 3"}, {"locator": "Table 3"}),
        ({"locator": "12"}, {"locator": "12"}),
        ({"locator": "Fig", "label": "figure"}, {"locator": "Fig", "label": "figure"}),
        ({}, {}),
    ],
)
def test_a_place_is_named_in_words(cite: dict[str, str], placed: dict[str, str]) -> None:
    assert apa7.placed(cite) == placed


def test_only_releases_among_reports_show_their_day() -> None:
    report = {"type": "report", "issued": {"date-parts": [[2019, 2, 14]]}}
    assert entry({**report, "genre": "Press release"}, "Office. (2019). T") == "Office. (2019, February 14). T"
    assert entry({**report, "genre": "Policy brief"}, "Office. (2019). T") == "Office. (2019). T"


def test_no_single_name_hides_behind_et_al() -> None:
    def work(key: str, *families: str) -> dict[str, Any]:
        people = [{"family": family} for family in families]
        return {"id": key, "type": "book", "title": key, "author": people, "issued": {"date-parts": [[2015]]}}

    items = [work("a", "Wren", "Rail", "Crake"), work("b", "Wren", "Crake", "Rail", "Heron")]
    made = style.format_items(items, "apa", citations=[[{"id": "a"}], [{"id": "b"}]])
    assert [plain(one.parenthetical) for one in made.citations] == [
        "(Wren, Rail, & Crake, 2015)",
        "(Wren, Crake, et al., 2015)",
    ]


def test_a_group_is_introduced_once_and_abbreviated_after() -> None:
    items = [{"id": "noma", "author": [{"literal": "National Office of Mutual Aid [NOMA]"}]}]
    name = "National Office of Mutual Aid"
    abbreviations = apa7.Abbreviations(items)
    citation = Citation((Run(f"({name}, 2016)"),), (Run(f"{name} (2016)"),))
    first = abbreviations.applied(["noma"], citation)
    assert (plain(first.parenthetical), plain(first.narrative)) == (f"({name} [NOMA], 2016)", f"{name} (NOMA, 2016)")
    later = abbreviations.applied(["noma"], citation)
    assert (plain(later.parenthetical), plain(later.narrative)) == ("(NOMA, 2016)", "NOMA (2016)")


@pytest.mark.parametrize("literal", ["Fall Out Boy [Band]", "Circle Style [@CircleStyle]", "Plain Group"])
def test_not_every_bracket_is_an_abbreviation(literal: str) -> None:
    item = {"author": [{"literal": literal}]}
    assert apa7.prepared(item) == item


def shown(runs: tuple[Run, ...]) -> str:
    """HTML as the truth set has it: italics, no links."""
    return re.sub(r"</?a\b[^>]*>", "", documents.inline(runs, "html"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}-{case['name']}" for case in CASES])
def test_truth(case: dict[str, Any]) -> None:
    made = style.format_items([case["item"]], "apa", citations=[[{"id": case["name"]}]])
    listed = [shown(one.runs) for one in made.entries]
    assert listed == ([case["reference"]] if case["reference"] else [])
    if case["parenthetical"]:  # null: what the style can say in the text falls short of the rule
        assert shown(made.citations[0].parenthetical) == case["parenthetical"]
        assert shown(made.citations[0].narrative) == case["narrative"]


def test_the_rules_are_for_apa_in_english_only() -> None:
    item = {"id": "x", "type": "dataset", "title": "Halls", "author": [{"family": "A"}], "publisher": "P"}
    assert "[Data set]" in plain(style.format_items([item], "apa").entries[0].runs)
    assert "Data set" not in plain(style.format_items([item], "apa", "de-DE").entries[0].runs)
    assert not style.style("apa-6th-edition").is_apa
