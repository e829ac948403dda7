"""Measures reading: text → Drafts, file → committed rows, against a limit measured in the same run and against peers.

    python benchmarks/formats.py [RECORDS] [--format ris ...] [--peers] [--drafts-only] [--json]

The limit is what no reader can go below: the lines split at their first separator, the values put into SQLite by
`sqlite3` itself (20 columns, WAL), and one rebuild of an FTS5 index. Times are CPU seconds, the best of three for
readers. Records are invented, with a fixed seed: titles of about 14 words, abstracts of about 200, five authors.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import json
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from msgevidence.formats import register
from msgevidence.ingest.pipeline import ingest
from msgevidence.ports import StringSource
from msgevidence.sources.files import open_file
from msgevidence.store import Library

WORDS = (
    "peer support groups for people with severe mental illness randomised controlled trial outcomes of depression"
    " recovery mutual help alcohol abstinence hospital community health services social network self efficacy"
    " loneliness carers group facilitated online veterans women adults results suggest significant difference between"
).split()
FAMILIES = [
    f"{first}{second}" for first in "Ba Ko Mu Re Sal Tor Van Wil".split() for second in "ker lin mann ssen ton".split()
]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
FORMATS = ("ris", "bibtex", "nbib", "pubmed-xml", "endnote-xml")


class Invented:
    """One record's values, by number; the same number gives the same values."""

    def __init__(self, number: int) -> None:
        pick = random.Random(number)
        self.number = number
        self.year, self.month, self.day = pick.randint(1970, 2025), pick.randint(1, 12), pick.randint(1, 28)
        self.title = self._sentence(pick, 14)
        self.journal = f"Journal of {self._sentence(pick, 2)}"
        self.authors = [(pick.choice(FAMILIES), f"{pick.choice('ABCDEFG')}. {pick.choice('HJKLM')}.") for _ in range(5)]
        self.keywords = [self._sentence(pick, pick.randint(1, 3)) for _ in range(4)]
        self.abstract = " ".join(self._sentence(pick, 20) + "." for _ in range(10)) + " p < 0.05 & more"
        self.volume, self.issue, self.page = pick.randint(1, 80), pick.randint(1, 12), pick.randint(1, 2000)

    @staticmethod
    def _sentence(pick: random.Random, words: int) -> str:
        return " ".join(pick.choices(WORDS, k=words)).capitalize()


def ris(work: Invented) -> str:
    authors = "".join(f"AU  - {family}, {given}\n" for family, given in work.authors)
    keywords = "".join(f"KW  - {word}\n" for word in work.keywords)
    return (
        f"TY  - JOUR\nID  - k{work.number}\n{authors}TI  - {work.title}\nT2  - {work.journal}\nPY  - {work.year}\n"
        f"DA  - {work.year}/{work.month:02}/{work.day:02}\nVL  - {work.volume}\nIS  - {work.issue}\nSP  - {work.page}\n"
        f"EP  - {work.page + 9}\nSN  - 1549-1676\nDO  - 10.1000/example.{work.number}\nLA  - en\n"
        f"UR  - https://example.org/{work.number}\n{keywords}AB  - {work.abstract}\nER  - \n\n"
    )


def bibtex(work: Invented) -> str:
    authors = " and ".join(f"{family}, {given}" for family, given in work.authors)
    return (
        f"@article{{k{work.number},\n  author = {{{authors}}},\n  title = {{{{{work.title[:9]}}}{work.title[9:]}}},\n"
        f"  journal = {{{work.journal}}},\n  year = {work.year},\n  month = {MONTHS[work.month - 1].lower()},\n"
        f"  volume = {{{work.volume}}},\n  number = {work.issue},\n  pages = {{{work.page}--{work.page + 9}}},\n"
        f"  issn = {{1549-1676}},\n  doi = {{10.1000/example.{work.number}}},\n  language = {{en}},\n"
        f"  url = {{https://example.org/{work.number}}},\n  keywords = {{{', '.join(work.keywords)}}},\n"
        f'  abstract = {{{work.abstract.replace("&", chr(92) + "&")} {{\\"u}}ber 50\\%}},\n}}\n\n'
    )


