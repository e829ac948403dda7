"""The gate of the bundled evidence: what must hold of every row, so that a wrong one cannot get in unnoticed.

Each check is one function of the dataset; `check` runs them all. A Problem's `quote` is the id of the work it
belongs to, where it belongs to one; its message names the row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Protocol

from msgevidence.evidence import tables
from msgevidence.evidence.coherence_gate import coherence
from msgevidence.evidence.dataset import Dataset
from msgevidence.evidence.numbers_gate import finding_numbers
from msgevidence.evidence.tables import TagRow
from msgevidence.model import identifiers
from msgevidence.model.evidence import Facet, Finding, NoticeKind, Study, Term
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Record


class Known(Protocol):
    """The terms of one facet, by slug."""

    def __contains__(self, slug: object, /) -> bool: ...

    def __getitem__(self, slug: str, /) -> Term: ...


Vocabularies = Mapping[Facet, Known]
Problems = Iterator[Problem]

RELATION_KINDS = frozenset(
    {"includes", "supersedes", "protocol-of", "reprint-of", "corrects", "retracts", "same-study", "disagrees-with"}
)
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{4}-[a-z0-9]+")


def check(dataset: Dataset, vocabularies: Vocabularies) -> list[Problem]:
    """All that is wrong; an empty list, or one of warnings only, lets the dataset through."""
    problems = [problem for one in _CHECKS for problem in one(dataset)]
    problems += (_error(*fault) for fault in coherence(dataset))
    problems += _terms(dataset, vocabularies)
    for finding in dataset.findings:
        problems += (_error(finding.work, code, text) for code, text in finding_numbers(finding))
        problems += _benefit(finding, vocabularies[Facet.OUTCOME])
    return problems


def _benefit(finding: Finding, outcomes: Known) -> Problems:
    """An estimate turned against its outcome's usual direction is possible (scales differ) but must be explained."""
    usual = outcomes[finding.outcome].higher_is_better if finding.outcome in outcomes else None
    if finding.benefit_sign and usual is not None and (finding.benefit_sign > 0) is not usual and not finding.note:
        text = f"{finding.id}: benefit_sign is against the usual direction of {finding.outcome}; say why in note"
        yield _error(finding.work, "benefit-sign", text)


