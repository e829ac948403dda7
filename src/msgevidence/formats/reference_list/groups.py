"""What stands in brackets after a title: edition, volume, pages, report number, translator, form of the work."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from msgevidence.formats.reference_list.naming import read_natural
from msgevidence.formats.reference_list.spans import Reading, trimmed

PAGES = (
    r"[A-Za-z]{0,4}\.?\d[\dA-Za-z]*(?:\.[A-Za-z]?\d+)?(?:\s?[-–—−‐‑]+\s?[A-Za-z]{0,4}\d[\dA-Za-z]*(?:\.[A-Za-z]?\d+)?)?"
)
PAGE_LIST = rf"{PAGES}(?:\s*[,;&]\s*{PAGES})*\+?|[ivxlcdm]{{1,8}}\s?[-–—]\s?[ivxlcdm]{{1,8}}"
_GROUP = re.compile(r"\(((?:[^()]|\([^()]*\)){1,300})\)|\[((?:[^\[\]]|\[[^\[\]]*\]){1,300})\]")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
             "eighth": "8", "ninth": "9", "tenth": "10"}  # fmt: skip
_EDITION = re.compile(
    r"(?:(?P<number>\d{1,3})(?:st|nd|rd|th|\.)?|(?P<word>First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth"
    r"|Tenth)"
    r"|(?P<text>[^,;()]{2,50}?))\s+(?:ed(?:ition|n)?\.?|Aufl(?:age)?\.?)(?:,?\s*(?P<rev>rev(?:ised)?\.?))?",
    re.IGNORECASE,
)
_REVISED = re.compile(r"(?:text )?rev(?:ised|ision)?\.?|Revised edition", re.IGNORECASE)
_VOLUME = re.compile(
    r"(?P<label>Vols?\.?|Volumes?|Band|Bd\.)\s*(?P<volume>(?:[A-Z]?\d[\w.]*|[IVXLC]+|[A-Z])(?:\s?[-–—]\s?[\w.]+)?)",
    re.IGNORECASE,
)
_PAGE = re.compile(rf"(?:pp?\.?|pages?|S\.)\s*(?P<page>{PAGE_LIST})", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:chap(?:ter)?s?|ch)\.?\s*(?P<chapter_number>[\w.]+)", re.IGNORECASE)
_VERSION = re.compile(r"(?:Version|Ver\.|v\.?)\s*(?P<version>\d[\w.+-]*)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<genre>[^()]{0,90}?)\s*\b(?:Nos?\.|Number|Nr\.|#)\s*(?P<number>[^()]{1,40})", re.IGNORECASE)
_THESIS_NUMBER = re.compile(r"(?:publication|umi|order|accession|proquest.*)", re.IGNORECASE)
_REPORT = re.compile(
    r"(?P<genre>(?:[A-Z][\w’-]*\s){0,3}(?:Report|Paper|Memorandum|Bulletin|Monograph"
    r"|Document|Guideline|Guidance))\s(?P<number>[A-Z]?[\w-]*\d[\w./–-]*)"
)
_REPORT_CODE = re.compile(
    r"(?P<number>(?=[^()]*\d)[A-Z]{2,12}(?:/[A-Z0-9.-]{1,12}){1,4}|[A-Z]{2,8}[ -]?\d{5,12}"
    r"|(?:Cmn?d?|Cd|CP|HC|HL)\.? \d{1,5})"
)  # "Cm 8378", "HC 9" are papers of the British parliament; not "(SF-36)", "(COVID-19)"
_ROLES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r",?\s*(?:Eds?\.?\s*(?:&|and)\s*Trans\.?|Trans\.?\s*(?:&|and)\s*Eds?\.?)$"), ("editor", "translator")),
    (re.compile(r",?\s*(?:Trans(?:\.|lators?)|transl?\.)$"), ("translator",)),
    (re.compile(r",?\s*(?:Eds?\.?|Editors?)$"), ("editor",)),
    (re.compile(r",?\s*(?:Illus\.|Illustrators?)$"), ("illustrator",)),
    (re.compile(r",?\s*(?:Narr\.|Narrators?)$"), ("narrator",)),
)
_THESIS = re.compile(
    r"(?P<genre>(?:Unpublished\s+)?(?:[\w’'.]+\s+){0,3}?(?:dissertation|thesis|Dissertation|Thesis))"
    r"(?:,\s*(?P<publisher>[^()\[\]]{3,150}))?"
)
_FORMS: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (re.compile(rf"(?:{words})\b.*", re.IGNORECASE), kind, keeps)
    for words, kind, keeps in (
        (r"data ?sets?", "dataset", False),
        (r"unpublished raw data|data file|database record|raw data", "dataset", True),
        (r"computer software|software|computer program|mobile app(?:lication)?|r package|source code"
         r"|app", "software", True),
        (r"paper presentation|poster presentation|conference (?:presentation|session)|poster session|keynote|symposium"
         r"|oral presentation|lecture|presentation|speech|webinar|powerpoint|lecture notes", "speech", True),
        (r"conference paper|paper presented|proceedings paper", "paper-conference", True),
        (r"video|film|motion picture|documentary|dvd", "motion_picture", True),
        (r"tv (?:series|episode|show|mini)|television|audio podcast|video podcast|podcast|radio"
         r"|broadcast", "broadcast", True),
        (r"song|album|audio|cd|recorded by", "song", True),
        (r"tweet|facebook|instagram|status update|online forum|reddit|linkedin|post|thread|comment on", "post", True),
        (r"blog post|web ?log|blog", "post-weblog", True),
        (r"review of\b", "review", True),
        (r"letter to|editorial|comment|commentary|special (?:issue|section)|abstract|erratum|correction|peer commentary"
         r"|meeting abstract|retracted|expression of concern|review|letter", "", True),
        (r"manuscript (?:submitted|in prep)|unpublished manuscript|unpublished|working paper", "manuscript", True),
        (r"press release|fact ?sheet|brochure|policy brief|white ?paper|issue brief|annual report|pamphlet|grant"
         r"|technical report|report|code of ethics|guideline", "report", True),
        (r"map|photograph|infographic|figure|painting|image|clip art|poster", "graphic", True),
        (r"interview", "interview", True),
        (r"measurement instrument|test|scale|questionnaire|toolkit|manual", "", True),
        (r"preprint|e-?print", "article", True),
        (r"internet|online|electronic (?:version|resource)|e-?book|kindle|audiobook|pdf|print", "", True),
    )
)  # fmt: skip
ACCEPTED_ORDER = re.compile(r"\s*[.,;:]?\s*$")


def read_groups(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Find the first bracketed group that says something about the work, and take it and its neighbours.

    Returns (where the first begins, where the last ends), or None where there is no such group.
    """
    text = reading.text
    for found in _GROUP.finditer(text, start, end):
        following = text[found.end() : found.end() + 2].lstrip()[:1]
        if found.end() < end and following and following not in ".,;:([" and not _is_form(found):
            continue
        if not _take(reading, found):
            continue
        first, last = found.start(), found.end()
        while (more := _GROUP.match(text, _skip_blank(text, last), end)) and _take(reading, more):
            last = more.end()
        return first, last
    return None


