"""The values a summary of findings is made of; they fit a page, a table and a JSON document."""

from __future__ import annotations

from dataclasses import dataclass

from msgevidence.evidence.lines import Line
from msgevidence.evidence.overlap import Overlap
from msgevidence.evidence.poolable import Refusal
from msgevidence.evidence.sizes import Size
from msgevidence.evidence.synthesis import Synthesis
from msgevidence.model.evidence import Direction, Term


@dataclass(frozen=True, slots=True)
class Named:
    """A term: slug and label."""

    term: str
    label: str

    @classmethod
    def of(cls, term: Term) -> Named:
        return cls(term.slug, term.label)


@dataclass(frozen=True, slots=True)
class Question:
    """Population × outcome, perhaps × group type; each stands for its narrower terms too."""

    population: Named
    outcome: Named
    group_type: Named | None = None


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: the dataset's version and date (ISO), and how many works the library holds."""

    version: str
    date: str
    works: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with the findings and studies it rests on; both are empty for what is not here."""

    text: str
    findings: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certainty:
    """As stated: `level` of GRADE (a range as ``low..moderate``), "not stated" when no source says."""

    level: str
    whose: str = ""
    reasons: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome: what the leading finding says, and what stands beside it.

    `directions` count findings; `studies` counts studies, reviews among them; `people` are those in single studies,
    `people_in_review` those of the largest review (they may be the same people). One of `pooled` and `refusal` is set.
    """

    outcome: Named
    relevance: str
    direction: Direction
    directions: dict[str, int]
    studies: int
    reviews: int
    trials: int
    others: int
    people: int | None
    people_in_review: int | None
    size: Size | None
    certainty: Certainty
    newest_search: str
    pooled: Synthesis | None
    refusal: Refusal | None
    sentence: str
    because: tuple[Clause, ...]
    leading: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BottomLine:
    """A sentence or two a clinician can read; every clause names the findings and studies it rests on."""

    sentence: str
    certainty: str
    because: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Findings that do not say the same; `kind` is opposite, uneven or stated (a source says so)."""

    kind: str
    words: str
    findings: tuple[str, ...]
    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing here; `code` is stable."""

    code: str
    words: str
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """All of it. `pooled` and `refusal` are those of the first row."""

    question: Question
    bottom_line: BottomLine
    rows: tuple[Row, ...]
    findings: tuple[Line, ...]
    pooled: Synthesis | None
    refusal: Refusal | None
    harms: tuple[Line, ...]
    disagreements: tuple[Disagreement, ...]
    overlap: Overlap
    gaps: tuple[Gap, ...]
    searched: Searched
