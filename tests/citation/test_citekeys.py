"""Citation keys: patterns, folding, collisions, and keys that never change once published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgevidence.citation.citekeys import (
    Keys,
    assigned_keys,
    folded,
    made_key,
    proposed_key,
    rename_map,
    usable,
)
from msgevidence.errors import CallRefused
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record

HOLT = Record(
    type="article-journal",
    author=(Name(family="Holt-Lunstad", given="Julianne"), Name(family="Smith", given="Timothy B.")),
    issued=PartialDate((2010,)),
    title="Social relationships and mortality risk: A meta-analytic review",
    container_title="PLoS Medicine",
    volume="7",
    page="e1000316",
)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{author}{year}{title}", "holtlunstad2010social"),
        ("{Authors:2}{year}", "HoltlunstadSmith2010"),
        ("{author}:{year}-{title:3}", "holtlunstad:2010-socialrelationshipsmortality"),
        ("{container}{volume}_{page}", "pm7_e1000316"),
    ],
)
def test_a_pattern_makes_the_key(pattern: str, key: str) -> None:
    assert made_key(HOLT, pattern) == key


@pytest.mark.parametrize("pattern", ["", "no fields", "{author} {year}", "{nonsense}", "{author}\\{year}"])
def test_a_bad_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(CallRefused):
        made_key(HOLT, pattern)


@pytest.mark.parametrize(
    ("text", "ascii_"),
    [
        ("Ærøskøbing", "aeroskobing"), ("Straße", "strasse"), ("Łódź", "lodz"), ("Þórðr", "thordr"),
        ("Žižek", "zizek"), ("O’Neill-Smith Jr.", "oneillsmithjr"), ("Достоевский", "dostoevskii"),
        ("Ωμέγα", "omega"), ("Œuvre", "oeuvre"), ("Nguyễn", "nguyen"), ("王小明", "王小明"),
    ],
)  # fmt: skip
def test_letters_are_folded(text: str, ascii_: str) -> None:
    assert folded(text) == ascii_


def test_what_is_missing_is_named() -> None:
    assert made_key(Record(type="book")) == "anonnd"
    assert made_key(Record(type="book", title="The Of An")) == "anonnd"
    assert made_key(HOLT.replaced(issued=PartialDate(literal="in press"))) == "holtlunstadinpresssocial"
    assert made_key(HOLT.replaced(author=(), issued=PartialDate((-350,)))) == "anon350bcsocial"
    assert made_key(HOLT.replaced(author=(), editor=(Name(family="Doe"),))) == "doe2010social"


@pytest.mark.parametrize(
    ("literal", "start"),
    [
        ("Oxford House", "oxfordhouse"),
        ("National Institute of Mental Health", "nimh"),
        ("Substance Abuse and Mental Health Services Administration [SAMHSA]", "samhsa"),
    ],
)
def test_groups_are_shortened(literal: str, start: str) -> None:
    assert made_key(HOLT.replaced(author=(Name(literal=literal),)), "{author}") == start


def test_a_key_that_was_brought_is_kept_when_usable() -> None:
    assert proposed_key(HOLT.replaced(citation_key="Holt:2010_x")) == "Holt:2010_x"
    for bad in ("two words", "a,b", "{x}", "a\\b", "x" * 101, "-lead", ""):
        assert proposed_key(HOLT.replaced(citation_key=bad)) == "holtlunstad2010social"


def test_collisions_get_letters_without_end() -> None:
    keys = assigned_keys([HOLT] * 55)
    assert keys[:3] == ["holtlunstad2010social", "holtlunstad2010sociala", "holtlunstad2010socialb"]
    assert keys[27] == "holtlunstad2010socialaa"
    assert keys[53] == "holtlunstad2010socialba"
    assert len(set(keys)) == 55


def test_case_alone_makes_no_difference_and_published_keys_stay_taken() -> None:
    keys = Keys(["Doe2000"])
    assert keys.claim("doe2000") == "doe2000a"
    assert keys.claim("Doe2000A") == "Doe2000Aa"


def test_a_rename_map_changes_what_must_change_and_nothing_twice() -> None:
    other = HOLT.replaced(author=(Name(family="Kessler"),), issued=PartialDate((2000,)), title="Mutual help groups")
    library = [("holt", HOLT), ("holtlunstad2010socialb", HOLT), ("kessler", other), ("sent-out", other)]
    changes = rename_map(library, "{author}{year}{title}", published=["sent-out"])
    assert changes == {"holt": "holtlunstad2010social", "kessler": "kessler2000mutual"}
    after = [(changes.get(key, key), record) for key, record in library]
    assert rename_map(after, "{author}{year}{title}", published=["sent-out"]) == {}


@given(
    st.builds(
        Record,
        type=st.just("book"),
        author=st.lists(st.builds(Name, family=st.text(max_size=20), literal=st.text(max_size=20)), max_size=2).map(
            tuple
        ),
        title=st.text(max_size=60),
        citation_key=st.text(max_size=30),
    )
)
def test_every_record_gets_a_usable_key(record: Record) -> None:
    assert usable(proposed_key(record))
