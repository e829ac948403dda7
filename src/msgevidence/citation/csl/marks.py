"""The markup inside a rendered string: single control characters, opened by kind and closed by one CLOSE.

Text travels through the engine as plain `str`, so that joining is as cheap as Python can make it. Formatting is a
character of the C1 block before the text and CLOSE after it; JOIN marks an edge where an affix or delimiter meets
what stands beside it, which is where punctuation may collide. Item data never contains these: `richtext` strips them.
"""

from __future__ import annotations

import re

CLOSE = "\x80"
JOIN = "\x81"
ITALIC = "\x82"
ROMAN = "\x83"
OBLIQUE = "\x84"
BOLD = "\x86"
WEIGHT_NORMAL = "\x87"
LIGHT = "\x88"
SMALL_CAPS = "\x89"
VARIANT_NORMAL = "\x8a"
UNDERLINE = "\x8b"
UNDERLINE_NONE = "\x8c"
SUP = "\x8d"
SUB = "\x8e"
BASELINE = "\x8f"
QUOTE = "\x90"
END_QUOTE = "\x91"
NO_CASE = "\x92"
NO_DECOR = "\x93"
LINK_URL = "\x94"
LINK_DOI = "\x95"
LINK_PMID = "\x96"
LINK_PMCID = "\x97"
BLOCK = "\x98"
LEFT_MARGIN = "\x99"
RIGHT_INLINE = "\x9a"
INDENT = "\x9b"
SUPPRESSED = "\x9c"
SINGLE_QUOTE = "\x9e"
TERM = "\x9d"
"""Before a term that would begin with a capital where it is the first thing printed."""

ANY = "\x80-\x9e"
"""For a character class: every mark."""

MARKS = re.compile(f"[{ANY}]")
OPENERS = re.compile("[\x82-\x9b]")

FORMATS: dict[tuple[str, str], str] = {
    ("vertical-align", "sup"): SUP,
    ("vertical-align", "sub"): SUB,
    ("vertical-align", "baseline"): BASELINE,
    ("text-decoration", "underline"): UNDERLINE,
    ("text-decoration", "none"): UNDERLINE_NONE,
    ("font-weight", "bold"): BOLD,
    ("font-weight", "light"): LIGHT,
    ("font-weight", "normal"): WEIGHT_NORMAL,
    ("font-variant", "small-caps"): SMALL_CAPS,
    ("font-variant", "normal"): VARIANT_NORMAL,
    ("font-style", "italic"): ITALIC,
    ("font-style", "oblique"): OBLIQUE,
    ("font-style", "normal"): ROMAN,
}
"""The formatting attributes of CSL, the outermost first."""

DISPLAYS = {"block": BLOCK, "left-margin": LEFT_MARGIN, "right-inline": RIGHT_INLINE, "indent": INDENT}


def bare(text: str) -> str:
    """The text without any mark."""
    return MARKS.sub("", text)
