"""How often the draft check is right: drafts made from works of the bundled library, with known faults put in.

    python benchmarks/draft_check.py [--drafts 40] [--seed 7] [--show 10]

Half of the works (another half for each seed) make the store; the others are real works it does not hold. Each draft
cites some of both, its list and its citations printed by the citation engine and then roughened as found in the wild.
Every fault is drawn from the seed: references taken out of the list, citations taken out of the text, a letter or a
year changed in a citation, the title of one work on the rest of another. Identifiers are hidden unless --with-doi.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from msgevidence.citation.formatted import plain
from msgevidence.citation.style import bibliography
from msgevidence.formats import register
from msgevidence.ingest.pipeline import ingest
from msgevidence.ingest.reading import records
from msgevidence.manuscript.check import Checked, check
from msgevidence.model.evidence import Tag
from msgevidence.model.record import Record
from msgevidence.settings import Settings
from msgevidence.sources.files import from_text, open_file
from msgevidence.store.library import Library

_FILLER = (
    "Groups of peers have been described in many settings {}.",
    "Others came to a different view {}.",
    "In May (2014) a survey was sent to members (N = 2000); the results were mixed {}.",
    "Between 1990 and 2000 little was published on this {}.",
    "This has been discussed at length (see also Table 2) {}.",
    "The next section takes this up {}.",
)


class NoTags:
    """A tagger with nothing to say."""

    def propose(self, record: Record) -> tuple[Tag, ...]:  # noqa: ARG002 - the shape of a tagger
        return ()


@dataclass
class Draft:
    """A text, and what is true of it: by title, what each entry of the list is; by citation, what each must be."""

    text: str
    entries: dict[str, str] = field(default_factory=dict)  # title → stored:<key> | absent | chimera
    dropped: set[str] = field(default_factory=set)  # citation texts whose entry was taken out
    uncited: set[str] = field(default_factory=set)  # titles whose citations were taken out
    changed: dict[str, str] = field(default_factory=dict)  # changed citation → title meant
    sound: Counter[str] = field(default_factory=Counter)  # citations that have their entry


def roughened(entry: str, rng: random.Random) -> str:
    """One or two habits of the wild."""
    for habit in rng.sample(range(9), rng.choice((0, 1, 1, 2))):
        if habit == 0:
            entry = entry.replace("–", "-")
        elif habit == 1:
            entry = entry.replace(" & ", " and ", 1)
        elif habit == 2:
            entry = "".join(c for c in unicodedata.normalize("NFKD", entry) if not unicodedata.combining(c))
        elif habit == 3:
            entry = re.sub(r"(\d)\(\d+\)", r"\1", entry, count=1)
        elif habit == 4:
            entry = entry.replace("Article ", "")
        elif habit == 5:
            words = entry.split(" ")
            at = next(
                (i for i in range(len(words) * 2 // 5, len(words)) if len(words[i]) > 6 and words[i].isalpha()), 0
            )
            if at:
                words[at] = words[at][:3] + words[at][4:]
            entry = " ".join(words)
        elif habit == 6:
            half = entry.find(" ", len(entry) // 2)
            entry = f"{entry[:half]}\n    {entry[half + 1 :]}" if half > 0 else entry
        elif habit == 7:
            entry = re.sub(r"\. (?=[A-Z][^.]*, \d)", ".  ", entry)
        else:
            entry = entry.replace("’", "'").replace("“", '"').replace("”", '"')
    return entry


def misspelt(cited: str, rng: random.Random) -> str:
    """A letter of the first name changed, doubled or left out, as hands do."""
    word = re.match(r"\W*((?:[a-z]+ )*[^\W\d_][\w’'-]+)", cited)
    if not word or len(word.group(1).split()[-1]) < 5:
        return cited
    at = word.end() - 2
    kind = rng.randrange(3)
    if kind == 0:
        return cited[:at] + cited[at] + cited[at:]
    if kind == 1:
        return cited[:at] + cited[at + 1 :]
    return cited[:at] + ("a" if cited[at] != "a" else "o") + cited[at + 1 :]


def draft(stored: list[Record], absent: list[Record], rng: random.Random, *, with_doi: bool) -> Draft:
    made = Draft("")
    chosen = rng.sample(stored, 16)
    donors, rest = chosen[:2], chosen[2:]
    works = [*rest, *rng.sample(absent, 8)]
    kinds = {one.title: f"stored:{one.id}" for one in rest} | {one.title: "absent" for one in works[len(rest) :]}
    for position, donor in enumerate(donors):
        other = rest[position]
        chimera = other.replaced(id=f"chimera-{position}", title=donor.title)
        works.append(chimera)
        kinds[donor.title] = "chimera"
    if not with_doi:
        works = [one.replaced(doi="", pmid="", pmcid="", url="") for one in works]
    formatted = bibliography(works, "apa", citations=[[{"id": one.id}] for one in works])
    cited = {
        one.id: (plain(citation.parenthetical)[1:-1], plain(citation.narrative))
        for one, citation in zip(works, formatted.citations, strict=True)
    }
    counts = Counter(text for text, _ in cited.values())
    usable = [one for one in works if counts[cited[one.id][0]] == 1]
    picked = rng.sample(usable, 9)
    dropped, uncited, changed = picked[:3], picked[3:6], picked[6:]
    made.uncited = {one.title for one in uncited}
    sentences: list[str] = []
    order = works[:]
    rng.shuffle(order)
    for one in order:
        if one in uncited:
            continue
        inside, narrative = cited[one.id]
        if one in changed:
            year = re.search(r"\d{4}", inside)
            new = misspelt(inside, rng)
            if (new == inside or rng.random() < 0.5) and year:
                new = inside.replace(year.group(), str(int(year.group()) + rng.choice((-1, 1))))
            if new != inside and new not in counts:
                made.changed[new] = one.title
                inside = new
                sentences.append(rng.choice(_FILLER).format(f"({new})"))
                continue
        (made.dropped.add(inside) if one in dropped else made.sound.update([inside]))
        if rng.random() < 0.35:
            sentences.append(f"{narrative} looked at this.")
        elif rng.random() < 0.3 and sentences and sentences[-1].endswith(").") and one not in dropped:
            sentences[-1] = sentences[-1][:-2] + f"; {inside})."
        else:
            sentences.append(rng.choice(_FILLER).format(f"({inside})"))
    entries = [plain(entry.runs) for entry in formatted.entries if entry.id not in {one.id for one in dropped}]
    made.entries = {one.title: kinds[one.title] for one in works if one not in dropped}
    listed = "\n\n".join(roughened(entry, rng) for entry in entries)
    made.text = "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))
    made.text += f"\n\nReferences\n\n{listed}\n"
    return made


@dataclass
class Score:
    """Counts of right and all, by question; and what went wrong, for --show."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, question: str, *, is_right: bool, story: str) -> None:
        self.all[question] += 1
        self.right[question] += is_right
        if not is_right:
            self.wrong.append(f"{question}: {story}")


