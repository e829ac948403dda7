"""The parts of the engine that have rules of their own: names, dates, numbers, case, sorting, runs."""

from __future__ import annotations

from typing import Any

import pytest

from msgevidence.citation.csl import load_style, process
from msgevidence.citation.csl.dateparse import read_date
from msgevidence.citation.csl.disambiguate import letters
from msgevidence.citation.csl.initials import initials
from msgevidence.citation.csl.items import read_name
from msgevidence.citation.csl.locale import Locale
from msgevidence.citation.csl.numbers import is_numeric, is_several, pages, roman
from msgevidence.citation.csl.textcase import CASES, title
from support.csl_styles import markdown, plain, style_text


def shown(layout: str, item: dict[str, Any], more: str = "") -> str:
    """What a citation layout prints for an item."""
    result = process(load_style(style_text(layout, more)), [{"id": "a", "type": "book", **item}], [[{"id": "a"}]])
    return markdown(result.citations[0].parenthetical)


@pytest.mark.parametrize(
    ("given", "expected"),
    [("John Paul", "J. P."), ("Jean-Luc", "J.-L."), ("J.P.", "J. P."), ("Guo-ping", "G."), ("Ludwig van", "L. van"),
     ("TSerendorj", "Ts."), ("Ph. D.", "Ph. D."), ("", "")],
)  # fmt: skip
def test_initials(given: str, expected: str) -> None:
    assert initials(given, ". ") == expected


@pytest.mark.parametrize(
    ("raw", "family", "particle", "dropping", "suffix"),
    [
        ({"family": "van der Berg", "given": "Jan"}, "Berg", "van der", "", ""),
        ({"family": "Humboldt", "given": "Alexander von"}, "Humboldt", "", "von", ""),
        ({"family": "d'Aubignac", "given": "F."}, "Aubignac", "d’", "", ""),
        ({"family": "La Fontaine", "given": "Jean de"}, "La Fontaine", "", "de", ""),
        ({"family": "King", "given": "Martin Luther, Jr."}, "King", "", "", "Jr."),
        ({"family": '"van Happel"', "given": "E."}, "van Happel", "", "", ""),
        ({"family": "van", "given": "A"}, "van", "", "", ""),
    ],
)
def test_names_are_taken_apart(raw: dict[str, str], family: str, particle: str, dropping: str, suffix: str) -> None:
    name = read_name(raw)
    assert name is not None
    assert (name.family, name.particle, name.dropping, name.suffix) == (family, particle, dropping, suffix)


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ({"date-parts": [["2001", "5"]]}, (2001, 5, None), None),
        ({"date-parts": [[2001], [2003]]}, (2001, None, None), (2003, None, None)),
        ({"raw": "12 May 2001"}, (2001, 5, 12), None),
        ({"raw": "2004-10-01/2004-10-14"}, (2004, 10, 1), (2004, 10, 14)),
        ({"date-parts": [[2001]], "season": "winter"}, (2001, 16, None), None),
        ({"date-parts": [[2001, 22]]}, (2001, 14, None), None),
        ({"date-parts": [[-44, 3, 15]]}, (-44, 3, 15), None),
        ("May 2003", (2003, 5, None), None),
    ],
)
def test_dates_are_read(value: Any, start: tuple[Any, ...], end: tuple[Any, ...] | None) -> None:
    date, complaint = read_date(value)
    assert date is not None
    assert (date.start, date.end) == (start, end)
    assert complaint == ""


