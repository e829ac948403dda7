"""A citation command found in a manuscript, and the reading of its locator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

KEY = r"[^\W](?:\w|[:.#$%&+?<>~/-](?=\w))*"
"""A citation key as pandoc reads it: letters, digits and single signs between them."""

_LABELS = {
    "book": ("book", "books", "bk.", "bks."),
    "chapter": ("chapter", "chapters", "chap.", "chaps.", "ch."),
    "column": ("column", "columns", "col.", "cols."),
    "figure": ("figure", "figures", "fig.", "figs."),
    "folio": ("folio", "folios", "fol.", "fols."),
    "issue": ("issue", "issues", "no.", "nos."),
    "line": ("line", "lines", "l.", "ll."),
    "note": ("note", "notes", "n.", "nn."),
    "page": ("page", "pages", "p.", "pp."),
    "paragraph": ("paragraph", "paragraphs", "para.", "paras.", "¶", "¶¶"),
    "part": ("part", "parts", "pt.", "pts."),
    "section": ("section", "sections", "sec.", "secs.", "§", "§§"),
    "table": ("table", "tables", "tbl.", "tbls."),
    "timestamp": ("timestamp", "at"),
    "verse": ("verse", "verses", "v.", "vv."),
    "volume": ("volume", "volumes", "vol.", "vols."),
}
_LABEL_OF = {word: label for label, words in _LABELS.items() for word in words}
_WORDS = "|".join(re.escape(word) for word in sorted(_LABEL_OF, key=len, reverse=True))
_NUMBER = r"(?:[A-Za-z]?\d+[\w:.]*|[ivxlcdmIVXLCDM]+\b)"
_LOCATOR = re.compile(
    rf"[,\s]*(?:(?P<label>{_WORDS})\s*)?(?P<value>{_NUMBER}(?:\s*(?:--?|–|—|,|&|and)\s*{_NUMBER})*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """One citation in the source, from `start` to `end`. `form` is parenthetical, narrative, bare (without its
    parentheses) or nothing (listed, but not shown); `capital` asks for a capital at its beginning."""

    start: int
    end: int
    cluster: tuple[dict[str, Any], ...]
    form: str = "parenthetical"
    capital: bool = False


def with_note(cite: dict[str, Any], note: str) -> dict[str, Any]:
    """The cite with what follows its key: ``, pp. 3-4 and passim`` → locator, label, suffix; ``{…}`` is all locator."""
    note = note.strip()
    braced = re.match(r",?\s*\{([^{}]*)\}", note)
    text, rest = (braced.group(1), note[braced.end() :]) if braced else (note, "")
    found = _LOCATOR.match(text)
    if found and (found["label"] or found["value"][:1].isdigit()):
        value = re.sub(r"\s*--?\s*", "-", found["value"])
        cite = {**cite, "locator": value, "label": _LABEL_OF[(found["label"] or "p.").lower()]}
        rest = text[found.end() :] + rest
    elif braced and text:
        cite = {**cite, "locator": text, "label": "page"}
    else:
        rest = note
    if rest.strip(" ,"):
        cite = {**cite, "suffix": rest if rest[:1] in " ,;:" else f" {rest}"}
    return cite
