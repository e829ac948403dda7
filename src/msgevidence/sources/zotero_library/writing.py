"""Records back into a Zotero library: a plan that can be looked at, then the writing, with a word on each item.

What a person has in Zotero goes before what is here: an item that was changed there since it was read, and a field of
an item that was not read from there, are not overwritten; they are shown. Fields this house does not know stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgevidence.errors import MsgEvidenceError
from msgevidence.formats.zotero_item import ZoteroItemReader, item_data
from msgevidence.model.identifiers import canonical_doi
from msgevidence.model.record import NAME_VARIABLES, VARIABLES, RawRecord, Record
from msgevidence.sources.zotero_library.client import ZoteroLibrary
from msgevidence.sources.zotero_library.reading import Snapshot

_FORMAT = "zotero-item"
_AT_ONCE = 50
_ENVELOPE = ("key", "uri", "library", "version", "id", "collectionNames", "notes", "attachments", "annotations",
             "dateAdded", "dateModified")  # fmt: skip
_OWN_MARK = frozenset(("id", "source", "note"))  # of our store, or of what a database said; not worth a conflict


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be in the library: the record by its citation key, and the tags it should carry."""

    citekey: str
    record: Record
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """`action`: create, update, conflict or unchanged. `data` is what is sent; `fields` says (name, there, here)."""

    action: str
    citekey: str
    title: str
    key: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()
    because: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change: written, unchanged or failed, with the server's reason."""

    change: Change
    result: str
    reason: str = ""
    key: str = ""


def plan(library: ZoteroLibrary, snapshot: Snapshot, works: Iterable[Work], *, overwrite: bool = False) -> list[Change]:
    """What would be written, held against the library as `snapshot` has it; nothing is written."""
    there = _Index(library, snapshot)
    fields: dict[str, frozenset[str] | None] = {}

    def allowed(item_type: str) -> frozenset[str] | None:
        if item_type not in fields:
            fields[item_type] = library.fields_of(item_type)
        return fields[item_type]

    return [_change(work, there, allowed, overwrite=overwrite) for work in works]


def push(library: ZoteroLibrary, changes: Sequence[Change], version: int) -> Iterator[Outcome]:
    """Writes a plan made at `version`, fifty items at a time, with the server's word on each; creations first, and only
    if nobody changed the library since. After a refusal of fifty at once the rest is not tried.
    """
    creations = [change for change in changes if change.action == "create"]
    updates = [change for change in changes if change.action == "update"]
    if creations or updates:
        library.authorise()
    known: int | None = version
    for some in (*_fifties(creations), *_fifties(updates)):
        is_update = some[0].action == "update"
        try:
            answer, known = library.write([change.data for change in some], None if is_update else known)
        except MsgEvidenceError as refusal:
            rest = updates if is_update else [*creations, *updates]
            yield from (Outcome(change, "failed", str(refusal)) for change in rest[rest.index(some[0]) :])
            return
        for position, change in enumerate(some):
            yield _outcome(change, answer, str(position))


