"""Plain text: one entry a line."""

from __future__ import annotations

from collections.abc import Iterable

from msgevidence.citation.formatted import Formatted, Run, legal, lines, plain


def inline(runs: Iterable[Run]) -> str:
    """The words alone; a margin number is followed by a space, a block begins a line."""
    return joined((block, legal(plain(group))) for block, group in lines(runs))


def joined(parts: Iterable[tuple[str, str]]) -> str:
    """Parts with their display class, put together for a page that knows lines and spaces only."""
    out = ""
    for block, part in parts:
        if block == "left-margin":
            out += part.rstrip() + " "
        elif block in ("block", "indent"):
            out = out.rstrip() + ("\n" if out else "") + "    " * (block == "indent") + part.strip() + "\n"
        else:
            out += part
    return out.rstrip("\n")


def document(formatted: Formatted) -> str:
    """One entry a line, no heading: fit to be pasted, counted and compared."""
    return "".join(f"{inline(entry.runs)}\n" for entry in formatted.entries)
