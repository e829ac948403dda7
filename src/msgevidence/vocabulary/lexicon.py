"""All words of the vocabulary as one tree of tokens, and the search of a text against it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from msgevidence.model.evidence import Facet

FENCE = "|"
"""The token no phrase reaches across: between title, keywords and abstract, and between keywords."""

_SPELLINGS = (
    (re.compile("isation"), "ization"),
    (re.compile("is(?=ed$|ing$|e$)"), "iz"),
    (re.compile("behaviour"), "behavior"),
    (re.compile("programme"), "program"),
    (re.compile("centre"), "center"),
    (re.compile("counsell"), "counsel"),
    (re.compile("neighbour"), "neighbor"),
    (re.compile("tumour"), "tumor"),
    (re.compile("leukaem"), "leukem"),
    (re.compile("gynaec"), "gynec"),
    (re.compile("paediatr"), "pediatr"),
    (re.compile("haem"), "hem"),
    (re.compile("glycaem"), "glycem"),
    (re.compile("marginalis"), "marginaliz"),
    (re.compile("^carer"), "caregiver"),
    (re.compile("^caregiver"), "carer"),
)
"""The vocabulary is written in British spelling; these make the American forms beside it."""

_NEGATIONS = frozenset({"non", "not", "without", "no", "never", "neither", "nor"})

_PUNCTUATION: dict[int, str | None] = {ord(mark): " " for mark in r"""!"#$%&()*+,-./:<=>?@[\]^_`{}~‐‑‒–—―«»“”„…·•×"""}
_PUNCTUATION |= {ord(mark): None for mark in "'’‘ʼ´"}


class _Marks(dict[int, int | None]):
    """What `str.translate` asks of each character: a combining mark goes. Each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _Marks()
_FACETS = tuple(Facet)


class Use(NamedTuple):
    """What a phrase means: a term, or with an empty slug that the words mean nothing of this facet."""

    facet: int  # its place among the facets: numbers hash faster than the members of an enumeration
    slug: str
    exact: bool  # written in capitals: an acronym, found only in capitals


class Hit(NamedTuple):
    """A phrase found: tokens `start` up to `end`, not including it."""

    facet: Facet
    slug: str
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)


class Text(NamedTuple):
    """A text cut into words, as found and folded, side by side."""

    words: Sequence[str]
    tokens: Sequence[str]

    def quote(self, start: int, end: int) -> str:
        """The words as they stood, without their punctuation."""
        return " ".join(self.words[start:end])


def cut(text: str) -> Text:
    """Fold case, hyphens, apostrophes and diacritics away; a semicolon is a fence."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_MARKS)
    words = text.translate(_PUNCTUATION).replace(";", f" {FENCE} ").split()
    tokens = " ".join(words).lower().split(" ")
    return Text(words, tokens) if len(tokens) == len(words) else Text(tokens, tokens)


class Lexicon:
    """Phrases by their tokens. The longest phrase wins, for each facet by itself."""

    def __init__(self) -> None:
        self._root: dict[str, _Node] = {}

    def add(self, phrase: str, facet: Facet, slug: str) -> None:
        """A phrase with its plural and its British and American spellings."""
        letters = [c for c in phrase if c.isalpha()]
        exact = len(phrase.split()) == 1 and all(c.isupper() for c in letters) and len(letters) <= 8
        for tokens in _variants(cut(phrase).tokens, plural=not exact):
            self._add(tokens, Use(_FACETS.index(facet), slug, exact))

    def _add(self, tokens: Sequence[str], use: Use) -> None:
        node = self._root.setdefault(tokens[0], _Node())
        for token in tokens[1:]:
            node = node.next.setdefault(token, _Node())
        if all(known.facet != use.facet or known.slug != use.slug for known in node.uses):
            node.uses.append(use)

    def search(self, text: Text) -> Iterator[Hit]:
        """Hits in the order of the text; of one facet they do not overlap, unless two terms share a phrase."""
        tokens = text.tokens
        root = self._root
        last = len(tokens) - 1
        taken: dict[int, int] = {}
        for start in [at for at, token in enumerate(tokens) if token in root]:
            node = root[tokens[start]]
            if not node.uses and (start == last or tokens[start + 1] not in node.next):
                continue  # a common word that here begins no phrase
            for facet, (end, slugs) in self._longest(node, text, start).items():
                if start < taken.get(facet, 0):
                    continue
                taken[facet] = end
                if start and tokens[start - 1] in _NEGATIONS:
                    continue
                for slug in slugs:
                    if slug:
                        yield Hit(_FACETS[facet], slug, start, end)

    @staticmethod
    def _longest(root: _Node, text: Text, start: int) -> dict[int, tuple[int, list[str]]]:
        best: dict[int, tuple[int, list[str]]] = {}
        node: _Node | None = root
        end = start + 1
        limit = len(text.tokens)
        while node is not None:
            for use in node.uses:
                if use.exact and not all(word.isupper() or word.isdigit() for word in text.words[start:end]):
                    continue
                if use.facet in best and best[use.facet][0] == end:
                    best[use.facet][1].append(use.slug)
                else:
                    best[use.facet] = (end, [use.slug])
            if end == limit:
                break
            node = node.next.get(text.tokens[end])
            end += 1
        return best


def _variants(tokens: Sequence[str], *, plural: bool) -> Iterator[tuple[str, ...]]:
    choices = [_spellings(token) for token in tokens]
    if plural:
        choices[-1] = [form for token in choices[-1] for form in _numbers(token)]
    yield from product(*choices)


def _spellings(token: str) -> list[str]:
    return [token, *(other for british, new in _SPELLINGS if (other := british.sub(new, token)) != token)]


def _numbers(token: str) -> list[str]:
    """Singular as given, and the plural a title would use; a word that ends in s is left as it is."""
    if token.endswith(("s", "ing", "ed")) or token.isdigit():
        return [token]
    if token.endswith("y") and token[-2:-1] not in "aeiou":
        return [token, f"{token[:-1]}ies"]
    return [token, f"{token}s"]
