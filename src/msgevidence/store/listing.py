"""Lists of reports: their order, a page of them, and what one line shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select
from sqlmodel import col, select

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import NoticeKind, Relevance, Tag, TagStatus
from msgevidence.store import fulltext
from msgevidence.store.database import in_chunks
from msgevidence.store.evidence_tables import FindingRow, NoticeRow, StudyReportRow, StudyRow, WorkRow
from msgevidence.store.filters import Filters, Sort
from msgevidence.store.rows import term_of
from msgevidence.store.selection import Selection, select_reports
from msgevidence.store.snapshot import Snapshot
from msgevidence.store.tables import ReportRow, TaggingRow, TermRow, columns
from msgevidence.store.views import Page, TagView
from msgevidence.store.views import ReportRow as ReportLine

_NEWEST = (col(ReportRow.year).desc().nulls_last(), col(ReportRow.id).desc())
_ORDER: dict[Sort, tuple[Any, ...]] = {
    Sort.YEAR: _NEWEST,
    Sort.RELEVANCE: _NEWEST,
    Sort.AUTHOR: (
        col(ReportRow.author_sort), col(ReportRow.year).nulls_last(), col(ReportRow.title_sort), col(ReportRow.id),
    ),
    Sort.TITLE: (col(ReportRow.title_sort), col(ReportRow.id)),
}  # fmt: skip
_LINES: Select[Any] = select(
    *(
        column.label("authors") if column.name == "author" else column
        for column in columns(ReportRow)
        if column.name in ("id", "citekey", "type", "title", "author", "year", "container", "doi", "pmid")
    )
)
_SORTED_APART = 2000
"""Reports up to which a choice is sorted by itself; a larger one is picked out of the order of all."""
_CENTRAL = [one.value for one in Relevance]  # most central first
_STRENGTH = {TagStatus.ACCEPTED: 0, TagStatus.REJECTED: 1, TagStatus.PROPOSED: 2}


def page(library: Snapshot, filters: Filters, sort: str, limit: int, offset: int) -> Page:
    """See `Queries.find`. The count comes first: it decides how much is ranked."""
    selection = select_reports(library, filters)
    total = selection.count()
    if offset >= total or limit <= 0:
        return Page(total, (), selection.notes)
    ids = _ordered(selection, _sort(sort), total, slice(offset, offset + limit))
    return Page(total, tuple(lines(library.connection, ids)), selection.notes)


def ordered_ids(library: Snapshot, filters: Filters, sort: str) -> list[int]:
    """All of the list's ids, in order."""
    selection = select_reports(library, filters)
    total = selection.count()
    return _ordered(selection, _sort(sort), total, slice(0, total)) if total else []


def lines(connection: Connection, ids: Sequence[int]) -> list[ReportLine]:
    """One line each, in the order of the ids; those that are gone are left out."""
    found: dict[int, ReportLine] = {}
    for chunk in in_chunks(dict.fromkeys(ids), 500):
        tags = report_tags(connection, chunk)
        facts = _facts(connection, chunk)
        for row in connection.execute(_LINES.where(col(ReportRow.id).in_(chunk))):
            shown = tuple(tag for tag in tags.get(row.id, ()) if tag.status is not TagStatus.REJECTED)
            found[row.id] = ReportLine(**row._mapping, tags=shown, **facts.get(row.id, {}))
    return [found[id_] for id_ in ids if id_ in found]


def report_tags(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[TagView, ...]]:
    """Tags per report, rejected ones too, in the order of the vocabulary; a tag's strongest claim comes first."""
    said: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
    terms: dict[int, Any] = {}
    told = (
        TaggingRow.report_id, TaggingRow.by, TaggingRow.because, TaggingRow.status,
        TaggingRow.run_id, TaggingRow.said_at, *columns(TermRow),
    )  # fmt: skip
    query = select(*told).join(TermRow, col(TermRow.id) == col(TaggingRow.term_id))
    for row in connection.execute(
        query.where(col(TaggingRow.report_id).in_(list(ids))).order_by(TermRow.facet, TermRow.position, TermRow.id)
    ):
        said[row.report_id, row.id].append(row)
        terms[row.id] = row
    views: defaultdict[int, list[TagView]] = defaultdict(list)
    for (report, term), rows in said.items():
        claims = _claims(rows)
        views[report].append(TagView(term_of(terms[term]), claims[0].status, claims))
    return {report: tuple(tags) for report, tags in views.items()}


