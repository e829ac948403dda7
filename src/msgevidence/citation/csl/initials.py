"""Given names → initials, as initialize, initialize-with and initialize-with-hyphen ask."""

from __future__ import annotations

import re
from functools import lru_cache

from .marks import ANY

MARKS = re.compile(f"([{ANY}])")
SEVERAL = re.compile(r"([^\W\d_a-z])([A-ZÀ-ÖØ-Þ]+)(?=[a-zß-öø-ÿ])")
"""More than one capital before small letters (TSerendorj): together they are the initial."""

PARTS = re.compile(r"([-\u2010\u2011])|[\s\u00a0]+|(?<=\.)")


@lru_cache(maxsize=65536)
def initials(given: str, with_: str, initialize: bool = True, hyphen: bool = True) -> str:
    """The given name shortened; lower-case words (de, van) stay, existing initials are set alike."""
    if MARKS.search(given):
        return "".join(_in_marks(piece, with_, initialize, hyphen) for piece in MARKS.split(given))
    out = ""
    joint = ""  # what stood before the part under way: "-" or ""
    for part in _split(given):
        if part == "-":
            joint = "-"
            continue
        letters = part.rstrip(".")
        if not letters:
            continue
        single = len(letters) == 1 or (part.endswith(".") and len(letters) <= 2)
        if joint and letters[0].islower():
            joint = ""
            continue
        if letters[0].islower() and not single:  # a particle or a word that is no name
            out = out.rstrip()
            out += (" " if out else "") + letters + " "
            joint = ""
            continue
        if not initialize and not (single and letters[0].isupper()):
            out = out.rstrip() if joint else out
            glue = joint or ("" if not out or out.endswith(" ") else " ")
            out += glue + part + " "
            joint = ""
            continue
        short = letters if single and part.endswith(".") and len(letters) == 2 else letters[0].upper()
        several = SEVERAL.match(letters)
        if several:
            short = several[1] + several[2].lower()
        if joint:
            out = out.rstrip()
            if hyphen:
                out += "-"
        out += short + with_
        joint = ""
    return out.rstrip()


def _in_marks(piece: str, with_: str, initialize: bool, hyphen: bool) -> str:
    """A piece of a name with formatting in it; what joins it to its neighbours stays."""
    core = piece.strip(" -")
    if not core or MARKS.match(piece):
        return piece
    before = piece[: piece.index(core)]
    return before + initials(core, with_, initialize, hyphen)


def _split(given: str) -> list[str]:
    found: list[str] = []
    for piece in PARTS.split(given.replace(".-", ".\u2010")):
        if not piece:
            continue
        found.append("-" if piece in "-\u2010\u2011" else piece)
    return found
