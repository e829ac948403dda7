"""How often other engines print the same: `python benchmarks/citation_differential.py [--records N] [--style NAME …]`.

Sets made-up records of many types and shapes in 25 of the most used styles, with every outside engine that is at
hand, and counts and groups what differs. The engines are never dependencies: pandoc is used where it is installed,
citeproc-js where --citeproc-js names its `citeproc_commonjs.js` and node is installed. What the differences are is
said in docs/csl-differences.md.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from citation import FAMILIES, GIVENS, JOURNALS, WORDS
from msgevidence.citation.csl import Run, files, load_style, process

STYLES = """apa american-medical-association american-sociological-association american-chemical-society
american-political-science-association annual-reviews bmj cell chicago-author-date chicago-notes-bibliography
elsevier-harvard elsevier-vancouver harvard-cite-them-right ieee iso690-author-date-en
modern-humanities-research-association
modern-language-association multidisciplinary-digital-publishing-institute national-library-of-medicine nature
nlm-citation-sequence plos sage-harvard springer-basic-author-date taylor-and-francis-chicago-author-date the-lancet
springer-vancouver frontiers""".split()
WANTED = 25

Printed = dict[str, str]
"""The text of an entry or cite by the item's id, without formatting."""


def records(count: int, seed: int = 11) -> list[dict[str, Any]]:
    """Made-up records: twelve types, one to nine authors, particles and groups, dates of every precision or none."""
    chance = random.Random(seed)
    return [_record(chance, number) for number in range(count)]


def _people(chance: random.Random, most: int = 9) -> list[dict[str, str]]:
    people = []
    for _ in range(chance.choices(range(1, most + 1), [30, 25, 18, 10, 6, 4, 3, 2, 2][:most])[0]):
        name = {"family": chance.choice(FAMILIES), "given": f"{chance.choice(GIVENS)} {chance.choice('ABCDEFG')}."}
        if chance.random() < 0.05:
            name["non-dropping-particle"] = chance.choice(["van", "de"])
        if chance.random() < 0.04:
            name["suffix"] = "Jr."
        people.append(name)
    return people


def _title(chance: random.Random) -> str:
    words = " ".join(chance.choices(WORDS, k=chance.randint(3, 8))).capitalize()
    if chance.random() < 0.3:
        words += f": {chance.choice(WORDS)} {chance.choice(WORDS)}"
    return words + chance.choices(["", "?", "!"], [92, 6, 2])[0]


def _record(chance: random.Random, number: int) -> dict[str, Any]:
    kinds = "article-journal book chapter report thesis webpage paper-conference article-magazine article-newspaper"
    kind = chance.choices(
        [*kinds.split(), "dataset", "motion_picture", "entry-encyclopedia"], [40, 12, 12, 6, 5, 6, 5, 4, 4, 2, 2, 2]
    )[0]
    item: dict[str, Any] = {"id": f"r{number:04}", "type": kind, "title": _title(chance)}
    if chance.random() < 0.9:
        item["author"] = _people(chance)
    elif chance.random() < 0.7:
        item["author"] = [{"literal": f"Society of {chance.choice(WORDS).capitalize()}"}]
    date = [chance.randint(1950, 2025), chance.randint(1, 12), chance.randint(1, 28)]
    if chance.random() < 0.95:
        item["issued"] = {"date-parts": [date[: chance.choices([1, 2, 3], [60, 15, 25])[0]]]}
    if kind.startswith("article") or kind == "chapter" or kind == "entry-encyclopedia" or kind == "paper-conference":
        item["container-title"] = chance.choice(JOURNALS) if kind.startswith("article") else _title(chance)
        first = chance.randint(1, 900)
        item["page"] = chance.choice([f"{first}-{first + 12}", str(first), f"e{first}"])
    if kind.startswith("article") and chance.random() < 0.85:
        item["volume"] = str(chance.randint(1, 90))
        if chance.random() < 0.8:
            item["issue"] = str(chance.randint(1, 12))
    if kind in {"chapter", "entry-encyclopedia", "paper-conference"} and chance.random() < 0.8:
        item["editor"] = _people(chance, 3)
    if not kind.startswith("article"):
        item["publisher"] = chance.choice(["Sage", "Wiley", "Springer", "Routledge", "University of Nowhere"])
        if chance.random() < 0.6:
            item["publisher-place"] = chance.choice(["London", "New York", "Berlin"])
    if kind in {"book", "chapter"} and chance.random() < 0.25:
        item["edition"] = chance.choice(["2", "3", "4"])
    if kind == "report":
        item.update({"genre": "Report", "number": str(chance.randint(1, 99))})
    if kind == "thesis":
        item["genre"] = "Doctoral dissertation"
    if chance.random() < 0.5:
        item["DOI"] = f"10.{chance.randint(1000, 9999)}/{number:x}"
    elif kind in {"webpage", "dataset"} or chance.random() < 0.15:
        item["URL"] = f"https://example.org/{number}"
        item["accessed"] = {"date-parts": [[2024, 5, chance.randint(1, 28)]]}
    return item


