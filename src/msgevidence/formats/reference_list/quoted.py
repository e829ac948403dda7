"""Titles in quotation marks, and what follows them element by element: Harvard, Chicago, MLA, IEEE."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.book import read_imprint, read_whole
from msgevidence.formats.reference_list.dating import read_date
from msgevidence.formats.reference_list.groups import PAGE_LIST, read_groups
from msgevidence.formats.reference_list.naming import read_inverted, read_natural
from msgevidence.formats.reference_list.periodical import periodical_type, read_source, take_title
from msgevidence.formats.reference_list.persons import is_initials
from msgevidence.formats.reference_list.spans import Reading, trimmed

_CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
_VOLUME = re.compile(r"(?:[Vv]ol(?:ume|\.)|[Bb]d\.)\s*(?P<volume>[\w.–-]+)")
_ISSUE = re.compile(r"(?:[Nn]os?\.|[Ii]ss(?:ue|\.)|[Nn]umber|[Nn]r\.)\s*(?P<issue>(?:Suppl\.\s)?[\w/–-]+)")
_ARTICLE = re.compile(r"(?:[Aa]rt(?:icle|\.)\s*(?:[Nn]o\.|ID)?)\s*(?P<number>[\w.-]*\d[\w.-]*)")
_PAGE = re.compile(rf"pp?\.\s*(?P<page>{PAGE_LIST})")
_EDITION = re.compile(r"(?P<edition>(?P<number>\d{1,2})(?:st|nd|rd|th)\s+ed(?:ition|n)?\.?|[Rr]ev(?:ised)?\.? ed\.?)")
_NUMERATION_DATED = re.compile(
    rf"(?P<volume>[A-Za-z]?\d{{1,4}})(?:\s*,\s*no\.\s*(?P<issue>[\w/–-]+)|\s*\((?P<issue2>\d[\w/–-]{{0,8}})\))?"
    rf"\s*\((?P<date>(?:[A-Z][a-z.]+\s)?(?:\d{{1,2}},\s)?\d{{4}})\)(?:\s*[:,]\s*(?P<page>{PAGE_LIST}))?\s*\.?\s*$"
)
_EDITED = re.compile(r"(?:edited by|[Ee]ds?\.(?: by)?|hrsg\. von)\s+")
_TRANSLATED = re.compile(r"(?:[Tt]ranslated by|[Tt]rans\.)\s+")
_IN = re.compile(r"\s*[Ii]n:?\s+")
_NAMED_FIRST = re.compile(
    r"(?![^\W\d_]{1,2}\.)[^\Wa-z_]\S*(?:\s[^\s,]+)+,\s+(?:vol\. \d+, )?(?:\d+(?:st|nd|rd|th) ed\.,"
    r" )?(?:[^\W\d_]{1,2}\.[\s-]?)+(?!and\b|&)[^\W\d_]{2}"
)
_BY_ELEMENTS = re.compile(r", edited by |,\s(?:\d{1,2}\s)?(?:[A-Z][a-z]{2,8}\.?\s)?(?:19|20)\d\d\s*(?:,|\.?\s*$)")
_EDITOR_LABEL = re.compile(r",?\s*[(\[]?\b(?:[Ee]ds?\.?|[Ee]ditors?|[Hh]rsg\.)(?:[)\]]|(?=[,. ]))[.,]?\s*")


def read_quoted(reading: Reading, start: int, end: int) -> bool:
    """Read ``“Title,” source``; False, with nothing taken, where the text does not begin with such a title."""
    closing = _closing(reading.text, start, end)
    if closing is None:
        return False
    take_title(reading, start + 1, closing, "title")
    rest = closing + 1
    text = reading.text
    while rest < end and text[rest] in " .,;:”’":
        rest += 1
    while rest < end and text[rest] in "[(" and (groups := read_groups(reading, rest, end)) and groups[0] == rest:
        rest = groups[1]
        while rest < end and text[rest] in " .,;:":
            rest += 1
    if found := _IN.match(text, rest, end):
        reading.understand(*found.span())
        _read_in_book(reading, found.end(), end)
    elif dated := _NUMERATION_DATED.search(text, max(rest, end - 120), end):
        _take_dated(reading, rest, dated)
    elif _BY_ELEMENTS.search(text, rest, end) or not read_source(reading, rest, rest, rest, end):
        read_elements(reading, rest, end)
    if "container_title" in reading.values and not reading.type:
        reading.type = periodical_type(reading, str(reading.values["container_title"]))
    return True


def _closing(text: str, start: int, end: int) -> int | None:
    """The place of the mark that closes the title; an apostrophe within it does not."""
    if start >= end or text[start] not in _CLOSING:
        return None
    mark = _CLOSING[text[start]]
    at = text.find(mark, start + 1, end)
    while at != -1:
        before, after = text[at - 1], text[at + 1 : at + 3]
        if (after[:1] in (",", ".", ";", "") or before in ",.?!") and not after[:1].isalpha():
            return at
        if after[:1] in ("”", " ") and re.match(r"\s*(?:[Ii]n:?\s|[\[(])", text[at + 1 : at + 6]):
            return at
        at = text.find(mark, at + 1, end)
    return None


def _take_dated(reading: Reading, start: int, found: re.Match[str]) -> None:
    """``Journal 12, no. 3 (2018): 45–60``."""
    reading.put("container_title", start, len(reading.text[: found.start()].rstrip(" ,.")))
    reading.understand(*found.span())
    for group, variable in (("volume", "volume"), ("issue", "issue"), ("issue2", "issue"), ("page", "page")):
        if found[group]:
            reading.put(variable, *found.span(group))
    date = read_date(found["date"])
    if date and "issued" not in reading.values:
        reading.put("issued", *found.span("date"), date.issued)


def _read_in_book(reading: Reading, start: int, end: int) -> None:
    """``Editor, A. (ed.) Book. Place: Publisher, pp. 3–20`` or ``Book, edited by A. Editor, 3–20. Publisher``."""
    text = reading.text
    reading.type = reading.type or "chapter"
    label = _EDITOR_LABEL.search(text, start, min(end, start + 300))
    if label and not text[: label.start()].endswith("edited"):
        named_first = _NAMED_FIRST.match(text, start, label.start())
        names = not named_first and take_editors(reading, start, label.start())
        if names:
            reading.understand(*label.span())
            read_book_tail(reading, label.end(), end)
            return
    if label and _read_named_book(reading, start, label, end):
        return
    book = re.compile(
        rf"(?:,\s*(?:edited by|ed\.)\s+(?P<names>.+?))?(?:,\s*(?:pp?\.\s*)?(?P<page>{PAGE_LIST}))?\.\s+(?=\S)"
    )
    for found in book.finditer(text, start, end):
        if not (found["names"] or found["page"]):
            continue
        take_title(reading, start, found.start(), "container_title")
        reading.understand(*found.span())
        if found["names"] and (listed := read_natural(text, *found.span("names"))):
            reading.put("editor", *found.span("names"), listed.values)
        if found["page"]:
            reading.put("page", *found.span("page"))
        read_imprint(reading, found.end(), end)
        return
    read_book_tail(reading, start, end)


def _read_named_book(reading: Reading, start: int, label: re.Match[str], end: int) -> bool:
    """``Book, A. B. Editor and C. Editor, Eds. Place: Publisher, 2003, pp. 3–20`` (IEEE)."""
    text = reading.text
    names = re.compile(
        r"(?:,\s+(?P<edition>\d+)(?:st|nd|rd|th)"
        r" ed\.)?(?:,\s+vol\.\s(?P<volume>\d+))?,\s+(?=(?:[^\W\d_]{1,2}\.[\s-]?)+[^\W\d_])"
    ).search(text, start, label.start())
    if not names or not take_editors(reading, names.end(), label.start()):
        return False
    take_title(reading, start, names.start(), "container_title")
    reading.understand(*names.span())
    for group in ("volume", "edition"):
        if names[group]:
            reading.put(group, *names.span(group))
    reading.understand(*label.span())
    tail = re.compile(
        rf"(?P<imprint>.+?),\s*(?P<date>(?:1[5-9]|20)\d\d)(?:,\s*pp?\.\s*(?P<page>{PAGE_LIST}))?\s*\.?\s*$"
    )
    if found := tail.match(text, label.end(), end):
        reading.understand(*found.span())
        read_imprint(reading, *found.span("imprint"))
        if "issued" not in reading.values and (date := read_date(found["date"])):
            reading.put("issued", *found.span("date"), date.issued)
        if found["page"]:
            reading.put("page", *found.span("page"))
    return True


def take_editors(reading: Reading, start: int, end: int) -> bool:
    """Editors in either order of family and given names."""
    text = reading.text
    listed = None if re.match(r"\s*(?:[^\W\d_]{1,2}\.[\s-]?)+", text[start:end]) else read_inverted(text, start, end)
    if not listed or not listed.persons or not re.search(r",\s*[^\W\d_]\.", text[start:end]):
        natural = read_natural(text, start, end)
        if natural and natural.persons and not (listed and listed.persons == len(listed.names)):
            listed = natural
    if not listed or not listed.persons:
        return False
    reading.put("editor", start, end, listed.values)
    reading.doubt(listed.certainty * 0.97)
    return True


def read_book_tail(reading: Reading, start: int, end: int) -> None:
    """``Book. 2nd edn. Place: Publisher, pp. 3–20``."""
    text = reading.text
    while start < end and text[start] in " .,:":
        start += 1
    if pages := re.search(rf"[,.]\s*(?:pp?\.?\s*)(?P<page>{PAGE_LIST})\s*\.?\s*$", text[start:end]):
        reading.understand(start + pages.start(), end)
        reading.put("page", start + pages.start("page"), start + pages.end("page"))
        end = start + pages.start()
    if edition := re.search(r"[.,]\s*" + _EDITION.pattern + r"[.,]?\s*", text[start:end]):
        reading.understand(start + edition.start(), start + edition.end())
        reading.put(
            "edition", start + edition.start("edition"), start + edition.end("edition"), edition["number"] or ""
        )
        take_title(reading, start, start + edition.start(), "container_title")
        read_imprint(reading, start + edition.end(), end)
        return
    read_whole(reading, start, end, "container_title")


def read_elements(reading: Reading, start: int, end: int, *, container: bool = True) -> None:
    """``Container, edited by A. B., vol. 3, no. 2, Publisher, May 2018, pp. 1–20``; no container for a whole book."""
    text = reading.text
    pieces = _pieces(text, start, end)
    at, name_end = 0, None
    while at < len(pieces) and not _known(text, *pieces[at]):
        name_end = pieces[at][1]
        at += 1
    if name_end is not None and not container:
        read_imprint(reading, pieces[0][0], name_end)
    elif name_end is not None:
        left, right = trimmed(text, pieces[0][0], name_end)
        stopped = text[right - 1] == "." and text[left:right].count(".") == 1
        reading.put("container_title", left, right - stopped)
    for left, right in pieces[at:]:
        _take_element(reading, left, right)
    if at < len(pieces) and _EDITED.match(text, *pieces[at]):
        reading.type = reading.type or "chapter"


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The elements between commas; a list of editors stays one element."""
    found: list[tuple[int, int]] = []
    at = start
    for comma in re.finditer(r",\s+", text[start:end]):
        found.append((at, start + comma.start()))
        at = start + comma.end()
    stop = end
    while stop > at and text[stop - 1] in " .,;":
        stop -= 1
    found.append((at, stop))
    merged: list[tuple[int, int]] = []
    for left, right in found:
        names = merged and (_EDITED.match(text, *merged[-1]) or _TRANSLATED.match(text, *merged[-1]))
        if names and text[left:right].startswith(("and ", "& ")):
            merged[-1] = (merged[-1][0], right)
        elif left < right:
            merged.append((left, right))
    return merged


