"""Zotero items into drafts; notes and attachments go with the item they belong to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgevidence.errors import FileRefused
from msgevidence.formats.hiding import from_note, from_url
from msgevidence.formats.json_items import is_empty, items, mended, not_an_object
from msgevidence.formats.zotero_item.schema import NOT_WORKS, TYPE_OF_CSL, TYPES, ItemType
from msgevidence.formats.zotero_item.values import (
    NAME,
    read_extra,
    read_name,
    read_tags,
    read_text,
    write_name,
    write_tags,
    write_text,
)
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Draft, Leftover, RawRecord
from msgevidence.ports import Source

_ENVELOPE = ("library", "version", "key", "collectionNames")
_IDENTITY = ("id", "uri", "key", "itemKey")  # a known address is left over too: a store has ids of its own
_CHILDREN = {"note": "notes", "attachment": "attachments", "annotation": "annotations"}


class ZoteroItemReader:
    """Reads the API's answers (items in envelopes, their fields under ``data``), bare items, and ``{"items": […]}``."""

    name = NAME
    label = "Zotero items (JSON)"
    suffixes: tuple[str, ...] = (".json",)
    media_types: tuple[str, ...] = ("application/json",)

    def sniff(self, head: str) -> float:
        if head.lstrip()[:1] not in ("[", "{"):
            return 0.0
        return 0.97 if re.search(r'"itemType"\s*:', head) else 0.0

    def read(self, source: Source) -> Iterator[RawRecord]:
        index = -1
        for index, (fields, line, problem) in enumerate(_with_children(source)):
            problems = (problem.at(record=index),) if problem else ()
            quote = (problem.quote or "") if problem else ""
            yield RawRecord(NAME, index, line, tuple(fields.items()), quote, problems)
        if index < 0 and not is_empty(source):
            raise FileRefused(source.name, "holds no Zotero item", remedy="Give the JSON that Zotero exports.")

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        fields = {key: value for key, value in raw.fields if value not in ("", None, [], {}, False)}
        name = str(fields.pop("itemType", ""))
        item_type = _type(draft, name)
        _identity(draft, fields)
        _texts(draft, item_type, fields)
        _creators(draft, item_type, fields.get("creators"))
        _tags(draft, fields.get("tags"))
        _extra(draft, fields.get("extra"))
        if isinstance(url := draft.values.get("url"), str):
            from_url(draft.values, url)
        if isinstance(note := draft.values.get("note"), str):
            from_note(draft.values, note)
        default = TYPE_OF_CSL.get(draft.type)
        if name and name != default and name not in NOT_WORKS:
            _leave(draft, "itemType", name)
        draft.leftovers.sort(key=lambda left: (left.tag, left.value))
        if name in NOT_WORKS:
            draft.rejected = f"A Zotero {name} that belongs to no item; it describes no work."
        elif not raw.fields:
            draft.rejected = raw.problems[0].message if raw.problems else "The item is empty."
        return draft


def _with_children(source: Source) -> Iterator[tuple[dict[str, Any], int, Problem | None]]:
    """Each item's fields, its notes, attachments and annotations under it; a child without its parent stands alone.

    Children may stand anywhere, so the file is read twice: they alone are held, not the items.
    """
    children, under = _children(source)
    for at, (fields, line, problem) in enumerate(_read(source)):
        if at not in children:
            for kind, child in under.get(at, ()):
                _put_under(fields, kind, child)
            yield fields, line, problem


def _read(source: Source) -> Iterator[tuple[dict[str, Any], int, Problem | None]]:
    with source.text() as stream:
        for at, (item, line, broken) in enumerate(items(stream)):
            problem = broken or (None if isinstance(item, dict) else not_an_object(item, at, line))
            yield _fields(mended(item)) if isinstance(item, dict) else {}, line, problem


def _children(source: Source) -> tuple[set[int], dict[int, list[tuple[str, dict[str, Any]]]]]:
    """The positions of the children that have their parent in the file, and (kind, child) by their item's position."""
    by_key: dict[str, int] = {}
    held: dict[int, dict[str, Any]] = {}
    for at, (fields, _, _) in enumerate(_read(source)):
        if isinstance(key := fields.get("key"), str):
            by_key[key] = at
        if str(fields.get("itemType")) in _CHILDREN and isinstance(fields.get("parentItem"), str):
            held[at] = {key: value for key, value in fields.items() if key != "library"}
    above = {at: by_key[child["parentItem"]] for at, child in held.items() if child["parentItem"] in by_key}
    children = {at for at in above if _has_item(at, above)}
    under: dict[int, list[tuple[str, dict[str, Any]]]] = {}
    for at in sorted(children):
        parent, kind = above[at], _CHILDREN[str(held[at]["itemType"])]
        if parent in children:  # an annotation belongs to an attachment
            _put_under(held[parent], kind, held[at])
        else:
            under.setdefault(parent, []).append((kind, held[at]))
    return children, under


