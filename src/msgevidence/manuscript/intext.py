"""Finds author–year citations in running text, by shape alone; `pairing` says what they point at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgevidence.manuscript import name_words as words
from msgevidence.manuscript.brackets import Group, groups
from msgevidence.manuscript.mention import Mention, lead_length, make_mention, read_years
from msgevidence.manuscript.reading import Manuscript, Span

_WINDOW = 240
_AS_TYPED = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-"}
)
_SHORT = re.compile(r"\s*(?:the )?([A-Z][A-Za-z]?[A-Z&]{1,8}s?)\s*(?:[,;].*)?$", re.DOTALL)
_ASIDE = re.compile(r"\b(?:see also|but see|cf\.|e\.g\.|for (?:a )?reviews?)", re.IGNORECASE)
_SHORT_AND_YEAR = re.compile(r"^(\s*[A-Z][A-Za-z&]{1,9});(\s*\d{4}[a-z]?\s*)$")  # "(NICE; 2014)"
_PERSONAL_NAME = re.compile(rf"(?P<names>{words.FAMILY})\s*,\s*$")
_DASH_IN_NAME = re.compile(r"(?<=[^\W\d_])–(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Found:
    """The mentions in the order of the text, and the abbreviations it introduces (short → full)."""

    mentions: tuple[Mention, ...]
    abbreviations: dict[str, str]


def find(manuscript: Manuscript, skip: Span) -> Found:
    """Every author–year citation outside `skip`, the stretch of the reference list."""
    text = _DASH_IN_NAME.sub("-", manuscript.text.translate(_AS_TYPED))
    tables = _Tables(manuscript.tables)
    mentions: list[Mention] = []
    abbreviations: dict[str, str] = {}
    for number, group in enumerate(groups(text, skip)):
        content = group.content
        if short := _SHORT.match(content):
            _note_abbreviation(short.group(1), text[max(0, group.start - _WINDOW) : group.start], abbreviations)
        if not words.ANY_YEAR.search(content) and not words.PERSONAL.search(content):
            continue
        in_table = tables.hold(group.start)
        for mention in _in_group(text, group):
            found = replace(mention, group=number, text=manuscript.text[mention.start : mention.end])
            mentions.append(replace(found, doubtful=True) if in_table else found)
    return Found(tuple(sorted(mentions, key=lambda one: (one.start, one.end))), abbreviations)


class _Tables:
    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def hold(self, at: int) -> bool:
        position = bisect_right(self._starts, at) - 1
        return position >= 0 and at < self._ends[position]


def _note_abbreviation(short: str, before: str, abbreviations: dict[str, str]) -> None:
    """ "World Health Organization (WHO" and "World Health Organization [WHO]": the capitals must begin its words."""
    letters = [letter for letter in short.rstrip("s") if letter.isupper()]
    parts = before.rstrip(" ,").rsplit("\n\n", 1)[-1].split()
    for size in range(len(letters), min(len(parts), len(letters) + 6) + 1):
        name = parts[-size:]
        heads = [word.strip("([\"'")[:1] for word in name]
        if heads[0].isupper() and _abbreviates(letters, [head for head in heads if head.isupper()]):
            abbreviations.setdefault(short, " ".join(name).strip("([\"'"))
            return


def _abbreviates(letters: list[str], capitals: list[str]) -> bool:
    """NICE leaves out a word of its National Institute for Health and Care Excellence: one capital of four or more."""
    if letters == capitals:
        return True
    without = [capitals[:at] + capitals[at + 1 :] for at in range(1, len(capitals))]
    return len(letters) >= 4 and letters in without


def _in_group(text: str, group: Group) -> Iterator[Mention]:
    content, base = _SHORT_AND_YEAR.sub(r"\1,\2", group.content), group.start + 1
    first = words.YEARS_FIRST.match(content)
    position = 0
    last: Mention | None = None
    if first and _may_follow(content, first.end()):
        through = words.BY_THE_WAY.search(content, first.end())
        mention = _narrative(text, group, first)
        if mention:
            alone = not words.PARENTHETICAL.search(content, first.end())
            passing = "cited through another work" if through else ""
            last = replace(mention, end=group.end if alone else mention.end, passing=passing)
            yield last
        position = first.end()
    elif quoted := words.BY_THE_WAY.match(content.lstrip()):
        position = quoted.end()
    for start, end in _segments(content, position):
        again = words.YEARS_FIRST.match(content, start, end)
        if again and last and start > position:  # "(Smith, 2001; 2003)"
            left = base + again.start("years")
            yield replace(last, start=left, end=base + again.end(), years=read_years(again["years"]))
            continue
        for mention in _in_segment(content, start, end, base):
            last = mention
            yield mention


def _may_follow(content: str, at: int) -> bool:
    """Whether what stands behind the years of "(2018, p. 4)" can follow them: "(2019 sample)" is no citation."""
    return at == len(content.rstrip()) or content[at:].lstrip()[:1] in ",;:–/"


def _segments(content: str, position: int) -> Iterator[Span]:
    start = position
    for found in re.finditer(";", content[position:]):
        yield start, position + found.start()
        start = position + found.end()
    yield start, len(content)


def _in_segment(content: str, start: int, end: int, base: int) -> Iterator[Mention]:
    segment = content[start:end]
    if personal := words.PERSONAL.search(segment):
        name = _PERSONAL_NAME.search(segment, 0, personal.start())
        if name:
            left, right = base + start + name.start(), base + start + personal.end()
            yield Mention(left, right, "", False, (name.group("names"),), (), passing="a personal communication")
        return
    through = words.BY_THE_WAY.search(segment)
    at = 0
    while found := words.PARENTHETICAL.search(segment, at):
        at = found.end()
        lead = lead_length(found.group("names"))
        names = found.group("names")[lead:]
        if not names:
            continue
        left, right = base + start + found.start() + lead, base + start + found.end()
        mention = make_mention(names, found.group("years"), left, right, narrative=False)
        if mention is None:
            continue
        comma = "," in found.group("gap") or names.rstrip('"”').endswith(",")
        loose = not comma and not mention.et_al and len(mention.names) == 1
        yield replace(
            mention,
            loose=loose,
            passing="cited through another work" if through and found.end() <= through.start() else "",
            aside=bool(_ASIDE.search(segment, 0, found.start() + lead)),
        )


def _narrative(text: str, group: Group, years: re.Match[str]) -> Mention | None:
    """The names before "(2018": as many capitalised words as may be names, led by nothing that begins a sentence."""
    floor = max(0, group.start - _WINDOW)
    window = text[floor : group.start]
    paragraph = window.rfind("\n\n")
    if paragraph >= 0:
        floor, window = floor + paragraph + 2, window[paragraph + 2 :]
    inner = re.search(r"\s*\([^()]{1,40}\)\s*$|\s*\[[^\[\]]{1,40}\]\s*$", window)
    ends = inner.start() if inner and not words.ANY_YEAR.search(inner.group()) else len(window)
    window = window[:ends]
    persons = words.PERSONS_AT_END.search(window)
    organisation = words.ORGANISATION_AT_END.search(window)
    found = persons
    if organisation and (persons is None or organisation.start() < persons.start()):
        small = re.search(r"\b(?:of|for|on|the|in|to|at)\b", organisation.group("names"))
        found = (
            organisation if persons is None or (small and not words.ET_AL_AT_END.search(persons["names"])) else persons
        )
    if found is None:
        owner = words.POSSESSOR_AT_END.search(
            window
        )  # "Kessler's early study (2000)", or "Britain's population (2000)"
        if owner is None:
            return None
        mention = make_mention(owner["names"], years["years"], floor + owner.start("names"), group.end, narrative=True)
        return replace(mention, doubtful=True) if mention else None
    lead = lead_length(found.group("names"))
    names = found.group("names")[lead:]
    if not names.strip():
        return None
    left = floor + found.start("names") + lead
    return make_mention(names, years.group("years"), left, group.start + 1 + years.end(), narrative=True)