def bare(text: str) -> str:
    """The words of an HTML or plain entry: formatting, kinds of space and the way lines are broken aside."""
    text = html.unescape(re.sub(r"<[^>]+>", "", text.replace("</div>", " ")))
    return re.sub(r"\s+", " ", text).strip()  # all kinds of space are one


def _joined(runs: Sequence[Run]) -> str:
    shown = "".join(run.text.replace("<", "&lt;") + ("</div>" if run.block == "left-margin" else "") for run in runs)
    return bare(shown)


def own(style: str, items: Sequence[dict[str, Any]]) -> tuple[Printed, Printed]:
    made = process(load_style(style), items, [[{"id": item["id"]}] for item in items])
    entries = {entry.id: _joined(entry.runs) for entry in made.bibliography}
    cites = {item["id"]: _joined(one.parenthetical) for item, one in zip(items, made.citations, strict=True)}
    return entries, cites


def pandoc(style: str, items: Sequence[dict[str, Any]]) -> tuple[Printed, Printed]:
    path = files.style_file(style)
    cites = "\n\n".join(f"CITE{item['id']} [@{item['id']}]" for item in items)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "items.json")
        source.write_text(json.dumps(items), encoding="utf-8")
        command = ["pandoc", "--citeproc", "-f", "markdown", "-t", "html", "--wrap=none", f"--csl={path}"]
        run = subprocess.run(
            [*command, f"--bibliography={source}"], input=cites, capture_output=True, text=True, check=True
        )
    entries = {
        match[1]: bare(match[2])
        for match in re.finditer(r'<div id="ref-(\w+)"[^>]*>(.*?)</div>\n(?=<div id|</div>)', run.stdout, re.DOTALL)
    }
    cited = {match[1]: bare(match[2]) for match in re.finditer(r"<p>CITE(\w+)(.*?)</p>", run.stdout, re.DOTALL)}
    return entries, cited


NODE = """
const fs = require('fs'), CSL = require(process.argv[1]), job = JSON.parse(fs.readFileSync(0, 'utf8'));
const items = {}; job.items.forEach(item => { items[item.id] = item; });
const engine = new CSL.Engine({
  retrieveLocale: name => { const path = job.locales + '/locales-' + name + '.xml';
    return fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : false; },
  retrieveItem: id => JSON.parse(JSON.stringify(items[id])),
}, fs.readFileSync(job.style, 'utf8'));
engine.updateItems(job.items.map(item => item.id));
const entries = {}, cites = {}, list = engine.makeBibliography();
if (list) list[0].entry_ids.forEach((ids, place) => { entries[ids[0]] = list[1][place]; });
job.items.forEach(item => { cites[item.id] = engine.makeCitationCluster([{ id: item.id }]); });
process.stdout.write(JSON.stringify({ entries, cites }));
"""