def _claims(rows: list[Any]) -> tuple[Tag, ...]:
    """A person's latest word first, then accepted, rejected, proposed: the order in which `tagging` decides."""
    persons = sorted((row for row in rows if row.run_id == 0), key=lambda row: row.said_at + row.status, reverse=True)
    others = sorted((row for row in rows if row.run_id), key=lambda row: (_STRENGTH[TagStatus(row.status)], row.run_id))
    return tuple(
        dict.fromkeys(
            Tag(term_of(row).facet, row.slug, row.by, row.because, TagStatus(row.status)) for row in (*persons, *others)
        )
    )


def _facts(connection: Connection, ids: list[int]) -> dict[int, dict[str, Any]]:
    """What studies, findings and notices say of these reports."""
    works = select(WorkRow.report_id).where(col(WorkRow.report_id).in_(ids))
    facts: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    studies = (
        works.add_columns(col(StudyRow.id), col(StudyRow.level), col(StudyRow.relevance))
        .join(StudyReportRow, col(StudyReportRow.work_id) == col(WorkRow.id))
        .join(StudyRow, col(StudyRow.id) == col(StudyReportRow.study_id))
        .order_by(col(StudyRow.id))
    )
    of_report: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(studies):
        of_report[row.report_id].append(row)
    for report, rows in of_report.items():
        facts[report]["studies"] = tuple(dict.fromkeys(row.id for row in rows))
        facts[report]["level"] = min((row.level for row in rows if row.level is not None), default=None)
        facts[report]["relevance"] = min((row.relevance for row in rows), key=_CENTRAL.index)
    for report, _finding in connection.execute(
        works.add_columns(col(FindingRow.id)).join(FindingRow, col(FindingRow.work_id) == col(WorkRow.id))
    ):
        facts[report]["findings"] = facts[report].get("findings", 0) + 1
    for report, kind in connection.execute(
        works.add_columns(col(NoticeRow.kind)).join(NoticeRow, col(NoticeRow.work_id) == col(WorkRow.id))
    ):
        facts[report]["notices"] = tuple(dict.fromkeys((*facts[report].get("notices", ()), NoticeKind(kind))))
    return facts


def _ordered(selection: Selection, sort: Sort, total: int, part: slice) -> list[int]:
    """That part of the list, of which there are `total`."""
    connection = selection.library.connection
    if sort is Sort.RELEVANCE and selection.match:
        return _ranked(selection, total, part)
    in_order: Select[Any] = select(ReportRow.id).order_by(*_ORDER[sort])
    if selection.is_everything:
        query = in_order.limit(part.stop - part.start).offset(part.start)
        return list(connection.execute(query).scalars())
    shown = selection.mask()
    assert shown is not None  # noqa: S101 - not everything
    if sort in (Sort.YEAR, Sort.RELEVANCE):
        return selection.library.index.newest_of(shown, part)
    if total <= _SORTED_APART:
        ids = shown.nonzero()[0].tolist()
        return list(connection.execute(in_order.where(col(ReportRow.id).in_(ids))).scalars())[part]
    every = connection.execution_options(yield_per=5000).execute(in_order).scalars()  # along the index of that order
    return list(islice((id_ for id_ in every if shown[id_]), part.start, part.stop))


def _ranked(selection: Selection, total: int, part: slice) -> list[int]:
    """Best first; where there are very many, the newest are ranked and the others follow, newest first."""
    connection, most = selection.library.connection, fulltext.RANKED_AT_MOST
    if selection.allowed is not None:
        ids = sorted(selection.hits().tolist(), reverse=True)
        if part.start >= most:
            return ids[part]
        best = fulltext.ranked(selection.match).where(fulltext.among(ids[:most]))
        first = connection.execute(best.limit(part.stop - part.start).offset(part.start)).scalars()
        return [*first, *ids[most : max(part.stop, most)]]
    rowid, limit, offset = fulltext.INDEX.c.rowid, part.stop - part.start, part.start
    ranked: Select[Any] = fulltext.ranked(selection.match)
    if total <= most:
        return list(connection.execute(ranked.limit(limit).offset(offset)).scalars())
    hits: Select[Any] = fulltext.report_ids(selection.match).order_by(rowid.desc())
    cut = connection.execute(hits.limit(1).offset(most - 1)).scalar_one()
    found: list[int] = []
    if offset < most:
        found = list(connection.execute(ranked.where(rowid >= cut).limit(limit).offset(offset)).scalars())
    if len(found) < limit:
        rest = hits.where(rowid < cut).limit(limit - len(found)).offset(max(0, offset - most))
        found += list(connection.execute(rest).scalars())
    return found


def _sort(name: str) -> Sort:
    try:
        return Sort(name)
    except ValueError:
        raise CallRefused(f"cannot sort by {name!r}; by {', '.join(Sort)}") from None
