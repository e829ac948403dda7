"""One citation as the text writes it, put together from the stretch of its names and that of its years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgevidence.manuscript import name_words as words

_LEAD_WORD = re.compile(r"(?![^\W\d_]\. )([^\W\d_]+(?:\.[^\W\d_]\.)?)[.,]?[ \n]+")
_LETTERS = re.compile(r"^(?P<base>.*?)-?(?P<letter>[a-z])$")
_SPLIT_YEARS = re.compile(r"\s*(?:,|&|\band\b)\s*")
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


def lead_length(names: str) -> int:
    """How many characters at the beginning of `names` are no name: "In ", "However, ", "See "."""
    at = 0
    while (word := _LEAD_WORD.match(names, at)) and word.group(1).casefold() in words.LEADS:
        at = word.end()
    return at


def make_mention(names: str, years: str, start: int, end: int, *, narrative: bool) -> Mention | None:
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
    initials = _initials(parts) if not organisation else ""
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
        read_years(years),
        et_al=et_al is not None,
        joiner="&" if "&" in joiner else "and" if "and" in joiner else "",
        initials=initials,
        organisation=organisation,
        written=bare,
        doubtful=first_word in words.NO_NAMES or (cleaned[-1].split()[-1].casefold() in words.NO_NAMES and not persons),
    )


def _initials(parts: list[str]) -> str:
    """Those of "B. Smith" and, as some write it, "Smith, B."."""
    if before := words.LEADING_INITIALS.match(parts[0]):
        return before.group().strip()
    return parts[1].strip() if len(parts) == 2 and words.NO_SURNAME.fullmatch(parts[1]) else ""


def read_years(text: str) -> tuple[Year, ...]:
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
