"""The command line against a library on a server: the same journey as against a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.calling import Call
from support.postgres_server import server

RIS = """TY  - JOUR
TI  - Mutual help after work
AU  - Chien, Wai
PY  - 2010
ER  -
"""


@pytest.fixture
def on_server(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[str]:
    with server() as found:
        if isinstance(found, str):
            pytest.skip(found)
        url = found.database()
        monkeypatch.setenv("MSGEVIDENCE_DB", url)
        yield url


def test_a_journey_on_a_server(call: Call, on_server: str, tmp_path: Path) -> None:
    source, out, copy = tmp_path / "a.ris", tmp_path / "out.bib", tmp_path / "copy.sqlite"
    source.write_text(RIS)

    def reports() -> int:
        told: int = json.loads(call("doctor", "--json").out)["health"]["counts"]["report"]
        return told

    before = reports()
    assert call("import", source).code == 0
    assert "Mutual help after work" in call("search", "author:chien after").out
    for words in (("map",), ("summary", "--population", "depression", "--outcome", "hope"), ("review",), ("runs",)):
        assert call(*words).code == 0, words
    assert call("export", "--to", "bibtex", "--output", out).code == 0
    assert "Mutual help after work" in out.read_text(encoding="utf-8")
    assert reports() == before + 1
    assert call("backup", copy).code == 0
    assert call("undo", "2").code == 0
    assert reports() == before
    assert call("restore", copy).code == 0
    assert reports() == before + 1
    assert "kept-out-of-sight" not in call("doctor").out


def test_what_a_server_refuses_is_one_line(call: Call) -> None:
    refused = call("doctor", "--db", "postgresql://me:secret@127.0.0.1:1/library")
    assert refused.code == 2
    assert "cannot be reached" in refused.err
    assert "secret" not in refused.err
    assert len(refused.err.strip().splitlines()) == 1
