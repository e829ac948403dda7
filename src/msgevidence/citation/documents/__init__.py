"""Formatted references as a document: text, html, markdown, latex, rtf, docx.

`write` makes a whole document, `inline` one entry or citation in the same form (plain text where the form is a file).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgevidence.citation.documents import html, latex, markdown, rtf, text
from msgevidence.citation.documents.html import clipboard
from msgevidence.citation.formatted import Formatted, Run
from msgevidence.errors import CallRefused

__all__ = ["FORMS", "MEDIA_TYPES", "SUFFIXES", "clipboard", "inline", "write"]

_T = TypeVar("_T")


def _docx(formatted: Formatted) -> bytes:
    from msgevidence.citation.documents import docx  # a Word file's library is slow to load and seldom wanted

    return docx.document(formatted)


_DOCUMENT: dict[str, Callable[[Formatted], str | bytes]] = {
    "text": text.document,
    "html": html.document,
    "markdown": markdown.document,
    "latex": latex.document,
    "rtf": rtf.document,
    "docx": _docx,
}
_INLINE: dict[str, Callable[[Iterable[Run]], str]] = {
    "text": text.inline,
    "html": html.inline,
    "markdown": markdown.inline,
    "latex": latex.inline,
    "rtf": rtf.inline,
    "docx": text.inline,
}

FORMS = tuple(_DOCUMENT)
SUFFIXES = {"text": ".txt", "html": ".html", "markdown": ".md", "latex": ".tex", "rtf": ".rtf", "docx": ".docx"}
MEDIA_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "markdown": "text/markdown",
    "latex": "application/x-latex",
    "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def write(formatted: Formatted, form: str) -> bytes:
    """The reference list as a file of that form (UTF-8 where it is text). CallRefused for an unknown form."""
    made = _chosen(_DOCUMENT, form)(formatted)
    return made if isinstance(made, bytes) else made.encode("utf-8")


def inline(runs: Iterable[Run], form: str = "text") -> str:
    """One entry or citation in that form, without paragraph or document around it."""
    return _chosen(_INLINE, form)(runs)


def _chosen(table: Mapping[str, _T], form: str) -> _T:
    try:
        return table[form]
    except KeyError:
        raise CallRefused(f"No document form is called “{form}”; use one of {', '.join(table)}.") from None
