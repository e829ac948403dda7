"""HTML: each entry one ``<div class="csl-entry">``; a clipboard flavour that carries its indent with it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from msgevidence.citation.documents.text import joined
from msgevidence.citation.formatted import Formatted, Run, Runs, legal, lines, safe_link

_INDENT = "margin-left:.5in;text-indent:-.5in;"


def inline(runs: Iterable[Run]) -> str:
    """Escaped text with ``<i>``, ``<b>``, ``<u>``, ``<sup>``, ``<sub>``, small capitals and links."""
    return "".join(_line(block, group) for block, group in lines(runs))


def _line(block: str, runs: Runs) -> str:
    inner = "".join(_run(run) for run in runs)
    return f'<div class="csl-{block}">{inner}</div>' if block else inner


def _run(run: Run) -> str:
    text = escape(legal(run.text), quote=False)
    if run.vertical:
        text = f"<{run.vertical}>{text}</{run.vertical}>"
    if run.small_caps:
        text = f'<span style="font-variant:small-caps">{text}</span>'
    if run.underline:
        text = f"<u>{text}</u>"
    if run.bold:
        text = f"<b>{text}</b>"
    if run.italic:
        text = f"<i>{text}</i>"
    link = safe_link(run.link)
    return f'<a href="{escape(link)}" rel="noopener noreferrer">{text}</a>' if link else text


def document(formatted: Formatted) -> str:
    """The list as a fragment: ``<div class="csl-bib-body">`` around the entries; no head, so it fits into any page."""
    style = f"line-height:{formatted.line_spacing};"
    if formatted.hanging_indent:
        style += _INDENT
    entries = "".join(f'  <div class="csl-entry">{inline(entry.runs)}</div>\n' for entry in formatted.entries)
    return f'<div class="csl-bib-body" style="{style}">\n{entries}</div>\n'


def clipboard(formatted: Formatted) -> str:
    """For the clipboard's ``text/html``: paragraphs whose inline style a word processor takes over."""
    indent = _INDENT if formatted.hanging_indent else ""
    style = f"{indent}line-height:{formatted.line_spacing};margin-top:0;margin-bottom:0"
    return "".join(f'<p style="{style}">{_flat(entry.runs)}</p>' for entry in formatted.entries)


def _flat(runs: Iterable[Run]) -> str:
    """Without ``div``, which may not stand in a paragraph: the margin number and a space, the rest after it."""
    return joined((block, "".join(_run(run) for run in group)) for block, group in lines(runs)).replace("\n", "<br>")
