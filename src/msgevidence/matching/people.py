"""Authors as they are compared: family names, whatever the form their source gave them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from msgevidence.matching.titles import fold, plain
from msgevidence.model.names import Name

_SEAM = re.compile(  # where two words were run together, but not within McDonald, DeVries, VanDyke
    r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])"
)
_STOP_THEN_NAME = re.compile(r"(?<=\.)(?=[^\W\d_]{2})")
_GIVEN_THEN_NAME = re.compile(r"\s\S*[a-zß-ÿ]{2}(?<!Mac)(?<!Van)[A-ZÀ-Þ]\S*")  # "Liu LiangMoody JulieGall Angela"
_BETWEEN = re.compile(r"\s+and\s+|;|(?<=\.)(?=[^\W\d_]{2})")
_BLANK_OR_STOP = re.compile(r"[\s.]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")
_WORD = re.compile(r"[^\W\d_]+")
_UMLAUT = re.compile("(?<=[aou])e")
_NOBODY = frozenset(("anonymous", "anon", "none", "nan", "unknown"))
_NOT_FAMILIES = frozenset(
    "and et al jr sr ii iii iv md phd dr prof the of for group study others"
    " van der von den de la le da di del dos du ter zu zur y el bin".split()
)


@dataclass(frozen=True, slots=True)
class People:
    """`families` in order, one folded word each; `words` are all their names' words, given names too.
    `glued`: the source ran several persons together, so that the families are a guess.
    """

    families: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    glued: bool = False

    def __bool__(self) -> bool:
        return bool(self.families)


def people(names: Iterable[Name]) -> People:
    """The authors of a record. Several persons in one string ("Adeli K.Lewis G. F.") are taken apart; "et al." and
    "Anonymous" are nobody."""
    read = [_read(name) for name in names]
    return People(
        tuple(family for one in read for family in one.families),
        frozenset().union(*(one.words for one in read)),
        any(one.glued for one in read),
    )


def first_family(names: Iterable[Name]) -> str:
    """The first of their `families`; "" where there is none."""
    return next((family for name in names for family in _read(name).families), "")


@lru_cache(maxsize=16384)  # the same people write again and again
def _read(name: Name) -> People:
    """The persons in one name, which is one person unless its source ran several together."""
    if name.literal.casefold().strip(". ") in ("et al", "others"):
        return People()
    text = _as_one_string(name)
    if glued := _holds_several(text):
        pieces = _BETWEEN.split(text)
        parts = [_own(piece) for piece in pieces]
        words = [word for piece in pieces for word in _words(_SEAM.sub(" ", piece))]
    else:
        parts = [_family(name)]
        words = _words(text)
        if "-" in name.given:
            words.append(_folded(name.given))
    families = tuple(family for part in parts if (family := _folded(part)) and family not in _NOBODY)
    return People(families, frozenset(words) - _NOBODY, glued)


def _as_one_string(name: Name) -> str:
    if name.literal:
        return plain(name.literal)
    family, given = name.full_family, name.given
    if len(family.strip(". ")) <= 2 and len(given) > 4:  # "Adeli K.Lewis G." + "F.": split at the last blank
        return plain(f"{given} {family}")
    return plain(f"{family}, {given}" if given else family)


def _holds_several(text: str) -> bool:
    bare = text.replace(",", "").replace(". ", ".")
    return (
        ";" in text
        or " and " in text
        or _STOP_THEN_NAME.search(bare) is not None
        or ("." in bare and _SEAM.search(bare) is not None)
        or _GIVEN_THEN_NAME.search(text) is not None
    )


def _own(piece: str) -> str:
    """The family name in one person's piece: what stands before a comma, or all but the initials."""
    if "," in piece:
        return piece.partition(",")[0]
    parts = [part for part in _BLANK_OR_STOP.split(_SEAM.sub(" ", piece)) if len(part) > 1]
    return " ".join([part for part in parts if not part.isupper()] or parts)


def _family(name: Name) -> str:
    if name.literal:
        text = plain(name.literal)
        if "," in text:
            return text.partition(",")[0]
    else:
        text = plain(name.family or name.given)
    words = text.split()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]) and words[-1].replace(".", "").isupper():
        words.pop()  # "Kloner RA"
    return " ".join(words)


def _words(text: str) -> list[str]:
    """Each word folded, initials and particles left out."""
    return [_UMLAUT.sub("", word) for word in _WORD.findall(fold(text)) if len(word) > 1 and word not in _NOT_FAMILIES]


def _folded(text: str) -> str:
    """One word: no accents, blanks, hyphens or particles; ue, oe, ae as u, o, a."""
    words = _WORD.findall(fold(text))
    return _UMLAUT.sub("", "".join([word for word in words if word not in _NOT_FAMILIES] or words))


def likeness(a: People, b: People) -> float:
    """0 … 1: the share of the shorter list that the longer one has too; 0 where one is empty."""
    if not a or not b:
        return 0.0
    if a.families == b.families:
        return 1.0
    few, many = (a, b) if len(a.families) <= len(b.families) else (b, a)
    grade = _share(few, many)
    if grade < 1 and len(few.families) == len(many.families):
        grade = max(grade, _share(many, few))  # family and given names may be exchanged in one of them
    if few.glued or many.glued:
        small, large = (few.words, many.words) if len(few.words) <= len(many.words) else (many.words, few.words)
        grade = max(grade, len(small & large) / len(small) if small else 0.0)
    if len(few.families) == 1 < len(many.families) and not few.glued and few.families[0] != many.families[0]:
        grade *= 0.8  # one name alone, and not the first of the others
    return grade


def _share(few: People, many: People) -> float:
    rest = [family for family in few.families if family not in many.words and family not in many.families]
    total = len(few.families)
    found = float(total - len(rest))
    if len(rest) > 3 and found < total / 4:
        return found / total  # misspellings do not hit nearly everyone
    return (found + sum(_nearest(family, many.families) for family in rest)) / total


def _nearest(family: str, families: tuple[str, ...]) -> float:
    """How near the nearest of the names is; a name within a longer one (Vega in Vega-Ortiz) counts as found."""
    best = 0.0
    for other in families:
        short, long = (family, other) if len(family) <= len(other) else (other, family)
        if len(short) >= 4 and (long.startswith(short) or long.endswith(short)):
            return 0.95
        best = max(best, fuzz.ratio(family, other, score_cutoff=75))
    return best / 100
