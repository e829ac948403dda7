"""What nobody should send: broken styles are refused by file and line, broken items become warnings, nothing raises."""

from __future__ import annotations

import math

import pytest

from msgevidence.citation.csl import Result, StyleError, load_style, process
from support.csl_styles import plain, style_text

HOSTILE = [
    "<i>unclosed", "</b></i>", '<span class="nocase">', "\"'\"'", "“‘”’", "\x80\x81\x90\x9d", "\x00\x1f", "\ud800",
    "\u202e", "{0.__class__}", "%s%n", "__import__('os').system('x')", "<script>alert(1)</script>", "a" * 5000,
    "-" * 500, "1-2-3-4", "٣", "²", "\u0301", "«  »", "{:title: x}", "type: book\nauthor: A || B", "9" * 400,
]  # fmt: skip
SHAPES = [None, True, 3, -1.5, math.nan, math.inf, 10**40, "", [], {}, [[]], {"date-parts": [["x", None, {}]]},
          {"date-parts": "2001"}, {"raw": "\x80"}, [{"family": None}], [{"family": 3, "given": ["x"]}],
          [None, 5, "Name"]]  # fmt: skip
VARIABLES = "title author editor issued page volume edition DOI URL language note type id".split()


def texts(result: Result) -> list[str]:
    entries = [plain(entry.runs) for entry in result.bibliography]
    return entries + [plain(runs) for citation in result.citations for runs in citation]


@pytest.mark.parametrize("name", ["apa", "ieee", "chicago-author-date", "chicago-notes-bibliography"])
def test_hostile_text_in_every_variable(name: str) -> None:
    style = load_style(name)
    items = [
        {"id": f"{number}", "type": "article-journal", **dict.fromkeys(VARIABLES[:1], "T"), variable: bad}
        for number, (variable, bad) in enumerate((v, b) for v in VARIABLES[:-2] for b in HOSTILE)
    ]
    result = process(style, items, [[{"id": "3", "locator": bad, "prefix": bad, "suffix": bad}] for bad in HOSTILE])
    for text in texts(result):
        assert not any("\x80" <= char <= "\x9e" for char in text), "a mark of the engine came out"


@pytest.mark.parametrize("variable", VARIABLES)
def test_wrong_types_become_warnings_or_nothing(variable: str) -> None:
    items = [{"id": f"x{n}", "type": "book", "title": "T", variable: value} for n, value in enumerate(SHAPES)]
    process(load_style("apa"), items, [[{"id": value, "locator": value}] for value in SHAPES])


def test_a_warning_names_item_and_variable() -> None:
    result = process(load_style("apa"), [{"id": "a", "type": "book", "title": {"x": 1}, "author": 7, "issued": True}])
    named = {(warning.item, warning.variable) for warning in result.warnings}
    assert {("a", "title"), ("a", "author"), ("a", "issued")} <= named


def test_unknown_types_and_cites_are_named() -> None:
    items = [{"id": "a", "type": "telegram", "title": "T"}, {"type": "book", "title": "U"}, 5]
    result = process(load_style("apa"), items, [[{"id": "nobody"}], [{"id": "a"}]])  # type: ignore[list-item]
    messages = " ".join(f"{w.item} {w.variable} {w.message}" for w in result.warnings)
    assert "telegram" in messages
    assert "nobody" in messages
    assert [entry.id for entry in result.bibliography][:2] == ["a", "1"]
    assert "not an object" in messages


def test_a_thousand_authors() -> None:
    authors = [{"family": f"Family{n}", "given": "A B"} for n in range(1000)]
    result = process(load_style("apa"), [{"id": "a", "type": "book", "title": "T", "author": authors}], [[{"id": "a"}]])
    assert "… Family999, A. B." in plain(result.bibliography[0].runs)
    assert plain(result.citations[0].parenthetical) == "(Family0 et al., n.d.)"


def test_a_locale_that_does_not_exist() -> None:
    result = process(load_style("apa"), [{"id": "a", "type": "book", "title": "T"}], locale="xx-YY")
    assert any(warning.variable == "locale" for warning in result.warnings)
    assert result.bibliography


CYCLE = '<macro name="a"><text macro="b"/></macro>\n<macro name="b"><text macro="a"/></macro>'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<style><citation>", 1, "well-formed"),
        ("<html/>", 1, "not a CSL style"),
        ("<style/>", 1, "no <citation>"),
        ("<style>\n<citation/></style>", 2, "no <layout>"),
        (style_text('\n<text macro="absent"/>'), 2, "no macro is called"),
        (style_text('\n<text/>'), 2, "names no variable"),
        (style_text("\n<if/>"), 2, "cannot stand inside"),
        (style_text("\n<choose><if/></choose>"), 2, "tests nothing"),
        (style_text('<text macro="a"/>', CYCLE), 1, "contains itself"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><style>&a;</style>', 0, "entity"),
        ("<style>" + "<group>" * 100 + "</group>" * 100 + "</style>", 1, "nested"),
        ("<", 1, "well-formed"),
    ],
)  # fmt: skip
def test_a_broken_style_is_refused_by_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(StyleError) as caught:
        load_style(text)
    assert caught.value.line == line
    assert reason in str(caught.value)


def test_a_name_that_is_no_style() -> None:
    for name in ("no-such-style", "../../etc/passwd", "", "x" * 9000, "a\0b", "/"):
        with pytest.raises(StyleError):
            load_style(name)


@pytest.mark.parametrize("width", [2, 9])
def test_macros_that_grow_without_end_are_refused(width: int) -> None:
    macros = '<macro name="m0"><text variable="title"/></macro>' + "".join(
        f'<macro name="m{n}">' + f'<text macro="m{n - 1}"/>' * width + "</macro>" for n in range(1, 30)
    )
    with pytest.raises(StyleError, match="more than any style needs"):
        process(load_style(style_text('<text macro="m29"/>', macros)), [{"id": "a", "type": "book", "title": "T"}])


def test_a_long_chain_of_macros_is_refused_before_the_interpreter_gives_up() -> None:
    macros = '<macro name="m0"><text variable="title"/></macro>' + "".join(
        f'<macro name="m{n}"><group><text macro="m{n - 1}"/></group></macro>' for n in range(1, 3000)
    )
    with pytest.raises(StyleError):
        load_style(style_text('<text macro="m2999"/>', macros))


def test_the_deepest_style_that_is_accepted_prints() -> None:
    macros = '<macro name="m0"><text variable="title"/></macro>' + "".join(
        f'<macro name="m{n}"><choose><if type="book"><group><text macro="m{n - 1}"/></group></if></choose></macro>'
        for n in range(1, 26)
    )
    style = load_style(style_text('<text macro="m25"/>', macros))
    result = process(style, [{"id": "a", "type": "book", "title": "T"}], [[{"id": "a"}]])
    assert plain(result.citations[0].parenthetical) == "T"


def test_hostile_attributes_are_text() -> None:
    bad = "{0.__class__}\x9d%s&quot;&lt;i&gt;"
    attributes = f'prefix="{bad}" suffix="{bad}" text-case="{bad}" form="{bad}"'
    style = load_style(style_text(f'<text variable="title" {attributes}/>'))
    result = process(style, [{"id": "a", "type": "book", "title": "T"}], [[{"id": "a"}]])
    assert "{0.__class__}" in plain(result.citations[0].parenthetical)
