"""The one seam to a CSL processor: records, a style and a locale in, formatted runs with warnings out.

Nothing else in the house imports `citation.csl`; the engine behind it can be replaced here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgevidence.citation import apa7, csl
from msgevidence.citation.catalogue import Catalogue, Located
from msgevidence.citation.formatted import ILLEGAL, Citation, Entry, Formatted, Run, StyleWarning
from msgevidence.errors import FileRefused
from msgevidence.model.record import Record

Cluster = Sequence[Mapping[str, Any]]
"""The works cited in one place; of each ``id, locator, label, prefix, suffix, suppress-author, author-only``."""

_HEADINGS = {
    "en": "References", "de": "Literatur", "fr": "Références", "es": "Referencias", "it": "Bibliografia",
    "pt": "Referências", "nl": "Literatuur", "da": "Referencer", "sv": "Referenser", "nb": "Referanser",
    "nn": "Referansar", "fi": "Lähteet", "pl": "Bibliografia", "cs": "Literatura", "tr": "Kaynakça",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StyleHandle:
    """A style that was found and read; as good as its name wherever a style is asked for."""

    name: str
    title: str
    csl: csl.Style
    default_locale: str
    is_apa: bool
    is_note: bool
    hanging_indent: bool
    line_spacing: int
    entry_spacing: int


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The installed styles."""
    return Catalogue()


