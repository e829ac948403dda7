"""A random sample of the bundled evidence to check against its sources, and the counts the codebook shows.

    python benchmarks/evidence_sample.py [--size 40] [--seed TEXT] [--beyond EARLIER/works.csl.json]
    python benchmarks/evidence_sample.py --counts [--update]

A fact is one field group of a work's citation (who-when-what, where, identifiers) or one finding (numbers, direction,
certainty). Half of the sample are findings with an estimate, a fifth findings without, the rest citation groups;
within each kind the curators share in proportion to what they brought. Facts are ranked by a hash of seed and name:
the same dataset gives the same sample, and a few new rows leave most of it as it was. `--beyond` draws only from works
that an earlier state of the dataset did not hold. `--update` puts the counts into the codebook, between its two marks.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parents[1] / "data" / "library"
SEED = "msgevidence second pass 2026-11-23"
SHARES = {"estimate": 0.5, "finding": 0.2, "citation": 0.3}
GROUPS = {
    "who-when-what": ("author", "editor", "issued", "title"),
    "where": ("container-title", "volume", "issue", "page", "number", "publisher", "publisher-place"),
    "identifiers": ("DOI", "PMID", "PMCID", "ISBN", "ISSN"),
}
MARKS = ("<!-- counts: begin -->", "<!-- counts: end -->")

Fact = tuple[str, str, str]
"""Kind (a key of SHARES), curator, and name: a finding's id, or work/group."""


def rows_of(name: str, library: Path) -> list[dict[str, str]]:
    """The rows of one of the dataset's CSV files."""
    with (library / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def works_of(path: Path) -> dict[str, Mapping[str, Any]]:
    """The CSL-JSON items of a works file, by id."""
    return {item["id"]: item for item in json.loads(path.read_text(encoding="utf-8"))}


def frame(library: Path, without: Iterable[str] = ()) -> list[Fact]:
    """Every fact of the dataset, but for those of the works left out."""
    left_out = set(without)
    curators = {(row["entity"], row["id"]): row["by"] for row in rows_of("sources.csv", library) if is_first_pass(row)}
    facts: list[Fact] = []
    for row in rows_of("findings.csv", library):
        if row["work"] not in left_out:
            facts.append(("estimate" if row["estimate"] else "finding", curators["finding", row["id"]], row["id"]))
    for work, item in works_of(library / "works.csl.json").items():
        for group, variables in GROUPS.items():
            if work not in left_out and any(variable in item for variable in variables):
                facts.append(("citation", curators["work", work], f"{work}/{group}"))
    return facts


def is_first_pass(source: Mapping[str, str]) -> bool:
    """Whether a row of the sources is a curator's own, not one the second pass added."""
    return source["by"] != source["checked_by"]


def drawn(facts: Sequence[Fact], size: int, seed: str) -> list[Fact]:
    """A stratified sample, sorted by kind, curator and name."""
    strata: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        strata[fact[0]][fact[1]].append(fact)
    sample: list[Fact] = []
    for kind, wanted in shared_out(SHARES, size).items():
        curators = strata[kind]
        for curator, number in shared_out({name: len(held) for name, held in curators.items()}, wanted).items():
            ranked = sorted(curators[curator], key=lambda fact: hashlib.sha256(f"{seed}:{fact[2]}".encode()).digest())
            sample += ranked[:number]
    return sorted(sample)


def shared_out(weights: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    whole = sum(weights.values())
    exact = {name: total * weight / whole for name, weight in sorted(weights.items())}
    shares = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (shares[name] - exact[name], name))
    for name in by_remainder[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def show(sample: Iterable[Fact], library: Path) -> None:
    """Print the sample with what the dataset says and where it was seen."""
    works = works_of(library / "works.csl.json")
    findings = {row["id"]: row for row in rows_of("findings.csv", library)}
    sources: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of("sources.csv", library):
        sources[row["entity"], row["id"]].append(row["source"])
    for position, (kind, curator, name) in enumerate(sample, 1):
        work, _, group = name.partition("/")
        item: Mapping[str, Any] = works[work] if group else findings[name]
        columns = GROUPS[group] if group else (*list(findings[name])[3:-1], "note")
        print(f"{position:2} {kind} [{curator}] {name}")
        for column in dict.fromkeys(columns):
            if item.get(column):
                value = item[column]
                print(f"     {column}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
        for source in sources["work" if group else "finding", name.partition("/")[0]]:
            print(f"     seen: {source}")


def counts(library: Path) -> str:
    """The dataset's totals, and studies by population and design, as Markdown tables."""
    findings = rows_of("findings.csv", library)
    studies = {row["id"]: row for row in rows_of("studies.csv", library)}
    study_of = {work: study for study, row in studies.items() for work in row["reports"].split("|")}
    tags = [row for row in rows_of("tags.csv", library) if row["facet"] == "population"]
    with_estimate = [row for row in findings if row["estimate"]]
    totals = {
        "works": len(study_of),
        "studies": len(studies),
        **{f"studies, {name}": n for name, n in Counter(row["relevance"] for row in studies.values()).items()},
        "findings": len(findings),
        "findings with an estimate": len(with_estimate),
        "findings with an estimate and its interval": sum(1 for row in with_estimate if row["low"]),
    }
    seen_again = {(row["entity"], row["id"]) for row in rows_of("sources.csv", library) if row["checked_by"]}
    for entity in ("finding", "work"):
        totals[f"{entity}s with facts seen again"] = sum(1 for kind, _ in seen_again if kind == entity)
    totals |= {f"findings, {name}": n for name, n in sorted(Counter(row["direction"] for row in findings).items())}
    lines = ["| what | number |", "|---|---:|", *(f"| {name} | {number} |" for name, number in totals.items()), ""]
    designs = sorted({row["design"] for row in studies.values()})
    cells: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tags:
        study = study_of[row["work"]]
        cells[row["term"], studies[study]["design"]].add(study)
    per_population = Counter(dict.fromkeys({row["term"] for row in tags}, 0))
    per_population.update(row["population"] for row in findings)
    lines.append("| population | " + " | ".join(designs) + " | studies | findings | with interval |")
    lines.append("|---|" + "---:|" * (len(designs) + 3))
    for term in sorted(per_population):
        row_cells = [str(len(cells[term, design]) or "") for design in designs]
        whole = len(set[str]().union(*(cells[term, design] for design in designs)))
        intervals = sum(1 for row in with_estimate if row["population"] == term and row["low"])
        lines.append(f"| {term} | {' | '.join(row_cells)} | {whole} | {per_population[term]} | {intervals or ''} |")
    return "\n".join(lines)


def update(codebook: Path, text: str) -> None:
    """Put the counts between the codebook's marks."""
    begin, end = MARKS
    old = codebook.read_text(encoding="utf-8")
    new = re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{text}\n{end}", old, flags=re.DOTALL)
    codebook.write_text(new, encoding="utf-8", newline="\n")


def main() -> None:
    """The command; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=LIBRARY)
    parser.add_argument("--size", type=int, default=40)
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--beyond", type=Path, help="works file of an earlier state, whose works are left out")
    parser.add_argument("--counts", action="store_true", help="print the counts instead of a sample")
    parser.add_argument("--update", action="store_true", help="with --counts: write them into the codebook")
    options = parser.parse_args()
    if options.counts:
        text = counts(options.library)
        if options.update:
            update(options.library / "CODEBOOK.md", text)
        print(text)
        return
    facts = frame(options.library, works_of(options.beyond) if options.beyond else ())
    show(drawn(facts, options.size, options.seed), options.library)


if __name__ == "__main__":
    main()
