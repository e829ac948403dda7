"""The Zotero program on this machine: no key, its own versions, leave to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgevidence.errors import CallRefused
from msgevidence.ingest.zotero import import_library
from msgevidence.model.record import Record
from msgevidence.sources.zotero_library import Address, Work, ZoteroLibrary, plan, push, read
from msgevidence.store.library import Library
from support.zotero_server import ZoteroServer, article

NEW = Record(type="book", title="Peers")


class NoTags:
    def propose(self, record: Record) -> tuple[()]:
        return ()


def desktop(server: ZoteroServer) -> ZoteroLibrary:
    return ZoteroLibrary(Address.parse("users/0"), local=True, endpoint=f"{server.endpoint}/api")


@pytest.fixture
def filled(server: ZoteroServer) -> ZoteroServer:
    server.desktop.items = {(one := article(number))["key"]: one for number in range(130)}
    return server


def test_it_is_read_without_a_key(filled: ZoteroServer) -> None:
    library = desktop(filled)
    assert len(read(library).items) == 130
    assert library.server == "DesktopOne"
    assert "Authorization" not in filled.headers


def test_it_is_written_after_asking_for_leave(filled: ZoteroServer) -> None:
    library = desktop(filled)
    snapshot = read(library)
    (outcome,) = push(library, plan(library, snapshot, [Work("peers", NEW)]), snapshot.version)
    assert outcome.result == "written", outcome.reason
    assert filled.desktop.items[outcome.key]["citationKey"] == "peers"


def test_no_leave_no_writing(filled: ZoteroServer) -> None:
    filled.leave = None
    library = desktop(filled)
    snapshot = read(library)
    with pytest.raises(CallRefused, match="say yes if it asks"):
        list(push(library, plan(library, snapshot, [Work("peers", NEW)]), snapshot.version))
    assert len(filled.desktop.items) == 130


def test_versions_of_another_program_count_for_nothing(filled: ZoteroServer, tmp_path: Path) -> None:
    address = Address.parse("users/0")
    with Library.open(f"sqlite:///{tmp_path}/x.sqlite") as library:
        first = import_library(library, address, NoTags(), local=True, zotero=desktop(filled))
        assert first is not None
        assert first.added == 130
        assert import_library(library, address, NoTags(), local=True, zotero=desktop(filled)) is None
        filled.name = "RestoredDatabase"
        filled.requests.clear()
        again = import_library(library, address, NoTags(), local=True, zotero=desktop(filled))
        assert again is not None
        assert (again.read, again.merged) == (130, 130)
