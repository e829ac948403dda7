"""Tags and who said them; studies, findings and what hangs on them."""

from __future__ import annotations

import pytest

from msgevidence.errors import CallRefused, NotFound
from msgevidence.model.evidence import (
    Direction,
    Facet,
    Notice,
    NoticeKind,
    Provenance,
    Relation,
    Relevance,
    TagStatus,
    Term,
)
from msgevidence.store import Filters, Library
from store.builders import VOCABULARY, add, finding, record, study, tag

ACCEPTED, PROPOSED, REJECTED = TagStatus.ACCEPTED, TagStatus.PROPOSED, TagStatus.REJECTED


def status(library: Library, report: int, slug: str = "hope") -> TagStatus | None:
    return next((one.status for one in library.queries.report(report).tags if one.slug == slug), None)


def test_a_persons_word_outweighs_the_others_until_it_is_taken_back(library: Library) -> None:
    said = tag(Facet.OUTCOME, "hope", by="rule"), tag(Facet.OUTCOME, "hope", ACCEPTED, by="source")
    (id_,) = add(library, record(), tags=said)
    assert status(library, id_) is ACCEPTED
    library.set_tag(id_, tag(Facet.OUTCOME, "hope", REJECTED, "user"))
    assert status(library, id_) is REJECTED
    assert library.queries.find(Filters(outcome=("hope",))).total == 0
    assert library.queries.find().rows[0].tags == ()
    library.set_tag(id_, tag(Facet.OUTCOME, "hope", ACCEPTED, "curator"))  # the later word counts
    assert status(library, id_) is ACCEPTED
    shown = library.queries.report(id_).tags[0]
    assert [claim.by for claim in shown.claims] == ["curator", "user", "source", "rule"]
    assert (shown.by, shown.because) == ("curator", "the word hope")
    library.unset_tag(id_, Facet.OUTCOME, "hope", by="curator")
    assert status(library, id_) is REJECTED
    library.unset_tag(id_, Facet.OUTCOME, "hope")
    assert status(library, id_) is ACCEPTED
    assert [event.what for event in library.queries.report(id_).history] == ["added"]


def test_a_rejected_tag_is_not_proposed_again(library: Library) -> None:
    (id_,) = add(library, record(), tags=(tag(Facet.OUTCOME, "hope"),))
    library.set_tag(id_, tag(Facet.OUTCOME, "hope", REJECTED, "user"))
    with library.run(source="again") as run:
        run.put_evidence(works={})
    assert status(library, id_) is REJECTED


def test_a_tag_nobody_proposed_can_be_set(library: Library) -> None:
    (id_,) = add(library, record())
    library.set_tag(id_, tag(Facet.DESIGN, "rct", ACCEPTED, "user"))
    assert library.queries.find(Filters(design=("rct",))).total == 1
    assert library.queries.report(id_).history[-1].what == "tag-accepted"


def test_unknown_terms_and_reports_are_refused(library: Library) -> None:
    (id_,) = add(library, record())
    with pytest.raises(CallRefused):
        library.set_tag(id_, tag(Facet.OUTCOME, "bliss"))
    with pytest.raises(NotFound):
        library.set_tag(999, tag(Facet.OUTCOME, "hope"))


def test_status_filters_choose_which_tags_count(library: Library) -> None:
    add(library, record(), tags=(tag(Facet.OUTCOME, "hope"),))
    assert library.queries.find(Filters(outcome=("hope",))).total == 1
    assert library.queries.find(Filters(outcome=("hope",), status=(ACCEPTED,))).total == 0
    assert library.queries.cells().cells == ()


def test_the_vocabulary_is_kept_up_to_date_without_touching_tags(library: Library) -> None:
    (id_,) = add(library, record(), tags=(tag(Facet.OUTCOME, "hope"),))
    revision = library.revision
    library.put_vocabulary(VOCABULARY)
    assert library.revision == revision  # nothing had changed
    library.put_vocabulary(
        [Term(Facet.OUTCOME, "hope", "hopefulness", scope_note="new"), Term(Facet.OUTCOME, "joy", "joy")]
    )
    assert library.queries.report(id_).tags[0].term.label == "hopefulness"
    assert {term.slug for term in library.queries.terms(Facet.OUTCOME)} == {"recovery", "hope", "mortality", "joy"}
    assert library.queries.find(Filters(outcome=("recovery",))).total == 0  # hope stands alone now
    stored = {(term.facet, term.slug): term for term in library.queries.terms()}
    assert stored[Facet.POPULATION, "cancer"] == VOCABULARY[3]


