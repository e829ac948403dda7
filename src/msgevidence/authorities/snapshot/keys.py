"""What a work is found by in a snapshot: stable 64-bit hashes of its title, its author with the year, its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from msgevidence.model.record import Names

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"<[^<>]{1,80}>")
_LONG_WORDS = 4


def plain(text: str) -> str:
    """Lower case, no accents, no markup."""
    if "<" in text:
        text = _MARKUP.sub("", text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.casefold()


def keys(title: str, family: str, year: int | None, volume: str, page: str) -> list[int]:
    """Signed 64-bit integers; none comes from an empty value. `page` may be a range: its first page counts."""
    return [
        int.from_bytes(blake2b(block.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
        for block in _blocks(title, family, year, volume, page)
    ]


def title_key(title: str) -> int | None:
    """The key of a title alone; None for one too short to tell works apart."""
    words = _WORD.findall(plain(title))
    return keys(title, "", None, "", "")[0] if len(words) >= _LONG_WORDS else None


def families(names: Names) -> frozenset[str]:
    """Last words of the names, folded: what two lists of authors must share, however they write given names."""
    last = (name.family or name.literal.split(",")[0].rpartition(" ")[2] for name in names)
    return frozenset(folded for one in last if (folded := "".join(_WORD.findall(plain(one)))))


def _blocks(title: str, family: str, year: int | None, volume: str, page: str) -> Iterator[str]:
    words = _WORD.findall(plain(title))
    name = "".join(_WORD.findall(plain(family)))
    if words:
        yield "t" + "".join(words)
        if len(words) > _LONG_WORDS:
            longest = sorted(set(words), key=lambda word: (-len(word), word))[: 2 * _LONG_WORDS]
            yield "w" + " ".join(longest[:_LONG_WORDS])
            if len(longest) == 2 * _LONG_WORDS:
                yield "r" + " ".join(longest[_LONG_WORDS:])
    first = _WORD.search(page.casefold())
    if name and year is not None:
        if words:
            yield f"a{name} {year} {max(words, key=len)}"
        if first:
            yield f"p{name} {year} {first.group()}"
    if volume and first and year is not None:
        yield f"v{volume.casefold()} {first.group()} {year}"
