"""Trains the model that reads reference strings in other styles than APA (`formats/reference_list/other_styles.crf`).

    python benchmarks/reference_model.py [--styles 900] [--records 8] [--seed 1] [--out FILE]

Its only training text is printed here: invented records (words of the bundled library's titles, shuffled; invented
people, journals and publishers) set by our own citation engine in many styles, with the noise of pasted lists. Where
a value stands in the printed string is found by looking for it; a string in which one cannot be found without doubt
is left out. The same arguments give the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

from msgevidence.citation.style import bibliography, catalogue
from msgevidence.errors import FileRefused, NotFound
from msgevidence.formats.reference_list.access import read_access
from msgevidence.formats.reference_list.markup import unmarked
from msgevidence.formats.reference_list.spans import Reading
from msgevidence.formats.reference_list.tokens import Token, features_of, tokens_of
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "src" / "msgevidence" / "formats" / "reference_list" / "other_styles.crf"
LEADS = ("apa", "modern-language-association", "ieee", "vancouver", "nlm-citation-sequence", "nature", "cell", "acm")
SYLLABLES = (
    "ba de ki lo mu na pe ri so tu ver an el or is gra sto ber ling ton mar hal dor win son feld ham ley".split()
)
GIVEN = (
    "John Mary Anna Robert Luis Ingrid Wei Fatima Sven Claire Paul Hannah Jean-Pierre Marie Olga Tomás Aiko Priya"
    " Daniel Ruth Peter Susan Karl Elena José Michael Laura Henrik Agnes David"
).split()
PARTICLES = ("van der", "de la", "von", "van", "de", "del", "di", "ter", "den")
SUBJECTS = (
    "Psychology|Medicine|Chemistry|Social Work|Biology|Economics|Education|Physics|Nursing|Statistics|History|Law"
    "|Computer Science|Geology|Philosophy|Public Health|Linguistics|Anthropology|Ecology|Neuroscience|Music|Theology"
    "|Materials|Systems|Politics|Geography|Signal Processing|Mathematics|Virology|Surgery"
).split("|")
SERIALS = (
    "Journal of {s}|{q} Journal of {s}|Annals of {s}|Archives of {s}|{s}|{s} Letters|{s} and {t}|The {s} Review|{q} {s}"
    "|Acta {w}|Trends in {s}|Transactions on {s}|{w}|{s} Research|{s} & {t}|Bulletin of {s}|{w} Quarterly|Current {s}"
    "|Frontiers in {s}|{s}: {q} Studies of {t}|Revue {w}|{u}|{w} Review|Zeitschrift für {w}|J. {w}|{v}. {w}. {s}"
    "|Int. J. {s}|Proc. {q} Soc. {s}|Communications of the {u}|{u} Transactions on {s} and {t}|SIAM J. {v}"
    "|J Clin {w}|Am J {s}|Br J {w} {s}|{w} Lett|Adv {s}"
).split("|")
QUALIFIERS = "American|European|British|International|Australian|Canadian|Nordic|Clinical|Applied|Modern|African".split(
    "|"
)
MEETINGS = (
    "Proceedings of the {n} International Conference on {s}|Proc. {n} Conf. on {s}|Advances in {s}"
    "|Proceedings of {u} {y}|Proceedings of the {n} Annual Meeting of the {q} {s} Association"
    "|Lecture Notes in {s}|Workshop on {s} and {t}"
    "|{u}-{n} Proceedings of the {q} Conference on {s}|Proceedings of the Workshop on {s} ({u})"
    "|Advances in {s} and {t} 5|Pre-Proceedings of the {n} {q} Workshop on {s}|{u}|{u} Symposium on {s}"
    "|Proceedings {y} {u} International Conference on {s}|Proc. of the {y} {u} Workshop on {s}"
).split("|")
ORDINALS = "First Second Third Fourth Fifth 6th 11th 12th 13th 21st 23rd 34th Twelfth Tenth".split()
PUBLISHERS = (
    "{w} University Press|University of {w} Press|{w}|{w} Press|{w} & {x}|{w} Verlag|{w} Books|{w} Publishers"
    "|{w} Publishing|{w} and Sons|Academic Press|{w} Academic Publishers|{w}-{x}|{w}, {x} & Co.|Éditions {w}|{w} Inc."
    "|{q} {s} Association|{w} House|{w} International|{w} Institute|MIT Press|{w} Kaufmann|Editorial {w}|{u} Press"
).split("|")
PLACES = (
    "{w}, D. C.|{w}, {w}, New {x}|{w}, Calif.|{w} {x}, {w}|"
    "New York|London|Oxford|Cambridge, MA|Thousand Oaks, CA|Washington, DC|Berlin|Paris|{w}|{w}, {w}|{w}, NY|{w}, {x}"
    "|Amsterdam|Cambridge|Chicago|San Francisco, CA|{w}, Germany|{w}, England|{w}, Mass.|{w} and {x}|St. {w}|New {w}"
).split("|")
PLAIN = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><id>x</id></info>
<macro name="names"><names variable="author">{name}<substitute><names variable="editor"/></substitute></names></macro>
<citation><layout><text variable="title"/></layout></citation>
<bibliography>{sort}<layout suffix="."><group delimiter="{sep} ">
<text macro="names"/>
<text variable="title"{quotes}/>
<choose><if type="article-journal"><group delimiter="{inner}">
<text variable="container-title"/>
<group delimiter="{colon}"><group><text variable="volume" prefix="{vol}"/><text variable="issue" prefix="{open}"
 suffix="{close}"/></group><text variable="page" prefix="{pages}"/></group>
{date}</group></if>
<else-if type="chapter paper-conference" match="any"><group delimiter=", ">
<group delimiter=" "><text value="In"/><group delimiter=", "><names variable="editor"><name {given}/>
<label prefix=", "/></names><text variable="container-title"/></group></group>
<group delimiter=" "><label variable="page" form="{label}"/><text variable="page"/></group>
<text variable="publisher-place"/><text variable="publisher"/>{date}</group></else-if>
<else-if type="thesis report" match="any"><group delimiter=", "><group delimiter=" "><text variable="genre"/>
<text variable="number"/></group><text variable="publisher"/><text variable="publisher-place"/>{date}</group></else-if>
<else><group delimiter=", "><group delimiter="{imprint}"><text variable="{first}"/><text variable="{second}"/></group>
<number variable="edition" form="ordinal" suffix=" edition"/>{date}</group></else></choose>
</group></layout></bibliography></style>"""


