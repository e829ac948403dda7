"""How well reference strings are read back: generated records, printed by the citation engine in many styles, parsed.

    python benchmarks/reference_strings.py [--records 400] [--seed 7] [--styles apa,vancouver] [--noise] [--show 5]

Per style: field precision, recall and F1, the share of references that are right as a whole, the share marked
confident (>= 0.9) and how many of those are right, and entries per second. A field counts as expected when the
printed string shows it (a style may leave out or shorten what a record has). Works and people are invented.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import partial

from msgevidence.citation.style import bibliography
from msgevidence.formats.reference_list import Parsed, parse_entry
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Record

STYLES = (
    "apa",
    "apa-6th-edition",
    "harvard-cite-them-right",
    "chicago-author-date-17th-edition",
    "vancouver",
    "nlm-citation-sequence",
    "american-medical-association",
    "modern-language-association",
    "ieee",
)
FAMILIES = (
    "Smith Jones Kessler Hoffman Huang García Müller O’Brien Nguyen Li Wu Yıldız Øvergaard Lloyd-Evans Holt-Lunstad"
    " Ng Ó"
    " Patel Kowalski Davidson Mead Pistrang Barker Humphreys Repper Carter Solomon Chinman Sells Rowe Corrigan Slade"
    " Schön Åkesson Tremblay Lefèvre Öztürk Haro MacDonald McKay Fernández-Ríos Tanaka Abe Okafor Adeyemi Cohen Katz"
).split()
ODD_FAMILIES = ("García Márquez", "Mac Neil", "Van Dyke", "De Souza", "St. John", "Le Blanc", "Ben-Zeev", "Al-Krenawi")
PARTICLES = ("van der", "de la", "von", "van", "de", "del", "di", "ter")
GIVEN = "A. B.|J.|M. K.|J.-P.|S.|Y. F.|R. C.|T. B.|É.|L. A. M.|D.|K.|Ø.|P. J.|H.|W.|E. I."
TOPICS = (
    "mutual support groups|self-help groups|peer support|group attendance|twelve-step facilitation|online communities|"
    "caregiver support|peer-led education|loneliness|social support|recovery colleges|bereavement groups|hearing"
    " voices groups|"
    "family psychoeducation|peer workers|GROW groups|Alcoholics Anonymous|NAMI Family-to-Family|vitamin D|COVID-19"
    " lockdowns|"
    "5-HT treatment|interleukin-6 levels|the Clubhouse model|e-mental health|U.S. veterans|people with type 2 diabetes"
).split("|")
PEOPLE = (
    "bipolar disorder|schizophrenia|depression|people with dementia|adults aged 65 and over|rural areas|first-episode"
    " psychosis|"
    "breast cancer survivors|Black and Hispanic women|alcohol use disorder|parents of children with autism|HIV|stroke|"
    "Sweden and Norway|veterans with PTSD|university students|chronic pain|Hong Kong"
).split("|")
HEADS = (
    "The effects of {a} on outcomes in {b}|{A} for {b}|Does {a} help {b}|Relationship between {a} and quality of life"
    " in {b}|"
    "Exploring {a} among {b}|“It saved my life”: {A} in {b}|A qualitative study of {a} in {b}|{A} versus usual care"
    " for {b}|"
    "What works in {a}|{A} (and other stories)|From {a} to {b}|{A}, stigma, and {b}|Toward a theory of {a}"
).split("|")
TAILS = (
    "|: A systematic review and meta-analysis|: A randomized controlled trial|: Results from the SHARE study|:"
    " Protocol for a pilot trial|"
    "? A narrative review|: An interpretative phenomenological analysis|, 1990–2015|: Part 2|: Who benefits and why?|"
    ": The role of time vs. dose|: A commentary on Smith (2010)|: A 12-month follow-up|! A reply|: Evidence from St."
    " Louis"
).split("|")
JOURNALS = (
    "Journal of Affective Disorders|International Journal of Social Psychiatry|PLoS Medicine|American Journal of"
    " Community Psychology|"
    "Addiction|Psychiatric Services|The Lancet Psychiatry|BMC Psychiatry|Journal of Consulting and Clinical Psychology|"
    "Social Science & Medicine|Psychology, Public Policy, and Law|Health & Social Care in the Community|Alcoholism:"
    " Clinical and Experimental Research|"
    "Journal of the American Academy of Child & Adolescent Psychiatry|International Journal of Self-Help and Self-Care|"
    "Cochrane Database of Systematic Reviews|The British Journal of Psychiatry|Nature|JAMA|Psycho-Oncology|World"
    " Psychiatry|Science|"
    "Scandinavian Journal of Caring Sciences|Community Mental Health Journal|Social Work|Small Group Research|Patient"
    " Education and Counseling|"
    "Administration and Policy in Mental Health and Mental Health Services Research|Revista Española de Salud Pública|"
    "Journal of Experimental Psychology: General|Proceedings of the National Academy of Sciences|eLife|npj Digital"
    " Medicine|"
    "Archives of General Psychiatry|Zeitschrift für Psychologie|Group Dynamics: Theory, Research, and Practice|BMJ"
    " Open|Aging & Mental Health"
).split("|")
BOOKS = (
    "Handbook of {a}|The social psychology of {a}|{A}: Theory, research, and practice|Understanding {a}|Group work"
    " with {b}|"
    "The Oxford handbook of {a}|Self, community, and {a}|{A} in the 21st century"
).split("|")
PUBLISHERS = (
    "Oxford University Press|Springer|Guilford Press|Routledge|Sage|Wiley-Blackwell|American Psychological"
    " Association|Basic Books|"
    "Jossey-Bass|W. W. Norton|Human Sciences Press|Cambridge University Press|John Wiley & Sons|Plenum|University of"
    " Chicago Press"
).split("|")
PLACES = "New York, NY|London, England|Thousand Oaks, CA|Oxford, UK|Washington, DC|Hillsdale, NJ|Cambridge, MA".split(
    "|"
)
BODIES = (
    "World Health Organization|National Institute of Mental Health|Mental Health Foundation|Department of Health"
    "|American Psychiatric Association|"
    "Substance Abuse and Mental Health Services Administration|Centers for Disease Control and Prevention|Alcoholics"
    " Anonymous World Services"
).split("|")
SITES = ("Peer Support Today", "Mental Health Foundation", "BBC News", "The Conversation")
UNIVERSITIES = (
    "University of Michigan|Uppsala University|University of Hong Kong|Université Laval"
    "|University of California, Berkeley"
).split("|")


class Maker:
    """Invented records, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def record(self, index: int) -> Record:
        kind = self.random.choices(
            ("article", "chapter", "book", "report", "thesis", "webpage"), (62, 14, 10, 6, 4, 4)
        )[0]
        record: Record = getattr(self, f"_{kind}")(f"r{index}")
        return record

    def _year(self) -> PartialDate:
        return PartialDate((self.random.randint(1962, 2025),))

    def _title(self) -> str:
        a, b = self.random.choice(TOPICS), self.random.choice(PEOPLE)
        title = self.random.choice(HEADS).format(a=a, A=a[0].upper() + a[1:], b=b) + self.random.choice(TAILS)
        return title + ("?" if title.startswith("Does") and not title.endswith("?") else "")

    def _book(self, key: str) -> Record:
        editors = self.random.random() < 0.3
        names = self._names(3)
        return Record(
            id=key, type="book", title=self._book_title(), issued=self._year(),
            publisher=self.random.choice(PUBLISHERS), publisher_place=self.random.choice(PLACES),
            edition=self.random.choice(("", "", "2", "3", "4")),
            author=() if editors else names, editor=names if editors else (),
            doi=self._doi() if self.random.random() < 0.2 else "",
        )  # fmt: skip

    def _book_title(self) -> str:
        a, b = self.random.choice(TOPICS), self.random.choice(PEOPLE)
        return self.random.choice(BOOKS).format(a=a, A=a[0].upper() + a[1:], b=b)

    def _article(self, key: str) -> Record:
        first = self.random.randint(1, 1900)
        page = self.random.choice(
            (f"{first}–{first + self.random.randint(2, 30)}",) * 6 + (f"e{first}", str(first), f"S{first}–S{first + 9}")
        )
        return Record(
            id=key, type="article-journal", author=self._names(), issued=self._year(), title=self._title(),
            container_title=self.random.choice(JOURNALS), volume=str(self.random.randint(1, 370)), page=page,
            issue=self.random.choice((str(self.random.randint(1, 12)),) * 7 + ("", "3–4", "Suppl. 1")),
            doi=self._doi() if self.random.random() < 0.6 else "",
        )  # fmt: skip

    def _chapter(self, key: str) -> Record:
        first = self.random.randint(1, 400)
        return Record(
            id=key, type="chapter", author=self._names(4), issued=self._year(), title=self._title(),
            editor=self._people(self.random.randint(1, 3)), container_title=self._book_title(),
            page=f"{first}–{first + 17}", publisher=self.random.choice(PUBLISHERS),
            publisher_place=self.random.choice(PLACES), edition=self.random.choice(("", "", "2")),
            volume=self.random.choice(("", "", "", "2")),
        )  # fmt: skip

    def _report(self, key: str) -> Record:
        number = f"{self.random.randint(10, 20)}-{self.random.randint(100, 9999)}" if self.random.random() < 0.5 else ""
        return Record(
            id=key, type="report", author=(Name(literal=self.random.choice(BODIES)),), issued=self._year(),
            title=self._title(), number=number, genre="Report" if number else "", publisher=self.random.choice(BODIES),
            url=f"https://www.example.org/reports/{key}.pdf",
        )  # fmt: skip

    def _thesis(self, key: str) -> Record:
        return Record(
            id=key, type="thesis", author=self._people(1), issued=self._year(), title=self._title(),
            genre=self.random.choice(("Doctoral dissertation", "Master’s thesis")),
            publisher=self.random.choice(UNIVERSITIES), url=f"https://repository.example.edu/{key}",
        )  # fmt: skip

    def _webpage(self, key: str) -> Record:
        day = PartialDate((self.random.randint(2008, 2025), self.random.randint(1, 12), self.random.randint(1, 28)))
        return Record(
            id=key, type="webpage", author=self._names(2), issued=day, title=self._title(),
            container_title=self.random.choice(SITES),
            url=f"https://www.example.com/{day.start[0]}/{key}",
        )  # fmt: skip

    def _doi(self) -> str:
        ending = self.random.choice(
            ("j.jad.2017.10.013", "s12888-014-0039-4", "(sici)1520-6629(199901)27:1", "0020764016654", "a001")
        )
        return f"10.{self.random.randint(1000, 9999)}/{ending}{self.random.randint(1, 99)}"

    def _names(self, most: int = 8) -> tuple[Name, ...]:
        if self.random.random() < 0.05:
            return (Name(literal=self.random.choice(BODIES)),)
        count = self.random.choices(range(1, most + 1), [most + 2 - n for n in range(1, most + 1)])[0]
        people = self._people(25 if most == 8 and self.random.random() < 0.02 else count)
        return (*people, Name(literal="the PEER Study Group")) if self.random.random() < 0.02 else people

    def _people(self, count: int) -> tuple[Name, ...]:
        return tuple(self._person() for _ in range(count))

    def _person(self) -> Name:
        draw = self.random.random()
        family = self.random.choice(ODD_FAMILIES if draw < 0.04 else FAMILIES)
        particle = self.random.choice(PARTICLES) if 0.04 <= draw < 0.09 else ""
        suffix = self.random.choice(("Jr.", "III")) if 0.09 <= draw < 0.11 else ""
        return Name(family, self.random.choice(GIVEN.split("|")), "", particle, suffix)


