"""Records say the same in CSL-JSON and back."""

from __future__ import annotations

import dataclasses

import pytest

from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import VARIABLES, Draft, RawRecord, Record, csl_name


def test_csl_names() -> None:
    assert csl_name("container_title") == "container-title"
    assert csl_name("doi") == "DOI"
    assert csl_name("archive_location") == "archive_location"
    assert len(set(VARIABLES.values())) == len(VARIABLES)


def test_to_csl_and_back_is_the_same_record() -> None:
    record = Record(
        type="chapter",
        id="kessler2000",
        author=(Name(family="Berg", given="Jan", non_dropping_particle="van der", suffix="Jr."), Name(literal="WHO")),
        issued=PartialDate(start=(2000, 5), end=(2001,), circa=True),
        title="Help <i>in vivo</i>",
        doi="10.1000/xyz",
        page="315-333",
    )
    assert Record.from_csl(record.to_csl()) == record


def test_seasons_and_literals_survive() -> None:
    for date in (
        PartialDate(start=(2018,), season=2),
        PartialDate(literal="in press"),
        PartialDate(start=(-44, 3, 15)),
    ):
        assert PartialDate.from_csl(date.to_csl()) == date


def test_a_record_cannot_be_changed() -> None:
    record = Record(type="book")
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.title = "x"  # type: ignore[misc]
    assert record.replaced(title="x").title == "x"


def test_a_variable_that_does_not_exist_is_a_bug_not_data() -> None:
    draft = Draft(RawRecord("test", 0, 1), values={"no_such_variable": "x"})
    with pytest.raises(TypeError):
        draft.settle()
