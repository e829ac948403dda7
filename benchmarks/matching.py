"""How well duplicates are found: labelled sets of bibliographic records, and peers on the same records in one run.

    pip download --no-deps bib-dedupe==0.7.1
    python benchmarks/matching.py bib_dedupe-0.7.1-py3-none-any.whl [--large] [--sets cardiac,stroke] [--errors 20]
        [--peer /path/to/a/venv/bin/python]

The wheel carries labelled sets, read straight out of it; nothing of it is kept here. `--large` adds the two sets of
53,000 and 79,880 records. `--peer` names the Python of an environment of its own where the newest `bib-dedupe` is
installed; without it that column is left out. Seconds are processor time of one core.

Links: for N records in P predicted and G gold clusters that share M cells, true positives N − M, false positives
M − P, false negatives M − G. The review tier counts a gold link as found when SAME or a true MAYBE leads to it.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgevidence.matching import clusters
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import canonical_doi, canonical_isbn
from msgevidence.model.names import Name
from msgevidence.model.record import Record

SETS = (
    "cardiac",
    "cytology_screening",
    "diabetes",
    "digital_work",
    "haematology",
    "neuroimaging",
    "respiratory",
    "special_cases",
    "stroke",
)
LARGE = ("srsr", "depression")
_TYPES = {"article": "article-journal", "inproceedings": "paper-conference", "incollection": "chapter", "book": "book"}
Row = dict[str, str]
Labels = list[int]


# The sets ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LabelledSet:
    """Records in file order, and for each the number of its gold cluster."""

    name: str
    rows: list[Row]
    records: list[Record]
    gold: Labels


def read(wheel: zipfile.ZipFile, name: str) -> LabelledSet:
    """A set of the wheel; one that came in several files is joined."""
    folder = f"bib_dedupe/data/{name}/"
    parts = sorted(path for path in wheel.namelist() if path.startswith(folder + "records_pre_merged"))
    rows = [row for part in parts for row in _csv(wheel, part)]
    position = {row["ID"]: at for at, row in enumerate(rows)}
    gold = list(range(len(rows)))
    for row in _csv(wheel, folder + "merged_record_ids.csv"):
        members = row["merged_ids"].split(";")
        for member in members:
            gold[position[member]] = position[members[0]]
    return LabelledSet(name, rows, [record_of(row) for row in rows], gold)


def _csv(wheel: zipfile.ZipFile, path: str) -> Iterator[Row]:
    csv.field_size_limit(2**31 - 1)
    with wheel.open(path) as stream:
        for row in csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8", newline="")):
            yield {column: value or "" for column, value in row.items() if column}


def record_of(row: Row) -> Record:
    """BibTeX-like columns as CSL variables; values stay as they are, however mangled."""
    year = row.get("year", "").strip()[:4]
    return Record(
        type=_TYPES.get(row.get("ENTRYTYPE", ""), "document"),
        id=row["ID"],
        author=tuple(_name(part.strip()) for part in row.get("author", "").split(" and ") if part.strip()),
        issued=PartialDate((int(year),)) if year.isdigit() else PartialDate(),
        title=row.get("title", ""),
        container_title=row.get("journal") or row.get("booktitle", ""),
        volume=row.get("volume", ""),
        issue=row.get("number") or row.get("issue", ""),
        page=row.get("pages", ""),
        abstract=row.get("abstract", ""),
        doi=row.get("doi", ""),
        url=row.get("url", ""),
        issn=row.get("isbn", ""),  # the exports put ISSNs there
    )


def _name(text: str) -> Name:
    family, comma, given = text.partition(",")
    return Name(family=family.strip(), given=given.strip()) if comma else Name(literal=text)


# Who is measured -----------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    """A cluster number for each record, and the questions left open."""

    labels: Labels
    maybe: list[tuple[int, int]] = field(default_factory=list)


def ours(data: LabelledSet) -> Answer:
    """`msgevidence.matching.clusters`."""
    found = clusters(data.records)
    return Answer(_labels(len(data.records), found.clusters), [(a, b) for a, b, _ in found.maybe])


def exact(data: LabelledSet) -> Answer:
    """Equal DOI, or equal title."""
    return Answer(_joined(data.records, lambda record: {canonical_doi(record.doi) or "", _plain(record.title)} - {""}))


def zotero(data: LabelledSet) -> Answer:
    """The rule of Zotero's duplicates pane: equal DOI or ISBN; else equal title, year within one, DOI and ISBN not
    different, and one creator (family name, first initial) in common."""
    by_title: dict[str, list[int]] = defaultdict(list)
    dois = [canonical_doi(record.doi) or "" for record in data.records]
    isbns = [canonical_isbn(record.issn) or "" for record in data.records]
    creators = [{(_plain(n.full_family), n.given[:1].casefold()) for n in record.author} for record in data.records]
    links: list[tuple[int, int]] = []
    for values in (dois, isbns):
        first: dict[str, int] = {}
        links += [(first.setdefault(value, at), at) for at, value in enumerate(values) if value]
    for at, record in enumerate(data.records):
        if title := _plain(record.title):
            by_title[title].append(at)
    for group in by_title.values():
        for index, a in enumerate(group):
            for b in group[index + 1 :]:
                year_a, year_b = data.records[a].year, data.records[b].year
                if (
                    not (year_a and year_b and abs(year_a - year_b) > 1)
                    and not (dois[a] and dois[b] and dois[a] != dois[b])
                    and not (isbns[a] and isbns[b] and isbns[a] != isbns[b])
                    and (creators[a] & creators[b] or not (creators[a] or creators[b]))
                ):
                    links.append((a, b))
    return Answer(_connected(len(data.records), links))


_PEER = """
import json, sys, time
import pandas as pd
from importlib.metadata import version
from bib_dedupe.bib_dedupe import block, cluster, match, prep
rows = json.load(sys.stdin)
frame = pd.DataFrame(rows).fillna("")
for column in ("author", "title", "year", "journal", "booktitle", "volume", "number", "pages", "abstract", "doi"):
    if column not in frame:
        frame[column] = ""
