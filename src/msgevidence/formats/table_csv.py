"""Tables of references as text: commas, semicolons or tabs, with or without lines before the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from msgevidence.errors import FileRefused
from msgevidence.formats import sheet
from msgevidence.formats.columns import OWN
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, RawRecord, Record
from msgevidence.ports import Source

_DELIMITERS = (",", ";", "\t")
_HEAD = 20_000
_LONGEST_LINE = 16 << 20
_SEPARATOR_LINE = "sep="  # Excel's own first line
csv.field_size_limit(32 << 20)  # an abstract may be long; a cell of more is no cell


class CsvReader:
    """`chosen` says what some columns mean, by header."""

    name = "csv"
    label = "CSV"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab")
    media_types: tuple[str, ...] = ("text/csv", "text/tab-separated-values")

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        self._chosen = chosen or {}

    def configured(self, options: str) -> CsvReader:
        """This reader with some columns' meanings given: ``Titel=title,Autor=author``."""
        return CsvReader(sheet.chosen_columns(options))

    def sniff(self, head: str) -> float:
        _, known = _dialect(head)
        return 0.0 if known < 2 else min(0.98, 0.5 + 0.12 * known)  # four known columns outweigh tags within a cell

    def read(self, source: Source) -> Iterator[RawRecord]:
        with source.text() as stream:
            delimiter, known = _dialect(stream.read(_HEAD))
        if not known and not self._chosen:
            raise FileRefused(
                source.name,
                "has no column that is known to describe works",
                remedy='Name them: --from "csv:HEADER=title,HEADER=author".',
            )
        with source.text() as stream:
            lines = _bounded(source.name, stream)
            yield from sheet.records(self.name, _rows(lines, delimiter), self._chosen)

    def draft(self, raw: RawRecord) -> Draft:
        return sheet.draft(raw, self._chosen)


def _bounded(name: str, stream: TextIO) -> Iterator[str]:
    """The lines, none of which may fill the memory."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise FileRefused(
                name, "has a line of more than 16 MB", place=f"line {number}", remedy="Export it again, with line ends."
            )
        yield line


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with the line each ends on; a cell beyond all bounds ends the table."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        if not (reader.line_num == 1 and row and row[0].lower().startswith(_SEPARATOR_LINE)):
            yield reader.line_num, row


def _dialect(head: str) -> tuple[str, int]:
    """(the delimiter under which most columns are known, how many)."""
    best = (",", 0)
    for delimiter in _DELIMITERS:
        rows = [row for _, row in _rows(io.StringIO(head, newline=None), delimiter)]
        known = sheet.header_row(rows)[1]
        if known > best[1]:
            best = (delimiter, known)
    return best


class CsvWriter:
    """UTF-8 with the mark that Excel needs, commas, CRLF; no cell is taken for a formula."""

    name = "csv"
    label = "CSV"
    suffix = ".csv"
    media_type = "text/csv"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        yield "\ufeff".encode() + _line(OWN)
        for record in records:
            yield _line(sheet.cells(record))

    def losses(self, record: Record) -> tuple[Problem, ...]:
        return sheet.losses(record)


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")
