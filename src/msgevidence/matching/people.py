"""Authors as they are compared: family names, whatever the form their source gave them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from msgevidence.matching.titles import fold, plain
from msgevidence.model.names import Name

_GLUED = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_GLUED_GIVEN = re.compile(r"\s\S*[a-zß-ÿ]{2}(?<!Mac)(?<!Van)[A-ZÀ-Þ]\S*")  # "Liu LiangMoody JulieGall Angela"
_AFTER_STOP = re.compile(r"\.(?=[^\W\d_]{2})")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?[- ]?){1,4}$")
_WORD = re.compile(r"[^\W\d_]+")
_UMLAUT = re.compile("(?<=[aou])e")
_NOT_NAMES = frozenset(
    "and et al jr sr iii iv ii md phd dr prof anonymous anon others the of for group study collaboration none nan"
    " van der von den de la le da di del dos du ter zu zur y el al bin".split()
)


@dataclass(frozen=True, slots=True)
class People:
    """`families` in order, each one folded word; `words` is every name word, for lists that cannot be split surely."""

    families: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    glued: bool = False  # the source ran several persons together: families are a guess
    cut: bool = False  # "et al.": there are more than these

    def __bool__(self) -> bool:
        return bool(self.families)


def people(names: Iterable[Name]) -> People:
    """The authors of a record. Strings with several persons in one ("Adeli K.Lewis G. F.") are taken apart."""
    families: list[str] = []
    words: set[str] = set()
    glued = cut = False
    for name in names:
        if name.literal.casefold().strip(". ") in ("et al", "others"):
            cut = True
            continue
        text = _as_one_string(name)
        if _holds_several(text):
            glued = True
            parts = [part for part in _split(text) if part]
        else:
            parts = [_family(name)]
            words.update(_words(text))
        for part in parts:
            if folded := _folded(part):
                families.append(folded)
            words.update(_words(part))
    return People(tuple(families), frozenset(words), glued, cut)


def _as_one_string(name: Name) -> str:
    if name.literal:
        return plain(name.literal)
    family, given = name.full_family, name.given
    if len(family.strip(". ")) <= 2 and len(given) > 4:  # "Adeli K.Lewis G." + "F.": split at the last blank
        return plain(f"{given} {family}")
    return plain(f"{family}, {given}" if given else family)


def _holds_several(text: str) -> bool:
    if ";" in text or " and " in text:
        return True
    bare = text.replace(", ", " ")
    if _GLUED_GIVEN.search(bare):
        return True
    return bool(_AFTER_STOP.search(bare.replace(". ", ".")) and re.search(r"\.[^\W\d_]{2}", bare)) or bool(
        _GLUED.search(bare) and "." in bare
    )


def _split(text: str) -> list[str]:
    """One piece per person, the family name first where it can be told."""
    text = re.sub(r"\s+and\s+|;", "\n", text)
    text = re.sub(r"(?<=\.)(?=[^\W\d_]{2})", "\n", text)
    pieces: list[str] = []
    for line in text.split("\n"):
        spaced = _GLUED.sub(" ", line.replace(",", " "))
        names = [word for word in re.split(r"[\s.]+", spaced) if len(word) > 1 and not word.isupper()]
        names = names or [word for word in re.split(r"[\s.]+", spaced) if len(word) > 1]
        while names and names[-1] in ("Jr", "Sr"):
            names.pop()
        pieces.append(" ".join(names))
    return pieces


def _family(name: Name) -> str:
    if name.literal:
        text = plain(name.literal)
        if "," in text:
            return text.split(",")[0]
        words = text.split()
        while len(words) > 1 and _INITIALS.match(words[-1]):
            words.pop()
        return " ".join(words)
    family = plain(name.family) or plain(name.given)
    words = family.split()
    while len(words) > 1 and len(words[-1].strip(".")) <= 2 and words[-1].strip(".").isupper():
        words.pop()  # "Kloner RA" stood in the family's place
    return " ".join(words)


def _words(text: str) -> list[str]:
    return [word for word in map(_folded, _WORD.findall(text)) if len(word) > 1 and word not in _NOT_NAMES]


def _folded(text: str) -> str:
    """One word: no accents, no blanks or hyphens, particles off, ue/oe/ae as u/o/a."""
    words = [word for word in _WORD.findall(fold(text))]
    kept = [word for word in words if word not in _NOT_NAMES] or words
    joined = "".join(kept)
    return "" if joined in ("anonymous", "anon", "none", "nan") else _UMLAUT.sub("", joined)


def likeness(a: People, b: People) -> float:
    """0 … 1: the share of the shorter list that the longer one has too. Both must have names."""
    if a.families == b.families:
        return 1.0
    few, many = (a, b) if len(a.families) <= len(b.families) else (b, a)
    if len(few.families) == len(many.families) and not many.words.issuperset(few.families):
        return max(_share(few, many), _share(many, few))
    return _share(few, many)


def _share(few: People, many: People) -> float:
    found = 0.0
    for family in few.families:
        found += 1.0 if family in many.families else _best(family, many)
    grade = found / len(few.families)
    if few.glued or many.glued:
        small, large = sorted((few.words, many.words), key=len)
        shared = len(small & large)
        grade = max(grade, shared / len(small) if small else 0.0)
    if len(few.families) == 1 and len(many.families) > 1 and not few.glued and few.families[0] != many.families[0]:
        grade *= 0.8  # one name alone, and not the first of the others
    return grade


def _best(family: str, people: People) -> float:
    if family in people.words:
        return 1.0
    best = 0.0
    for other in people.families:
        if len(family) >= 4 and len(other) >= 4 and (family.endswith(other) or other.endswith(family) or family.startswith(other) or other.startswith(family)):
            return 0.95
        best = max(best, fuzz.ratio(family, other))
    return best / 100 if best >= 75 else 0.0
