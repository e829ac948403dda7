"""Marked text → runs: what a writer needs, with formatting that flips inside formatting already resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from . import marks

PIECES = re.compile(f"([{marks.ANY}])")
QuoteMarks = tuple[str, str, str, str]
State = tuple[bool, bool, bool, bool, str, str, str]
"""Italic, bold, small capitals, underline, vertical, link, block."""

PLAIN: State = (False, False, False, False, "", "", "")
CHANGES: dict[tuple[State, str], State] = {}  # what a mark makes of a state; there are few of either


class Run(NamedTuple):
    """A stretch of text set alike. `vertical` is "", "sup" or "sub"; `link` an address or ""; `block` a display
    class ("", "left-margin", "right-inline", "block", "indent")."""

    text: str
    italic: bool = False
    bold: bool = False
    small_caps: bool = False
    underline: bool = False
    vertical: str = ""
    link: str = ""
    block: str = ""


class QuoteLevel:
    """Which quotation marks come next: outer and inner ones take turns. Single curly quotes that stand alone stay."""

    def __init__(self, quotes: QuoteMarks) -> None:
        self.quotes = quotes
        self.inner = False
        self.closers: list[tuple[str, bool]] = []

    def open(self, mark: str) -> str:
        before = self.inner
        if mark == marks.SINGLE_QUOTE and not self.closers and self.quotes[0] != "‘":
            self.closers.append(("’", before))  # they stay what they were; quotes inside them begin anew
            return "‘"
        self.closers.append((self.quotes[3] if before else self.quotes[1], before))
        self.inner = not before
        return self.quotes[2] if before else self.quotes[0]

    def close(self) -> str:
        if not self.closers:
            return ""
        text, self.inner = self.closers.pop()
        return text


BLOCKS = {mark: name for name, mark in marks.DISPLAYS.items()}
LINK_BASES = {
    marks.LINK_URL: "",
    marks.LINK_DOI: "https://doi.org/",
    marks.LINK_PMID: "https://www.ncbi.nlm.nih.gov/pubmed/",
    marks.LINK_PMCID: "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}
SAFE_LINK = re.compile(r"^(?:https?|ftp)://[^\s<>\"]+$", re.IGNORECASE)


def runs(text: str, quotes: QuoteMarks) -> tuple[Run, ...]:
    """The runs of a finished marked string. Italics inside italics turn roman, as CSL asks; so for bold and caps."""
    if not marks.MARKS.search(text):
        return (Run(text),) if text else ()
    found: list[tuple[str, State]] = []
    state = PLAIN
    stack: list[tuple[State, int]] = []
    level: QuoteLevel | None = None
    for piece in PIECES.split(text):
        if not piece:
            continue
        if not "\x80" <= piece[0] <= "\x9e":
            found.append((piece, state))
        elif piece == marks.CLOSE or piece == marks.END_QUOTE:  # noqa: PLR1714  (hot)
            if stack:
                state, link_from = stack.pop()
                if link_from >= 0:
                    _link(found, link_from, state)
            if piece == marks.END_QUOTE and level is not None:
                found.append((level.close(), state))
        elif piece in (marks.QUOTE, marks.SINGLE_QUOTE):
            stack.append((state, -1))
            level = level or QuoteLevel(quotes)
            found.append((level.open(piece), state))
        elif piece in LINK_BASES:
            stack.append((state, len(found)))
            state = (*state[:5], piece, state[6])
        elif piece != marks.JOIN:
            stack.append((state, -1))
            state = CHANGES.get((state, piece)) or CHANGES.setdefault((state, piece), _changed(state, piece))
    return _merged(found)


def _merged(found: Sequence[tuple[str, State]]) -> tuple[Run, ...]:
    out: list[Run] = []
    texts: list[str] = []
    before: State | None = None
    for text, state in found:
        if state != before and texts:
            out.append(Run("".join(texts), *(before or PLAIN)))
            texts = []
        before = state
        if text:
            texts.append(text)
    if texts:
        out.append(Run("".join(texts), *(before or PLAIN)))
    return tuple(out)


def _changed(state: State, mark: str) -> State:
    italic, bold, caps, under, vertical, link, block = state
    if mark in {marks.ITALIC, marks.OBLIQUE}:
        italic = not italic
    elif mark == marks.ROMAN:
        italic = False
    elif mark == marks.BOLD:
        bold = not bold
    elif mark in {marks.WEIGHT_NORMAL, marks.LIGHT}:
        bold = False
    elif mark == marks.SMALL_CAPS:
        caps = not caps
    elif mark == marks.VARIANT_NORMAL:
        caps = False
    elif mark == marks.UNDERLINE:
        under = True
    elif mark == marks.UNDERLINE_NONE:
        under = False
    elif mark == marks.SUP:
        vertical = "sup"
    elif mark == marks.SUB:
        vertical = "sub"
    elif mark == marks.BASELINE:
        vertical = ""
    elif mark == marks.NO_DECOR:
        italic = bold = caps = under = False
    elif mark in BLOCKS:
        block = BLOCKS[mark]
    return italic, bold, caps, under, vertical, link, block


def _link(found: list[tuple[str, State]], start: int, outer: State) -> None:
    """Give the runs of a link their address, now that its text is known; an address nobody should follow is none."""
    linked = found[start:]
    if not linked:
        return
    text = "".join([one[0] for one in linked]).strip()
    base = LINK_BASES.get(linked[0][1][5], "")
    address = text if SAFE_LINK.match(text) else base + text if base else ""
    if not SAFE_LINK.match(address):
        address = outer[5]
    found[start:] = [(piece, (*state[:5], address, state[6])) for piece, state in linked]


def plain(parts: Sequence[Run]) -> str:
    """The text of runs without formatting."""
    return "".join(run.text for run in parts)