def citeproc_js(module: str) -> Callable[[str, Sequence[dict[str, Any]]], tuple[Printed, Printed]]:
    def run(style: str, items: Sequence[dict[str, Any]]) -> tuple[Printed, Printed]:
        job = {
            "style": str(files.style_file(style)),
            "locales": str(files.folder("citeproc", "data", "locales")),
            "items": items,
        }
        done = subprocess.run(
            ["node", "-e", NODE, "--", module], input=json.dumps(job), capture_output=True, text=True, check=True
        )
        made = json.loads(done.stdout)
        return tuple({key: bare(text) for key, text in made[part].items()} for part in ("entries", "cites"))  # type: ignore[return-value]

    return run


def kind_of(mine: str, other: str) -> str:
    """A name for what differs: the first place where the two part."""
    if not mine or not other:
        return "printed by one only"
    if mine.casefold() == other.casefold():
        return "capitals"
    letters = re.compile(r"[^\w]+")
    if letters.sub("", mine) == letters.sub("", other):
        return "punctuation or space"
    at = next((place for place, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), 0)
    start = max(mine.rfind(" ", 0, at), 0)
    return f"{mine[start : at + 14].strip()!r} against {other[start : at + 14].strip()!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--style", action="append", help="only these styles (may be given again)")
    parser.add_argument("--citeproc-js", metavar="FILE", help="path of citeproc_commonjs.js")
    parser.add_argument("--no-pandoc", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="so many differences of each style in full")
    arguments = parser.parse_args()
    engines: dict[str, Callable[[str, Sequence[dict[str, Any]]], tuple[Printed, Printed]]] = {}
    if arguments.citeproc_js and shutil.which("node"):
        engines["citeproc-js"] = citeproc_js(str(Path(arguments.citeproc_js).resolve()))
    if shutil.which("pandoc") and not arguments.no_pandoc:
        engines["pandoc"] = pandoc
    if not engines:
        print("No outside engine is here: install pandoc, or give --citeproc-js.")
        return
    styles = arguments.style or [style for style in STYLES if files.style_file(style)][:WANTED]
    items = records(arguments.records)
    share = max(1, len(items) // len(styles))
    print(f"{len(items)} records, {len(styles)} styles, {share} records in each style")
    for name, engine in engines.items():
        compare(name, engine, styles, items, share, arguments.show)


def compare(
    name: str,
    engine: Callable[[str, Sequence[dict[str, Any]]], tuple[Printed, Printed]],
    styles: Sequence[str],
    items: Sequence[dict[str, Any]],
    share: int,
    show: int,
) -> None:
    """Print how many entries and cites agree with one outside engine, style by style, and what the others are."""
    totals = Counter[str]()
    kinds = Counter[tuple[str, str]]()
    print(f"\n{name}")
    for place, style in enumerate(styles):
        part = items[place * share : (place + 1) * share]
        start = time.perf_counter()
        try:
            others = engine(style, part)
        except (subprocess.CalledProcessError, ValueError) as fault:
            print(f"  {style}: the other engine gave up ({str(getattr(fault, 'stderr', fault))[:120]!r})")
            continue
        spent = time.perf_counter() - start
        same = Counter[str]()
        shown = 0
        for what, mine, other in zip(("entries", "cites"), own(style, part), others, strict=True):
            for key in [item["id"] for item in part]:
                a, b = mine.get(key, ""), other.get(key, "")
                totals[what] += 1
                if a == b:
                    same[what] += 1
                    continue
                kinds[style, kind_of(a, b)] += 1
                if shown < show:
                    shown += 1
                    print(f"    {key} {what}\n      own   {a}\n      other {b}")
        totals.update({f"same {what}": same[what] for what in ("entries", "cites")})
        print(f"  {style:58} entries {same['entries']:4} cites {same['cites']:4} of {len(part)}  ({spent:.1f} s)")
    for what in ("entries", "cites"):
        if totals[what]:
            print(f"  {what}: {totals[f'same {what}']} of {totals[what]} alike")
    print("  what differs, the most frequent first:")
    for (style, kind), count in kinds.most_common(40):
        print(f"    {count:4}  {style}: {kind}")


if __name__ == "__main__":
    main()
