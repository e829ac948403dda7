"""How fast the citation engine is: `python benchmarks/citation.py [--style apa] [--items 10000] [--linear]`.

Prints references a second (load, sort, disambiguate, render), in-text citations a second, the time of one reference,
the time from process start to the first reference, and the peak memory. Times are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from msgevidence.citation.csl import load_style, process

FAMILIES = """Andersson Banerjee Castillo Dubois Eriksen Fontaine García Hughes Ivanova Jones Kim Lindqvist Müller
Nguyen Okafor Petrov Quigley Rossi Sørensen Tanaka Usman Vasquez Williams Xu Young Zhang Smith Brown
Moos Humphreys Kelly Timko Laudet Magura Kyrouz Salzer Pistrang Barker Solomon Davidson Chien
Thompson""".split()
GIVENS = """Anna Bernard Carla David Elena Frank Grace Hiroshi Ingrid James Karin Luis Maria Nils Olga Paul Rosa Stefan
Tomás Ursula Victor Wei Yuki Zoë John Mary-Jane Jean-Luc""".split()
WORDS = """mutual support groups self-help recovery peer members outcomes trial review depression addiction bereavement
carers family attendance effects longitudinal community twelve-step online qualitative study evidence randomized
participation facilitators benefits mechanisms wellbeing loneliness stigma identity hope""".split()
JOURNALS = [
    "Journal of Community Psychology", "Addiction", "American Journal of Community Psychology", "Psychiatric Services",
    "Social Science & Medicine", "International Journal of Self Help and Self Care",
]  # fmt: skip

KINDS = ["article-journal", "book", "chapter", "report", "thesis", "webpage"]
EXTRAS: list[tuple[str, list[str], float]] = [
    ("abstract", ["An abstract."], 0.5), ("language", ["en", "de", "fr"], 0.4), ("note", ["Read twice."], 0.1),
    ("ISSN", ["1234-5678"], 0.4), ("edition", ["2", "3rd", "Rev."], 0.06), ("genre", ["Doctoral dissertation"], 0.05),
    ("publisher-place", ["London", "New York"], 0.2), ("collection-title", ["Studies in Self-Help"], 0.05),
    ("number", ["12", "TR-3"], 0.06), ("title-short", ["A short title"], 0.3), ("medium", ["CD"], 0.02),
    ("event-title", ["Annual meeting"], 0.03), ("archive", ["PsycINFO"], 0.05), ("number-of-pages", ["210"], 0.2),
]  # fmt: skip


def library(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Made-up references in the mixture of an evidence library: mostly articles, some books, chapters, reports."""
    chance = random.Random(seed)
    items = []
    for number in range(count):
        kind = chance.choices(KINDS, [70, 8, 10, 6, 3, 3])[0]
        names = [
            {"family": chance.choice(FAMILIES), "given": f"{chance.choice(GIVENS)} {chance.choice('ABCDEFGHJ')}."}
            for _ in range(chance.choices([1, 2, 3, 4, 6, 9, 24], [15, 25, 22, 18, 12, 7, 1])[0])
        ]
        title = " ".join(chance.choices(WORDS, k=chance.randint(6, 14))).capitalize()
        item: dict[str, Any] = {"id": f"r{number}", "type": kind, "title": title, "author": names}
        if chance.random() < 0.97:
            month = [chance.randint(1, 12)] if chance.random() < 0.4 else []
            item["issued"] = {"date-parts": [[chance.randint(1965, 2026), *month]]}
        if kind == "article-journal":
            first = chance.randint(1, 900)
            item.update({"container-title": chance.choice(JOURNALS), "volume": str(chance.randint(1, 90))})
            item["page"] = f"{first}-{first + chance.randint(1, 30)}"
            if chance.random() < 0.8:
                item["issue"] = str(chance.randint(1, 12))
        elif kind == "chapter":
            item.update({"container-title": " ".join(chance.choices(WORDS, k=5)), "publisher": "Sage", "page": "10-33"})
            item["editor"] = [{"family": chance.choice(FAMILIES), "given": chance.choice(GIVENS)}]
        else:
            item["publisher"] = chance.choice(["Sage", "Wiley", "Springer", "Routledge", "University Press"])
        for variable, values, share in EXTRAS:
            if chance.random() < share:
                item[variable] = chance.choice(values)
        if chance.random() < 0.04:
            item["translator"] = [{"family": chance.choice(FAMILIES), "given": chance.choice(GIVENS)}]
        if chance.random() < 0.75:
            item["DOI"] = f"10.{chance.randint(1000, 9999)}/{number:x}.{chance.randint(1, 9999)}"
        elif chance.random() < 0.3:
            item["URL"] = f"https://example.org/{number}"
        items.append(item)
    return items


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--style", default="apa")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--linear", action="store_true", help="also a tenth and ten times as many")
    arguments = parser.parse_args()
    style = load_style(arguments.style)
    counts = [arguments.items]
    if arguments.linear:
        counts = [arguments.items // 10, arguments.items, arguments.items * 10]
    for count in counts:
        items = library(count)
        spent = timed(lambda items=items: process(style, items))
        print(f"{count:>7} references: {spent:6.2f} s, {count / spent:8,.0f} a second")
    items = library(min(arguments.items, 10_000))
    process(style, items[:1])
    clusters = [[{"id": item["id"]}] for item in items]
    without = timed(lambda: process(style, items))
    with_citations = timed(lambda: process(style, items, clusters))
    spent = max(with_citations - without, 1e-9)
    print(f"{len(clusters):>7} citations, both forms: {spent:6.2f} s, {len(clusters) / spent:8,.0f} a second")
    one = items[:1]
    spent = timed(lambda: [process(style, one) for _ in range(1000)])
    print(f"one reference, warm: {spent:.3f} ms")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    code = (
        f"import sys; sys.path.insert(0, {sys.path[0]!r})\n"
        "from msgevidence.citation.csl import load_style, process\n"
        f"process(load_style({arguments.style!r}), [{{'id': 'a', 'type': 'book', 'title': 'T',"
        " 'author': [{'family': 'Doe', 'given': 'J'}]}])"
    )
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _wall([sys.executable, "-c", code], environment)  # compiles the modules, as installing does
        best = min(_wall([sys.executable, "-c", code], environment) for _ in range(5))
        bare = min(_wall([sys.executable, "-c", "pass"], environment) for _ in range(5))
    print(f"process start to first reference: {best:.3f} s (Python alone {bare:.3f} s)")


def _wall(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
