"""Citations by number, "[1, 3–5]", for drafts that have no author–year citation: paired with entries by their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgevidence.manuscript.pairing import Citation, Pairing, Trouble
from msgevidence.manuscript.reading import Manuscript, Span
from msgevidence.manuscript.reflist import Reference

_BRACKET = re.compile(r"\[(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\]")
_LABEL = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)])")
_RANGE = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")


def pair_numbers(manuscript: Manuscript, skip: Span, references: Sequence[Reference]) -> Pairing:
    """Every bracket of numbers outside `skip`; an entry's number is its label, or its place where it has none."""
    by_number: dict[int, int] = {}
    for one in references:
        found = _LABEL.match(one.raw)
        by_number.setdefault(int(next(filter(None, found.groups()))) if found else one.index + 1, one.index)
    citations: list[Citation] = []
    for found in _BRACKET.finditer(manuscript.text):
        if skip[0] <= found.start() < skip[1]:
            continue
        numbers = _numbers(found.group(1))
        missing = [number for number in numbers if number not in by_number]
        citations.append(
            Citation(
                found.group(),
                found.start(),
                found.end(),
                False,
                tuple(by_number[number] for number in numbers if number in by_number),
                Trouble.NO_REFERENCE if missing else None,
                f"the list has no entry {', '.join(map(str, missing))}" if missing else "",
            )
        )
    cited = {index for citation in citations for index in citation.references}
    return Pairing(tuple(citations), tuple(one.index for one in references if one.index not in cited))


def _numbers(text: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"[,;]", text):
        if found := _RANGE.search(part):
            low, high = int(found.group(1)), int(found.group(2))
            numbers += range(low, high + 1) if low <= high else (low, high)
        else:
            numbers.append(int(part))
    return list(dict.fromkeys(numbers))
