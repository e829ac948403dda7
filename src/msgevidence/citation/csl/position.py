"""Where a cite stands in the document: first, subsequent, ibid, near an earlier note."""

from __future__ import annotations

from collections.abc import Sequence

from .context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, Cite


def assign(clusters: Sequence[tuple[int, Sequence[Cite]]], near: int) -> None:
    """Give every cite of a document its position; clusters come in text order as (note number or 0, cites)."""
    for in_notes in (False, True):
        _assign([(note, cites) for note, cites in clusters if bool(note) == in_notes], near)


def _assign(clusters: Sequence[tuple[int, Sequence[Cite]]], near: int) -> None:
    """Citations in the text and those in notes are two sequences, each with its own firsts and ibids."""
    first_note: dict[str, int] = {}
    last_note: dict[str, int] = {}
    previous: list[Cite] = []
    previous_note = -1
    for note, cites in clusters:
        for index, cite in enumerate(cites):
            key = cite.item.id
            if key not in first_note:
                cite.position = FIRST
                cite.near_note = False
                cite.first_note = ""
                first_note[key] = note
            else:
                before = cites[index - 1] if index else None
                if (
                    index == 0
                    and previous
                    and (
                        (note and note == previous_note) or all(one.item.id == previous[0].item.id for one in previous)
                    )
                ):
                    before = previous[-1]
                cite.position = _repeated(cite, before)
                cite.first_note = str(first_note[key]) if first_note[key] else ""
                cite.near_note = note - last_note[key] <= near
            last_note[key] = note
        previous = [*previous, *cites] if note and note == previous_note else list(cites)
        previous_note = note


def _repeated(cite: Cite, before: Cite | None) -> int:
    if before is None or before.item.id != cite.item.id:
        return SUBSEQUENT
    if before.locator and not cite.locator:
        return SUBSEQUENT
    if cite.locator and (cite.locator, cite.label) != (before.locator, before.label):
        return IBID_WITH_LOCATOR
    return IBID


__all__ = ["assign"]
