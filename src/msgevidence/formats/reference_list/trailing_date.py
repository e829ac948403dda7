"""Styles that put the date near the end: Vancouver, AMA and NLM; MLA, IEEE and Chicago's bibliographies."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.access import read_access
from msgevidence.formats.reference_list.apa import take_date, take_names
from msgevidence.formats.reference_list.book import read_imprint
from msgevidence.formats.reference_list.breaks import breaks
from msgevidence.formats.reference_list.dating import MONTH, read_date
from msgevidence.formats.reference_list.groups import PAGE_LIST, read_groups
from msgevidence.formats.reference_list.naming import NameList, read_inverted, read_natural
from msgevidence.formats.reference_list.periodical import container_break, take_title
from msgevidence.formats.reference_list.persons import ORGANISATION, is_initials
from msgevidence.formats.reference_list.quoted import read_elements, read_quoted
from msgevidence.formats.reference_list.spans import Reading

_WHEN = rf"(?:1[5-9]|20)\d\d(?:[\s-]+{MONTH}\.?(?:[-–/]{MONTH}\.?)?(?:\s+\d{{1,2}}(?:[-–]\d{{1,2}})?)?)?"
_ARTICLE = re.compile(
    rf"[.,]?\s+(?P<date>{_WHEN})\s*;\s*(?P<volume>[A-Za-z]?\d{{1,5}}[A-Za-z]?(?:[-–]\d{{1,4}})?(?:\s?(?:Suppl"
    rf"|Pt)\.?\s?[\w]{{0,4}})?)?"
    rf"(?:\s*\((?P<issue>[^()]{{1,40}})\))?(?:\s*:\s*(?P<page>{PAGE_LIST}|[a-z]?\d[\w.-]*))?\s*[.,;]?\s*$"
)
_AHEAD = re.compile(rf"[.,]\s+(?P<date>{_WHEN})\s*[.;]?\s*$")
_BOOK_DATE = re.compile(
    rf";\s*c?(?P<date>(?:1[5-9]|20)\d\d(?:\s+{MONTH})?)\s*\.?\s*(?:(?:p|pp)\.?\s*(?P<page>{PAGE_LIST})"
    rf"|(?P<extent>\d+)\s*p)?\s*\.?\s*$"
    rf"|;\s*(?P<date2>(?:1[5-9]|20)\d\d)\s*:\s*(?P<page2>{PAGE_LIST})\s*\.?\s*$"
)
_IN = re.compile(r"(?<=[.?!])\s+In:\s+")
_EDITORS = re.compile(r",?\s*\(?\b[Ee]d(?:itor)?s?\.?\)?[.:,]\s+")
_EDITION = re.compile(r"(?<=[.,?!])\s+(?P<number>\d{1,2})(?:st|nd|rd|th)\s+ed(?:ition|n)?\.?(?=\s|$)\s*")
_EDITOR_ROLE = re.compile(r",\s*(?:editors?|eds?)\.?\s*$")
_QUOTE = re.compile(r"[“\"]")
_LAST_YEAR = re.compile(r"[,;]?\s+(?P<date>(?:\d{1,2}\s)?(?:[A-Z][a-z]{2,8}\.?\s)?(?:1[5-9]|20)\d\d)\s*[.,]?\s*$")


def looks_medical(text: str) -> bool:
    """Whether a year stands before or behind a semicolon, as in Vancouver, NLM and AMA."""
    return bool(re.search(r"\b(?:1[5-9]|20)\d\d\b[^;()]{0,14};|;\s*c?(?:1[5-9]|20)\d\d\b", text))


def is_medical_article(text: str) -> bool:
    """Whether the entry ends as an article in those styles does: ``2018;12(3):45-9``."""
    return bool(re.search(r"\b(?:1[5-9]|20)\d\d\b[^;()]{0,14};\s*[A-Za-z]?\d{1,5}\s*(?:\([^()]{1,40}\))?\s*:", text))


def read_medical(reading: Reading) -> bool:
    """``Smith AB, Jones C. Title. J Abbrev. 2018;12(3):45-9.``"""
    text = reading.text
    lead = _names_end(reading)
    if lead is None:
        return False
    reading.style = "vancouver"
    names, body = lead
    if names:
        take_names(reading, "author", names)
    end = read_access(reading, body)
    if chapter := _IN.search(text, body, end):
        take_title(reading, body, chapter.start(), "title")
        reading.understand(*chapter.span())
        reading.type = "chapter"
        _read_in(reading, chapter.end(), end)
        if "editor" not in reading.values or "page" not in reading.values:
            reading.doubt(0.8)
        return True
    article = _ARTICLE.search(text, max(body, end - 160), end)
    if article and (split := container_break(reading, body, article.start())):
        title_end, container, certainty = split
        take_title(reading, body, title_end, "title")
        take_container(reading, container, article.start())
        _take_numbers(reading, article)
        reading.type = reading.type or "article-journal"
        reading.doubt(certainty * 0.98)
        return True
    _read_book(reading, body, end, "title")
    reading.type = reading.type or "book"
    reading.doubt(0.9)
    return True


def take_container(reading: Reading, start: int, end: int) -> None:
    """A periodical's name without its last stop and a note such as "[Internet]"."""
    text = reading.text
    if groups := read_groups(reading, start, end):
        end = groups[0]
    while end > start and text[end - 1] in " ,":
        end -= 1
    if text[start:end].endswith(".") and text[start:end].count(".") == 1:
        end -= 1
    reading.put("container_title", start, end)


