"""What holds for every format of the register: golden samples, second reading equals first, losses are named."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from msgevidence.errors import FileRefused
from msgevidence.formats import register
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import Reader, StringSource, Writer
from msgevidence.sources.files import from_upload, open_file
from support.generated_records import records
from support.mutations import hurt, mutated, samples, shortened

DATA = Path(__file__).resolve().parents[1] / "data"
FOLDERS = {
    reader.name: folder
    for reader in register.READERS
    if reader.name != "reference-list" and (DATA / (folder := reader.name.replace("-", "_"))).is_dir()
}
READS = {"biblatex": "bibtex"}  # what a writer writes is read by the reader of its name, or by this one
READABLE = {READS.get(reader.name, reader.name) for reader in register.READERS} | set(READS)
OWN = [  # the reference list has tests of its own, JATS is not read
    writer for writer in register.WRITERS if writer.name != "reference-list" and writer.name in READABLE
]

SAMPLES = sorted(
    path
    for folder in FOLDERS.values()
    for path in (DATA / folder).iterdir()
    if path.name.endswith(".expected.json") is False and path.name != "README.md"
)


def reader_of(writer: Writer) -> Reader:
    return register.reader(READS.get(writer.name, writer.name))


def read(reader: Reader, data: bytes) -> list[Record]:
    source = from_upload("written", data) if data.startswith(b"PK") else StringSource(data.decode("utf-8"))
    return [reader.draft(raw).settle() for raw in reader.read(source)]


def written(writer: Writer, items: list[Record]) -> bytes:
    return b"".join(writer.write(items))


def summary(reader: Reader, path: Path) -> list[dict[str, Any]]:
    out = []
    for raw in reader.read(open_file(path)):
        draft = reader.draft(raw)
        entry: dict[str, Any] = {"csl": draft.settle().to_csl()}
        if draft.leftovers:
            entry["leftovers"] = [[left.tag, left.value] for left in draft.leftovers]
        if draft.problems:
            entry["problems"] = [problem.code for problem in draft.problems]
        if draft.rejected:
            entry["rejected"] = draft.rejected
        out.append(entry)
    return out


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_sample(path: Path) -> None:
    source = open_file(path)
    reader = register.detect(source.head, path.name)
    assert FOLDERS[reader.name] == path.parent.name
    expected = json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))
    assert summary(reader, path) == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_second_reading_of_a_sample_equals_the_first(path: Path) -> None:
    reader = register.detect(open_file(path).head, path.name)
    first = [reader.draft(raw).settle() for raw in reader.read(open_file(path)) if not reader.draft(raw).rejected]
    writers = [writer for writer in OWN if reader_of(writer) is reader]
    for writer in writers:
        second = read(reader, written(writer, first))
        assert [with_own_id(record, record) for record in second] == [
            with_own_id(one, other) for one, other in zip(first, second, strict=True)
        ]


def with_own_id(record: Record, other: Record) -> Record:
    """A record without a key gets one when it is written."""
    return record if record.id else record.replaced(id=other.id)


@pytest.mark.parametrize("writer", OWN, ids=lambda writer: writer.name)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=records())
@example(record=Record(type="article-journal", id="k", title="a", author=(Name(family="von", given="X"),)))
@example(record=Record(type="book", id="k", title="x, year = {1999}, note = {y"))
@example(record=Record(type="book", id="k", title="x\nER  - \n\nTY  - JOUR\nTI  - y"))
def test_what_does_not_come_back_is_named(writer: Writer, record: Record) -> None:
    named = {problem.variable for problem in writer.losses(record)}
    again = read(reader_of(writer), written(writer, [record]))
    assert len(again) == 1, "a value made a record of its own"
    before, after = dict(record.values()), dict(again[0].values())
    changed = {variable for variable in before if before[variable] != after.get(variable)}
    assert changed <= named
    assert again[0].type == record.type or "type" in named
    gained = set(after) - set(before) - {"container_title", "url", "genre", "doi", "pmid", "pmcid"}
    assert not gained or changed


@pytest.mark.parametrize("writer", OWN, ids=lambda writer: writer.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=records())
def test_second_reading_of_any_record_equals_the_first(writer: Writer, record: Record) -> None:
    reader = reader_of(writer)
    once = read(reader, written(writer, [record]))
    twice = read(reader, written(writer, once))
    assert twice == once


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_broken_file_is_read_or_refused(path: Path) -> None:
    """Cut, with flipped bytes, doubled braces, swapped lines, long runs of one sign: no other exception escapes."""
    data = path.read_bytes()
    reader = register.reader({folder: name for name, folder in FOLDERS.items()}[path.parent.name])
    chance = random.Random(path.name)
    for number in range(60):
        change = mutated if number % 20 else hurt
        try:
            for raw in reader.read(from_upload("broken", change(data, chance))):
                check(raw)
                reader.draft(raw).settle()
        except FileRefused as refusal:
            assert "broken" in str(refusal)


def check(raw: RawRecord) -> None:
    """Its fields can be stored as JSON in UTF-8."""
    json.dumps(raw.fields, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("name", FOLDERS)
def test_no_value_is_cut_without_a_word(name: str) -> None:
    reader, inputs, chance = register.reader(name), samples(name), random.Random(name)
    found = [failure for _ in range(100) for failure in shortened(reader, chance.choice(inputs), chance)]
    assert not found


@given(text=st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_detected_or_refused(text: str) -> None:
    try:
        reader = register.detect(text)
    except FileRefused:
        return
    assert reader in register.READERS


def test_names_are_unique_and_found() -> None:
    assert len({reader.name for reader in register.READERS}) == len(register.READERS)
    assert len({writer.name for writer in register.WRITERS}) == len(register.WRITERS)
    for reader in register.READERS:
        assert register.reader(reader.name) is reader
    for writer in register.WRITERS:
        assert register.writer(writer.name) is writer


@pytest.mark.parametrize("writer", OWN, ids=lambda writer: writer.name)
def test_a_doi_keeps_the_case_its_source_prints(writer: Writer) -> None:
    record = Record(type="article-journal", id="k", title="a", doi="10.1161/CIR.0b013e318288b4dd")
    assert read(reader_of(writer), written(writer, [record]))[0].doi == record.doi


@pytest.mark.parametrize("writer", OWN, ids=lambda writer: writer.name)
def test_an_entity_that_is_text_is_resolved_once(writer: Writer) -> None:
    text = "R&amp;D, p < 0.05"
    record = Record(type="article-journal", id="k", title=text, abstract=text)
    again = read(reader_of(writer), written(writer, [record]))[0]
    named = {problem.variable for problem in writer.losses(record)}
    assert {variable for variable in ("title", "abstract") if getattr(again, variable) != text} == named & {
        "title",
        "abstract",
    }
    if writer.name in ("bibtex", "biblatex", "csl-json", "ris"):
        assert again.abstract == again.title == text
