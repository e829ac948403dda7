"""`cite` of a manuscript with citation keys: its bibliography file beside it, a document out."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from msgevidence.citation import word_fields
from support.calling import Call

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BIB = "@book{amsel, author={Amsel, Dora}, title={The helping animal}, publisher={Paper Boat Press}, year=2008}\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text(BIB)
    paper = tmp_path / "paper.md"
    paper.write_text("---\nbibliography: refs.bib\n---\n\nAnimals help [@amsel, p. 3].\n")
    return paper


def test_a_manuscript_is_rendered_whole(call: Call, paper: Path) -> None:
    answer = call("cite", paper)
    assert answer.code == 0
    assert answer.out == (
        "Animals help (Amsel, 2008, p. 3).\n\nReferences\n\nAmsel, D. (2008). The helping animal. Paper Boat Press.\n"
    )


def test_word_and_live_fields(call: Call, paper: Path, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    assert call("cite", paper, "--style", "apa", "-o", out).code == 0
    assert Document(str(out)).paragraphs[0].text == "Animals help (Amsel, 2008, p. 3)."
    assert call("cite", paper, "--live", "-o", out).code == 0
    assert [found.tool for found in word_fields.read(out.read_bytes())] == ["zotero"]


def test_an_unknown_key_is_something_to_look_at(call: Call, paper: Path) -> None:
    paper.write_text(paper.read_text() + "\n[@nobody]\n")
    answer = call("cite", paper, "--json")
    assert answer.code == 1
    assert [warning["item"] for warning in answer.json["warnings"]] == ["nobody"]


def test_a_missing_bibliography_is_refused_by_name(call: Call, paper: Path) -> None:
    (paper.parent / "refs.bib").unlink()
    answer = call("cite", paper)
    assert answer.code == 2
    assert "refs.bib" in answer.err
    assert "Traceback" not in answer.err


def test_latex_too(call: Call, paper: Path) -> None:
    latex = paper.with_suffix(".tex")
    latex.write_text("\\begin{document}\\citet{amsel} wrote.\n\\bibliography{refs}\\end{document}")
    assert call("cite", latex).out.startswith("Amsel (2008) wrote.\n")


def test_without_a_file_of_its_own_the_library_answers(call: Call, paper: Path) -> None:
    assert call("import", paper.parent / "refs.bib").code == 0
    paper.write_text("Animals help [@amsel].\n")
    assert call("cite", paper).out.startswith("Animals help (Amsel, 2008).\n")
