"""How fast a snapshot is built and looked into: records a second from PubMed XML and Crossref JSON lines, milliseconds
a look-up. Records are invented, seeded and of the size of real ones (an article's XML with its abstract).

    python benchmarks/snapshot.py --records 100000
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgevidence.authorities.snapshot import Snapshot, build

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, written in (("PubMed XML", pubmed_xml), ("Crossref lines", crossref_line)):
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
    rows.append(("peak memory, MB", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
    print(
        json.dumps(dict(rows), indent=2)
        if chosen.json
        else "\n".join(f"{name:55} {value:>12,}" for name, value in rows)
    )


if __name__ == "__main__":
    main()