def test_terms_in_a_circle_do_no_harm(library: Library) -> None:
    library.put_vocabulary([Term(Facet.SETTING, "a", "a", broader="b"), Term(Facet.SETTING, "b", "b", broader="a")])
    add(library, record(), tags=(tag(Facet.SETTING, "a"),))
    assert library.queries.find(Filters(setting=("b",))).total == 1


@pytest.fixture
def evident(library: Library) -> Library:
    """Three reports: two of one trial, one review with a superseded mark; a fourth without evidence."""
    one, two, three, _ = add(
        library, record("Trial"), record("Follow-up", 2012), record("Review", 2015), record("Other")
    )
    with library.run(source="bundle", kind="bundle") as run:
        run.put_evidence(
            studies=[
                study("trial", "w1", "w2", group_type="peer-support-group|unheard-of"),
                study("review", "w3", design="cohort", ocebm_level=1, relevance=Relevance.ADJACENT),
            ],
            findings=[
                finding("f1", study="trial", work="w1", certainty="low"),
                finding("f2", study="trial", work="w2", outcome="mortality", direction=Direction.NO_CLEAR_DIFFERENCE),
                finding("f3", study="review", work="w3", population="anxiety", direction=Direction.FAVOURS_COMPARATOR),
            ],
            notices=[Notice("w3", NoticeKind.SUPERSEDED_BY, "2020-01-01", about="w1")],
            relations=[Relation("review", "includes", "trial"), Relation("w2", "same-study", "w1")],
            provenance=[Provenance("finding", "f1", "estimate", "Table 2", "2026-01-01", "A", "B")],
            works={"w1": one, "w2": two, "w3": three},
        )
        run.put_dataset(version="0.1", date="2026-11-23", facts={"licence": "CC BY 4.0"})
    return library


def test_a_report_shows_its_evidence(evident: Library) -> None:
    view = evident.queries.report(1)
    assert [one.finding.id for one in view.findings] == ["f1"]
    assert [(one.study.id, len(one.reports), len(one.findings)) for one in view.studies] == [("trial", 2, 2)]
    assert {(one.relation.kind, one.other.title if one.other else "") for one in view.relations} == {
        ("includes", "Review"),
        ("same-study", "Follow-up"),
    }
    assert [one.checked_by for one in view.provenance] == ["B"]
    assert {(one.facet, one.slug, one.by) for one in view.tags} == {
        (Facet.POPULATION, "depression", "curator"),
        (Facet.OUTCOME, "hope", "curator"),
        (Facet.DESIGN, "rct", "curator"),
        (Facet.GROUP_TYPE, "peer-support-group", "curator"),
    }
    assert (view.row.level, view.row.relevance, view.row.studies, view.row.findings) == (2, "core", ("trial",), 1)
    assert evident.queries.report(3).notices[0].about == "w1"
    assert evident.queries.report(3).row.notices == (NoticeKind.SUPERSEDED_BY,)


def test_filters_by_study_and_finding(evident: Library) -> None:
    def found(**asked: object) -> set[str]:
        return {row.title for row in evident.queries.find(Filters(**asked)).rows}  # type: ignore[arg-type]

    assert found(relevance=("adjacent",)) == {"Review"}
    assert found(level=(2, 3)) == {"Trial", "Follow-up"}
    assert found(direction=("favours-comparator", "no-clear-difference")) == {"Follow-up", "Review"}
    assert found(group_type=("peer-support-group",)) == {"Trial", "Follow-up"}


