"""Locators typed with their label: "vol. 1", "p. 3-8"."""

from __future__ import annotations

import re

LABELS = {
    "bk": "book", "ch": "chapter", "chap": "chapter", "col": "column", "fig": "figure", "fol": "folio", "l": "line",
    "ll": "line", "n": "note", "nn": "note", "no": "issue", "op": "opus", "p": "page", "pp": "page",
    "para": "paragraph", "pt": "part", "sec": "section", "v": "verse", "vv": "verse", "vol": "volume", "vols": "volume",
}  # fmt: skip
"""English abbreviations as people type them → the term they mean."""

LABELLED = re.compile(r"^([a-z]{1,5})\.\s+(?=\d)")


def split_label(locator: str) -> tuple[str, str]:
    """(label, rest) of a locator that begins with its label; label "" where it does not."""
    match = LABELLED.match(locator)
    if match and match[1] in LABELS:
        return LABELS[match[1]], locator[match.end() :]
    return "", locator