def key_of(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in folded if c.isalnum())[:200]


def score(made: Draft, checked: Checked, counts: Score) -> None:
    titles = {key_of(title): title for title in made.entries}
    index_of: dict[str, int] = {}
    for reference in checked.references:
        raw = key_of(reference.raw + " " * 200)
        folded = "".join(c for c in unicodedata.normalize("NFKD", reference.raw).casefold() if c.isalnum())
        found = [title for key, title in titles.items() if key in folded or _nearly(key, folded)]
        if raw and found:
            index_of.setdefault(max(found, key=len), reference.index)
    for title, kind in made.entries.items():
        index = index_of.get(title)
        if index is None:
            counts.add("entries found in the list", is_right=False, story=title)
            continue
        counts.add("entries found in the list", is_right=True, story="")
        looked = checked.looked[index]
        story = f"{looked.verdict} {looked.match} {looked.message} | {checked.references[index].raw[:230]}"
        if kind.startswith("stored:"):
            good = looked.verdict == "matched" and looked.match == kind[7:]
            counts.add("stored works matched to the right record", is_right=good, story=story)
            right = looked.verdict != "matched" or looked.match == kind[7:]
            counts.add("stored works not matched to a wrong record", is_right=right, story=story)
        elif kind == "absent":
            counts.add("absent works not called matched", is_right=looked.verdict != "matched", story=story)
            counts.add("absent works called not found", is_right=looked.verdict == "not-found", story=story)
        else:
            counts.add("title of one, rest of another: not matched", is_right=looked.verdict != "matched", story=story)
            counts.add("title of one, rest of another: differs", is_right=looked.verdict == "differs", story=story)
    uncited = set(checked.pairing.uncited)
    for title, index in index_of.items():
        if title in made.uncited:
            counts.add("uncited references reported", is_right=index in uncited, story=title)
        elif title not in made.changed.values():
            counts.add("cited references recognised as cited", is_right=index not in uncited, story=title)
    problems = {_bare(one.text): one for one in checked.pairing.citations}
    for cited in made.sound:
        one = problems.get(_bare(cited))
        good = one is not None and one.problem != "no-reference"
        counts.add("citations with an entry not reported as orphans", is_right=good, story=f"{cited} → {one}")
        clean = one is not None and one.problem in (None, "order")
        counts.add("citations with an entry without any problem", is_right=clean, story=f"{cited} → {one}")
    for cited in made.dropped:
        one = problems.get(_bare(cited))
        good = one is not None and one.problem == "no-reference"
        counts.add("citations without an entry reported", is_right=good, story=f"{cited} → {one}")
    for cited, title in made.changed.items():
        one = problems.get(_bare(cited))
        index = index_of.get(title, -1)
        flagged = one is not None and one.problem in ("name-differs", "year-differs") and index in one.references
        counts.add("changed letter or year: near miss, right reference", is_right=flagged, story=f"{cited} → {one}")
    spoken = set(map(_bare, [*made.sound, *made.dropped, *made.changed]))
    for one in checked.pairing.citations:
        counts.add("what is reported as a citation is one", is_right=_bare(one.text) in spoken, story=str(one))


