"""The one reader of the library: frozen views, never rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgevidence.model.evidence import Facet, Term
from msgevidence.model.record import Record
from msgevidence.store.filters import Filters, Sort
from msgevidence.store.views import (
    DatasetView,
    FacetCount,
    FindingView,
    HealthView,
    HeldView,
    Matrix,
    Page,
    ReportView,
    RunView,
    StudyView,
    YearCount,
)


class Queries:
    """Made by `Library.queries`; may be used from several threads at once."""

    def find(
        self,
        filters: Filters = Filters(),
        *,
        sort: str = Sort.RELEVANCE,
        limit: int = 25,
        offset: int = 0,  # noqa: B008
    ) -> Page:
        """A page of reports. Raises CallRefused for a term the vocabulary does not have."""
        raise NotImplementedError

    def ids(self, filters: Filters = Filters(), *, sort: str = Sort.AUTHOR) -> list[int]:  # noqa: B008
        raise NotImplementedError

    def records(
        self, what: Filters | Sequence[int] = Filters(), *, sort: str = Sort.AUTHOR
    ) -> Iterator[tuple[str, Record]]:  # noqa: B008, E501
        """(citation key, record) one by one, in the order of `sort`, or of the ids given; unknown ids are skipped."""
        raise NotImplementedError

    def facets(
        self, filters: Filters = Filters(), facets: Sequence[Facet] = tuple(Facet)
    ) -> dict[Facet, tuple[FacetCount, ...]]:  # noqa: B008, E501
        """Counts that agree with the list; a facet's own selection does not narrow its own counts."""
        raise NotImplementedError

    def years(self, filters: Filters = Filters()) -> tuple[YearCount, ...]:  # noqa: B008
        """Reports per year, ascending; the filters' own years do not narrow it."""
        raise NotImplementedError

    def report(self, key: int | str) -> ReportView:
        """By id or citation key; raises NotFound."""
        raise NotImplementedError

    def runs(self) -> tuple[RunView, ...]:
        """Newest first."""
        raise NotImplementedError

    def run(self, run_id: int) -> RunView:
        raise NotImplementedError

    def held(self, *, all: bool = False) -> tuple[HeldView, ...]:
        """The review queue, oldest first; with `all`, the decided ones too."""
        raise NotImplementedError

    def not_duplicates(self) -> frozenset[tuple[int, int]]:
        """Pairs of report ids, the lower first, that a person said are different."""
        raise NotImplementedError

    def cells(
        self, rows: Facet = Facet.POPULATION, columns: Facet = Facet.OUTCOME, filters: Filters = Filters()
    ) -> Matrix:  # noqa: B008, E501
        """The evidence map in studies. A study with findings counts where its findings are; one without, where the
        accepted tags of its reports are; a report without a study counts as one study where its accepted tags are.
        Narrower terms count for their broader ones, each study once.
        """
        raise NotImplementedError

    def cell(
        self, rows: Facet, row: str, columns: Facet, column: str, filters: Filters = Filters()
    ) -> tuple[StudyView, ...]:  # noqa: B008, E501
        """The studies one cell of `cells` counts, newest first, with the findings it counts."""
        raise NotImplementedError

    def evidence(
        self,
        population: str = "",
        outcome: str = "",
        *,
        group_type: str = "",
        filters: Filters = Filters(),  # noqa: B008
    ) -> tuple[FindingView, ...]:
        """The findings for a question; "" is any. A term stands for its narrower terms too."""
        raise NotImplementedError

    def terms(self, facet: Facet | None = None) -> tuple[Term, ...]:
        """The vocabulary as stored, in its order."""
        raise NotImplementedError

    def health(self, *, deep: bool = False) -> HealthView:
        """Counts and checks; `deep` also reads the whole file and full-text index."""
        raise NotImplementedError

    def dataset(self) -> DatasetView:
        raise NotImplementedError
