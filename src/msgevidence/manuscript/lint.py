"""APA 7 faults of a reference list, and every entry written anew by the style.

Sections are those of the Publication Manual, seventh edition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgevidence.citation.documents import inline
from msgevidence.citation.formatted import Runs
from msgevidence.citation.style import bibliography
from msgevidence.manuscript.labels import folded, label
from msgevidence.manuscript.lint_rules import ANY_STYLE, RULES, Entry, StyleNote, proposed
from msgevidence.manuscript.lookup import Looked, Verdict
from msgevidence.manuscript.pairing import sort_key
from msgevidence.manuscript.reading import Manuscript
from msgevidence.manuscript.reflist import Reference


@dataclass(frozen=True, slots=True)
class Linted:
    """Per reference its notes and the corrected entry as runs of text (() where nothing could be read)."""

    notes: tuple[tuple[StyleNote, ...], ...]
    corrected: tuple[Runs, ...]


def lint(manuscript: Manuscript, references: Sequence[Reference], looked: Sequence[Looked]) -> Linted:
    """Every rule on every entry, and the entries as the APA style writes them."""
    order = _out_of_order(references)
    corrected = _corrected(references, looked)
    notes: list[tuple[StyleNote, ...]] = []
    twice = _twice(references)
    for reference, found in zip(references, looked, strict=True):
        own: list[StyleNote] = []
        if reference.record is not None and reference.parsed is not None:
            entry = Entry(reference, reference.record, found, manuscript)
            style = reference.parsed.style
            if style not in ("", "apa"):
                own.append(
                    StyleNote(
                        "reference-form",
                        f"the entry looks like {style} style; the corrected entry has the form of APA 7",
                        inline(corrected.get(reference.index, ())),
                    )
                )
            for rule in RULES if style in ("", "apa") else ANY_STYLE:
                own += rule(entry)
        for table in (order, twice):
            if reference.index in table:
                own.append(table[reference.index])
        notes.append(tuple(own))
    return Linted(tuple(notes), tuple(corrected.get(one.index, ()) for one in references))


def _corrected(references: Sequence[Reference], looked: Sequence[Looked]) -> dict[int, Runs]:
    """The draft's own entries in APA 7; of a matched work, an issue and DOI the draft left out are filled in."""
    records = []
    for reference, found in zip(references, looked, strict=True):
        record = reference.record
        if record is None:
            continue
        title = proposed(record.title, found.work).after if record.title else ""
        record = record.replaced(id=str(reference.index), title=title)
        if found.verdict is Verdict.MATCHED and found.work:
            record = record.replaced(doi=record.doi or found.work.doi, issue=record.issue or found.work.issue)
        records.append(record)
    return {int(entry.id): entry.runs for entry in bibliography(records, "apa").entries}


def _out_of_order(references: Sequence[Reference]) -> Mapping[int, StyleNote]:
    """The fewest entries that must move for the list to be in order (9.44); of two that could, the later one."""
    keyed = [(sort_key(one), one) for one in references if one.record is not None and one.start >= 0]
    keys = [key for key, _ in keyed]
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    falling = [-ranks[key] for key in reversed(keys)]  # longest run read from the end, so that later ones move
    stays = {len(keys) - 1 - position for position in _longest_rising(falling)}
    notes: dict[int, StyleNote] = {}
    settled = sorted((ranks[keys[position]], position) for position in stays)
    for position, (key, one) in enumerate(keyed):
        if position in stays:
            continue
        at = bisect_left(settled, (ranks[key], -1))
        where = (
            f"before {label(keyed[settled[at][1]][1])}"
            if at < len(settled)
            else f"after {label(keyed[settled[-1][1]][1])}"
        )
        words = "entries are in alphabetical order of the authors, then by year (section 9.44); this one belongs"
        notes[one.index] = StyleNote("list-order", words, where)
    return notes


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Positions of a longest non-decreasing run."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        at = bisect_left(tails, value + 1)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(position)
        else:
            tails[at], ends[at] = value, position
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept


def _twice(references: Sequence[Reference]) -> Mapping[int, StyleNote]:
    """Entries that stand in the list a second time."""
    seen: dict[tuple[str, int | None], Reference] = {}
    notes: dict[int, StyleNote] = {}
    for one in references:
        if one.record is None or not one.record.title:
            continue
        key = (folded(one.record.title), one.record.year)
        if key in seen and sort_key(seen[key])[0] == sort_key(one)[0]:
            notes[one.index] = StyleNote(
                "listed-twice", f"the list has this work already, as entry {seen[key].index + 1}"
            )
        else:
            seen.setdefault(key, one)
    return notes
