"""Markdown and LaTeX manuscripts rendered whole: which citations are found, what stands in their place, the list."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from msgevidence.citation import manuscripts
from msgevidence.citation.manuscripts import latex_cites, markdown_cites
from msgevidence.errors import CallRefused
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record

RECORDS = {
    key: Record(
        type="book",
        author=(Name(family=family, given="A."),),
        issued=PartialDate((year,)),
        title=f"The book of {family}",
        publisher="Lantern House",
    )
    for key, family, year in (("amsel", "Amsel", 2001), ("brolin", "Brolin", 2002), ("crake:3", "Crake", 2003))
}


def rendered(text: str, kind: str = "markdown", form: str = "text") -> str:
    return manuscripts.render(text, RECORDS, kind=kind, form=form).data.decode()


@pytest.mark.parametrize(
    ("source", "form", "cluster"),
    [
        ("[@amsel]", "parenthetical", [{"id": "amsel"}]),
        ("[see @amsel, p. 3]", "parenthetical", [{"id": "amsel", "prefix": "see ", "locator": "3", "label": "page"}]),
        ("[@amsel, pp. 3--5, and passim]", "parenthetical",
         [{"id": "amsel", "locator": "3-5", "label": "page", "suffix": ", and passim"}]),
        ("[@amsel, chap. 2; @brolin, 33]", "parenthetical",
         [{"id": "amsel", "locator": "2", "label": "chapter"}, {"id": "brolin", "locator": "33", "label": "page"}]),
        ("[-@amsel]", "parenthetical", [{"id": "amsel", "suppress-author": True}]),
        ("[@amsel and others]", "parenthetical", [{"id": "amsel", "suffix": " and others"}]),
        ("[@{a b}, {iv, p. 2}]", "parenthetical", [{"id": "a b", "locator": "iv, p. 2", "label": "page"}]),
        ("@amsel", "narrative", [{"id": "amsel"}]),
        ("@amsel [p. 3]", "narrative", [{"id": "amsel", "locator": "3", "label": "page"}]),
        ("@crake:3.", "narrative", [{"id": "crake:3"}]),
    ],
)  # fmt: skip
def test_markdown_citations_are_read(source: str, form: str, cluster: list[dict[str, Any]]) -> None:
    (found,) = markdown_cites.citations(f"Word {source} word")
    assert (found.form, list(found.cluster)) == (form, cluster)


@pytest.mark.parametrize(
    "source",
    ["a@b.org", "`[@amsel]`", "```\n@amsel\n```", "<!-- @amsel -->", "[x](http://h/@amsel)", "https://h.org/@amsel",
     "\\@amsel", "<mailto:x@amsel>", "[link @amsel](x)"],
)  # fmt: skip
def test_what_is_no_citation_in_markdown(source: str) -> None:
    assert [
        found for found in markdown_cites.citations(source) if found.form != "narrative" or "link" not in source
    ] == []


@pytest.mark.parametrize(
    ("source", "form", "cluster"),
    [
        (r"\cite{amsel}", "parenthetical", [{"id": "amsel"}]),
        (r"\citep[see][p.~3]{amsel,brolin}", "parenthetical",
         [{"id": "amsel", "prefix": "see "}, {"id": "brolin", "locator": "3", "label": "page"}]),
        (r"\textcite[12--14]{amsel}", "narrative", [{"id": "amsel", "locator": "12-14", "label": "page"}]),
        (r"\Citet*{amsel}", "narrative", [{"id": "amsel"}]),
        (r"\citealp{amsel}", "bare", [{"id": "amsel"}]),
        (r"\citeauthor{amsel}", "bare", [{"id": "amsel", "author-only": True}]),
        (r"\citeyear{amsel}", "bare", [{"id": "amsel", "suppress-author": True}]),
        (r"\citeyearpar{amsel}", "parenthetical", [{"id": "amsel", "suppress-author": True}]),
        (r"\parencites[1]{amsel}[2]{brolin}", "parenthetical",
         [{"id": "amsel", "locator": "1", "label": "page"}, {"id": "brolin", "locator": "2", "label": "page"}]),
        (r"\nocite{amsel}", "nothing", [{"id": "amsel"}]),
    ],
)  # fmt: skip
def test_latex_citations_are_read(source: str, form: str, cluster: list[dict[str, Any]]) -> None:
    (found,) = latex_cites.citations(f"Word {source} word")
    assert (found.form, list(found.cluster)) == (form, cluster)


@pytest.mark.parametrize(
    "source", [r"% \cite{amsel}", r"\verb|\cite{amsel}|", r"\begin{verbatim}\cite{amsel}\end{verbatim}"]
)
def test_what_is_no_citation_in_latex(source: str) -> None:
    assert latex_cites.citations(source) == []


def test_a_markdown_manuscript_becomes_text_with_its_list() -> None:
    made = rendered("# On groups\n\nAs @amsel said [see @brolin, p. 3; @crake:3], yes.\n")
    assert made == (
        "On groups\n\nAs Amsel (2001) said (see Brolin, 2002, p. 3; Crake, 2003), yes.\n\nReferences\n\n"
        "Amsel, A. (2001). The book of Amsel. Lantern House.\n"
        "Brolin, A. (2002). The book of Brolin. Lantern House.\n"
        "Crake, A. (2003). The book of Crake. Lantern House.\n"
    )


def test_only_what_is_cited_is_listed_unless_everything_is_asked_for() -> None:
    assert "Brolin" not in rendered("[@amsel]")
    assert "Brolin" in rendered("---\nnocite: |\n  @brolin\n---\n\n[@amsel]")
    assert rendered("---\nnocite: '@*'\n---\n\n[@amsel]").count("Lantern House") == 3


def test_markdown_stays_itself_but_for_its_citations() -> None:
    source = "---\ntitle: X\n---\n\n*Said* [@amsel] `[@x]`\n\n| a |\n|---|\n| ~b~ |\n"
    assert rendered(source, form="markdown") == (
        source.replace("[@amsel]", "(Amsel, 2001)")
        + "\n# References\n\nAmsel, A. (2001). *The book of Amsel*. Lantern House.\n"
    )


@pytest.mark.parametrize(
    "ending", ["\n\n# References\n", "\n\n## Works cited\n\n", "\n\n::: {#refs}\n:::\n\nAfterword.\n"]
)
def test_the_list_goes_where_the_manuscript_wants_it(ending: str) -> None:
    for form in ("text", "markdown"):
        made = rendered("[@amsel]" + ending, form=form)
        assert made.count("References") == 1
        assert "Works cited" not in made
        assert ("Afterword" not in made) or made.index("Lantern House") < made.index("Afterword")


def test_unknown_keys_are_told_and_user_names_stay() -> None:
    made = manuscripts.render("[@nobody] and @somebody and [@amsel; @noone]", RECORDS, form="text")
    assert made.data.decode().startswith("(nobody?) and @somebody and (Amsel, 2001)\n")
    assert sorted(warning.item for warning in made.warnings) == ["nobody", "noone", "somebody"]


def test_html_in_a_manuscript_is_shown_not_obeyed() -> None:
    made = rendered("<script>alert(1)</script> [@amsel] [x](javascript:alert(1))", form="html")
    assert "<script" not in made
    assert 'href="javascript' not in made


def test_a_word_file_has_headings_lists_and_the_list() -> None:
    source = "# On *groups*\n\nSee [@amsel].\n\n- one\n- two **bold**\n\n1. first\n\n> quoted\n\n```\ncode\n```\n"
    made = Document(io.BytesIO(manuscripts.render(source, RECORDS).data))
    assert [(paragraph.style.name, paragraph.text) for paragraph in made.paragraphs] == [
        ("Heading 1", "On groups"),
        ("Normal", "See (Amsel, 2001)."),
        ("List Bullet", "one"),
        ("List Bullet", "two bold"),
        ("List Number", "first"),
        ("Quote", "quoted"),
        ("Normal", "code"),
        ("Reference Heading", "References"),
        ("Reference List", "Amsel, A. (2001). The book of Amsel. Lantern House."),
    ]
    assert [run.text for run in made.paragraphs[3].runs if run.bold] == ["bold"]


LATEX = r"""\documentclass{article}
\title{On \emph{Groups}}
\begin{document}
\maketitle
\section{Start} % \cite{brolin}
\Textcite{amsel} wrote ``caf\'e'' \citep[p.~3]{brolin} \& \textbf{b \emph{c}} -- \c{c}\v{S}.

