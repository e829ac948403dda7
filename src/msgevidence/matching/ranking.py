"""A draft held against the reports that share a key with it."""

from __future__ import annotations

from collections.abc import Sequence

from msgevidence.matching.compare import compare
from msgevidence.matching.prepared import Prepared, prepare
from msgevidence.matching.rules import judge
from msgevidence.model.record import Record
from msgevidence.ports import Match, Verdict

_ORDER = {Verdict.SAME: 0, Verdict.MAYBE: 1, Verdict.DIFFERENT: 2}


def match(record: Record | Prepared, candidates: Sequence[tuple[int, Record | Prepared]]) -> tuple[Match, ...]:
    """Every candidate (report id, its record) with its verdict, best first. Hand in Prepared what comes often."""
    ready = record if isinstance(record, Prepared) else prepare(record)
    found: list[tuple[tuple[float, ...], Match]] = []
    for report, candidate in candidates:
        evidence = compare(ready, candidate if isinstance(candidate, Prepared) else prepare(candidate))
        verdict = judge(evidence)
        reasons = evidence.reasons()
        agreeing = sum(value == "agree" for _, value in reasons)
        rank = (_ORDER[verdict.verdict], -(evidence.title or 0.0), -agreeing, report)
        found.append((rank, Match(report, verdict.verdict, verdict.rule, reasons)))
    return tuple(match for _, match in sorted(found, key=lambda pair: pair[0]))
