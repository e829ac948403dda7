"""What a draft claims where it cites, held against what the library knows of that population and outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgevidence.manuscript import wording
from msgevidence.manuscript.lookup import LIBRARY, Looked, rows_of
from msgevidence.manuscript.pairing import Citation
from msgevidence.manuscript.reading import Manuscript
from msgevidence.manuscript.sentences import Sentence, sentences
from msgevidence.model.evidence import Direction, Facet, Relevance, Tag
from msgevidence.model.record import Record
from msgevidence.store.queries import Queries
from msgevidence.store.views import FindingView, ReportRow
from msgevidence.vocabulary.tagger import Tagger

_REVIEWS = (
    "meta-analysis", "cochrane-systematic-review", "systematic-review", "umbrella-review", "scoping-review",
    "qualitative-evidence-synthesis",
)  # fmt: skip
_RANDOMISED = ("rct", "cluster-rct", "rct-secondary-analysis", "meta-analysis", "cochrane-systematic-review")
_WEAK = ("low", "very-low", "very-low..low", "low..moderate")
_SHOWN = 8
_NEWEST = "newest review: "


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


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that cites: ``text[start:end]``, its terms, how strongly it is worded, and how far it is covered."""

    sentence: str
    start: int
    end: int
    references: tuple[int, ...]
    terms: tuple[Tag, ...]
    strength: wording.Strength
    coverage: Coverage
    because: tuple[Row, ...]


@dataclass(slots=True)
class ClaimReader:
    """Judges claims against `queries`; what a question holds is asked once."""

    queries: Queries
    tagger: Tagger
    _asked: dict[tuple[str, str], tuple[FindingView, ...]] = field(default_factory=dict)
    _known: dict[str, ReportRow] = field(default_factory=dict)

    def read(
        self, manuscript: Manuscript, citations: Sequence[Citation], looked: Sequence[Looked]
    ) -> tuple[Claim, ...]:
        """Every sentence that cites, in the order of the text."""
        self._known = rows_of(self.queries, {one.match for one in looked if one.where == LIBRARY})
        return tuple(self._judged(sentence, cited, looked) for sentence, cited in sentences(manuscript.text, citations))

    def _judged(self, sentence: Sentence, cited: Sequence[Citation], looked: Sequence[Looked]) -> Claim:
        references = tuple(dict.fromkeys(index for citation in cited for index in citation.references))
        bare = _without(sentence, cited)
        strength = wording.strength(bare)
        terms = self._terms(bare)
        rows = [*self._of_cited(references, looked)]
        if not wording.about_groups(bare) and not any(tag.facet is Facet.GROUP_TYPE for tag in terms):
            coverage = Coverage.NOT_GROUPS
            rows.insert(0, Row("the sentence names no group of peers, so the library's findings do not speak to it"))
        else:
            coverage, found = self._covered(bare, terms, strength)
            rows = [*found, *rows]
        return Claim(sentence.text, sentence.start, sentence.end, references, terms, strength, coverage, tuple(rows))

    def _terms(self, sentence: str) -> tuple[Tag, ...]:
        """The tagger's terms; a condition the sentence wants changed is its outcome, not its people."""
        tagged = self.tagger.propose(Record(type="document", title=sentence))
        conditions = wording.changed_conditions(sentence)
        words = {tag.because.casefold() for tag in conditions}
        tagged = tuple(
            tag for tag in tagged if tag.facet is not Facet.POPULATION or tag.because.casefold() not in words
        )
        known = {(tag.facet, tag.term) for tag in tagged}
        tagged += tuple(tag for tag in conditions if (tag.facet, tag.term) not in known)
        if not any(tag.facet is Facet.OUTCOME for tag in tagged):
            tagged += wording.general_outcomes(sentence)
        return tuple(tag for tag in tagged if tag.facet is not Facet.DESIGN)

    def _of_cited(self, references: Iterable[int], looked: Sequence[Looked]) -> Iterable[Row]:
        """Whether the cited work itself, where the library has it, is about groups at all."""
        for index in references:
            found = looked[index]
            if found.where != LIBRARY or not found.match:
                continue
            row = self._known.get(found.match)
            if row and row.relevance and row.relevance != Relevance.CORE:
                what = "one-to-one or professional support" if row.relevance == "adjacent" else "social relationships"
                yield Row(
                    f"the work cited here is not about mutual support groups but about {what}: {row.title}",
                    citekey=row.citekey,
                    year=row.year,
                    relevance=row.relevance,
                )

    def _covered(self, sentence: str, terms: Sequence[Tag], strength: wording.Strength) -> tuple[Coverage, list[Row]]:
        populations = _asked_about([tag.term for tag in terms if tag.facet is Facet.POPULATION])
        outcomes = [tag.term for tag in terms if tag.facet is Facet.OUTCOME]
        if wording.defines(sentence):
            return Coverage.NOTHING, [
                Row("the sentence says what groups are or are for; that is no question of evidence")
            ]
        if wording.says_studied(sentence) and populations:
            return self._studied(populations)
        if not outcomes and not wording.claims_effect(sentence):
            return Coverage.NOTHING, [Row("the sentence names no outcome that the library could be asked about")]
        found = {
            view.finding.id: view
            for population in populations or [""]
            for outcome in outcomes or [""]
            for view in self._evidence(population, outcome)
        }
        telling = [view for view in found.values() if view.finding.direction in _TELLING]
        core = [view for view in telling if _is_core(view)]
        if not telling:
            return Coverage.NOTHING, [self._gap(populations, outcomes)]
        if not core:
            words = "the library holds only evidence on other kinds of peer support here, not on groups of peers"
            return Coverage.INDIRECT, [Row(words), *_rows(telling)]
        negative = wording.denies(sentence)
        coverage, rows = _weighed(core, strength, negative=negative)
        return coverage, rows if negative else [*rows, *self._harms(populations, outcomes)]

    def _studied(self, populations: Sequence[str]) -> tuple[Coverage, list[Row]]:
        """ "… have been studied in …" asks only whether the library holds studies of each."""
        held = {
            population: {view.finding.study for view in self._evidence(population, "") if _is_core(view)}
            for population in populations
        }
        rows = [
            Row(f"studies of groups with {one} in the library: {len(studies)}", population=one)
            for one, studies in held.items()
        ]
        return (Coverage.SUPPORTED if all(held.values()) else Coverage.NOTHING), rows

    def _harms(self, populations: Sequence[str], outcomes: Sequence[str]) -> list[Row]:
        """Findings on harm for these people, which a sentence on benefit passes over."""
        if _HARM in outcomes:
            return []
        found = [view for one in populations for view in self._evidence(one, _HARM) if _is_core(view)]
        told = [Row("harms were looked at too, and the sentence does not speak of them")] if found else []
        return [*told, *(_row(view, newest=False) for view in found[:2])]

    def _evidence(self, population: str, outcome: str) -> tuple[FindingView, ...]:
        key = (population, outcome)
        if key not in self._asked:
            self._asked[key] = self.queries.evidence(population, outcome)
        return self._asked[key]

    def _gap(self, populations: Sequence[str], outcomes: Sequence[str]) -> Row:
        asked = " and ".join(filter(None, (", ".join(populations), ", ".join(outcomes)))) or "this"
        elsewhere = sum(1 for population in populations for _ in self._evidence(population, ""))
        words = f"the library holds no findings on {asked}: no evidence found here, which is not evidence of no effect"
        if elsewhere:
            words += f" ({elsewhere} findings on other outcomes of these people)"
        return Row(words)


