"""Blocks: which records are worth comparing at all. Two that share no key are never looked at together."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from msgevidence.matching.prepared import Handles, Prepared, handles
from msgevidence.model.record import Record

_HEAD = 30  # letters; fewer would gather every "Effects of mutual support groups on …" of a library
_LONG_WORDS = 4
_REST = 14  # letters the next longest words must have together


def keys(record: Record | Prepared) -> tuple[int, ...]:
    """Signed 64-bit integers, stable between runs and machines; none comes from an empty value."""
    return tuple(dict.fromkeys(map(_hashed, blocks(handles(record)))))


def address_key(address: str) -> int:
    """The key of a record that has a lasting address, by which the same record is found again."""
    return _hashed(f"address|{address}")


def _hashed(block: str) -> int:
    return int.from_bytes(blake2b(block.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def blocks(ready: Handles) -> Iterator[str]:
    """The keys in words: ``doi|10.1000/x``, ``page|12|345|1999``. A generic title is a key only with something else."""
    first, year, page = ready.first, ready.year, ready.page
    if ready.doi:
        yield f"doi|{ready.doi}"
    if ready.pmcid:
        yield f"pmcid|{ready.pmcid}"
    if ready.pmid:
        yield f"pmid|{ready.pmid}"
    if ready.compact and not ready.generic:
        yield f"head|{ready.compact[:_HEAD]}"
        longest = sorted(set(ready.words))
        longest.sort(key=len, reverse=True)  # words of one length stay in the order of the alphabet
        yield f"words|{' '.join(longest[:_LONG_WORDS])}"
        if sum(map(len, rest := longest[_LONG_WORDS : 2 * _LONG_WORDS])) >= _REST:
            yield f"rest|{' '.join(rest)}"
    elif ready.compact:
        name = ready.compact[:_HEAD]
        if first:
            yield f"generic|{name}|{first}|{year}"
        if ready.volume:
            yield f"generic|{name}|{ready.volume}|{ready.issue}|{year}"
        if not first and not ready.volume:
            yield f"generic|{name}|{year}|{ready.journal[:_HEAD]}"
    if first and year:
        word = max(ready.words, key=len, default="")
        if word:
            yield f"author|{first}|{year}|{word}"
        if page:
            yield f"author-page|{first}|{year}|{page}"
    if page and ready.volume:
        yield f"page|{ready.volume}|{page}|{year or first}"
    if ready.volume and first and not ready.compact:
        yield f"untitled|{first}|{ready.volume}"
