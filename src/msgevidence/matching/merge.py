"""Several records of one report made one, field by field, each value with its origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from msgevidence.matching import journals, pages, people
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import VARIABLES, Leftover, Record, Value

_UNITED = frozenset(("keyword",))


@dataclass(frozen=True, slots=True)
class Merged:
    """The record, and for each attribute with a value the position of the record it came from."""

    record: Record
    origins: Mapping[str, int]


def merge(records: Sequence[Record]) -> Merged:
    """The first record's values stand; a later one fills what is missing, or replaces a shorter form of the same
    (initials by given names, ``1425-37`` by ``1425-1437``, a year by a full date). Leftovers and keywords are united.
    ValueError for no records at all.
    """
    if not records:
        raise ValueError("nothing to merge")
    values: dict[str, Value] = {}
    origins: dict[str, int] = {}
    for index, record in enumerate(records):
        for attribute, value in record.values():
            if attribute not in values:
                values[attribute], origins[attribute] = value, index
            elif attribute in _UNITED:
                values[attribute] = _united(str(values[attribute]), str(value))
            elif _says_more(attribute, value, values[attribute]):
                values[attribute], origins[attribute] = value, index
    first = records[0]
    leftovers: dict[Leftover, None] = dict.fromkeys(left for record in records for left in record.leftovers)
    kind = next((record.type for record in records if record.type not in ("", "document")), first.type)
    merged = Record(type=kind, id=first.id, leftovers=tuple(leftovers), **values)  # type: ignore[arg-type]
    order = {attribute: origins[attribute] for attribute in VARIABLES if attribute in origins}
    return Merged(merged, MappingProxyType(order))


def _united(first: str, second: str) -> str:
    words: dict[str, str] = {}
    for word in f"{first};{second}".split(";"):
        if word.strip():
            words.setdefault(word.strip().casefold(), word.strip())
    return "; ".join(words.values())


def _says_more(attribute: str, new: Value, old: Value) -> bool:
    """Whether the new value is the old one in a fuller form, not merely another one."""
    if isinstance(new, PartialDate) and isinstance(old, PartialDate):
        return len(new.start) > len(old.start) and new.start[: len(old.start)] == old.start
    if isinstance(new, tuple) and isinstance(old, tuple):
        return _persons(new) > _persons(old) and people.likeness(people.people(new), people.people(old)) >= 0.7
    if not isinstance(new, str) or not isinstance(old, str) or len(new) <= len(old):
        return False
    if attribute == "page":
        return pages.pages(new).first == pages.pages(old).first
    if attribute == "container_title":
        name = journals.journal(old)
        return not name or journals.likeness(journals.journal(new), name) >= 0.95
    return attribute == "abstract"


def _persons(names: tuple[Name, ...]) -> tuple[int, int]:
    """How many are properly split, then how much is said."""
    return sum(1 for name in names if name.family), sum(len(name.family) + len(name.given) for name in names)
