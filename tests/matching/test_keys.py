"""Blocks: stable, never from an empty value, and met by the two records of a report."""

from __future__ import annotations

from msgevidence.matching import keys, prepare
from msgevidence.matching.keys import blocks
from msgevidence.matching.prepared import handles
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record

WORK = Record(
    type="article-journal",
    title="Leadership in bereavement self-help groups",
    author=(Name(family="Okafor", given="Ngozi"),),
    issued=PartialDate((2009,)),
    container_title="International Journal of Self Help Research",
    volume="12",
    page="101-119",
    doi="10.5555/ijshr.12.101",
)


def test_keys_are_the_same_everywhere_and_fit_a_signed_column() -> None:
    found = keys(WORK)
    assert found[0] == 3554199572754132627  # doi|10.5555/ijshr.12.101: stored libraries rely on it
    assert all(-(2**63) <= key < 2**63 for key in found)
    assert len(set(found)) == len(found) >= 6


def test_prepared_records_have_the_same_keys() -> None:
    assert keys(prepare(WORK)) == keys(WORK)


def test_nothing_has_no_key() -> None:
    assert keys(Record(type="document")) == ()


def test_no_key_from_an_empty_value() -> None:
    for record in (
        Record(type="document", title=" "),
        Record(type="document", author=(Name(literal="Anonymous"),), issued=PartialDate((2009,))),
        Record(type="document", volume="12"),
        Record(type="document", page="101"),
        Record(type="document", issued=PartialDate((2009,)), container_title="A Journal"),
    ):
        assert keys(record) == (), record


def test_a_generic_title_alone_does_not_gather_a_thousand() -> None:
    several = [
        Record(type="document", title="Editorial", author=(Name(family=family),), issued=PartialDate((2009,)))
        for family in ("Okafor", "Brandt")
    ]
    assert not set(keys(several[0])) & set(keys(several[1]))


def test_every_block_is_met_through_a_gap_in_the_others() -> None:
    for change in (
        {"doi": ""},
        {"title": "Leadership in bereavment self help groups"},
        {"title": ""},
        {"author": ()},
        {"issued": PartialDate()},
        {"volume": "", "page": ""},
    ):
        changed = WORK.replaced(**{"doi": "", **change})
        assert set(keys(WORK)) & set(keys(changed)), change


def test_blocks_can_be_read() -> None:
    assert "page|12|101|2009" in set(blocks(handles(WORK)))


def test_handles_are_the_same_whether_the_record_was_prepared_or_not() -> None:
    editorial = Record(type="article-journal", title="Editorial", container_title="Lancet", issued=PartialDate((1999,)))
    nameless = Record(type="article-journal", title="—", volume="3", page="1-2")
    assert "generic|editorial|1999|lancet" in set(blocks(handles(editorial)))
    for record in (WORK, editorial, nameless):
        assert list(blocks(handles(record))) == list(blocks(handles(prepare(record))))