def _skip_blank(text: str, position: int) -> int:
    while position < len(text) and text[position] == " ":
        position += 1
    return position


def _is_form(found: re.Match[str]) -> bool:
    return found.group(2) is not None and any(form.fullmatch(found.group(2)) for form, _, _ in _FORMS)


def _take(reading: Reading, found: re.Match[str]) -> bool:
    square = found.group(2) is not None
    start, end = trimmed(reading.text, *found.span(2 if square else 1))
    taken = (
        _take_thesis(reading, start, end)
        or (square and _take_form(reading, start, end))
        or _take_both(reading, start, end)
        or _take_role(reading, start, end)
        or _take_items(reading, start, end)
    )
    if taken:
        reading.understand(found.start(), found.start() + 1)
    return taken


def _take_thesis(reading: Reading, start: int, end: int) -> bool:
    found = _THESIS.fullmatch(reading.text, start, end)
    if not found:
        return False
    reading.type = "thesis"
    reading.put("genre", *found.span("genre"))
    if found["publisher"]:
        reading.put("publisher", *found.span("publisher"))
    return True


def _take_form(reading: Reading, start: int, end: int) -> bool:
    for form, kind, keeps in _FORMS:
        if form.fullmatch(reading.text, start, end):
            reading.type = kind or reading.type
            if keeps:
                reading.put("genre" if kind or not _is_medium(reading.text[start:end]) else "medium", start, end)
            else:
                reading.understand(start, end)
            return True
    return False


