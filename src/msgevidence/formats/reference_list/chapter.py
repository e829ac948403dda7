"""Chapters, papers in proceedings and entries: ``Title. In E. Editor (Ed.), Book (pp. x–y). Publisher``."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.book import BARE_PAGES, read_whole
from msgevidence.formats.reference_list.breaks import breaks
from msgevidence.formats.reference_list.naming import read_editors, read_natural
from msgevidence.formats.reference_list.periodical import take_title
from msgevidence.formats.reference_list.spans import Reading

_IN = re.compile(r"(?<=[.?!”\"’'\])])\s+In:?\s+(?=\S)")


_EDITORS = re.compile(
    r",?\s*[(\[](?P<label>Eds?\.?|Hrsg\.?|Editors?|Trans\.|Eds?\.? (?:&|and) Trans\.|Comps?\.|Chairs?|Series"
    r" Eds?\.)[)\]]\s*[,:.]?\s*",
    re.IGNORECASE,
)


_VOLUME_EDITORS = re.compile(r"\s*(?:&|and|,)?\s*(?P<names>[^()]{3,200}?)\s*\(Vol\. Eds?\.\),?\s*", re.IGNORECASE)


_COLLECTION = re.compile(r"(?i)dictionary|encyclop|wikipedia|lexicon|\b(?:proceedings|companion to)\b")


_SERIES = re.compile(r"(?i)\b(?:series|monographs?|advances in|studies in|library|lecture notes)\b")


_PAGES_HINT = re.compile(r"\(\s*(?:[^()]{1,40},\s*)?(?:pp?\.\s*\w|chap(?:ter|\.)\s*\d)", re.IGNORECASE)


def read_chapter(reading: Reading, start: int, end: int) -> bool:
    """Read ``title. In E. Editor (Ed.), Book (pp. x–y). Publisher``; False where there is no such "In"."""
    text = reading.text
    for lead in _IN.finditer(text, start, end):
        editors = _EDITORS.search(text, lead.end(), end)
        pages = _PAGES_HINT.search(text, lead.end(), end) or BARE_PAGES.search(text, lead.end(), end)
        if not editors and not pages and not _COLLECTION.search(text, lead.end(), end):
            continue
        take_title(reading, start, lead.start(), "title")
        reading.understand(*lead.span())
        book = lead.end()
        if editors:
            names = read_editors(text, lead.end(), editors.start())
            if names:
                reading.put("editor", lead.end(), editors.start(), names.values)
                reading.doubt(names.certainty)
            reading.understand(*editors.span())
            book = _more_editors(reading, editors, end)
        read_whole(reading, book, end, "container_title")
        if not reading.type or reading.type == "report":
            reading.type = _entry_type(text[book:end])
        if re.match(r"(?:Proceedings|Conference|.{0,60}\b(?:Proceedings|Conference|Symposium)\b)", text[book:end]):
            reading.type = "paper-conference"
        if "page" not in reading.values:
            reading.doubt(0.9)
        _part_series(reading)
        return True
    return False


def _part_series(reading: Reading) -> None:
    """``Series on something. Title of the book``: the series goes where series go."""
    span = reading.span_of("container_title")
    stops = [stop for stop in breaks(reading.text, *span) if stop.weight > 0.8] if span else []
    if not span or not stops:
        return
    if _SERIES.search(reading.text, span[0], stops[0].end):
        reading.put("container_title", stops[0].start, span[1], reading.marked.rich(stops[0].start, span[1]))
        reading.put("collection_title", span[0], stops[0].end - 1)
    else:
        reading.doubt(0.85)


def _entry_type(book: str) -> str:
    if re.search(r"(?i)\bdictionary\b", book):
        return "entry-dictionary"
    return "entry-encyclopedia" if re.search(r"(?i)encyclop|wikipedia", book) else "chapter"


def _more_editors(reading: Reading, label: re.Match[str], end: int) -> int:
    """``(Series Ed.) & D. Kim (Vol. Ed.),``: the volume's editors are the book's; returns where the book begins."""
    if not label["label"].lower().startswith("series"):
        return label.end()
    reading.values["collection_editor"] = reading.values.pop("editor", ())
    volume = _VOLUME_EDITORS.match(reading.text, label.end(), end)
    if volume and (names := read_natural(reading.text, *volume.span("names"))):
        reading.put("editor", *volume.span("names"), names.values)
        reading.understand(*volume.span())
        return volume.end()
    return label.end()
