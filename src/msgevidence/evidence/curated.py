"""One curated file: a work as its curator wrote it down, with the sources beside the facts.

Left-out values are filled where they follow: ids, the reports of a study, tags that a study's or a finding's own
columns say already, and the list of fields a source covers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from msgevidence.errors import FileRefused
from msgevidence.evidence import tables
from msgevidence.evidence.dataset import record_of
from msgevidence.evidence.tables import TagRow
from msgevidence.model.evidence import (
    Direction,
    Facet,
    Finding,
    Notice,
    NoticeKind,
    Provenance,
    Relation,
    Relevance,
    Study,
    Tag,
    TagStatus,
)
from msgevidence.model.record import Record

_PARTS = frozenset({"work", "study", "tags", "findings", "relations", "notices", "sources", "by", "seen"})
_ENUMS = {"Direction": Direction, "Relevance": Relevance, "NoticeKind": NoticeKind}
_TAGGED_BY_STUDY = {
    Facet.GROUP_TYPE: "group_type",
    Facet.LEADERSHIP: "leadership",
    Facet.DELIVERY: "delivery",
    Facet.FORMAT: "format",
    Facet.SETTING: "setting",
    Facet.DESIGN: "design",
}
_NOT_FACTS = frozenset({"id", "study", "work", "reports", "note", "relevance", "label"})


@dataclass(frozen=True, slots=True)
class Curated:
    """A curated work: its Record, its Study (None when another file describes it) and its rows by file name."""

    work: Record
    study_id: str
    study: Study | None
    rows: Mapping[str, list[Any]]

    @staticmethod
    def tag(row: TagRow) -> tuple[str, Tag]:
        """A row of ``tags.csv`` as the dataset holds it."""
        return row.work, Tag(Facet(row.facet), row.term, "curator", row.because, TagStatus.ACCEPTED)


def read_curated(path: Path) -> Curated:
    """A curated file; FileRefused names what in it does not fit."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise FileRefused(
            path.name, f"is not JSON ({error.msg})", place=f"line {error.lineno}", remedy="Correct it."
        ) from error
    return _Reading(path.name, document).curated()


