"""The same references as text, HTML, Markdown, LaTeX, RTF and Word; and what hostile text can do there: nothing."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from msgevidence.citation import documents
from msgevidence.citation.formatted import Entry, Formatted, Run, legal, safe_link
from msgevidence.errors import CallRefused

HOLT = (
    Run("Holt-Lunstad, J., & Smith, T. (2010). Risk: 50% of $5_000 {really}. "),
    Run("PLoS Medicine", italic=True),
    Run(", "),
    Run("7", italic=True),
    Run("(7), 1–9. "),
    Run("https://doi.org/10.1371/a_b(c)", link="https://doi.org/10.1371/a_b(c)"),
)
PLAIN = (
    "Holt-Lunstad, J., & Smith, T. (2010). Risk: 50% of $5_000 {really}. PLoS Medicine, 7(7), 1–9. "
    "https://doi.org/10.1371/a_b(c)"
)


def listed(*entries: tuple[Run, ...], **layout: object) -> Formatted:
    values: dict[str, object] = {"hanging_indent": True, "line_spacing": 2, "entry_spacing": 0, **layout}
    return Formatted(
        style="apa",
        title="APA",
        locale="en-US",
        entries=tuple(Entry(f"item{number}", runs) for number, runs in enumerate(entries)),
        **values,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", PLAIN),
        (
            "html",
            "Holt-Lunstad, J., &amp; Smith, T. (2010). Risk: 50% of $5_000 {really}. <i>PLoS Medicine</i>, <i>7</i>(7),"
            ' 1–9. <a href="https://doi.org/10.1371/a_b(c)" rel="noopener noreferrer">https://doi.org/10.1371/a_b(c)</a>',
        ),
        (
            "markdown",
            "Holt-Lunstad, J., & Smith, T. (2010). Risk: 50% of \\$5\\_000 {really}. *PLoS Medicine*, *7*(7), 1–9. "
            "<https://doi.org/10.1371/a_b(c)>",
        ),
        (
            "latex",
            r"Holt-Lunstad, J., \& Smith, T. (2010). Risk: 50\% of \$5\_000 \{really\}. \textit{PLoS Medicine}, "
            r"\textit{7}(7), 1--9. \href{https://doi.org/10.1371/a_b(c)}{https://doi.org/10.1371/a\_b(c)}",
        ),
        (
            "rtf",
            r"Holt-Lunstad, J., & Smith, T. (2010). Risk: 50% of $5_000 \{really\}. {\i PLoS Medicine}, {\i 7}(7), "
            r'1\u8211 ?9. {\field{\*\fldinst{HYPERLINK "https://doi.org/10.1371/a_b(c)"}}{\fldrslt{https://doi.org/10.1371'
            r"/a_b(c)}}}",
        ),
        ("docx", PLAIN),
    ],
)
def test_one_reference_in_every_form(form: str, expected: str) -> None:
    assert documents.inline(HOLT, form) == expected


def test_every_format_of_a_run() -> None:
    runs = (
        Run("b", bold=True),
        Run("u", underline=True),
        Run("c", small_caps=True),
        Run("2", vertical="sup"),
        Run("3", vertical="sub"),
        Run("x", italic=True, bold=True),
    )
    assert documents.inline(runs, "html") == (
        '<b>b</b><u>u</u><span style="font-variant:small-caps">c</span><sup>2</sup><sub>3</sub><i><b>x</b></i>'
    )
    assert documents.inline(runs, "latex") == (
        r"\textbf{b}\underline{u}\textsc{c}\textsuperscript{2}\textsubscript{3}\textit{\textbf{x}}"
    )
    assert documents.inline(runs, "rtf") == r"{\b b}{\ul u}{\scaps c}{\super 2}{\sub 3}{\i\b x}"


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(CallRefused, match="docx"):
        documents.write(listed(HOLT), "pdf")
    assert set(documents.FORMS) == set(documents.SUFFIXES) == set(documents.MEDIA_TYPES)


def test_html_has_one_div_an_entry() -> None:
    html = documents.write(listed(HOLT, HOLT), "html").decode()
    assert html.count('<div class="csl-entry">') == 2
    assert "text-indent:-.5in" in html


def test_the_clipboard_carries_its_indent() -> None:
    assert documents.clipboard(listed((Run("A"),))) == (
        '<p style="margin-left:.5in;text-indent:-.5in;line-height:2;margin-top:0;margin-bottom:0">A</p>'
    )


def test_a_margin_number_stands_beside_its_reference() -> None:
    entry = (Run("[1]", block="left-margin"), Run("A. Author.", block="right-inline"))
    assert documents.inline(entry, "text") == "[1] A. Author."
    assert documents.inline(entry, "markdown") == r"\[1\] A. Author."
    assert documents.inline(entry, "html") == (
        '<div class="csl-left-margin">[1]</div><div class="csl-right-inline">A. Author.</div>'
    )
    body = Document(io.BytesIO(documents.write(listed(entry, hanging_indent=False), "docx"))).paragraphs[-1]
    assert body.text == "[1]\tA. Author."
    assert body.style.paragraph_format.first_line_indent.twips == -720


@pytest.mark.parametrize(
    "runs",
    [
        (Run("*stars* _lines_ [x](y) `code` <b>"),),
        (Run("1. not a list"),),
        (Run("# not a heading"),),
        (Run("- not a bullet"),),
        (Run("&copy; $x$ ~a~ ^b^ @key"),),
    ],
)
def test_markdown_shows_signs_as_they_are(runs: tuple[Run, ...]) -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(documents.inline(runs, "markdown"))
    shown = re.sub(r"\s+$", "", html)
    assert shown == f"<p>{runs[0].text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"


@pytest.mark.parametrize("between", ["", " ", "(", "x", "."])
def test_markdown_emphasis_holds_wherever_it_stands(between: str) -> None:
    from markdown_it import MarkdownIt

    runs = (Run(f"a{between}"), Run(" Title? ", italic=True), Run(f"{between}b"), Run("c", italic=True))
    html = MarkdownIt("commonmark", {"html": True}).render(documents.inline(runs, "markdown"))
    assert len(re.findall(r"<(?:em|i)>", html)) == 2
    assert re.sub(r"<[^>]+>|\s", "", html) == f"a{between}Title?{between}bc".replace(" ", "")


# Word


def docx(*entries: tuple[Run, ...]) -> bytes:
    return documents.write(listed(*entries), "docx")


def test_the_word_file_is_as_apa_wants_it() -> None:
    made = Document(io.BytesIO(docx(HOLT, (Run("Kessler, R. C. (2000)."),))))
    heading, first, second = made.paragraphs
    assert (heading.text, heading.style.font.bold, heading.alignment or heading.style.paragraph_format.alignment) == (
        "References",
        True,
        1,
    )
    style = first.style
    assert style.name == second.style.name == "Reference List"
    indent = style.element.pPr.find(qn("w:ind"))
    spacing = style.element.pPr.find(qn("w:spacing"))
    assert (indent.get(qn("w:left")), indent.get(qn("w:hanging"))) == ("720", "720")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:before")), spacing.get(qn("w:after"))) == ("480", "0", "0")
    fonts = made.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert [run.text for run in first.runs if run.italic] == ["PLoS Medicine", "7"]
    assert second.text == "Kessler, R. C. (2000)."


def test_a_link_is_a_field_and_the_last_element_is_still_the_section() -> None:
    made = Document(io.BytesIO(docx(HOLT)))
    instructions = [node.text.strip() for node in made.element.body.iter(qn("w:instrText"))]
    assert instructions == ['HYPERLINK "https://doi.org/10.1371/a_b(c)"']
    assert made.element.body[-1].tag == qn("w:sectPr")
    external = [part for part in made.part.rels.values() if part.is_external]
    assert external == []


def test_the_same_references_make_the_same_bytes() -> None:
    assert docx(HOLT) == docx(HOLT)
    with zipfile.ZipFile(io.BytesIO(docx(HOLT))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = (
    '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "C:\\\\secret"</w:instrText></w:r>',
    '" \\h INCLUDEPICTURE "https://evil.example/x.png',
    "{HYPERLINK javascript:alert(1)}",
    "a\x00b\x07c\ufffe",
    "]]><script>alert(1)</script>&bogus;",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_neither_field_nor_markup(text: str) -> None:
    runs = (Run(text, link=text), Run(text, italic=True))
    made = Document(io.BytesIO(docx(runs)))
    assert list(made.element.body.iter(qn("w:instrText"))) == []
    assert made.paragraphs[-1].text == legal(text) * 2
    html = documents.inline(runs, "html")
    assert "<script" not in html
    assert "<a " not in html
    assert r"\field" not in documents.inline(runs, "rtf")
    assert r"\href" not in documents.inline(runs, "latex")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", 'https://x.org/"onclick=', "https://x.org/a b", "data:x", ""]
)
def test_only_addresses_to_follow_are_links(link: str) -> None:
    assert safe_link(link) == ""
    assert safe_link("https://doi.org/10.1000/x") == "https://doi.org/10.1000/x"


def test_latex_obeys_nothing() -> None:
    hostile = r"\input{/etc/passwd} \write18{x} $a$ %c ^^41 ~ #1 & _"
    made = documents.inline((Run(hostile),), "latex")
    assert r"\textbackslash{}input\{/etc/passwd\}" in made
    assert not re.search(r"(?<!\\)[$%#&_]|\^\^", made)


def test_rtf_has_balanced_groups_whatever_the_text() -> None:
    made = documents.write(listed((Run("}}{{\\par \\u8211? 𝔄"),)), "rtf").decode("ascii")
    bare = re.sub(r"\\[\\{}]", "", made)
    assert bare.count("{") == bare.count("}")
    assert r"\u-10187 ?\u-8956 ?" in made
