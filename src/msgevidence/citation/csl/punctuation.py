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
SPACES = re.compile(f"([ \u00a0])({ANY}*{marks.JOIN}{ANY}*) ")
INTO_QUOTE = re.compile(f"({marks.END_QUOTE}{ANY}*)([.,!?])")
"""A closing quote with punctuation after it; the marks between close other things."""

IN_AND_OUT = re.compile(f"([.:;,!?])({ANY}*{marks.END_QUOTE}{ANY}*)([.:;,!?])")


def finish(text: str, into_quotes: bool) -> str:
    """The string with its joins settled and JOIN gone."""
    if marks.TERM in text:
        text = text.replace(marks.TERM, "")
    if marks.JOIN in text:
        if MEETING.search(text):
            text = _settled(text)
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


def _settled(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        first, between, second = match.groups()
        kept = KEPT[first + second]
        if marks.END_QUOTE in between and len(kept) == 1 and kept == second and kept != first:
            return match[0]
        if len(kept) == 2:
            # both stay; the join between them is settled
            return f"{kept[0]}{between.replace(marks.JOIN, '')}{kept[1]}"
        return f"{kept}{between}"

    while True:
        changed = MEETING.sub(one, text)
        if changed == text:
            return text
        text = changed


def _quotes(text: str, into_quotes: bool) -> str:
    if not into_quotes:
        return text

    def one(match: re.Match[str]) -> str:
        first, between, second = match.groups()
        kept = KEPT[first + second]
        if len(kept) == 1 and kept == first:
            return first + between
        return match[0]

    text = IN_AND_OUT.sub(one, text)
    while True:
        changed = INTO_QUOTE.sub(r"\2\1", text)
        if changed == text:
            return text
        text = changed
