"""crossref and xdata: what an entry has from another one, by BibLaTeX's rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgevidence.formats.bibtex.tokenizer import Entry, Tokenizer
from msgevidence.model.problems import Problem

_REFERENCE = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]\s*([^{}\"]*)", re.IGNORECASE)
_OWN = frozenset(
    "ids crossref xref xdata entryset execute label options presort related relatedoptions relatedstring relatedtype"
    " shorthand shorthandintro sortkey file keywords".split()
)
_PARTS = (
    "inbook",
    "incollection",
    "inproceedings",
    "conference",
    "suppbook",
    "suppcollection",
    "bookinbook",
    "inreference",
)
_RENAMED = {  # of the parent → of a part of it
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
    "shorttitle": "",
    "sorttitle": "",
    "indextitle": "",
}
_RENAMED_MULTIVOLUME = {
    "title": "maintitle",
    "subtitle": "mainsubtitle",
    "titleaddon": "maintitleaddon",
    "shorttitle": "",
}
_RENAMED_PERIODICAL = {"title": "journaltitle", "subtitle": "journalsubtitle", "shorttitle": "", "titleaddon": ""}
_DEPTH = 10  # generations; more is a ring or a joke


def parents(text: str) -> dict[str, Entry]:
    """The entries that others refer to, by key in lower case. A whole reading of the text: for files that need it."""
    wanted = {
        key.strip().lower() for found in _REFERENCE.finditer(text) for key in found.group(1).split(",") if key.strip()
    }
    if not wanted:
        return {}
    found: dict[str, Entry] = {}
    for entry in Tokenizer(text).entries():
        if entry.key.lower() in wanted:
            found.setdefault(entry.key.lower(), entry)
    return found


def refers(entry: Entry) -> bool:
    """Whether the entry names another one to inherit from."""
    return any(name in ("crossref", "xdata") for name, _ in entry.fields)


def inherited(entry: Entry, known: Mapping[str, Entry]) -> list[tuple[str, str]]:
    """The fields the entry gets from its xdata and its crossref; reports references that lead nowhere."""
    gained: dict[str, str] = {}
    have = {name for name, _ in entry.fields}
    _gain(entry, known, have, gained, frozenset((entry.key.lower(),)))
    return list(gained.items())


def _gain(
    entry: Entry, known: Mapping[str, Entry], have: set[str], gained: dict[str, str], seen: frozenset[str]
) -> None:
    for name, value in entry.fields:
        if name not in ("crossref", "xdata"):
            continue
        for key in (part.strip().lower() for part in value.split(",")):
            if not key or key in seen or len(seen) > _DEPTH:
                continue
            parent = known.get(key)
            if parent is None:
                entry.problems.append(
                    Problem(
                        f"missing-{name}", f"No entry has the key {key} that {name} names.", quote=key, line=entry.line
                    )
                )
                continue
            above: dict[str, str] = {}
            _gain(parent, known, {field for field, _ in parent.fields}, above, seen | {key})
            renamed = _renaming(entry.kind, parent.kind) if name == "crossref" else {}
            for field, text in _as_seen(renamed, (*parent.fields, *above.items())):
                if field not in have and field not in gained:
                    gained[field] = text


def _as_seen(renamed: Mapping[str, str], fields: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The parent's fields under the names the child knows them by; a field the parent has by that name goes first."""
    fields = list(fields)
    for name, text in fields:
        if name not in _OWN and name not in renamed:
            yield name, text
    for name, text in fields:
        if renamed.get(name):
            yield renamed[name], text
    for name, text in fields:
        if name == "author" and renamed is _RENAMED:
            yield "bookauthor", text


def _renaming(child: str, parent: str) -> Mapping[str, str]:
    if child in _PARTS:
        return _RENAMED_MULTIVOLUME if parent.startswith("mv") and child not in _PARTS[:4] else _RENAMED
    if parent.startswith("mv"):
        return _RENAMED_MULTIVOLUME
    return _RENAMED_PERIODICAL if parent == "periodical" else {}
