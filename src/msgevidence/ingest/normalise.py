"""The normalisers, in order: each takes a Draft and puts one thing into its canonical form, noting what it changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import (
    canonical_isbn,
    canonical_issn,
    canonical_pmcid,
    canonical_pmid,
    stated_doi,
)
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import DATE_VARIABLES, ITEM_TYPES, NAME_VARIABLES, Draft, Leftover, Value

_DASHES = re.compile(r"\s*(?:[-‐‑‒–—−]{1,3})\s*")
_PAGE_RANGE = re.compile(r"[A-Za-z]{0,4}\d+[A-Za-z]?\s*[-‐‑‒–—−]{1,3}\s*[A-Za-z]{0,4}\d+[A-Za-z]?")
_EARLIEST, _LATEST = -3000, 2100


class _Shown(dict[int, int | None]):
    """What `str.translate` asks of each character: control characters go, joiners and soft hyphens stay."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        self[code] = code if char.isprintable() or char.isspace() or char in "\u200d\u200c\u00ad" else None
        return self[code]


_SHOWN = _Shown()


def trim_text(draft: Draft) -> None:
    """Runs of white space become one space; control characters go, with a Problem."""
    for variable, value in list(draft.values.items()):
        if not isinstance(value, str):
            continue
        printable = value
        if not value.isprintable():
            printable = value.translate(_SHOWN)
            if len(printable) != len(value):
                draft.note(
                    Problem(
                        "control-character", "control characters were left out", variable=variable, quote=value[:80]
                    )
                )
        trimmed = printable.strip() if variable in ("abstract", "note", "annote") else " ".join(printable.split())
        if trimmed:
            draft.values[variable] = trimmed
        else:
            del draft.values[variable]


def tidy_names(draft: Draft) -> None:
    """Empty names go; every part loses outer spaces and stray commas."""
    for variable in NAME_VARIABLES & draft.values.keys():
        names = draft.values[variable]
        if not isinstance(names, tuple):
            continue
        tidy = tuple(name for name in map(_tidy_name, names) if name)
        if tidy:
            draft.values[variable] = tidy
        else:
            del draft.values[variable]


def _tidy_name(name: Name) -> Name:
    return Name(
        family=_tidy_part(name.family),
        given=_tidy_part(name.given),
        dropping_particle=_tidy_part(name.dropping_particle),
        non_dropping_particle=_tidy_part(name.non_dropping_particle),
        suffix=_tidy_part(name.suffix),
        literal=" ".join(name.literal.split()),
    )


def _tidy_part(text: str) -> str:
    return " ".join(text.split()).strip(" ,;") if text else text


def check_dates(draft: Draft) -> None:
    """A date no calendar has is kept as its words, with a Problem."""
    for variable in DATE_VARIABLES & draft.values.keys():
        date = draft.values[variable]
        if not isinstance(date, PartialDate):
            continue
        if not all(_possible(parts) for parts in (date.start, date.end) if parts):
            words = "-".join(map(str, date.start)) + ("/" + "-".join(map(str, date.end)) if date.end else "")
            draft.note(Problem("impossible-date", "not a date of any calendar", variable=variable, quote=words))
            draft.values[variable] = PartialDate(literal=date.literal or words)


def _possible(parts: tuple[int, ...]) -> bool:
    year, month, day = (*parts, 1, 1)[:3] if len(parts) < 3 else parts[:3]
    return _EARLIEST <= year <= _LATEST and 1 <= month <= 12 and 1 <= day <= 31


