"""Text of records made safe to show: the only way from a record to HTML or Markdown in the front end.

What a record says is shown as it stands: no markup, no formula, no link, no picture of its own. The one
exception are CSL's five rich-text tags, which are part of a title's meaning (a species in italics).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from msgevidence.citation.documents import inline
from msgevidence.citation.formatted import Run, safe_link

_RICH = re.compile(r"&lt;(/?)(i|b|sup|sub)&gt;")
_CSL_TAGS = re.compile(
    r'</?(?:i|b|sup|sub|sc)>|<span class="nocase">|<span style="font-variant: ?small-caps;">|</span>'
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"  # zero-width word joiner
# Streamlit turns these into emoji, arrows, icons and links after Markdown's own escapes are gone.
_LATE = re.compile(
    r":(?=[\w+\-/]+:)|(?<=[<>~!=\-])(?=[\-=>])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w)(?=@\w)", re.IGNORECASE
)


def plain(text: str) -> str:
    """Without CSL's rich-text tags, on one line."""
    return " ".join(_CSL_TAGS.sub("", text).split())


def escape(text: object) -> str:
    """For HTML, as text or as an attribute's value."""
    return html.escape(str(text), quote=True)


def rich(text: str) -> str:
    """HTML in which CSL's own tags work and everything else is literal."""
    escaped = escape(re.sub(r'<span class="nocase">|</?sc>|</span>', "", text))
    return _RICH.sub(r"<\1\2>", escaped)


def markdown(text: str) -> str:
    """For labels, captions and messages, which Streamlit reads as Markdown."""
    one_line = plain(text)
    joined = _LATE.sub(lambda found: found.group() + _JOINER, one_line)
    return _PUNCTUATION.sub(r"\\\1", joined)


def link(address: str, text: str) -> str:
    """An HTML link that leaves the app, or the text alone where the address is not one to follow."""
    safe = safe_link(address)
    if not safe:
        return escape(text)
    return f'<a href="{escape(safe)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def reference(runs: Iterable[Run]) -> str:
    """HTML of a formatted reference or citation; its links leave the app in a window of their own."""
    return inline(runs, "html").replace('<a href="', '<a target="_blank" href="')