DATE = '<date variable="issued" form="text"/>'


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[2001, 5, 3]]}, "May 3, 2001"),
        ({"date-parts": [[2001, 5, 3], [2001, 5, 7]]}, "May 3–7, 2001"),
        ({"date-parts": [[2001, 5, 3], [2001, 6, 7]]}, "May 3–June 7, 2001"),
        ({"date-parts": [[2001, 5, 3], [2002, 6, 7]]}, "May 3, 2001–June 7, 2002"),
        ({"date-parts": [[2001]], "season": 1}, "Spring 2001"),
        ({"literal": "in press"}, "in press"),
        ({"date-parts": [[-50]]}, "50 BC"),
    ],
)
def test_dates_are_set(issued: dict[str, Any], expected: str) -> None:
    assert shown(DATE, {"issued": issued}) == expected


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("123-45", "expanded", "123–145"), ("123-145", "minimal", "123–45"), ("103-104", "chicago", "103–4"),
        ("1496-1504", "chicago-16", "1496–504"), ("e12-e15", "expanded", "e12–e15"), ("N110-5", "expanded", "N110-5"),
        ("xxv-xxviii", "chicago", "xxv–xxviii"), ("12", "", "12"), ("1-4, 8-9", "", "1–4, 8–9"), ("3\\-B", "", "3-B"),
    ],
)  # fmt: skip
def test_page_ranges(text: str, style: str, expected: str) -> None:
    assert pages(text, style) == expected


def test_what_counts_as_a_number() -> None:
    assert all(is_numeric(text) for text in ("2", "2nd", "1-3, 5 & 7", "D2b"))
    assert not any(is_numeric(text) for text in ("Rev. ed.", "second", ""))
    assert is_several("1-3")
    assert is_several("i–ix")
    assert not is_several("12")
    assert roman(1994) == "mcmxciv"
    assert [letters(number) for number in (1, 26, 27, 53)] == ["a", "z", "aa", "ba"]


@pytest.mark.parametrize(
    ("locale", "number", "expected"),
    [("en-US", 1, "st"), ("en-US", 11, "th"), ("en-US", 22, "nd"), ("en-US", 113, "th"), ("de-DE", 3, ".")],
)
def test_ordinals(locale: str, number: int, expected: str) -> None:
    assert Locale(locale).ordinal(number) == expected


def test_a_dialect_falls_back_to_its_language_and_then_to_english() -> None:
    assert Locale("de-LI").term("and") == "und"
    assert Locale("de").term("and") == "und"
    assert Locale("xx").term("and") == "and"
    assert Locale("xx").missing


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("title", "the end of the affair: a story", "The End of the Affair: A Story"),
        ("title", "out-of-fashion iPad use", "Out-of-Fashion iPad Use"),
        ("sentence", "THE END", "The end"),
        ("capitalize-first", "the end", "The end"),
        ("capitalize-all", "the end", "The End"),
        ("uppercase", "straße", "STRASSE"),
    ],
)
def test_text_case(case: str, text: str, expected: str) -> None:
    assert CASES[case](text) == expected


def test_apa_raises_words_of_four_letters() -> None:
    assert title("life with groups", 3) == "Life With Groups"
    item = {"id": "a", "type": "article-journal", "title": "Living with loss", "container-title": "Journal"}
    result = process(load_style("apa"), [item], [[{"id": "a"}]])
    assert plain(result.citations[0].parenthetical) == "(“Living With Loss,” n.d.)"


def test_nothing_comes_before_something() -> None:
    def item(name: str, *authors: tuple[str, str]) -> dict[str, Any]:
        people = [{"family": family, "given": given} for family, given in authors]
        return {"id": name, "type": "book", "title": "T", "author": people, "issued": {"date-parts": [[2000]]}}

    items = [
        item("6", ("Doe", "J. P.")), item("3", ("Cruz Santos", "A.")), item("5", ("Doe", "J."), ("Smith", "B.")),
        item("4", ("Doe", "J.")), item("2", ("Cruz", "Z.")), item("1", ("Ágnes", "B.")), item("7", ("MacDoe", "A.")),
    ]  # fmt: skip
    result = process(load_style("apa"), items)
    assert [entry.id for entry in result.bibliography] == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_group_with_empty_variables_prints_nothing() -> None:
    group = '<group prefix=", "><text term="in"/><text variable="container-title" prefix=" "/></group>'
    layout = f'<text variable="title"/>{group}'
    assert shown(layout, {"title": "T"}) == "T"
    assert shown(layout, {"title": "T", "container-title": "C"}) == "T, in C"


