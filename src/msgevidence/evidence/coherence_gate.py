"""What must hold between rows that are each right by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgevidence.evidence.dataset import Dataset
from msgevidence.evidence.told import Kind, kind_of
from msgevidence.model.evidence import Direction, Finding, NoticeKind

Fault = tuple[str, str, str]  # (work it belongs to, code, message)

_P = re.compile(r"\s*[pP]?\s*([<=>≤≥])?\s*(0?[.·]\d+)\s*")
_SIDES = (Direction.FAVOURS_INTERVENTION, Direction.FAVOURS_COMPARATOR)
_CLEAR, _UNCLEAR = 0.01, 0.1  # between them authors may well draw the line otherwise


def coherence(dataset: Dataset) -> Iterator[Fault]:
    """Every fault between rows."""
    yield from _findings(dataset)
    yield from _relations(dataset)
    yield from _supersession(dataset)
    for study in dataset.studies:
        dated = re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", study.search_date)
        later = bool(dataset.date) and study.search_date > dataset.date  # a dataset under way has no date yet
        if study.search_date and (not dated or later):
            work = study.reports[0] if study.reports else ""
            yield work, "bad-search-date", f"{study.id}: “{study.search_date}” is no date before that of the dataset"


def _findings(dataset: Dataset) -> Iterator[Fault]:
    studies = {study.id: study for study in dataset.studies}
    for finding in dataset.findings:
        study = studies.get(finding.study)
        if study is None:
            continue
        if finding.work not in study.reports:
            yield finding.work, "work-of-another-study", f"{finding.id}: {finding.work} is no report of {study.id}"
        if finding.certainty not in ("", "not-reported") and kind_of(study) is not Kind.REVIEW:
            text = f"{finding.id}: certainty belongs to a body of evidence, and {study.id} is one study"
            yield finding.work, "certainty-of-one-study", text
        if text := _against_p(finding):
            yield finding.work, "direction-contradicts", f"{finding.id}: {text}"


def _against_p(finding: Finding) -> str:
    """Why the direction and the printed p do not go together, where no interval tells; "" when they do."""
    found = _P.fullmatch(finding.p_value)
    if finding.low is not None or not found:
        return ""
    p, sign = float(found[2].replace("·", ".")), found[1] or "="
    if finding.direction is Direction.NO_CLEAR_DIFFERENCE and p <= _CLEAR and sign in "<=≤":
        return f"{finding.direction}, but p is {finding.p_value}"
    if finding.direction in _SIDES and p >= _UNCLEAR and sign in ">=≥":
        return f"{finding.direction}, but p is {finding.p_value}"
    return ""


def _relations(dataset: Dataset) -> Iterator[Fault]:
    study_of = {report: study for study in dataset.studies for report in study.reports}
    study_of |= {study.id: study for study in dataset.studies}
    for relation in dataset.relations:
        said = f"{relation.subject} {relation.kind} {relation.object}"
        if relation.subject == relation.object:
            yield relation.subject, "bad-relation", f"{said}: a work has no relation to itself"
        review = study_of.get(relation.subject)
        if relation.kind == "includes" and review is not None and kind_of(review) is not Kind.REVIEW:
            yield relation.subject, "not-a-review", f"{said}: only a review includes studies"


def _supersession(dataset: Dataset) -> Iterator[Fault]:
    works = {work.id: work for work in dataset.works}
    related = {(one.object, one.subject) for one in dataset.relations if one.kind == "supersedes"}
    for notice in dataset.notices:
        if notice.kind is not NoticeKind.SUPERSEDED_BY or notice.about not in works:
            continue
        if (notice.work, notice.about) not in related:
            yield notice.work, "unmarked", f"{notice.work}: no relation says that {notice.about} supersedes it"
    for old, new in related:
        years = [work.issued.year if (work := works.get(id_)) and work.issued else None for id_ in (old, new)]
        if years[0] is not None and years[1] is not None and years[1] < years[0]:
            yield old, "superseded-by-older", f"{new} of {years[1]} cannot supersede {old} of {years[0]}"
