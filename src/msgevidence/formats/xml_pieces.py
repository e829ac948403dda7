"""XML files record by record: a record is cut out of the text by its own tags and parsed alone.

So the memory does not grow with the file, one broken record costs that record only, and no document type ever reaches
the parser of a record. A file that declares entities is refused before its first record is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import TextIO
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from msgevidence.errors import FileRefused
from msgevidence.model.problems import Problem, Severity
from msgevidence.ports import Source

_BLOCK = 1 << 16
_QUOTED = 300
_LONGEST = 8_000_000  # characters of one record
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?")
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|[xX]0*(?:[0-8bcBCefEF]|1[0-9a-fA-F]));"
)
_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]{0,30}:(?=[A-Za-z])|\s[A-Za-z][\w.-]{0,30}:[A-Za-z][\w.-]{0,30}=(?=[\"'])")
_RICH = {"i": "i", "italic": "i", "em": "i", "b": "b", "bold": "b", "strong": "b", "sup": "sup", "sub": "sub"}
_SMALL_CAPS = '<span style="font-variant:small-caps;">'


@dataclass(frozen=True, slots=True)
class Piece:
    """One record: the line it begins on, its tree, and what had to be mended to read it."""

    line: int
    element: ET.Element
    problems: tuple[Problem, ...] = ()
    text: str = ""  # as it stood, where it had to be mended


def pieces(source: Source, tags: tuple[str, ...]) -> Iterator[Piece]:
    """Every element of these names, in order; they do not nest. FileRefused for a file that declares entities."""
    _refuse_entities(source)
    begin = re.compile(rf"<({'|'.join(tags)})(?=[\s>])")
    with source.text() as stream:
        for line, text, is_whole in _cuts(stream, begin):
            yield _parsed(line, text, is_whole)


def _refuse_entities(source: Source) -> None:
    with source.text() as stream:
        prolog = _DECLARATION.sub("", stream.read(_BLOCK), count=1)
    if "<!" not in prolog:
        return
    try:
        for _ in iterparse(io.BytesIO(prolog.encode("utf-8", "replace")), events=("start",), forbid_entities=True):
            break  # at the first element the document type has passed
    except DefusedXmlException:
        raise FileRefused(
            source.name,
            "declares XML entities, which a reference manager's export never does and an attack may",
            remedy="Export it anew, or take the <!ENTITY …> lines out if you trust the file.",
        ) from None
    except ET.ParseError:
        pass  # the records are read one by one all the same


def _cuts(stream: TextIO, begin: re.Pattern[str]) -> Iterator[tuple[int, str, bool]]:
    """(line, text, whether it is closed) of each record."""
    buffer, at, line = "", 0, 1  # what is before `at` is done with, and `at` is in this line
    is_over = False
    while True:
        found = begin.search(buffer, at)
        if found:
            line += buffer.count("\n", at, found.start())
            buffer, at = buffer[found.start() :], 0
            closing = f"</{found.group(1)}>"
            end, searched = -1, 0
            while (end := buffer.find(closing, searched)) < 0 and not is_over and len(buffer) < _LONGEST:
                searched = max(0, len(buffer) - len(closing))
                block = stream.read(_BLOCK)
                is_over = not block
                buffer += block
            end = end + len(closing) if end >= 0 else len(buffer)
            another = begin.search(buffer, 1, end)
            at = another.start() if another else end
            yield line, buffer[:at], not another and buffer.endswith(closing, 0, at)
            line += buffer.count("\n", 0, at)
        elif is_over:
            return
        else:
            keep = max(at, len(buffer) - 100)  # a tag may stand across two blocks
            line += buffer.count("\n", at, keep)
            block = stream.read(_BLOCK)
            is_over = not block
            buffer, at = buffer[keep:] + block, 0


def _parsed(line: int, text: str, is_whole: bool) -> Piece:
    if is_whole:
        try:
            return Piece(line, ET.fromstring(text))  # noqa: S314 - a piece has no document type, so no entities
        except ET.ParseError:
            pass
    mended = _ENTITY.sub(_resolved, _NO_CHARACTER.sub("", text))
    for candidate in (mended, _PREFIX.sub(lambda tag: tag.group(1) or " ", mended)):
        try:
            root = ET.fromstring(candidate)  # noqa: S314
        except ET.ParseError:
            continue
        return Piece(line, root, (_mended(line) if is_whole else _broken(line, text),), text)
    return Piece(line, _begun(mended), (_broken(line, text),), text)


def _begun(text: str) -> ET.Element:
    """The tree as far as it can be read."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(events=("start",))
    try:
        parser.feed(text)
        for event in parser.read_events():
            if isinstance(event[-1], ET.Element):
                return event[-1]
    except ET.ParseError:
        pass
    return ET.Element("nothing")


def _resolved(entity: re.Match[str]) -> str:
    name = entity.group(1)
    return html5.get(name, f"&amp;{name}") if name else "&amp;"


def _mended(line: int) -> Problem:
    message = "The record is not well-formed XML; characters that may not stand in it were mended."
    return Problem("mended-xml", message, severity=Severity.NOTE, line=line)


def _broken(line: int, text: str) -> Problem:
    message = "The record is not well-formed XML or not closed; what stands before the break was read."
    return Problem("broken-xml", message, severity=Severity.ERROR, line=line, quote=text[-_QUOTED:])


def rich(element: ET.Element) -> str:
    """The element's text with CSL's rich-text tags; other markup leaves its text."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""  # a comment has no name
        content = rich(child) if name else ""
        if tag := _RICH.get(name):
            content = f"<{tag}>{content}</{tag}>" if content else ""
        elif name in ("sc", "smallcaps"):
            content = f"{_SMALL_CAPS}{content}</span>" if content else ""
        elif name in ("msup", "msub") and len(child) == 2:
            content = f"{rich(child[0]).strip()}<{name[1:]}>{rich(child[1]).strip()}</{name[1:]}>"
        elif name == "math":
            content = "".join(content.split())
        parts.append(content)
        parts.append(child.tail or "")
    return "".join(parts)