def nbib(work: Invented) -> str:
    authors = "".join(
        f"FAU - {family}, {given}\nAU  - {family} {given.replace('. ', '').rstrip('.')}\n"
        for family, given in work.authors
    )
    keywords = "".join(f"OT  - {word}\n" for word in work.keywords)
    lines = [work.abstract[at : at + 80] for at in range(0, len(work.abstract), 80)]
    return (
        f"PMID- {work.number + 1}\nOWN - NLM\nSTAT- MEDLINE\nIS  - 1549-1676 (Electronic)\nVI  - {work.volume}\n"
        f"IP  - {work.issue}\nDP  - {work.year} {MONTHS[work.month - 1]} {work.day}\nTI  - {work.title}.\n"
        f"PG  - {work.page}-{work.page + 9}\nLID - 10.1000/example.{work.number} [doi]\n"
        f"AB  - {(chr(10) + '      ').join(lines)}\n{authors}LA  - eng\nPT  - Journal Article\nTA  - J Ex\n"
        f"JT  - {work.journal}\n{keywords}\n"
    )


def pubmed_xml(work: Invented) -> str:
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>{family}</LastName><ForeName>{given}</ForeName>'
        f"<Initials>{given[0]}</Initials></Author>\n"
        for family, given in work.authors
    )
    keywords = "".join(f"<Keyword>{word}</Keyword>\n" for word in work.keywords)
    return (
        f'<PubmedArticle>\n<MedlineCitation Status="MEDLINE">\n<PMID Version="1">{work.number + 1}</PMID>\n<Article>\n'
        f"<Journal>\n<ISSN>1549-1676</ISSN>\n<JournalIssue>\n<Volume>{work.volume}</Volume>\n<Issue>{work.issue}</Issue>\n"
        f"<PubDate><Year>{work.year}</Year><Month>{MONTHS[work.month - 1]}</Month><Day>{work.day}</Day></PubDate>\n"
        f"</JournalIssue>\n<Title>{work.journal}</Title>\n</Journal>\n<ArticleTitle>{work.title}.</ArticleTitle>\n"
        f"<Pagination><MedlinePgn>{work.page}-{work.page + 9}</MedlinePgn></Pagination>\n"
        f"<Abstract><AbstractText>{escape(work.abstract)}</AbstractText></Abstract>\n<AuthorList>\n{authors}</AuthorList>\n"
        "<Language>eng</Language>\n<PublicationTypeList>\n<PublicationType>Journal Article</PublicationType>\n"
        f"</PublicationTypeList>\n</Article>\n<KeywordList>\n{keywords}</KeywordList>\n</MedlineCitation>\n<PubmedData>\n"
        f'<ArticleIdList>\n<ArticleId IdType="doi">10.1000/example.{work.number}</ArticleId>\n</ArticleIdList>\n'
        "</PubmedData>\n</PubmedArticle>\n"
    )


def endnote_xml(work: Invented) -> str:
    styled = '<style face="normal" font="default" size="100%">{}</style>'.format
    authors = "".join(f"<author>{styled(f'{family}, {given}')}</author>" for family, given in work.authors)
    keywords = "".join(f"<keyword>{word}</keyword>" for word in work.keywords)
    return (
        f'<record><ref-type name="Journal Article">17</ref-type>\n<contributors><authors>{authors}</authors>'
        "</contributors>\n"
        f"<titles><title>{styled(work.title)}</title><secondary-title>{styled(work.journal)}</secondary-title></titles>\n"
        f"<pages>{work.page}-{work.page + 9}</pages><volume>{work.volume}</volume><number>{work.issue}</number>\n"
        f"<keywords>{keywords}</keywords><dates><year>{work.year}</year></dates><isbn>1549-1676</isbn>\n"
        f"<abstract>{styled(escape(work.abstract))}</abstract><electronic-resource-num>10.1000/example.{work.number}"
        "</electronic-resource-num></record>\n"
    )


MAKERS: dict[str, Callable[[Invented], str]] = {
    "ris": ris, "bibtex": bibtex, "nbib": nbib, "pubmed-xml": pubmed_xml, "endnote-xml": endnote_xml,
}  # fmt: skip
WRAPPED = {
    "pubmed-xml": ("<PubmedArticleSet>\n", "</PubmedArticleSet>\n"),
    "endnote-xml": ("<xml><records>\n", "</records></xml>\n"),
}
SEPARATORS = {"ris": "  - ", "bibtex": " = ", "nbib": "- ", "pubmed-xml": ">", "endnote-xml": ">"}
BEGINNINGS = {
    "ris": "TY",
    "bibtex": "@article",
    "nbib": "PMID",
    "pubmed-xml": "<PubmedArticle",
    "endnote-xml": "<record",
}


