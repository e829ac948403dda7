"""Field text as users and importers write it (tags, straight quotes) → marked text."""

from __future__ import annotations

import re

from . import marks
from .style import CONTROLS

TAGS: dict[str, tuple[str, str]] = {
    "<i>": (marks.ITALIC, "</i>"),
    "<b>": (marks.BOLD, "</b>"),
    "<sup>": (marks.SUP, "</sup>"),
    "<sub>": (marks.SUB, "</sub>"),
    "<sc>": (marks.SMALL_CAPS, "</sc>"),
    '<span style="font-variant:small-caps;">': (marks.SMALL_CAPS, "</span>"),
    '<span style="font-variant: small-caps;">': (marks.SMALL_CAPS, "</span>"),
    '<span class="nocase">': (marks.NO_CASE, "</span>"),
    '<span class="nodecor">': (marks.NO_DECOR, "</span>"),
}
CLOSERS = frozenset(closer for _, closer in TAGS.values())

NEEDS_READING = re.compile(r"""[<"'“”‘«»\x00-\x1f\x7f-\x9f]""")
TOKEN = re.compile(r"""(</?(?:i|b|sup|sub|sc)>|<span [^<>]{0,60}>|</span>|["'“”‘’])""")
BEFORE_OPENING = " \t\n\u00a0\u202f([{-–—/“‘«"
AFTER_CLOSING = " \t\n\u00a0\u202f)]}-–—/”’».,;:!?…\"'"


OTHER_QUOTE = {'"': "'", "'": '"'}


def marked(text: str) -> str:
    """The text with its tags and paired straight quotes as marks, apostrophes curled, control characters gone."""
    if not NEEDS_READING.search(text):
        return text
    if not text.isprintable():
        text = text.translate(CONTROLS)
    if "«" in text or "»" in text:
        text = text.replace("« ", "«\u202f").replace(" »", "\u202f»")
    return _Reader(TOKEN.split(text)).read()


def as_typed(text: str) -> str:
    """Marked text as its author typed it, tags and all."""
    for opening, (mark, closing) in TAGS.items():
        if mark in text:
            text = re.sub(f"{mark}([^{marks.ANY}]*){marks.CLOSE}", rf"{opening}\1{closing}", text)
    return marks.bare(text)


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.out = list(pieces)
        self.open: list[tuple[int, str]] = []  # where, and what closes it

    def read(self) -> str:
        for index in range(1, len(self.pieces), 2):
            piece = self.pieces[index]
            if piece in {'"', "'"}:
                self.straight_quote(index, piece)
            elif piece == "“":
                self.open.append((index, "”"))
            elif piece == "”":
                self.close(index, piece, marks.QUOTE)
            elif piece == "‘":
                if self.may_open(index):
                    self.open.append((index, "’"))
            elif piece == "’":
                if self.may_close(index):
                    self.close(index, piece, marks.SINGLE_QUOTE)
            elif piece in TAGS:
                self.open.append((index, TAGS[piece][1]))
            elif piece in CLOSERS:
                self.close(index, piece, "")
        return "".join(self.out)

    def straight_quote(self, index: int, quote: str) -> None:
        if quote == "'":
            self.out[index] = "’"
        if self.may_close(index) and any(closer == quote for _, closer in self.open):
            self.close(index, quote, marks.QUOTE)
        elif self.may_open(index):
            self.open.append((index, quote))

    def may_open(self, index: int) -> bool:
        before, after = self.neighbour(index, -1), self.neighbour(index, 1)
        other = OTHER_QUOTE.get(self.pieces[index], "")
        return (before in ("", other) or before in BEFORE_OPENING) and after != "" and not after.isspace()

    def may_close(self, index: int) -> bool:
        before, after = self.neighbour(index, -1), self.neighbour(index, 1)
        other = OTHER_QUOTE.get(self.pieces[index], "")
        return before != "" and not before.isspace() and (after in ("", other) or after in AFTER_CLOSING)

    def neighbour(self, index: int, step: int) -> str:
        """The character beside a quote, looking through tags."""
        index += step
        while 0 <= index < len(self.pieces):
            piece = self.pieces[index]
            if index % 2 == 0:
                if piece:
                    return piece[-1] if step < 0 else piece[0]
            elif not piece.startswith("<") or (piece not in TAGS and piece not in CLOSERS):
                return piece[0]
            index += step
        return ""

    def close(self, index: int, closer: str, mark: str) -> None:
        """Pair this closer with its opener; openers left between them stay the characters they were."""
        for depth in range(len(self.open) - 1, -1, -1):
            where, wanted = self.open[depth]
            if wanted == closer:
                del self.open[depth:]
                self.out[where] = mark or TAGS[self.pieces[where]][0]
                self.out[index] = marks.END_QUOTE if mark else marks.CLOSE
                return
