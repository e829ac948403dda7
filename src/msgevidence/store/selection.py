"""Filters become conditions on `report`; everything that counts or lists goes through here, so that counts agree."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, not_, or_
from sqlmodel import col, select

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Facet, TagStatus
from msgevidence.store import fulltext, search_language
from msgevidence.store.evidence_tables import FindingRow, StudyReportRow, StudyRow, WorkRow
from msgevidence.store.filters import Filters
from msgevidence.store.search_language import Alternatives, Identified, Leaf, Tagged, Words, Years
from msgevidence.store.tables import AncestorRow, ReportRow, TagRow, TermRow

Condition = ColumnElement[bool]


@dataclass(slots=True)
class Selection:
    """`conditions` on `report`, and the full-text part of the query ("" if there is none)."""

    conditions: list[Condition] = field(default_factory=list)
    match: str = ""
    notes: tuple[str, ...] = ()

    def where(self) -> list[Condition]:
        """All of it as conditions on `report`."""
        if not self.match:
            return self.conditions
        return [*self.conditions, col(ReportRow.id).in_(fulltext.report_ids(self.match))]

    def ids(self) -> Select[Any]:
        return select(ReportRow.id).where(*self.where())

    def count(self, connection: Connection) -> int:
        if self.match and not self.conditions:
            return connection.execute(fulltext.report_ids(self.match).with_only_columns(func.count())).scalar_one()
        return connection.execute(select(func.count()).select_from(ReportRow).where(*self.where())).scalar_one()


def select_reports(connection: Connection, filters: Filters) -> Selection:
    """Raises CallRefused for a term the vocabulary does not have; an odd query is never refused."""
    search = search_language.parse(filters.query)
    compiler = _Compiler(connection, filters.status)
    selection = Selection(notes=search.notes)
    for facet in Facet:
        if chosen := filters.terms(facet):
            selection.conditions.append(compiler.tagged(compiler.chosen(facet, chosen)))
    if filters.from_year is not None:
        selection.conditions.append(col(ReportRow.year) >= filters.from_year)
    if filters.to_year is not None:
        selection.conditions.append(col(ReportRow.year) <= filters.to_year)
    if filters.relevance:
        selection.conditions.append(_by_study(col(StudyRow.relevance).in_(filters.relevance)))
    if filters.level:
        selection.conditions.append(_by_study(col(StudyRow.level).in_(filters.level)))
    if filters.direction:
        found = select(WorkRow.report_id).join(FindingRow, col(FindingRow.work_id) == col(WorkRow.id))
        selection.conditions.append(
            col(ReportRow.id).in_(found.where(col(FindingRow.direction).in_(filters.direction)))
        )
    _add_search(selection, compiler, search.all_of)
    return selection


def _add_search(selection: Selection, compiler: _Compiler, groups: Iterable[Alternatives]) -> None:
    """Words go to the full-text index in one question; what it cannot answer becomes a condition."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for group in groups:
        words = [
            fulltext.words(leaf.text, leaf.column, leaf.prefix) for leaf in group.leaves if isinstance(leaf, Words)
        ]
        if len(words) < len(group.leaves):
            either = or_(*(compiler.condition(leaf) for leaf in group.leaves))
            selection.conditions.append(not_(either) if group.negated else either)
        elif group.negated:
            unwanted += words
        else:
            wanted.append(fulltext.any_of(words))
    if wanted:
        selection.match = fulltext.all_of(wanted, unwanted)
    elif unwanted:
        selection.conditions.append(col(ReportRow.id).not_in(fulltext.report_ids(fulltext.any_of(unwanted))))


class _Compiler:
    """Conditions for the leaves of a query, with the vocabulary at hand."""

    def __init__(self, connection: Connection, status: tuple[TagStatus, ...]) -> None:
        self._connection = connection
        self._status = [one.value for one in status]

    def chosen(self, facet: Facet, slugs: tuple[str, ...]) -> list[int]:
        query = select(TermRow.slug, TermRow.id).where(TermRow.facet == facet.value, col(TermRow.slug).in_(slugs))
        ids = dict(self._connection.execute(query).all())
        if unknown := [slug for slug in slugs if slug not in ids]:
            raise CallRefused(f"the vocabulary has no {facet} {', '.join(unknown)}; see the list of terms")
        return list(ids.values())

    def tagged(self, ancestors: list[int]) -> Condition:
        under = (
            select(TagRow.report_id)
            .join(AncestorRow, col(AncestorRow.term_id) == col(TagRow.term_id))
            .where(col(AncestorRow.ancestor_id).in_(ancestors), col(TagRow.status).in_(self._status))
        )
        return col(ReportRow.id).in_(under)

    def condition(self, leaf: Leaf) -> Condition:
        if isinstance(leaf, Words):
            return col(ReportRow.id).in_(fulltext.report_ids(fulltext.words(leaf.text, leaf.column, leaf.prefix)))
        if isinstance(leaf, Years):
            bounds = []
            if leaf.first is not None:
                bounds.append(col(ReportRow.year) >= leaf.first)
            if leaf.last is not None:
                bounds.append(col(ReportRow.year) <= leaf.last)
            return and_(*bounds, col(ReportRow.year).is_not(None))
        if isinstance(leaf, Tagged):
            found = self._named(leaf)
            return self.tagged(found) if found else false()
        return _identified(leaf)

    def _named(self, leaf: Tagged) -> list[int]:
        """Terms of that slug, label or synonym, whatever the case."""
        wanted = leaf.term.casefold()
        query = select(TermRow.id, TermRow.slug, TermRow.label, TermRow.details)
        if leaf.facet is not None:
            query = query.where(TermRow.facet == leaf.facet.value)
        return [
            id_
            for id_, slug, label, details in self._connection.execute(query)
            if wanted in (slug, label.casefold())
            or wanted in (synonym.casefold() for synonym in json.loads(details)["synonyms"])
        ]


def _by_study(condition: Condition) -> Condition:
    of_study = (
        select(WorkRow.report_id)
        .join(StudyReportRow, col(StudyReportRow.work_id) == col(WorkRow.id))
        .join(StudyRow, col(StudyRow.id) == col(StudyReportRow.study_id))
    )
    return col(ReportRow.id).in_(of_study.where(condition))


def _identified(leaf: Identified) -> Condition:
    if leaf.scheme == "doi":
        return col(ReportRow.doi) == leaf.value.lower()
    if leaf.scheme == "pmid":
        return col(ReportRow.pmid) == leaf.value
    return func.lower(ReportRow.citekey) == leaf.value.lower()
