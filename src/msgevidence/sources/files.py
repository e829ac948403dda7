"""A path, an upload or a paste as a Source: decoded text, its encoding and its hash.

Encoding: byte-order mark, else UTF-8 when every byte of it is, else the one the file declares, else Windows-1252;
whatever was guessed is a Problem. Nothing is read whole: one pass hashes and checks, and reading streams again.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from msgevidence.errors import FileRefused
from msgevidence.model.problems import Problem, Severity
from msgevidence.sources.archives import unpacked

HEAD = 8_000  # characters shown to the readers' sniffing
_BLOCK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF", "Export its references as RIS or BibTeX from the database they came from."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save it as .docx, .xlsx or plain text."),
    (b"\x89PNG", "a picture", "Give a text file of references."),
    (b"\xff\xd8\xff", "a picture", "Give a text file of references."),
    (b"SQLite format 3\x00", "an SQLite database", "Give it as --db, or export references from it."),
)
_WORKBOOK = b"PK\x03\x04"
_DECLARED = re.compile(
    rb"^\s*%+\s*(?:encoding|coding)\s*[:=]\s*([\w.-]+)|<\?xml[^>]*encoding=[\"']([\w.-]+)", re.IGNORECASE | re.MULTILINE
)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_FALLBACK = "msgevidence-windows-1252"
_OPEN_REMEDY = "Check the name and that you may read it."


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decodes the bytes an encoding has no character for as Windows-1252, its five gaps as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in wrong), error.end


codecs.register_error(_FALLBACK, _as_windows_1252)


@dataclass(frozen=True, slots=True)
class FileSource:
    """One input, read as often as asked; `size` in bytes, `head` its first 8,000 characters or so."""

    name: str
    sha256: str
    encoding: str
    size: int
    head: str
    problems: tuple[Problem, ...]
    _open: Callable[[], BinaryIO]

    def text(self) -> TextIO:
        """Decoded text with universal newlines and no byte-order mark, from the beginning."""
        return _decoded(self._open(), self.encoding)

    def binary(self) -> BinaryIO:
        """The bytes, from the beginning."""
        return self._open()


def open_file(path: str | Path) -> FileSource:
    """The file as a Source; FileRefused when it is missing, a directory, unreadable, empty or not text."""
    where = Path(path).expanduser()
    name = str(path)
    if where.is_dir():
        raise FileRefused(name, "is a directory", remedy="Name the files in it.")
    try:
        with where.open("rb") as stream:
            start = stream.read(4)
    except FileNotFoundError:
        raise FileRefused(name, "does not exist", remedy=_OPEN_REMEDY) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileRefused(name, f"cannot be read ({reason})", remedy=_OPEN_REMEDY) from None
    return _source(name, lambda: where.open("rb"), start)


def from_upload(name: str, data: bytes) -> FileSource:
    """Bytes that came with a name of their own, as from a browser."""
    return _source(name, lambda: io.BytesIO(data), data[:4])


def from_text(text: str, name: str = "<paste>") -> FileSource:
    """Text that is already decoded; lone surrogates, which no file can hold, become U+FFFD."""
    return from_upload(name, text.encode("utf-8", "replace"))


def _source(name: str, opener: Callable[[], BinaryIO], start: bytes) -> FileSource:
    """Unpacks a gzip or a zip of one export first; a workbook stays as it is."""
    packed = unpacked(name, opener, start)
    if packed is not None:
        name, opener = packed
    return _examined(name, opener)


def _examined(name: str, opener: Callable[[], BinaryIO]) -> FileSource:
    digest = hashlib.sha256()
    size = 0
    checker: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    first = b""
    with opener() as stream:
        while block := stream.read(_BLOCK):
            if not size:
                first = block
            size += len(block)
            digest.update(block)
            if checker is not None:
                try:
                    checker.decode(block)
                except UnicodeDecodeError:
                    checker = None
    if not first.strip(b"\0 \t\r\n\x1a" + codecs.BOM_UTF8 + codecs.BOM_UTF16_LE):
        raise FileRefused(name, "is empty", remedy="Export it again, or give another file.")
    is_utf8 = checker is not None and _ends_whole(checker)
    problems: tuple[Problem, ...] = ()
    if first.startswith(_WORKBOOK):
        encoding = "latin-1"
    else:
        _refuse_binary(name, first)
        encoding, problems = _encoding(first, opener, is_utf8=is_utf8)
    with _decoded(io.BytesIO(first[: 4 * HEAD + 4]), encoding) as text:
        head = text.read(HEAD)
    return FileSource(name, digest.hexdigest(), encoding, size, head, problems, opener)


def _ends_whole(checker: codecs.IncrementalDecoder) -> bool:
    try:
        checker.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(name: str, first: bytes) -> None:
    for magic, what, remedy in _MAGIC:
        if first.startswith(magic):
            raise FileRefused(name, f"is {what}, not a file of references", remedy=remedy)
    if first.startswith(tuple(mark for mark, _ in _MARKS)) or _unmarked_utf16(first):
        return
    sample = first[: 8 * HEAD]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > len(sample) // 50:
        raise FileRefused(
            name, "is a binary file, not text", remedy="Export the references as RIS, BibTeX, CSL-JSON or CSV."
        )


def _unmarked_utf16(first: bytes) -> str:
    """The encoding's name when every other byte of the beginning is mostly NUL."""
    sample = first[:2_000]
    half = len(sample) // 2
    if half >= 4:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if sample[offset::2].count(0) > half * 0.7 and sample[1 - offset :: 2].count(0) == 0:
                return encoding
    return ""


def _encoding(first: bytes, opener: Callable[[], BinaryIO], *, is_utf8: bool) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding, ()
    if unmarked := _unmarked_utf16(first):
        return unmarked, (_guessed(unmarked, "it has no byte-order mark"),)
    if is_utf8:
        return "utf-8", ()
    declared = _declared(first)
    if declared and _reads(opener, declared):
        return declared, ()
    if _has_utf8_characters(first):
        return "utf-8", (
            Problem(
                "encoding-mixed",
                "Most of the file is UTF-8, some bytes are not; those were read as Windows-1252. Check accents.",
            ),
        )
    return "cp1252", (_guessed("Windows-1252", "it is not UTF-8 and declares no encoding"),)


def _guessed(encoding: str, why: str) -> Problem:
    return Problem(
        "encoding-guessed", f"The encoding was taken to be {encoding}: {why}. Check accents.", severity=Severity.NOTE
    )


def _declared(first: bytes) -> str:
    found = _DECLARED.search(first[:HEAD])
    if not found:
        return ""
    try:
        info = codecs.lookup((found.group(1) or found.group(2)).decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return ""
    # Python knows codecs that are no text encodings (rot13, zip); decoding by them is not wanted
    return info.name if info._is_text_encoding and info.name not in ("idna", "punycode", "undefined") else ""


def _reads(opener: Callable[[], BinaryIO], encoding: str) -> bool:
    try:
        with io.TextIOWrapper(opener(), encoding=encoding) as text:
            while text.read(_BLOCK):
                pass
    except (UnicodeError, LookupError):
        return False
    return True


def _has_utf8_characters(first: bytes) -> bool:
    """Whether at least as many bytes above 127 belong to UTF-8 characters as do not."""
    decoded = first.decode("utf-8", "replace")
    wrong = decoded.count("\ufffd")
    return sum(character > "\x7f" for character in decoded) - wrong >= max(1, wrong)


def _decoded(stream: BinaryIO, encoding: str) -> TextIO:
    return io.TextIOWrapper(stream, encoding=encoding, errors=_FALLBACK, newline=None)
