"""The finish of a rendered string: punctuation that meets at joins, and punctuation beside closing quotes."""

from __future__ import annotations

import re

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
MEETING = re.compile(f"([.:;,!?])({ANY}*{marks.JOIN}{ANY}*)([.:;,!?])")
CHANGING = re.compile(
    "|".join(
        f"[{first}]{ANY}*{marks.JOIN}{ANY}*[{''.join(two[1] for two in KEPT if two[0] == first and KEPT[two] != two)}]"
        for first in ".:;,!?"
    )
)
"""Two marks of which not both stay."""

SPACES = re.compile(f"([ \u00a0])({ANY}*{marks.JOIN}{ANY}*) ")
INTO_QUOTE = re.compile(f"([^{marks.ANY}])({ANY}*{marks.END_QUOTE}{ANY}*)([.,!?])")
"""The end of a quotation with punctuation after it; the marks between close other things."""


def finish(text: str, into_quotes: bool) -> str:
    """The string with its joins settled and JOIN gone."""
    if marks.TERM in text:
        text = text.replace(marks.TERM, "")
    if marks.JOIN in text:
        if marks.END_QUOTE in text:
            if CHANGING.search(text):
                text = _settled(text)
        else:
            changed = CHANGING.sub(_kept, text)
            while changed != text:
                text = changed
                changed = CHANGING.sub(_kept, text)
        if SPACES.search(text):
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


def _kept(match: re.Match[str]) -> str:
    two = match[0]
    return KEPT[two[0] + two[-1]] + two[1:-1]


def _settled(text: str) -> str:
    """Where two marks meet at a join, keep what CSL keeps of them."""
    match = MEETING.search(text)
    while match:
        first, between, second = match.groups()
        kept = KEPT[first + second]
        at = match.start()
        if len(kept) == 2:
            at = match.start(3)  # both stay; the second may meet another
        elif marks.END_QUOTE in between and kept == second and kept != first:
            between, kept = first + between, second  # a quotation keeps its own end
            at = match.start(3)
            text = f"{text[: match.start()]}{between}{kept}{text[match.end() :]}"
        else:
            text = f"{text[: match.start()]}{kept}{between}{text[match.end() :]}"
        match = MEETING.search(text, at)
    return text


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