def _nearly(key: str, folded: str) -> bool:
    from rapidfuzz import fuzz

    return len(key) > 20 and fuzz.partial_ratio(key, folded) > 95


def _bare(cited: str) -> str:
    return re.sub(r"[\W_]+", "", cited.replace("&", "and")).casefold()


GOALS = {
    "stored works matched to the right record": "≥ 98 %",
    "absent works not called matched": "≥ 99.8 %",
    "title of one, rest of another: not matched": "≥ 99.5 %",
    "cited references recognised as cited": "≥ 99 %",
    "citations with an entry not reported as orphans": "≥ 98 %",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--with-doi", action="store_true")
    arguments = parser.parse_args()
    path = Path(Settings.read().data, "library", "works.csl.json")
    read = [one for one, _ in records(register.reader("csl-json"), open_file(path)) if one and one.title and one.author]
    titled = Counter(key_of(one.title) for one in read)
    works = [one for one in read if titled[key_of(one.title)] == 1]  # a protocol may have its review's title
    counts, seconds, length = Score(), 0.0, 0
    for round_ in range(4):
        rng = random.Random(arguments.seed * 100 + round_)
        rng.shuffle(works)
        half = len(works) // 2
        stored, absent = works[:half], works[half:]
        held = {key_of(one.title) for one in stored}
        absent = [one for one in absent if key_of(one.title) not in held]
        with Library.open("sqlite://") as library:
            listed = json.dumps([one.to_csl() for one in stored])
            ingest(library, [from_text(listed, "stored.json")], NoTags(), format="csl-json")
            keys = {record.title: key for key, record in library.queries.records()}
            stored = [one.replaced(id=keys[one.title]) for one in stored if one.title in keys]
            for _ in range(arguments.drafts // 4):
                made = draft(stored, absent, rng, with_doi=arguments.with_doi)
                start = time.perf_counter()
                checked = check(made.text, library.queries)
                seconds += time.perf_counter() - start
                length += len(made.text)
                score(made, checked, counts)
    each = seconds / arguments.drafts
    print(f"{arguments.drafts} drafts, {len(works)} works, half of them stored; {each:.3f} s a draft")
    for question, total in counts.all.items():
        goal = GOALS.get(question, "")
        print(f"{question:55} {counts.right[question]:5} / {total:5} = {counts.right[question] / total:7.2%}  {goal}")
    for story in counts.wrong[: arguments.show]:
        print(story)


if __name__ == "__main__":
    main()
