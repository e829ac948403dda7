"""Every noted pair gets its verdict, by its rule, whichever way round it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from msgevidence.matching import RULES, compare, judge, keys, prepare
from msgevidence.matching.rules import NO_RULE
from msgevidence.model.record import Record

PAIRS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "pairs.json").read_text(encoding="utf-8")
)["pairs"]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_pair(pair: dict[str, Any]) -> None:
    a, b = Record.from_csl(pair["a"]), Record.from_csl(pair["b"])
    found = judge(compare(prepare(a), prepare(b)))
    assert (found.verdict.value, found.rule) == (pair["verdict"], pair["rule"]), pair["note"]
    assert compare(prepare(a), prepare(b)) == compare(prepare(b), prepare(a))
    if pair["verdict"] != "different":
        assert set(keys(a)) & set(keys(b)), "never compared: no block has both"


def test_there_are_enough_pairs_and_each_is_noted() -> None:
    assert len(PAIRS) >= 120
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)
    assert all(pair["note"] for pair in PAIRS)


def test_every_rule_has_a_pair() -> None:
    assert {pair["rule"] for pair in PAIRS} == {rule.name for rule in RULES} | {NO_RULE}


def test_rules_have_distinct_names_and_reasons() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == len({rule.because for rule in RULES})
