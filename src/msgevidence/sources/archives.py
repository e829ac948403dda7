"""A gzip, or a zip that holds one export, unpacked within bounds; anything else is left alone."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO

from msgevidence.errors import FileRefused

_MOST_BYTES = 2 << 30  # no export of references is larger unpacked
_MOST_RATIO = 200  # text packs 3 to 20 times; a bomb thousands
_FREE_BYTES = 32 << 20  # below this the ratio does not matter
_IN_MEMORY = 64 << 20
_BLOCK = 1 << 20
_OFFICE = ("[Content_Types].xml", "mimetype")  # .xlsx and .docx, .ods and .odt are zips too

Opener = Callable[[], BinaryIO]


def unpacked(name: str, opener: Opener, start: bytes) -> tuple[str, Opener] | None:
    """(name within, opener of the unpacked bytes), or None when it is not packed.

    FileRefused for a bomb, a broken archive, an encrypted one, or a zip of several files.
    """
    if start.startswith(b"\x1f\x8b"):
        with opener() as stream, gzip.GzipFile(fileobj=stream) as packed:
            return name.removesuffix(".gz"), _spooled(name, packed, _length(opener))
    if not start.startswith(b"PK\x03\x04"):
        return None
    try:
        with opener() as stream, zipfile.ZipFile(stream) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
            if any(info.filename in _OFFICE for info in members):
                return None
            if len(members) != 1:
                raise FileRefused(
                    name, f"is a zip of {len(members)} files", remedy="Unpack it and give the files one by one."
                )
            if members[0].flag_bits & 1:
                raise FileRefused(name, "is a zip with a password", remedy="Unpack it first.")
            with archive.open(members[0]) as packed:
                return f"{name}:{members[0].filename}", _spooled(name, packed, members[0].compress_size)
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise _broken(name) from None


def _length(opener: Opener) -> int:
    with opener() as stream:
        return stream.seek(0, io.SEEK_END)


def _spooled(name: str, packed: IO[bytes] | gzip.GzipFile, packed_size: int) -> Opener:
    """Copies to memory, or to a temporary file when large, counting as it goes."""
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  (lives as long as its openers)
    total = 0
    try:
        while block := packed.read(_BLOCK):
            total += len(block)
            if total > _MOST_BYTES or (total > _FREE_BYTES and total > packed_size * _MOST_RATIO):
                raise FileRefused(
                    name,
                    f"unpacks to more than {total >> 20} MB from {packed_size} bytes, as archives made to harm do",
                    remedy="Unpack it yourself if you trust it.",
                )
            spool.write(block)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        raise _broken(name) from None
    return lambda: io.BufferedReader(_View(spool, total))


def _broken(name: str) -> FileRefused:
    return FileRefused(name, "is a broken archive", remedy="Download or export it again.")


class _View(io.RawIOBase):
    """An independent reading position over shared bytes."""

    def __init__(self, spool: tempfile.SpooledTemporaryFile[bytes], size: int) -> None:
        super().__init__()
        self._spool = spool
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._spool.seek(self._position)
        data = self._spool.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
