"""Collections, saved searches, exports of a result, and what is fetched from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from msgevidence.formats.register import WRITERS
from msgevidence.store.filters import Filters
from msgevidence.ui import exports, outside, reading, state
from support.authority_servers import HOPE, services
from support.zotero_server import KEY, ZoteroServer

from .conftest import OpenPage, html_of, labels_of
from .test_pages import button, metrics, said

PICKED = "holt-lunstad-2010-social"


def keep(at: AppTest, field: str, name: str) -> None:
    at.text_input(key=f"name-{field}").set_value(name).run()
    at.button(key=f"name-{field}-do").click().run()
    assert not at.exception, at.exception


def test_the_basket_is_kept_under_a_name_renamed_deleted_and_brought_back(pages: OpenPage) -> None:
    at = pages("bibliography", key=PICKED)
    keep(at, "collection", "My <b>thesis</b>")
    kept = state.desk().library.kept
    (made,) = kept.collections()
    assert (made.name, made.citekeys) == ("My <b>thesis</b>", (PICKED,))
    keep(at, f"rename-{made.id}", "Thesis")
    assert kept.collections()[0].name == "Thesis"
    at.button(key=f"collection-delete-{made.id}").click().run()
    assert kept.collections() == ()
    at.button(key="kept-undo").click().run()
    assert kept.collections()[0].citekeys == (PICKED,)
    empty = pages("bibliography")
    empty.button(key=f"collection-pick-{made.id}").click().run()
    assert any("Basket: 1 reference" in label for label in labels_of(empty))


def test_one_work_is_taken_out_of_a_collection_and_brought_back(pages: OpenPage) -> None:
    kept = state.desk().library.kept
    made = kept.put_collection("Thesis", ["alpha-2003-one", PICKED])
    at = pages("bibliography", key=PICKED)
    next(each for each in at.selectbox if each.label == "Work").set_value(PICKED).run()
    at.button(key=f"collection-out-{made}").click().run()
    assert not at.exception, at.exception
    assert kept.collections()[0].citekeys == ("alpha-2003-one",)
    at.button(key="kept-undo").click().run()
    assert kept.collections()[0].citekeys == ("alpha-2003-one", PICKED)


def test_a_name_that_is_taken_or_missing_is_said_in_words(pages: OpenPage) -> None:
    kept = state.desk().library.kept
    kept.put_collection("Taken", ["a"])
    second = kept.put_collection("Other", ["b"])
    at = pages("bibliography", key=PICKED)
    next(each for each in at.selectbox if each.label == "Collection").set_value(second).run()
    keep(at, f"rename-{second}", "taken")
    assert "another one called" in said(at)
    keep(at, "collection", "   ")
    assert "needs a name" in said(at)


def test_a_search_is_saved_by_name_and_its_link_is_the_search(pages: OpenPage) -> None:
    at = pages("browse", q="hope", population="cancer")
    at.session_state["searches"] = True
    at.run()
    keep(at, "search", "Hope in cancer")
    (saved,) = state.desk().library.kept.searches()
    assert saved.query == "q=hope&population=cancer"
    assert "Hope in cancer" in " ".join(labels_of(at))


def test_the_result_and_the_basket_are_exported_in_every_format(pages: OpenPage) -> None:
    pages("browse")
    searched = Filters(query="support")
    total = state.desk().library.queries.find(searched).total
    assert total > 1
    for writer in WRITERS:
        assert exports.references(writer, reading.exported(searched, "title")), writer.name
        assert exports.references(writer, reading.picked([PICKED])), writer.name
    ris = next(writer for writer in WRITERS if writer.name == "ris")
    assert exports.references(ris, reading.exported(searched, "title")).count(b"ER  -") == total
    assert exports.references(ris, reading.picked([PICKED, "gone"])).count(b"ER  -") == 1


def test_latex_comes_with_its_entries(pages: OpenPage) -> None:
    import io
    import zipfile

    from msgevidence.ui import citing

    pages("browse")
    records = [reading.report(PICKED).record]
    offer = citing._offers(records, citing.many(records, "apa"))["latex-bib"]
    with zipfile.ZipFile(io.BytesIO(offer[3]())) as packed:
        assert packed.namelist() == ["references.tex", "references.bib"]
        assert b"@article{holt-lunstad-2010-social" in packed.read("references.bib")


# ---------------------------------------------------------------------------------------------------- outside


@pytest.mark.parametrize(
    ("typed", "dois", "pmids"),
    [
        ("10.1/a, 10.2/b\n123", ["10.1/a", "10.2/b"], ["123"]),
        ("PMID: 123; doi: https://doi.org/10.1/a", ["https://doi.org/10.1/a"], ["123"]),
        ("pmid:77", [], ["77"]),
        ("  ", [], []),
    ],
)
def test_identifiers_are_told_apart(typed: str, dois: list[str], pmids: list[str]) -> None:
    assert outside.split(typed) == (dois, pmids)


def look_up(pages: OpenPage, typed: str) -> AppTest:
    at = pages("add", **{"from": "identifiers"})
    at.text_area[0].set_value(typed).run()
    button(at, "Look them up")
    return at


def test_a_work_is_fetched_by_its_doi_previewed_and_added(pages: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    with services() as running:
        running.hold(HOPE)
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        at = look_up(pages, HOPE.doi)
        before = state.desk().library.queries.find().total
        assert metrics(at)["Added"] == "1", said(at)
        assert state.desk().library.queries.find().total == before
        button(at, "to the library")
    assert "1 read = 1 added" in said(at)
    assert "Sharing hope in invented groups" in " ".join(labels_of(at))


def test_without_a_network_nobody_concludes_anything(pages: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CROSSREF", "PUBMED", "OPENALEX", "DATACITE"):
        monkeypatch.setenv(f"MSGEVIDENCE_AUTHORITY_{name}", "http://127.0.0.1:9")
    at = look_up(pages, "10.5555/hope.2010")
    assert "refused the connection" in said(at)
    assert "that says nothing about the works" in said(at)
    assert not metrics(at)
    assert "is no DOI" in said(look_up(pages, "no identifier"))


def test_a_refused_zotero_key_is_said_in_words_and_never_shown(
    pages: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "wrongKeyThatNobodyMaySee"
    monkeypatch.setenv("ZOTERO_API_KEY", wrong)
    with ZoteroServer(items=3).running() as server:
        monkeypatch.setenv("MSGEVIDENCE_ZOTERO_ENDPOINT", server.endpoint)
        at = pages("add", **{"from": "zotero"})
        at.text_input[0].set_value("users/123").run()
        button(at, "Look into it")
        assert "Zotero refuses" in said(at)
        assert wrong not in said(at) + html_of(at) + repr(at.session_state)
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        button(at, "Look into it")
        assert metrics(at)["Added"] == "3"
        button(at, "to the library")
        assert "3 read = 3 added" in said(at)


def test_the_key_may_stand_in_a_file_that_nobody_else_may_read(
    pages: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY", raising=False)
    pages("browse")
    secret = home / "zotero.key"
    secret.write_text(KEY)
    secret.chmod(0o644)
    with ZoteroServer(items=2).running() as server:
        monkeypatch.setenv("MSGEVIDENCE_ZOTERO_ENDPOINT", server.endpoint)
        at = pages("add", **{"from": "zotero"})
        at.text_input[0].set_value("users/123").run()
        button(at, "Look into it")
        assert "chmod 600" in said(at)
        assert str(home) not in said(at)
        secret.chmod(0o600)
        button(at, "Look into it")
        assert metrics(at)["Added"] == "2"
