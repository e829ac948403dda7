"""Marked text → the HTML of the official test suite, with its entities, nested spans and white space."""

from __future__ import annotations

import re
import unicodedata

from . import marks
from .runs import QuoteLevel, QuoteMarks

PIECES = re.compile(f"([{marks.ANY}])")
SIMPLE = {
    marks.UNDERLINE: ('<span style="text-decoration:underline;">', "</span>"),
    marks.UNDERLINE_NONE: ('<span style="text-decoration:none;">', "</span>"),
    marks.SUP: ("<sup>", "</sup>"),
    marks.SUB: ("<sub>", "</sub>"),
    marks.BASELINE: ('<span style="baseline">', "</span>"),
    marks.OBLIQUE: ("<em>", "</em>"),
    marks.LIGHT: ('<span style="font-weight:light;">', "</span>"),
    marks.BLOCK: ('\n\n    <div class="csl-block">', "</div>\n"),
    marks.LEFT_MARGIN: ('\n    <div class="csl-left-margin">', "</div>"),
    marks.RIGHT_INLINE: ('<div class="csl-right-inline">', "</div>\n  "),
    marks.INDENT: ('<div class="csl-indent">', "</div>\n  "),
}
FLIPS = {
    marks.ITALIC: ("italic", True, "<i>", "</i>"),
    marks.BOLD: ("bold", True, "<b>", "</b>"),
    marks.SMALL_CAPS: ("caps", True, '<span style="font-variant:small-caps;">', "</span>"),
    marks.ROMAN: ("italic", False, "", ""),
    marks.WEIGHT_NORMAL: ("bold", False, "", ""),
    marks.VARIANT_NORMAL: ("caps", False, "", ""),
}
NORMAL = {
    "italic": '<span style="font-style:normal;">',
    "bold": '<span style="font-weight:normal;">',
    "caps": '<span style="font-variant:normal;">',
}


SUPERSCRIPTS = {
    char: unicodedata.normalize("NFKC", char)
    for char in map(chr, (0xAA, 0xB2, 0xB3, 0xB9, 0xBA, *range(0x2B0, 0x2B9), *range(0x2E0, 0x2E5),
                          *range(0x1D2C, 0x1D6B), *range(0x1D78, 0x1DC0), 0x2070, 0x2071, *range(0x2074, 0x2080),
                          0x2120, 0x2122, *range(0x3192, 0x31A0)))
    if unicodedata.decomposition(char).startswith("<super>")
}  # fmt: skip
SUPERSCRIPTS |= {"ˀ": "ʔ", "ˁ": "ʕ", "\u06e5": "و", "\u06e6": "ي"}
SUPERSCRIPT = re.compile(f"[{''.join(SUPERSCRIPTS)}]")
"""The suite wants superscript characters as formatting; for readers they are better left as they are."""


def escape(text: str) -> str:
    text = text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")
    return SUPERSCRIPT.sub(lambda match: f"<sup>{SUPERSCRIPTS[match[0]]}</sup>", text)


def render(text: str, quotes: QuoteMarks) -> str:
    """The HTML of one marked string."""
    out: list[str] = []
    on = {"italic": False, "bold": False, "caps": False}
    stack: list[tuple[str, dict[str, bool]]] = []
    level = QuoteLevel(quotes)
    for piece in PIECES.split(text):
        if not piece:
            continue
        if not "\x80" <= piece[0] <= "\x9e":
            out.append(escape(piece))
        elif piece in {marks.CLOSE, marks.END_QUOTE}:
            if stack:
                closing, on = stack.pop()
                out.append(closing)
            if piece == marks.END_QUOTE:
                out.append(level.close())
        elif piece in (marks.QUOTE, marks.SINGLE_QUOTE):
            out.append(level.open(piece))
            stack.append(("", on))
        elif piece in SIMPLE:
            opening, closing = SIMPLE[piece]
            out.append(opening)
            stack.append((closing, on))
        elif piece in FLIPS:
            kind, wanted, opening, closing = FLIPS[piece]
            state = on[kind]
            if wanted and state:
                opening, closing, wanted = NORMAL[kind], "</span>", False
            elif not wanted and state:
                opening, closing = NORMAL[kind], "</span>"
            out.append(opening)
            stack.append((closing, on))
            on = {**on, kind: wanted}
        elif piece == marks.NO_DECOR:
            active = [kind for kind in on if on[kind]]
            out += [NORMAL[kind] for kind in active]
            stack.append(("</span>" * len(active), on))
            on = dict.fromkeys(on, False)
        elif piece != marks.JOIN:
            stack.append(("", on))
    return "".join(out)
