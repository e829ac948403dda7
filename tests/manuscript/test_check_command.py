"""`msgevidence check`: the contract, the reports, and the real essay."""

from __future__ import annotations

import io
import re
import socket
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from msgevidence.ingest.bundle import Desk
from msgevidence.manuscript import report, report_forms
from msgevidence.manuscript.check import check
from msgevidence.manuscript.reading import from_text
from support.calling import Call

DRAFT = """A small draft

Groups of peers gave hope after psychosis (Adams et al., 2010; Bakker & Chen, 2012).

References

Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P. (2010). Peer groups and hope after a first episode of \
psychosis: A randomised trial. Journal of Mutual Help, 12(3), 101–118. https://doi.org/10.1000/hope.2010

Baker, T., & Chen, L. (2012). Walking clubs for widowed men in northern towns. Ageing and Community, 4(1), 1-20.

Stone, R. (2001). <b>Birds</b> & bees. New York, NY: Penguin.
"""


def test_the_document_has_the_shape_of_the_contract(library: Desk) -> None:
    document = report.as_json(check(DRAFT, library.library.queries, tagger=library.tagger))
    assert {"references", "citations", "uncited", "claims", "summary", "store"} <= document.keys()
    assert {"version", "works", "date"} <= document["store"].keys()
    keys = {"index", "raw", "csl", "verdict", "match", "differences", "nearest", "notices", "style", "corrected"}
    for reference in document["references"]:
        assert keys <= reference.keys()
    assert [one["verdict"] for one in document["references"]] == ["matched", "matched", "not-found"]
    assert document["uncited"] == [2]
    assert [one["problem"] for one in document["citations"]] == [None, "name-differs"]
    assert all(DRAFT[one["start"] : one["end"]] == one["text"] for one in document["citations"])
    assert {"sentence", "start", "end", "references", "terms", "coverage", "because"} <= document["claims"][0].keys()


def test_the_same_draft_and_library_make_the_same_bytes(library: Desk) -> None:
    made = [
        [
            report_forms.write(check(from_text(DRAFT, "d.txt"), library.library.queries), form)
            for form in ("html", "docx")
        ]
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_the_html_report_is_one_page_and_escapes_the_draft(library: Desk) -> None:
    page = report_forms.as_html(check(from_text(DRAFT, "/home/somebody/d.txt"), library.library.queries))
    assert not re.search(r"<(?:script|img|link)|src=|@import", page)
    assert "<b>Birds</b>" not in page
    assert "somebody" not in page
    assert "<mark>Bakker &amp; Chen, 2012</mark><sup>[" in page
    assert not re.search(r"fake|fabricat|plagiar|accus", page, re.IGNORECASE)


def test_the_word_report_holds_the_draft_with_its_marks(library: Desk) -> None:
    data = report_forms.as_docx(check(from_text(DRAFT, "d.txt"), library.library.queries))
    with ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
    assert "not found in what was searched" in body
    assert re.search(r'<w:u w:val="single"/></w:rPr><w:t[^>]*>Bakker &amp; Chen, 2012<', body)


def test_a_draft_with_nothing_to_look_at_ends_with_zero(library: Desk) -> None:
    clean = DRAFT.replace("Bakker", "Baker").replace("1-20.", "1–20. https://doi.org/10.1000/walk.2012")
    clean = clean[: clean.index("Stone, R.")]
    checked = check(clean, library.library.queries)
    assert report.is_clear(checked), report.as_json(checked)
    assert not report.is_clear(check(DRAFT, library.library.queries))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_terminal_json_and_files(call: Call, draft: Path, tmp_path: Path) -> None:
    shown = call("check", draft)
    assert (shown.code, shown.err) == (1, "")
    assert "1. Adams et al., 2010: not found in what was searched" in shown.out
    assert call("check", draft, "--json").json["summary"]["references"] == 3
    for name, head in (("r.html", b"<!DOCTYPE html>"), ("r.docx", b"PK")):
        assert call("check", draft, "-o", tmp_path / name).code == 1
        assert (tmp_path / name).read_bytes().startswith(head)


@pytest.mark.parametrize("wrong", [("no-such-file.txt",), ("{draft}", "--json", "--to", "html")])
def test_refusals_are_one_line(call: Call, draft: Path, wrong: tuple[str, ...]) -> None:
    answer = call("check", *[part.format(draft=draft) for part in wrong])
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "Traceback" not in answer.err


def test_the_essay(call: Call, essay: Path) -> None:
    answer = call("check", essay, "--json")
    document: dict[str, Any] = answer.json
    assert answer.code == 1
    references = document["references"]
    assert [one["csl"]["author"][0]["family"] for one in references] == ["Hoffman", "Huang", "Holt-Lunstad", "Kessler"]
    assert [one["verdict"] for one in references] == ["not-found", "not-found", "matched", "not-found"]
    assert references[2]["match"] == "holt-lunstad-2010-social"
    assert all(one["nearest"] for one in references if one["verdict"] == "not-found")
    assert all("not found in what was searched" in one["message"] for one in references if not one["match"])

    citations = document["citations"]
    assert len(citations) == 9
    assert all(len(one["references"]) == 1 for one in citations)
    assert document["uncited"] == []
    (fault,) = [one for one in citations if one["problem"]]
    assert (fault["problem"], fault["text"]) == ("et-al", "Holt-Lunstad, Smith, & Layton, 2010")

    rules = [{note["rule"] for note in one["style"]} for one in references]
    assert "publisher-location" in rules[3]
    assert any("list-order" in own for own in rules)
    assert "New York" not in references[3]["corrected"]
    assert "(pp. 315–333). Oxford University Press." in references[3]["corrected"]

    coverage = [one["coverage"] for one in document["claims"]]
    assert coverage[0] == "not a claim about groups"
    assert set(coverage) <= {
        "supported", "more certain than the evidence", "evidence points elsewhere", "indirect only",
        "nothing here on this", "not a claim about groups",
    }  # fmt: skip
    assert all(one["because"] for one in document["claims"])
    assert call("check", essay, "--json").out == answer.out


def test_the_essay_confirms_nothing_about_itself(call: Call, essay: Path) -> None:
    call("import", essay)
    verdicts = [one["verdict"] for one in call("check", essay, "--json").json["references"]]
    assert verdicts == ["not-found", "not-found", "matched", "not-found"]


def test_the_check_opens_no_connection(library: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    checked = check(DRAFT, library.library.queries, tagger=library.tagger)
    assert [one.verdict.value for one in checked.looked] == ["matched", "matched", "not-found"]


def test_names_left_out_with_dots_do_not_end_an_entry(library: Desk) -> None:
    names = ", ".join(f"{family}, A. B." for family in "Adams Baker Chen Dietz Evans Flint Grant Hay Irwin".split())
    entry = f"{names}, ... Young, Z. (2019). {'Bird song in city parks ' * 8}and docks. Ornithology Today, 3(1), 4–9."
    references = check(f"Text.\n\nReferences\n\n{entry}\n", library.library.queries).references
    assert [one.raw for one in references] == [entry]
