"""Finds author–year citations in running text, by shape alone; `pairing` says what they point at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgevidence.manuscript import name_words as words
from msgevidence.manuscript.reading import Manuscript, Span

_LONGEST_GROUP = 2_000
_WINDOW = 240
_AS_TYPED = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-"}
)
_PAIRS = {")": "(", "]": "["}
_SHORT = re.compile(r"\s*(?:the )?([A-Z][A-Za-z]?[A-Z&]{1,8}s?)\s*(?:[,;].*)?$", re.DOTALL)
_LETTERS = re.compile(r"^(?P<base>.*?)-?(?P<letter>[a-z])$")
_SPLIT_YEARS = re.compile(r"\s*(?:,|&|\band\b)\s*")
_LEAD_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]\.)?)[.,]?[ \n]+")
_ASIDE = re.compile(r"\b(?:see also|but see|cf\.|e\.g\.|for (?:a )?reviews?)", re.IGNORECASE)
_PERSONAL_NAME = re.compile(rf"(?P<names>{words.FAMILY})\s*,\s*$")
_DASH_IN_NAME = re.compile(r"(?<=[^\W\d_])–(?=[^\W\d_])")
_BAR = str.maketrans({"\n": " "})


@dataclass(frozen=True, slots=True)
class Year:
    """One year as cited: ``base`` is "2003", "n.d.", "in press" or "1900/1953"; `letter` that of "2003a"."""

    base: str
    letter: str = ""

    def __str__(self) -> str:
        return self.base + (("-" if not self.base[-1].isdigit() else "") + self.letter if self.letter else "")


@dataclass(frozen=True, slots=True)
class Mention:
    """One work (or several years of the same authors) cited in one place: ``text[start:end]``.

    `names` are the surnames, or the organisation, as written. A `doubtful` one is a citation only where the list has
    such a work, a `loose` one has no comma before its year (which some styles want), a `passing` one ("as cited in", a
    personal communication) needs no entry. `group` numbers the bracket it stands in; `joiner` is what stands before
    the last name; `aside` says that "see also" stands before it.
    """

    start: int
    end: int
    text: str
    narrative: bool
    names: tuple[str, ...]
    years: tuple[Year, ...]
    et_al: bool = False
    joiner: str = ""
    initials: str = ""
    organisation: bool = False
    written: str = ""  # the names as they stand, without "et al."
    doubtful: bool = False
    loose: bool = False
    passing: str = ""
    group: int = -1
    aside: bool = False


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
    for number, group in enumerate(_groups(text, skip)):
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


@dataclass(frozen=True, slots=True)
class _Group:
    """A bracket: ``(`` at `start`, its partner at `end` − 1; `content` is between, inner brackets blanked."""

    start: int
    end: int
    content: str


class _Tables:
    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def hold(self, at: int) -> bool:
        position = bisect_right(self._starts, at) - 1
        return position >= 0 and at < self._ends[position]


_SIGNS = re.compile(r"[()\[\]]|\n[ ]*\n")


def _groups(text: str, skip: Span) -> Iterator[_Group]:
    """Brackets that close within their paragraph, inner ones before those around them."""
    open_: list[tuple[str, int, list[Span]]] = []
    for sign in _SIGNS.finditer(text):
        at, what = sign.start(), sign.group()
        if skip[0] <= at < skip[1]:
            open_.clear()
        elif what in "([":
            open_.append((what, at, []))
        elif what not in _PAIRS:
            open_.clear()
        elif open_ and open_[-1][0] == _PAIRS[what]:
            _, start, inner = open_.pop()
            if open_:
                open_[-1][2].append((start, at + 1))
            if at - start <= _LONGEST_GROUP:
                yield _Group(start, at + 1, _blanked(text, start + 1, at, inner))
        elif len(open_) > 1 and open_[-2][0] == _PAIRS[what]:
            open_.pop()


def _blanked(text: str, start: int, end: int, inner: list[Span]) -> str:
    content = text[start:end]
    for left, right in inner:
        content = content[: left - start] + " " * (right - left) + content[right - start :]
    return content


def _note_abbreviation(short: str, before: str, abbreviations: dict[str, str]) -> None:
    """ "World Health Organization (WHO" and "World Health Organization [WHO]": the capitals must begin its words."""
    letters = [letter for letter in short.rstrip("s") if letter.isupper()]
    parts = before.rstrip(" ,").rsplit("\n\n", 1)[-1].split()
    for size in range(len(letters), min(len(parts), len(letters) + 5) + 1):
        name = parts[-size:]
        heads = [word.strip("([\"'")[:1] for word in name]
        if heads[0].isupper() and [head for head in heads if head.isupper()] == letters:
            abbreviations.setdefault(short, " ".join(name).strip("([\"'"))
            return


def _in_group(text: str, group: _Group) -> Iterator[Mention]:
    content, base = group.content, group.start + 1
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
            yield replace(last, start=left, end=base + again.end(), years=_years(again["years"]))
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
        lead = _lead_length(found.group("names"))
        names = found.group("names")[lead:]
        if not names:
            continue
        left, right = base + start + found.start() + lead, base + start + found.end()
        mention = _mention(names, found.group("years"), left, right, narrative=False)
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


def _narrative(text: str, group: _Group, years: re.Match[str]) -> Mention | None:
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
        mention = _mention(owner["names"], years["years"], floor + owner.start("names"), group.end, narrative=True)
        return replace(mention, doubtful=True) if mention else None
    lead = _lead_length(found.group("names"))
    names = found.group("names")[lead:]
    if not names.strip():
        return None
    left = floor + found.start("names") + lead
    return _mention(names, years.group("years"), left, group.start + 1 + years.end(), narrative=True)


def _lead_length(names: str) -> int:
    """How many characters at the beginning of `names` are no name: "In ", "However, ", "See "."""
    at = 0
    while (word := _LEAD_WORD.match(names, at)) and word.group(1).casefold() in words.LEADS:
        at = word.end()
    return at


def _mention(names: str, years: str, start: int, end: int, *, narrative: bool) -> Mention | None:
    given = names.rstrip()
    bare = re.sub(r"'s?$", "", given)
    et_al = words.ET_AL_AT_END.search(bare)
    if et_al:
        bare = bare[: et_al.start()]
    bare = re.sub(r"'s?$", "", bare).strip().translate(_BAR)
    title = bare[:1] in '"“'
    if title:
        bare = bare.strip('"“”,. ')
    joined = [] if title else list(words.JOINERS.finditer(bare))
    persons = bool(joined) or et_al is not None
    has_small = re.search(r" (?:of|for|on|the|in|to|at) ", bare)
    organisation = title or bool(has_small and not et_al)
    parts = [bare] if organisation else [part for part in words.JOINERS.split(bare) if part]
    initials = words.LEADING_INITIALS.match(parts[0]) if not organisation else None
    cleaned = tuple(words.LEADING_INITIALS.sub("", part).strip(" ,") for part in parts) if not organisation else (bare,)
    cleaned = tuple(part for part in cleaned if part and not words.NO_SURNAME.fullmatch(part))
    if not cleaned:
        return None
    first_word = cleaned[0].split()[0].casefold().rstrip(".,")
    joiner = joined[-1].group() if joined and not organisation else ""
    return Mention(
        start,
        end,
        "",
        narrative,
        cleaned,
        _years(years),
        et_al=et_al is not None,
        joiner="&" if "&" in joiner else "and" if "and" in joiner else "",
        initials=initials.group().strip() if initials else "",
        organisation=organisation,
        written=bare,
        doubtful=first_word in words.NO_NAMES or (cleaned[-1].split()[-1].casefold() in words.NO_NAMES and not persons),
    )


def _years(text: str) -> tuple[Year, ...]:
    """ "2001, 2003a, b" → 2001, 2003a, 2003b."""
    found: list[Year] = []
    for part in _SPLIT_YEARS.split(text.replace("\n", " ")):
        one = re.sub(r"^ca?\. ?", "", part.strip()).replace("n. d.", "n.d.")
        if not one:
            continue
        if len(one) == 1 and found:
            found.append(Year(found[-1].base, one))
        elif (lettered := _LETTERS.match(one)) and (lettered["base"][-1:].isdigit() or lettered["base"] == "n.d."):
            found.append(Year(lettered["base"], lettered["letter"]))
        elif one.startswith("in press-") or one.startswith("n.d.-"):
            found.append(Year(one.rpartition("-")[0], one[-1]))
        else:
            found.append(Year(" ".join(one.split())))
    return tuple(found)