_QUALIFIERS = frozenset(
    "women rural older-adults students-youth veterans refugees-migrants homeless offenders underserved-uninsured"
    " general-population mental-health-general".split()
)
"""Populations that only narrow another one that is named beside them."""

_HARM = "adverse-events"
_REVIEW_WEIGHT = 3
"""How many single studies a review outweighs; it has read them."""

_TELLING = (
    Direction.FAVOURS_INTERVENTION,
    Direction.FAVOURS_COMPARATOR,
    Direction.NO_CLEAR_DIFFERENCE,
    Direction.MIXED,
)


def _asked_about(populations: list[str]) -> list[str]:
    """ "Women with breast cancer" is asked about as cancer."""
    return [one for one in populations if one not in _QUALIFIERS] or populations


def _is_core(view: FindingView) -> bool:
    return view.study is None or view.study.relevance is Relevance.CORE


def _weighed(core: Sequence[FindingView], strength: wording.Strength, *, negative: bool) -> tuple[Coverage, list[Row]]:
    """Findings for the claim against those that do not bear it out; a review weighs more than a study."""
    bears = (
        {Direction.FAVOURS_COMPARATOR, Direction.NO_CLEAR_DIFFERENCE} if negative else {Direction.FAVOURS_INTERVENTION}
    )
    for_ = sum(_weight(view) for view in core if view.finding.direction in bears)
    rest = sum(_weight(view) for view in core if view.finding.direction not in bears)
    contrary = [view for view in core if view.finding.direction not in bears]
    rows = [Row(_told(core))]
    if for_ == 0 or rest > 2 * for_:
        return Coverage.ELSEWHERE, [*rows, *_rows(core)]
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
        return Coverage.TOO_CERTAIN, [*rows, *_rows(core)]
    if contrary:
        rows.append(Row("worth a mention: some findings here show no clear difference, or point the other way"))
    return Coverage.SUPPORTED, [*rows, *_rows(core)]


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


def _rows(views: Iterable[FindingView]) -> list[Row]:
    """The newest review first, then null and contrary findings among the others, newest first; no more than fit."""
    listed = sorted(views, key=lambda view: (-(view.report.year or 0), view.finding.id))
    reviews = [view for view in listed if view.study and view.study.design in _REVIEWS]
    contrary = [view for view in listed if view.finding.direction is not Direction.FAVOURS_INTERVENTION]
    ordered = {view.finding.id: view for view in (*reviews[:3], *contrary[:3], *listed)}.values()
    rows = [_row(view, newest=bool(reviews) and view is reviews[0]) for view in ordered]
    return list({row.text.removeprefix(_NEWEST): row for row in reversed(rows)}.values())[::-1][:_SHOWN]


def _row(view: FindingView, *, newest: bool) -> Row:
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


def _without(sentence: Sentence, cited: Sequence[Citation]) -> str:
    """The sentence without its citations, whose names and titles are no part of the claim."""
    text = sentence.text
    for citation in sorted(cited, key=lambda one: -one.start):
        left, right = citation.start - sentence.start, citation.end - sentence.start
        if left >= 0:
            text = text[:left] + text[right:]
    return text
