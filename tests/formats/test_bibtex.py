"""The BibTeX reader, against bibtexparser on plain files and by itself on the broken ones."""

from __future__ import annotations

import ast
from pathlib import Path

import bibtexparser
import pytest

from msgevidence.formats import register
from msgevidence.formats.bibtex.names import format_name, parse, split_list
from msgevidence.model.names import Name
from msgevidence.model.record import Record
from msgevidence.ports import StringSource

SOURCE = Path(__file__).resolve().parents[2] / "src" / "msgevidence"
PLAIN = """
@string{plos = "PLoS Medicine"}
@article{a, author = {Roe, Jane and Doe, John}, title = {One {Two} Three}, journal = plos, year = 2010, pages = "1--9"}
@book(b, title = {A {"}quoted{"} word}, publisher = {Example} # { Press}, year = {1999})
@misc{c, title = {Umlauts {\\"o}}, note = {50% of them}}
"""


def fields(text: str) -> list[dict[str, str]]:
    return [dict(raw.fields) for raw in register.reader("bibtex").read(StringSource(text))]


def test_agrees_with_bibtexparser_on_plain_entries() -> None:
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    theirs = {entry["ID"]: entry for entry in bibtexparser.loads(PLAIN, parser=parser).entries}
    for ours in fields(PLAIN):
        kind, key = ours.pop("@type"), ours.pop("@key")
        assert {**ours, "ENTRYTYPE": kind, "ID": key} == theirs[key]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Holt-Lunstad, Julianne", Name(family="Holt-Lunstad", given="Julianne")),
        ("Ludwig van Beethoven", Name(family="Beethoven", given="Ludwig", non_dropping_particle="van")),
        ("de la Cruz, Mar{\\'\\i}a", Name(family="Cruz", given="María", non_dropping_particle="de la")),
        ("King, Jr., Martin Luther", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("{World Health Organization}", Name(literal="World Health Organization")),
        ("Plato", Name(family="Plato")),
        ("Per Brinch {Hansen Smith}", Name(family="Hansen Smith", given="Per Brinch")),
        ("family=Gogh, given=Vincent, prefix=van", Name(family="Gogh", given="Vincent", non_dropping_particle="van")),
    ],
)
def test_names(text: str, name: Name) -> None:
    assert parse(text) == (name,)
    assert parse(format_name(name)) == (name,)


def test_and_within_braces_does_not_separate() -> None:
    assert split_list("{Simon and Schuster} AND Roe, Jane\n and Doe, John") == [
        "{Simon and Schuster}",
        "Roe, Jane",
        "Doe, John",
    ]


def test_a_value_cannot_add_a_field_or_an_entry() -> None:
    title = 'x}, note = {injected}} @article{y, title = {"z\\'
    for name in ("bibtex", "biblatex"):
        text = b"".join(register.writer(name).write([Record(type="book", id="k", title=title)])).decode()
        assert [set(entry) for entry in fields(text)] == [{"@type", "@key", "title"}]


def test_a_key_cannot_end_its_entry() -> None:
    text = b"".join(register.writer("bibtex").write([Record(type="book", id="a}, x = {b", title="t")])).decode()
    assert len(fields(text)) == 1


def test_only_this_format_imports_bibtexparser() -> None:
    importers = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(module.split(".")[0] == "bibtexparser" for module in modules):
                importers.add(path.parent.relative_to(SOURCE).as_posix())
    assert importers == {"formats/bibtex"}


@pytest.mark.parametrize(("page", "wire"), [("288-293", "288--293"), ("S1-S5, 7-9", "S1--S5, 7--9"), ("e7", "e7")])
def test_a_range_of_pages_has_a_dash(page: str, wire: str) -> None:
    for name in ("bibtex", "biblatex"):
        text = b"".join(register.writer(name).write([Record(type="book", id="k", page=page)])).decode()
        assert fields(text)[0]["pages"] == wire
        reader = register.reader("bibtex")
        assert [reader.draft(raw).settle().page for raw in reader.read(StringSource(text))] == [page]


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    "record",
    [
        Record(type="book", id="k", title="t", page="350"),
        Record(type="book", id="k", title="t", page="350", number_of_pages="400"),
        Record(type="manuscript", id="k", title="t", page="10-20"),
        Record(type="book", id="k", title="t", publisher="Stone and Sons", publisher_place="Bosnia and Herzegovina"),
    ],
)
def test_what_reading_would_take_for_something_else_comes_back(name: str, record: Record) -> None:
    text = b"".join(register.writer(name).write([record])).decode()
    reader = register.reader("bibtex")
    assert [reader.draft(raw).settle() for raw in reader.read(StringSource(text))] == [record]
