"""Looks every reference up, in the library first and then in the authorities: a verdict each, with what was searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from msgevidence.errors import AuthorityUnavailable
from msgevidence.manuscript.nearest import Nearest, nearest_works
from msgevidence.manuscript.reflist import Reference
from msgevidence.manuscript.sameness import Difference, Likeness, liken
from msgevidence.matching import keys
from msgevidence.model.evidence import Notice
from msgevidence.model.record import Record
from msgevidence.ports import Authority
from msgevidence.store.queries import Queries

_NEAREST = 3
_FOREIGN_TITLE = 0.75  # below it an identifier's work is another work


class Verdict(StrEnum):
    """What is known of a reference after looking."""

    MATCHED = "matched"
    DIFFERS = "differs"
    ELSEWHERE = "identifier-elsewhere"
    NOT_FOUND = "not-found"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True)
class Looked:
    """The verdict on one reference. `match` is the citation key in the library or, for a work only an authority
    knows, its identifier; `work` that work's description; `where` who knows it.
    """

    verdict: Verdict
    message: str
    match: str = ""
    work: Record | None = None
    where: str = ""
    differences: tuple[Difference, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(slots=True)
class _Known:
    """A work that might be meant, with how it is called and where it is from."""

    key: str
    work: Record
    where: str
    likeness: Likeness
    report: int | None = None


@dataclass(slots=True)
class Searcher:
    """Looks references up in `queries` and, for those not matched there, in `authorities`, in order."""

    queries: Queries
    authorities: Sequence[Authority] = ()
    searched: str = "this library"
    silent: dict[str, str] = field(default_factory=dict)  # authority → why it did not answer

    def look_up(self, references: Sequence[Reference]) -> list[Looked]:
        """One verdict per reference, in order."""
        records = [one.record for one in references]
        found = self.queries.candidates([keys(record) if record else () for record in records])
        out: list[Looked] = []
        for record, candidates in zip(records, found, strict=True):
            if record is None:
                out.append(Looked(Verdict.CANNOT_TELL, "this entry was not understood, so nothing could be looked up"))
                continue
            known = [
                _Known(work.id or str(report), work, "library", liken(record, work), report)
                for report, work in candidates
            ]
            looked = self._judge(record, known)
            out.append(looked)
        return out

    def _judge(self, record: Record, known: list[_Known]) -> Looked:
        looked = _verdict(record, known)
        problems: list[str] = []
        if looked.verdict is not Verdict.MATCHED:
            for authority in self.authorities:
                try:
                    known += _asked(authority, record)
                except AuthorityUnavailable as silence:
                    problems.append(f"{authority.name} did not answer ({silence})")
                    self.silent.setdefault(authority.name, str(silence))
                    continue
                looked = _verdict(record, known)
                if looked.verdict is Verdict.MATCHED:
                    break
        if looked.where == "library":
            report = self.queries.report(looked.match)
            looked = replace(looked, notices=report.notices)
        if looked.verdict is Verdict.NOT_FOUND and not record.title:
            return replace(looked, verdict=Verdict.CANNOT_TELL, message="no title was understood in this entry")
        if looked.verdict in (Verdict.NOT_FOUND, Verdict.DIFFERS, Verdict.ELSEWHERE):
            if problems and looked.verdict is Verdict.NOT_FOUND:
                looked = replace(looked, verdict=Verdict.CANNOT_TELL, message="; ".join(problems))
            elif looked.verdict is Verdict.NOT_FOUND:
                looked = replace(looked, message=f"not found in what was searched: {self.searched}")
            without = {looked.match}
            looked = replace(looked, nearest=nearest_works(self.queries, record, limit=_NEAREST, without=without))
        return looked


def _asked(authority: Authority, record: Record) -> list[_Known]:
    """What an authority knows under the entry's identifiers, and what it has that is like it."""
    works: list[Record] = []
    for scheme in authority.schemes:
        identifier = str(getattr(record, scheme, "") or "")
        if identifier and (work := authority.lookup(scheme, identifier)):
            works.append(work)
    works += authority.search(record, 10)
    return [
        _Known(work.doi or work.pmid or work.id or work.title, work, authority.name, liken(record, work))
        for work in works
    ]


def _verdict(record: Record, known: Sequence[_Known]) -> Looked:
    matching = [one for one in known if one.likeness.matches]
    if matching:
        best = max(matching, key=_rank)
        message = f"found in {_place(best)}"
        if best.likeness.differences:
            message += "; details differ: " + _listed(best.likeness.differences)
        return _looked(Verdict.MATCHED, message, best)
    foreign = [
        one
        for one in known
        if one.likeness.same_identifier and one.likeness.title < _FOREIGN_TITLE and not one.likeness.is_this_place
    ]
    meant = [one for one in known if _is_meant(one.likeness)]
    if foreign and not any(one.likeness.same_identifier for one in meant):
        best = max(foreign, key=_rank)
        which = f"https://doi.org/{record.doi}" if record.doi else f"PMID {record.pmid}"
        return _looked(Verdict.ELSEWHERE, f"the identifier {which} belongs to another work: “{best.work.title}”", best)
    if meant:
        best = max(meant, key=_rank)
        return _looked(
            Verdict.DIFFERS,
            f"a work in {_place(best)} agrees in part and differs in {_listed(best.likeness.differences)}",
            best,
        )
    return Looked(Verdict.NOT_FOUND, "")


def _is_meant(likeness: Likeness) -> bool:
    """Whether this work must be what the entry is about, though not all agrees: its title, its identifier, or its very
    place with some of its authors. A surname and a year alone never suffice."""
    if likeness.is_this_title and likeness.evidence.letters >= 12:
        return True
    if likeness.same_identifier and likeness.title >= _FOREIGN_TITLE:
        return True
    if likeness.is_this_place and (likeness.shared_authors > 0 or likeness.title >= 0.6):
        return True
    near = likeness.title >= 0.8 and likeness.evidence.kind.value != "conflict"
    return near and likeness.authors and likeness.evidence.year_gap in (0, 1)


def _looked(verdict: Verdict, message: str, best: _Known) -> Looked:
    return Looked(verdict, message, best.key, best.work, best.where, best.likeness.differences)


def _rank(one: _Known) -> tuple[object, ...]:
    """Best last: few decisive differences, the same identifier, the nearer title; the library before others."""
    likeness = one.likeness
    return (
        -len(likeness.decisive),
        likeness.same_identifier,
        likeness.title,
        likeness.shared_authors,
        -len(likeness.differences),
        one.where == "library",
        -(one.report or 0),
    )


def _place(one: _Known) -> str:
    return "the library" if one.where == "library" else one.where


_WORDS = {"container-title": "journal or book", "issued": "year", "author": "authors", "page": "pages"}


def _listed(differences: Sequence[Difference]) -> str:
    return ", ".join(_WORDS.get(one.variable, one.variable) for one in differences)
