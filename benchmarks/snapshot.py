"""How fast a snapshot is built and looked into: records a second from PubMed XML and Crossref JSON lines, milliseconds
a look-up. Records are invented, seeded and of the size of real ones (an article's XML with its abstract).

    python benchmarks/snapshot.py --records 100000
    python benchmarks/snapshot.py --records 100000 --draft

With --draft a paper of 40 pages with 120 references, 100 of them in the snapshot, is checked against the index of
Crossref lines and the bundled library, twice: the second time is warm.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgevidence.authorities.snapshot import Snapshot, build
from msgevidence.ingest.bundle import open_desk
from msgevidence.manuscript.check import check
from msgevidence.settings import Settings

LETTERS = "abcdefghiklmnoprstuvw"


class Invented:
    """A seeded source of works."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = ["".join(self.random.choices(LETTERS, k=self.random.randint(3, 11))) for _ in range(30_000)]
        self.names = [word.title() for word in self.words[:8_000]]

    def works(self, count: int) -> Iterator[dict[str, Any]]:
        choose = self.random.choice
        for number in range(1, count + 1):
            yield {
                "pmid": str(10_000_000 + number),
                "doi": f"10.5555/{number}",
                "title": " ".join(self.random.choices(self.words, k=12)).capitalize(),
                "names": [(choose(self.names), choose("ABCDEFGHIJ")) for _ in range(self.random.randint(1, 7))],
                "year": self.random.randint(1980, 2025),
                "volume": str(self.random.randint(1, 120)),
                "page": str(self.random.randint(1, 2000)),
                "journal": f"Journal of {choose(self.names)} {choose(self.names)}",
                "abstract": " ".join(self.random.choices(self.words, k=180)),
            }


def pubmed_xml(work: dict[str, Any]) -> str:
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>{family}</LastName><ForeName>{given}</ForeName><Initials>{given}</Initials>'
        "<AffiliationInfo><Affiliation>Department of Invention, Some University, Some Place.</Affiliation>"
        "</AffiliationInfo></Author>"
        for family, given in work["names"]
    )
    headings = (
        '<MeshHeading><DescriptorName UI="D012657" MajorTopicYN="N">Self-Help Groups</DescriptorName></MeshHeading>'
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{work["pmid"]}</PMID><Article>'
        f"<Journal><JournalIssue><Volume>{work['volume']}</Volume><Issue>3</Issue><PubDate><Year>{work['year']}</Year>"
        f"</PubDate></JournalIssue><Title>{work['journal']}</Title></Journal><ArticleTitle>{work['title']}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{work['page']}</MedlinePgn></Pagination><Abstract><AbstractText>{work['abstract']}"
        f'</AbstractText></Abstract><AuthorList CompleteYN="Y">{authors}</AuthorList></Article><MeshHeadingList>'
        f"{headings * 8}</MeshHeadingList></MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="doi">{work["doi"]}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n'
    )


def crossref_line(work: dict[str, Any]) -> str:
    return (
        json.dumps(
            {
                "DOI": work["doi"],
                "type": "journal-article",
                "title": [work["title"]],
                "container-title": [work["journal"]],
                "author": [{"family": family, "given": given, "affiliation": []} for family, given in work["names"]],
                "issued": {"date-parts": [[work["year"]]]},
                "volume": work["volume"],
                "page": work["page"],
                "reference": [{"key": f"r{n}", "unstructured": work["abstract"][:120]} for n in range(10)],
            }
        )
        + "\n"
    )


PAGES, WORDS_A_PAGE, LISTED, HELD = 40, 300, 120, 100


