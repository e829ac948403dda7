"""CSV and XLSX: no cell is a formula, columns can be named, harmful files are refused, nothing is lost in a cell."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from msgevidence.errors import CallRefused, FileRefused
from msgevidence.formats import register
from msgevidence.formats.sheet import people
from msgevidence.model.names import Name
from msgevidence.model.record import Leftover, Record
from msgevidence.ports import StringSource
from msgevidence.sources.files import from_upload

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "=cmd|' /C calc'!A0"]


def cells_of(name: str, data: bytes) -> list[list[str]]:
    if name == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", ["csv", "xlsx"])
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula_and_every_value_comes_back(name: str, text: str) -> None:
    record = Record(type="book", id=text.strip(), title=text, author=(Name(literal=text),), note=text)
    data = b"".join(register.writer(name).write([record]))
    for row in cells_of(name, data):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    reader = register.reader(name)
    (raw,) = reader.read(from_upload("x", data))
    again = reader.draft(raw).settle()
    assert (again.id, again.title, again.note) == (record.id, record.title, record.note)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_what_has_no_column_is_kept_beside(name: str) -> None:
    record = Record(
        type="article-journal",
        id="a",
        title="T",
        reviewed_title="Other",
        author=(Name(family="de; Semicolon", given="A."),),
        leftovers=(Leftover("ris", "U1", "7"),),
    )
    reader, writer = register.reader(name), register.writer(name)
    assert writer.losses(record) == ()
    (raw,) = reader.read(from_upload("x", b"".join(writer.write([record]))))
    assert reader.draft(raw).settle() == record


def test_an_apostrophe_of_another_table_stays() -> None:
    reader = register.reader("csv")
    (raw,) = reader.read(StringSource('Title,Authors\n\'-omics for all,"Doe, J"\n'))
    assert reader.draft(raw).values["title"] == "'-omics for all"


def test_columns_are_shown_and_can_be_named() -> None:
    table = StringSource('Werk,Wer,Year\nHoffnung,"Müller, J",2011\n', "t.csv")
    with pytest.raises(FileRefused, match="HEADER=title"):
        list(register.reader("csv").read(table))
    reader = register.reader("csv:Werk=title,Wer=author")
    (raw,) = reader.read(table)
    assert [problem.code for problem in raw.problems] == ["columns"]
    assert "Werk → title, Wer → author, Year → year" in raw.problems[0].message
    record = reader.draft(raw).settle()
    assert (record.title, record.year) == ("Hoffnung", 2011)
    assert record.author == (Name(family="Müller", given="J"),)


@pytest.mark.parametrize("text", ["Werk", "Werk=nonsense", "=title"])
def test_a_column_named_wrongly_is_refused(text: str) -> None:
    with pytest.raises(CallRefused, match="HEADER=VARIABLE"):
        register.reader(f"csv:{text}")


def test_a_table_without_known_columns_is_refused() -> None:
    with pytest.raises(FileRefused, match="no column"):
        list(register.reader("csv").read(StringSource("a,b\n1,2\n", "t.csv")))


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Holt-Lunstad J, Smith TB, Layton JB.", ["Holt-Lunstad", "Smith", "Layton"]),
        ("Doe, J.; Roe, M.", ["Doe", "Roe"]),
        ("Doe J., van der Berg M.K.", ["Doe", "Berg"]),
        ("J Holt-Lunstad, TB Smith", ["Holt-Lunstad", "Smith"]),
        ("Doe, Jane and Roe, Max", ["Doe", "Roe"]),
        ("Jane Doe, Max Roe", ["Doe", "Roe"]),
        ("Doe, Jane", ["Doe"]),
        ("TB Smith", ["Smith"]),
        ("Doe, Jane (57190000001)", ["Doe"]),
        ("World Health Organization", ["World Health Organization"]),
    ],
)
def test_names_as_databases_list_them(text: str, families: list[str]) -> None:
    assert [name.family or name.literal for name in people(text)] == families


def workbook_with(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_bomb_is_refused() -> None:
    data = workbook_with({"[Content_Types].xml": b"<x/>", "xl/sharedStrings.xml": b"\0" * (40 << 20)})
    with pytest.raises(FileRefused, match="made to harm"):
        list(register.reader("xlsx").read(from_upload("bomb.xlsx", data)))


@pytest.mark.parametrize(
    "data",
    [
        workbook_with({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<broken"}),
        b"PK\x03\x04 and nothing more [Content_Types].xml",
    ],
    ids=["broken-xml", "cut"],
)
def test_a_broken_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match="broken"):
        list(register.reader("xlsx").read(from_upload("broken.xlsx", data)))


def test_a_text_longer_than_a_cell_is_a_loss_that_is_named() -> None:
    record = Record(type="book", title="T", abstract="x" * 40_000)
    assert [problem.variable for problem in register.writer("xlsx").losses(record)] == ["abstract"]
    assert register.writer("csv").losses(record) == ()


def test_a_line_that_would_fill_the_memory_is_refused_with_its_place() -> None:
    with pytest.raises(FileRefused, match=r"line 2.*more than 16 MB"):
        list(register.reader("csv").read(StringSource("Title,Authors\n" + "x" * (17 << 20), "t.csv")))


def test_cells_beyond_the_header_are_kept() -> None:
    reader = register.reader("csv")
    (raw,) = reader.read(StringSource("Title,Authors\nT,Doe," + ",".join(map(str, range(1000))) + "\n"))
    draft = reader.draft(raw)
    assert "extra-cells" in [problem.code for problem in draft.problems]
    assert ",".join(left.value for left in draft.leftovers) == ",".join(map(str, range(1000)))


def test_a_cell_shows_no_spans_and_its_change_is_kept() -> None:
    title = 'Peers in <span class="nocase">NHS</span>'
    text = b"".join(register.writer("csv").write([Record(type="book", title=title)])).decode()
    reader = register.reader("csv")

    def read_title(table: str) -> object:
        (raw,) = reader.read(StringSource(table))
        return reader.draft(raw).values["title"]

    assert ",Peers in NHS," in text
    assert read_title(text) == title
    assert read_title(text.replace(",Peers in NHS,", ",Peers elsewhere,")) == "Peers elsewhere"