def noisy(text: str, chance: random.Random) -> str:
    """The string as people paste it: other dashes and DOI forms, lost stops, doubled blanks, "and" for "&"."""
    for pattern, other, odds in (
        ("–", "-", 0.5), (r"https://doi\.org/", "doi:", 0.2), (r"https://doi\.org/", "http://dx.doi.org/", 0.2),
        (r"\.$", "", 0.3), (r", &", " &", 0.2), (r" & ", " and ", 0.15), ("’", "'", 0.4),
        (r"[“”]", '"', 0.4), (r"\. ", ".  ", 0.1),
        (r"\((\d{4})\)\.", r"(\1)", 0.1), (r"(, \d+)\((\d+)\)", r"\1 (\2)", 0.15),
        (r"([A-Z])\. ([A-Z])\.", r"\1.\2.", 0.2),
    ):  # fmt: skip
        if chance.random() < odds:
            text = re.sub(pattern, other, text)
    return text


def bare(value: str) -> str:
    """For comparison: without case, accents, markup and punctuation."""
    value = re.sub(r"</?[a-z]+[^>]*>", "", value)
    value = re.sub(r" (?:and|&) ", " ", value)
    folded = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", folded.replace("ı", "i").replace("ø", "o").replace("Ø", "O")).lower()


def pages(value: str) -> str:
    """First and last page, the last with all its digits: ``309–23`` → ``309-323``."""
    first, _, last = re.sub(r"\s*[–—-]+\s*", "-", value).partition("-")
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}-{last}".strip("-").lower()


