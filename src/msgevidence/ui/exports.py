"""Tables and references as files. What a spreadsheet would take for a formula is written as text."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Sequence

from msgevidence.citation.formatted import legal
from msgevidence.model.record import Record
from msgevidence.ports import Writer

TABLE_FORMS = {"Word": "docx", "Excel": "xlsx", "CSV": "csv"}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
MOST_RECORDS = 20_000  # made by one click
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
_FIXED = datetime.datetime(2000, 1, 1)  # Office files hold no zone
_WIDEST = 60  # characters of a spreadsheet column


def references(writer: Writer, records: Callable[[], Iterable[Record]]) -> bytes:
    """The records as a file of the writer's format."""
    return b"".join(writer.write(records()))


def table(header: Sequence[str], rows: Sequence[Sequence[str]], form: str, *, title: str) -> bytes:
    """The table as one of TABLE_FORMS."""
    if form == "docx":
        return _word(header, rows, title)
    if form == "xlsx":
        return _spreadsheet(header, rows, title)
    return comma_separated(header, rows)


def spreadsheet_safe(value: object) -> object:
    """A text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def comma_separated(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a byte-order mark, without which spreadsheets misread accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([spreadsheet_safe(name) for name in header])
    writer.writerows([spreadsheet_safe(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _spreadsheet(header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    sheet = book.active
    sheet.title = "Summary of findings"
    for line in ([title], list(header), *rows):
        sheet.append([spreadsheet_safe(legal(str(value))) for value in line])
    for row in (1, 2):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    for column in range(1, len(header) + 1):
        longest = max((len(str(row[column - 1])) for row in (header, *rows)), default=10)
        sheet.column_dimensions[sheet.cell(2, column).column_letter].width = min(longest + 2, _WIDEST)
        for cell in sheet.iter_rows(min_row=3, min_col=column, max_col=column):
            cell[0].alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _word(header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> bytes:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = Document()
    document.core_properties.created = document.core_properties.modified = _FIXED
    document.core_properties.author = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(legal(title), level=1)
    grid = document.add_table(rows=1, cols=len(header), style="Table Grid")
    for cell, name in zip(grid.rows[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(legal(name)).bold = True
    for row in rows:
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(legal(value)).font.size = Pt(9)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
