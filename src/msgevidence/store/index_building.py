"""Makes the index of a library out of its database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, func
from sqlmodel import col, select

from msgevidence.model.evidence import Direction, Facet, Finding, Relevance, Study, TagStatus
from msgevidence.store import numbers
from msgevidence.store.evidence_reading import findings, said, studies
from msgevidence.store.index import MARKS, Array, Arrays, LibraryIndex
from msgevidence.store.index_terms import Terms
from msgevidence.store.tables import ReportRow, TagRow

Studied = Mapping[str, tuple[Study, tuple[int, ...]]]
Told = Sequence[tuple[Finding, int]]


def build(connection: Connection) -> LibraryIndex:
    """Everything, read afresh from the state the connection sees."""
    terms = Terms.load(connection)
    size = (connection.execute(select(func.max(ReportRow.id))).scalar() or 0) + 1
    every, told = studies(connection), findings(connection)
    names = _Names()
    narrow = _narrow_tags(connection, terms)
    reports = _reports(connection, size)
    return LibraryIndex(
        terms,
        Arrays(
            **reports,
            **_tags(terms, narrow, size),
            **_marks(every, told),
            **_studies(every, reports, names, size),
            **_items(terms, every, told, narrow),
            design=_designs(terms, narrow, names, size),
            designs=names.array(),
        ),
    )


class _Names:
    """Texts by number; the empty one is 0."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def array(self) -> Array:
        return _texts(self._numbers)


def _texts(values: Iterable[str]) -> Array:
    """Texts as UTF-8: a quarter of what numpy's own text takes."""
    encoded = [value.encode("utf-8") for value in values]
    return np.array(encoded, dtype=f"S{max(map(len, encoded), default=1) or 1}")


def _lists(lists: Sequence[Array]) -> tuple[Array, Array]:
    """Where each list starts (and, last, where all end), and all in a row."""
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    return starts, np.concatenate([np.empty(0, np.int32), *lists]).astype(np.int32, copy=False)


def _reports(connection: Connection, size: int) -> dict[str, Array]:
    by_year = dict(numbers.grouped(connection, select(col(ReportRow.year), col(ReportRow.id))))
    years = sorted(year for year in by_year if year is not None)
    present = np.zeros(size, np.bool_)
    year_of = np.zeros(size, np.uint16)
    newest = []
    for place, year in reversed([*enumerate([None, *years])]):
        ids = np.sort(by_year.get(year, np.empty(0, np.int32)))
        present[ids] = True
        year_of[ids] = place
        newest.append(ids[::-1])
    return {
        "present": present,
        "newest": np.concatenate(newest),
        "year": year_of,
        "years": np.array([0, *years], np.int32),
    }


def _narrow_tags(connection: Connection, terms: Terms) -> dict[tuple[int, TagStatus], Array]:
    """Report ids by term and status, as said."""
    found = {}
    for status in (TagStatus.ACCEPTED, TagStatus.PROPOSED):
        query = select(col(TagRow.term_id), col(TagRow.report_id)).where(TagRow.status == status.value)
        for term, reports in numbers.grouped(connection, query):
            found[terms.number_of_row[term], status] = reports
    return found


def _tags(terms: Terms, narrow: Mapping[tuple[int, TagStatus], Array], size: int) -> dict[str, Array]:
    """Each term's reports, with those of its narrower terms."""
    reports, marks = [], []
    marked = np.zeros(size, np.uint8)
    for number in range(len(terms.every)):
        marked[:] = 0
        for under in terms.downwards[number]:
            for status, mark in MARKS.items():
                if (under, status) in narrow:
                    marked[narrow[under, status]] |= mark
        reports.append(np.flatnonzero(marked).astype(np.int32))
        marks.append(marked[reports[-1]])
    starts, joined = _lists(reports)
    return {
        "tag_starts": starts,
        "tag_reports": joined,
        "tag_marks": np.concatenate([np.empty(0, np.uint8), *marks]),
    }


def _designs(terms: Terms, narrow: Mapping[tuple[int, TagStatus], Array], names: _Names, size: int) -> Array:
    """The accepted design of each report; of several the first by name."""
    design = np.zeros(size, np.uint16)
    for number in sorted(terms.of(Facet.DESIGN), key=lambda one: terms.every[one].slug, reverse=True):
        reports = narrow.get((number, TagStatus.ACCEPTED))
        if reports is not None:
            design[reports] = names.number(terms.every[number].slug)
    return design