Fields = dict[str, str]
TEXTS = (
    "title",
    "container_title",
    "volume",
    "issue",
    "page",
    "publisher",
    "publisher_place",
    "edition",
    "number",
    "doi",
    "url",
)


def fields_of(values: Parsed | Record, printed: str | None = None) -> Fields:
    """The fields to compare; with `printed`, only those the string shows."""
    get = values.values.get if isinstance(values, Parsed) else partial(getattr, values)
    shown = bare(printed) if printed is not None else None
    out: Fields = {}
    for variable in TEXTS:
        value = bare(str(get(variable) or ""))
        if variable == "volume" and get("editor") and printed and not re.search(rf"(?i)\bvol\D+{value}\b", printed):
            continue  # the "2" in "2nd ed." is not the volume
        if variable == "page":
            value = pages(str(get(variable) or ""))
        if value and (shown is None or value in shown or (variable == "page" and bare(value.split("-")[0]) in shown)):
            out[variable] = value
    if "number" in out and "page" not in out and bare(str(get("container_title") or "")):
        out["page"] = out.pop("number")  # "Article e12" and "e12" say the same
    for variable in ("author", "editor"):
        names = [
            bare(name.literal or f"{name.non_dropping_particle}{name.dropping_particle}{name.family}")
            for name in get(variable) or ()
            if name != OTHERS
        ]
        kept = [name for name in names if shown is None or name in shown]
        if kept:
            out[variable] = " ".join(kept)
    issued = get("issued")
    if isinstance(issued, PartialDate) and issued.year and (shown is None or str(issued.year) in shown):
        out["issued"] = str(issued.year)
    return out


