"""A whole library, or what changed in it, as it stood at one version."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgevidence.errors import AuthorityUnavailable, CallRefused, NotFound
from msgevidence.sources.files import FileSource, from_upload
from msgevidence.sources.zotero_library.client import Page, ZoteroLibrary

Progress = Callable[[int, int | None, str], None]
_STARTS = 4
_KEYS_AT_ONCE = 50


class _Changed(Exception):
    """The library became another between two pages."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The items at `version`, in their envelopes, and the keys of those `deleted` since the version asked for.

    `binned` are the keys of items that are in the bin: known here, perhaps, but none of the items.
    `is_unchanged`: there was nothing newer than that version. `restarts`: how often the library changed meanwhile.
    """

    items: tuple[dict[str, Any], ...]
    version: int
    deleted: tuple[str, ...] = ()
    is_unchanged: bool = False
    restarts: int = 0
    binned: tuple[str, ...] = ()


def read(library: ZoteroLibrary, *, collection: str = "", since: int = 0, progress: Progress | None = None) -> Snapshot:
    """All items, or those changed since a version; one request when nothing was. Of a collection, with those in its
    sub-collections. A library that changes between two
    pages is read anew, at most four times; AuthorityUnavailable then.
    """
    for restarts in range(_STARTS):
        try:
            return _read(library, collection, since, restarts, progress)
        except _Changed:
            continue
    raise AuthorityUnavailable(
        f"{library.address} kept changing while it was read ({_STARTS} times); try again when nobody works in it"
    )


def _read(library: ZoteroLibrary, collection: str, since: int, restarts: int, progress: Progress | None) -> Snapshot:
    def page(start: int) -> Page:
        got = library.items(collection=collection, start=start, since=since)
        if progress:
            progress(start + len(got.objects), got.total or None, f"reading {library.address}")
        return got

    items, version = _all(page, None)
    if since and version == since and not items:
        return Snapshot((), version, is_unchanged=True, restarts=restarts)
    if collection:
        _descend(library, collection, since, items, version)
    deleted = library.deleted(since) if since else ()
    binned = _binned(library, since, version) if since else ()
    if items:
        items.extend(_missing_parents(library, items, version))
        if any(item.get("data", {}).get("collections") for item in items):
            _name_collections(items, _all(library.collections, version)[0])
    return Snapshot(tuple(items), version, deleted, restarts=restarts, binned=binned)


def _descend(library: ZoteroLibrary, collection: str, since: int, items: list[dict[str, Any]], version: int) -> None:
    """Adds the items of the collections below this one, each item once."""
    below: dict[str, list[str]] = {}
    for one in _all(library.collections, version)[0]:
        below.setdefault(str(one.get("data", {}).get("parentCollection") or ""), []).append(one["key"])
    there = {item["key"] for item in items}
    todo, done = below.get(collection, []), {collection}
    while todo:
        key = todo.pop()
        if key in done:
            continue
        done.add(key)
        todo.extend(below.get(key, ()))

        def page(start: int, key: str = key) -> Page:
            return library.items(collection=key, start=start, since=since)

        more = [item for item in _all(page, version)[0] if item["key"] not in there]
        items.extend(more)
        there.update(item["key"] for item in more)


def _binned(library: ZoteroLibrary, since: int, version: int) -> tuple[str, ...]:
    """Keys of what was put into the bin; () where the server does not tell."""
    try:
        found = _all(lambda start: library.binned(start=start, since=since), version)[0]
    except (NotFound, CallRefused):
        return ()
    return tuple(item["key"] for item in found)


def _all(page: Callable[[int], Page], version: int | None) -> tuple[list[dict[str, Any]], int]:
    """Every page's objects; _Changed when a page says another version, or they are not as many as were promised."""
    objects: list[dict[str, Any]] = []
    while True:
        got = page(len(objects))
        if version is not None and got.version != version:
            raise _Changed
        version = got.version
        objects.extend(got.objects)
        if len(objects) >= got.total or not got.objects:
            break
    if len(objects) < got.total or len({one["key"] for one in objects}) < len(objects):
        raise _Changed
    return objects, version


def _missing_parents(library: ZoteroLibrary, items: list[dict[str, Any]], version: int) -> list[dict[str, Any]]:
    """The items whose notes or attachments alone were changed."""
    there = {item["key"] for item in items}
    parents = [item["data"].get("parentItem") for item in items if isinstance(item.get("data"), dict)]
    found: list[dict[str, Any]] = []
    while missing := sorted({key for key in parents if isinstance(key, str)} - there):
        for at in range(0, len(missing), _KEYS_AT_ONCE):
            got = library.items_of(missing[at : at + _KEYS_AT_ONCE])
            if got.version != version:
                raise _Changed
            found.extend(got.objects)
        there |= set(missing)  # one that is not given is in the bin
        parents = [item["data"].get("parentItem") for item in found if isinstance(item.get("data"), dict)]
    return found


def _name_collections(items: list[dict[str, Any]], collections: list[dict[str, Any]]) -> None:
    """Beside the keys of its collections, each item gets their names, from the outermost inwards."""
    data = {one["key"]: one.get("data", {}) for one in collections}

    def path(key: str) -> str:
        names: list[str] = []
        seen: set[str] = set()
        while key in data and key not in seen:
            seen.add(key)
            names.insert(0, str(data[key].get("name", "")))
            key = data[key].get("parentCollection") or ""
        return " / ".join(names)

    for item in items:
        keys = item.get("data", {}).get("collections") or []
        if names := [name for key in keys if (name := path(str(key)))]:
            item["collectionNames"] = names


def as_source(snapshot: Snapshot, name: str) -> FileSource:
    """The items as a file of Zotero item JSON, for the ordinary ingest run."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in snapshot.items)
    return from_upload(name, f"[{lines}]".encode("utf-8", "replace"))
