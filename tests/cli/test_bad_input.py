"""Bad input: one line that names file, place and remedy; what can be read is read; nothing older is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.calling import Answer, Call

GOOD = "TY  - JOUR\nAU  - Doe, Jane\nPY  - 2011\nTI  - Hope in groups\nJO  - Journal of Help\nER  - \n"


def refused(answer: Answer, *words: str) -> None:
    assert answer.code == 2
    assert answer.out == ""
    lines = answer.err.strip().splitlines()
    assert len(lines) == 1, answer.err
    assert "Traceback" not in answer.err
    for word in words:
        assert word in lines[0]


@pytest.fixture
def library(call: Call, tmp_path: Path) -> tuple[str, dict[str, object]]:
    """A library with one record, and what it held before the bad input came."""
    path = tmp_path / "good.ris"
    path.write_text(GOOD)
    assert call("import", path, "--empty", "--json").json["added"] == 1
    return "", call("search", "--json").json


def untouched(call: Call, library: tuple[str, dict[str, object]]) -> None:
    assert call("search", "--json").json == library[1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.ris", b"", ("empty.ris", "empty")),
        ("blank.bib", b"  \n\n", ("blank.bib",)),
        ("picture.ris", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, ("picture.ris",)),
        ("program.bib", b"\x7fELF\x02\x01\x01\x00" + bytes(2000), ("program.bib",)),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    call: Call,
    library: tuple[str, dict[str, object]],
    tmp_path: Path,
    name: str,
    content: bytes,
    words: tuple[str, ...],
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(call("import", tmp_path / name), *words)
    untouched(call, library)


def test_a_missing_file_and_a_folder_are_refused(
    call: Call, library: tuple[str, dict[str, object]], tmp_path: Path
) -> None:
    refused(call("import", tmp_path / "none.ris"), "none.ris")
    refused(call("import", tmp_path), tmp_path.name)
    untouched(call, library)


def test_one_bad_file_among_good_ones_writes_nothing(
    call: Call, library: tuple[str, dict[str, object]], tmp_path: Path
) -> None:
    other = tmp_path / "other.ris"
    other.write_text(GOOD.replace("Hope in groups", "Help in other groups").replace("Doe", "Roe"))
    (tmp_path / "empty.ris").write_text("")
    refused(call("import", other, tmp_path / "empty.ris"), "empty.ris")
    untouched(call, library)


def test_a_wrong_extension_is_read_by_content(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "really-ris.bib"
    path.write_text(GOOD)
    assert call("convert", path, "--to", "csl-json").json[0]["title"] == "Hope in groups"


def test_half_a_record_is_read_and_said(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "half.ris"
    path.write_text(GOOD + "TY  - JOUR\nAU  - Roe, Richard\nTI  - Cut off in the")
    report = call("import", path, "--empty", "--json")
    assert (report.json["read"], report.json["added"]) == (2, 2)
    assert report.code == 1
    assert any(problem["record"] == 1 and problem["line"] for problem in report.json["problems"])


def test_an_unknown_type_is_a_document_with_a_problem(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "odd.ris"
    path.write_text(GOOD.replace("JOUR", "ZZZZ"))
    report = call("import", path, "--empty", "--json").json
    assert report["added"] == 1
    assert "unknown-type" in {problem["code"] for problem in report["problems"]}


def test_a_record_without_title_or_year_is_taken_and_said(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "bare.ris"
    path.write_text("TY  - JOUR\nAU  - Doe, Jane\nJO  - Journal of Help\nER  - \n")
    report = call("import", path, "--empty", "--json").json
    assert report["added"] == 1
    assert {"no-title", "no-year"} <= {problem["code"] for problem in report["problems"]}


def test_a_record_of_nothing_is_rejected_and_listed(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "nothing.ris"
    path.write_text("TY  - JOUR\nVL  - 3\nER  - \n" + GOOD)
    report = call("import", path, "--empty", "--json").json
    assert (report["read"], report["added"], report["rejected"]) == (2, 1, 1)
    assert any(problem["code"] == "no-record" and problem["record"] == 0 for problem in report["problems"])


def test_the_same_file_twice_adds_nothing(call: Call, library: tuple[str, dict[str, object]], tmp_path: Path) -> None:
    report = call("import", tmp_path / "good.ris", "--json").json
    assert (report["read"], report["added"], report["merged"]) == (1, 0, 1)
    assert call("search", "--json").json["total"] == 1


def test_an_unreadable_encoding_is_guessed_and_said(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "old.ris"
    path.write_bytes(GOOD.replace("Doe, Jane", "Müller, Zoë").encode("cp1252"))
    report = call("import", path, "--empty", "--json").json
    assert report["added"] == 1
    assert any("encoding" in problem["code"] for problem in report["problems"])
    assert call("search", "--json").json["results"][0]["csl"]["author"][0]["family"] == "Müller"


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("import", "-", "-"),
        ("convert", "x.ris"),
        ("convert", "x.ris", "--to", "no-such-format"),
        ("cite", "x.ris", "--style", "no-such-style"),
        ("search", "--population", "no-such-term"),
        ("search", "--from", "2020", "--to", "2010"),
        ("search", "--limit", "-1"),
        ("cite", "-", "--citations", "-"),
        ("undo", "999"),
        ("undo", "soon"),
        ("no-such-command",),
        ("runs", "12345"),
        ("map", "--rows", "nothing"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(call: Call, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "x.ris").write_text(GOOD)
    refused(call(*(str(tmp_path / part) if part == "x.ris" else part for part in arguments)))


def test_a_file_of_200_megabytes_is_read_record_by_record_or_refused_in_words(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        line = b"no references here, only a very long text that goes on and on and on\n" * 1000
        for _ in range(200_000_000 // len(line) + 1):
            file.write(line)
    answer = call("import", path, "--empty")
    assert answer.code in (1, 2)
    assert "huge.txt" in answer.err
    assert "Traceback" not in answer.err


def test_a_library_that_is_no_database_is_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "not.sqlite").write_text("this is not a database, only words\n" * 100)
    refused(call("search", "--db", tmp_path / "not.sqlite"), "not.sqlite")
    assert (tmp_path / "not.sqlite").read_text().startswith("this is not a database")


@pytest.mark.parametrize(
    "odd", ['"', "a AND", "t:", "*", "NEAR(", "-a", "O'Brien", "covid-19", "10.1000/xyz", "(", "\x00"]
)
def test_odd_search_words_are_answered(call: Call, library: tuple[str, dict[str, object]], odd: str) -> None:
    answer = call("search", "--json", "--", odd)
    assert answer.code == 0
    assert "total" in answer.json


def test_a_table_whose_cell_holds_another_format_stays_a_table(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('Title,Authors,Year,DOI\n"Hope\nTY  - JOUR\nTI  - no record","Doe, J.",2011,10.5555/x\n')
    items = call("convert", path, "--to", "csl-json").json
    assert [item["DOI"] for item in items] == ["10.5555/x"]