class Inventor:
    """Records whose values differ from each other, so that each can be found in a printed string."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        works = json.loads((ROOT / "data" / "library" / "works.csl.json").read_text("utf-8"))
        self.titles = [re.sub(r"<[^>]+>", "", work["title"]) for work in works]
        self.words = sorted({word for title in self.titles for word in re.findall(r"[a-zà-ÿ-]{3,}", title)})

    def record(self, index: int) -> Record:
        """One invented work."""
        pick = self.random
        kind = pick.choices(
            (
                "article-journal",
                "chapter",
                "paper-conference",
                "book",
                "report",
                "thesis",
                "webpage",
                "article-newspaper",
            ),
            (50, 10, 10, 16, 4, 4, 3, 3),
        )[0]
        numbers = pick.sample(range(2, 900), 4)
        first = numbers[3] + pick.choice((0, 900, 2000))
        last = first + pick.randint(1, 30)
        year = pick.randint(1948, 2025)
        values: dict[str, object] = {"issued": PartialDate(self._date(year)), "title": self._title()}
        authored = pick.random() < 0.93
        if authored:
            values["author"] = self._people(8, body=0.06)
        if kind in ("article-journal", "article-newspaper"):
            values["container_title"] = self._serial()
            if kind == "article-journal":
                values["volume"] = str(numbers[0] % 150 + 2) if pick.random() < 0.95 else ""
                values["issue"] = self._issue() if pick.random() < 0.6 else ""
            values["page"] = pick.choice((f"{first}–{last}",) * 8 + (str(first), f"e{first}", f"S{first}–S{last}"))
        elif kind in ("chapter", "paper-conference"):
            values["container_title"] = self._meeting(year) if kind == "paper-conference" else self._book()
            values["page"] = f"{first}–{last}" if pick.random() < 0.85 else ""
            if pick.random() < (0.8 if kind == "chapter" else 0.25):
                values["editor"] = self._people(3)
            if pick.random() < 0.15:
                values["volume"] = str(numbers[0] % 20 + 2)
        if kind in ("chapter", "paper-conference", "book"):
            values["publisher"] = self._publisher() if pick.random() < 0.93 else ""
            values["publisher_place"] = self._place() if pick.random() < 0.8 else ""
            if kind == "book":
                values["title"] = self._book() if pick.random() < 0.6 else values["title"]
                if not authored or pick.random() < 0.06:
                    values.pop("author", None)
                    values["editor"] = self._people(3)
                if pick.random() < 0.15:
                    values["edition"] = str(pick.randint(2, 12))
                if pick.random() < 0.1:
                    values["translator"] = self._people(1)
        if kind in ("report", "thesis"):
            values["publisher"] = f"{self._word()} University" if kind == "thesis" else self._publisher()
            if pick.random() < 0.3:
                unit = pick.choice(("Department of {s}", "{s} Department", "{s} and {t} Laboratory", "School of {s}"))
                school = pick.choice((f"{self._word()} University", f"University of {self._word()}"))
                values["publisher"] = f"{self._filled(unit)}, {school}"
            values["publisher_place"] = self._place() if pick.random() < 0.3 else ""
            values["genre"] = pick.choice(
                ("PhD thesis", "Doctoral dissertation", "Ph.D. dissertation", "Master’s thesis", "Ph.D. Thesis")
                if kind == "thesis"
                else ("Technical Report", "Report", "Working Paper")
            )
            if kind == "report" and pick.random() < 0.7:
                values["number"] = pick.choice((f"{self._capitals()}-{numbers[1]}", str(numbers[1])))
        if kind == "webpage":
            values["container_title"] = self._word() if pick.random() < 0.6 else ""
            values["url"] = f"https://www.example.org/{index}"
        if kind == "article-journal" and pick.random() < 0.3:
            values["doi"] = f"10.{pick.randint(1000, 9999)}/{self._word().lower()}.{year}.{numbers[2]}"
        return Record(id=f"r{index}", type=kind, **values)  # type: ignore[arg-type]

    def _date(self, year: int) -> tuple[int, ...]:
        draw = self.random.random()
        if draw < 0.7:
            return (year,)
        month = self.random.randint(1, 12)
        return (year, month) if draw < 0.9 else (year, month, self.random.randint(1, 28))

    def _issue(self) -> str:
        return self.random.choice((str(self.random.randint(1, 12)),) * 8 + ("3–4", "Suppl 1", "S2", "1-2"))

    def _title(self) -> str:
        pick = self.random
        one, two = pick.choice(self.titles), pick.choice(self.titles)
        words, more = one.split(), two.split()
        cut = pick.randint(2, max(2, min(len(words), 12)))
        mixed = words[:cut] + more[-pick.randint(0, min(len(more), 8)) or len(more) :]
        mixed = mixed[: pick.randint(3, 22)]
        mixed = [pick.choice(self.words) if pick.random() < 0.25 and word.islower() else word for word in mixed]
        title = " ".join(mixed).strip(" .:;,–-(")
        draw = pick.random()
        if draw < 0.06:
            title += pick.choice((f" ({pick.choice(self.words)} {pick.choice(self.words)})", "?", f": {self._word()}"))
        elif draw < 0.1:
            title = f"The {pick.choice(self.words)} “{pick.choice(self.words)}”: {title}"
        elif draw < 0.14:
            title = (
                f"{title}. {self._upper(pick.choice(self.words))} {pick.choice(self.words)} {pick.choice(self.words)}"
            )
        elif draw < 0.24:
            at = pick.randrange(len(mixed))
            mixed[at] = pick.choice(
                (
                    f"{self._capitals()}{pick.randint(1, 99)}",
                    f"{mixed[at]}-{pick.randint(1, 12)}",
                    f"{mixed[at]} {pick.randint(2, 99)}",
                    f"{pick.randint(2, 9)}-{mixed[at]}",
                    f"({self._capitals()})",
                    f"version {pick.randint(1, 9)}.{pick.randint(0, 9)}",
                )
            )
            title = " ".join(mixed)
        elif draw < 0.27:
            title = f"{title}, {pick.randint(1790, 1940)}–{pick.randint(1950, 2000)}"
        if pick.random() < 0.3:
            title = " ".join(self._upper(word) if len(word) > 3 else word for word in title.split())
        return self._upper(title)

    def _book(self) -> str:
        words = [self.random.choice(self.words) for _ in range(self.random.randint(1, 5))]
        title = self.random.choice(("{0}", "The {0}", "Handbook of {0}", "{0} and society", "An introduction to {0}"))
        title = title.format(" ".join(words))
        if self.random.random() < 0.35:
            title += ": " + " ".join(self.random.choice(self.words) for _ in range(self.random.randint(2, 6)))
        if self.random.random() < 0.6:
            title = " ".join(self._upper(word) if len(word) > 3 else word for word in title.split())
        return self._upper(title)

    @staticmethod
    def _upper(word: str) -> str:
        return word[:1].upper() + word[1:]

    def _word(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(2, 3))).capitalize()

    def _capitals(self) -> str:
        return "".join(self.random.choice("ABCDEFGHIKLMNPRST") for _ in range(self.random.randint(3, 5)))

    def _filled(self, form: str, year: int = 0) -> str:
        pick = self.random
        return form.format(
            s=pick.choice(SUBJECTS), t=pick.choice(SUBJECTS), q=pick.choice(QUALIFIERS), w=self._word(), x=self._word(),
            v=self._word()[:4], u=self._capitals(), n=pick.choice(ORDINALS), y=year,
        )  # fmt: skip

    def _serial(self) -> str:
        return self._filled(self.random.choice(SERIALS))

    def _meeting(self, year: int) -> str:
        return self._filled(self.random.choice(MEETINGS), year if self.random.random() < 0.5 else year - 1)

    def _publisher(self) -> str:
        return self._filled(self.random.choice(PUBLISHERS))

    def _place(self) -> str:
        return self._filled(self.random.choice(PLACES))

    def _people(self, most: int, body: float = 0.0) -> tuple[Name, ...]:
        if self.random.random() < body:
            return (
                (Name(literal=self._filled("{q} {s} Association")),)
                if self.random.random() < 0.5
                else (
                    Name(
                        literal=self._filled(
                            self.random.choice(("Department of {s}", "{w} Institute", "{u}", "{q} {s} Group"))
                        )
                    ),
                )
            )
        count = self.random.choices(range(1, most + 1), [most + 2 - n for n in range(1, most + 1)])[0]
        if most == 8 and self.random.random() < 0.04:
            count = 14
        full = self.random.random() < 0.45
        return tuple(self._person(full) for _ in range(count))

    def _person(self, full: bool) -> Name:
        pick = self.random
        family = self._word()
        if pick.random() < 0.04:
            family += "-" + self._word()
        given = pick.choice(GIVEN) if full else pick.choice("ABCDEFGHIJKLMNOPRSTUVW") + "."
        if pick.random() < 0.45:
            given += f" {pick.choice('ABCDEFGHIJKLMNOPRSTW')}."
        particle = pick.choice(PARTICLES) if pick.random() < 0.05 else ""
        return Name(family, given, "", particle, "Jr." if pick.random() < 0.01 else "")


def labelled(record: Record, text: str) -> tuple[list[Token], list[str]] | None:
    """The tokens of a printed entry and the field of each; None where a value cannot be placed without doubt."""
    reading = Reading(unmarked(text))
    end = read_access(reading, 0)
    text = reading.text
    spans: list[tuple[int, int, str]] = []

    def place(value: str, label: str, *, needed: bool = False) -> bool:
        pattern = r"[\s\W]+".join(re.escape(word) for word in re.findall(r"\w+", value))
        found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", text[:end], re.IGNORECASE)) if pattern else []
        found = [one for one in found if not any(left < one.end() and one.start() < right for left, right, _ in spans)]
        if len(found) == 1 or (found and label in ("title", "container_title")):
            spans.append((*found[0].span(), label))
            return True
        return not found and not needed

    if not place(record.title, "title", needed=True):
        return None
    for variable in ("container_title", "publisher", "publisher_place", "genre"):
        if getattr(record, variable) and not place(getattr(record, variable), variable):
            return None
    for variable in ("author", "editor", "translator"):
        if not _place_names(getattr(record, variable), variable, text, end, spans):
            return None
    if record.page:
        first, _, last = record.page.partition("–")
        pattern = (
            rf"(?<!\w){first}(?:\s?[–—-]\s?[A-Z]?\d{{1,{len(last)}}})?(?!\w)" if last else rf"(?<!\w){first}(?!\w)"
        )
        pages = list(re.finditer(pattern, text[:end]))
        if len(pages) > 1:
            return None
        spans += [(*one.span(), "page") for one in pages]
    dates = list(re.finditer(rf"(?<!\d){record.year}[a-z]?(?!\d)", text[:end]))
    dates = [one for one in dates if not any(left < one.end() and one.start() < right for left, right, _ in spans)]
    if len(dates) != 1:
        return None
    spans.append((*_whole_date(text, dates[0].span(), record), "issued"))
    for variable in ("volume", "issue", "number"):
        value = getattr(record, variable)
        if value and not place(value, variable):
            return None
    if record.edition:
        edition = re.search(rf"(?<!\w)(?:second|{record.edition}(?:st|nd|rd|th|\.)?)(?=\W*(?:ed|Auf|éd))", text[:end])
        if edition:
            spans.append((*edition.span(), "edition"))
    tokens = tokens_of(text, 0, end)
    tags = []
    for token in tokens:
        tags.append(next((label for left, right, label in spans if left <= token.start and token.end <= right), "O"))
    return tokens, tags


def _whole_date(text: str, span: tuple[int, int], record: Record) -> tuple[int, int]:
    """The year with the month and day beside it."""
    left, right = span
    month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    if len(record.issued.start) > 1:
        if before := re.search(rf"(?:\d{{1,2}}\s)?{month}(?:\s\d{{1,2}})?,?\s$", text[max(0, left - 25) : left]):
            left -= len(before.group())
        elif after := re.match(rf",?\s(?:\d{{1,2}}\s)?{month}(?:\s\d{{1,2}})?", text[right : right + 25]):
            right += after.end()
    return left, right


def _place_names(names: tuple[Name, ...], label: str, text: str, end: int, spans: list[tuple[int, int, str]]) -> bool:
    """One span from the first name to the last, with their initials and what joins them."""
    found: list[tuple[int, int]] = []
    for name in names:
        words = name.literal or name.family
        places = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text[:end], re.IGNORECASE))
        if len(places) > 1:
            return False
        found += [place.span() for place in places]
    if not found:
        return True
    left, right = min(start for start, _ in found), max(stop for _, stop in found)
    shown = [name for name in names if re.search(re.escape(name.literal or name.family), text[:end], re.IGNORECASE)]
    particle = "|".join(PARTICLES)
    given = rf"(?:{'|'.join(map(re.escape, GIVEN))}|[A-Z]\.?-?(?:[A-Z]\b\.?)?|{particle}|Jr\.?|JP)"
    if before := re.search(
        rf"(?:{given}[\s-]*)+$", text[max(0, left - 40) : left], re.IGNORECASE if label == "x" else 0
    ):
        left -= len(before.group().lstrip())
    if after := re.match(rf"(?:,?[\s-]*{given}(?!\w))+", text[right : right + 40]):
        right += after.end()
    if others := re.match(r",?\s(?:et al|and others|u\. a)\b\.?", text[right : right + 20]):
        right += others.end()
    if text[right : right + 1] == "." and text[right - 1].isupper():
        right += 1
    if not shown or any(start < right and left < stop for start, stop, _ in spans):
        return False
    spans.append((left, right, label))
    return True


def rough(text: str, pick: random.Random) -> str:
    """As people paste it; only changes that leave every value in its place."""
    for pattern, other, odds in (
        ("–", "-", 0.5), (r"\.$", "", 0.3), (", &", " &", 0.15), (" & ", " and ", 0.15), ("’", "'", 0.4),
        ("[“”]", '"', 0.4), (r"\. ", ".  ", 0.05), (r"\((\d{4})\)\.", r"(\1)", 0.15),
        (r"(\d)\((\d)", r"\1 (\2", 0.15),
        (r"([A-Z])\. ([A-Z])\.", r"\1.\2.", 0.2), (r"(?<=\d):(?=\d)", ": ", 0.15), (r"^\[?\d+[\].]\s?", "", 1.0),
        ("“", "``", 0.03), ("”", "''", 0.03), ("“", "« ", 0.03), ("”", " »", 0.03), (r"(\d) \(", r"\1(", 0.1),
        (r"\bpp\. ", "pp.", 0.05), (r"\bpp\. ", "pages ", 0.05), (r",(?= \d{4}\.)", "", 0.05), (r"”,", ",”", 0.2),
        (r"(?<=[a-z]), (?=(?:19|20)\d\d[.,])", ". ", 0.05), (r"(?<=[a-z])\.(?= [A-Z][a-z]+ \d)", ",", 0.1),
        (r"; ", ", ", 0.05), (r"\b2nd ed\w*\b\.?", "second edition", 0.3), (r"\b3rd ed\w*\b\.?", "3. ed.", 0.2),
        (r"(?<=[A-Z]{2}): (?=[A-Z])", ". ", 0.2), (r"\(Eds\.\)", "(editors)", 0.1), (r"\beditors?\b", "Eds.", 0.1),
        (r"\bIn: ", "In ", 0.3), (r"\bin (?=[A-Z])", "In ", 0.2), (r"\bvol\. ", "Vol. ", 0.3),
        (r"\bno\. ", "No. ", 0.3),
        (r"(\d)\((\d+)\)", r"\1, No. \2", 0.05), (r"\.$", ". Special issue.", 0.01), (r"\.$", ", to appear.", 0.01),
        (r"(?<=\d),(?= \d)", ":", 0.1),
    ):  # fmt: skip
        if pick.random() < odds:
            text = re.sub(pattern, other, text)
    return text


def plain_styles(directory: Path) -> list[Path]:
    """Styles as BibTeX and footnotes write, which no CSL style does: given name first, one stop between the parts."""
    paths = []
    for number, (initials, order, sep, quotes, vol, opening, close, colon, label, month, first) in enumerate(
        (
            (". ", "", ".", "", "", "(", ")", ":", "long", "", "publisher"),
            (". ", "", ".", "", "", "(", ")", ", ", "long", "m", "publisher"),
            ("", "", ".", "", "", "(", ")", " ", "long", "m", "publisher"),
            (". ", "", ",", ' quotes="true"', "vol. ", ", no. ", "", ", pp. ", "short", "m", "publisher"),
            ("", "", ",", "", "Vol. ", ", No. ", "", ", ", "short", "", "publisher"),
            ("", "", ",", ' quotes="true"', "", "(", ")", ", p. ", "short", "", "publisher-place"),
            (". ", 'name-as-sort-order="all"', ",", "", "", "(", ")", ":", "short", "", "publisher"),
            (". ", 'name-as-sort-order="all"', ".", "", "v. ", ", n. ", "", ", p. ", "short", "", "publisher-place"),
            ("", 'name-as-sort-order="first"', ".", "", "", ", no. ", "", ": ", "long", "m", "publisher-place"),
            ("", 'name-as-sort-order="first"', ".", "", "", ".", "", ": ", "short", "", "publisher-place"),
        )
    ):
        initialize = f' initialize-with="{initials}"' if initials else ""
        given = f'and="text"{initialize} {order}'
        colon_sign, pages = (colon, "") if "p" not in colon else (", ", colon.removeprefix(", "))
        date = f'<date variable="issued" form="text" date-parts="{"year-month" if month else "year"}"/>'
        second = "publisher" if first == "publisher-place" else "publisher-place"
        imprint = ": " if first == "publisher-place" else ", "
        text = PLAIN.format(
            name=f"<name {given}/>", given=f'and="text"{initialize}', sort="", sep=sep, quotes=quotes, vol=vol,
            open=opening, close=close, colon=colon_sign, pages=pages, label=label, date=date, inner=", ",
            first=first, second=second, imprint=imprint,
        )  # fmt: skip
        path = directory / f"plain-{number}.csl"
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def examples(styles: int, records: int, seed: int) -> Iterator[tuple[list[Token], list[str], str]]:
    """Printed, roughened and labelled entries."""
    pick = random.Random(seed)
    inventor = Inventor(seed)
    names = sorted(entry.name for entry in catalogue().entries if not entry.parent)
    chosen: list[str | Path] = list(pick.sample(names, min(styles, len(names))))
    count = 0
    with tempfile.TemporaryDirectory() as directory:
        own = plain_styles(Path(directory))
        for style in [*chosen, *(LEADS * 3), *(own * max(1, styles // 50))]:
            made = [inventor.record(count + index) for index in range(records)]
            count += records
            try:
                formatted = bibliography(made, style, "en-US")
            except (FileRefused, NotFound):
                continue
            by_id = {record.id: record for record in made}
            for entry in formatted.entries:
                text = re.sub(r"\s+", " ", "".join(run.text for run in entry.runs)).strip()
                text = rough(text, pick)
                done = labelled(by_id[entry.id], text)
                if done and len(set(done[1])) > 3:
                    yield (*done, text)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--styles", type=int, default=900)
    arguments.add_argument("--records", type=int, default=8)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--iterations", type=int, default=120)
    arguments.add_argument("--out", type=Path, default=MODEL)
    arguments.add_argument("--show", type=int, default=0)
    chosen = arguments.parse_args()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({
        "c1": 0.6, "c2": 0.02, "max_iterations": chosen.iterations, "feature.minfreq": 4,
        "feature.possible_transitions": False,
    })  # fmt: skip
    began = time.process_time()
    count = 0
    for tokens, tags, text in examples(chosen.styles, chosen.records, chosen.seed):
        trainer.append(features_of(tokens), tags)
        count += 1
        if count <= chosen.show:
            print(text)
            print("   ", " ".join(f"{token.text}/{tag}" for token, tag in zip(tokens, tags, strict=True)))
    print(f"{count:,} entries printed and labelled in {time.process_time() - began:.0f} s of CPU", file=sys.stderr)
    began = time.process_time()
    trainer.train(str(chosen.out))
    print(
        f"trained in {time.process_time() - began:.0f} s of CPU;"
        f" {chosen.out.name}: {chosen.out.stat().st_size:,} bytes",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
