"""The finish of a rendered string: punctuation that meets at joins, and punctuation beside closing quotes."""

from __future__ import annotations

import re
from functools import lru_cache

from . import marks

KEPT: dict[str, str] = {
    "::": ":", ":.": ":", ":;": ":;", ":!": "!", ":?": "?", ":,": ":,",
    ".:": ".:", "..": ".", ".;": ".;", ".!": ".!", ".?": ".?", ".,": ".,",
    ";:": ";", ";.": ";", ";;": ";", ";!": "!", ";?": "?", ";,": ";,",
    "!:": "!", "!.": "!", "!;": "!;", "!!": "!", "!?": "!?", "!,": "!,",
    "?:": "?", "?.": "?", "?;": "?;", "?!": "?!", "??": "?", "?,": "?,",
    ",:": ",:", ",.": ",.", ",;": ",;", ",!": ",!", ",?": ",?", ",,": ",",
}  # fmt: skip
"""What is left of two marks that meet."""

ANY = f"[{marks.ANY}]"
MARK = "[.:;,!?]"
MEETING = re.compile(f"{MARK}(?:{ANY}*{marks.JOIN}{ANY}*{MARK})+")
PERHAPS_MEETING = re.compile(f"({MARK}(?:{ANY}+{MARK})+)")
NEXT = re.compile(f"({ANY}+)({MARK})")
PERHAPS_SPACES = re.compile(f"[ \u00a0]{ANY}+ ")
SPACES = re.compile(f"([ \u00a0])({ANY}*{marks.JOIN}{ANY}*) ")
INTO_QUOTE = re.compile(f"([^{marks.ANY}])({ANY}*{marks.END_QUOTE}{ANY}*)([.,!?])")
"""The end of a quotation with punctuation after it; the marks between close other things."""


def finish(text: str, into_quotes: bool) -> str:
    """The string with its joins settled and JOIN gone."""
    if marks.TERM in text:
        text = text.replace(marks.TERM, "")
    if marks.JOIN in text:
        pieces = PERHAPS_MEETING.split(text)
        if len(pieces) > 1:
            for place in range(1, len(pieces), 2):
                pieces[place] = _met(pieces[place])
            text = "".join(pieces)
        if PERHAPS_SPACES.search(text):
            text = _spaces(text)
    if marks.END_QUOTE in text:
        text = _quotes(text, into_quotes)
    return text.replace(marks.JOIN, "")


def _spaces(text: str) -> str:
    while True:
        shorter = SPACES.sub(r"\1\2", text)
        if shorter == text:
            return text
        text = shorter


def settled_within(text: str) -> str:
    """A text that is going to be used many times, with the joins inside it settled; those at its ends stay."""
    if len(text) < 3 or marks.JOIN not in text[1:-1] or marks.MARKS.search(text.replace(marks.JOIN, "")):
        return text
    first = marks.JOIN if text[0] == marks.JOIN else ""
    last = marks.JOIN if text[-1] == marks.JOIN else ""
    return first + finish(text, into_quotes=False) + last


@lru_cache(maxsize=2048)
def _met(text: str) -> str:
    """Punctuation with marks between it, settled where they are joins; there are few such strings."""
    return MEETING.sub(_settled, text)


def _settled(match: re.Match[str]) -> str:
    """What is kept of marks that meet at joins, one after another, and of the formatting between them."""
    text = match[0]
    out = ""
    first, held = text[0], ""
    for between, second in NEXT.findall(text, 1):
        kept = KEPT[first + second]
        if len(kept) == 1 and (kept == first or marks.END_QUOTE not in between):
            first = kept
            held += between
        else:  # both stay; and what ends a quotation is not replaced by what follows it
            out += first + held + between
            first, held = second, ""
    return out + first + held


def _quotes(text: str, into_quotes: bool) -> str:
    if not into_quotes:
        return text
    changed = INTO_QUOTE.sub(_into, text)
    while changed != text:
        text = changed
        changed = INTO_QUOTE.sub(_into, text)
    return text


def _into(match: re.Match[str]) -> str:
    """A comma, period, exclamation or question mark after a closing quote moves inside it."""
    before, between, mark = match.groups()
    if marks.JOIN not in between:
        return match[0]
    kept = KEPT.get(before + mark, before + mark)
    if len(kept) == 1 and kept != before:
        kept = before + mark
    return kept + between