started = time.process_time()
found = cluster(match(block(prep(frame, cpu=1, verbosity_level=0), cpu=1), cpu=1))
json.dump({"version": version("bib-dedupe"), "seconds": time.process_time() - started, "clusters": found}, sys.stdout)
"""


def peer(python: str, data: LabelledSet) -> tuple[str, float, Answer]:
    """bib-dedupe in an environment of its own: its name and version, its seconds, its answer."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", _PEER], input=json.dumps(data.rows), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bib-dedupe failed on {data.name}: {done.stderr.strip().splitlines()[-1]}")
    told = json.loads(done.stdout[done.stdout.index('{"version"') :])
    position = {row["ID"]: at for at, row in enumerate(data.rows)}
    groups = [[position[member] for member in group] for group in told["clusters"]]
    return f"bib-dedupe {told['version']}", told["seconds"], Answer(_labels(len(data.rows), groups))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _labels(count: int, groups: Sequence[Sequence[int]]) -> Labels:
    labels = list(range(count))
    for group in groups:
        for member in group:
            labels[member] = group[0]
    return labels


def _joined(records: Sequence[Record], keys: Callable[[Record], set[str]]) -> Labels:
    first: dict[str, int] = {}
    links = [(first.setdefault(key, at), at) for at, record in enumerate(records) for key in keys(record)]
    return _connected(len(records), links)


def _connected(count: int, links: Sequence[tuple[int, int]]) -> Labels:
    labels = list(range(count))

    def root(at: int) -> int:
        while labels[at] != at:
            labels[at] = labels[labels[at]]
            at = labels[at]
        return at

    for a, b in links:
        labels[root(b)] = root(a)
    return [root(at) for at in range(count)]


# Measures ------------------------------------------------------------------------------------------------------------


@dataclass
class Score:
    """Links found, wrong and missed; the review tier's; seconds."""

    records: int = 0
    true: int = 0
    wrong: int = 0
    missed: int = 0
    reviewable: int = 0
    asked_rightly: int = 0
    asked_wrongly: int = 0
    seconds: float = 0.0

    def add(self, other: Score) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.wrong) if self.true + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.true / (self.true + self.missed) if self.true + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.true / (2 * self.true + self.wrong + self.missed) if self.true else 0.0