class _Reading:
    def __init__(self, name: str, document: Any) -> None:
        self.name = name
        if not isinstance(document, dict) or "work" not in document:
            raise self._refused("is not a curated work", "It needs an object with “work”.")
        if strangers := sorted(set(document) - _PARTS):
            raise self._refused(f"“{strangers[0]}” is no part of a curated work", f"Use {', '.join(sorted(_PARTS))}.")
        self.document: dict[str, Any] = document
        self.work = record_of(document["work"], name)
        self.seen = str(document.get("seen", ""))
        self.by = str(document.get("by", ""))
        self.sources: list[Provenance] = []

    def curated(self) -> Curated:
        study, study_id = self._study()
        findings = [self._finding(position, row, study_id) for position, row in enumerate(self._list("findings"), 1)]
        relations = [
            self._row(Relation, {"subject": self.work.id, **row}, "relations") for row in self._list("relations")
        ]
        notices = [self._row(Notice, {"work": self.work.id, **row}, "notices") for row in self._list("notices")]
        for row in self._list("sources"):
            self._source(row)
        tags = dict.fromkeys(self._tags(study, findings))
        return Curated(
            work=self.work,
            study_id=study_id,
            study=study,
            rows={
                "findings.csv": findings,
                "notices.csv": notices,
                "relations.csv": relations,
                "sources.csv": self.sources,
                "tags.csv": list(tags),
            },
        )

    def _study(self) -> tuple[Study | None, str]:
        given = self.document.get("study")
        if isinstance(given, str):
            return None, given
        if not isinstance(given, dict):
            raise self._refused("has no study", "Describe it, or name the study another file describes.")
        row = {"id": f"{self.work.id}-study", "label": _label(self.work), "reports": [self.work.id], **given}
        source = row.pop("source", None)
        study: Study = self._row(Study, row, "study")
        if source:
            self._add_source("study", study.id, _facts(study), source)
        return study, study.id

    def _finding(self, position: int, given: Mapping[str, Any], study_id: str) -> Finding:
        row = {"id": f"{self.work.id}-f{position:02}", "study": study_id, "work": self.work.id, **given}
        source = row.pop("source", None)
        populations = self.document.get("tags", {}).get("population", [])
        if "population" not in row and len(populations) == 1:
            row["population"] = populations[0]
        finding: Finding = self._row(Finding, row, f"finding {position}")
        if source:
            self._add_source("finding", finding.id, _facts(finding), source)
        return finding

    def _tags(self, study: Study | None, findings: list[Finding]) -> Iterator[TagRow]:
        for facet_name, slugs in self.document.get("tags", {}).items():
            facet = self._facet(facet_name)
            yield from (TagRow(self.work.id, facet.value, slug) for slug in slugs)
        if study is not None:
            for facet, column in _TAGGED_BY_STUDY.items():
                slugs = filter(None, getattr(study, column).split(tables.LIST_SEPARATOR))
                yield from (TagRow(self.work.id, facet.value, slug) for slug in slugs)
        for finding in findings:
            yield TagRow(self.work.id, Facet.OUTCOME.value, finding.outcome)
            yield TagRow(self.work.id, Facet.POPULATION.value, finding.population)

    def _facet(self, name: str) -> Facet:
        try:
            return Facet(name.replace("_", "-"))
        except ValueError as error:
            raise self._refused(f"“{name}” is no facet", f"Use {', '.join(Facet)}.") from error

    def _source(self, given: Mapping[str, Any]) -> None:
        names = [_attribute(name) for name in given.get("fields", ())]
        entity = str(given.get("entity", "work"))
        self._add_source(entity, str(given.get("id", self.work.id)), names, given)

    def _add_source(self, entity: str, row_id: str, names: list[str], source: str | Mapping[str, Any]) -> None:
        given: Mapping[str, Any] = {"source": source} if isinstance(source, str) else source
        self.sources.append(
            Provenance(
                entity=entity,
                id=row_id,
                field=tables.LIST_SEPARATOR.join(sorted(names)),
                source=str(given.get("source", "")),
                seen=str(given.get("seen", self.seen)),
                by=str(given.get("by", self.by)),
                checked_by=str(given.get("checked_by", "")),
            )
        )

    def _list(self, part: str) -> list[dict[str, Any]]:
        given = self.document.get(part, [])
        if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
            raise self._refused(f"“{part}” is not a list of objects", "Write it as [{…}, {…}].")
        return given

    def _row(self, cls: type[Any], row: Mapping[str, Any], part: str) -> Any:
        """A row of the model from JSON values; null and missing are the field's default."""
        kinds = {field.name: str(field.type) for field in fields(cls)}
        if strangers := sorted(set(row) - set(kinds)):
            raise self._refused(f"{part}: “{strangers[0]}” is no column", f"Use {', '.join(sorted(kinds))}.")
        needed = {field.name for field in fields(cls) if field.default is MISSING}
        values = {name: value for name, value in row.items() if value is not None and value != ""}
        if missing := sorted(needed - set(values)):
            raise self._refused(f"{part}: {missing[0]} is missing", "Fill it in.")
        return cls(**{name: self._value(kinds[name], value, f"{part}: {name}") for name, value in values.items()})

    def _value(self, kind: str, value: Any, where: str) -> Any:
        if kind in _ENUMS:
            try:
                return _ENUMS[kind](value)
            except ValueError as error:
                raise self._refused(f"{where} cannot be “{value}”", f"Use {', '.join(_ENUMS[kind])}.") from error
        if kind == "tuple[str, ...]" and isinstance(value, list):
            return tuple(map(str, value))
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if kind == "float | None" and is_number:
            return float(value)
        if kind == "int | None" and is_number and float(value).is_integer():
            return int(value)
        if kind == "bool | None" and isinstance(value, bool):
            return value
        if kind == "str" and isinstance(value, list):
            return tables.LIST_SEPARATOR.join(map(str, value))
        if kind == "str":
            return " ".join(str(value).split())
        raise self._refused(f"{where} cannot be {value!r}", f"It is of the kind {kind}.")

    def _refused(self, reason: str, remedy: str) -> FileRefused:
        return FileRefused(self.name, reason, remedy=remedy)


def _attribute(csl: str) -> str:
    """``container-title`` → ``container_title``, ``DOI`` → ``doi``."""
    return csl.lower().replace("-", "_")


def _facts(row: Study | Finding) -> list[str]:
    """The columns of a row that hold a fact, for its source to vouch for."""
    held = ((field.name, getattr(row, field.name)) for field in fields(row))
    return [name for name, value in held if name not in _NOT_FACTS and value not in (None, "", ())]


def _label(work: Record) -> str:
    names = [name.full_family for name in work.author or work.editor] or [work.id]
    who = {1: names[0], 2: " and ".join(names[:2])}.get(len(names), f"{names[0]} et al.")
    return f"{who} {work.year}"
