"""Manuscripts as they come: text, Markdown, Word, and what is none."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from msgevidence.errors import FileRefused
from msgevidence.manuscript.check import check
from msgevidence.manuscript.reading import LONGEST, from_text, open_manuscript
from msgevidence.store.queries import Queries

Word = Callable[..., bytes]
ENTRY = "Adams, R. (2010). Peer groups and hope. Journal of Mutual Help, 12(3), 101–118."


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_paragraphs_tables_links_and_notes_of_a_word_file(tmp_path: Path, word_file: Word) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    link = f"<w:p>{run.format('See ')}<w:hyperlink>{run.format('Kessler (2000)')}</w:hyperlink></w:p>"
    deleted = (
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>" + run.format("kept") + "</w:ins></w:p>"
    )
    table = (
        "<w:tbl><w:tr><w:tc><w:p>" + run.format("Smith (2001)") + "</w:p></w:tc>"
        "<w:tc><w:p>" + run.format("30") + "</w:p></w:tc></w:tr></w:tbl>"
    )
    control = "<w:sdt><w:sdtContent><w:p>" + run.format("In a control.") + "</w:p></w:sdtContent></w:sdt>"
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote><w:p>'
        + run.format("A note (Jones, 2003).")
        + "</w:p></w:footnote></w:footnotes>"
    )
    data = word_file("One.", link, deleted, table, control, "References", ENTRY,
                     more={"word/footnotes.xml": notes.encode()})  # fmt: skip
    manuscript = open_manuscript(saved(tmp_path, "a.docx", data))
    assert manuscript.text.startswith("One.\n\nSee Kessler (2000)\n\nkept\n\n")
    assert "gone" not in manuscript.text
    assert "In a control." in manuscript.text
    assert manuscript.text.index("Footnotes") > manuscript.text.index("Adams")
    (start, end), *_ = manuscript.tables
    assert "Smith (2001)" in manuscript.text[start:end]


def test_italics_of_a_word_file(tmp_path: Path, word_file: Word) -> None:
    runs = (
        "<w:p><w:r><w:t xml:space='preserve'>In </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>Nature</w:t></w:r>"
        "<w:r><w:rPr><w:i w:val='0'/></w:rPr><w:t>.</w:t></w:r></w:p>"
    )
    manuscript = open_manuscript(saved(tmp_path, "a.docx", word_file(runs)))
    assert [manuscript.text[start:end] for start, end in manuscript.italics] == ["Nature"]
    assert manuscript.shows_italics


def test_fields_of_a_reference_manager_stand_in_for_a_missing_list(
    tmp_path: Path, word_file: Word, queries: Queries
) -> None:
    item = {
        "id": 1, "type": "article-journal", "title": "Walking clubs for widowed men in northern towns",
        "author": [{"family": "Baker", "given": "Tom"}, {"family": "Chen", "given": "Li"}],
        "issued": {"date-parts": [["2012"]]}, "container-title": "Ageing and Community", "volume": "4",
    }  # fmt: skip
    code = json.dumps({"citationItems": [{"id": 1, "itemData": item}]}).replace("&", "&amp;")
    field = (
        '<w:p><w:r><w:t xml:space="preserve">It helps </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>ADDIN ZOTERO_ITEM CSL_CITATION {code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>(Baker &amp; Chen, 2012)</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
    )
    checked = check(open_manuscript(saved(tmp_path, "a.docx", word_file(field))), queries)
    assert checked.manuscript.text.strip() == "It helps (Baker & Chen, 2012)."
    assert [(one.verdict.value, one.match) for one in checked.looked] == [("matched", "baker-2012")]
    assert [one.references for one in checked.pairing.citations] == [(0,)]
    assert "Zotero" in checked.notes[0]


def test_a_field_adds_its_identifier_and_names_to_the_entry_of_the_list(
    tmp_path: Path, word_file: Word, queries: Queries
) -> None:
    """The list shortens the authors and has no DOI; the field in the text knows both."""
    item = {
        "id": 1, "type": "article-journal", "DOI": "10.1000/hope.2010", "issued": {"date-parts": [[2010]]},
        "title": "Peer groups and hope after a first episode of psychosis: A randomised trial",
        "author": [{"family": "Adams", "given": "Ruth"}, {"family": "Müller-Lüdenscheidt", "given": "Hans"},
                   {"family": "van der Berg", "given": "Piet"}],
    }  # fmt: skip
    code = json.dumps({"citationItems": [{"id": 1, "itemData": item}]}).replace("&", "&amp;")
    draft = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>ADDIN ZOTERO_ITEM CSL_CITATION {code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>(Adams et al., 2010)</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:p><w:r><w:t>References</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Adams, R., et al. (2010). Peer groups and hope after a first episode of psychosis: A randomised"
        " trial. Journal of Mutual Help, 12(3), 101–118.</w:t></w:r></w:p>"
    )
    checked = check(open_manuscript(saved(tmp_path, "a.docx", word_file(draft))), queries)
    (reference,) = checked.references
    assert reference.record is not None and not reference.record.doi
    assert reference.sought is not None and (reference.sought.doi, len(reference.sought.author)) == (
        "10.1000/hope.2010",
        3,
    )
    assert checked.looked[0].match == "adams-2010"
    assert checked.looked[0].message.endswith("Zotero field in the text adds: DOI 10.1000/hope.2010, all authors")


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * 40_000_000)
    return out.getvalue()


def many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(2_001):
            package.writestr(f"word/{number}.xml", "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", encrypted(), "password"),
        ("a.docx", bomb(), "made to harm"),
        ("a.docx", many_members(), "more than any document"),
        ("a.docx", b"This is a text that calls itself a Word file.", "not a Word file"),
        ("a.docx", b"PK\x03\x04 broken", "not a Word file"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"  \n\n ", "empty"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(100), "PDF"),
    ],
)
def test_what_is_no_manuscript_is_refused_in_words(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        open_manuscript(saved(tmp_path, name, data))


def test_a_word_file_without_text_is_refused(tmp_path: Path, word_file: Word) -> None:
    with pytest.raises(FileRefused, match="holds no text"):
        open_manuscript(saved(tmp_path, "a.docx", word_file()))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(FileRefused):
            open_manuscript(path)


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(FileRefused, match="longer than"):
        from_text("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (f"No list here.\n\nReferences\n\n{ENTRY}", "no citation was found in the text"),
        ("It helps (Adams, 2010).", "no reference list was found; put it under a heading such as “References”"),
    ],
)
def test_a_draft_without_list_or_citations_says_so(queries: Queries, text: str, note: str) -> None:
    assert check(text, queries).notes == (note,)


def test_five_hundred_pages_and_one_line(queries: Queries) -> None:
    page = "It was shown that peers help each other (Adams, 2010), as Baker and Chen (2012) say. " * 30
    long = "\n\n".join([page] * 500) + f"\n\nReferences\n\n{ENTRY}\n"
    checked = check(long, queries)
    assert len(checked.pairing.citations) == 30_000
    assert sum(one.problem is None for one in checked.pairing.citations) == 15_000
    assert len(check(page.replace("\n", " "), queries).pairing.citations) == 60
