"""CSL-JSON, read leniently: one object, an array, {"items": […]} or an object a line; string dates; names as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgevidence.errors import FileRefused
from msgevidence.formats.converters import escape, find_doi, unescape
from msgevidence.formats.dates import parse_date
from msgevidence.formats.fieldmap import foreign_leftovers, lost
from msgevidence.formats.json_items import is_empty, items, mended, not_an_object
from msgevidence.formats.names import parse_name, person
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem
from msgevidence.model.record import (
    DATE_VARIABLES,
    ITEM_TYPES,
    NAME_VARIABLES,
    VARIABLES,
    Draft,
    Leftover,
    Names,
    RawRecord,
    Record,
)
from msgevidence.ports import Source

NAME = "csl-json"

_ATTRIBUTES = {csl: attribute for attribute, csl in VARIABLES.items()}
_ALIASES = {  # spellings of other programs and of CSL before 1.0.2; read only
    "journalAbbreviation": "container_title_short",
    "shortTitle": "title_short",
    "container-title-short": "container_title_short",
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "url": "url",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "keywords": "keyword",
    "archive-location": "archive_location",
    "archive-collection": "archive_collection",
}
_TYPES = {  # what Crossref, CSL drafts and common slips call a type
    "journal-article": "article-journal",
    "article_journal": "article-journal",
    "journalArticle": "article-journal",
    "book-chapter": "chapter",
    "bookSection": "chapter",
    "proceedings-article": "paper-conference",
    "conferencePaper": "paper-conference",
    "posted-content": "article",
    "preprint": "article",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "web-page": "webpage",
    "misc": "document",
    "other": "document",
}
_NAME_KEYS = frozenset(("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"))
_DATE_KEYS = frozenset(("date-parts", "season", "circa", "literal", "raw"))
_LITERAL_TAG = re.compile(r"(&lt;/?(?:i|b|em|strong|sup|sub|span)(?: [^<>&]{0,80})?&gt;)")
_IDENTIFIERS = {"doi": find_doi, "pmid": canonical_pmid, "pmcid": canonical_pmcid}


class CslJsonReader:
    """Also reads the JSON of Crossref's and other services that speak CSL."""

    name = NAME
    label = "CSL-JSON"
    suffixes: tuple[str, ...] = (".json", ".csl", ".jsonl")
    media_types: tuple[str, ...] = ("application/vnd.citationstyles.csl+json", "application/json")

    def sniff(self, head: str) -> float:
        start = head.lstrip()
        if start[:1] not in ("[", "{"):
            return 0.0
        if '"itemType"' in head or start.startswith(("{\\rtf", "[{\\")):
            return 0.1
        known = sum(f'"{key}"' in head for key in ("type", "title", "issued", "author", "container-title", "id", "DOI"))
        return min(0.95, 0.3 + 0.15 * known) if known else (0.2 if start in ("[]", "{}") or '"' in start else 0.0)

    def read(self, source: Source) -> Iterator[RawRecord]:
        found = False
        with source.text() as stream:
            for index, (item, line, problem) in enumerate(items(stream)):
                found = True
                yield _raw(item, index, line, problem)
        if not found and not is_empty(source):
            raise FileRefused(source.name, "holds no CSL-JSON item", remedy="Give an array of CSL-JSON objects.")

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        values: dict[str, Any] = {}
        for key, value in raw.fields:
            if key == "type":
                _set_type(draft, value)
            elif key == "id":
                values["id"] = value.strip() if isinstance(value, str) else str(value)
            elif not value and value != 0:
                continue
            else:
                attribute = _ATTRIBUTES.get(key) or _ALIASES.get(key)
                if attribute is None or attribute in values or not _put(draft, values, attribute, key, value):
                    _leave(draft, key, value)
        draft.values = values
        if not draft.type:
            _set_type(draft, "")
        if not raw.fields:
            draft.rejected = raw.problems[0].message if raw.problems else "The item is empty."
        return draft


def _raw(item: Any, index: int, line: int, problem: Problem | None) -> RawRecord:
    if problem is not None:
        return RawRecord(NAME, index, line, (), problem.quote or "", (problem.at(record=index),))
    if not isinstance(item, dict):
        problem = not_an_object(item, index, line)
        return RawRecord(NAME, index, line, (), problem.quote or "", (problem,))
    return RawRecord(NAME, index, line, tuple(mended(item).items()))


def _set_type(draft: Draft, value: Any) -> None:
    text = str(value).strip() if isinstance(value, str | int) else ""
    known = text if text in ITEM_TYPES else _TYPES.get(text) or (text.lower() if text.lower() in ITEM_TYPES else "")
    draft.type = known or "document"
    if not known:
        message = f"“{text}” is no CSL type; read as document." if text else "No type is given; read as document."
        draft.note(Problem("unknown-type" if text else "missing-type", message, variable="type", quote=text or None))
        if text:
            _leave(draft, "type", text)