def _known(text: str, left: int, right: int) -> bool:
    words = text[left:right].strip()
    return bool(
        _VOLUME.fullmatch(words) or _ISSUE.fullmatch(words) or _PAGE.fullmatch(words) or _EDITION.fullmatch(words)
        or _ARTICLE.fullmatch(words) or _EDITED.match(words) or _TRANSLATED.match(words) or read_date(words)
        or re.fullmatch(r"\d{1,4}\s*\(\d[\w–-]*\)", words)
    )  # fmt: skip


def _take_element(reading: Reading, left: int, right: int) -> None:
    text = reading.text
    left, right = trimmed(text, left, right)
    words = text[left:right]
    for pattern in (_VOLUME, _ISSUE, _PAGE, _ARTICLE):
        if found := pattern.fullmatch(text, left, right):
            variable = next(iter(found.groupdict()))
            reading.understand(left, right)
            reading.put(variable, *found.span(variable))
            return
    if found := _EDITION.fullmatch(text, left, right):
        reading.put("edition", left, right, found["number"] or words)
    elif (found := _EDITED.match(text, left, right)) or (found := _TRANSLATED.match(text, left, right)):
        variable = "translator" if _TRANSLATED.match(words) else "editor"
        reading.understand(*found.span())
        if listed := read_natural(text, found.end(), right):
            reading.put(variable, found.end(), right, listed.values)
    elif date := read_date(words):
        if "issued" not in reading.values:
            reading.put("issued", left, right, date.issued)
    elif found := re.fullmatch(r"(\d{1,4})\s*\((\d[\w–-]*)\)", words):
        reading.put("volume", left + found.start(1), left + found.end(1))
        reading.put("issue", left + found.start(2), left + found.end(2))
    elif "publisher" not in reading.values and not is_initials(words):
        read_imprint(reading, left, right)
