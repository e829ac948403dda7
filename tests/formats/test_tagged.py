"""What the tagged formats have in common: nothing between, within or after records is passed over without a word."""

from __future__ import annotations

import pytest

from msgevidence.formats import register
from msgevidence.formats.names import parse_given_first, parse_name
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import StringSource

RECORD = {
    "ris": "TY  - JOUR\nTI  - One\nER  - \n",
    "nbib": "PMID- 1\nTI  - One\n",
    "refer": "%0 Book\n%T One\n",
    "refworks": "RT Book, Whole\nT1 One\n",
    "web-of-science": "PT J\nTI One\nER\n",
    "ovid": "<1>\nVN  - Ovid Technologies\nTI  - One\n",
}


def raws(name: str, text: str) -> list[RawRecord]:
    return list(register.reader(name).read(StringSource(text)))


@pytest.mark.parametrize("name", RECORD)
def test_the_format_is_found_from_one_record(name: str) -> None:
    assert register.detect(RECORD[name]).name == name


@pytest.mark.parametrize("name", RECORD)
def test_text_before_the_first_record_is_quoted(name: str) -> None:
    (raw,) = raws(name, "1 exp Self-Help Groups/ (300)\n\n" + RECORD[name])
    assert [(problem.code, problem.quote) for problem in raw.problems] == [
        ("text-between-records", "1 exp Self-Help Groups/ (300)")
    ]


@pytest.mark.parametrize("name", ["nbib", "web-of-science", "ovid"])
def test_text_within_a_record_is_quoted(name: str) -> None:
    begin, tag, end = RECORD[name].partition("One\n")
    (raw,) = raws(name, f"{begin}{tag}half a line\n{end}")
    assert [(problem.code, problem.quote) for problem in raw.problems] == [("text-in-record", "half a line")]


@pytest.mark.parametrize("name", RECORD)
def test_lines_and_places_of_records(name: str) -> None:
    text = RECORD[name] + "\n" + RECORD[name].replace("One", "Two")
    found = raws(name, text)
    lines = 2 if name == "ovid" else 1  # the number before its first record is no part of it
    assert [(raw.index, raw.line) for raw in found] == [(0, lines), (1, RECORD[name].count("\n") + 1 + lines)]


def test_a_record_number_ends_a_record_that_has_no_end() -> None:
    text = "TY  - JOUR\nTI  - One\nRecord #2 of 2\nTY  - JOUR\nTI  - Two\nER  - \n"
    found = raws("ris", text)
    assert [dict(raw.fields)["TI"] for raw in found] == ["One", "Two"]
    assert [problem.code for raw in found for problem in raw.problems] == ["missing-end", "text-between-records"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("King, Martin L Jr", Name(family="King", given="Martin L", suffix="Jr")),
        ("Roe, Jane Q 3rd", Name(family="Roe", given="Jane Q", suffix="3rd")),
        ("Junior, Ana", Name(family="Junior", given="Ana")),
    ],
)
def test_a_suffix_after_the_given_name(text: str, name: Name) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Geoffrey Chaucer", Name(family="Chaucer", given="Geoffrey")),
        ("Jan van der Berg", Name(family="Berg", given="Jan", non_dropping_particle="van der")),
        ("World Health Organization", Name(literal="World Health Organization")),
        ("IBM CORPORATION", Name(literal="IBM CORPORATION")),
        ("Plato", Name(literal="Plato")),
    ],
)
def test_names_that_begin_with_the_given_name(text: str, name: Name) -> None:
    assert parse_given_first(text) == name


@pytest.mark.parametrize("name", ["ris", "nbib", "endnote-xml"])
def test_protected_capitals_are_written_plain_and_named(name: str) -> None:
    title = 'Peers in <span class="nocase">NHS <span style="font-variant:small-caps;">x</span></span> <span>a</span>'
    record = Record(type="article-journal", title=title)
    writer = register.writer(name)
    text = b"".join(writer.write([record])).decode()
    assert "nocase" not in text
    assert "small-caps" not in text
    assert "Peers in NHS x" in text
    assert [problem.variable for problem in writer.losses(record)] == ["title"]
