"""A gzip, or a zip that holds one export, unpacked as it is read and within bounds; anything else is left alone."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from typing import BinaryIO, cast

from msgevidence.errors import FileRefused

_MOST_BYTES = 2 << 30  # no export of references is larger unpacked
_MOST_RATIO = 200  # text packs 3 to 20 times; a bomb thousands
_FREE_BYTES = 32 << 20  # below this the ratio does not matter
_BLOCK = 1 << 20
_OFFICE = ("[Content_Types].xml", "mimetype")  # .xlsx and .docx, .ods and .odt are zips too
_BROKEN = (
    EOFError, zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile, NotImplementedError, OSError, ValueError,
    RuntimeError, OverflowError,
)  # fmt: skip
"""What the standard library raises for archives whose tables lie."""

Opener = Callable[[], BinaryIO]


def unpacked(name: str, opener: Opener, start: bytes) -> tuple[str, Opener] | None:
    """(name within, opener of the unpacked bytes), or None when it is not packed.

    FileRefused for a bomb, a broken archive, an encrypted one, or a zip of several files.
    """
    if start.startswith(b"\x1f\x8b"):
        inner, inside = name.removesuffix(".gz"), _gzip_opener(opener)
    elif start.startswith(b"PK\x03\x04"):
        try:
            member = _only_member(name, opener)
        except _BROKEN:
            raise _broken(name) from None
        if not member:
            return None
        inner, inside = f"{name}:{member}", _zip_opener(opener, member)
    else:
        return None
    _check(name, inside, _length(opener))
    return inner, inside


def _only_member(name: str, opener: Opener) -> str:
    """The one file in a zip; "" for an office document."""
    with opener() as stream, zipfile.ZipFile(stream) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
    if any(info.filename in _OFFICE for info in members):
        return ""
    if len(members) != 1:
        raise FileRefused(name, f"is a zip of {len(members)} files", remedy="Unpack it and give the files one by one.")
    if members[0].flag_bits & 1:
        raise FileRefused(name, "is a zip with a password", remedy="Unpack it first.")
    return members[0].filename


def _gzip_opener(opener: Opener) -> Opener:
    def inside() -> BinaryIO:
        with ExitStack() as stack:
            stream = stack.enter_context(opener())
            packed = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=stream)))
            return io.BufferedReader(_Unpacked(packed, stack.pop_all()))

    return inside


def _zip_opener(opener: Opener, member: str) -> Opener:
    def inside() -> BinaryIO:
        with ExitStack() as stack:
            archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(opener())))
            packed = cast(BinaryIO, stack.enter_context(archive.open(member)))
            return io.BufferedReader(_Unpacked(packed, stack.pop_all()))

    return inside


def _check(name: str, inside: Opener, packed_size: int) -> None:
    """Unpack once, keeping nothing, to know that it can be and how large it is."""
    total = 0
    try:
        with inside() as stream:
            while block := stream.read(_BLOCK):
                total += len(block)
                if total > _MOST_BYTES or (total > _FREE_BYTES and total > packed_size * _MOST_RATIO):
                    raise FileRefused(
                        name,
                        f"unpacks to more than {total >> 20} MB from {packed_size} bytes, as archives made to harm do",
                        remedy="Unpack it yourself if you trust it.",
                    )
    except _BROKEN:
        raise _broken(name) from None


def _length(opener: Opener) -> int:
    with opener() as stream:
        return stream.seek(0, io.SEEK_END)


def _broken(name: str) -> FileRefused:
    return FileRefused(name, "is a broken archive", remedy="Download or export it again.")


class _Unpacked(io.RawIOBase):
    """The unpacked bytes; closing it closes the archive and the file under it."""

    def __init__(self, packed: BinaryIO, stack: ExitStack) -> None:
        super().__init__()
        self._packed = packed
        self._stack = stack

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._packed.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stack.close()
        super().close()