\begin{itemize}
\item one \item two
\end{itemize}
\unheard{of}
\bibliographystyle{apalike}
\bibliography{refs}
\end{document}
"""


def test_a_latex_manuscript_stays_latex() -> None:
    made = rendered(LATEX, "latex", "latex")
    assert "Amsel (2001) wrote ``caf\\'e'' (Brolin, 2002, p. 3)" in made
    assert "\\bibliography{" not in made
    assert "\\bibliographystyle" not in made
    assert made.index("\\section*{References}") < made.index("\\end{document}")
    assert made.index("\\usepackage{hyperref}") < made.index("\\begin{document}")
    assert "% \\cite{brolin}" in made


def test_a_latex_manuscript_becomes_text() -> None:
    made = manuscripts.render(LATEX, RECORDS, kind="latex", form="text")
    assert made.data.decode().startswith(
        "On Groups\n\nStart\n\nAmsel (2001) wrote “café” (Brolin, 2002, p. 3) & b c – çŠ.\n\n- one\n\n- two\n\nof\n\n"
        "References\n\nAmsel, A. (2001)."
    )
    assert [warning.variable for warning in made.warnings] == ["unheard"]


def test_styles_with_notes_number_them() -> None:
    made = manuscripts.render("Said [@amsel]. Again [@brolin].", RECORDS, form="text", style_name="oscola")
    lines = made.data.decode().split("\n\n")
    assert lines[0] == "Said 1. Again 2."
    assert lines[1] == "Notes"
    assert lines[2].startswith("1. A Amsel")


def test_what_a_manuscript_needs_is_told() -> None:
    markdown = "---\nbibliography: [a.bib, 'b.json']\n---\n[@amsel; @brolin] @amsel"
    assert manuscripts.bibliography_files(markdown, "markdown") == ("a.bib", "b.json")
    assert manuscripts.keys(markdown, "markdown") == ("amsel", "brolin")
    assert manuscripts.bibliography_files(LATEX, "latex") == ("refs.bib",)
    assert manuscripts.bibliography_files(r"\addbibresource{x/y.bib}", "latex") == ("x/y.bib",)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (LATEX, "", "latex"),
        ("See [@amsel].", "", "markdown"),
        ("See @amsel.", "paper.md", "markdown"),
        ("Write to @amsel.", "", ""),
        ("Nothing.", "paper.md", ""),
        ("Hoffman, S. E. (2018). Title. Journal, 1, 2.", "refs.txt", ""),
    ],
)
def test_a_manuscript_is_known_by_its_citations(text: str, name: str, kind: str) -> None:
    assert manuscripts.kind_of(text, name) == kind


def test_what_cannot_be_rendered_is_refused() -> None:
    with pytest.raises(CallRefused):
        manuscripts.render("x", {}, form="pdf")
    with pytest.raises(CallRefused):
        manuscripts.render("x", {}, kind="word")


@pytest.mark.parametrize(
    "text",
    ["", "[@", "@", "[@]", "]" * 500 + "[@a" * 500, "`" * 501, "\\cite{" * 300, "{" * 500, "}" * 9, "\ue0007\ue001"],
)
@pytest.mark.parametrize("kind", ["markdown", "latex"])
def test_broken_manuscripts_do_not_break(text: str, kind: str) -> None:
    for form in ("text", "html", "docx", "latex", "markdown", "rtf"):
        assert isinstance(manuscripts.render(text, RECORDS, kind=kind, form=form).data, bytes)
