"""The bibliography lock: a small file of what was cited, and what has changed since when it is opened again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgevidence.errors import FileRefused
from msgevidence.manuscript.notices import WORDS
from msgevidence.model.evidence import Notice
from msgevidence.model.record import Record
from msgevidence.store.views import DatasetView, ReportView

FORMAT = "msgevidence-lock/1"
MOST_BYTES = 20_000_000
_LEFT_OUT = ("id", "abstract", "keyword", "note")  # not part of what a reference list prints


@dataclass(frozen=True, slots=True)
class Locked:
    """One reference as it was cited: its CSL fields, their hash and the notices known then."""

    citekey: str
    doi: str
    pmid: str
    fields: dict[str, Any]
    sha256: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file; `version` and `date` are those of the dataset then."""

    version: str
    date: str
    style: str
    locale: str
    references: tuple[Locked, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What is different now. `kind` is notice, metadata or gone."""

    citekey: str
    kind: str
    words: str


def make(reports: Iterable[ReportView], dataset: DatasetView, style: str, locale: str) -> bytes:
    """The lock of these reports, as JSON."""
    references = []
    for report in reports:
        fields = _fields(report.record)
        references.append(
            {
                "citekey": report.citekey,
                "doi": report.record.doi,
                "pmid": report.record.pmid,
                "fields": fields,
                "sha256": _hash(fields),
                "notices": sorted(map(_name, report.notices)),
            }
        )
    made = {
        "format": FORMAT,
        "dataset": {"version": dataset.version, "date": dataset.date},
        "style": style,
        "locale": locale,
        "references": references,
    }
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")


def read(name: str, data: bytes) -> Lock:
    """A lock file. FileRefused, in words, for anything else, and for one whose fields do not fit their hash."""
    remedy = "Choose a file that “Lock this list” made."
    if len(data) > MOST_BYTES:
        raise FileRefused(name, "is too large to be a lock file", remedy=remedy)
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise FileRefused(name, "is no lock file of this version", remedy=remedy)
        references = tuple(
            Locked(
                str(each["citekey"]),
                str(each["doi"]),
                str(each["pmid"]),
                dict(each["fields"]),
                str(each["sha256"]),
                tuple(map(str, each["notices"])),
            )
            for each in told["references"]
        )
        found = Lock(
            str(told["dataset"]["version"]),
            str(told["dataset"]["date"]),
            str(told["style"]),
            str(told["locale"]),
            references,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FileRefused(name, "is no lock file", remedy=remedy) from None
    if changed := [each.citekey for each in references if _hash(each.fields) != each.sha256]:
        raise FileRefused(name, f"was altered by hand ({', '.join(changed[:3])})", remedy=remedy)
    return found


def changes(lock: Lock, now: Callable[[Locked], ReportView | None]) -> list[Change]:
    """What has changed since: notices first, then what is gone, then fields. `now` finds a reference's report."""
    found: list[Change] = []
    for each in lock.references:
        report = now(each)
        if report is None:
            found.append(Change(each.citekey, "gone", "It is not in the library any more."))
            continue
        for notice in report.notices:
            if _name(notice) not in each.notices:
                found.append(Change(each.citekey, "notice", _told(notice)))
        fields = _fields(report.record)
        if _hash(fields) != each.sha256:
            found += [
                Change(each.citekey, "metadata", f"{name}: was “{_words(was)}”, is “{_words(is_now)}”")
                for name, was, is_now in _differences(each.fields, fields)
            ]
    order = ("notice", "gone", "metadata")
    return sorted(found, key=lambda change: order.index(change.kind))


def _fields(record: Record) -> dict[str, Any]:
    told = {name: value for name, value in record.to_csl().items() if name not in _LEFT_OUT}
    fields: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return fields


def _hash(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _differences(was: dict[str, Any], is_now: dict[str, Any]) -> Sequence[tuple[str, Any, Any]]:
    names = sorted({*was, *is_now})
    return [(name, was.get(name), is_now.get(name)) for name in names if was.get(name) != is_now.get(name)]


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "; ".join(_words(each) for each in value)
    if isinstance(value, dict):
        if "date-parts" in value:
            return " to ".join("-".join(map(str, part)) for part in value["date-parts"])
        return ", ".join(str(part) for name in ("family", "given", "literal") if (part := value.get(name)))
    return str(value)


def _name(notice: Notice) -> str:
    return " ".join(
        part for part in (notice.kind.value, notice.doi or notice.pmid or notice.about or notice.date) if part
    )


def _told(notice: Notice) -> str:
    words = [WORDS[notice.kind], *([f"on {notice.date}"] if notice.date else [])]
    return " ".join(words) + "." + (f" {notice.note}" if notice.note else "")
