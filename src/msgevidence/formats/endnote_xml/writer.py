"""Records as EndNote XML, in the layout of EndNote's own export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from msgevidence.formats.endnote_types import CSL_TYPES, NAMES, NUMBERS
from msgevidence.formats.endnote_xml.table import CONFERENCE, DAY, FIELDS, NAME, YEAR, read_date, write_date
from msgevidence.formats.fieldmap import bare, lost
from msgevidence.model.dates import PartialDate
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record

_TAG = re.compile(r"<(/?)(i|b|sup|sub)>")
_FACES = {"i": "italic", "b": "bold", "sup": "superscript", "sub": "subscript"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NEAREST = {  # written only: EndNote has no type of its own for these, and the writer says so
    "article": "Electronic Article",
    "entry": "Encyclopedia",
    "periodical": "Serial",
    "post": "Blog",
    "review": "Journal Article",
    "review-book": "Journal Article",
    "song": "Music",
    "speech": "Generic",
    "treaty": "Legal Rule or Regulation",
}
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_STYLE = '<style face="{}" font="default" size="100%">{}</style>'


class EndnoteXmlWriter:
    """Text with markup becomes runs of one face; a line break is a carriage return, as EndNote has it."""

    name = NAME
    label = "EndNote XML"
    suffix = ".xml"
    media_type = "application/xml"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        yield _HEAD
        for record in records:
            yield f"<record>{''.join(_elements(record))}</record>\n".encode("utf-8", "replace")
        yield b"</records></xml>\n"

    def losses(self, record: Record) -> tuple[Problem, ...]:
        as_read = _as_read(record)
        problems = FIELDS.losses(as_read)
        if as_read.type != record.type:
            problems.append(lost("type", f"“{record.type}” has no EndNote type and is written as {_type(record)}"))
        problems = [problem for problem in problems if problem.variable != "issued"]
        if record.issued and read_date(*_date_fields(record.issued)) != record.issued:
            problems.append(lost("issued", "cannot be written whole in this format"))
        named = {problem.variable for problem in problems}
        for row, text in FIELDS.written(as_read):
            if row.variable not in named and not _keeps(text):
                problems.append(lost(row.variable, "cannot be written whole in this format"))
                named.add(row.variable)
        return tuple(problems)


def _date_fields(date: PartialDate) -> tuple[str, str]:
    fields = dict(write_date(date))
    return fields.get(YEAR, ""), fields.get(DAY, "")


def _type(record: Record) -> str:
    for left in record.leftovers:
        if left.format == NAME and left.tag == "ref-type" and _csl(left.value) == record.type:
            return left.value
    if record.type == "book" and record.editor and not record.author and not record.collection_editor:
        return "Edited Book"
    return NAMES.get(record.type) or _NEAREST.get(record.type, "Generic")


def _csl(name: str) -> str:
    return CSL_TYPES.get(name.casefold(), "document")


def _as_read(record: Record) -> Record:
    """The record with the type a reader will take it for: that type's rows hold."""
    item_type = _csl(_type(record))
    return record if item_type == record.type else record.replaced(type=item_type)


def _elements(record: Record) -> Iterator[str]:
    kind = _type(record)
    yield f'<ref-type name="{_text(kind)}">{NUMBERS.get(kind, 13)}</ref-type>'
    wire = list(_wire(_as_read(record), kind == "Edited Book"))
    wire += [(left.tag, left.value) for left in record.leftovers if left.format == NAME and left.tag != "ref-type"]
    yield from _nested(wire)


def _wire(record: Record, is_edited: bool) -> Iterator[tuple[str, str]]:
    names_conference = record.type in CONFERENCE and bool(record.event_title)
    names_place = record.type in CONFERENCE and bool(record.event_place)
    if names_conference and not record.container_title:
        yield "custom3", ""
    if names_place and not record.publisher_place:
        yield "custom1", ""
    for row, text in FIELDS.written(record):
        tag = bare(row.tag)
        if names_conference and row.variable == "container_title":
            tag = "custom3"
        elif names_place and row.variable == "publisher_place":
            tag = "custom1"
        elif row.variable == "event_title" and names_conference:
            tag = "titles.secondary-title"
        elif is_edited and row.variable == "editor":
            tag = "contributors.authors.author"
        yield tag, text
    if record.issued:
        yield from write_date(record.issued)


def _nested(wire: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Elements of one parent together, in the order in which the first of each comes."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for path, text in wire:
        first, _, rest = path.partition(".")
        groups.setdefault(first, []).append((rest, text))
    for name, inner in groups.items():
        tag = re.sub(r"[^\w-]", "-", name, flags=re.ASCII)
        tag = tag if tag[:1].isalpha() else f"x{tag}"
        leaves = [text for rest, text in inner if not rest]
        deeper = [(rest, text) for rest, text in inner if rest]
        yield from (f"<{tag}>{_styles(text)}</{tag}>" for text in leaves)
        if deeper:
            yield f"<{tag}>{''.join(_nested(deeper))}</{tag}>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text), {"\n": "&#xD;", "\r": "&#xD;", '"': "&quot;"})


def _runs(text: str) -> list[tuple[tuple[str, ...], str]]:
    """(faces, text) of the stretches between tags that pair; other tags are text."""
    stack: list[tuple[str, int]] = []
    pairs: dict[int, tuple[str, bool]] = {}
    for found in _TAG.finditer(text):
        if not found.group(1):
            stack.append((found.group(2), found.start()))
        elif stack and stack[-1][0] == found.group(2):
            pairs[stack.pop()[1]] = (found.group(2), False)
            pairs[found.start()] = (found.group(2), True)
    runs: list[tuple[tuple[str, ...], str]] = []
    faces: list[str] = []
    last = 0
    for found in _TAG.finditer(text):
        if found.start() not in pairs:
            continue
        if found.start() > last:
            runs.append((tuple(faces), text[last : found.start()]))
        last = found.end()
        name, closes = pairs[found.start()]
        if closes:
            faces.pop()
        else:
            faces.append(name)
    if last < len(text):
        runs.append((tuple(faces), text[last:]))
    return runs


def _styles(text: str) -> str:
    if "<" not in text:
        return _STYLE.format("normal", _text(text)) if text else ""
    return "".join(
        _STYLE.format(" ".join(_FACES[face] for face in faces) or "normal", _text(run)) for faces, run in _runs(text)
    )


def _keeps(text: str) -> bool:
    """Whether reading gives the text back: nested markup comes back run by run."""
    if _NOT_XML.search(text) or "\r" in text or text != text.strip():
        return False
    back = "".join(
        "".join(f"<{face}>" for face in faces) + run + "".join(f"</{face}>" for face in reversed(faces))
        for faces, run in _runs(text)
    )
    return back == text
