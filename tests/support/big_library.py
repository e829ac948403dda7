"""A large library of invented works that look like literature: realistic words, tags found by the rules, one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from msgevidence.ingest.bundle import Desk, open_desk
from msgevidence.ingest.pipeline import ingest
from msgevidence.model.evidence import Facet
from msgevidence.settings import Settings
from msgevidence.sources.files import open_file

SYLLABLES = "ba co de fi gu la me no pi ru sa te vo ki lu ma ne po ri su".split()
_WORDS = 30_000
_ABOUT = (Facet.POPULATION, Facet.OUTCOME, Facet.DESIGN)


class Invented:
    """Works by number; words become rarer by rank as in natural text, so that searches may be rare or broad."""

    def __init__(self, desk: Desk) -> None:
        pick = random.Random(7)
        words: dict[str, None] = {}
        while len(words) < _WORDS:
            words["".join(pick.choices(SYLLABLES, k=pick.randint(2, 5)))] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(_WORDS)))
        self._terms = [[term.label.lower() for term in desk.vocabularies[facet].terms()] for facet in _ABOUT]

    def ris(self, number: int) -> str:
        pick = random.Random(number)
        words = pick.choices(self.words, cum_weights=self._weights, k=162)
        people, outcome, design = (pick.choice(terms) for terms in self._terms)
        title = f"Mutual support groups for {people}: {' '.join(words[:8])}, {outcome}"
        authors = "".join(f"AU  - {pick.choice(self.words).title()}, A. B.\n" for _ in range(4))
        abstract = " ".join((*words[8:80], design, *words[80:]))
        first = number % 900 + 1
        return (
            f"TY  - JOUR\n{authors}TI  - {title}\nT2  - Journal of {pick.choice(self.words[:400]).title()}\n"
            f"PY  - {pick.randint(1970, 2025)}\nVL  - {pick.randint(1, 80)}\nIS  - {pick.randint(1, 12)}\n"
            f"SP  - {first}\nEP  - {first + 9}\nDO  - 10.1000/invented.{number}\nAB  - {abstract}\nER  - \n\n"
        )


def build(home: Path, records: int) -> Invented:
    """The bundled evidence and so many invented works in the library under `home`; kept for the next time."""
    settings = Settings.read(environ={"MSGEVIDENCE_HOME": str(home)})
    with open_desk(settings) as desk:
        invented = Invented(desk)
        if any(run.kind == "import" and run.read == records for run in desk.library.queries.runs()):
            return invented
        export = home / "invented.ris"
        with export.open("w", encoding="utf-8") as out:
            out.writelines(_texts(invented, records))
        ingest(desk.library, [open_file(export)], desk.tagger)
        export.unlink()
    return invented


def _texts(invented: Invented, records: int) -> Iterator[str]:
    return (invented.ris(number) for number in range(records))
