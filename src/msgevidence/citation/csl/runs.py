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


Span = tuple[int, int]
Plan = tuple[tuple[int, int, State, Span | None], ...]
"""From which piece to which there is one state, and from which to which goes the link it is in."""

PLANS: dict[tuple[tuple[str, ...], QuoteMarks], tuple[Plan, tuple[tuple[int, str], ...]]] = {}
MOST_PLANS = 20_000


def runs(text: str, quotes: QuoteMarks) -> tuple[Run, ...]:
    """The runs of a finished marked string. Italics inside italics turn roman, as CSL asks; so for bold and caps.

    What the marks of a string make of it is worked out once for all strings that have the same marks.
    """
    pieces = PIECES.split(text)
    if len(pieces) == 1:
        return (Run(text),) if text else ()
    key = (tuple(pieces[1::2]), quotes)
    plan = PLANS.get(key)
    if plan is None:
        if len(PLANS) >= MOST_PLANS:
            PLANS.clear()
        plan = PLANS[key] = _planned(*key)
    stretches, marked = plan
    texts = pieces[::2]
    for place, quote in marked:
        texts[place] = quote + texts[place]
    out: list[Run] = []
    before: State | None = None
    for start, end, state, link in stretches:
        piece = texts[start] if end == start + 1 else "".join(texts[start:end])
        if not piece:
            continue
        if link is not None:
            address = _address("".join(texts[link[0] : link[1]]), state[5])
            state = (*state[:5], address, state[6])  # noqa: PLW2901
        if state == before:
            out[-1] = out[-1]._replace(text=out[-1].text + piece)
        else:
            out.append(Run(piece, *state))
        before = state
    return tuple(out)


def _planned(found: Sequence[str], quotes: QuoteMarks) -> tuple[Plan, tuple[tuple[int, str], ...]]:
    """What to do with strings that have these marks: their stretches, and the quotation marks that stand before
    which piece."""
    state, link = PLAIN, 0
    states = [(state, link)]  # of each piece, with the number of the link it is in
    spans: list[list[int]] = [[0, 0]]  # of links, by their number
    stack: list[tuple[State, int]] = []
    level = QuoteLevel(quotes)
    quoted: list[tuple[int, str]] = []
    for place, mark in enumerate(found, 1):
        if mark in (marks.CLOSE, marks.END_QUOTE):
            if stack:
                state, link = stack.pop()
            if mark == marks.END_QUOTE:
                quoted.append((place, level.close()))
        elif mark in (marks.QUOTE, marks.SINGLE_QUOTE):
            stack.append((state, link))
            quoted.append((place, level.open(mark)))
        elif mark in LINK_BASES:
            stack.append((state, link))
            state, link = (*state[:5], mark, state[6]), len(spans)
            spans.append([place, place])
        elif mark != marks.JOIN:
            stack.append((state, link))
            state = CHANGES.get((state, mark)) or CHANGES.setdefault((state, mark), _changed(state, mark))
        states.append((state, link))
        spans[link][1] = place + 1
    stretches: list[tuple[int, int, State, Span | None]] = []
    for place, (state, link) in enumerate(states):
        if place and states[place - 1] == (state, link):
            start, _, _, span = stretches[-1]
            stretches[-1] = (start, place + 1, state, span)
        else:
            stretches.append((place, place + 1, state, (spans[link][0], spans[link][1]) if link else None))
    return tuple(stretches), tuple(quoted)


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


def _address(text: str, mark: str) -> str:
    """The address behind a link, from its text; one that nobody should follow is none."""
    text = text.strip()
    base = LINK_BASES.get(mark, "")
    address = text if SAFE_LINK.match(text) else base + text if base else ""
    return address if SAFE_LINK.match(address) else ""


def plain(parts: Sequence[Run]) -> str:
    """The text of runs without formatting."""
    return "".join(run.text for run in parts)