def canonical_identifiers(draft: Draft) -> None:
    """DOI (in its own case), PMID, PMCID, ISSN and ISBN in one form; a DOI in the URL is found; what is none is kept
    aside."""
    values = draft.values
    for variable, canonical, name in (
        ("doi", stated_doi, "DOI"),
        ("pmid", canonical_pmid, "PMID"),
        ("pmcid", canonical_pmcid, "PMCID"),
    ):
        given = values.get(variable)
        if not isinstance(given, str):
            continue
        found = canonical(given)
        if found is None:
            del values[variable]
            draft.leftovers.append(Leftover(draft.raw.format, name, given))
            draft.note(
                Problem(f"malformed-{variable}", f"this is no {name}; kept aside", variable=variable, quote=given)
            )
        else:
            values[variable] = found
    for variable, each in (("issn", canonical_issn), ("isbn", canonical_isbn)):
        given = values.get(variable)
        if isinstance(given, str):
            values[variable] = _several(draft, variable, given, each)
    url = values.get("url")
    if isinstance(url, str) and "doi.org/10." in url.lower():
        doi = stated_doi(url)
        if doi and "doi" not in values:
            values["doi"] = doi
        if doi and doi.lower() == str(values.get("doi")).lower():
            del values["url"]  # the resolver's address says nothing the DOI does not


def _several(draft: Draft, variable: str, given: str, canonical: Callable[[str], str | None]) -> str:
    """Each of several ISSNs or ISBNs in canonical form; one whose check digit is wrong stays, with a Problem."""
    whole = canonical(given)
    if whole:
        return whole
    out: list[str] = []
    for piece in re.split(r"[\s,;]+(?=[\dX])", given):
        number = re.sub(r"\(.*?\)|[^\dXx-]", "", piece)
        if not number:
            continue
        found = canonical(number)
        if found is None:
            draft.note(
                Problem(
                    f"malformed-{variable}", "the check digit is wrong", Severity.NOTE, variable=variable, quote=piece
                )
            )
        out.append(found or number)
    return " ".join(dict.fromkeys(out)) or given


def page_ranges(draft: Draft) -> None:
    """``288–293`` and ``288--293`` become ``288-293``; article numbers and odd forms stay as they are."""
    page = draft.values.get("page")
    if isinstance(page, str):
        draft.values["page"] = _PAGE_RANGE.sub(lambda found: _DASHES.sub("-", found.group()), page)


def bare_title(draft: Draft) -> None:
    """A title loses the full stop that belongs to the reference; an ellipsis or abbreviation keeps its own."""
    for variable in ("title", "container_title"):
        title = draft.values.get(variable)
        if not isinstance(title, str):
            continue
        if title.endswith(".") and not title.endswith("..") and len(title.split()) > 2:
            last = title[:-1].rsplit(" ", 1)[-1]
            if len(last) > 3 and "." not in last and not last.isupper():
                draft.values[variable] = title[:-1]


def known_type(draft: Draft) -> None:
    """A type CSL does not have becomes ``document``, with a Problem."""
    if draft.type and draft.type not in ITEM_TYPES:
        draft.note(Problem("unknown-type", "unknown type; taken as a document", variable="type", quote=draft.type))
        draft.type = "document"


def completeness(draft: Draft) -> None:
    """Says what a citation will miss; a draft without title, names and identifiers is no record at all."""
    values: dict[str, Value] = draft.values
    if not draft.rejected and not any(
        values.get(variable)
        for variable in ("title", "author", "editor", "doi", "pmid", "isbn", "container_title", "url")
    ):
        draft.rejected = "nothing to identify a work by: no title, no name, no identifier"
        draft.note(Problem("no-record", draft.rejected, Severity.ERROR, quote=draft.raw.text[:160] or None))
        return
    if not values.get("title"):
        draft.note(Problem("no-title", "there is no title; add it before citing", variable="title"))
    if not values.get("issued"):
        draft.note(Problem("no-year", "there is no date; it will be cited as n.d.", variable="issued"))
    if not values.get("author") and not values.get("editor"):
        draft.note(Problem("no-author", "there is no author or editor", Severity.NOTE, variable="author"))


NORMALISERS: tuple[Callable[[Draft], None], ...] = (
    trim_text,
    tidy_names,
    check_dates,
    canonical_identifiers,
    page_ranges,
    bare_title,
    known_type,
    completeness,
)
"""The recipe, in order. A new normaliser is one function and its name here."""


def normalise(draft: Draft) -> Draft:
    """Applies every normaliser to the draft, in place."""
    for step in NORMALISERS:
        step(draft)
    return draft