def fails(problems: list[Problem]) -> bool:
    """Whether the build must fail."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _error(work: str, code: str, message: str, variable: str | None = None) -> Problem:
    return Problem(code, message, Severity.ERROR, variable=variable, quote=work or None)


# --- files ---------------------------------------------------------------------------------------------------


def _checksums(dataset: Dataset) -> Problems:
    for name, actual in dataset.actual.items():
        if dataset.declared.get(name) != actual:
            yield _error("", "checksum-mismatch", f"{name} is not the file of the manifest; assemble the dataset again")


def _sorted(dataset: Dataset) -> Problems:
    ids = [work.id for work in dataset.works]
    if ids != sorted(ids):
        yield _error("", "unsorted", "works.csl.json is not sorted by id")
    tags = [TagRow(work, tag.facet, tag.term) for work, tag in dataset.tags]
    files = {
        "findings.csv": [tables.sort_key(row) for row in dataset.findings],
        "notices.csv": [tables.sort_key(row) for row in dataset.notices],
        "relations.csv": [tables.sort_key(row) for row in dataset.relations],
        "sources.csv": [tables.sort_key(row) for row in dataset.provenance],
        "studies.csv": [tables.sort_key(row) for row in dataset.studies],
        "tags.csv": [tables.sort_key(row) for row in tags],
    }
    for name, keys in files.items():
        if keys != sorted(keys):
            yield _error("", "unsorted", f"{name} is not sorted as the codebook says")
        yield from (
            _error("", "repeated-row", f"{name}: {' / '.join(key)} stands there {times} times")
            for key, times in Counter(keys).items()
            if times > 1
        )


# --- works ---------------------------------------------------------------------------------------------------

_IDENTIFIERS: dict[str, Callable[[str], str | None]] = {
    "doi": identifiers.canonical_doi,
    "pmid": identifiers.canonical_pmid,
    "pmcid": identifiers.canonical_pmcid,
    "isbn": identifiers.canonical_isbn,
    "issn": identifiers.canonical_issn,
}


def _identifiers(dataset: Dataset) -> Problems:
    seen: dict[tuple[str, str], str] = {}
    for work in dataset.works:
        for variable, canonical in _IDENTIFIERS.items():
            value = getattr(work, variable)
            if value and canonical(value) != value:
                yield _error(
                    work.id, f"malformed-{variable}", f"{work.id}: {variable} “{value}” is malformed", variable
                )
            if value and variable not in ("issn", "isbn") and seen.setdefault((variable, value), work.id) != work.id:
                other = seen[variable, value]
                yield _error(work.id, f"repeated-{variable}", f"{work.id}: {variable} is that of {other}", variable)


def _descriptions(dataset: Dataset) -> Problems:
    for work_id, times in Counter(work.id for work in dataset.works).items():
        if times > 1:
            yield _error(work_id, "repeated-work", f"{work_id} stands there {times} times")
    for work in dataset.works:
        if not _ID.fullmatch(work.id):
            yield _error(work.id, "malformed-id", f"“{work.id}” is not of the form firstauthor-year-word")
        if not work.title or not work.issued or not (work.author or work.editor):
            yield _error(work.id, "incomplete-work", f"{work.id}: title, authors or editors, and year are needed")
        if work.abstract:
            yield _error(work.id, "abstract-stored", f"{work.id}: abstracts are not stored", "abstract")
        if any(map(_runs_backwards, re.split(r"[,;]", work.page))):
            yield _error(work.id, "backward-pages", f"{work.id}: the pages {work.page} run backwards", "page")


def _runs_backwards(page: str) -> bool:
    """Whether a range such as 288-93 ends before it begins (abbreviated ends are filled up first)."""
    found = re.fullmatch(r"([A-Za-z]*)(\d+)\s*[-–]\s*([A-Za-z]*)(\d+)", page.strip())
    if not found or (found[3] and found[3] != found[1]):
        return False
    start, end = found[2], found[4]
    if len(end) < len(start) and not found[3]:
        end = start[: len(start) - len(end)] + end
    return int(end) < int(start)


# Variables a curator sets, which no page says.
_UNSOURCED = frozenset({"citation_key", "language"})


def _sources(dataset: Dataset) -> Problems:
    seen: dict[tuple[str, str], set[str]] = {}
    works_of = {finding.id: finding.work for finding in dataset.findings}
    works_of |= {study.id: study.reports[0] for study in dataset.studies if study.reports}
    for row in dataset.provenance:
        seen.setdefault((row.entity, row.id), set()).update(row.field.split(tables.LIST_SEPARATOR))
        if not row.source or not _is_date(row.seen) or not row.by:
            owner = works_of.get(row.id, row.id)
            yield _error(owner, "incomplete-source", f"{row.id}: a source needs an address, a date seen and by whom")
    for work in dataset.works:
        wanted = {variable for variable, _ in work.values()} - _UNSOURCED
        if missing := sorted(wanted - seen.get(("work", work.id), set())):
            text = f"{work.id}: no source says where {', '.join(missing)} was seen"
            yield _error(work.id, "no-source", text, missing[0])
    for entity, rows in (("study", dataset.studies), ("finding", dataset.findings)):
        for row_id in (row.id for row in rows):
            if (entity, row_id) not in seen:
                yield _error(works_of.get(row_id, ""), "no-source", f"{row_id}: no source says where it was seen")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# --- how rows hang together ----------------------------------------------------------------------------------


def _links(dataset: Dataset) -> Problems:
    works = {work.id for work in dataset.works}
    studies = {study.id for study in dataset.studies}
    reported = {report for study in dataset.studies for report in study.reports}
    for study in dataset.studies:
        for report in study.reports:
            if report not in works:
                yield _error("", "unknown-work", f"{study.id}: its report {report} is not in the dataset")
        if not study.reports:
            yield _error("", "no-report", f"{study.id} has no report")
    for work in sorted(works - reported):
        yield _error(work, "no-study", f"{work} is the report of no study")
    for finding in dataset.findings:
        if finding.work not in works or finding.study not in studies:
            yield _error(finding.work, "unknown-work", f"{finding.id}: its work or study is not in the dataset")
        if not finding.locator.strip():
            yield _error(finding.work, "no-locator", f"{finding.id}: where in the work does it stand?", "locator")
    for owner in {work for work, _ in dataset.tags} | {notice.work for notice in dataset.notices}:
        if owner not in works:
            yield _error(owner, "unknown-work", f"a tag or notice is about {owner}, which is not in the dataset")
    for relation in dataset.relations:
        for end in (relation.subject, relation.object):
            if end not in works and end not in studies:
                text = f"{relation.subject} {relation.kind} {relation.object}: {end} is not in the dataset"
                yield _error(relation.subject, "missing-included-study", text)
        if relation.kind not in RELATION_KINDS or not relation.source:
            text = f"{relation.subject} {relation.kind} {relation.object}: unknown kind, or no source"
            yield _error(relation.subject, "bad-relation", text)


_MARKS = {
    "supersedes": (NoticeKind.SUPERSEDED_BY, "object"),
    "corrects": (NoticeKind.CORRECTION, "object"),
    "retracts": (NoticeKind.RETRACTION, "object"),
    "reprint-of": (NoticeKind.REPRINT_OF, "subject"),
}


def _notices(dataset: Dataset) -> Problems:
    marked = {(notice.kind, notice.work) for notice in dataset.notices}
    related: set[frozenset[str]] = set()
    for relation in dataset.relations:
        related.add(frozenset({relation.subject, relation.object}))
        kind, end = _MARKS.get(relation.kind, (None, ""))
        owner = relation.object if end == "object" else relation.subject
        if kind and (kind, owner) not in marked:
            text = f"{owner} has no {kind} notice, though {relation.subject} {relation.kind} {relation.object}"
            yield _error(owner, "unmarked", text)
    for notice in dataset.notices:
        if not notice.source or not _is_partial_date(notice.date):
            yield _error(notice.work, "incomplete-notice", f"{notice.work}: a notice needs its date and its source")
    titles: dict[str, Record] = {}
    for work in dataset.works:
        twin = titles.setdefault(re.sub(r"\W+", " ", work.title).strip().casefold(), work)
        if twin is not work and frozenset({twin.id, work.id}) not in related:
            text = f"{work.id} has the title of {twin.id}: say how they are related (supersedes, reprint-of, …)"
            yield _error(work.id, "unrelated-twins", text)


def _is_partial_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text))


_CHECKS: tuple[Callable[[Dataset], Problems], ...] = (
    _checksums,
    _sorted,
    _identifiers,
    _descriptions,
    _sources,
    _links,
    _notices,
)


# --- terms ---------------------------------------------------------------------------------------------------

_STUDY_FACETS = {
    "design": Facet.DESIGN,
    "setting": Facet.SETTING,
    "group_type": Facet.GROUP_TYPE,
    "leadership": Facet.LEADERSHIP,
    "delivery": Facet.DELIVERY,
    "format": Facet.FORMAT,
}


_LEVELS = (None, 1, 2, 3, 4, 5)


def _terms(dataset: Dataset, vocabularies: Vocabularies) -> Problems:
    tagged: dict[str, set[tuple[Facet, str]]] = {work.id: set() for work in dataset.works}
    for work, tag in dataset.tags:
        tagged.setdefault(work, set()).add((tag.facet, tag.term))
        if tag.term not in vocabularies[tag.facet]:
            yield _error(work, "unknown-term", f"{work}: “{tag.term}” is no term of {tag.facet}")
    for work, tags in tagged.items():
        for facet in (Facet.POPULATION, Facet.DESIGN):
            if not any(tag_facet is facet for tag_facet, _ in tags):
                yield _error(work, "untagged", f"{work} has no tag of {facet}")
    for study in dataset.studies:
        yield from _terms_of_study(study, vocabularies)
    yield from (problem for finding in dataset.findings for problem in _terms_of(finding, tagged, vocabularies))


def _terms_of_study(study: Study, vocabularies: Vocabularies) -> Problems:
    work = study.reports[0] if study.reports else ""
    for column, facet in _STUDY_FACETS.items():
        for slug in filter(None, getattr(study, column).split(tables.LIST_SEPARATOR)):
            if slug not in vocabularies[facet]:
                yield _error(work, "unknown-term", f"{study.id}: “{slug}” is no term of {facet}", column)
    if (study.ocebm_level is None) is not (not study.ocebm_question) or study.ocebm_level not in _LEVELS:
        text = f"{study.id}: an OCEBM level is 1 to 5 and stands with its question"
        yield _error(work, "bad-level", text, "ocebm_level")


def _terms_of(finding: Finding, tagged: Mapping[str, set[tuple[Facet, str]]], vocabularies: Vocabularies) -> Problems:
    for facet, slug in ((Facet.POPULATION, finding.population), (Facet.OUTCOME, finding.outcome)):
        if slug not in vocabularies[facet]:
            yield _error(finding.work, "unknown-term", f"{finding.id}: “{slug}” is no term of {facet}", facet.value)
        elif (facet, slug) not in tagged.get(finding.work, set()):
            yield _error(
                finding.work, "untagged", f"{finding.work} is not tagged {slug}, as its finding {finding.id} is"
            )
