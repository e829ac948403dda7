"""Reads an entry of any style with a small linear-chain model: which token belongs to which field.

The grammars know what a style promises; this knows what entries look like that keep no promise. The model is trained
on entries our own citation engine prints (benchmarks/reference_model.py) and loaded when first needed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from msgevidence.formats.reference_list.access import read_access
from msgevidence.formats.reference_list.apa import take_date, take_names
from msgevidence.formats.reference_list.book import whole_type
from msgevidence.formats.reference_list.dating import Dating, read_date
from msgevidence.formats.reference_list.naming import NameList, read_inverted, read_natural
from msgevidence.formats.reference_list.periodical import JOURNAL, take_title
from msgevidence.formats.reference_list.persons import ORGANISATION, run_together
from msgevidence.formats.reference_list.spans import Reading
from msgevidence.formats.reference_list.tokens import Token, features_of, tokens_of

MODEL = Path(__file__).with_name("other_styles.crf")
LONGEST = 1200  # tokens; a longer string is no entry
_CONNECTING = frozenset(
    "in and by ed eds editor editors edited edn edition vol vols volume v no nos n number nr issue p pp pages page of"
    " the trans translated translator art article st nd rd th c s ser suppl doi url from at on et al hrsg dans"
    " en".split()
)
_TEXTS = ("genre", "number", "publisher_place", "publisher")
_TELLING = (  # a title alone is a sentence
    "author",
    "editor",
    "issued",
    "publisher",
    "volume",
    "page",
    "doi",
    "url",
)
_MEETING = re.compile(r"\b(?:Proceedings|Proc|Conference|Conf|Symposium|Workshop|Congress)\b", re.IGNORECASE)
_NATURAL = re.compile(r"(?:[^\W\d_]\.[\s-]?)+(?=[^\W\d_]{2})|[^\W\d_]{1,2}\s+[^\W\d_]{3}")
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d")
_EXTENT = re.compile(r"\s*pp?\b")

Run = tuple[str, int, int]


@lru_cache(maxsize=1)
def _tagger() -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    return tagger


def read_sequence(reading: Reading) -> bool:
    """Read the whole entry with the model; its confidence is the model's own for its least certain token."""
    end = read_access(reading, reading.label_end)
    tokens = tokens_of(reading.text, reading.label_end, end)
    if not tokens or len(tokens) > LONGEST:
        return False
    tagger = _tagger()
    tags: list[str] = tagger.tag(features_of(tokens))
    least = min(tagger.marginal(tag, index) for index, tag in enumerate(tags))
    reading.doubt(0.5 + 0.5 * least)
    reading.style = ""
    _take(reading, tokens, tags)
    return ("title" in reading.values or "container_title" in reading.values) and any(
        name in reading.values for name in _TELLING
    )


def _take(reading: Reading, tokens: list[Token], tags: list[str]) -> None:
    runs = _runs(tokens, tags)
    _understand_connecting(reading, tokens, tags)
    for variable in ("author", "editor", "translator"):
        _take_people(reading, runs, variable)
    if issued := _longest(runs, "issued"):
        _take_year(reading, *issued)
    for variable in ("title", "container_title"):
        if longest := _longest(runs, variable):
            start, stop = _with_closing(reading.text, *longest)
            take_title(reading, start, stop, variable)
    for variable in ("volume", "issue", "page", *_TEXTS):
        if found := _longest(runs, variable):
            start, stop = _with_closing(reading.text, *found)
            if variable == "page" and _EXTENT.match(reading.text, stop) and "-" not in reading.text[start:stop]:
                reading.put("number_of_pages", start, stop)
            else:
                reading.put(variable, start, stop)
    if edition := _longest(runs, "edition"):
        words = reading.text[slice(*edition)]
        number = re.search(r"\d+", words)
        reading.put("edition", *edition, number.group() if number else words)
    reading.type = reading.type or _type(reading)


def _runs(tokens: list[Token], tags: list[str]) -> list[Run]:
    """Stretches of one field; two that only a sign parts are one."""
    runs: list[Run] = []
    for tag, group in groupby(zip(tags, tokens, strict=True), key=lambda pair: pair[0]):
        members = [token for _, token in group]
        start, end = members[0].start, members[-1].end
        if (
            len(runs) > 1
            and runs[-1][0] == "O"
            and runs[-2][0] == tag
            and tag in ("title", "container_title", "author", "editor")
            and runs[-1][2] - runs[-1][1] <= 2
        ):
            runs[-2:] = [(tag, runs[-2][1], end)]
        else:
            runs.append((tag, start, end))
    return runs


def _longest(runs: list[Run], variable: str) -> tuple[int, int] | None:
    found = [(end - start, -start, start, end) for tag, start, end in runs if tag == variable]
    return max(found)[2:] if found else None


def _with_closing(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the question mark, or the closing bracket or quotation mark, that belongs to it."""
    while end < len(text):
        sign = text[end]
        inside = text[start:end]
        closes = (sign == ")" and inside.count("(") > inside.count(")")) or (
            sign == "]" and inside.count("[") > inside.count("]")
        )
        quoted = (sign in "”»" and inside.count("“") + inside.count("«") > inside.count(sign)) or (
            sign == '"' and inside.count('"') % 2 == 1
        )
        if not (sign in "?!" or closes or quoted):
            break
        end += 1
    return start, end


def _understand_connecting(reading: Reading, tokens: list[Token], tags: list[str]) -> None:
    for token, tag in zip(tokens, tags, strict=True):
        if tag == "O" and token.text.lower() in _CONNECTING:
            reading.understand(token.start, token.end)


def _take_people(reading: Reading, runs: list[Run], variable: str) -> None:
    found = _longest(runs, variable)
    if not found or (variable == "author" and "author" in reading.values):
        return
    if listed := read_people(reading.text, *found):
        take_names(reading, variable, listed)


def read_people(text: str, start: int, end: int) -> NameList | None:
    """A list of names in whichever order its first name has."""
    words = text[start:end]
    first = re.split(r",|;|\s&\s|\s(?:and|und|et)\s", words, maxsplit=1)[0].strip()
    if _NATURAL.match(words) and not run_together(first):
        return read_natural(text, start, end)
    full = first.count(" ") >= 1 and not run_together(first) and not ORGANISATION.search(first)
    initials = re.match(r"\s*(?:[^\W\d_]\.[\s-]?)+", words[len(first) :].lstrip(" ,"))
    if full and not initials and first[0].isupper() and not any(sign.isdigit() for sign in first):
        return read_natural(text, start, end)
    return read_inverted(text, start, end)


def _take_year(reading: Reading, start: int, end: int) -> None:
    words = reading.text[start:end]
    date = read_date(words.strip(" .,;"))
    if date:
        take_date(reading, start, end, date)
    elif (year := _YEAR.search(words)) and (date := read_date(year.group())):
        reading.understand(start, end)
        take_date(reading, start + year.start(), start + year.end(), Dating(date.issued))


def _type(reading: Reading) -> str:
    values = reading.values
    container, genre = str(values.get("container_title", "")), str(values.get("genre", "")).lower()
    if "thesis" in genre or "dissertation" in genre:
        return "thesis"
    if container:
        if _MEETING.search(container):
            return "paper-conference"
        if "publisher" in values or "editor" in values:
            return "chapter"
        if "volume" in values or "issue" in values or JOURNAL.search(container) or "page" in values:
            return "article-journal"
    if genre or ("number" in values and "publisher" in values):
        return "report"
    return whole_type(reading)
