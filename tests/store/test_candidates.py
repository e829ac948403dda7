"""Which reports a draft is held against: few, the likeliest, however many share a common key."""

from __future__ import annotations

from msgevidence.store import Library
from msgevidence.store.candidates import AT_MOST, WIDE, best
from store.builders import add, entry, record

COMMON, RARE = 1, 2


def test_a_key_that_very_many_have_does_not_flood_a_draft(library: Library) -> None:
    with library.run(source="many.ris") as run:
        made = run.apply(
            [entry(record(f"Groups {number}"), index=number, keys=(COMMON,)) for number in range(WIDE + 9)]
        )
    (told,) = add(library, record("The one"), keys=(COMMON, RARE))
    with library.run(source="asking", dry_run=True) as run:
        both, common, unknown = run.candidates([(COMMON, RARE), (COMMON,), (99,)])
    assert [report for report, _ in both] == [told]
    assert len(common) == AT_MOST
    assert {report for report, _ in common} <= {*made[-WIDE:], told}
    assert unknown == []


def test_the_rarer_the_shared_key_the_likelier_the_report() -> None:
    holders = {1: list(range(50)), 2: [7, 8], 3: [8]}
    assert best((1, 2, 3), holders)[:2] == [8, 7]
    assert len(best((1,), holders)) == AT_MOST
    assert best((), holders) == []