def draft(works: list[dict[str, Any]], seed: int) -> str:
    """Forty pages of prose that cite every work of the list, and the list in APA without identifiers."""
    rng = random.Random(seed)
    entries, labels = [], []
    for work in works:
        people = [f"{family}, {given}." for family, given in work["names"]]
        names = people[0] if len(people) == 1 else ", ".join(people[:-1]) + f", & {people[-1]}"
        source = f"{work['journal']}, {work['volume']}(3), {work['page']}."
        entries.append(f"{names} ({work['year']}). {work['title']}. {source}")
        first = [family for family, _ in work["names"]]
        who = first[0] if len(first) == 1 else " & ".join(first) if len(first) == 2 else f"{first[0]} et al."
        labels.append(f"{who}, {work['year']}")
    sentence = "Mutual support groups improve loneliness among people with bipolar disorder in rural areas"
    said = [f"{sentence} ({labels[number % len(labels)]})." for number in range(PAGES * WORDS_A_PAGE // 16)]
    paragraphs = [" ".join(said[at : at + 8]) for at in range(0, len(said), 8)]
    return "\n\n".join([*paragraphs, "References", *sorted(entries, key=lambda _: rng.random())])


def check_a_draft(index: Path, seed: int) -> list[tuple[str, float]]:
    """Seconds of CPU of the first and the second check, and what became of the references."""
    known, unknown = Invented(seed).works(HELD), Invented(seed + 1).works(LISTED - HELD)
    text = draft([*known, *unknown], seed)
    spent: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_desk(Settings.read(db=str(Path(folder) / "library.sqlite"), environ={})) as desk,
    ):
        for _ in range(2):
            begin = time.process_time()
            checked = check(text, desk.library.queries, [Snapshot(index)], tagger=desk.tagger)
            spent.append(time.process_time() - begin)
    verdicts = Counter(one.verdict.value for one in checked.looked)
    return [
        ("draft: words", len(text.split())),
        ("draft: references", len(checked.references)),
        ("draft: citations paired", sum(bool(one.references) for one in checked.pairing.citations)),
        ("draft: claims", len(checked.claims)),
        *((f"draft: {verdict}", count) for verdict, count in sorted(verdicts.items())),
        ("draft: first check, s of CPU", round(spent[0], 2)),
        ("draft: second check, s of CPU", round(spent[1], 2)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--draft", action="store_true", help="check a draft against the index of Crossref lines only")
    chosen = parser.parse_args()
    rows: list[tuple[str, float]] = []
    kinds = (("PubMed XML", pubmed_xml), ("Crossref lines", crossref_line))
    with tempfile.TemporaryDirectory() as folder:
        for kind, written in kinds[1:] if chosen.draft else kinds:
            source = Path(folder) / ("a.xml.gz" if kind.startswith("PubMed") else "a.jsonl.gz")
            with gzip.open(source, "wt", encoding="utf-8", compresslevel=1) as file:
                if kind.startswith("PubMed"):
                    file.write("<PubmedArticleSet>\n")
                for work in Invented(chosen.seed).works(chosen.records):
                    file.write(written(work))
            index = Path(folder) / f"{kind[:2]}.snapshot"
            start, cpu = time.perf_counter(), time.process_time()
            build([source], index, date="2026-11-01")
            spent = time.process_time() - cpu
            rows.append((f"build from {kind}, records/s of CPU", round(chosen.records / spent)))
            rows.append(
                (f"build from {kind}, records/s of wall clock", round(chosen.records / (time.perf_counter() - start)))
            )
            rows.append((f"index of {kind}, bytes a record", round(index.stat().st_size / chosen.records)))
            snapshot = Snapshot(index)
            asked = [snapshot.lookup("doi", f"10.5555/{number}") for number in range(1, 1001)]
            begin = time.perf_counter()
            found = sum(
                bool(near := snapshot.search(record)) and near[0].doi == record.doi for record in asked if record
            )
            rows.append((f"search in {kind}, ms", round((time.perf_counter() - begin), 3)))
            rows.append((f"searched works of {kind} found first, of 1,000", found))
            if chosen.draft:
                rows += check_a_draft(index, chosen.seed)
    rows.append(("peak memory, MB", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
    print(
        json.dumps(dict(rows), indent=2)
        if chosen.json
        else "\n".join(f"{name:55} {value:>12,}" for name, value in rows)
    )


if __name__ == "__main__":
    main()
