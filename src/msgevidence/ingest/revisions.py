"""A record whose source was read before: what was changed there since then is changed in the report as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgevidence import matching
from msgevidence.model.record import VARIABLES, Record
from msgevidence.ports import Action, Decision

SAME_ITEM = "same-item"
_ADDRESSED = ("zotero-item", "uri")  # format and tag of the leftover that says where a record lives


def address(record: Record) -> str:
    """Where the record lives, in a library whose items have a lasting address; "" elsewhere."""
    return next((left.value for left in record.leftovers if (left.format, left.tag) == _ADDRESSED), "")


def address_keys(record: Record | None) -> tuple[int, ...]:
    """The key by which the next reading of the same item finds this one."""
    where = address(record) if record else ""
    return (matching.address_key(where),) if where else ()


def decided(report: int) -> Decision:
    """Into the report that the item went to last time, however much of it was changed."""
    return Decision(Action.MERGE, because=SAME_ITEM, report=report)


def revised(report: Record, base: Record, record: Record) -> tuple[Record, Mapping[str, str]]:
    """The report with what `record` says otherwise than `base`, the same item's record of last time; and the origins
    of what changed. What was removed there goes only if no other source had replaced it here.
    """
    changes: dict[str, Any] = {}
    for name in ("type", *VARIABLES):
        old, new, here = getattr(base, name), getattr(record, name), getattr(report, name)
        if new == old:
            continue
        if name == "keyword":
            changes[name] = "; ".join(_exchanged(report.keywords, base.keywords, record.keywords))
        elif new or here == old:
            changes[name] = new
    leftovers = tuple(_exchanged(report.leftovers, base.leftovers, record.leftovers))
    return report.replaced(**changes, leftovers=leftovers), dict.fromkeys(changes, "1")


def _exchanged(here: Sequence[Any], old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """Without what only the older list has, with what only the newer has."""
    gone = set(old) - set(new)
    return list(
        dict.fromkeys([*(item for item in here if item not in gone), *(item for item in new if item not in old)])
    )
