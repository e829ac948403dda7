"""The bundled evidence as it lies in ``data/library``: loaded whole, with what its own manifest says of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgevidence.errors import FileRefused
from msgevidence.evidence import tables
from msgevidence.evidence.tables import TagRow
from msgevidence.model.evidence import (
    Facet,
    Finding,
    Notice,
    Provenance,
    Relation,
    Study,
    Tag,
    TagStatus,
)
from msgevidence.model.record import VARIABLES, Record

WORKS = "works.csl.json"
MANIFEST = "dataset.json"
TABLES: dict[str, type] = {
    "findings.csv": Finding,
    "notices.csv": Notice,
    "relations.csv": Relation,
    "sources.csv": Provenance,
    "studies.csv": Study,
    "tags.csv": TagRow,
}
FILES = (WORKS, *TABLES)
"""The files the manifest holds a checksum of."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything in a dataset folder, in the order of its files.

    `declared` and `actual` are SHA-256 sums by file name: what the manifest says, and what was read.
    """

    version: str
    date: str  # ISO
    works: tuple[Record, ...] = ()
    studies: tuple[Study, ...] = ()
    tags: tuple[tuple[str, Tag], ...] = ()  # (work id, its tag)
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    relations: tuple[Relation, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    declared: Mapping[str, str] = field(default_factory=dict)
    actual: Mapping[str, str] = field(default_factory=dict)


def load(directory: Path) -> Dataset:
    """The dataset of a folder. FileRefused, with file and line, when a file is missing or cannot be read as one."""
    try:
        manifest = _json(directory / MANIFEST)
        actual = {name: hashlib.sha256((directory / name).read_bytes()).hexdigest() for name in FILES}
        rows: dict[str, Any] = {name: tables.read(directory / name, cls) for name, cls in TABLES.items()}
        works = _works(directory / WORKS)
    except OSError as error:
        name = Path(error.filename).name if error.filename else directory.name
        reason = f"cannot be read ({error.strerror})"
        raise FileRefused(name, reason, remedy="Restore the bundled dataset folder.") from error
    except UnicodeDecodeError as error:
        raise FileRefused(directory.name, "a file is not UTF-8", remedy="Save it as UTF-8.") from error
    return Dataset(
        version=str(manifest.get("version", "")),
        date=str(manifest.get("date", "")),
        works=works,
        studies=rows["studies.csv"],
        tags=tuple((row.work, _tag(row)) for row in rows["tags.csv"]),
        findings=rows["findings.csv"],
        notices=rows["notices.csv"],
        relations=rows["relations.csv"],
        provenance=rows["sources.csv"],
        declared=manifest.get("sha256", {}),
        actual=actual,
    )


def _tag(row: TagRow) -> Tag:
    try:
        facet = Facet(row.facet)
    except ValueError as error:
        raise FileRefused(
            "tags.csv", f"“{row.facet}” is no facet", place=row.work, remedy="Use one of the vocabulary's file names."
        ) from error
    return Tag(facet=facet, term=row.term, by="curator", because=row.because, status=TagStatus.ACCEPTED)


def _works(path: Path) -> tuple[Record, ...]:
    items = _json(path)
    if not isinstance(items, list):
        raise FileRefused(path.name, "is not a list of works", remedy="Restore it.")
    return tuple(record_of(item, path.name) for item in items)


_KNOWN = {"id", "type", *VARIABLES.values()}


def record_of(item: Mapping[str, Any], name: str) -> Record:
    """The Record of a CSL item; FileRefused when it holds a variable CSL 1.0.2 does not have."""
    place = f"work “{item.get('id', '?')}”"
    if strangers := sorted(set(item) - _KNOWN):
        raise FileRefused(name, f"“{strangers[0]}” is no CSL variable", place=place, remedy="Correct its name.")
    try:
        return Record.from_csl(item)
    except (AttributeError, TypeError, ValueError) as error:
        raise FileRefused(name, "a name or a date is not in CSL's form", place=place, remedy=f"{error}.") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}"
        raise FileRefused(path.name, f"is not JSON ({error.msg})", place=place, remedy="Correct it.") from error