def test_a_substitute_is_not_printed_twice() -> None:
    layout = (
        '<group delimiter=". "><names variable="author"><substitute><names variable="editor"/><text variable="title"/>'
        '</substitute></names><names variable="editor"/><text variable="title"/></group>'
    )
    editor = {"editor": [{"family": "Doe", "given": "J"}], "title": "T"}
    assert shown(layout, editor) == "J Doe. T"
    assert shown(layout, {"title": "T"}) == "T"
    assert shown(layout, {**editor, "author": [{"literal": "A"}]}) == "A. J Doe. T"


def test_names_that_edit_and_translate_are_printed_once() -> None:
    people = [{"family": "Doe", "given": "J"}]
    layout = '<names variable="editor translator" delimiter="; "><name/><label form="short" prefix=", "/></names>'
    terms = "<locale><terms><term name='editortranslator' form='short'>ed. &amp; trans.</term></terms></locale>"
    assert shown(layout, {"editor": people, "translator": people}, terms) == "J Doe, ed. & trans."


def test_formatting_written_in_fields() -> None:
    style = load_style(style_text('<text variable="title" font-style="italic"/>'))
    result = process(style, [{"id": "a", "title": "H<sub>2</sub>O <b>now</b>"}], [[{"id": "a"}]])
    runs = result.citations[0].parenthetical
    assert [(run.text, run.vertical, run.bold) for run in runs] == [
        ("H", "", False), ("2", "sub", False), ("O ", "", False), ("now", "", True),
    ]  # fmt: skip
    assert all(run.italic for run in runs)


@pytest.mark.parametrize(
    ("text", "raised"), [("arXiv:1", "arXiv:1"), ("iPad", "iPad"), ("report", "Report"), ("(report)", "(Report)")]
)
def test_a_word_with_capitals_of_its_own_is_not_raised(text: str, raised: str) -> None:
    assert CASES["capitalize-first"](text) == raised


def test_thousands_are_one_number_and_verses_none() -> None:
    assert not is_several("13,676")
    assert is_several("13, 676")
    assert is_several("9,10")
    assert not is_numeric("5:3-4")


def test_an_open_range_has_its_dash_once() -> None:
    layout = (
        '<group delimiter=", "><date variable="issued"><date-part name="year"/></date>'
        '<date variable="issued"><date-part name="month"/></date></group>'
    )
    assert shown(layout, {"issued": {"date-parts": [[2015], [0]]}}) == "2015–"


def test_a_label_stands_after_names_that_say_nothing_of_themselves() -> None:
    layout = '<names variable="editor"><label form="short" prefix=", "/></names>'
    assert shown(layout, {"editor": [{"family": "Doe", "given": "Jo"}]}) == "Jo Doe, ed."


@pytest.mark.parametrize(("with_", "expected"), [("", "Doe J Jr"), (". ", "Doe J. Jr.")])
def test_a_suffix_has_a_stop_where_initials_have_one(with_: str, expected: str) -> None:
    name = f'<name initialize-with="{with_}" name-as-sort-order="all" sort-separator=" "/>'
    person = {"family": "Doe", "given": "Jo", "suffix": "Jr."}
    assert shown(f'<names variable="author">{name}</names>', {"author": [person]}) == expected


def test_a_link_keeps_one_address_through_the_formatting_in_it() -> None:
    made = process(load_style(style_text('<text variable="URL"/>')), [
        {"id": "a", "type": "book", "URL": "https://x.org/<i>y</i>"}], [[{"id": "a"}]])  # fmt: skip
    runs = made.citations[0].parenthetical
    assert [(run.text, run.italic, run.link) for run in runs] == [
        ("https://x.org/", False, "https://x.org/y"),
        ("y", True, "https://x.org/y"),
    ]


def test_macros_doubled_over_and_over_do_not_fill_the_memory() -> None:
    macros = '<macro name="m0"><text variable="title"/></macro>' + "".join(
        f'<macro name="m{n}"><text macro="m{n - 1}"/><text macro="m{n - 1}"/></macro>' for n in range(1, 15)
    )
    style = load_style(style_text('<text macro="m14"/>', macros))
    made = process(style, [{"id": "a", "type": "book", "title": "T"}], [[{"id": "a"}]])
    assert len(plain(made.citations[0].parenthetical)) == 2**14
