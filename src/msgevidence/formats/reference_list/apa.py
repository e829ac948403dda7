"""Author (date). Rest: APA 6 and 7, and Harvard styles that put the date in brackets behind the names."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.access import read_access
from msgevidence.formats.reference_list.book import (
    read_book,
    read_imprint,
    read_whole,
    whole_type,
)
from msgevidence.formats.reference_list.breaks import headline
from msgevidence.formats.reference_list.chapter import read_chapter
from msgevidence.formats.reference_list.dating import Dating, read_date
from msgevidence.formats.reference_list.naming import NameList, read_inverted
from msgevidence.formats.reference_list.periodical import has_numbers, read_article, read_source
from msgevidence.formats.reference_list.persons import ORGANISATION
from msgevidence.formats.reference_list.quoted import read_quoted
from msgevidence.formats.reference_list.spans import Reading
from msgevidence.model.names import OTHERS
from msgevidence.model.problems import Problem, Severity

_BRACKET = re.compile(r"\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]")
_ROLE = re.compile(
    r",?\s*[(\[](?P<role>Eds?\.?|Editors?|Hrsg\.?|Trans\.|Eds?\.? (?:&|and) Trans\.|Directors?|Producers?|Executive"
    r" Producers?"
    r"|Hosts?|Writers?(?:\s*&\s*Directors?)?|Composers?|Artists?|Photographers?|Chairs?|Comps?\.|Compilers?|Speakers?"
    r"|Executive Directors?|Producers?\s*&\s*Directors?|Writers?, Directors?)[)\]]\.?\s*$",
    re.IGNORECASE,
)
_ROLES = (
    ("ed", "editor"), ("hrsg", "editor"), ("trans", "translator"), ("director", "director"), ("producer", "producer"),
    ("executive p", "executive_producer"), ("host", "host"), ("writer", "script_writer"), ("composer", "composer"),
    ("chair", "chair"), ("comp", "compiler"),
)  # fmt: skip
_LAW = re.compile(
    r"(?P<name>[^,]{5,200}?(?:\sv\.?\s[^,]{2,100}|\bAct\b[^,]{0,60}|\bCode\b[^,]{0,40})),\s*(?P<source>.*\d.*\S)\s*"
)
_MAX_NAMES_LENGTH = 3000


def find_date(text: str) -> tuple[int, int, Dating] | None:
    """The first bracketed date: (start and end with the brackets, what it says)."""
    for found in _BRACKET.finditer(text, 0, _MAX_NAMES_LENGTH):
        date = read_date(found.group(1) or found.group(2))
        if date:
            return found.start(), found.end(), date
    return None


def read_apa(reading: Reading) -> bool:
    """Read an entry whose date stands in brackets; False, with nothing taken, where there is none."""
    text = reading.text
    dated = find_date(text)
    if not dated:
        return False
    start, end, date = dated
    reading.understand(start, end)
    take_date(reading, start + 1, end - 1, date)
    lead = text[reading.label_end : start].strip(" .,")
    body_start = end
    while body_start < len(text) and text[body_start] in " .,:;":
        body_start += 1
    reading.style = "apa" if text[end : end + 1] == "." or text[end : end + 2] == " ." else "harvard"
    body_end = read_access(reading, body_start)
    if body_start >= len(text) and (law := _LAW.match(text, reading.label_end, start)):
        reading.type = "legal_case" if " v" in law["name"] else "legislation"
        reading.put("title", *law.span("name"))
        reading.understand(*law.span("source"))
        reading.leave("legal-citation", law["source"])
        reading.doubt(0.6)
        return True
    if lead and not read_lead(reading, reading.label_end, start):
        _read_titled(reading, (reading.label_end, start), (body_start, body_end))
        return True
    if not lead and "author" not in reading.values:
        reading.doubt(0.7)
    if reading.style == "apa" or not read_quoted(reading, body_start, body_end):
        read_rest(reading, body_start, body_end)
    return True


def read_rest(reading: Reading, start: int, end: int) -> None:
    """Title and source, once names, date and identifiers are taken."""
    if not (read_chapter(reading, start, end) or read_article(reading, start, end)):
        if has_numbers(reading.text, start, end):
            reading.doubt(0.4)
        read_book(reading, start, end)
    if "title" not in reading.values:
        reading.doubt(0.3)


def take_date(reading: Reading, start: int, end: int, date: Dating) -> None:
    """Put a date read from ``text[start:end]``; its letter becomes a leftover, CSL has no variable for it."""
    if date.undated:
        reading.mark("issued", start, end)
    else:
        reading.put("issued", start, end, date.issued)
    if date.original:
        reading.values["original_date"] = date.original
    if date.suffix:
        reading.leave("year-suffix", date.suffix)


def read_lead(reading: Reading, start: int, end: int) -> bool:
    """Names before the date; False when what stands there reads like a title."""
    text = reading.text
    variable = "author"
    if role := _ROLE.search(text, max(start, end - 60), end):
        word = role["role"].lower()
        variable = next((name for lead, name in _ROLES if word.startswith(lead)), "author")
        reading.understand(*role.span())
        end = role.start()
    names = read_inverted(text, start, end)
    if names is None:
        return False
    if not names.persons and variable == "author" and _reads_like_title(text[start:end]):
        return False
    take_names(reading, variable, names)
    return True


def take_names(reading: Reading, variable: str, listed: NameList) -> None:
    """Put a list of names, one span each; bracketed notes beside names become leftovers."""
    reading.values[variable] = listed.values
    if listed.names:
        reading.understand(listed.names[0].start, listed.names[-1].end)
    for found in listed.names:
        if found.start < found.end:
            reading.mark(variable, found.start, found.end)
    for left, right in listed.notes:
        reading.understand(left, right)
        reading.leave("name-note", reading.text[left:right].strip(" []()"))
    reading.doubt(listed.certainty)
    if any(found.name == OTHERS for found in listed.names):
        reading.problems.append(
            Problem("authors-elided", "the reference does not name all its authors", Severity.NOTE, variable=variable)
        )


def _reads_like_title(words: str) -> bool:
    """Whether what stands in the authors' place is a title: lower-case words, brackets with an edition."""
    words = words.strip(" .")
    if re.search(r"\((?:[^()]*\bed\.|Vol)|\[[^\]]+\]$|[?!]$", words):
        return True
    return headline(words) < 0.7 and not (ORGANISATION.search(words) and headline(words) > 0.5)


def _read_titled(reading: Reading, title: tuple[int, int], source: tuple[int, int]) -> None:
    """An entry without authors begins with its title: ``Title. (date). Source``."""
    if lead := re.compile(r"\s*In\s+(?=[A-Z])").match(reading.text, *source):
        read_whole(reading, *title, "title")
        reading.understand(*lead.span())
        read_whole(reading, lead.end(), source[1], "container_title")
        reading.type = "entry-encyclopedia" if "ikipedia" in reading.text or "ncyclop" in reading.text else "entry"
    elif not read_source(reading, *title, *source):
        read_whole(reading, *title, "title")
        read_imprint(reading, *source)
    reading.type = reading.type or whole_type(reading)
    reading.doubt(0.9)
