"""Markdown (CommonMark; pandoc reads it alike): paragraphs under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgevidence.citation.documents.text import joined
from msgevidence.citation.formatted import Formatted, Run, legal, lines, safe_link

_SPECIAL = re.compile(r"([\\`*_\[\]<>$~^|@])")
_BLOCK_START = re.compile(r"^(\s*)(#|\+|-(?=\s|-)|=|:)")
_LIST_START = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")


def inline(runs: Iterable[Run]) -> str:
    """Escaped text; what Markdown has no sign for (small capitals, underline, super- and subscript) as HTML tags."""
    text = joined((block, _marked(group)) for block, group in lines(runs)).replace("\n", "\\\n")
    text = _LIST_START.sub(r"\1\\\2", text)
    return _BLOCK_START.sub(r"\1\\\2", text)


def _marked(runs: Sequence[Run]) -> str:
    out: list[str] = []
    for position, run in enumerate(runs):
        following = runs[position + 1].text[:1] if position + 1 < len(runs) else ""
        out.append(_run(run, out[-1][-1:] if out else "", following))
    return "".join(out)


def _run(run: Run, before: str, after: str) -> str:
    raw = legal(run.text)
    link = safe_link(run.link)
    if link and link == raw:
        text = f"<{link}>"
    else:
        text = escape(raw)
        if link:
            text = f"[{text}]({link.replace('(', '%28').replace(')', '%29')})"
    if run.vertical:
        text = f"<{run.vertical}>{text}</{run.vertical}>"
    if run.small_caps:
        text = f'<span style="font-variant:small-caps">{text}</span>'
    if run.underline:
        text = f"<u>{text}</u>"
    for wanted, sign, tag in ((run.bold, "**", "b"), (run.italic, "*", "i")):
        if wanted:
            text = _emphasised(text, sign, tag, before, after)
    return text


def escape(text: str) -> str:
    """`text` with every sign that Markdown would read escaped, and ``&`` where it would start an entity."""
    return re.sub(r"&(?=#?\w+;)", r"\\&", _SPECIAL.sub(r"\\\1", text))


def _emphasised(text: str, sign: str, tag: str, before: str, after: str) -> str:
    """Emphasis that holds: spaces stay outside the signs, and where the signs would not bind, the HTML tag stands."""
    core = text.strip()
    if not core:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    opens = core[0].isalnum() or lead or not before.isalnum()
    closes = core[-1].isalnum() or trail or not after.isalnum()
    clear = before not in ("*", "_") or lead
    marked = f"{sign}{core}{sign}" if opens and closes and clear else f"<{tag}>{core}</{tag}>"
    return lead + marked + trail


def document(formatted: Formatted) -> str:
    """A heading and one paragraph an entry."""
    paragraphs = [f"# {escape(formatted.heading)}", *(inline(entry.runs) for entry in formatted.entries)]
    return "\n\n".join(paragraphs) + "\n"
