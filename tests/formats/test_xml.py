"""XML: attacks refused in words, broken records read as far as they go, markup kept."""

from __future__ import annotations

import pytest

from msgevidence.errors import FileRefused
from msgevidence.formats import register
from msgevidence.model.record import Draft, Record
from msgevidence.ports import StringSource

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 60_000}">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'
RECORDS = {
    "pubmed-xml": "<PubmedArticleSet><PubmedArticle><PMID>1</PMID><ArticleTitle>{}</ArticleTitle></PubmedArticle>"
    "</PubmedArticleSet>",
    "endnote-xml": '<xml><records><record><ref-type name="Book">6</ref-type><titles><title>{}</title></titles></record>'
    "</records></xml>",
}


def drafts(name: str, text: str) -> list[Draft]:
    reader = register.reader(name)
    return [reader.draft(raw) for raw in reader.read(StringSource(text, "some.xml"))]


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("prolog", [BOMB, QUADRATIC, EXTERNAL, PARAMETER], ids=["laughs", "long", "file", "parameter"])
def test_entities_are_refused_in_words(name: str, prolog: str) -> None:
    with pytest.raises(FileRefused, match=r"some\.xml: declares XML entities"):
        drafts(name, prolog + RECORDS[name].format("&l9;&a;"))


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize(
    ("inner", "title", "codes"),
    [
        ("A &amp; B &lt; C", "A & B < C", []),
        ("A & B&nbsp;C", "A & B\u00a0C", ["mended-xml"]),
        ("A &unknown; B", "A &unknown; B", ["mended-xml"]),
        ("A \x0b B", "A B", ["mended-xml"]),
        ("A<!-- not this --> B", "A B", []),
        ("<![CDATA[A < B]]>", "A < B", []),
    ],
)
def test_what_stands_in_a_title(name: str, inner: str, title: str, codes: list[str]) -> None:
    (draft,) = drafts(name, RECORDS[name].format(inner))
    assert draft.values["title"] == title
    assert [problem.code for problem in draft.problems] == codes


@pytest.mark.parametrize("name", RECORDS)
def test_a_file_of_another_root_is_refused(name: str) -> None:
    with pytest.raises(FileRefused, match="holds no"):
        drafts(name, "<html><body>Not found</body></html>")


def test_lines_of_records() -> None:
    text = "<PubmedArticleSet>\n" + "<PubmedArticle>\n<PMID>1</PMID>\n</PubmedArticle>\n" * 5_000
    reader = register.reader("pubmed-xml")
    assert [raw.line for raw in reader.read(StringSource(text))] == list(range(2, 15_002, 3))


def test_nested_markup_is_written_run_by_run() -> None:
    title = "a <i>b <sup>c</sup></i> <b>d</b> <i>not closed"
    text = b"".join(register.writer("endnote-xml").write([Record(type="book", title=title)])).decode()
    assert '<style face="italic superscript" font="default" size="100%">c</style>' in text
    (draft,) = drafts("endnote-xml", text)
    assert draft.values["title"] == "a <i>b </i><i><sup>c</sup></i> <b>d</b> <i>not closed"


@pytest.mark.parametrize(
    ("notice", "code"), [("RetractionIn", "retracted"), ("ErratumIn", "corrected"), ("CommentIn", None)]
)
def test_what_pubmed_says_of_a_work(notice: str, code: str | None) -> None:
    relation = f'<CommentsCorrections RefType="{notice}"><RefSource>J Ex. 2011</RefSource></CommentsCorrections>'
    (draft,) = drafts("pubmed-xml", f"<PubmedArticle><PMID>1</PMID>{relation}</PubmedArticle>")
    assert [problem.code for problem in draft.problems] == ([code] if code else [])
    assert [(left.tag, left.value) for left in draft.leftovers] == [(notice, "J Ex. 2011")]
