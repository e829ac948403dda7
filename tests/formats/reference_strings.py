"""The short notation of tests/data/reference_list, and parsed entries brought into it."""

from __future__ import annotations

from collections.abc import Mapping

from msgevidence.formats.reference_list import Parsed
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name


def expected(row: Mapping[str, str]) -> dict[str, str]:
    """The fields a row of the data promises."""
    return {key: value for key, value in row.items() if key not in ("text", "style")}


def flat(parsed: Parsed) -> dict[str, str]:
    """What was parsed, in the notation of the data."""
    out = {"type": parsed.type}
    for variable, value in parsed.values.items():
        if isinstance(value, str):
            out[variable] = value
        elif isinstance(value, PartialDate):
            out[variable] = _date(value)
        else:
            out[variable] = "; ".join(_name(name) for name in value)
    tags = {"year-suffix": "suffix", "name-note": "name_note"}
    for left in parsed.leftovers:
        out[tags.get(left.tag, left.tag)] = left.value
    return out


def _date(date: PartialDate) -> str:
    if date.literal:
        return f"literal:{date.literal}"
    parts = ["-".join(f"{part:02d}" for part in side) for side in (date.start, date.end) if side]
    season = f"-season-{date.season}" if date.season else ""
    return f"{'circa:' if date.circa else ''}{'/'.join(parts)}{season}"


def _name(name: Name) -> str:
    if name.literal:
        return f"[{name.literal}]"
    family = f"{{{name.non_dropping_particle}}} {name.family}" if name.non_dropping_particle else name.family
    given = f"{name.given} <{name.dropping_particle}>" if name.dropping_particle else name.given
    return ", ".join(part for part in (family, given, name.suffix) if part)
