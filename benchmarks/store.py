"""Measures the store: writing through `Run.apply`, searching, facets, one page, one report, candidates, undo.

    python benchmarks/store.py [RECORDS] [--json]

Records are invented, with a fixed seed: titles of about 12 words and abstracts of about 150 from a vocabulary whose
frequencies fall off as in natural text, four authors, two or three tags each for population and outcome.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgevidence.model.dates import PartialDate
from msgevidence.model.evidence import Facet, Tag, Term
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import Action, Decision
from msgevidence.store import Entry, Filters, Library

BATCH = 1000
SYLLABLES = "ba co de fi gu la me no pi ru sa te vo ki lu ma ne po ri su".split()


class Invented:
    """An endless source of records that look like literature."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < 30_000:
            words["".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 5)))] = None
        self.words = list(words)
        self.weights = [1 / (rank + 2.7) for rank in range(len(self.words))]
        self.populations = [f"population-{number}" for number in range(25)]
        self.outcomes = [f"outcome-{number}" for number in range(40)]

    def terms(self) -> Iterator[Term]:
        for facet, slugs in ((Facet.POPULATION, self.populations), (Facet.OUTCOME, self.outcomes)):
            for number, slug in enumerate(slugs):
                yield Term(facet, slug, slug, broader=slugs[0] if 0 < number < 6 else "")

    def entry(self, number: int) -> Entry:
        pick = self.random
        text = " ".join(pick.choices(self.words, self.weights, k=162)).split(" ")
        record = Record(
            type="article-journal",
            title=" ".join(text[:12]).capitalize(),
            author=tuple(Name(family=pick.choice(self.words).title(), given="A. B.") for _ in range(4)),
            issued=PartialDate((pick.randint(1970, 2025),)),
            container_title=f"Journal of {pick.choice(self.words[:400]).title()}",
            volume=str(pick.randint(1, 80)),
            page=f"{number % 900}-{number % 900 + 9}",
            doi=f"10.1000/{number}",
            abstract=" ".join(text[12:]),
        )
        fields = (("TY", "JOUR"), ("TI", record.title), ("AB", record.abstract), ("DO", record.doi))
        tags = [Tag(Facet.POPULATION, slug, because=text[0]) for slug in pick.sample(self.populations, 2)]
        tags += [Tag(Facet.OUTCOME, slug, because=text[1]) for slug in pick.sample(self.outcomes, pick.choice((2, 3)))]
        return Entry(
            raw=RawRecord("ris", number, number * 5 + 1, fields),
            record=record,
            decision=Decision(Action.ADD, "new"),
            keys=(number, number + 2**40, number % 1000 + 2**41, number + 2**42),
            tags=tuple(tags),
            citekey=f"{record.author[0].family.lower()}{record.year}",
        )


def timed(call: Callable[[], object], repeat: int = 15) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), sorted(times)[int(0.95 * (repeat - 1))]


def measure(number: int) -> dict[str, object]:
    """Everything, in a library of that many records."""
    source = Invented()
    found: dict[str, object] = {"records": number}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.sqlite")
        with Library.open(f"sqlite:///{path}") as library:
            library.put_vocabulary(source.terms())
            spent = 0.0
            start = time.perf_counter()
            with library.run(source="invented") as run:
                for first in range(0, number, BATCH):
                    making = time.perf_counter()
                    entries = [source.entry(index) for index in range(first, min(first + BATCH, number))]
                    spent += time.perf_counter() - making
                    run.apply(entries)
            found["records per second"] = round(number / (time.perf_counter() - start - spent))
            found["bytes per record"] = round(library.queries.health().size / number)
            queries, words = library.queries, source.words
            keys = [source.entry(index).keys for index in range(500)]
            with library.run(source="candidates", dry_run=True) as run:
                found["candidates, 500 drafts, ms"] = timed(lambda: run.candidates(keys), 5)
            first = words[900]
            for name, call in {
                "search, rare word": lambda: queries.find(Filters(query=words[900])),
                "search, word in 1 to 5 %": lambda: queries.find(Filters(query=words[400])),
                "search, very common word": lambda: queries.find(Filters(query=words[3])),
                "search, two words": lambda: queries.find(Filters(query=f"{words[3]} {words[60]}")),
                "search, phrase": lambda: queries.find(Filters(query=f'"{words[3]} {words[5]}"')),
                "search, beginning": lambda: queries.find(Filters(query=f"{first[:5]}*")),
                "newest page, no filter": queries.find,
                "page by facet": lambda: queries.find(Filters(population=("population-3",))),
                "facets, no filter": queries.facets,
                "facets with a word in 1 to 5 %": lambda: queries.facets(Filters(query=words[400])),
                "map of accepted evidence": queries.cells,
                "one report": lambda: queries.report(number // 2),
            }.items():
                found[f"{name}, ms"] = timed(call)
            start = time.perf_counter()
            streamed = sum(1 for _ in queries.records())
            found["records read per second"] = round(streamed / (time.perf_counter() - start))
            start = time.perf_counter()
            library.undo(1)
            found["undo of the run, s"] = round(time.perf_counter() - start, 2)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("records", nargs="?", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.records)
    if arguments.json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        shown = f"{value[0]:9.1f} {value[1]:9.1f} (p95)" if isinstance(value, tuple) else f"{value:9}"
        print(f"{name:36} {shown}")


if __name__ == "__main__":
    main()