def printed(records: list[Record], style: str) -> Iterator[tuple[Record, str]]:
    """Each record with its entry as plain text, without the number a style puts before it."""
    by_id = {record.id: record for record in records}
    formatted = bibliography(records, style)
    for entry in formatted.entries:
        text = re.sub(r"\s+", " ", "".join(run.text for run in entry.runs)).strip()
        yield by_id[entry.id], text


def evaluate(style: str, records: list[Record], *, noise: bool, show: int) -> None:
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    spent = 0.0
    chance = random.Random(1)
    for record, clean in printed(records, style):
        text = noisy(clean, chance) if noise else clean
        began = time.process_time()
        parsed = parse_entry(text)
        spent += time.process_time() - began
        expected, got = fields_of(record, clean), fields_of(parsed)
        _as_shortened(expected, got, clean)
        right = sum(1 for key, value in expected.items() if got.get(key) == value)
        whole = expected == got
        counts.update(n=1, whole=whole, right=right, expected=len(expected), got=len(got))
        if parsed.confidence >= 0.9:
            counts.update(sure=1, sure_right=whole)
        wrong = [key for key in {*expected, *got} if expected.get(key) != got.get(key)]
        missed.update(wrong)
        if wrong and show > 0:
            show -= 1
            print(f"  {parsed.confidence} {parsed.style} {text}")
            for key in wrong:
                print(f"      {key}: expected {expected.get(key)!r}, read {got.get(key)!r}")
    precision, recall = counts["right"] / max(1, counts["got"]), counts["right"] / max(1, counts["expected"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"{style:32} F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  whole {counts['whole'] / counts['n']:.4f}"
        f"  confident {counts['sure'] / counts['n']:.3f}, of these right"
        f" {counts['sure_right'] / max(1, counts['sure']):.4f}"
        f"  {counts['n'] / max(spent, 1e-9):.0f}/s   misses {dict(missed.most_common(6))}"
    )


def _as_shortened(expected: Fields, got: Fields, text: str) -> None:
    """A list of authors that the style cut short, and a publisher that is the author and printed once."""
    names, read = expected.get("author", "").split(), got.get("author", "").split()
    if re.search(r"et al|…|\. \. \.", text) and read and len(read) < len(names):
        head = len(read) if "et al" in text else len(read) - 1
        if read[:head] == names[:head] and read[head:] in ([], names[-1:]):
            expected["author"] = got["author"]
    if (
        expected.get("publisher")
        and bare(text).count(expected["publisher"]) < 2
        and expected["publisher"] in expected.get("author", "")
    ):
        del expected["publisher"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--records", type=int, default=400)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--styles", default=",".join(STYLES))
    arguments.add_argument("--noise", action="store_true")
    arguments.add_argument("--show", type=int, default=0)
    chosen = arguments.parse_args()
    maker = Maker(chosen.seed)
    records = [maker.record(index) for index in range(chosen.records)]
    for style in chosen.styles.split(","):
        evaluate(style, records, noise=chosen.noise, show=chosen.show)


if __name__ == "__main__":
    main()
