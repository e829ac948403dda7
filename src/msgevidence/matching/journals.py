"""Journal and book names as they are compared: full names against their abbreviations and acronyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from msgevidence.matching.titles import fold, plain

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "a an and the of for in on to de des du la le les el los der die das und fur et di dei delle e y do da dos en i"
    " van het voor og om d l".split()
)
_PLACE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")

_CITATION_TAIL = re.compile(
    r"(?<=\w\w)\s*[.,;]\s*(\d{1,4})\b[^()]{0,30}\(.*$"
    r"|(?<=\w\w)\s*\.\s*\(?(?:var|pp|conference|date of publication)\b.*$",
    re.DOTALL,
)
_OCCASION = re.compile(
    r"proceedings?|annual|\d+(?:st|nd|rd|th)?|(?:thirt|twent|fort|fift)\w+|first|second|third|f\w+th"
)


@dataclass(frozen=True, slots=True)
class Journal:
    """`words` without the small ones, `compact` the same without blanks."""

    words: tuple[str, ...] = ()
    compact: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


@lru_cache(maxsize=8192)
def journal(text: str) -> Journal:
    """The name as it is compared; a place in brackets at the end ("Cancer (Philadelphia)") is left out."""
    folded = fold(plain(text)).replace("&", " ")
    folded = _CITATION_TAIL.sub("", folded) or folded
    folded = _PLACE.sub("", folded) or folded
    every = _WORD.findall(folded)
    words = tuple(word for word in every if word not in _SMALL and not _OCCASION.fullmatch(word))
    words = words or tuple(every)
    return Journal(words, "".join(words))


def volume_in(text: str) -> str:
    """The volume of a name that goes on as a citation: ``Eur J Pharmacol.608 (1-3) (pp 32-41) 2009`` → ``608``."""
    found = _CITATION_TAIL.search(text.casefold()) if "(" in text else None
    return found.group(1) or "" if found else ""


@lru_cache(maxsize=65536)
def likeness(a: Journal, b: Journal) -> float:
    """0 … 1; 1 for the same name, .97 for a name and its abbreviation, 0 where one has no words."""
    if not a or not b:
        return 0.0
    if a.compact == b.compact:
        return 1.0
    short, long = (a, b) if len(a.compact) <= len(b.compact) else (b, a)
    few, many = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if len(a.words) == len(b.words):
        if _abbreviates(short.words, long.words):
            return 0.97
    elif len(few.words) >= 2 and _abbreviates(few.words, many.words):
        return 0.92  # the longer one goes on with a series, a section or a place
    if any(_acronym(word, b.words) for word in a.words[:1]) or any(_acronym(word, a.words) for word in b.words[:1]):
        return 0.95
    grade = fuzz.ratio(a.compact, b.compact) / 100
    shared = len(set(few.words) & set(many.words)) / len(few.words)
    return max(grade, 0.8 * shared if len(few.words) > 1 else 0.0)


def _abbreviates(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether each word stands for its fellow in the other name: "j clin oncol" for "journal clinical oncology".
    No word may be left out between: the Journal of Immunology is not the Journal of Clinical Immunology."""
    return all(_stands_for(word, full) or _stands_for(full, word) for word, full in zip(few, many, strict=False))


def _stands_for(word: str, full: str) -> bool:
    if word[0] != full[0]:
        return False
    if full.startswith(word):
        return True
    rest = iter(full)
    return 2 <= len(word) <= 5 and all(letter in rest for letter in word)  # "natl" of "national"


def _acronym(word: str, names: tuple[str, ...]) -> bool:
    """Whether "jama" or "amcis" is made of the beginnings of all these words, in order."""
    if not 3 <= len(word) <= 8 or len(names) < 2 or word[0] != names[0][0]:
        return False
    left = {word}  # what may still be unexplained after each name
    for name in names:
        left = {rest[size:] for rest in left for size in (1, 2, 3) if rest[:size] and name.startswith(rest[:size])}
    return "" in left
