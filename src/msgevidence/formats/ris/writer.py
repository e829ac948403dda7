"""Records as RIS, in the form every reference manager reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgevidence.formats.fieldmap import bare, lost
from msgevidence.formats.ris.reference_types import CSL_TYPES, NEAREST_TYPES, RIS_TYPES, SWAPPED
from msgevidence.formats.ris.table import CONFERENCE, FIELDS, IN_SERIES
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record

_RANGE = re.compile(r"([\w.:]+)[-–]([\w.:]+)")


class RisWriter:
    """UTF-8 without a mark, CRLF as the format asks; a line break within a value is a continuation line."""

    name = "ris"
    label = "RIS"
    suffix = ".ris"
    media_type = "application/x-research-info-systems"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        for record in records:
            lines = [f"{tag}  - {_on_lines(text)}" for tag, text in _fields(record)]
            yield ("\r\n".join([*lines, "ER  - ", "", ""])).encode("utf-8", "replace")

    def losses(self, record: Record) -> tuple[Problem, ...]:
        as_read = _as_read(record)
        problems = FIELDS.losses(as_read)
        if as_read.type != record.type:
            problems.append(lost("type", f"“{record.type}” has no RIS type and is written as {_type(record)}"))
        return tuple(problems)


def _type(record: Record) -> str:
    for leftover in record.leftovers:
        if leftover.format == "ris" and leftover.tag == "TY":
            code = leftover.value.upper()
            if CSL_TYPES.get(code, "document") == record.type:
                return leftover.value
    return RIS_TYPES.get(record.type) or NEAREST_TYPES.get(record.type, "GEN")


def _as_read(record: Record) -> Record:
    """The record with the type a reader will take it for: that type's rows hold."""
    item_type = CSL_TYPES.get(_type(record).upper(), "document")
    return record if item_type == record.type else record.replaced(type=item_type)


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    code = _type(record)
    yield "TY", code
    swapped = SWAPPED.get(code.upper())
    for tag, text in _written(_as_read(record)):
        yield (swapped.get(tag, tag) if swapped else tag), text


def _written(record: Record) -> Iterator[tuple[str, str]]:
    """In the table's tags; an empty one is the sign to the reader that its neighbour does not stand in for it."""
    is_conference = record.type in CONFERENCE
    names_conference = is_conference and bool(record.event_title)
    if names_conference and not record.container_title:
        yield "C3", ""
    if is_conference and record.event_place and not record.publisher_place:
        yield "C1", ""
    if record.type in IN_SERIES and record.volume_title and not record.collection_title:
        yield "T2", ""
    for row, text in FIELDS.written(record):
        tag = row.tag
        if tag == "T2" and names_conference:
            yield "C3", text
        elif tag == "CY" and is_conference and record.event_place:
            yield "C1", text
        elif tag == "DA" and record.issued.start:
            yield "PY", text.partition("/")[0]
            if "/" in text:
                yield tag, text
        elif tag == "SP" and row.variable == "page" and (found := _RANGE.fullmatch(text)):
            yield "SP", found.group(1)
            yield "EP", found.group(2)
        else:
            yield bare(tag), text
    for left in record.leftovers:
        if left.format == "ris" and left.tag != "TY":
            yield left.tag, left.value


def _on_lines(text: str) -> str:
    """Lines after the first are indented by two spaces, so that none is taken for a tag."""
    return text if "\n" not in text and "\r" not in text else "\r\n  ".join(text.splitlines())