def links(predicted: Labels, gold: Labels) -> tuple[int, int, int]:
    """True, false and missed links, by the formula above."""
    cells = len(set(zip(predicted, gold, strict=True)))
    return len(gold) - cells, cells - len(set(predicted)), cells - len(set(gold))


def score(answer: Answer, gold: Labels, seconds: float) -> Score:
    true, wrong, missed = links(answer.labels, gold)
    rightly = [(a, b) for a, b in answer.maybe if gold[a] == gold[b]]
    within = [(label, at) for at, label in enumerate(answer.labels)]
    reviewable = links(_connected(len(gold), [*within, *rightly]), gold)[0]
    wrongly = len(answer.maybe) - len(rightly)
    return Score(len(gold), true, wrong, missed, reviewable, len(rightly), wrongly, seconds)


def report(scores: dict[str, dict[str, Score]]) -> Iterator[str]:
    """A table for each who was measured."""
    for who, by_set in scores.items():
        pooled = Score()
        for one in by_set.values():
            pooled.add(one)
        yield f"\n{who}"
        yield f"{'set':20}{'records':>9}{'links':>7}{'precision':>11}{'recall':>8}{'F1':>8}{'wrong':>7}{'seconds':>9}"
        for name, one in [*by_set.items(), ("pooled", pooled)]:
            yield (
                f"{name:20}{one.records:>9}{one.true + one.missed:>7}{one.precision:>11.4f}{one.recall:>8.4f}"
                f"{one.f1:>8.4f}{one.wrong:>7}{one.seconds:>9.1f}"
            )
        if pooled.asked_rightly + pooled.asked_wrongly:
            yield (
                f"review tier: {pooled.reviewable / (pooled.true + pooled.missed):.4f} of gold links,"
                f" {pooled.asked_rightly} questions rightly asked, {pooled.asked_wrongly} wrongly"
            )


def errors(data: LabelledSet, answer: Answer, limit: int) -> Iterator[str]:
    """The clusters that hold records of several gold clusters."""
    groups: dict[int, list[int]] = defaultdict(list)
    for at, label in enumerate(answer.labels):
        groups[label].append(at)
    mixed = [group for group in groups.values() if len({data.gold[at] for at in group}) > 1]
    for group in mixed[:limit]:
        yield f"\nwrong merge in {data.name}:"
        for at in group:
            row = data.rows[at]
            yield "  " + " | ".join(
                row.get(column, "")[:width].replace("\n", " ")
                for column, width in Counter(
                    author=40, year=4, title=90, journal=30, volume=8, pages=12, doi=30
                ).items()
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("wheel", type=Path)
    options.add_argument("--sets", default="")
    options.add_argument("--large", action="store_true")
    options.add_argument("--peer", default="")
    options.add_argument("--errors", type=int, default=0)
    chosen = options.parse_args()
    names = chosen.sets.split(",") if chosen.sets else [*SETS, *(LARGE if chosen.large else ())]
    measured: dict[str, Callable[[LabelledSet], Answer]] = {
        "msgevidence": ours,
        "exact DOI or title": exact,
        "Zotero's rule": zotero,
    }
    scores: dict[str, dict[str, Score]] = defaultdict(dict)
    with zipfile.ZipFile(chosen.wheel) as wheel:
        for name in names:
            data = read(wheel, name)
            for who, answering in measured.items():
                started = time.process_time()
                answer = answering(data)
                scores[who][name] = score(answer, data.gold, time.process_time() - started)
                if answering is ours:
                    print(*errors(data, answer, chosen.errors), sep="\n", end="", file=sys.stderr)
            if chosen.peer:
                who, seconds, answer = peer(chosen.peer, data)
                scores[who][name] = score(answer, data.gold, seconds)
            print(f"{name}: done", file=sys.stderr)
    print(*report(scores), sep="\n")


if __name__ == "__main__":
    main()
