"""The vocabulary as it lies in ``data/vocabulary/*.csv``: one file a facet, one row a term."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgevidence.errors import FileRefused
from msgevidence.model.evidence import Facet, Term

COLUMNS = ("id", "label", "broader", "synonyms", "mesh", "not_when", "scope_note")
"""What every file has; ``higher_is_better`` is a further column, of outcomes only."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MESH = re.compile(r"D\d{6,9}")
_BENEFIT = {"true": True, "false": False, "": None}


class Terms:
    """One facet's terms, in the order of their file (parents before their children); a ports.Vocabulary.

    `exceptions` are the phrases, by slug, in which a term's words mean something else ("Great Depression").
    """

    def __init__(self, facet: Facet, terms: Sequence[Term], exceptions: Mapping[str, tuple[str, ...]]) -> None:
        self.facet = facet
        self.exceptions = exceptions
        self._by_slug = {term.slug: term for term in terms}
        self._by_name = {name: term for term in reversed(terms) for name in map(_plain, _names(term))}
        self._children: dict[str, list[str]] = {}
        for term in terms:
            self._children.setdefault(term.broader, []).append(term.slug)

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def __getitem__(self, slug: str) -> Term:
        return self._by_slug[slug]

    def __len__(self) -> int:
        return len(self._by_slug)

    def terms(self) -> Sequence[Term]:
        """All terms, parents before their children."""
        return tuple(self._by_slug.values())

    def find(self, text: str) -> Term | None:
        """By slug first, then by label or synonym; case, hyphens and outer blanks do not matter."""
        return self._by_slug.get(text.strip().casefold()) or self._by_name.get(_plain(text))

    def broader(self, slug: str) -> str | None:
        """The parent's slug; None at the top and for a slug that is not in this facet."""
        term = self._by_slug.get(slug)
        return (term.broader or None) if term else None

    def children(self, slug: str = "") -> tuple[str, ...]:
        """Slugs directly below `slug`; below nothing: the top terms."""
        return tuple(self._children.get(slug, ()))

    def with_descendants(self, slug: str) -> frozenset[str]:
        """The slug and all below it: what a filter on the slug takes in."""
        return frozenset({slug}).union(*(self.with_descendants(child) for child in self.children(slug)))


class Vocabularies(Mapping[Facet, Terms]):
    """All facets."""

    def __init__(self, facets: Mapping[Facet, Terms]) -> None:
        self._facets = dict(facets)

    def __getitem__(self, facet: Facet) -> Terms:
        return self._facets[facet]

    def __iter__(self) -> Iterator[Facet]:
        return iter(self._facets)

    def __len__(self) -> int:
        return len(self._facets)

    def all_terms(self) -> tuple[Term, ...]:
        """Every term of every facet."""
        return tuple(term for terms in self.values() for term in terms.terms())


def load(directory: Path) -> Vocabularies:
    """All facets of a folder; FileRefused names the file and line of a row that does not fit."""
    return Vocabularies({facet: _load_facet(directory / _file_name(facet), facet) for facet in Facet})


def _file_name(facet: Facet) -> str:
    return f"{facet.value.replace('-', '_')}.csv"


class _Row(NamedTuple):
    line: int
    term: Term
    exceptions: tuple[str, ...]


def _load_facet(path: Path, facet: Facet) -> Terms:
    rows = list(_rows(path, facet))
    seen: dict[str, int] = {}
    for row in rows:
        slug = row.term.slug
        if slug in seen:
            raise _refused(path, row.line, f"the term “{slug}” stands in line {seen[slug]} already", "Remove one.")
        seen[slug] = row.line
    for row in rows:
        broader = row.term.broader
        if broader and broader not in seen:
            raise _refused(path, row.line, f"the broader term “{broader}” is not in this file", "Add or correct it.")
        if broader and seen[broader] >= row.line:
            raise _refused(path, row.line, f"its broader term “{broader}” comes after it", "Put parents first.")
    return Terms(facet, [row.term for row in rows], {row.term.slug: row.exceptions for row in rows if row.exceptions})


def _rows(path: Path, facet: Facet) -> Iterator[_Row]:
    wanted = {*COLUMNS, "higher_is_better"} if facet is Facet.OUTCOME else set(COLUMNS)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if set(reader.fieldnames or ()) != wanted:
                raise _refused(path, 1, "the columns are not those of this facet", f"Use {', '.join(sorted(wanted))}.")
            for row in reader:
                yield _row(path, reader.line_num, facet, row)
    except OSError as error:
        raise FileRefused(
            path.name, f"cannot be read ({error.strerror})", remedy="Restore the vocabulary folder."
        ) from error


def _row(path: Path, line: int, facet: Facet, row: dict[str, str]) -> _Row:
    if None in row or None in row.values():
        raise _refused(path, line, "has more or fewer cells than columns", "Quote cells that hold commas.")
    if not _SLUG.fullmatch(row["id"]):
        raise _refused(path, line, f"“{row['id']}” is not a slug", "Use lower-case words joined by hyphens.")
    mesh = _listed(row["mesh"])
    if wrong := [ui for ui in mesh if not _MESH.fullmatch(ui)]:
        raise _refused(path, line, f"“{wrong[0]}” is not a MeSH identifier", "Write it as D012657.")
    benefit = row.get("higher_is_better", "")
    if benefit not in _BENEFIT:
        raise _refused(path, line, f"higher_is_better is “{benefit}”", "Write true, false or nothing.")
    term = Term(
        facet=facet,
        slug=row["id"],
        label=row["label"],
        broader=row["broader"],
        synonyms=_listed(row["synonyms"]),
        mesh=mesh,
        scope_note=row["scope_note"],
        higher_is_better=_BENEFIT[benefit],
    )
    return _Row(line, term, _listed(row["not_when"]))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _refused(path: Path, line: int, reason: str, remedy: str) -> FileRefused:
    return FileRefused(path.name, reason, remedy=remedy, place=f"line {line}")


def _names(term: Term) -> tuple[str, ...]:
    return (term.slug, term.label, *term.synonyms)


def _plain(name: str) -> str:
    return re.sub(r"[\s\-‐‑–]+", " ", name).strip().casefold()