def _is_medium(words: str) -> bool:
    return bool(re.match(r"(?i)internet|online|electronic|e-?book|kindle|audiobook|pdf|print", words))


def _take_role(reading: Reading, start: int, end: int) -> bool:
    for role, variables in _ROLES:
        label = role.search(reading.text, start, end)
        if label and label.start() > start:
            names = read_natural(reading.text, start, label.start())
            if not names or not names.persons:
                return False
            for variable in variables:
                reading.put(variable, start, label.start(), names.values)
            reading.understand(label.start(), end)
            return True
    return False


def _take_both(reading: Reading, start: int, end: int) -> bool:
    """``G. Weiss, Ed.; Rev. ed.``: who else worked on it, and then what the others say."""
    semicolon = reading.text.find(";", start, end)
    if semicolon < 0 or not _take_role(reading, *trimmed(reading.text, start, semicolon)):
        return False
    rest = trimmed(reading.text, semicolon + 1, end)
    _ = _take_role(reading, *rest) or _take_items(reading, *rest)
    return True


def _take_items(reading: Reading, start: int, end: int) -> bool:
    """``2nd ed., Vol. 3, pp. 1–20``: each item by itself; what is not known among known ones stays unread."""
    known: list[Callable[[], None]] = []
    at, strong = start, False
    text = reading.text
    pieces = []
    for comma in re.finditer(r"[,;]\s*(?!\s*(?:[A-Z]{0,2}\d[\dA-Za-z]*(?:[-–—]|$|[,;)])))", text[start:end]):
        pieces.append((at, start + comma.start()))
        at = start + comma.end()
    pieces.append((at, end))
    for left, right in pieces:
        item = _item(reading, left, right)
        if item:
            known.append(item)
            strong = True
    if not strong:
        return False
    for take in known:
        take()
    return True


def _item(reading: Reading, start: int, end: int) -> Callable[[], None] | None:
    text = reading.text
    start, end = trimmed(text, start, end)
    if found := _PAGE.fullmatch(text, start, end):
        return partial(_label, reading, found, "page")
    if found := _VOLUME.fullmatch(text, start, end):
        return partial(_label, reading, found, "volume")
    if found := _EDITION.fullmatch(text, start, end):
        return partial(take_edition, reading, found)
    if _REVISED.fullmatch(text, start, end):
        return partial(_add_revised, reading, start, end)
    if found := _CHAPTER.fullmatch(text, start, end):
        return partial(_label, reading, found, "chapter_number")
    if found := _VERSION.fullmatch(text, start, end):
        return partial(_label, reading, found, "version")
    if found := _NUMBER.fullmatch(text, start, end):
        return partial(_take_number, reading, found)
    if found := _REPORT.fullmatch(text, start, end):
        return partial(_take_number, reading, found)
    if found := _REPORT_CODE.fullmatch(text, start, end):
        return partial(_take_number, reading, found)
    return None


def _label(reading: Reading, found: re.Match[str], variable: str) -> None:
    reading.understand(*found.span())
    reading.put(variable, *found.span(variable))


def _add_revised(reading: Reading, start: int, end: int) -> None:
    """``2nd ed., rev.`` is more than a number: the words stay together."""
    first = re.compile(r"[^(,]*,\s*$").search(reading.text, max(0, start - 40), start)
    words = reading.text[start:end]
    if "edition" in reading.values and first:
        words = f"{first.group().strip(' ,')}, {words}"
    reading.put("edition", start, end, words)


def take_edition(reading: Reading, found: re.Match[str]) -> None:
    """``2nd ed.`` → "2"; what is not a number ("Rev. ed.") stays in words."""
    number = found["number"] or _ORDINALS.get((found["word"] or "").lower(), "")
    if found["rev"]:
        number = ""
    reading.put("edition", found.start(), found.end(), number or found.group())


def _take_number(reading: Reading, found: re.Match[str]) -> None:
    genre = (found.groupdict().get("genre") or "").strip(" ,")
    reading.understand(*found.span())
    reading.put("number", *found.span("number"))
    if genre and "genre" not in reading.values:
        reading.put("genre", found.start("genre"), found.start("genre") + len(genre))
    if not reading.type and not _THESIS_NUMBER.fullmatch(genre):
        reading.type = "report"