def _has_item(at: int, above: Mapping[int, int]) -> bool:
    """Whether the way up leads to an item, and not in a ring."""
    seen = {at}
    while (at := above.get(at, -1)) >= 0:
        if at in seen:
            return False
        seen.add(at)
    return True


def _put_under(fields: dict[str, Any], kind: str, child: dict[str, Any]) -> None:
    known = fields.setdefault(kind, [])
    if isinstance(known, list):
        known.append(child)
    else:  # the item has a field of that name
        fields[kind] = [known, child]


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    """An item out of its envelope, of which library, key and version are kept."""
    data = item.get("data")
    if not isinstance(data, dict):
        return item
    return {key: item[key] for key in _ENVELOPE if key in item} | data


def _type(draft: Draft, name: str) -> ItemType:
    item_type = TYPES.get(name)
    if item_type is None:
        item_type = TYPES["document"]
        if name not in NOT_WORKS and draft.raw.fields:
            message = f"“{name}” is no Zotero item type; read as document." if name else "No item type is given."
            draft.note(
                Problem("unknown-type" if name else "missing-type", message, variable="type", quote=name or None)
            )
    draft.type = item_type.csl
    return item_type


def _identity(draft: Draft, fields: Mapping[str, Any]) -> None:
    """The item's address on zotero.org where it is known, else its key as a part of one: never a key to cite by."""
    library = fields.get("library")
    key = fields.get("key") or fields.get("itemKey")
    if isinstance(fields.get("uri"), str):
        draft.values["id"] = fields["uri"]
    elif isinstance(key, str) and isinstance(library, Mapping) and library.get("id"):
        kind = "groups" if library.get("type") == "group" else "users"
        draft.values["id"] = f"http://zotero.org/{kind}/{library['id']}/items/{key}"
    elif isinstance(key, str):
        draft.values["id"] = f"items/{key}"
    elif isinstance(given := fields.get("id"), str):
        draft.values["id"] = given
    if "://" in (address := str(draft.values.get("id", ""))):
        _leave(draft, "uri", address)


def _texts(draft: Draft, item_type: ItemType, fields: Mapping[str, Any]) -> None:
    """The type's own fields first, then what may stand for them; what no variable takes is left over."""
    own = [field for field in fields if field in item_type.fields]
    others = [field for field in fields if field not in item_type.fields]
    for field in (*own, *others):
        value = fields[field]
        variable = item_type.variable(field)
        if field in _IDENTITY or field in ("creators", "tags", "extra"):
            continue
        if isinstance(value, int) and not isinstance(value, bool) and variable:
            value = str(value)
        if not variable or not isinstance(value, str) or not value.strip():
            _leave(draft, field, value)
            continue
        taken = read_text(variable, value)
        if variable in draft.values or not taken:
            if taken != draft.values.get(variable):
                _leave(draft, field, value)
            continue
        draft.values[variable] = taken
        if write_text(variable, taken) != value:  # so that it can be written as it was
            _leave(draft, field, value)


def _creators(draft: Draft, item_type: ItemType, creators: Any) -> None:
    """Names by role; the whole list is left over where the roles alone would not bring it back."""
    if not creators:
        return
    names: dict[str, tuple[Name, ...]] = {}
    wanted: list[dict[str, str]] = []
    is_sound = isinstance(creators, list)
    for creator in creators if isinstance(creators, list) else []:
        if not isinstance(creator, Mapping):
            is_sound = False
            continue
        role = str(creator.get("creatorType") or "author")
        variable = item_type.creators.get(role, "")
        if not variable and role not in item_type.creators:
            variable = {"author": "author", "editor": "editor", "translator": "translator"}.get(role, "")
        if variable and (name := read_name(creator)):
            names[variable] = (*names.get(variable, ()), name)
    for variable, people in names.items():
        draft.values[variable] = people
        role = item_type.creator_of.get(variable, "")
        wanted.extend({"creatorType": role, **write_name(name)} for name in people)
    if not is_sound or wanted != creators:
        _leave(draft, "creators", creators)


def _tags(draft: Draft, tags: Any) -> None:
    if not tags:
        return
    keyword = read_tags(tags) if isinstance(tags, list) else ""
    if keyword:
        draft.values["keyword"] = keyword
    if write_tags(keyword) != tags:
        _leave(draft, "tags", tags)


def _extra(draft: Draft, extra: Any) -> None:
    """Extra's variable lines fill variables, the rest is the note; a line that a field contradicts is left over."""
    if not extra:
        return
    if not isinstance(extra, str):
        _leave(draft, "extra", extra)
        return
    found, item_type, note, contradicted = read_extra(extra, draft.values)
    draft.values.update(found)
    draft.type = item_type or draft.type
    if note:
        draft.values["note"] = note
    for line in contradicted:
        _leave(draft, "extra", line)
        draft.note(
            Problem(
                "extra-contradicts", "A line of Extra says something else than the field.", Severity.NOTE, quote=line
            )
        )


def _leave(draft: Draft, field: str, value: Any) -> None:
    draft.leftovers.append(Leftover(NAME, field, json.dumps(value, ensure_ascii=False)))
