"""Records become rows here, and rows become Records: nowhere else."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any

from msgevidence.model.evidence import Facet, Tag, TagStatus, Term
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Leftover, RawRecord, Record
from msgevidence.ports import Decision

Values = dict[str, Any]

_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?:\s[^<>]*)?>")


def description_values(record: Record | None) -> Values:
    """The columns that hold a whole Record."""
    if record is None:
        return {"csl": None, "leftovers": "[]"}
    leftovers = to_json([[one.format, one.tag, one.value] for one in record.leftovers]) if record.leftovers else "[]"
    return {"csl": to_json(record.to_csl()), "leftovers": leftovers}


def report_values(record: Record, origins: Mapping[str, str], description: Values | None = None) -> Values:
    """The columns of a report; `id` and `citekey` are the caller's. `description` is `description_values(record)`,
    where that is at hand already.
    """
    names = record.author or record.editor
    title = plain(record.title)
    return {
        "type": storable(record.type),
        "title": title,
        "title_sort": fold(title)[:200],
        "author": storable("; ".join(_listed(name) for name in names)),
        # without a name the title takes its place, as in a reference list
        "author_sort": fold(" ".join(f"{name.full_family} {name.given}" for name in names[:3]) or title)[:200],
        "year": record.year,
        "container": plain(record.container_title or record.publisher),
        "doi": storable(record.doi.lower()),
        "pmid": storable(record.pmid),
        "origins": to_json(dict(origins)) if origins else "{}",
        **(description or description_values(record)),
    }


def record_values(raw: RawRecord, description: Values, decision: Decision) -> Values:
    """The columns of a source record with the `description_values` of its Record; `id`, `run_id` and `report_id` are
    the caller's.
    """
    return {
        "position": raw.index,
        "line": raw.line,
        "format": raw.format,
        "fields": to_json([list(pair) for pair in raw.fields]),
        # the text is kept where the fields do not say it all
        "text": storable(raw.text) if description["csl"] is None or not raw.fields else "",
        **description,
        "action": decision.action.value,
        "because": storable(decision.because),
        "by": storable(decision.by),
    }


def problem_values(problem: Problem) -> Values:
    """The columns of a problem; `id`, `run_id` and `record_id` are the caller's."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": storable(problem.message),
        "variable": problem.variable,
        "line": problem.line,
        "position": problem.record,
        "quote": None if problem.quote is None else storable(problem.quote),
    }


def problem_of(row: Any) -> Problem:
    return Problem(row.code, row.message, Severity(row.severity), row.variable, row.line, row.position, row.quote)


def record_of(csl: str, leftovers: str, citekey: str | None = None) -> Record:
    """The Record of a row; with `citekey`, that is its id."""
    item = json.loads(csl)
    if citekey is not None:
        item["id"] = citekey
    return Record.from_csl(item, tuple(Leftover(*one) for one in json.loads(leftovers)) if leftovers != "[]" else ())


def term_of(row: Any) -> Term:
    details = json.loads(row.details)
    return Term(
        Facet(row.facet),
        row.slug,
        row.label,
        row.broader,
        tuple(details["synonyms"]),
        tuple(details["mesh"]),
        details["scope_note"],
        details["higher_is_better"],
    )


def term_details(term: Term) -> str:
    return to_json(
        {
            "synonyms": term.synonyms,
            "mesh": term.mesh,
            "scope_note": term.scope_note,
            "higher_is_better": term.higher_is_better,
        }
    )


def tags_json(tags: tuple[Tag, ...]) -> str:
    return to_json([asdict(tag) for tag in tags])


def tags_of(text: str) -> tuple[Tag, ...]:
    return tuple(
        Tag(Facet(one["facet"]), one["term"], one["by"], one["because"], TagStatus(one["status"]))
        for one in json.loads(text)
    )


def to_json(value: Any) -> str:
    """Compact JSON that a database can hold: what is no valid Unicode (a lone surrogate) is escaped, not lost."""
    text = _compact(value)
    return text if _is_valid(text) else _escaped(value)


def storable(text: str) -> str:
    """The text without what a database column cannot hold (NUL, lone surrogates)."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if _is_valid(text) else text.encode("utf-8", "replace").decode("utf-8")


def plain(text: str) -> str:
    """Text without CSL's rich-text tags."""
    return storable(_MARKUP.sub("", text) if "<" in text else text)


def fold(text: str) -> str:
    """For sorting and comparing: no case, no accents, no punctuation (``O’Neill-Müller`` → ``oneill muller``)."""
    if not text.isascii():
        text = "".join(
            char for char in unicodedata.normalize("NFKD", storable(text)) if not unicodedata.combining(char)
        )
    return " ".join(re.findall(r"\w+", text.replace("'", "").replace("’", "").casefold()))


def _listed(name: Name) -> str:
    return f"{name.full_family}, {name.given}" if name.given else name.full_family


def _is_valid(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _plain_value(value: Any) -> Any:
    """What JSON has no form for, in the nearest it has; values of a source are read, never re-used, in this form."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain_value).encode
_escaped = json.JSONEncoder(separators=(",", ":"), default=_plain_value).encode
