"""The one reader of the library: frozen views, never rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlmodel import col, select

from msgevidence.errors import NotFound
from msgevidence.model.evidence import Facet, Relation, Study, Term
from msgevidence.model.record import Record
from msgevidence.store import (
    candidates,
    database,
    evidence_map,
    evidence_reading,
    fulltext,
    listing,
    queue_reading,
    report_reading,
    run_views,
)
from msgevidence.store import (
    facets as facet_counts,
)
from msgevidence.store.evidence_tables import FactRow
from msgevidence.store.filters import EVERYTHING, Filters, Sort
from msgevidence.store.index_keeping import IndexKeeper
from msgevidence.store.rows import record_of, term_of
from msgevidence.store.snapshot import Snapshot
from msgevidence.store.tables import NotDuplicateRow, ReportRow, TermRow, columns
from msgevidence.store.views import (
    DatasetView,
    FacetCount,
    FindingView,
    HealthView,
    HeldView,
    Matrix,
    MergedView,
    Page,
    ReportView,
    RunView,
    StudyView,
    YearCount,
)

_COUNTED = (
    "report", "source_record", "run", "study", "finding", "notice", "term", "tag", "held", "problem",
)  # fmt: skip


class Queries:
    """Made by `Library.queries`; may be used from several threads at once."""

    def __init__(self, place: database.Place) -> None:
        self._place = place
        self._indexes = IndexKeeper(_index_file(place.engine.url))

    def find(
        self, filters: Filters = EVERYTHING, *, sort: str = Sort.RELEVANCE, limit: int = 25, offset: int = 0
    ) -> Page:
        """A page of reports. Raises CallRefused for a term the vocabulary does not have."""
        with self._snapshot() as library:
            return listing.page(library, filters, sort, limit, offset)

    def ids(self, filters: Filters = EVERYTHING, *, sort: str = Sort.AUTHOR) -> list[int]:
        """The ids of the whole list."""
        with self._snapshot() as library:
            return listing.ordered_ids(library, filters, sort)

    def records(
        self, what: Filters | Sequence[int] = EVERYTHING, *, sort: str = Sort.AUTHOR
    ) -> Iterator[tuple[str, Record]]:
        """(citation key, record) one by one, in the order of `sort`, or of the ids given; unknown ids are skipped.
        The record's id is the key. What is written meanwhile is not seen.
        """
        with self._snapshot() as library:
            connection = library.connection
            ids = listing.ordered_ids(library, what, sort) if isinstance(what, Filters) else what
            columns = select(ReportRow.id, ReportRow.citekey, ReportRow.csl, ReportRow.leftovers)
            for chunk in database.in_chunks(ids, 500):
                rows = {row.id: row for row in connection.execute(columns.where(col(ReportRow.id).in_(chunk)))}
                for row in (rows[id_] for id_ in chunk if id_ in rows):
                    yield row.citekey, record_of(row.csl, row.leftovers, row.citekey)

    def candidates(self, keys: Sequence[Sequence[int]]) -> list[list[tuple[int, Record]]]:
        """For each draft's match keys, (report id, description) of the reports that share one, most shared first."""
        with database.reading(self._place) as connection:
            return candidates.find(connection, keys)

    def only_from(self, format_name: str, ids: Iterable[int]) -> frozenset[int]:
        """Those of the reports that no record of another format describes."""
        with database.reading(self._place) as connection:
            return candidates.only_from(connection, format_name, ids)

    def facets(
        self, filters: Filters = EVERYTHING, facets: Sequence[Facet] = tuple(Facet)
    ) -> dict[Facet, tuple[FacetCount, ...]]:
        """Counts that agree with the list; a facet's own selection does not narrow its own counts. In vocabulary
        order; terms that count nothing are left out unless selected.
        """
        with self._snapshot() as library:
            return facet_counts.count_facets(library, filters, facets)

    def years(self, filters: Filters = EVERYTHING) -> tuple[YearCount, ...]:
        """Reports per year, ascending, those without one last; the filters' own years do not narrow it."""
        with self._snapshot() as library:
            return facet_counts.count_years(library, filters)

    def report(self, key: int | str) -> ReportView:
        """By id or citation key; raises NotFound."""
        with database.reading(self._place) as connection:
            return report_reading.report(connection, key)

    def runs(self) -> tuple[RunView, ...]:
        """Newest first."""
        with database.reading(self._place) as connection:
            return run_views.all_runs(connection)

    def run(self, run_id: int) -> RunView:
        """With its problems; raises NotFound."""
        with database.reading(self._place) as connection:
            return run_views.one_run(connection, run_id)

    def citekeys_of_run(self, run_id: int) -> tuple[str, ...]:
        """The reports a run added to or merged into, in the order they were read; () for a run undone or unknown."""
        with database.reading(self._place) as connection:
            return run_views.citekeys_of_run(connection, run_id)

    def held(self, *, decided: bool = False) -> tuple[HeldView, ...]:
        """The review queue, oldest first; with `decided`, the decided ones too."""
        with database.reading(self._place) as connection:
            return queue_reading.held_records(connection, decided=decided)

    def held_record(self, held_id: int) -> HeldView:
        """One of the queue, decided or not; raises NotFound."""
        with database.reading(self._place) as connection:
            found = queue_reading.held_records(connection, only=held_id)
        if not found:
            raise NotFound(f"there is no held record {held_id}; see the review queue")
        return found[0]

    def merged(self, record_id: int | None = None) -> tuple[MergedView, ...]:
        """What the rules merged by themselves, in the order read, or that one source record; `Library.reopen` undoes
        one.
        """
        with database.reading(self._place) as connection:
            return queue_reading.merged_records(connection, record_id)

    def not_duplicates(self) -> frozenset[tuple[int, int]]:
        """Pairs of report ids, the lower first, that a person said are different."""
        with database.reading(self._place) as connection:
            return frozenset(connection.execute(select(NotDuplicateRow.low, NotDuplicateRow.high)))

    def cells(
        self, rows: Facet = Facet.POPULATION, columns: Facet = Facet.OUTCOME, filters: Filters = EVERYTHING
    ) -> Matrix:
        """The evidence map in studies. A study with findings counts where its findings are; one without, where the
        accepted tags of its reports are; a report without a study counts as one study where its accepted tags are.
        Narrower terms count for their broader ones, each study once. A study of relevance context counts only when
        the filters ask for context: it is no evidence on groups. The filters say which reports are looked at; what
        they choose on an axis also limits that axis.
        """
        with self._snapshot() as library:
            return evidence_map.matrix(library, rows, columns, filters)

    def cell(
        self,
        rows: Facet,
        row: str,
        columns: Facet,
        column: str,
        filters: Filters = EVERYTHING,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[StudyView, ...]:
        """The studies one cell of `cells` counts, newest first, with the findings it counts; all, or a page of them."""
        part = slice(offset, None if limit is None else offset + limit)
        with self._snapshot() as library:
            units = evidence_map.in_cell(library, (rows, row), (columns, column), filters, part)
            known = evidence_reading.studies(library.connection, [unit.study for unit in units if unit.study])
            told = evidence_reading.findings_of(library.connection, [id_ for unit in units for id_ in unit.findings])
            of_study = {unit.study: known[unit.study][1] for unit in units if unit.study}
            reports = {id_ for ids in of_study.values() for id_ in ids} | {unit.report for unit in units if unit.report}
            lines = {line.id: line for line in listing.lines(library.connection, sorted(reports))}
        return tuple(
            StudyView(
                known[unit.study][0],
                tuple(lines[one] for one in of_study[unit.study]),
                tuple(told[one] for one in unit.findings),
            )
            if unit.study
            else StudyView(Study(f"report:{unit.report}", lines[unit.report].title), (lines[unit.report],))
            for unit in units
        )

    def evidence(
        self, population: str = "", outcome: str = "", *, group_type: str = "", filters: Filters = EVERYTHING
    ) -> tuple[FindingView, ...]:
        """The findings for a question; "" is any. A term stands for its narrower terms too. By study, newest first."""
        with self._snapshot() as library:
            found = evidence_map.question(library, population, outcome, group_type, filters)
            known = evidence_reading.studies(library.connection, {finding.study for finding, _ in found})
            lines = {
                line.id: line for line in listing.lines(library.connection, sorted({report for _, report in found}))
            }
        views = [
            FindingView(finding, known[finding.study][0] if finding.study in known else None, lines[report])
            for finding, report in found
        ]
        return tuple(sorted(views, key=lambda view: (-(view.report.year or 0), view.finding.study, view.finding.id)))

    def relations(self, reports: Iterable[int]) -> frozenset[Relation]:
        """Every relation of these reports or of their studies, at either end."""
        with database.reading(self._place) as connection:
            return report_reading.relations(connection, reports)

    def terms(self, facet: Facet | None = None) -> tuple[Term, ...]:
        """The vocabulary as stored, in its order."""
        term = columns(TermRow)
        query = select(*term).order_by(term.facet, term.position, term.id)
        if facet is not None:
            query = query.where(term.facet == facet.value)
        with database.reading(self._place) as connection:
            return tuple(term_of(row) for row in connection.execute(query))

    def health(self, *, deep: bool = False) -> HealthView:
        """Counts and checks; `deep` also reads the whole file and compares the full-text index word by word."""
        with database.reading(self._place, primary=True) as connection:
            counts = {name: connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar_one() for name in _COUNTED}
            counts["waiting"] = connection.execute(text("SELECT COUNT(*) FROM held WHERE decided = ''")).scalar_one()
            schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            revision = database.revision(connection)
            found = database.checks(connection, deep=deep) + database.replica_checks(self._place)
            size = database.size(connection)
        if deep:
            with database.writing(self._place, keep=False) as connection:
                found += fulltext.check(connection)
        return HealthView(
            url=self._place.address,
            schema=schema,
            revision=revision,
            size=size,
            counts=counts,
            integrity=found,
        )

    def dataset(self) -> DatasetView:
        """Which evidence this is, and how much."""
        with database.reading(self._place) as connection:
            facts = dict(connection.execute(select(FactRow.id, FactRow.data)).all())
            reports, records, studies, findings = (
                connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar_one()
                for name in ("report", "source_record", "study", "finding")
            )
        return DatasetView(facts.pop("version", ""), facts.pop("date", ""), reports, records, studies, findings, facts)

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        with database.reading(self._place) as connection:
            yield Snapshot(connection, self._indexes)


def _index_file(url: URL) -> Path | None:
    """Beside the library, when that is a file."""
    return Path(f"{url.database}.index") if url.get_backend_name() == "sqlite" and url.database else None
