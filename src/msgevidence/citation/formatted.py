"""What a style made of records: runs of text, ready for any document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from msgevidence.citation.csl import Citation, Entry, Run
from msgevidence.citation.csl import Warning as StyleWarning

__all__ = [
    "Citation",
    "Entry",
    "Formatted",
    "Run",
    "Runs",
    "StyleWarning",
    "legal",
    "lines",
    "plain",
    "safe_link",
    "unlinked",
]

Runs = tuple[Run, ...]

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters no XML document, and no printed page, can hold."""

_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"\x00-\x20]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A reference list and in-text citations. `entries` are in the style's order; `citations` in the order asked.

    `line_spacing` is in lines, `entry_spacing` in lines between entries, as CSL counts them. `kind` is the style's
    citation-format (author-date, numeric, note …) and `is_note` says that citations belong in footnotes.
    """

    style: str
    title: str
    locale: str
    entries: tuple[Entry, ...]
    citations: tuple[Citation, ...] = ()
    warnings: tuple[StyleWarning, ...] = ()
    hanging_indent: bool = False
    line_spacing: int = 1
    entry_spacing: int = 1
    is_note: bool = False
    heading: str = "References"

    @property
    def has_margin(self) -> bool:
        """Do entries begin with a number or label that stands in the margin, beside the rest?"""
        return any(run.block == "left-margin" for entry in self.entries[:1] for run in entry.runs)


def unlinked(formatted: Formatted) -> Formatted:
    """The same without links, for a page that is to hold the bare reference."""

    def bare(runs: Runs) -> Runs:
        return tuple(run._replace(link="") for run in runs)

    return replace(
        formatted,
        entries=tuple(entry._replace(runs=bare(entry.runs)) for entry in formatted.entries),
        citations=tuple(
            citation._replace(parenthetical=bare(citation.parenthetical), narrative=bare(citation.narrative))
            for citation in formatted.citations
        ),
    )


def plain(runs: Iterable[Run]) -> str:
    """The words without their dress."""
    return "".join(run.text for run in runs)


def lines(runs: Iterable[Run]) -> list[tuple[str, Runs]]:
    """The runs by display class: ``("", …)`` for most entries; margin and rest, or blocks, for some styles."""
    return [(block, tuple(group)) for block, group in groupby(runs, key=lambda run: run.block)]


def legal(text: str) -> str:
    """`text` without the characters XML forbids; tabs and line breaks become spaces."""
    return ILLEGAL.sub("", text).replace("\t", " ").replace("\r", " ").replace("\n", " ")


def safe_link(link: str | None) -> str:
    """`link` when it is http, https or mailto and cannot break out of a quoted place; else ""."""
    if not link or not _SAFE_LINK.fullmatch(link) or ILLEGAL.search(link):
        return ""
    return link.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace("`", "%60")