def style(name_or_path: str | Path | StyleHandle) -> StyleHandle:
    """The style of that name, alias, title or ``.csl`` file.

    NotFound, with the nearest names, when no style is called so; FileRefused, with file and line, for a broken file.
    """
    if isinstance(name_or_path, StyleHandle):
        return name_or_path
    located = catalogue().locate(name_or_path)
    return _loaded(located, located.path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _loaded(located: Located, _changed: int) -> StyleHandle:
    try:
        read = csl.load_style(located.path)
    except csl.StyleError as problem:
        place = f"line {problem.line}" if problem.line else ""
        raise FileRefused(
            catalogue().shown(located.path),
            problem.reason,
            place=place,
            remedy="Correct the file or choose another style.",
        ) from None
    options: Mapping[str, str] = read.bibliography.options if read.bibliography else {}
    return StyleHandle(
        name=located.name,
        title=located.title,
        csl=read,
        default_locale=located.default_locale or read.default_locale,
        is_apa=read.id.rsplit("/", 1)[-1] in apa7.STYLES,
        is_note=read.style_class == "note",
        hanging_indent=options.get("hanging-indent") == "true",
        line_spacing=_whole(options.get("line-spacing"), 1),
        entry_spacing=_whole(options.get("entry-spacing"), 1),
    )


def bibliography(
    records: Iterable[Record | tuple[str, Record]],
    style_name: str | Path | StyleHandle = "apa",
    locale: str | None = None,
    citations: Sequence[Cluster] = (),
) -> Formatted:
    """The reference list of `records` in the style's order, and the in-text forms of `citations` in the text's order.

    A record is known by its `id`, or by the citation key given with it; ids that are missing or taken twice get one of
    their own, with a warning. What is cited but not among the records shows as “(key?)”, with a warning.
    """
    return format_items(_items(records), style_name, locale, citations)


def format_items(
    items: Sequence[Mapping[str, Any]],
    style_name: str | Path | StyleHandle = "apa",
    locale: str | None = None,
    citations: Sequence[Cluster] = (),
) -> Formatted:
    """The same for CSL-JSON items."""
    handle = style(style_name)
    warnings: list[StyleWarning] = []
    items = _with_own_ids(items, warnings)
    chosen = locale or handle.default_locale or "en-US"
    apa = handle.is_apa and chosen.lower().startswith("en")
    seen = [apa7.prepared(item) for item in items] if apa else items
    known = {str(item["id"]) for item in items}
    clusters = [[cite for cite in cluster if str(cite.get("id")) in known] for cluster in citations]
    cites = [[apa7.placed(cite) for cite in cluster] if apa else cluster for cluster in clusters if cluster]
    result = csl.process(handle.csl, seen, cites, locale=chosen)
    warnings += result.warnings
    entries = tuple(entry for entry in result.bibliography if entry.runs)
    if apa:
        by_id = {str(item["id"]): item for item in items}
        entries = tuple(entry._replace(runs=apa7.finished(by_id[entry.id], entry.runs)) for entry in entries)
    entries = tuple(_legal(entry, warnings) for entry in entries)
    _warn_of_unlisted(known, entries, handle, warnings)
    cited = _cited(citations, clusters, result.citations, known, warnings)
    if apa:
        cited = list(apa7.cited(items, clusters, cited))
    return Formatted(
        style=handle.name,
        title=handle.title,
        locale=chosen,
        entries=entries,
        citations=tuple(cited),
        warnings=tuple(warnings),
        hanging_indent=handle.hanging_indent,
        line_spacing=handle.line_spacing,
        entry_spacing=handle.entry_spacing,
        is_note=handle.is_note,
        heading=_HEADINGS.get(chosen.split("-")[0].lower(), "References"),
    )


def _items(records: Iterable[Record | tuple[str, Record]]) -> list[dict[str, Any]]:
    items = []
    for given in records:
        key, record = given if isinstance(given, tuple) else ("", given)
        item = record.to_csl()
        items.append({**item, "id": key} if key else item)
    return items


def _with_own_ids(items: Sequence[Mapping[str, Any]], warnings: list[StyleWarning]) -> list[Mapping[str, Any]]:
    """The items, each with an id no other has; the first keeps an id that is given twice."""
    taken: set[str] = {str(item.get("id") or "") for item in items}
    used: set[str] = set()
    own: list[Mapping[str, Any]] = []
    for position, item in enumerate(items, start=1):
        identifier = str(item.get("id") or "")
        if not identifier or identifier in used:
            base, number = identifier or f"item-{position}", 2
            fresh = base if not identifier and base not in taken else f"{base}-{number}"
            while fresh in taken:
                number += 1
                fresh = f"{base}-{number}"
            if identifier:
                warnings.append(
                    StyleWarning(fresh, "id", f"“{identifier}” is the id of two items; the second is “{fresh}”")
                )
            identifier = fresh
            taken.add(fresh)
        used.add(identifier)
        own.append(item if item.get("id") == identifier else {**item, "id": identifier})
    return own


def _cited(
    asked: Sequence[Cluster],
    clusters: Sequence[Cluster],
    made: Sequence[Citation],
    known: set[str],
    warnings: list[StyleWarning],
) -> list[Citation]:
    """One citation for each cluster asked for; “(key?)” stands where nothing of it is known."""
    remaining = iter(made)
    cited: list[Citation] = []
    for cluster, found in zip(asked, clusters, strict=True):
        missing = [str(cite.get("id", "")) for cite in cluster if str(cite.get("id")) not in known]
        warnings += [StyleWarning(key, "id", f"“{key}” is cited, but is not among the references") for key in missing]
        if found:
            cited.append(next(remaining))
        else:
            mark = (Run(f"({', '.join(f'{key}?' for key in missing) or '?'})", bold=True),)
            cited.append(Citation(mark, mark))
    return cited


def _legal(entry: Entry, warnings: list[StyleWarning]) -> Entry:
    """The entry without characters that no document can hold; taking one out is said."""
    if not any(ILLEGAL.search(run.text) for run in entry.runs):
        return entry
    warnings.append(StyleWarning(entry.id, "", "contained characters that cannot be printed; they were left out"))
    return entry._replace(runs=tuple(run._replace(text=ILLEGAL.sub("", run.text)) for run in entry.runs))


def _warn_of_unlisted(
    known: set[str], entries: Sequence[Entry], handle: StyleHandle, warnings: list[StyleWarning]
) -> None:
    if handle.csl.bibliography is None:
        warnings.append(StyleWarning("", "", f"the style “{handle.title}” has no reference list, only citations"))
        return
    told = {warning.item for warning in warnings if not warning.variable}
    listed = {entry.id for entry in entries} | told
    warnings += [
        StyleWarning(identifier, "", "is not in the list: the style cites such works in the text only")
        for identifier in sorted(known - listed)
    ]


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise
