"""Encodings, hashes, refusals and archives."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from msgevidence.errors import FileRefused
from msgevidence.sources.files import from_text, from_upload, open_file

TEXT = "TY  - JOUR\nTI  - Übermäßig – naïve\nER  - \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_is_read(encoding: str) -> None:
    with from_upload("a.ris", TEXT.encode(encoding)).text() as text:
        assert text.read() == TEXT


@pytest.mark.parametrize(("encoding", "codes"), [("utf-8", []), ("utf-16", []), ("cp1252", ["encoding-guessed"])])
def test_a_guess_is_a_problem(encoding: str, codes: list[str]) -> None:
    assert [problem.code for problem in from_upload("a", TEXT.encode(encoding)).problems] == codes


def test_a_declared_encoding_is_believed_when_the_bytes_are_not_utf8() -> None:
    source = from_upload("a.bib", ("% Encoding: iso-8859-2\n" + "Łódź").encode("iso-8859-2"))
    assert source.head.endswith("Łódź")
    assert source.problems == ()


def test_a_declared_encoding_that_is_no_encoding_is_not_believed() -> None:
    assert from_upload("a.bib", b"% Encoding: rot13\nna\xefve").head.endswith("naïve")


def test_one_wrong_byte_does_not_spoil_the_rest() -> None:
    source = from_upload("a", "Ü – ä ö ü".encode() + b" \xe9 \x81")
    assert source.head == "Ü – ä ö ü é \x81"
    assert [problem.code for problem in source.problems] == ["encoding-mixed"]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_are_one(ends: str) -> None:
    with from_upload("a", TEXT.replace("\n", ends).encode()).text() as text:
        assert list(text) == TEXT.splitlines(keepends=True)


def test_hash_and_size_are_of_the_bytes(tmp_path: Path) -> None:
    data = TEXT.encode() * 100_000
    path = tmp_path / "a.ris"
    path.write_bytes(data)
    source = open_file(path)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.size == len(data)
    assert len(source.head) <= 8_000


def test_a_character_across_two_blocks_is_whole() -> None:
    data = b"x" * ((1 << 20) - 1) + "é".encode() + b"y"
    assert from_upload("a", data).encoding == "utf-8"


def test_can_be_read_twice() -> None:
    source = from_text(TEXT)
    for _ in range(2):
        with source.text() as text:
            assert text.read() == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n", "picture"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FileRefused, match=reason) as refused:
        from_upload("the-file", data)
    assert refused.value.name == "the-file"
    assert refused.value.remedy


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="does not exist"):
        open_file(tmp_path / "none.ris")
    with pytest.raises(FileRefused, match="is a directory"):
        open_file(tmp_path)
    with pytest.raises(FileRefused, match="cannot be read"):
        open_file("nul\0byte")


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_gzip_and_zip_of_one_export_are_read() -> None:
    for name, data in (("a.ris.gz", gzip.compress(TEXT.encode())), ("a.zip", zipped(export=TEXT.encode()))):
        with from_upload(name, data).text() as text:
            assert text.read() == TEXT
    assert from_upload("a.ris.gz", gzip.compress(TEXT.encode())).name == "a.ris"


def test_a_zip_of_several_is_refused() -> None:
    with pytest.raises(FileRefused, match="zip of 2 files"):
        from_upload("a.zip", zipped(a=b"x", b=b"y"))


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(bomb=data)], ids=["gzip", "zip"])
def test_a_bomb_is_refused(pack: object) -> None:
    with pytest.raises(FileRefused, match="unpacks to more than"):
        from_upload("bomb", pack(bytes(48 << 20)))  # type: ignore[operator]


@pytest.mark.parametrize("cut", [12, -5])
def test_a_broken_archive_is_refused(cut: int) -> None:
    for data in (gzip.compress(TEXT.encode()), zipped(a=TEXT.encode())):
        with pytest.raises(FileRefused, match="broken archive"):
            from_upload("a", data[:cut])


def test_an_archive_whose_tables_lie_is_refused() -> None:
    data = bytearray(zipped(a=TEXT.encode()))
    place = data.rindex(b"PK\x05\x06") + 16  # where the directory is said to begin
    data[place : place + 4] = (5000).to_bytes(4, "little")
    with pytest.raises(FileRefused, match="broken archive"):
        from_upload("a.zip", bytes(data))