def sample(name: str, records: int) -> str:
    before, after = WRAPPED.get(name, ("", ""))
    return "".join([before, *(MAKERS[name](Invented(number)) for number in range(records)), after])


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def _as_columns(row: list[str]) -> list[str]:
    """Twenty columns, the longest value (the abstract) last, what is too many together before it."""
    longest = max(row, key=len)
    rest = [value for value in row if value is not longest]
    return [*(rest + [""] * 18)[:18], " ".join(rest[18:]), longest]


def limit(name: str, text: str, folder: Path) -> float:
    """CPU seconds of splitting lines, raw inserts and one rebuild of the text index."""
    separator, beginning = SEPARATORS[name], BEGINNINGS[name]

    def rows() -> Iterator[list[str]]:
        row: list[str] = []
        for line in io.StringIO(text):
            if line.startswith(beginning) and row:
                yield _as_columns(row)
                row = []
            row.append(line.partition(separator)[2].rstrip())
        yield _as_columns(row)

    def work() -> None:
        base = sqlite3.connect(folder / f"limit-{name}.sqlite")
        base.execute("PRAGMA journal_mode=WAL")
        columns = ", ".join(f"c{number}" for number in range(20))
        base.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {columns})")
        base.execute("CREATE VIRTUAL TABLE f USING fts5(c1, c18, c19, content='t', content_rowid='id')")
        base.executemany(f"INSERT INTO t ({columns}) VALUES ({', '.join('?' * 20)})", rows())
        base.execute("INSERT INTO f(f) VALUES ('rebuild')")
        base.commit()
        base.close()

    return timed(work)


def drafts(name: str, text: str) -> float:
    reader = register.reader(name)

    def work() -> None:
        for raw in reader.read(StringSource(text)):
            reader.draft(raw)

    return min(timed(work) for _ in range(3))


class _NoTags:
    def propose(self, _record: object) -> tuple[()]:
        return ()


def committed(path: Path, folder: Path, name: str) -> float:
    def work() -> None:
        with Library.open(f"sqlite:///{folder / f'ours-{name}.sqlite'}") as library:
            ingest(library, [open_file(path)], _NoTags(), format=name)

    return timed(work)


PEERS: dict[str, list[tuple[str, Callable[[object, str], object]]]] = {
    "ris": [("rispy", lambda module, text: module.loads(text))],  # type: ignore[attr-defined]
    "nbib": [("nbib", lambda module, text: module.read(text))],  # type: ignore[attr-defined]
    "bibtex": [
        ("bibtexparser", lambda module, text: module.loads(text)),  # type: ignore[attr-defined]
        ("pybtex.database", lambda module, text: module.parse_string(text, "bibtex")),  # type: ignore[attr-defined]
    ],
}


def peers(name: str, text: str, records: int) -> dict[str, float]:
    """Records a second of the libraries that are installed."""
    out = {}
    for module_name, call in PEERS.get(name, ()):
        try:
            module = importlib.import_module(module_name)
        except ImportError:
            continue
        out[module_name] = round(records / timed(lambda call=call, module=module: call(module, text)))  # type: ignore[misc]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", nargs="?", type=int, default=10_000)
    parser.add_argument("--format", nargs="*", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--peers", action="store_true", help="also the libraries that are installed")
    parser.add_argument("--drafts-only", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in options.format:
            text = sample(name, options.records)
            result: dict[str, object] = {"MB": round(len(text) / 1e6, 1)}
            seconds = drafts(name, text)
            result["drafts_per_second"] = round(options.records / seconds)
            if not options.drafts_only:
                path = folder / f"sample.{name}"
                path.write_text(text, "utf-8")
                bare = limit(name, text, folder)
                whole = committed(path, folder, name)
                result |= {
                    "limit_s": round(bare, 2),
                    "committed_s": round(whole, 2),
                    "multiple": round(whole / bare, 1),
                }
            if options.peers:
                result["peers_per_second"] = peers(name, text, options.records)
            result["peak_MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            results[name] = result
            if not options.json:
                print(name, *(f"{key} {value}" for key, value in result.items()), sep="  ", flush=True)
    if options.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
