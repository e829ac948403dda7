"""Records as Zotero items: each variable in its own field, else in Extra as citation processors read it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from msgevidence.formats.fieldmap import foreign_leftovers, lost
from msgevidence.formats.zotero_item.reader import ZoteroItemReader
from msgevidence.formats.zotero_item.schema import NEAREST_TYPES, TYPE_OF_CSL, TYPES, ItemType
from msgevidence.formats.zotero_item.values import (
    NAME,
    extra_lines,
    read_tags,
    read_text,
    write_name,
    write_tags,
    write_text,
)
from msgevidence.model.problems import Problem
from msgevidence.model.record import DATE_VARIABLES, NAME_VARIABLES, Names, RawRecord, Record

_ADDRESS = re.compile(r"(?:https?://(?:www\.)?zotero\.org/(?:users|groups)/\w+/)?items/([A-Z0-9]{8})")


class ZoteroItemWriter:
    """An array of items without envelopes, one a line."""

    name = NAME
    label = "Zotero items (JSON)"
    suffix = ".json"
    media_type = "application/json"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        yield b"["
        for index, record in enumerate(records):
            item = item_data(record)
            if record.id:
                found = _ADDRESS.fullmatch(record.id)
                item = {"key": found.group(1)} | item if found else item
                if not found and "uri" not in item:
                    item["id"] = record.id
                elif "://" in record.id:
                    item["uri"] = record.id
            text = json.dumps(item, ensure_ascii=False)
            yield ((",\n" if index else "\n") + text).encode("utf-8", "replace")
        yield b"\n]\n"

    def losses(self, record: Record) -> tuple[Problem, ...]:
        again = _read_back(item_data(record))
        problems = [
            lost(variable, "cannot be written whole in this format")
            for variable, value in record.values()
            if getattr(again, variable) != value
        ]
        if again.type != record.type:
            problems.append(lost("type", f"“{record.type}” is read as {again.type}"))
        return (*problems, *foreign_leftovers(record, NAME))


def item_data(record: Record, allowed: Collection[str] | None = None) -> dict[str, Any]:
    """The item's fields as the API takes them, without key and version.

    `allowed` are the fields that the library's server knows for the type (all of ours, if None); other variables go
    to Extra.
    """
    item_type = _type(record)
    leftovers = _leftovers(record)
    data: dict[str, Any] = {"itemType": item_type.name}
    extra = [] if item_type.csl == record.type else [f"Type: {record.type}"]
    creators: list[dict[str, str]] = []
    for variable, value in record.values():
        if variable in ("keyword", "note"):
            continue
        if variable in NAME_VARIABLES:
            role = item_type.creator_of.get(variable)
            names: Names = value  # type: ignore[assignment]
            if role:
                creators.extend({"creatorType": role, **write_name(name)} for name in names)
            else:
                extra.extend(extra_lines(variable, value))
            continue
        field = item_type.field_of.get(variable, "")
        text = write_text(variable, value) if field and (allowed is None or field in allowed) else ""
        if text and variable in DATE_VARIABLES and field == "accessDate" and len(text) != len("2010-07-27"):
            text = ""  # the server takes whole dates only
        original = leftovers.get(field)
        if field and isinstance(original, str) and original.strip() and read_text(variable, original) == value:
            text = original
        if text:
            data[field] = text
        else:
            extra.extend(extra_lines(variable, value))
    extra.extend([line] if isinstance(line := leftovers.pop("extra", None), str) else line or [])
    note = "\n".join([*extra, *([record.note] if record.note else [])])
    if note:
        data["extra"] = note
    _put_lists(data, record, item_type, creators, leftovers)
    unknown = leftovers.pop("itemType", "")
    if unknown not in TYPES and isinstance(unknown, str) and unknown and allowed is None and record.type == "document":
        data["itemType"] = unknown
    for field, value in leftovers.items():
        data.setdefault(field, value)
    return data


def _put_lists(
    data: dict[str, Any],
    record: Record,
    item_type: ItemType,
    creators: list[dict[str, str]],
    leftovers: dict[str, Any],
) -> None:
    """Creators and tags, in their original order and with their original types where they still say the same."""
    kept = leftovers.pop("creators", None)
    if isinstance(kept, list) and _creators_say(kept, record, item_type):
        creators = kept
    if creators or kept:
        data["creators"] = creators or kept
    tags: list[Any] = write_tags(record.keyword)
    original = leftovers.pop("tags", None)
    if isinstance(original, list):
        types = {tag.get("tag"): tag for tag in original if isinstance(tag, dict)}
        tags = original if read_tags(original) == record.keyword else [types.get(tag["tag"], tag) for tag in tags]
    if tags or original:
        data["tags"] = tags or original


def _creators_say(creators: list[Any], record: Record, item_type: ItemType) -> bool:
    again = _read_back({"itemType": item_type.name, "creators": creators})
    return all(getattr(again, variable) == getattr(record, variable) for variable in item_type.creator_of)


def _type(record: Record) -> ItemType:
    """The type it had in Zotero, where that is still its kind; else the usual one."""
    for left in record.leftovers:
        if left.format == NAME and left.tag == "itemType":
            name = json.loads(left.value)
            if isinstance(name, str) and name in TYPES and TYPES[name].csl in (record.type, _usual(record).csl):
                return TYPES[name]
    return _usual(record)


def _usual(record: Record) -> ItemType:
    return TYPES[TYPE_OF_CSL.get(record.type) or NEAREST_TYPES.get(record.type, "document")]


def _leftovers(record: Record) -> dict[str, Any]:
    """What Zotero once said and no variable took, by field; several lines of Extra are joined."""
    found: dict[str, Any] = {}
    for left in record.leftovers:
        if left.format == NAME:
            value = json.loads(left.value)
            if left.tag == "extra" and isinstance(found.get("extra"), list):
                found["extra"].append(value)
            else:
                found.setdefault(left.tag, [value] if left.tag == "extra" and isinstance(value, str) else value)
    return found


def _read_back(data: dict[str, Any]) -> Record:
    reader = ZoteroItemReader()
    return reader.draft(RawRecord(NAME, 0, 1, tuple(data.items()))).settle()
