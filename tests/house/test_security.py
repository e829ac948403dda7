"""The eighteen attacks of SECURITY.md, each by its number there; the rooms' own tests go further into each."""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import json
import re
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import msgevidence
from msgevidence.authorities.addresses import is_public
from msgevidence.errors import FileRefused, MsgEvidenceError
from msgevidence.formats import register
from msgevidence.ingest.reading import records
from msgevidence.model.names import Name
from msgevidence.model.record import Record
from msgevidence.settings import Settings
from msgevidence.sources.files import from_upload
from msgevidence.store.search_language import parse
from msgevidence.ui import literal, server
from support.calling import Call

SOURCE = Path(msgevidence.__file__).parent
HOSTILE = (
    "<img src=http://evil.example/p.png onerror=alert(1)> ![x](http://evil.example) $x^2$ :red[a] `b` [l](http://e)"
)


def sources() -> Iterator[tuple[Path, str]]:
    for path in SOURCE.rglob("*.py"):
        yield path, path.read_text(encoding="utf-8")


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(name: str, data: bytes) -> list[Record]:
    """Every record of an upload; refusals pass through."""
    source = from_upload("upload", data)
    return [record for record, _ in records(register.reader(name), source) if record]


def written(name: str, record: Record) -> str:
    return b"".join(register.writer(name).write([record])).decode("utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1"])
def test_01_no_cell_of_an_export_is_a_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(written("csv", Record(type="book", title=text)).lstrip("\ufeff"), newline="")))
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\0") for row in rows for cell in row)
    assert server.OPTIONS["client.disableDataExport"] is True


def test_02_record_text_is_shown_as_it_stands() -> None:
    """On every page, in a browser: tests/ui/test_browser.py."""
    assert "<" not in literal.escape(HOSTILE)
    assert not re.search(r"(?<!\\)[<>!\[\]()$:`*_]", literal.markdown(HOSTILE))


def test_03_no_page_gives_a_record_to_an_unsafe_door() -> None:
    found = [
        path.name
        for path, text in sources()
        if re.search(r"unsafe_allow_html|unsafe_allow_javascript|st\.iframe|components\.v1", text)
    ]
    assert found == []


def test_04_every_answer_forbids_framing_and_foreign_sources() -> None:
    """On every route of the running server: tests/ui/test_browser.py."""
    from msgevidence.ui.guarded import CONTENT_POLICY, HEADERS

    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert "object-src 'none'" in CONTENT_POLICY
    assert not re.search(r"https?:|\*", CONTENT_POLICY)
    assert HEADERS["x-content-type-options"] == "nosniff"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "entities",
    [
        f'<!ENTITY l0 "lol">{LAUGHS}',
        f'<!ENTITY l9 "{"a" * 60_000}">',
        '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        '<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">',
    ],
    ids=["billion laughs", "quadratic", "file", "network"],
)
@pytest.mark.parametrize(("name", "root"), [("pubmed-xml", "PubmedArticleSet"), ("endnote-xml", "xml")])
def test_05_xml_entities_are_refused(name: str, root: str, entities: str) -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE {root} [{entities}]><{root}>{"&l9;" * 50}</{root}>'
    begun = time.process_time()
    with pytest.raises(FileRefused):
        read(name, text.encode())
    assert time.process_time() - begun < 1.0  # a bound of the issue, far above what it takes


@pytest.mark.parametrize(
    "data",
    [
        zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"\0" * (150 << 20)}),
        zipped({"[Content_Types].xml": b"<x/>"} | {f"m{number}": b"" for number in range(3000)}),
        zipped({"[Content_Types].xml": b"<x/>", "../../escaped.xml": b"<x/>", "word/document.xml": b"<broken"}),
    ],
    ids=["bomb", "members", "path"],
)
def test_06_packed_documents_are_bounded(data: bytes, tmp_path: Path) -> None:
    from msgevidence.manuscript import reading

    before = set(tmp_path.parent.rglob("escaped.xml"))
    with pytest.raises(FileRefused):
        reading.read(from_upload("draft.docx", data))
    with pytest.raises(FileRefused):
        read("xlsx", data)
    assert set(tmp_path.parent.rglob("escaped.xml")) == before


@pytest.mark.parametrize("name", [reader.name for reader in register.READERS])
def test_07_no_reader_fails_on_what_is_no_file_of_its_own(name: str) -> None:
    """By the hundred thousand: benchmarks/fuzz.py and benchmarks/mutations.py."""
    for data in (
        b"\x00" * 500,
        b"{" * 20_000,
        b"<a>" * 5_000,
        b"\xff\xfe" + b"A" * 999,
        b"T" * (1 << 20),
        b"@" * 9_999,
    ):
        begun = time.process_time()
        with contextlib.suppress(MsgEvidenceError):
            read(name, data)
        assert time.process_time() - begun < 5.0


def test_08_the_server_bounds_what_is_uploaded() -> None:
    assert server.OPTIONS["server.maxUploadSize"] == server.MAX_UPLOAD_MB
    with pytest.raises(FileRefused):  # the content is looked at again, whatever the name says
        list(register.detect(from_upload("list.ris", b"\x7fELF\x02\x01\x01\x00" * 90).head, "list.ris").read(
            from_upload("list.ris", b"\x7fELF\x02\x01\x01\x00" * 90)
        ))  # fmt: skip


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_09_private_addresses_are_not_asked(address: str) -> None:
    """After names are resolved and after each redirect: tests/authorities/test_fetching.py."""
    assert not is_public(address)


def test_10_only_web_and_mail_links_can_be_followed() -> None:
    assert 'rel="noopener noreferrer"' in literal.link("https://doi.org/10.1000/x", "DOI")
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"):
        assert "href" not in literal.link(address, "DOI")


