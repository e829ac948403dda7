"""Citations by number, "[1, 3–5]" or raised, for drafts that have no author–year citation: paired with entries by their
place. Intervals and scales in brackets, units and statistics with an exponent are no citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgevidence.manuscript.pairing import Citation, Pairing, Trouble
from msgevidence.manuscript.reading import Manuscript, Span
from msgevidence.manuscript.reflist import Reference

_BRACKET = re.compile(r"\[(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\]")
_RAISED = re.compile(r"(?<=[^\W\d_]|[.,;:!?)\]”\"’])(?P<raised>[⁰¹²³⁴-⁹]+(?:\s?[,–⁻-]\s?[⁰¹²³⁴-⁹]+)*)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MEASURED = re.compile(
    r"(?:\b(?:C\.?I\.?|intervals?|range[ds]?|scales?|IQR|between|from|within|score[ds]?|bounds?)|[=<>≤≥%])[\s:,]*$"
)
_UNIT = re.compile(r"(?:^|[\s(/·×\d])(?:[a-zµ]?m|[A-Za-zχηωεΔ])$")
_LABEL = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)])")
_RANGE = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")


def pair_numbers(manuscript: Manuscript, skip: Span, references: Sequence[Reference]) -> Pairing:
    """Every bracket of numbers outside `skip`; an entry's number is its label, or its place where it has none."""
    by_number: dict[int, int] = {}
    for one in references:
        found = _LABEL.match(one.raw)
        by_number.setdefault(int(next(filter(None, found.groups()))) if found else one.index + 1, one.index)
    citations: list[Citation] = []
    for start, end, numbers in _marks(manuscript.text):
        if skip[0] <= start < skip[1] or (0 in numbers and 0 not in by_number):
            continue
        missing = [number for number in numbers if number not in by_number]
        citations.append(
            Citation(
                manuscript.text[start:end],
                start,
                end,
                False,
                tuple(by_number[number] for number in numbers if number in by_number),
                Trouble.NO_REFERENCE if missing else None,
                f"the list has no entry {', '.join(map(str, missing))}" if missing else "",
            )
        )
    cited = {index for citation in citations for index in citation.references}
    return Pairing(tuple(citations), tuple(one.index for one in references if one.index not in cited))


def _marks(text: str) -> list[tuple[int, int, list[int]]]:
    """(start, end, numbers) of everything that looks like a citation by number, in the order of the text."""
    marks = [
        (found.start(), found.end(), _numbers(found.group(1)))
        for found in _BRACKET.finditer(text)
        if not _MEASURED.search(text, max(0, found.start() - 24), found.start())
    ]
    for found in _RAISED.finditer(text):
        plain = found["raised"].translate(_DIGITS)
        if plain in ("2", "3") and _UNIT.search(text, max(0, found.start() - 4), found.start()):
            continue  # m², χ², R²
        marks.append((found.start(), found.end(), _numbers(plain)))
    return sorted(marks)


def _numbers(text: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"[,;]", text):
        if found := _RANGE.search(part):
            low, high = int(found.group(1)), int(found.group(2))
            numbers += range(low, high + 1) if low <= high else (low, high)
        else:
            numbers.append(int(part))
    return list(dict.fromkeys(numbers))