def _fifties(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    for at in range(0, len(changes), _AT_ONCE):
        yield changes[at : at + _AT_ONCE]


def _outcome(change: Change, answer: dict[str, Any], position: str) -> Outcome:
    failed = answer.get("failed", {})
    if position in failed:
        why = failed[position] if isinstance(failed[position], dict) else {}
        code, message = why.get("code", ""), why.get("message", "no reason given")
        words = "it was changed in Zotero meanwhile" if code == 412 else str(message)
        return Outcome(change, "failed", f"{words} (HTTP {code})", change.key)
    if position in answer.get("unchanged", {}):
        return Outcome(change, "unchanged", key=str(answer["unchanged"][position]))
    written = answer.get("success", {}).get(position)
    if written is None:
        return Outcome(change, "failed", "the server said nothing about it", change.key)
    return Outcome(change, "written", key=str(written))


class _Index:
    """The library's items by address, DOI, PMID and citation key."""

    def __init__(self, library: ZoteroLibrary, snapshot: Snapshot) -> None:
        self._address = library.address
        self.data: dict[str, dict[str, Any]] = {}
        self.records: dict[str, Record] = {}
        self.versions: dict[str, int] = {}
        self._by: dict[tuple[str, str], str] = {}
        reader = ZoteroItemReader()
        for item in snapshot.items:
            data = item.get("data", {})
            if data.get("itemType") in ("note", "attachment", "annotation"):
                continue
            key = str(item["key"])
            record = reader.draft(RawRecord(_FORMAT, 0, 1, tuple(data.items()))).settle()
            self.data[key], self.records[key] = data, record
            self.versions[key] = int(item.get("version") or data.get("version") or 0)
            for name in _names(record):
                self._by.setdefault(name, key)

    def find(self, work: Work) -> tuple[str, int]:
        """(key, version it was read at): ("", 0) when not there, version 0 when it was not read from there.

        A record that was read more than once counts as read the first time: some of its values may be from then.
        """
        prefix = self._address.item("")
        versions: list[int] = []
        key = ""
        for left in work.record.leftovers:
            if left.format != _FORMAT:
                continue
            value = json.loads(left.value)
            if left.tag == "uri" and isinstance(value, str) and value.startswith(prefix):
                key = value.removeprefix(prefix)
            elif left.tag == "version" and isinstance(value, int):
                versions.append(value)
        if key in self.data:
            return key, min(versions, default=0)
        record = work.record.replaced(citation_key=work.citekey)
        return next((self._by[name] for name in _names(record) if name in self._by), ""), 0


def _names(record: Record) -> Iterator[tuple[str, str]]:
    if record.doi and (doi := canonical_doi(record.doi)):
        yield "doi", doi
    if record.pmid:
        yield "pmid", record.pmid
    if record.citation_key:
        yield "key", record.citation_key


def _change(work: Work, there: _Index, allowed: Callable[[str], frozenset[str] | None], *, overwrite: bool) -> Change:
    wanted = work.record.replaced(citation_key=work.citekey)
    key, read_at = there.find(work)
    if not key:
        data = _sendable(wanted, allowed)
        data["tags"] = _with_tags(data.get("tags") or [], work.tags)
        return Change("create", work.citekey, wanted.title, data=data)
    current, record, version = there.data[key], there.records[key], there.versions[key]
    differing = [
        variable
        for variable, value in wanted.values()
        if variable not in _OWN_MARK and value != getattr(record, variable) and not _same(variable, value, record)
    ]
    is_newer_there = read_at < version
    disputed = [variable for variable in differing if is_newer_there and getattr(record, variable)]
    if overwrite:
        disputed = []
    taken = {variable: getattr(wanted, variable) for variable in differing if variable not in disputed}
    after = _sendable(record.replaced(**taken), allowed) if taken else {}
    data = {name: value for name, value in after.items() if value != current.get(name)} if taken else {}
    tags = _with_tags(current.get("tags") or [], work.tags)
    data.pop("tags", None)
    if tags != (current.get("tags") or []):
        data["tags"] = tags
    shown = tuple((name, _text(current.get(name, "")), _text(value)) for name, value in data.items())
    quarrels = tuple((VARIABLES[name], _told(record, name), _told(wanted, name)) for name in disputed)
    if disputed:
        because = (
            f"changed in Zotero since it was read (version {read_at}, now {version})"
            if read_at
            else "the item there was not read from there, and says something else"
        )
        return Change("conflict", work.citekey, wanted.title, key, quarrels + shown, because)
    if not data:
        return Change("unchanged", work.citekey, wanted.title, key)
    return Change("update", work.citekey, wanted.title, key, shown, data={"key": key, "version": version, **data})


def _same(variable: str, value: Any, record: Record) -> bool:
    """Differences of writing only: case of an identifier, keywords that are all there, a date said less precisely."""
    there = getattr(record, variable)
    if variable in ("doi", "issn", "isbn"):
        return _bare(value) in _bare(there) if there else False
    if variable == "keyword":
        return set(value.split("; ")) <= set(str(there).split("; "))
    return bool(there) and variable in ("issued", "accessed") and there.start[: len(value.start)] == value.start


def _bare(text: Any) -> str:
    return str(text).casefold().replace("-", "")


def _sendable(record: Record, allowed: Callable[[str], frozenset[str] | None]) -> dict[str, Any]:
    """The item without what only its envelope or a file has, with the fields this server knows for its type."""
    item_type = str(item_data(record)["itemType"])
    data = item_data(record, allowed(item_type))
    return {name: value for name, value in data.items() if name not in _ENVELOPE}


def _with_tags(tags: list[Any], more: Sequence[str]) -> list[Any]:
    there = {tag.get("tag") for tag in tags if isinstance(tag, dict)}
    return [*tags, *({"tag": tag} for tag in dict.fromkeys(more) if tag not in there)]


def _told(record: Record, variable: str) -> str:
    value = getattr(record, variable)
    if variable in NAME_VARIABLES:
        return "; ".join(f"{name.full_family}, {name.given}".rstrip(", ") for name in value)
    return _text(value.to_csl()) if hasattr(value, "to_csl") else str(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
