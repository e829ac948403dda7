"""Where in a manuscript the reference list stands: under a heading, or by its shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from msgevidence.formats.reference_list.entries import Entry, Line, lines_of, opens_entry, split_entries

_DECORATION = r"[\s#*_>=~\-–—:.\d)IVX<h/>]*"
HEADING = re.compile(
    rf"{_DECORATION}(?:(?:list of |cited |selected |key |my )?references?(?: list| cited| and notes)?|reference list"
    rf"|works cited|works consulted"
    r"|(?:annotated |selected )?bibliograph(?:y|ies)|literature(?: cited)?|citations|sources(?: cited)?|reference"
    r" section"
    r"|literatur(?:verzeichnis|liste)?|quellen(?:verzeichnis)?|références(?: bibliographiques)?|bibliographie"
    r"|referencias(?: bibliográficas)?|bibliografía|bibliografia|riferimenti(?: bibliografici)?|referências(?:"
    r" bibliográficas)?"
    rf"|referenties|literatuur(?:lijst)?|referenser|litteratur){_DECORATION}",
    re.IGNORECASE,
)
_END = re.compile(
    rf"{_DECORATION}(?:appendi(?:x|ces)\b.{{0,80}}|supplement(?:ary|al)?\b.{{0,60}}|(?:table"
    rf"|figure)s?(?:\s+\d+.{{0,100}})?"
    r"|acknowledge?ments?|author(?:s['’]?|['’]s)? (?:note|bio\w*|information|contributions?).{0,40}|about the"
    r" authors?|footnotes?|endnotes?"
    r"|scroll to top|back to top|to the top|top|share(?: this)?.{0,40}|related (?:posts|articles).{0,20}|leave a"
    r" (?:comment|reply).{0,40}"
    r"|post navigation|comments?|tags?:.{0,80}|funding.{0,40}|conflicts? of interest.{0,40}|declaration.{0,60}|data"
    r" availability.{0,60}"
    r"|cite this.{0,60}|copyright.{0,80}|©.{0,80}|all rights reserved.{0,80}|word count.{0,30}|page \d+(?: of \d+)?"
    r"|biograph(?:y|ies)"
    rf"|submitted (?:by|to).{{0,60}}|previous|next|menu|print|index|glossary|ethics.{{0,40}}){_DECORATION}",
    re.IGNORECASE,
)
_SUBHEADING = re.compile(
    rf"{_DECORATION}(?:further reading|primary sources|secondary sources|web ?sites|books?|(?:journal )?articles?"
    rf"|other sources"
    rf"|reports?|online sources|additional (?:reading|references)){_DECORATION}",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]", re.IGNORECASE)
_MAX_HEADING = 90
_MAX_ODD = 400


@dataclass(frozen=True, slots=True)
class Section:
    """A reference list: ``manuscript[start:end]``, its heading included (`heading` is "" where there is none).

    `found` is False when the manuscript has no list; then start and end are both its length.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    heading: str = ""

    @property
    def found(self) -> bool:
        return bool(self.entries)


def find_list(text: str) -> Section:
    """The reference list of a manuscript, or of a paste that is nothing else."""
    lines = list(lines_of(text, 0, len(text)))
    for at in range(len(lines) - 1, -1, -1):
        if is_heading(lines[at].text):
            section = _under(text, lines, at)
            if section:
                return section
    return _by_shape(text, lines) or Section(len(text), len(text), ())


@lru_cache(maxsize=8192)
def is_heading(words: str) -> bool:
    """Whether a line is a heading of a reference list, in the usual languages of the field."""
    return len(words) <= _MAX_HEADING and bool(HEADING.fullmatch(words))


@lru_cache(maxsize=8192)
def is_end(words: str) -> bool:
    """Whether a line ends a list: an appendix, a footer, the buttons of a web page."""
    return len(words) <= _MAX_HEADING * 2 and bool(_END.fullmatch(words))


def _under(text: str, lines: list[Line], heading: int) -> Section | None:
    """The list below a heading, up to what ends it or to the last line that looks like a reference."""
    stop = heading + 1
    while stop < len(lines) and not is_end(lines[stop].text) and not is_heading(lines[stop].text):
        stop += 1
    kept = [line for line in lines[heading + 1 : stop] if not _is_noise(line.text)]
    entries = _entries(text, kept)
    while entries and not (opens_entry(entries[-1].text) or _may_be_reference(entries[-1].text)):
        entries.pop()
    if not any(opens_entry(entry.text) for entry in entries):
        return None
    if not entries:
        return None
    return Section(lines[heading].start, entries[-1].end, tuple(entries), lines[heading].text)


def _may_be_reference(words: str) -> bool:
    """A last entry of odd shape is kept, to be shown as not understood; prose and footers are not."""
    return len(words) < _MAX_ODD and bool(re.search(r"\b(?:1[89]|20)\d\d\b|https?://|\bn\.d\.", words))


def _is_noise(words: str) -> bool:
    return len(words) <= _MAX_HEADING and bool(_PAGE_NUMBER.fullmatch(words) or _SUBHEADING.fullmatch(words))


def _entries(text: str, kept: list[Line]) -> list[Entry]:
    """Split runs of lines between what was taken out as noise."""
    if not kept:
        return []
    return split_entries(text, kept)


def _by_shape(text: str, lines: list[Line]) -> Section | None:
    """The last run of lines that look like entries; prose before and after it stays outside."""
    opens = [opens_entry(line.text) for line in lines]
    last = len(lines) - 1
    while last >= 0 and not opens[last] and not _continues_reference(lines, opens, last):
        last -= 1
    if last < 0:
        return None
    first = at = last
    while at >= 0 and (opens[at] or _continues_reference(lines, opens, at)):
        if opens[at]:
            first = at
        at -= 1
    entries = _entries(text, [line for line in lines[first : last + 1] if not _is_noise(line.text)])
    return Section(lines[first].start, entries[-1].end, tuple(entries)) if entries else None


def _continues_reference(lines: list[Line], opens: list[bool], at: int) -> bool:
    """Whether a line is the wrapped rest of an entry that opens a few lines above."""
    for back in range(at, max(-1, at - 6), -1):
        if lines[back].gap:
            return back != at and opens[back]
        if back < at and opens[back]:
            return True
    return False