def _put(draft: Draft, values: dict[str, Any], attribute: str, key: str, value: Any) -> bool:
    """Set one variable; False when the value is of no form that can be read."""
    if attribute in NAME_VARIABLES:
        names = _names(draft, key, value)
        if names is None:
            draft.note(Problem("bad-names", "Not a list of names; kept aside.", variable=attribute))
            return False
        values[attribute] = names
        return True
    if attribute in DATE_VARIABLES:
        date = _date(value)
        if date is None:
            draft.note(Problem("bad-date", "Not a date; kept aside.", variable=attribute, quote=str(value)[:80]))
            return False
        values[attribute] = date
        if isinstance(value, dict) and (extra := {k: v for k, v in value.items() if k not in _DATE_KEYS}):
            _leave(draft, f"{key}/", extra)
        return True
    text = _text(value)
    if text is None:
        if not (isinstance(value, list) and value and (text := _text(value[0]))):
            return False
        if attribute == "keyword":
            text = "; ".join(part for part in map(_text, value) if part)
        elif len(value) > 1:
            _leave(draft, key, value[1:])
    values[attribute] = (attribute in _IDENTIFIERS and _IDENTIFIERS[attribute](text)) or text
    return True


def _leave(draft: Draft, key: str, value: Any) -> None:
    draft.leftovers.append(Leftover(NAME, key, json.dumps(value, ensure_ascii=False)))


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return _between_literal_tags(unescape, value) if "&" in value else value
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return str(value)


def _between_literal_tags(change: Callable[[str], str], text: str) -> str:
    """The change, but for ``&lt;i&gt;``: text about a tag, which must never become the tag."""
    if "&lt;" not in text:
        return change(text)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(_LITERAL_TAG.split(text)))


def _names(draft: Draft, key: str, value: Any) -> Names | None:
    if isinstance(value, dict):
        value = [value]
    elif isinstance(value, str):
        value = [part for part in re.split(r"\s*;\s*|\s+and\s+", value) if part]
    if not isinstance(value, list):
        return None
    names: list[Name] = []
    for part in value:
        if isinstance(part, str) and part.strip():
            names.append(parse_name(part))
        elif isinstance(part, dict):
            known = {k: v for k, v in part.items() if k in _NAME_KEYS and isinstance(v, str | int)}
            if extra := {k: v for k, v in part.items() if k not in known}:
                if not known and isinstance(extra.get("name"), str):  # Crossref's organisations
                    known = {"literal": extra.pop("name")}
                if extra:
                    _leave(draft, f"{key}[{len(names)}]", extra)
            if name := _split(Name.from_csl(known)):
                names.append(name)
    return tuple(names)


def _split(name: Name) -> Name:
    """Particles out of the family name, where the source did not set them apart itself."""
    if name.literal or name.non_dropping_particle or name.dropping_particle or not name.family[:1].islower():
        return name
    return person(name.family, name.given, name.suffix)


def _date(value: Any) -> PartialDate | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return parse_date(str(value))
    if isinstance(value, list) and value:
        value = {"date-parts": value if isinstance(value[0], list) else [value]}
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and not isinstance(parts[0], list):
        value = {**value, "date-parts": [parts]}
    if not value.get("date-parts") or value["date-parts"] in ([[None]], [[]], [[""]]):
        date = parse_date(str(value.get("raw") or "")) if value.get("raw") else PartialDate()
        if date:
            return date
        value = {k: v for k, v in value.items() if k != "date-parts"}
    try:
        return PartialDate.from_csl(value)
    except (ValueError, TypeError, AttributeError):
        return None


class CslJsonWriter:
    """An array of items, one a line; leftovers of this format go back to where they were."""

    name = NAME
    label = "CSL-JSON"
    suffix = ".json"
    media_type = "application/vnd.citationstyles.csl+json"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        yield b"["
        for index, record in enumerate(records):
            item = _item(record, index)
            yield (",\n" if index else "\n").encode() + json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
        yield b"\n]\n"

    def losses(self, record: Record) -> tuple[Problem, ...]:
        problems = []
        for variable, value in record.values():
            if isinstance(value, tuple) and any(_split(name) != name for name in value):
                problems.append(lost(variable, "holds a family name that will be read as beginning with particles"))
        return (*problems, *foreign_leftovers(record, NAME))


def _item(record: Record, index: int) -> dict[str, Any]:
    item = record.to_csl()
    item["id"] = record.id or f"item-{index + 1}"
    for key, value in item.items():
        if isinstance(value, str) and "&" in value:
            item[key] = _between_literal_tags(escape, value)
    for leftover in record.leftovers:
        if leftover.format == NAME:
            _put_back(item, leftover.tag, _value(leftover.value))
    return item


def _value(text: str) -> Any:
    """What a leftover held; its text where cleaning (characters left out) made it JSON no more."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _put_back(item: dict[str, Any], tag: str, value: Any) -> None:
    if tag == "type":
        if item["type"] == "document":
            item["type"] = value
        return
    if tag.endswith("]") and isinstance(value, dict):
        key, _, position = tag[:-1].rpartition("[")
        names = item.get(key)
        if isinstance(names, list) and position.isdecimal() and int(position) < len(names):
            names[int(position)].update(value)
    elif tag.endswith("/") and isinstance(item.get(tag[:-1]), dict) and isinstance(value, dict):
        item[tag[:-1]].update(value)
    elif tag in item and isinstance(value, list):
        item[tag] = [item[tag], *value]
    else:
        item.setdefault(tag, value)
