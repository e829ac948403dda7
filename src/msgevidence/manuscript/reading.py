"""A manuscript (.txt, .md, .docx, a paste) as plain text with its places: what a finding points at."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgevidence.citation import word_fields
from msgevidence.citation.word_fields import WordCitation
from msgevidence.errors import FileRefused
from msgevidence.ports import Source, StringSource

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 20_000_000
"""Characters; a hundred theses. A longer text is no manuscript."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = ("0", "false", "off")
_NUMBERS = re.compile(r"[\d\s,–-]*\d[\d\s,–-]*")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TABLE_LINE = re.compile(r"^[^\n]*(?:\t[^\n\t]*\t|\|[^\n|]*\|)[^\n]*$", re.MULTILINE)
_MARKED_ITALIC = re.compile(r"(?<![*_\w])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=[^\s*_])\1(?![*_\w])")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`text` with "\\n" for every line end; spans are ``text[start:end]``.

    `shows_italics` is False where the input cannot have them, so that their absence says nothing. `fields` are the
    citations a reference manager left in a Word file.
    """

    name: str
    text: str
    tables: tuple[Span, ...] = ()
    italics: tuple[Span, ...] = ()
    shows_italics: bool = False
    fields: tuple[WordCitation, ...] = ()


def read(source: Source) -> Manuscript:
    """The manuscript of a source; FileRefused, in words, for what is none or cannot be opened safely."""
    with source.binary() as stream:
        start = stream.read(8)
    if start.startswith(_OLE):
        raise FileRefused(
            source.name,
            "is protected by a password, or an old .doc",
            remedy="Save it as .docx without a password, or as plain text.",
        )
    if start.startswith(_ZIP) or source.name.lower().endswith((".docx", ".docm")):
        with source.binary() as stream:
            return _word(stream.read(word_fields.MOST_BYTES + 1), source.name)
    with source.text() as text:
        return from_text(text.read(LONGEST + 1), source.name)


def open_manuscript(path: Path) -> Manuscript:
    """The manuscript of a file. Word files are read here; every other file as any text the house reads."""
    from msgevidence.sources.files import open_file

    try:
        with path.open("rb") as stream:
            start = stream.read(8)
            if start.startswith((_OLE, _ZIP)) or path.suffix.lower() in (".docx", ".docm"):
                stream.seek(0)
                return read(_Bytes(str(path), stream.read(word_fields.MOST_BYTES + 1)))
    except (OSError, ValueError):
        pass  # `open_file` says in words what is wrong with it
    return read(open_file(path))


@dataclass(frozen=True, slots=True)
class _Bytes:
    name: str
    data: bytes

    def text(self) -> io.StringIO:
        return io.StringIO(self.data.decode("utf-8", "replace"), newline=None)

    def binary(self) -> io.BytesIO:
        return io.BytesIO(self.data)


def from_text(text: str, name: str = "<paste>") -> Manuscript:
    """A text already decoded. FileRefused when there is nothing in it, or far too much."""
    if len(text) > LONGEST:
        raise FileRefused(
            name, f"is longer than {LONGEST:,} characters", remedy="Give one manuscript, not a collection."
        )
    with StringSource(text).text() as stream:
        text = stream.read()
    if not text.strip():
        raise FileRefused(name, "is empty", remedy="Give a manuscript with text in it.")
    tables = tuple((line.start(), line.end()) for line in _TABLE_LINE.finditer(text))
    italics = tuple((found.start(2), found.end(2)) for found in _MARKED_ITALIC.finditer(text))
    return Manuscript(name, text, tables, italics, shows_italics=bool(italics))


def _word(data: bytes, name: str) -> Manuscript:
    """Body, then the notes under a heading of their own. The package is checked before anything is unpacked."""
    fields = word_fields.read(data, name)
    import zipfile

    from defusedxml.ElementTree import fromstring

    built = _Built()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        built.add(fromstring(package.read("word/document.xml"), forbid_dtd=True))
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            if part in package.namelist():
                notes = fromstring(package.read(part), forbid_dtd=True)
                if any(text.text and text.text.strip() for text in notes.iter(f"{_W}t")):
                    built.heading("Footnotes")
                    built.add(notes)
    text = built.text
    if not text.strip():
        raise FileRefused(name, "holds no text", remedy="Give a manuscript with text in it, not pictures of it.")
    if len(text) > LONGEST:
        raise FileRefused(
            name, f"is longer than {LONGEST:,} characters", remedy="Give one manuscript, not a collection."
        )
    return Manuscript(name, text, tuple(built.tables), tuple(built.italics), shows_italics=True, fields=fields)


class _Built:
    """The text under way: paragraphs two line ends apart, table rows one, cells a tab."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.tables: list[Span] = []
        self.italics: list[Span] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def heading(self, words: str) -> None:
        self._put(words)
        self._put("\n\n")

    def add(self, root: Any) -> None:
        for node, within in _blocks(root, within_table=False):
            start = self._length
            if within:
                for cell in node.iter(f"{_W}tc"):
                    for paragraph in cell.iter(f"{_W}p"):
                        self._paragraph(paragraph)
                        self._put(" ")
                    self._put("\t")
                self.tables.append((start, self._length))
                self._put("\n")
            else:
                self._paragraph(node)
                if self._length > start:
                    self._put("\n\n")

    def _paragraph(self, paragraph: Any) -> None:
        for run in _runs(paragraph):
            start = self._length
            for node in run:
                tag = node.tag.removeprefix(_W)
                if tag == "t":
                    words = (node.text or "").replace("\r", "\n")
                    self._put(words.translate(_RAISED) if _is_raised(run, words) else words)
                elif tag in _CHARACTERS:
                    self._put(_CHARACTERS[tag])
            italic = run.find(f"{_W}rPr/{_W}i")
            if italic is not None and italic.get(f"{_W}val") not in _OFF and self._length > start:
                if self.italics and self.italics[-1][1] == start:
                    start = self.italics.pop()[0]
                self.italics.append((start, self._length))

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _blocks(root: Any, *, within_table: bool) -> Iterator[tuple[Any, bool]]:
    """Paragraphs, and table rows (True), in the order of the text; content controls are looked into."""
    stack = [(child, within_table) for child in reversed(list(root))]
    while stack:
        node, within = stack.pop()
        tag = node.tag.removeprefix(_W)
        if tag == "tr":
            yield node, True
        elif tag == "p":
            yield node, False
        elif tag not in ("pPr", "sectPr", "tblPr", "tblGrid"):
            stack += [(child, within) for child in reversed(list(node))]


def _is_raised(run: Any, words: str) -> bool:
    """Whether these are numbers set above the line: they keep telling themselves apart as such in plain text."""
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(f"{_W}val") == "superscript" and bool(_NUMBERS.fullmatch(words))


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph, also those in links, fields and content controls; not the copies for old readers."""
    stack = list(reversed(list(paragraph)))
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}r":
            yield node
            stack += [child for child in reversed(list(node)) if child.tag.startswith("{http://schemas.openxml")]
        elif node.tag not in (_FALLBACK, f"{_W}pPr", f"{_W}del", f"{_W}moveFrom"):
            stack += reversed(list(node))
