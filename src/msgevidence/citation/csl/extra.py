"""Variables that reference managers have no field for and users write into the note: "event-date: 2004-10-01"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from . import variables

LINE = re.compile(r"^\s*([a-zA-Z][a-zA-Z-]{1,40}):\s*(\S.*)$")
BRACED = re.compile(r"\{:([a-zA-Z][a-zA-Z-]{1,40}):\s*([^{}]+)\}")
TEXTS = frozenset(
    """abstract annote archive archive_collection archive_location archive-place authority call-number citation-label
    collection-title container-title container-title-short dimensions division DOI edition event event-title event-place
    genre ISBN ISSN jurisdiction keyword language license medium original-publisher original-publisher-place
    original-title page PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale source
    status title title-short URL version""".split()
)
BY_LOWER = {name.lower(): name for name in (*TEXTS, *variables.NAMES, *variables.DATES, *variables.NUMBERS)}


def with_note_fields(raw: Mapping[str, object]) -> Mapping[str, object]:
    """The item with what its note declares, where the item itself says nothing of that name."""
    note = raw.get("note")
    if not isinstance(note, str) or ":" not in note:
        return raw
    found: dict[str, object] = {}
    kept = []
    for line in BRACED.sub(lambda match: _take(match, raw, found), note).split("\n"):
        match = LINE.match(line)
        if match is None or _take(match, raw, found):
            kept.append(line)
    if not found:
        return raw
    rest = "\n".join(kept).strip()
    return {**raw, **found, "note": rest}


def _take(match: re.Match[str], raw: Mapping[str, object], found: dict[str, object]) -> str:
    """Record the field and leave nothing of it; or leave it, where it is not one."""
    name = BY_LOWER.get(match[1].lower())
    value = match[2].strip()
    if name is None or raw.get(name):
        return match[0]
    if name in variables.NAMES:
        family, bar, given = value.partition("||")
        name_object = {"family": family.strip(), "given": given.strip()} if bar else {"literal": value}
        people = found.setdefault(name, [])
        if isinstance(people, list):
            people.append(name_object)
    elif name in variables.DATES:
        found[name] = {"raw": value}
    else:
        found[name] = value
    return ""
