"""What the pipeline hands to a run: one Entry for each record that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgevidence.model.evidence import Tag
from msgevidence.model.problems import Problem
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record that was read, with what was decided about it.

    `record` is None only when it is rejected. `keys` are the match keys of `record` (signed 64-bit), by which later
    drafts find it. `merged` is the report's description after a MERGE (and may differ from `record` after an ADD);
    None means: `record` as it is for an ADD, the report's own values with only their gaps filled for a MERGE.
    `origins` says of `merged` which variable came from where, in the words of whoever merged.

    `revises`: `merged` is what an older form of the same source made of the report, with what was changed since then;
    origins of what did not change stay.

    `citekey` is what the report would like to be called; it counts for an ADD (and later, for a HOLD that is decided
    as one). The store tries it, then `citekey_alternatives` in order, then `citekey` with a, b, c …, and never
    changes it again. An empty one becomes ``ref``.
    """

    raw: RawRecord
    decision: Decision
    record: Record | None = None
    keys: tuple[int, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = ()
    merged: Record | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    revises: bool = False
    citekey: str = ""
    citekey_alternatives: tuple[str, ...] = ()
