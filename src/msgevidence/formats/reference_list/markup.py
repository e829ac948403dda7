"""Italics as Markdown or HTML carry them: taken out of the string, kept as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

_TAG = re.compile(r"</?(?:i|em|b|strong|u|span|cite|p|li|div)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_STARS = re.compile(r"(\*{1,3})(?![\s*])([^*\n]{1,600}?)(?<!\s)\1")
_UNDERSCORES = re.compile(r"(?<![\w/.\-])_(?![\s_])([^_\n]{1,600}?)(?<!\s)_(?![\w/])")
_ITALIC_TAGS = ("i", "em", "cite")
_MIN_ITALIC_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Marked:
    """Text without markup, the stretches of it that were italic, and the way back to the positions with markup."""

    text: str
    italics: tuple[tuple[int, int], ...] = ()
    _removed: tuple[tuple[int, int], ...] = ()  # (position in text, characters taken out before it so far)

    def origin(self, position: int) -> int:
        """The place in the string with markup of a place in `text`."""
        if not self._removed:
            return position
        at = bisect_right(self._removed, (position, 1 << 62)) - 1
        return position + (self._removed[at][1] if at >= 0 else 0)

    def italic_at(self, position: int) -> bool:
        """Whether that character was italic."""
        return any(start <= position < end for start, end in self.italics)

    def rich(self, start: int, end: int) -> str:
        """``text[start:end]`` with ``<i>`` around what stands out: italic words in roman text,
        or roman words in a stretch that is italic as a whole (CSL flips nested italics).
        """
        plain = self.text[start:end]
        inner = [(max(a, start), min(b, end)) for a, b in self.italics if a < end and b > start]
        if not inner:
            return plain
        if sum(b - a for a, b in inner) >= _MIN_ITALIC_SHARE * (end - start):
            inner = _gaps(self.text, inner, start, end)
        out, at = [], start
        for a, b in inner:
            out.append(f"{self.text[at:a]}<i>{self.text[a:b]}</i>")
            at = b
        return "".join(out) + self.text[at:end]


def _gaps(text: str, ranges: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The roman words between italic ranges; the edges and bare punctuation do not count."""
    gaps = []
    for (_, left), (right, _) in pairwise(ranges):
        letters = [at for at in range(left, right) if text[at].isalnum()]
        if letters and start <= left and right <= end:
            gaps.append((letters[0], letters[-1] + 1))
    return gaps


def unmarked(raw: str) -> Marked:
    """Read and take out the markup; every white space becomes one plain blank of the same length."""
    raw = re.sub(r"[\s\u00a0\u2007\u202f]", " ", raw)
    if "<" not in raw and "*" not in raw and "_" not in raw:
        return Marked(raw)
    cuts: list[tuple[int, int]] = []
    italics: list[tuple[int, int]] = []  # in raw positions
    opened: int | None = None
    for tag in _TAG.finditer(raw):
        cuts.append(tag.span())
        name = re.sub(r"[</>\s].*", "", tag.group().lstrip("</")).lower()
        if name in _ITALIC_TAGS:
            if not tag.group().startswith("</"):
                opened = tag.end()
            elif opened is not None:
                italics.append((opened, tag.start()))
                opened = None
    for star in _STARS.finditer(raw):
        width = len(star.group(1))
        cuts += [(star.start(), star.start() + width), (star.end() - width, star.end())]
        if width != 2:
            italics.append((star.start() + width, star.end() - width))
    for score in _UNDERSCORES.finditer(raw):
        cuts += [(score.start(), score.start() + 1), (score.end() - 1, score.end())]
        italics.append((score.start() + 1, score.end() - 1))
    return _cut(raw, sorted(cuts), sorted(italics))


def _cut(raw: str, cuts: list[tuple[int, int]], italics: list[tuple[int, int]]) -> Marked:
    pieces: list[str] = []
    removed: list[tuple[int, int]] = []
    at = total = length = 0
    for start, end in cuts:
        if start < at:
            continue  # markup inside markup that is gone already
        pieces.append(raw[at:start])
        length += start - at
        total += end - start
        removed.append((length, total))
        at = end
    pieces.append(raw[at:])

    starts = [position + before for position, before in _before(removed)]

    def plain(position: int) -> int:
        index = bisect_right(starts, position) - 1
        if index < 0:
            return position
        return max(removed[index][0], position - removed[index][1])

    text = "".join(pieces)
    ranges = tuple((a, b) for a, b in ((plain(a), plain(b)) for a, b in italics) if a < b)
    return Marked(text, ranges, tuple(removed))


def _before(removed: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """(position in the plain text, characters taken out before this cut): together the cut's raw position."""
    totals = [0, *(total for _, total in removed)]
    return [(position, totals[index]) for index, (position, _) in enumerate(removed)]
