"""Titles as they are compared: without diacritics, markup, database tails and translation brackets."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from msgevidence.matching import kinds

LONGEST = 800
"""Letters of a title that are looked at; what is longer is an abstract in the wrong place."""

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")  # Latin accents and invisible characters only
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "µ": "μ"}
)
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
    " upsilon phi chi psi omega"
).split()
_GREEK = str.maketrans(
    {letter: f" {name} " for letter, name in zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES, strict=True)}
)
_GREEK_WORD = re.compile("[α-ω]{3}")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_WORD = re.compile(r"[^\W_]+")

_LANGUAGE = (
    "(?:afrikaans|arabic|bulgarian|catalan|chinese|croatian|czech|danish|dutch|english|estonian|finnish|french|german"
    "|greek|hebrew|hungarian|italian|japanese|korean|lithuanian|norwegian|persian|polish|portuguese|romanian|russian"
    "|serbian|serbo-croatian|slovak|slovenian|spanish|swedish|thai|turkish|ukrainian)"
)
_NOTE = re.compile(
    rf"(?:in )?{_LANGUAGE}(?:[,; ]+(?:and )?{_LANGUAGE})*"
    r"|.*\b(?:refs?\.?|references)|.*transl\.?|.*abstracts?|.*cochrane review|.*see comments?.*|.*brief record.*"
    r"|.*erratum (?:appears )?in.*|.*appears in.*|.*\(\d{4}\).*"
    r"|(?:retracted|withdrawn|quiz|discussion|with discussion|vol\b).*"
    r"|review|letters?|multiple letters|comments?|reprint(?:ed)?|clinical conference|conference|proceedings"
    r"|editorial|news|article|corrected|meta-analysis|case reports?"
)
_BRACKETED_TAIL = re.compile(r"\s*(?:\[([^\[\]]*)\]|\(([^()]*)\))[\s.:;,*]*$")
_LANGUAGE_TAIL = re.compile(rf"\.\s*{_LANGUAGE}\W*$")
_ERRATUM_TAIL = re.compile(r"\W*\b(?:published )?erratum (?:appears )?in\b.*$", re.DOTALL)
_STATUS_LEAD = re.compile(r"^\W*(?:retracted(?: article)?|withdrawn|removed|reprint(?:ed)?|proceedings)\s*[:.\-–—]\s*")


def fold(text: str) -> str:
    """Lower case, Latin diacritics off, compatibility forms resolved; letters of every script stay letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    return text.casefold()


def plain(text: str) -> str:
    """Without markup and character references."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    return text


@dataclass(frozen=True, slots=True)
class Title:
    """A title ready to be compared; `compact` is empty only when the record has no title at all."""

    words: tuple[str, ...] = ()
    compact: str = ""  # the words without the spaces between them
    numbers: tuple[str, ...] = ()
    part: str = ""  # "2" of "Part II"
    kind: str = ""  # erratum, retraction, reply, comment, protocol; "" for an original
    letters: int = 0  # how many; the fewer, the likelier that other works have the same title
    generic: bool = False  # says nothing by itself: "Editorial", "In this issue", a word or two
    serial: bool = False  # of a sort that comes back with every issue: "Introduction to the minitrack on …"


class Wording(NamedTuple):
    """The words of a title; `said` is all it says, folded, and `bare` the same without what databases add."""

    words: tuple[str, ...] = ()
    compact: str = ""
    generic: bool = False
    said: str = ""
    bare: str = ""


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """So much of a title as its keys are made of: a quarter of the work of `title`."""
    said = fold(plain(text[:LONGEST])).replace("’", "'").strip()
    if not said:
        return Wording()
    if "errat" in said:
        said = _ERRATUM_TAIL.sub("", said) or said
    bare = _without_notes(said)
    if not bare.isascii() and _GREEK_WORD.search(bare) is None:
        bare = bare.translate(_GREEK)
    words = tuple(_WORD.findall(bare))
    if not words:  # only signs: better compared as they stand than lost
        signs = "".join(bare.split())
        return Wording((signs,), signs, True, said)
    return Wording(words, "".join(words), kinds.says_nothing(words), said, bare)


@lru_cache(maxsize=4096)
def title(text: str) -> Title:
    """The title as it is compared."""
    words, compact, generic, said, bare = wording(text)
    if not said:
        return Title()
    if not bare:
        return Title(words=words, compact=compact, kind=kinds.kind(said), generic=True, serial=True)
    return Title(
        words=words,
        compact=compact,
        numbers=kinds.numbers(words),
        part=kinds.part(bare),
        kind=kinds.kind(said),
        letters=kinds.weight(compact),
        generic=generic,
        serial=generic or kinds.comes_back(words),
    )


def _without_notes(folded: str) -> str:
    """Off with what databases add: ``[Review] [33 refs]``, ``(author's transl)``, ``. German``, ``RETRACTED:``."""
    if ":" in folded or "." in folded or "-" in folded or not folded.isascii():
        folded = _STATUS_LEAD.sub("", folded)
    # Most titles end in a word: then there is nothing to look for.
    while folded.rstrip(" .:;,*")[-1:] in (")", "]") and (tail := _BRACKETED_TAIL.search(folded)) and tail.start() > 0:
        in_square, in_round = tail.group(1), tail.group(2)
        if not _NOTE.fullmatch((in_square or in_round or "").strip()) and (
            in_square is None or len(in_square) > tail.start()  # a title's longer half is not a note
        ):
            break
        folded = folded[: tail.start()]
    return _LANGUAGE_TAIL.sub("", folded) if "." in folded else folded


def likeness(a: Title, b: Title) -> float:
    """0 … 1: how alike two titles are, by letters and by words; 1 when they differ in spacing and signs only.

    A whole word more, less or other weighs more than the same number of stray letters: "in men" is not "in women".
    """
    if a.compact == b.compact:
        return 1.0
    ratio = fuzz.ratio(a.compact, b.compact, score_cutoff=50.0) / 100
    short, long = (a.compact, b.compact) if len(a.compact) <= len(b.compact) else (b.compact, a.compact)
    if ratio < 0.9 and len(short) >= 18 and (long.startswith(short) or long.endswith(short)):
        return 0.9  # a subtitle is missing, or a title in a second language stands before
    if ratio < 0.6:
        return ratio
    return min(ratio, 1 - _odd_letters(a.words, b.words) / (len(a.compact) + len(b.compact)))


def _odd_letters(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Letters of the words that have no fellow on the other side; a misspelt word counts for its distance."""
    a, b = min(a, b), max(a, b)  # the same whichever comes first
    only_a = [word for word in a if word not in b]
    only_b = [word for word in b if word not in a]
    if "".join(only_a) == "".join(only_b):
        return 0.0
    odd = 0.0
    for word in only_a:
        alike, fellow = max(((fuzz.ratio(word, other), other) for other in only_b), default=(0.0, ""))
        if alike >= 70 and min(len(word), len(fellow)) > 3:
            only_b.remove(fellow)
            odd += (100 - alike) / 100 * (len(word) + len(fellow))
        else:
            odd += len(word)
    return odd + sum(map(len, only_b))
