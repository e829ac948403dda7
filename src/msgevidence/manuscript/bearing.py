"""What findings say to a claim: weighed against its wording, and told as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from msgevidence.manuscript import wording
from msgevidence.model.evidence import Direction, Relevance
from msgevidence.store.views import FindingView

_REVIEWS = (
    "meta-analysis", "cochrane-systematic-review", "systematic-review", "umbrella-review", "scoping-review",
    "qualitative-evidence-synthesis",
)  # fmt: skip
_RANDOMISED = ("rct", "cluster-rct", "rct-secondary-analysis", "meta-analysis", "cochrane-systematic-review")
_WEAK = ("low", "very-low", "very-low..low", "low..moderate")
_SHOWN = 8
_NEWEST = "newest review: "
_REVIEW_WEIGHT = 3
"""How many single studies a review outweighs; it has read them."""

TELLING = (
    Direction.FAVOURS_INTERVENTION,
    Direction.FAVOURS_COMPARATOR,
    Direction.NO_CLEAR_DIFFERENCE,
    Direction.MIXED,
)


class Coverage(StrEnum):
    """How far the library bears a claim out."""

    SUPPORTED = "supported"
    TOO_CERTAIN = "more certain than the evidence"
    ELSEWHERE = "evidence points elsewhere"
    INDIRECT = "indirect only"
    NOTHING = "nothing here on this"
    NOT_GROUPS = "not a claim about groups"


@dataclass(frozen=True, slots=True)
class Row:
    """One reason behind a coverage: a finding of the library, or a sentence about the wording or the gap."""

    text: str
    citekey: str = ""
    finding: str = ""
    population: str = ""
    outcome: str = ""
    direction: str = ""
    certainty: str = ""
    design: str = ""
    year: int | None = None
    relevance: str = ""


def is_core(view: FindingView) -> bool:
    return view.study is None or view.study.relevance is Relevance.CORE


def weighed(core: Sequence[FindingView], strength: wording.Strength, *, negative: bool) -> tuple[Coverage, list[Row]]:
    """Findings for the claim against those that do not bear it out; a review weighs more than a study."""
    bears = (
        {Direction.FAVOURS_COMPARATOR, Direction.NO_CLEAR_DIFFERENCE} if negative else {Direction.FAVOURS_INTERVENTION}
    )
    for_ = sum(_weight(view) for view in core if view.finding.direction in bears)
    rest = sum(_weight(view) for view in core if view.finding.direction not in bears)
    contrary = [view for view in core if view.finding.direction not in bears]
    rows = [Row(_told(core))]
    if for_ == 0 or rest > 2 * for_:
        return Coverage.ELSEWHERE, [*rows, *finding_rows(core)]
    reasons: list[str] = []
    if rest > for_:
        reasons.append("most of the weight of the findings is not on its side")
    if strength in (wording.Strength.CERTAIN, wording.Strength.CAUSAL):
        weak = sorted({view.finding.certainty for view in core if view.finding.certainty in _WEAK})
        if weak:
            reasons.append(f"the certainty is stated as {', '.join(weak)}")
        if for_ >= rest and rest * 3 > for_:
            reasons.append(f"{len(contrary)} of {len(core)} findings do not bear it out")
        if not any(view.study and view.study.design in _RANDOMISED for view in core):
            reasons.append("no randomised study stands behind it, so an effect cannot be told from who joins")
        if strength is wording.Strength.CERTAIN and not any(view.finding.certainty == "high" for view in core):
            reasons.append("no finding here has high certainty")
    if reasons:
        rows.append(Row("the sentence is worded with more certainty: " + "; ".join(reasons)))
        return Coverage.TOO_CERTAIN, [*rows, *finding_rows(core)]
    if contrary:
        rows.append(Row("worth a mention: some findings here show no clear difference, or point the other way"))
    return Coverage.SUPPORTED, [*rows, *finding_rows(core)]


def _weight(view: FindingView) -> int:
    return _REVIEW_WEIGHT if view.study and view.study.design in _REVIEWS else 1


def _told(views: Sequence[FindingView]) -> str:
    parts = []
    for name, chosen in (("reviews", True), ("studies", False)):
        counts = Counter(view.finding.direction for view in views if (_weight(view) > 1) is chosen)
        if counts:
            said = ", ".join(f"{count} {_said(direction)}" for direction, count in sorted(counts.items()))
            parts.append(f"findings of {name}: {said}")
    return "; ".join(parts)


def _said(direction: Direction) -> str:
    return direction.value.replace("favours-intervention", "favour the groups").replace("-", " ")


def finding_rows(views: Iterable[FindingView]) -> list[Row]:
    """The newest review first, then null and contrary findings among the others, newest first; no more than fit."""
    listed = sorted(views, key=lambda view: (-(view.report.year or 0), view.finding.id))
    reviews = [view for view in listed if view.study and view.study.design in _REVIEWS]
    contrary = [view for view in listed if view.finding.direction is not Direction.FAVOURS_INTERVENTION]
    ordered = {view.finding.id: view for view in (*reviews[:3], *contrary[:3], *listed)}.values()
    rows = [told_row(view, newest=bool(reviews) and view is reviews[0]) for view in ordered]
    return list({row.text.removeprefix(_NEWEST): row for row in reversed(rows)}.values())[::-1][:_SHOWN]


def told_row(view: FindingView, *, newest: bool) -> Row:
    finding, study = view.finding, view.study
    who = study.label if study else view.report.citekey
    words = f"{who}: {finding.direction.value.replace('-', ' ')} on {finding.outcome_as_named or finding.outcome}"
    if newest:
        words = _NEWEST + words
    if finding.certainty:
        words += f", certainty {finding.certainty}"
    return Row(
        words,
        view.report.citekey,
        finding.id,
        finding.population,
        finding.outcome,
        finding.direction.value,
        finding.certainty,
        study.design if study else "",
        view.report.year,
        study.relevance.value if study else "",
    )
