"""The bibliography lock, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from msgevidence.errors import FileRefused
from msgevidence.manuscript import lock
from msgevidence.model.evidence import Notice, NoticeKind
from msgevidence.store.views import DatasetView, ReportRow, ReportView
from msgevidence.ui import citing

from .conftest import OpenPage, html_of
from .test_pages import add

DATASET = DatasetView("0.1.0", "2026-11-23", 1, 1, 1, 1)


def report(**values: object) -> ReportView:
    from msgevidence.model.record import Record

    record = Record(type="article-journal", id="zeta2011", title="Hope", volume="12", doi="10.1000/x", **values)  # type: ignore[arg-type]
    row = ReportRow(1, "zeta2011", record.type, record.title, "", 2011, "", "10.1000/x", "")
    return ReportView(row, record, {}, (), (), (), (), (), (), (), (), ())


def test_nothing_has_changed_at_first() -> None:
    kept = lock.read("x", lock.make([report()], DATASET, "apa", ""))
    assert (kept.version, kept.references[0].doi) == ("0.1.0", "10.1000/x")
    assert lock.changes(kept, lambda _: report()) == []


def test_changes_are_told_gravest_first() -> None:
    kept = lock.read("x", lock.make([report(), report()], DATASET, "apa", ""))
    changed = report()
    changed = replace(
        changed,
        record=changed.record.replaced(volume="13"),
        notices=(Notice("w", NoticeKind.RETRACTION, date="2026-01-01", note="Data could not be found."),),
    )
    answers = iter([changed, None])
    found = lock.changes(kept, lambda _: next(answers))
    assert [change.kind for change in found] == ["notice", "gone", "metadata"]
    assert "Retracted on 2026-01-01" in found[0].words
    assert found[2].words == "volume: was “12”, is “13”"


def test_what_a_list_does_not_print_is_no_change() -> None:
    kept = lock.read("x", lock.make([report()], DATASET, "apa", ""))
    assert lock.changes(kept, lambda _: report(abstract="New")) == []


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": "other/1"}', b"[" * 100_000, b"\xff\xfe"])
def test_other_files_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(FileRefused, match="lock"):
        lock.read("some.json", data)


def test_an_altered_lock_is_refused() -> None:
    told = json.loads(lock.make([report()], DATASET, "apa", ""))
    told["references"][0]["fields"]["title"] = "Something else"
    with pytest.raises(FileRefused, match="altered"):
        lock.read("x", json.dumps(told).encode())


def test_the_page_opens_a_lock_and_says_what_is_gone(pages: OpenPage) -> None:
    at = pages("bibliography")
    at.file_uploader[0].upload("bibliography.lock.json", lock.make([report()], DATASET, "apa", "")).run()
    assert not at.exception
    assert "not in the library any more" in html_of(at)


def test_a_locked_reference_is_found_by_doi_when_its_key_has_changed(pages: OpenPage) -> None:
    add(pages, "TY  - JOUR\nTI  - Hope\nAU  - Zeta, A.\nPY  - 2011\nDO  - 10.1000/x\nVL  - 12\nER  - \n")
    at = pages("bibliography")
    at.file_uploader[0].upload("a.json", lock.make([report()], DATASET, "apa", "")).run()
    assert not at.exception
    assert "not in the library any more" not in html_of(at)
    assert "author: was “nothing”" in html_of(at)


def test_the_language_changes_the_list_and_stands_in_the_address(pages: OpenPage) -> None:
    german = pages("bibliography", key="holt-lunstad-2010-social", style="harvard-cite-them-right", locale="de-DE")
    english = pages("bibliography", key="holt-lunstad-2010-social", style="harvard-cite-them-right")
    assert german.selectbox(key="bibliography-locale").value == "de-DE"
    assert html_of(german) != html_of(english)
    assert pages("bibliography", key="holt-lunstad-2010-social", locale="xx-XX").html


def test_styles_are_found_by_words() -> None:
    assert "apa" in [entry.name for entry in citing.search_styles("american psychological", 20)]
    assert citing.search_styles("  ", 20) == ()


def test_every_language_offered_is_installed() -> None:
    from msgevidence.citation.csl import files

    assert [name for name in citing.LOCALES if not files.locale_file(name)] == []
