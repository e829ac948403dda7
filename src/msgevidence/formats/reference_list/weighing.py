"""Two readings of one entry, by grammar and by model: which to believe, and how far."""

from __future__ import annotations

import re
from dataclasses import replace

from msgevidence.formats.reference_list.spans import Parsed
from msgevidence.model.dates import PartialDate

_DECIDING = ("title", "container_title", "volume", "issue", "publisher", "publisher_place", "edition")
_PEOPLE = ("author", "editor")
AGREED = 0.97
"""How often a reading is right on which grammar and model agree."""
DISPUTED = 0.8
"""The most that a reading may claim which the other contradicts."""
UNSURE = 0.75
"""Below this the model's objection does not count against an entry that keeps to its form."""
_SIGNS = re.compile(r"[\W_]+")


def weighed(grammar: Parsed | None, model: Parsed | None, *, promised: bool) -> Parsed | None:
    """The likelier of the two. `promised` tells that the entry keeps to a form the grammar knows exactly."""
    if grammar is None or model is None:
        return grammar or model
    disputed = disagreement(grammar, model)
    if not disputed:
        return replace(grammar, confidence=max(grammar.confidence, min(AGREED, grammar.confidence + 0.3)))
    if promised and model.confidence < UNSURE:
        return grammar  # the objection of one that does not know
    better = grammar if promised or grammar.confidence > model.confidence + 0.25 else model
    return replace(better, confidence=min(better.confidence, DISPUTED))


def disagreement(one: Parsed, other: Parsed) -> tuple[str, ...]:
    """The fields in which two readings differ, signs and case aside."""
    fields = [name for name in _DECIDING if _bare(one, name) != _bare(other, name)]
    fields += [name for name in _PEOPLE if _extent(one, name) != _extent(other, name)]
    if _year(one) != _year(other):
        fields.append("issued")
    if _place(one) != _place(other):
        fields.append("page")
    return tuple(fields)


def _bare(parsed: Parsed, name: str) -> str:
    return _SIGNS.sub("", str(parsed.values.get(name) or "")).casefold()


def _place(parsed: Parsed) -> str:
    """Pages, or the number of the article or report that stands in their stead."""
    return _bare(parsed, "page") or _bare(parsed, "number")


def _extent(parsed: Parsed, name: str) -> int:
    value = parsed.values.get(name)
    return len(value) if isinstance(value, tuple) else 0


def _year(parsed: Parsed) -> int | None:
    issued = parsed.values.get("issued")
    return issued.year if isinstance(issued, PartialDate) else None
