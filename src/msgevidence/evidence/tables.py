"""The rows of the dataset's CSV files, read and written by one table: the fields of the model's own classes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from msgevidence.errors import FileRefused
from msgevidence.model.evidence import (
    Direction,
    Finding,
    Notice,
    NoticeKind,
    Provenance,
    Relation,
    Relevance,
    Study,
)

LIST_SEPARATOR = "|"
"""Between the values of a cell that holds several; no cell needs it for anything else."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A curator's tag, as ``tags.csv`` has it."""

    work: str
    facet: str
    term: str
    because: str = ""


Row = TypeVar("Row", TagRow, Study, Finding, Notice, Relation, Provenance)

_BOOLEANS = {"true": True, "false": False}
_READ: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int | None": int,
    "float | None": float,
    "bool | None": _BOOLEANS.__getitem__,
    "tuple[str, ...]": lambda cell: tuple(cell.split(LIST_SEPARATOR)),
    "Relevance": Relevance,
    "Direction": Direction,
    "NoticeKind": NoticeKind,
}
_SORTED_BY: dict[type, tuple[str, ...]] = {
    TagRow: ("work", "facet", "term"),
    Study: ("id",),
    Finding: ("id",),
    Notice: ("work", "kind", "date"),
    Relation: ("subject", "kind", "object"),
    Provenance: ("entity", "id", "source", "field"),
}


def columns(cls: type[Row]) -> tuple[str, ...]:
    """The columns of a file, in order."""
    return tuple(field.name for field in fields(cls))


def sort_key(row: Row) -> tuple[str, ...]:
    """What the rows of a file are sorted by."""
    return tuple(str(getattr(row, name)) for name in _SORTED_BY[type(row)])


def read(path: Path, cls: type[Row]) -> tuple[Row, ...]:
    """All rows in the order of the file; an empty cell is the field's default. FileRefused names file and line."""
    kinds = {field.name: str(field.type) for field in fields(cls)}
    rows: list[Row] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != columns(cls):
            raise FileRefused(path.name, "the columns are not those of the codebook", remedy="Restore the first line.")
        for cells in reader:
            place = f"line {reader.line_num}"
            if None in cells or None in cells.values():
                raise FileRefused(path.name, "more or fewer cells than columns", place=place, remedy="Quote the cells.")
            rows.append(_row(cls, cells, kinds, path.name, place))
    return tuple(rows)


def _row(cls: type[Row], cells: dict[str, str], kinds: dict[str, str], name: str, place: str) -> Row:
    values: dict[str, Any] = {}
    for column, cell in cells.items():
        if not cell:
            continue
        try:
            values[column] = _READ[kinds[column]](cell)
        except (ValueError, KeyError) as error:
            raise FileRefused(
                name, f"{column} cannot be “{cell}”", place=place, remedy="See CODEBOOK.md for its values."
            ) from error
    try:
        return cls(**values)
    except TypeError as error:
        raise FileRefused(name, "a cell that must be filled is empty", place=place, remedy=f"{error}.") from error


def written(cls: type[Row], rows: Iterable[Row]) -> str:
    """The file's text: header, then the rows sorted, with lines ended by ``\\n``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns(cls))
    for row in sorted(rows, key=sort_key):
        writer.writerow([_cell(getattr(row, column)) for column in columns(cls)])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    return str(value)
