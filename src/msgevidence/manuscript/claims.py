"""What a draft claims where it cites, held against what the library knows of that population and outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgevidence.manuscript import wording
from msgevidence.manuscript.bearing import TELLING, Coverage, Row, finding_rows, is_core, told_row, weighed
from msgevidence.manuscript.lookup import LIBRARY, Looked, rows_of
from msgevidence.manuscript.pairing import Citation
from msgevidence.manuscript.reading import Manuscript
from msgevidence.manuscript.sentences import Sentence, sentences
from msgevidence.model.evidence import Facet, Relevance, Tag
from msgevidence.model.record import Record
from msgevidence.store.queries import Queries
from msgevidence.store.views import FindingView, ReportRow
from msgevidence.vocabulary.tagger import Tagger


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
        telling = [view for view in found.values() if view.finding.direction in TELLING]
        core = [view for view in telling if is_core(view)]
        if not telling:
            return Coverage.NOTHING, [self._gap(populations, outcomes)]
        if not core:
            words = "the library holds only evidence on other kinds of peer support here, not on groups of peers"
            return Coverage.INDIRECT, [Row(words), *finding_rows(telling)]
        negative = wording.denies(sentence)
        coverage, rows = weighed(core, strength, negative=negative)
        return coverage, rows if negative else [*rows, *self._harms(populations, outcomes)]

    def _studied(self, populations: Sequence[str]) -> tuple[Coverage, list[Row]]:
        """ "… have been studied in …" asks only whether the library holds studies of each."""
        held = {
            population: {view.finding.study for view in self._evidence(population, "") if is_core(view)}
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
        found = [view for one in populations for view in self._evidence(one, _HARM) if is_core(view)]
        told = [Row("harms were looked at too, and the sentence does not speak of them")] if found else []
        return [*told, *(told_row(view, newest=False) for view in found[:2])]

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


def _asked_about(populations: list[str]) -> list[str]:
    """ "Women with breast cancer" is asked about as cancer."""
    return [one for one in populations if one not in _QUALIFIERS] or populations


def _without(sentence: Sentence, cited: Sequence[Citation]) -> str:
    """The sentence without its citations, whose names and titles are no part of the claim."""
    text = sentence.text
    for citation in sorted(cited, key=lambda one: -one.start):
        left, right = citation.start - sentence.start, citation.end - sentence.start
        if left >= 0:
            text = text[:left] + text[right:]
    return text
