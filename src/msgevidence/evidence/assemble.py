"""Curated files, one JSON document a work, merged into the tidy dataset.

    python -m msgevidence.evidence.assemble STAGING data/library [--check] [--version V] [--date ISO]

A staged work replaces its rows in the dataset; works that are not staged stay as they are. A work the gate finds
fault with is held back and its problems are printed; the others are written. The shape of a curated file is in
the dataset's codebook. Exit code: 0 all written, 1 something held back, 2 refused.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from msgevidence.errors import FileRefused, InputRefused
from msgevidence.evidence import gate, tables
from msgevidence.evidence.curated import Curated, read_curated
from msgevidence.evidence.dataset import FILES, MANIFEST, TABLES, WORKS, Dataset, load
from msgevidence.evidence.tables import TagRow
from msgevidence.model.evidence import Facet, Study, Term
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Record

_BENEFIT = {"true": True, "false": False}


@dataclass(slots=True)
class Assembly:
    """The dataset under way: rows that can be taken out and put in by work."""

    works: dict[str, Record] = field(default_factory=dict)
    studies: dict[str, Study] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in TABLES if name != "studies.csv"})

    @classmethod
    def of(cls, dataset: Dataset) -> Assembly:
        """An existing dataset, taken apart."""
        made = cls({work.id: work for work in dataset.works}, {study.id: study for study in dataset.studies})
        made.rows = {
            "findings.csv": list(dataset.findings),
            "notices.csv": list(dataset.notices),
            "relations.csv": list(dataset.relations),
            "sources.csv": list(dataset.provenance),
            "tags.csv": [TagRow(work, tag.facet.value, tag.term, tag.because) for work, tag in dataset.tags],
        }
        return made

    def put(self, curated: Curated) -> None:
        """A curated work in place of whatever the dataset held of it."""
        self.take_out(curated.work.id)
        self.works[curated.work.id] = curated.work
        if curated.study is not None:
            known = self.studies.get(curated.study.id)
            reports = {*(known.reports if known else ()), *curated.study.reports}
            self.studies[curated.study.id] = replace(curated.study, reports=tuple(sorted(reports)))
        else:
            known = self.studies.get(curated.study_id, Study(curated.study_id, ""))
            reports = {*known.reports, curated.work.id}
            self.studies[curated.study_id] = replace(known, reports=tuple(sorted(reports)))
        for name, rows in curated.rows.items():
            self.rows[name].extend(rows)

    def take_out(self, work: str) -> None:
        """All rows of one work; a study left without a report goes too."""
        self.works.pop(work, None)
        gone = {work, *(finding.id for finding in self.rows["findings.csv"] if finding.work == work)}
        for study in list(self.studies.values()):
            if work not in study.reports:
                continue
            reports = tuple(report for report in study.reports if report != work)
            if reports:
                self.studies[study.id] = replace(study, reports=reports)
            else:
                del self.studies[study.id]
                gone.add(study.id)
        owner = {"findings.csv": "work", "notices.csv": "work", "relations.csv": "subject"}
        owner |= {"sources.csv": "id", "tags.csv": "work"}
        for name, column in owner.items():
            self.rows[name] = [row for row in self.rows[name] if getattr(row, column) not in gone]

    def texts(self) -> dict[str, str]:
        """The text of every file but the manifest."""
        out = {WORKS: works_text(self.works.values())}
        for name, cls in TABLES.items():
            rows: Iterable[Any] = self.studies.values() if name == "studies.csv" else dict.fromkeys(self.rows[name])
            out[name] = tables.written(cls, rows)
        return out

    def dataset(self) -> Dataset:
        """The dataset these rows would load as."""
        tags = [Curated.tag(row) for row in sorted(dict.fromkeys(self.rows["tags.csv"]), key=tables.sort_key)]
        ordered = {name: tuple(sorted(dict.fromkeys(rows), key=tables.sort_key)) for name, rows in self.rows.items()}
        return Dataset(
            version="",
            date="",
            works=tuple(self.works[work] for work in sorted(self.works)),
            studies=tuple(self.studies[study] for study in sorted(self.studies)),
            tags=tuple(tags),
            findings=ordered["findings.csv"],
            notices=ordered["notices.csv"],
            relations=ordered["relations.csv"],
            provenance=ordered["sources.csv"],
        )


def works_text(works: Iterable[Record]) -> str:
    """CSL-JSON with one variable, or one name, a line."""
    items = [_item_text(work.to_csl()) for work in sorted(works, key=lambda work: work.id)]
    return "[\n" + ",\n".join(items) + "\n]\n"


def _item_text(item: Mapping[str, Any]) -> str:
    lines = []
    for key, value in item.items():
        if isinstance(value, list):
            names = ",\n".join(f"      {_one_line(name)}" for name in value)
            lines.append(f"    {_one_line(key)}: [\n{names}\n    ]")
        else:
            lines.append(f"    {_one_line(key)}: {_one_line(value)}")
    return "  {\n" + ",\n".join(lines) + "\n  }"


def _one_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def assemble(
    staged: Iterable[Curated], existing: Dataset | None, vocabularies: gate.Vocabularies
) -> tuple[Assembly, list[Problem]]:
    """The staged works merged into the existing dataset, without those the gate refuses, and all problems."""
    assembly = Assembly.of(existing) if existing else Assembly()
    for curated in staged:
        assembly.put(curated)
    problems: list[Problem] = []
    while True:
        found = gate.check(assembly.dataset(), vocabularies)
        problems += [problem for problem in found if problem not in problems]
        refused = {problem.quote for problem in found if problem.severity is Severity.ERROR and problem.quote}
        refused &= {*assembly.works, *assembly.studies}
        if not refused:
            return assembly, problems
        for work in sorted(filter(None, refused)):
            for report in assembly.studies[work].reports if work in assembly.studies else (work,):
                assembly.take_out(report)


def write(assembly: Assembly, directory: Path, version: str, on: str) -> None:
    """All files of the dataset, then the manifest that vouches for them."""
    directory.mkdir(parents=True, exist_ok=True)
    sums = {}
    for name, text in assembly.texts().items():
        data = text.encode("utf-8")
        sums[name] = hashlib.sha256(data).hexdigest()
        (directory / name).write_bytes(data)
    counts = {"works": len(assembly.works), "studies": len(assembly.studies)}
    counts |= {"findings": len(assembly.rows["findings.csv"])}
    manifest = {"name": "msgevidence bundled evidence", "version": version, "date": on, "counts": counts}
    manifest["sha256"] = {name: sums[name] for name in sorted(FILES)}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (directory / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def known_terms(directory: Path) -> dict[Facet, dict[str, Term]]:
    """Slugs and benefit directions of the vocabulary's files: all the gate needs of them."""
    known: dict[Facet, dict[str, Term]] = {}
    for facet in Facet:
        with (directory / f"{facet.value.replace('-', '_')}.csv").open(encoding="utf-8", newline="") as file:
            terms = [
                Term(facet, row["id"], row["label"], higher_is_better=_BENEFIT.get(row.get("higher_is_better", "")))
                for row in csv.DictReader(file)
            ]
        known[facet] = {term.slug: term for term in terms}
    return known


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m msgevidence.evidence.assemble", description=__doc__)
    parser.add_argument("staging", type=Path, help="folder of curated *.json files, or one such file")
    parser.add_argument("library", type=Path, help="the dataset's folder, data/library")
    parser.add_argument("--vocabulary", type=Path, help="default: the folder “vocabulary” beside the library")
    parser.add_argument("--check", action="store_true", help="print the problems and write nothing")
    parser.add_argument("--version", help="default: as it is, or 0.1.0")
    parser.add_argument("--date", default=date.today().isoformat(), help="of the dataset; default: today")
    options = parser.parse_args(arguments)
    out = sys.stdout
    try:
        existing = load(options.library) if (options.library / MANIFEST).exists() else None
        paths = sorted(options.staging.glob("*.json")) if options.staging.is_dir() else [options.staging]
        staged, refused = _read_all(paths)
        known = known_terms(options.vocabulary or options.library.parent / "vocabulary")
        assembly, problems = assemble(staged, existing, known)
        if not options.check:
            version = options.version or (existing.version if existing else "") or "0.1.0"
            write(assembly, options.library, version, options.date)
    except (InputRefused, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for line in refused:
        print(f"REFUSED {line}", file=out)
    for problem in sorted(problems, key=lambda problem: problem.quote or ""):
        print(f"{problem.severity.upper():8} {problem.quote or '-'}: {problem.code}: {problem.message}", file=out)
    held = [curated.work.id for curated in staged if curated.work.id not in assembly.works]
    findings = assembly.rows["findings.csv"]
    intervals = sum(1 for finding in findings if finding.estimate is not None and finding.low is not None)
    print(
        f"{len(assembly.works)} works, {len(assembly.studies)} studies, {len(findings)} findings ({intervals} with an"
        f" interval); held back: {', '.join(held) or 'none'}; {'nothing written' if options.check else 'written'}",
        file=out,
    )
    return 1 if held or refused or gate.fails(problems) else 0


def _read_all(paths: Iterable[Path]) -> tuple[list[Curated], list[str]]:
    staged: list[Curated] = []
    refused: list[str] = []
    for path in paths:
        try:
            staged.append(read_curated(path))
        except FileRefused as error:
            refused.append(str(error))
    # Studies of their own first, so that a report that only names its study finds it.
    return sorted(staged, key=lambda curated: (curated.study is None, curated.work.id)), refused


if __name__ == "__main__":
    sys.exit(main())
