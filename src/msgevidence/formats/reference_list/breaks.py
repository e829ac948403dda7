"""Where one element of a reference ends and the next begins, when only a full stop says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[()\[\]“”]|[.?!…]+[\"”’'»)\]]*\s+")
_LAST_WORD = re.compile(r"[^\s()\[\]“”\"]+$")
_ABBREVIATIONS = frozenset(
    "vs v st dr mr mrs ms prof no nos vol vols pp p ed eds e.g i.e cf etc al inc jr sr mt ft fig ch pt ser suppl dept"
    " univ rev trans approx ca sgt gen gov hon rep bros co ltd corp d.c u.s u.k u.n e.u ph.d m.d art sec".split()
)
CAMEL = re.compile(r"[a-z]{1,4}[A-Z]|(?:npj|medRxiv|bioRxiv|arXiv)\b")  # eLife, mBio, npj …
_JOURNAL_HEAD = re.compile(
    r"(?:^|\b)(?:The )?(?:Journals? of|Lancet|Annals|Archives|Acta|Transactions|Proceedings|Bulletin of|BMC|JMIR|JAMA"
    r"|PLoS"
    r"|PLOS|Philosophical|Psychology of|Current Opinion|American Journal|British Journal|European Journal"
    r"|International Journal|IEEE|ACM|Nature Reviews|Frontiers|Series [A-Z]|Part [A-Z]|Section [A-Z])\b"
)
_SMALL_WORDS = frozenset(
    "a an and as at but by de del der des di du e el en et for from für für im in into la las le les los nor of off"
    " on onto"
    " or per the to und up van via von with y zur & vs vs. è é à".split()
)


@dataclass(frozen=True, slots=True)
class Break:
    """`end` is after the stop, `start` where the next element begins; `weight` how likely it is a real end."""

    end: int
    start: int
    weight: float


def breaks(text: str, start: int, end: int) -> list[Break]:
    """Every full stop, question or exclamation mark outside brackets that may end an element."""
    found: list[Break] = []
    depth, segment = 0, start
    for token in _TOKEN.finditer(text, start, end):
        mark = token.group()
        if mark in "([“":
            depth += 1
        elif mark in ")]”":
            depth = max(0, depth - 1)
        elif token.end() < end:
            closes = sum(1 for character in mark if character in ")]”")
            depth = max(0, depth - closes)
            following = text[token.end()]
            camel = following.islower() and CAMEL.match(text, token.end())
            if depth or (following.islower() and mark[0] == "." and not camel):
                continue
            stop = token.start() + len(mark.rstrip())
            weight = _weight(text, segment, token.start(), mark, "E" if camel else following)
            found.append(Break(stop, token.end(), weight))
            if weight > 0.5:
                segment = token.end()
    if depth and not found:  # an unclosed bracket must not hide every break
        plain = ((start + stop.start(), start + stop.end()) for stop in re.finditer(r"[.?!]\s+", text[start:end]))
        return [Break(left + 1, right, 0.7) for left, right in plain if right < end]
    return found


def _weight(text: str, segment: int, stop: int, mark: str, following: str) -> float:
    if mark[0] in "?!":
        return 0.95 if not following.islower() else 0.3
    word_found = _LAST_WORD.search(text, max(segment, stop - 40), stop)
    word = word_found.group() if word_found else ""
    weight = 1.0
    if following.islower():
        weight = 0.2
    if word.lower() in _ABBREVIATIONS:
        weight = min(weight, 0.2)
    elif len(word) == 1 and word.isupper():
        before = text[max(segment, stop - 40) : stop - 1].split()
        weight = 0.55 if before and before[-1][0].islower() else 0.2
    elif re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word):
        weight = 0.4
    else:
        words = text[segment:stop].split()
        if len(words) <= 5 and all(part[0].isupper() for part in words):
            unstopped = sum(1 for part in words if not part.endswith("."))  # "J. Am. Acad"
            weight = 0.35 if unstopped <= 1 else 0.6 if unstopped == 2 else weight
        if len(words) <= 8 and _JOURNAL_HEAD.search(text, segment, stop) and headline(text[segment:stop]) > 0.9:
            weight = min(weight, 0.35)
    return weight


@lru_cache(maxsize=4096)
def headline(words: str) -> float:
    """The share of capitalised words among those a title in headline case capitalises; 1.0 for no such words."""
    counted = capital = 0
    for word in re.split(r"[\s/–—-]+", words):
        bare = word.strip("“”\"'‘’().,;:[]!?*")
        if not bare or not bare[0].isalpha() or bare.lower() in _SMALL_WORDS:
            continue
        counted += 1
        capital += not bare[0].islower()
    return capital / counted if counted else 1.0