def _marks(every: Studied, told: Told) -> dict[str, Array]:
    """What studies and findings say of their reports."""
    marked: defaultdict[str, set[int]] = defaultdict(set)
    for study, reports in every.values():
        marked[f"relevance:{study.relevance}"].update(reports)
        if study.ocebm_level is not None:
            marked[f"level:{study.ocebm_level}"].update(reports)
    for finding, report in told:
        marked[f"direction:{finding.direction}"].add(report)
    starts, joined = _lists([np.array(sorted(reports), np.int32) for reports in marked.values()])
    return {"mark_names": _texts(marked), "mark_starts": starts, "mark_reports": joined}


def _studies(every: Studied, reports: Mapping[str, Array], names: _Names, size: int) -> dict[str, Array]:
    has_study = np.zeros(size, np.bool_)
    newest = []
    for _, ids in every.values():
        has_study[list(ids)] = True
        newest.append(max((int(reports["years"][reports["year"][one]]) for one in ids), default=0))
    return {
        "has_study": has_study,
        "study_ids": _texts(every),
        "study_design": np.array([names.number(study.design) for study, _ in every.values()], np.uint16),
        "study_year": np.array(newest, np.int32),
        "study_is_context": np.array([one.relevance is Relevance.CONTEXT for one, _ in every.values()], np.bool_),
    }


def _items(terms: Terms, every: Studied, told: Told, narrow: Mapping[tuple[int, TagStatus], Array]) -> dict[str, Array]:
    """Where studies stand. In a facet of its own words a finding says where; else the study does; else the accepted
    tags do: of all its reports for a finding, of the one report where there are no findings.
    """
    of_study: defaultdict[str, list[tuple[Finding, int]]] = defaultdict(list)
    for finding, report in told:
        of_study[finding.study].append((finding, report))
    tags = _tags_of(every, narrow)
    directions, certainties = _Names(), _Names()
    for direction in Direction:
        directions.number(direction)
    items: list[tuple[int, int, str, int, int]] = []
    under: list[list[int]] = [[] for _ in terms.every]

    def place(study: Study, finding: Finding | None, reports: Iterable[int]) -> None:
        tagged = frozenset().union(*(tags.get(report, frozenset()) for report in reports))
        own = {Facet.POPULATION: finding.population, Facet.OUTCOME: finding.outcome} if finding else {}
        here: set[int] = set()
        for facet in Facet:
            spoken = (own[facet],) if facet in own else said(study, facet)
            if spoken:
                here.update(number for slug in spoken if (number := terms.get(facet, slug)) is not None)
            else:
                here.update(number for number in tagged if number in terms.of(facet))
        for number in frozenset().union(*(terms.upwards[one] for one in here)):
            under[number].append(len(items) - 1)

    for number, (study, reports) in enumerate(every.values()):
        for finding, report in of_study[study.id]:
            certainty = certainties.number(finding.certainty or "not-reported")
            items.append((number, report, finding.id, directions.number(finding.direction), certainty))
            place(study, finding, reports)
        if not of_study[study.id]:
            for report in reports:
                items.append((number, report, "", 0, 0))
                place(study, None, (report,))
    columns: Any = zip(*items, strict=True) if items else ((),) * 5
    of_item, report_of, finding_of, direction_of, certainty_of = (list(column) for column in columns)
    starts, joined = _lists([np.array(one, np.int32) for one in under])
    return {
        "item_study": np.array(of_item, np.int32),
        "item_report": np.array(report_of, np.int32),
        "item_finding": _texts(finding_of),
        "item_direction": np.array(direction_of, np.uint8),
        "item_certainty": np.array(certainty_of, np.uint16),
        "directions": directions.array(),
        "certainties": certainties.array(),
        "place_starts": starts,
        "place_items": joined,
    }


def _tags_of(every: Studied, narrow: Mapping[tuple[int, TagStatus], Array]) -> dict[int, set[int]]:
    """The accepted tags of the reports of studies."""
    wanted = np.array(sorted({report for _, reports in every.values() for report in reports}), np.int32)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for (number, status), tagged in narrow.items():
        if status is TagStatus.ACCEPTED:
            for report in tagged[np.isin(tagged, wanted, kind="table")].tolist():
                found[report].add(number)
    return found
