"""A block of lines → the entries in it: wrapped lines, hanging indents, numbers, blank lines or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_LOOK_AHEAD = 400
_NUMBERED = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)])(?:\s|$)")
_BULLET = re.compile(r"\s*[•▪◦‣·]\s|\s*[-*]\s(?=[A-Z])")
_DASHES = re.compile(r"\s*(?:[—–―‒]{1,6}|_{2,10}|-{2,10})\s*[.,(]?")
_U = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž]|[^\W\d_a-z])"
_PERSON = re.compile(
    rf"\s*[*†‡“\"]?(?:(?:v[ao]n|de[nrls]?|la|le|di|da|du|dos|das|el|al|ter|ten|te|zu|zur|’t|'t|d['’])[\s-]?){{0,3}}"
    rf"{_U}[\w’'‘ʻ.-]{{0,40}}(?:[ -](?:{_U}|d[aeiou]|y|van|von)[\w’'-]{{0,30}}){{0,3}},\s*(?:{_U}\."
    rf"|{_U}[\w’-]{{1,20}}(?:\s{_U}\.?)*[,.(\s]|(?:Jr|Sr))"
)
_RUN_TOGETHER = re.compile(
    rf"\s*[*†]?(?:\S{{1,4}}\s){{0,2}}{_U}[\w’'-]{{1,40}}(?:[ -]{_U}[\w’'-]{{1,30}})?\s{_U}{{1,3}}(?:[,.;:]|\s\()"
)
_DATE = re.compile(
    r"[(\[](?:c\w{0,4}\.?\s?)?(?:\d{4}(?:[-–/]\d{2,4})?[a-z]?(?:,[^()]{1,30})?|n\.\s?d\.(?:-[a-z])?|in"
    r" press(?:-[a-z])?|forthcoming|"
    r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})[)\]]"
)
_ANY_DATE = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bn\.\s?d\.|\bin press\b|\bforthcoming\b", re.IGNORECASE)
_CONTINUES = re.compile(r"\s*[a-z(,;:&\d]")
_ADDRESS = re.compile(r"\s*(?:https?:|www\.|doi|10\.\d{4}|Retrieved|Available|Accessed)")
_LONG_RUN = 250
_RUN_ON = re.compile(
    rf"(?<=[\w./)])\s+(?=(?:{_U}[\w’'-]{{1,30}}(?:[ -]{_U}[\w’'-]{{1,30}})?,\s(?:{_U}\.[\s-]?){{1,4}}[^()]{{0,300}}?"
    rf"|{_U}[\w’'-]{{1,30}}(?:\s(?:{_U}[\w’'-]{{0,30}}|of|and|for|the|on|in|&)){{1,10}}\.\s)"
    r"\((?:\d{4}|n\.\s?d\.|in press)[^()]{0,25}\)[.,])"
)
_URL_AT_END = re.compile(r"(?:https?://|www\.|doi\.org/|10\.\d{4,9}/)\S*$")
_URL_GOES_ON = re.compile(r"[\w%./?=&#~+:;()-]+[.,]?(?:\s|$)")


class Entry(NamedTuple):
    """One entry: ``manuscript[start:end]``, and its text with the wrapped lines joined."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the manuscript that is not blank; `gap` tells that a blank line stands before it."""

    start: int
    end: int
    text: str
    indent: int
    gap: bool


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines with something in them, with their places in `text`."""
    at, gap = start, False
    for raw in text[start:end].splitlines(keepends=True):
        words = raw.strip()
        if words:
            indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
            left = at + raw.index(words[0])
            yield Line(left, left + len(words), words, indent, gap)
            gap = False
        else:
            gap = True
        at += len(raw)


def opens_entry(words: str) -> bool:
    """Whether an entry may begin with these words: names or an organisation, and then a date."""
    head = words[:_LOOK_AHEAD]
    if _DASHES.match(head) and not head.startswith("-- "):
        return True
    if _NUMBERED.match(head) or _BULLET.match(head):
        return bool(_ANY_DATE.search(head))
    if _PERSON.match(head) or _RUN_TOGETHER.match(head):
        return bool(_ANY_DATE.search(head))
    dated = _DATE.search(head)
    if not dated or not (head[0].isupper() or head[0] in "“\"*_<‘'[" or head[0].isdigit() or not head[0].isascii()):
        return False
    lead, follow = head[: dated.start()].rstrip(), head[dated.end() : dated.end() + 1]
    return bool(lead) and (follow in (".", ",", ":") or lead.endswith((".", ","))) and lead.count(" ") < 40


def split_entries(text: str, lines: list[Line]) -> list[Entry]:
    """Every entry of the block, in order; nothing that has letters is left out."""
    if not lines:
        return []
    starts = _numbered(lines) or _hanging(lines) or _by_shape(lines)
    entries: list[Entry] = []
    for first, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        entries += _joined(text, lines[first:stop])
    return entries


def _numbered(lines: list[Line]) -> list[int]:
    """The lines that carry the next number of a running list; empty unless the first line begins one."""
    first = _NUMBERED.match(lines[0].text)
    if not first:
        return []
    expected = int(next(group for group in first.groups() if group))
    starts = []
    for index, line in enumerate(lines):
        found = _NUMBERED.match(line.text)
        if found and int(next(group for group in found.groups() if group)) == expected:
            starts.append(index)
            expected += 1
    return starts if len(starts) > 1 or len(lines) == 1 else []


def _hanging(lines: list[Line]) -> list[int]:
    """The lines at the margin, where the others are indented; empty where the indent says nothing."""
    margin = min(line.indent for line in lines)
    starts = [index for index, line in enumerate(lines) if line.indent == margin]
    if len(starts) == len(lines) or starts[0] != 0:
        return []
    opening = sum(1 for index in starts if opens_entry(_ahead(lines, index)))
    indented = sum(1 for index, line in enumerate(lines) if line.indent > margin and opens_entry(_ahead(lines, index)))
    return starts if opening >= 0.8 * len(starts) and indented <= 0.2 * (len(lines) - len(starts)) else []


def _by_shape(lines: list[Line]) -> list[int]:
    starts: list[int] = []
    for index, line in enumerate(lines):
        if not starts or _begins(lines, starts[-1], index, line):
            starts.append(index)
    return starts


def _begins(lines: list[Line], first: int, index: int, line: Line) -> bool:
    """Whether a new entry begins at `index`, the entry under way having begun at `first`."""
    so_far = " ".join(previous.text for previous in lines[first:index])
    dated = bool(_ANY_DATE.search(so_far))
    if opens_entry(_ahead(lines, index)):
        complete = dated or (line.gap and so_far[-1] != ".")
        return complete and not so_far.endswith((",", "&", " and", ";", "(", "-", "–", ":"))
    if not line.gap:
        return False
    if _ADDRESS.match(line.text):
        return False
    return dated and not (_CONTINUES.match(line.text) and not so_far.endswith((".", "”", "?", "!")))


def _ahead(lines: list[Line], index: int) -> str:
    """The line with those after it up to the next blank line: wrapped author lists have their date later."""
    words = lines[index].text[:_LOOK_AHEAD]
    for line in lines[index + 1 : index + 5]:
        if line.gap or len(words) >= _LOOK_AHEAD or _DATE.search(words):
            break
        if words.endswith(".") and not line.text.startswith(("(", "[")):
            break
        words += " " + line.text[:_LOOK_AHEAD]
    return words


def _joined(text: str, lines: list[Line]) -> list[Entry]:
    """The lines as one entry; several where entries run on within one line."""
    if len(lines) == 1 and len(lines[0].text) > _LONG_RUN:
        return _run_on(text, lines[0])
    words = lines[0].text
    for line in lines[1:]:
        if _URL_AT_END.search(words[-300:]) and words[-1] in "/-_=.?&" and _URL_GOES_ON.match(line.text):
            words += line.text
        elif words.endswith("\u00ad"):
            words = words[:-1] + line.text
        elif words.endswith(("-", "–")) and words[-2:-1].isalnum() and line.text[0].isalnum():
            words += line.text
        else:
            words += " " + line.text
    return [Entry(lines[0].start, lines[-1].end, words)]


def _run_on(text: str, line: Line) -> list[Entry]:
    found: list[Entry] = []
    at = line.start
    for gap in _RUN_ON.finditer(text, line.start, line.end):
        before = text[max(at, gap.start() - 200) : gap.start()].rsplit(None, 1)[-1]
        if before.endswith("..") or before == ".":  # "Morina, N., ... Sijbrandij, M. (2023)": names left out
            continue
        if before[-1] not in "./)" and not before[-1].isdigit() and not re.search(r"://|^10\.", before):
            continue
        found.append(Entry(at, gap.start(), text[at : gap.start()]))
        at = gap.end()
    found.append(Entry(at, line.end, text[at : line.end]))
    return found
