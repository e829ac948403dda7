"""Looks every reference up, in the library first and then in the authorities: a verdict each, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from msgevidence.errors import AuthorityUnavailable
from msgevidence.formats.reference_list.spans import FORMAT
from msgevidence.manuscript.nearest import Nearest, nearest, similar
from msgevidence.manuscript.reflist import Reference
from msgevidence.manuscript.sameness import Difference, Likeness, liken
from msgevidence.matching import keys
from msgevidence.model.evidence import Notice, NoticeKind
from msgevidence.model.record import Record
from msgevidence.ports import Authority, TellsNotices
from msgevidence.store.filters import Filters
from msgevidence.store.queries import Queries
from msgevidence.store.views import ReportRow

LIBRARY = "library"
_AT_ONCE = 40
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
    """Looks references up in `queries` and, for those not matched there, in `authorities`, in order.

    What the library knows only from somebody's reference list (this draft's, perhaps, imported before) confirms nothing
    and is left out.
    """

    queries: Queries
    authorities: Sequence[Authority] = ()
    searched: str = "this library"
    silent: dict[str, str] = field(default_factory=dict)  # authority → why it did not answer

    def look_up(self, references: Sequence[Reference]) -> list[Looked]:
        """One verdict per reference, in order."""
        records = [one.sought or one.record for one in references]
        found = self.queries.candidates([keys(record) if record else () for record in records])
        hearsay = self.queries.only_from(FORMAT, (report for each in found for report, _ in each))
        out: list[Looked] = []
        for record, candidates in zip(records, found, strict=True):
            if record is None:
                out.append(Looked(Verdict.CANNOT_TELL, "this entry was not understood, so nothing could be looked up"))
                continue
            known = [
                _Known(work.id or str(report), work, LIBRARY, liken(record, work), report)
                for report, work in candidates
                if report not in hearsay
            ]
            out.append(self._judge(record, known))
        told = [
            replace(looked, message=f"{looked.message}; {one.enriched_by}") if one.enriched_by else looked
            for one, looked in zip(references, out, strict=True)
        ]
        return self._noticed(told)

    def _noticed(self, looked: list[Looked]) -> list[Looked]:
        """With the notices on the works that were found: the library's, and what the authorities add."""
        rows = rows_of(self.queries, {one.match for one in looked if one.where == LIBRARY})
        warned = [key for key, row in rows.items() if row.notices]
        notices = {key: self.queries.report(key).notices for key in warned}
        return [self._told(one, notices.get(one.match, ()) if one.where == LIBRARY else ()) for one in looked]

    def _silence(self, authority: Authority | TellsNotices, silence: AuthorityUnavailable) -> str:
        """Remembers the first reason an authority gave, and returns this one, without its name."""
        why = str(silence).removeprefix(f"{authority.name} ")
        self.silent.setdefault(authority.name, why)
        return why

    def _told(self, looked: Looked, known: tuple[Notice, ...]) -> Looked:
        if looked.work is None or looked.verdict not in (Verdict.MATCHED, Verdict.DIFFERS):
            return replace(looked, notices=known)
        told = list(known)
        for authority in self.authorities:
            if isinstance(authority, TellsNotices):
                try:
                    found = authority.notices(looked.work)
                except AuthorityUnavailable as silence:
                    self._silence(authority, silence)
                    continue
                told += [one for one in found if not any(_is_the_same(one, other) for other in told)]
        return replace(looked, notices=tuple(told))

    def _judge(self, record: Record, known: list[_Known]) -> Looked:
        """By what shares a key with it in the library, then by words of the title, then by the authorities."""
        looked = _verdict(record, known)
        if looked.verdict is Verdict.MATCHED:
            return looked
        held = {one.key for one in known}
        likely = similar(self.queries, record)
        known += [_Known(key, work, LIBRARY, liken(record, work)) for key, work in likely if key not in held]
        looked = _verdict(record, known)
        problems: list[str] = []
        for authority in self.authorities if looked.verdict is not Verdict.MATCHED else ():
            try:
                known += _asked(authority, record)
            except AuthorityUnavailable as silence:
                problems.append(f"{authority.name} did not answer ({self._silence(authority, silence)})")
                continue
            looked = _verdict(record, known)
            if looked.verdict is Verdict.MATCHED:
                return looked
        if looked.verdict is Verdict.NOT_FOUND:
            if not record.title:
                looked = replace(looked, verdict=Verdict.CANNOT_TELL, message="no title was understood in this entry")
            elif problems:
                looked = replace(
                    looked,
                    verdict=Verdict.CANNOT_TELL,
                    message="not found where there was an answer; " + "; ".join(problems),
                )
            else:
                looked = replace(looked, message=f"not found in what was searched: {self.searched}")
        works = [(one.key, one.work) for one in known if one.where == LIBRARY and one.key != looked.match]
        return replace(looked, nearest=nearest(record, works, _NEAREST))


def rows_of(queries: Queries, citekeys: Iterable[str]) -> dict[str, ReportRow]:
    """The library's lines of these works, by citation key."""
    wanted = sorted(set(citekeys))
    return {
        row.citekey: row
        for at in range(0, len(wanted), _AT_ONCE)
        for row in queries.find(
            Filters(query=" OR ".join(f"key:{key}" for key in wanted[at : at + _AT_ONCE])), limit=_AT_ONCE
        ).rows
    }


def _is_the_same(one: Notice, other: Notice) -> bool:
    """Whether two sources tell of the same thing: a work is retracted once, and may be corrected often."""
    if one.kind is not other.kind:
        return False
    names = (one.doi, one.pmid)
    shared = any(name and name in (other.doi, other.pmid) for name in names)
    return shared or one.kind is NoticeKind.RETRACTION or not any(names)


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
        one.where == LIBRARY,
        -(one.report or 0),
    )


def _place(one: _Known) -> str:
    return "the library" if one.where == LIBRARY else one.where


_WORDS = {"container-title": "journal or book", "issued": "year", "author": "authors", "page": "pages"}


def _listed(differences: Sequence[Difference]) -> str:
    return ", ".join(_WORDS.get(one.variable, one.variable) for one in differences)
