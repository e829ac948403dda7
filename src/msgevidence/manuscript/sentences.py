"""Cuts running text into the sentences that cite."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgevidence.manuscript.pairing import Citation

_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[^\n]{0,60}\n)")
_END = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[^\W_a-zß-öø-ÿ])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:al|e\.g|i\.e|cf|vs|Dr|Prof|Mr|Mrs|Ms|St|No|pp?|ch|Fig|approx|ca|etc|Jr|Sr|U\.S|U\.K|vol|ed|eds)"
    r"|(?<![^\W_])[^\W\d_a-z])\.[\"”’)\]]*\s+$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of the manuscript; `text` has its line breaks as spaces."""

    text: str
    start: int
    end: int


def sentences(text: str, citations: Sequence[Citation]) -> Iterator[tuple[Sentence, list[Citation]]]:
    """Each sentence that cites, with its citations, in the order of the text."""
    if not citations:
        return
    bounds = [0]
    for found in re.finditer(r"\n[ \t]*\n", text):
        bounds.append(found.end())
    for found in _END.finditer(text):
        if not _ABBREVIATED.search(text, max(0, found.start() - 8), found.end()):
            bounds.append(found.end())
    bounds = sorted({*bounds, len(text)})
    grouped: dict[int, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(bisect_right(bounds, citation.start) - 1, []).append(citation)
    for position, inside in sorted(grouped.items()):
        start, end = bounds[position], bounds[position + 1] if position + 1 < len(bounds) else len(text)
        end = max(end, inside[-1].end)
        raw = text[start:end]
        left = start + len(raw) - len(raw.lstrip())
        right = start + len(raw.rstrip())
        yield Sentence(text[left:right].replace("\n", " "), left, right), inside
