"""Sentence case for titles, as APA wants them: a proposal with its reasons, for a person to take or refuse.

CSL prints titles as they are stored, so their case decides more of what a reader sees than any style. Nobody can know
from the letters alone that “Trail” is an island and not a path; what is known (acronyms, inner capitals, names of
places, peoples and persons that became words, spans marked ``nocase``, what the abstract writes with a capital in the
middle of a sentence) stays, the rest goes down, and each decision is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgevidence.citation.proper_names import PROPER_NAMES, PROPER_PHRASES

__all__ = ["Proposal", "Reason", "propose"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision: the word as it stood, what was done (kept, lowered, raised), and why."""

    word: str
    done: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A title before and after; `reasons` tell every capital kept against the rule and every letter changed."""

    before: str
    after: str
    reasons: tuple[Reason, ...] = ()

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a context shows: words it writes with a capital inside a sentence, acronyms, words it writes small."""

    names: frozenset[str]
    acronyms: frozenset[str]
    common: frozenset[str]

    @classmethod
    def of(cls, context: str) -> _Seen:
        return cls(
            frozenset(re.findall(r"(?<=[a-z,;] )([A-Z][^\W_]+)", context)),
            frozenset(re.findall(r"\b[A-Z]{2,}\b", context)),
            frozenset(re.findall(r"\b[a-z]{3,}\b", context)),
        )


_LETTER_AFTER = frozenset("vitamin hepatitis type group class grade cluster factor influenza schedule plan".split())
_TOKEN = re.compile(r'<span class="nocase">.*?</span>|<[^<>]*>|[^\W_]+(?:[’\'.&][^\W_]+)*\.?|\s+|.', re.DOTALL)
_BREAKS = frozenset(":?!—.")
_WORD = re.compile(r"[^\W_]")


def propose(title: str, context: str = "") -> Proposal:
    """Sentence case for `title`. `context` (an abstract, running text) tells names from common words.

    A title already in sentence case keeps every capital inside it; only the first letters of title and subtitle can
    change. Text within ``<span class="nocase">`` is never touched.
    """
    tokens = _TOKEN.findall(title)
    shouting = _is_shouting(title)
    lower = shouting or _is_title_case(tokens)
    phrases = _phrase_positions(tokens)
    seen = _Seen.of(context)
    reasons: list[Reason] = []
    out: list[str] = []
    starts = True  # the next word begins the title or a subtitle
    previous = ""
    for position, token in enumerate(tokens):
        if token.startswith("<span"):
            out.append(token)
            starts = False
            continue
        if not _WORD.match(token):
            out.append(token)
            starts = starts or token in _BREAKS
            continue
        word, why = _cased(token, previous, lower=lower, shouting=shouting, in_phrase=position in phrases, seen=seen)
        if starts and word[:1].islower() and not re.match(r"[a-z]+[A-Z0-9]", word):
            word = word[:1].upper() + word[1:]
            why = "begins the title or a subtitle"
        if word != token:
            done = "raised" if word[:1].isupper() and token[:1].islower() else "lowered"
            reasons.append(Reason(token, done, why))
        elif lower and why and not starts:
            reasons.append(Reason(token, "kept", why))
        out.append(word)
        starts, previous = _ends_a_sentence(token), token
    return Proposal(title, "".join(out), tuple(reasons))


def _cased(word: str, previous: str, *, lower: bool, shouting: bool, in_phrase: bool, seen: _Seen) -> tuple[str, str]:
    """The word as it should stand in the middle of a sentence, and why."""
    if not lower or not any(letter.isupper() for letter in word):
        return word, ""
    bare = re.sub(r"[’']s$|\.$", "", word)
    if in_phrase:
        return (_capitalised(word) if shouting and len(word) > 3 else word), "part of a name"
    if shouting:
        proper = _capitalised(word)
        if _capitalised(bare) in PROPER_NAMES:
            return proper, "a name"
        if any(letter.isdigit() for letter in word) or bare in seen.acronyms:
            return word, "an acronym"
        return word.lower(), "the title is set in capitals throughout"
    if len(bare) == 1:
        if bare == "I" or (bare != "A") or previous.casefold() in _LETTER_AFTER:
            return word, "a letter that stands for itself"
        return word.lower(), "an ordinary word in title case"
    if any(letter.isdigit() for letter in word) or any(letter.isupper() for letter in bare[1:]):
        return word, "an acronym, or capitals inside the word"
    if bare in PROPER_NAMES or bare.replace("’", "'") in PROPER_NAMES or bare.removesuffix("s") in PROPER_NAMES:
        return word, "a name"
    if bare in seen.names and bare.casefold() not in seen.common:
        return word, "written with a capital in the abstract"
    return word[:1].lower() + word[1:], "an ordinary word in title case"


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:].lower()


def _ends_a_sentence(word: str) -> bool:
    """A word with its full stop ends a sentence, unless it is an initial or an abbreviation (U.S., vs., Dr.)."""
    return word.endswith(".") and len(word) > 4 and "." not in word[:-1]


def _is_shouting(title: str) -> bool:
    letters = [letter for letter in re.sub(r"<[^<>]*>", "", title) if letter.isalpha()]
    return len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.85 * len(letters) and " " in title


def _is_title_case(tokens: list[str]) -> bool:
    """Do most of the longer words after the first begin with a capital without needing one?"""
    words = [token for token in tokens if _WORD.match(token)][1:]
    telling = [word for word in words if len(word) > 3 and word[1:].islower() and word not in PROPER_NAMES]
    return bool(telling) and sum(word[0].isupper() for word in telling) > len(telling) / 2


def _phrase_positions(tokens: list[str]) -> frozenset[int]:
    """Positions of the words that belong to a known name of several words."""
    words = [(position, token.rstrip(".")) for position, token in enumerate(tokens) if _WORD.match(token)]
    found: set[int] = set()
    for start in range(len(words)):
        for phrase in PROPER_PHRASES:
            span = words[start : start + len(phrase)]
            if len(phrase) > 1 and [word.casefold() for _, word in span] == [part.casefold() for part in phrase]:
                found.update(position for position, _ in span)
    return frozenset(found)
