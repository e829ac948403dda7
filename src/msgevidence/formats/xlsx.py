"""Tables of references as Excel workbooks; the first sheet that has a known header is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from msgevidence.errors import FileRefused
from msgevidence.formats import sheet
from msgevidence.formats.columns import OWN
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, RawRecord, Record
from msgevidence.ports import Source

_LONGEST_CELL = 32_767
_MOST_BYTES = 512 << 20
_MOST_PARTS = 2_000
_MOST_RATIO = 200
_FREE_BYTES = 16 << 20  # below this the ratio does not matter
_MAGIC = "PK\x03\x04"
_WIDTHS = {"author": 30, "title": 60, "container-title": 30, "abstract": 60}


class XlsxReader:
    """`chosen` says what some columns mean, by header."""

    name = "xlsx"
    label = "Excel workbook"
    suffixes: tuple[str, ...] = (".xlsx",)
    media_types: tuple[str, ...] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",)

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        self._chosen = chosen or {}

    def configured(self, options: str) -> XlsxReader:
        """This reader with some columns' meanings given: ``Titel=title,Autor=author``."""
        return XlsxReader(sheet.chosen_columns(options))

    def sniff(self, head: str) -> float:
        if not head.startswith(_MAGIC):
            return 0.0
        return 0.99 if "xl/" in head else 0.4 if "[Content_Types].xml" in head and "word/" not in head else 0.0

    def read(self, source: Source) -> Iterator[RawRecord]:
        with source.binary() as stream:
            _refuse_bomb(source.name, stream)
            stream.seek(0)
            yield from self._records(source.name, stream)

    def _records(self, name: str, stream: BinaryIO) -> Iterator[RawRecord]:
        import openpyxl

        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            best = max(book.worksheets, key=_known)
            rows = enumerate(_texts(best.iter_rows(values_only=True)), start=1)
            if not _known(best) and not self._chosen:
                raise FileRefused(
                    name,
                    "has no column that is known to describe works",
                    remedy='Name them: --from "xlsx:HEADER=title,HEADER=author".',
                )
            yield from sheet.records(self.name, rows, self._chosen)
        except FileRefused:
            raise
        except Exception:  # openpyxl lets whatever its parsers raise pass
            raise FileRefused(name, "is a broken workbook", remedy="Save it again, or as CSV.") from None

    def draft(self, raw: RawRecord) -> Draft:
        return sheet.draft(raw, self._chosen)


def _known(worksheet: Any) -> int:
    rows = worksheet.iter_rows(max_row=40, values_only=True) if hasattr(worksheet, "iter_rows") else ()
    return sheet.header_row(_texts(rows))[1]


def _texts(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def _refuse_bomb(name: str, stream: BinaryIO) -> None:
    """By the sizes the archive declares, which unpacking does not exceed."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(name, "is a broken workbook", remedy="Save it again, or as CSV.") from None
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or size > _MOST_BYTES or (size > _FREE_BYTES and size > packed * _MOST_RATIO):
        raise FileRefused(
            name,
            f"unpacks to {size >> 20} MB in {len(parts)} parts, as files made to harm do",
            remedy="Save the sheet of references alone, as CSV.",
        )


class XlsxWriter:
    """One sheet, its header frozen; every cell is text, none a formula."""

    name = "xlsx"
    label = "Excel workbook"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        import openpyxl
        from openpyxl.utils import get_column_letter

        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet("references")
        page.freeze_panes = "A2"
        for column, name in enumerate(OWN, start=1):
            page.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 14)
        page.append(OWN)
        for record in records:
            page.append([cell[:_LONGEST_CELL] or None for cell in sheet.cells(record)])
        out = io.BytesIO()
        book.save(out)
        yield out.getvalue()

    def losses(self, record: Record) -> tuple[Problem, ...]:
        return sheet.losses(record, _LONGEST_CELL)