def test_the_map_counts_studies_not_reports(evident: Library) -> None:
    matrix = evident.queries.cells()
    cells = {(one.row, one.column): one for one in matrix.cells}
    assert set(cells) == {
        (row, column)
        for row, columns in {
            "depression": ("hope", "recovery", "mortality"),
            "anxiety": ("hope", "recovery"),
            "mental-health": ("hope", "recovery", "mortality"),
        }.items()
        for column in columns
    }
    both = cells["mental-health", "hope"]
    assert (both.studies, both.findings) == (2, 2)
    assert both.by_design == {"rct": 1, "cohort": 1}
    assert both.by_direction == {"favours-intervention": 1, "favours-comparator": 1}
    assert both.by_certainty == {"low": 1, "not-reported": 1}
    assert matrix.row_totals == {"depression": 1, "anxiety": 1, "mental-health": 2}
    assert matrix.studies == 2
    assert [term.slug for term in matrix.rows] == ["mental-health", "depression", "anxiety", "cancer"]


def test_a_report_without_a_study_counts_once_its_tags_are_accepted(evident: Library) -> None:
    said = [tag(Facet.POPULATION, "cancer"), tag(Facet.OUTCOME, "hope"), tag(Facet.DESIGN, "cohort")]
    for one in said:
        evident.set_tag(4, one)
    assert "cancer" not in evident.queries.cells().row_totals
    for one in said:
        evident.set_tag(4, tag(one.facet, one.term, ACCEPTED, "user"))
    (cell,) = (one for one in evident.queries.cells().cells if (one.row, one.column) == ("cancer", "hope"))
    assert (cell.studies, cell.findings, dict(cell.by_design)) == (1, 0, {"cohort": 1})
    (view,) = evident.queries.cell(Facet.POPULATION, "cancer", Facet.OUTCOME, "hope")
    assert (view.study.id, view.study.label, view.reports[0].id) == ("report:4", "Other", 4)


def test_other_axes_take_what_the_study_says_of_itself(evident: Library) -> None:
    matrix = evident.queries.cells(Facet.DESIGN, Facet.POPULATION)
    assert {(one.row, one.column): one.findings for one in matrix.cells} == {
        ("rct", "depression"): 2,
        ("rct", "mental-health"): 2,
        ("cohort", "anxiety"): 1,
        ("cohort", "mental-health"): 1,
    }


def test_filters_limit_the_map(evident: Library) -> None:
    def pairs(**asked: object) -> set[tuple[str, str]]:
        return {(one.row, one.column) for one in evident.queries.cells(filters=Filters(**asked)).cells}  # type: ignore[arg-type]

    assert pairs(from_year=2015) == {
        (row, column) for row in ("anxiety", "mental-health") for column in ("hope", "recovery")
    }
    assert {row for row, _ in pairs(population=("anxiety",))} == {"anxiety", "mental-health"}
    assert pairs(direction=("no-clear-difference",)) == {("depression", "mortality"), ("mental-health", "mortality")}


def test_the_findings_for_a_question(evident: Library) -> None:
    def ids(*asked: str, **more: object) -> list[str]:
        return [one.finding.id for one in evident.queries.evidence(*asked, **more)]  # type: ignore[arg-type]

    assert ids() == ["f3", "f2", "f1"]
    assert ids("mental-health", "recovery") == ["f3", "f1"]
    assert ids("depression") == ["f2", "f1"]
    assert ids("", "hope", group_type="peer-support-group") == ["f1"]
    assert ids(filters=Filters(query="review")) == ["f3"]
    (one,) = evident.queries.evidence("anxiety")
    assert one.study is not None
    assert (one.study.id, one.report.title) == ("review", "Review")
    with pytest.raises(CallRefused):
        evident.queries.evidence("melancholy")
    with pytest.raises(CallRefused):
        evident.queries.cell(Facet.POPULATION, "melancholy", Facet.OUTCOME, "hope")


def test_evidence_of_a_work_that_is_not_here_is_said(library: Library) -> None:
    with library.run(source="bundle") as run:
        run.put_evidence(studies=[study("s1", "w9")], findings=[finding(work="w9")], works={})
    assert [problem.code for problem in run.result.problems] == ["work-missing"]
    assert library.queries.evidence() == ()


def test_which_dataset_it_is(evident: Library) -> None:
    dataset = evident.queries.dataset()
    assert (dataset.version, dataset.date, dataset.facts) == ("0.1", "2026-11-23", {"licence": "CC BY 4.0"})
    assert (dataset.reports, dataset.records, dataset.studies, dataset.findings) == (4, 4, 2, 3)
