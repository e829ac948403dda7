"""One entry read twice: by the grammar of the style it seems to be in, and by the model of all styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgevidence.formats.reference_list.access import settle_site
from msgevidence.formats.reference_list.apa import find_date, read_apa
from msgevidence.formats.reference_list.markup import Marked, unmarked
from msgevidence.formats.reference_list.plain_date import plain_date, read_plain_date
from msgevidence.formats.reference_list.sequence import read_sequence
from msgevidence.formats.reference_list.spans import Parsed, Reading
from msgevidence.formats.reference_list.trailing_date import (
    is_medical_article,
    looks_medical,
    read_medical,
    read_modern,
)
from msgevidence.formats.reference_list.weighing import weighed
from msgevidence.model.problems import Problem
from msgevidence.model.record import Names

MAX_ENTRY = 4000
_SURE = 0.9
_MARGIN = 0.15  # by how much a less likely style must be surer
_DASHES = re.compile(r"\s*(?:[—–―‒]{1,6}|[_-]{2,10})\s*[.,]?\s*")
_QUOTED = re.compile(r"[“\"][^”\"]{5,}")
_APA_MARGIN = 0.5  # names and then a date in brackets are hardly anything else
_SENTENCE = re.compile(r"[^\W\d_]{1,3}\.\s+\S+(?:\s[a-z][\w-]*){2}")  # names, a stop, and the title has begun
_LOOSE_PART = re.compile(r"[.?!”\"]\s+In:?\s(?![^()]*\(Eds?\.)[^()]*$|\bIn [^()]*,\s+(?:pp?\.|pages)\s*\d")
_VOLUME_BEFORE = re.compile(r"\d[\s)]*$")
_LABEL = re.compile(r"\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s|[^\W\d_])|[•▪◦‣·*-]\s)\s*|\s*[*†‡]+(?=\w)")


def parse_entry(text: str, same_author: Names = ()) -> Parsed:
    """Read one reference string. Never raises; what is not understood is in the problems and leftovers.

    `same_author` are the names of the entry before, for one that begins with "———.".
    """
    if len(text) > MAX_ENTRY:
        problem = Problem("entry-too-long", f"{len(text)} characters are not one reference", quote=text[:200])
        return Parsed("document", {}, (), 0.0, (problem,))
    marked = unmarked(text)
    by_grammar = _by_grammar(marked, same_author)
    promised = by_grammar is not None and by_grammar.confidence >= _SURE and _keeps_form(by_grammar, marked.text)
    return weighed(by_grammar, _by_model(marked, same_author), promised=promised) or _unread(marked)


def _by_grammar(marked: Marked, same_author: Names) -> Parsed | None:
    best: Parsed | None = None
    for read in _grammars(marked.text):
        reading = _begin(marked, same_author)
        if read(reading):
            settle_site(reading)
            parsed = reading.finish()
            if best is None or parsed.confidence > best.confidence + (_APA_MARGIN if _is_apa(best) else _MARGIN):
                best = parsed
            if best.confidence >= _SURE:
                break
    return best


def _by_model(marked: Marked, same_author: Names) -> Parsed | None:
    reading = _begin(marked, same_author)
    if not read_sequence(reading):
        return None
    settle_site(reading)
    return reading.finish()


def _is_apa(parsed: Parsed) -> bool:
    named = parsed.values.get("author") or parsed.values.get("editor")
    return parsed.style == "apa" and isinstance(named, tuple) and any(name.family for name in named)


def _keeps_form(parsed: Parsed, text: str) -> bool:
    """Whether an entry dated in brackets has its parts where APA has them: a book's pages in brackets, too."""
    dated = find_date(text)
    if parsed.style == "vancouver" and is_medical_article(text):
        return True
    leads = dated is not None and not _VOLUME_BEFORE.search(text, 0, dated[0])
    return leads and parsed.style in ("apa", "harvard") and not _LOOSE_PART.search(text)


def _grammars(text: str) -> Iterator[Callable[[Reading], bool]]:
    """The ways to read the entry that its look allows, likeliest first."""
    dated = find_date(text)
    medical = looks_medical(text)
    early = dated is not None and _stands_early(text, dated[0], medical)
    numbered = medical and is_medical_article(text)
    if numbered:
        yield read_medical
    if early:
        yield read_apa
    if plain_date(text):
        yield read_plain_date
    if medical and not numbered:
        yield read_medical
    yield read_modern
    if dated and not early:
        yield read_apa


def _stands_early(text: str, date: int, medical: bool) -> bool:
    """Whether the bracketed date stands behind the names, not within a title or after it."""
    if _QUOTED.search(text, 3, date):
        return False
    return not (medical and (date > text.find(";") or _SENTENCE.search(text, 0, date)))


def _begin(marked: Marked, same_author: Names = ()) -> Reading:
    reading = Reading(marked)
    if same_author and (dashes := _DASHES.match(marked.text)):
        reading.understand(0, dashes.end())
        reading.label_end = dashes.end()
        reading.values["author"] = same_author
        return reading
    if label := _LABEL.match(marked.text):
        reading.understand(0, label.end())
        reading.label_end = label.end()
    return reading


def _unread(marked: Marked) -> Parsed:
    reading = _begin(marked)
    reading.doubt(0.05)
    return reading.finish()