def _take_numbers(reading: Reading, found: re.Match[str]) -> None:
    reading.understand(*found.span())
    date = read_date(re.sub(r"\s+", " ", found["date"]))
    if date:
        take_date(reading, *found.span("date"), date)
    for variable in ("volume", "issue", "page"):
        if found[variable]:
            reading.put(variable, *found.span(variable))


def _names_end(reading: Reading) -> tuple[NameList | None, int] | None:
    """The names before the first real stop, and where the title begins; (None, 0) for an entry without names."""
    text = reading.text
    start = reading.label_end
    for stop in re.finditer(r"(?:\.|(?<=\w):)\s+(?=[^\s&])", text[start : start + 1500]):
        left = start + stop.start()
        words = text[start:left]
        tail = words.rsplit(None, 1)[-1] if words.split() else ""
        if tail == "St":
            continue
        initial = is_initials(tail + ".") and re.search(r",\s*(?:[^\W\d_]\.\s*)*[^\W\d_]$", words)
        if initial and re.match(r"[^\W\d_]\.|&|and\b", text[start + stop.end() :]):
            continue  # "Smith, J. A., …": the stop belongs to the initials
        role = _EDITOR_ROLE.search(text, start, left)
        if role:
            reading.understand(*role.span())
        names = read_inverted(text, start, role.start() if role else left + 1)
        if names and (names.persons or any(name.name.literal == "et al." for name in names.names)):
            return names, start + stop.end()
        if names and (ORGANISATION.search(words) or words.isupper()) and words.count(" ") < 12:
            return names, start + stop.end()
        return None, start
    return None


def _read_in(reading: Reading, start: int, end: int) -> None:
    """``Jones B, editor. Book. 2nd ed. Place: Publisher; 2018. p. 3-20.``"""
    text = reading.text
    if editors := _EDITORS.search(text, start, end):
        names = read_inverted(text, start, editors.start())
        if names and names.persons:
            reading.put("editor", start, editors.start(), names.values)
            reading.understand(*editors.span())
            start = editors.end()
    _read_book(reading, start, end, "container_title")


def _read_book(reading: Reading, start: int, end: int, variable: str) -> None:
    text = reading.text
    if dated := _BOOK_DATE.search(text, start, end):
        which = "date" if dated["date"] else "date2"
        reading.understand(*dated.span())
        if date := read_date(dated[which]):
            take_date(reading, *dated.span(which), date)
        for group in ("page", "page2"):
            if dated[group]:
                reading.put("page", *dated.span(group))
        if dated["extent"]:
            reading.put("number_of_pages", *dated.span("extent"))
        end = dated.start()
    elif year := _LAST_YEAR.search(text, start, end):
        reading.understand(*year.span())
        if date := read_date(year["date"]):
            take_date(reading, *year.span("date"), date)
        end = year.start()
    if edition := _EDITION.search(text, start, end):
        reading.understand(*edition.span())
        reading.put("edition", edition.start("number"), edition.end(), edition["number"])
        take_title(reading, start, edition.start(), variable)
        read_imprint(reading, edition.end(), end)
        return
    if groups := read_groups(reading, start, end):
        take_title(reading, start, groups[0], variable)
        read_imprint(reading, groups[1], end)
        return
    stops = breaks(text, start, end)
    last = next((stop for stop in reversed(stops) if stop.weight > 0.5), None)
    take_title(reading, start, last.end if last else end, variable)
    if last:
        read_imprint(reading, last.start, end)


def read_modern(reading: Reading) -> bool:
    """MLA, IEEE and Chicago's notes: ``Smith, John. “Title.” Container, vol. 3, no. 2, 2018, pp. 1–20.``"""
    text = reading.text
    start = reading.label_end
    quote = _QUOTE.search(text, start, start + 1500)
    reading.style = "mla"
    if quote:
        if not _lead_names(reading, start, quote.start()):
            return False
        end = read_access(reading, quote.start() + 1)
        if not read_quoted(reading, quote.start(), end):
            return False
        reading.doubt(0.95)
        return True
    lead = (None, start) if "author" in reading.values else _names_end(reading)
    if not lead or not (lead[0] or "author" in reading.values):
        return False
    names, body = lead
    if names:
        take_names(reading, "editor" if _EDITOR_ROLE.search(text, start, body) else "author", names)
    end = read_access(reading, body)
    stops = [stop for stop in breaks(text, body, end) if stop.weight > 0.5]
    if stops:
        take_title(reading, body, stops[-1].end, "title")
        read_elements(reading, stops[-1].start, end, container=False)
    else:
        take_title(reading, body, end, "title")
    reading.type = reading.type or "book"
    reading.doubt(0.8 if stops else 0.3)
    return True


def _lead_names(reading: Reading, start: int, end: int) -> bool:
    """Names before a quoted title, family first (MLA) or given name first (IEEE)."""
    text = reading.text
    while end > start and text[end - 1] in " ,":
        end -= 1
    if start == end:
        return True
    natural_first = bool(re.match(r"(?:[^\W\d_]\.[\s-]?)+[^\W\d_]{2}", text[start:end]))
    if natural_first:
        reading.style = "ieee"
        names = read_natural(text, start, end)
    else:
        stop = end - 1 if text[end - 1] == "." and not re.search(r"\b[^\W\d_]\.$", text[start:end]) else end
        names = read_inverted(text, start, stop)
    if not names:
        return False
    take_names(reading, "author", names)
    return True