@pytest.mark.parametrize(
    "query",
    ['"', "a AND", "t:", "*", "NEAR(", "-a", "O'Brien", "10.1000/xyz", "", "'; DROP TABLE report; --", "a OR (b"],
)
def test_11_odd_searches_are_words(call: Call, query: str) -> None:
    parse(query)
    before = call("search", "--json").json["total"]
    assert call("search", "--json", "--", query).code in (0, 1, 2)
    assert call("search", "--json").json["total"] == before


def test_11_no_statement_is_put_together_from_values() -> None:
    """f-strings in SQL hold names of ours only: those of tables, columns and placeholders, never of a caller."""
    for path, text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("exec_driver_sql", "execute"):
                assert not any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod) for one in node.args), path


HOOKED = Record(
    type="article-journal",
    title="Hope}, author={Evil, E.}\nER  - \nTY  - JOUR\nTI  - Second\n\\input{/etc/passwd}",
    author=(Name(family="Roe}\nAU  - Evil", given="R."),),
    note="a\r\nER  - \r\n\r\nTY  - BOOK\r\nPMID- 1",
)


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris", "nbib", "endnote-xml", "csl-json", "csv"])
def test_12_a_value_adds_no_field_and_no_record(name: str) -> None:
    text = written(name, HOOKED)
    back = read({"biblatex": "bibtex"}.get(name, name), text.encode())
    assert len(back) == 1
    assert not any((one.family or one.literal) == "Evil" for one in back[0].author)
    assert "\\input{/etc" not in text.replace("\\textbackslash", "") or name not in ("bibtex", "biblatex")


def test_13_a_word_file_holds_no_field_of_a_record(call: Call, tmp_path: Path) -> None:
    item = {"id": "a", "type": "book", "title": 'INCLUDETEXT "c:/x" { HYPERLINK "file:///x" } ]]> <w:fldSimple/>'}
    item |= {"URL": 'https://x.example/" \\o "tip', "author": [{"family": "<w:r>", "given": "&"}]}
    source, out = tmp_path / "a.json", tmp_path / "a.docx"
    source.write_text(json.dumps([item]))
    call("cite", source, "--style", "apa", "--to", "docx", "-o", out)
    with zipfile.ZipFile(out) as archive:
        body = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    ElementTree.fromstring(body)
    codes = re.findall(r"<w:instrText[^>]*>([^<]*)<", body)
    assert all(code.strip().startswith("HYPERLINK") and "INCLUDETEXT" not in code for code in codes)
    assert "fldSimple" not in re.sub(r"&lt;w:fldSimple/&gt;", "", body)
    assert re.findall(r'TargetMode="External"[^>]*Target="(?!https?:|mailto:)', links) == []


def test_14_a_key_is_in_no_message(monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", "s3cretkeyofmine")
    monkeypatch.setenv("MSGEVIDENCE_ZOTERO_URL", "http://127.0.0.1:9")
    answer = call("import", "--zotero", "users/1", "--dry-run")
    assert answer.code == 2
    assert "s3cretkeyofmine" not in answer.out + answer.err


def test_15_a_fault_shows_no_traceback(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM /root/place")

    monkeypatch.delenv("MSGEVIDENCE_DEBUG", raising=False)
    monkeypatch.setattr("msgevidence.ingest.reading.reader_for", broken)
    monkeypatch.setattr("msgevidence.ingest.pipeline.reader_for", broken)
    draft = tmp_path / "a.ris"
    draft.write_text("TY  - BOOK\nTI  - A\nER  - \n")
    answer = call("import", draft)
    assert "Traceback" not in answer.out + answer.err
    assert server.OPTIONS["client.showErrorDetails"] == "none"


def test_16_the_front_end_is_closed_unless_opened() -> None:
    wanted = {
        "server.address": "127.0.0.1",
        "browser.gatherUsageStats": False,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableAgentApi": False,
        "server.enableStaticServing": False,
    }
    assert wanted.items() <= server.OPTIONS.items()


def test_17_a_reader_writes_nothing(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forged clicks, forged headers, and the one way to write that every page takes: tests/ui/test_signing_in.py."""
    from msgevidence.errors import NotAllowed
    from msgevidence.ui import signing_in, state

    call("search", "hope")
    monkeypatch.setenv("MSGEVIDENCE_AUTH", "proxy")
    monkeypatch.setenv("MSGEVIDENCE_CURATORS", "ann@example.org")
    for name in ("", "bob@example.org", "ann@example.org.evil", "user"):
        with pytest.raises(NotAllowed), state.writing("undo", name):
            raise AssertionError(f"{name!r} got the library to write into")
    assert signing_in.curator("Ann@example.org") == "Ann@example.org"
    assert not signing_in.speaks_for_users("192.0.2.1", Settings.read().sign_in)
    assert not [path.name for path, text in sources() if re.search(r"type=[\"']password", text)]


def test_18_nothing_of_strangers_is_unpickled() -> None:
    calls = re.compile(r"\bpickle\b|\bmarshal\b|\bshelve\b|allow_pickle=True|yaml\.load\(|\bdill\b")
    assert [path.name for path, text in sources() if calls.search(text)] == []


def test_offline_no_socket_is_opened(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    draft = tmp_path / "draft.txt"
    draft.write_text("Groups help (Roe, 2011).\n\nReferences\n\nRoe, R. (2011). Hope. Help Press.\n")
    call("search", "hope")  # the library is made and filled
    open_ = getattr(socket.socket, "connect")  # noqa: B009 - the C method is put back by name
    monkeypatch.setattr(socket.socket, "connect", refused, raising=False)
    assert open_ is not refused
    for words in (("search", "hope"), ("map",), ("check", str(draft)), ("doctor",)):
        assert call(*words).code in (0, 1)
