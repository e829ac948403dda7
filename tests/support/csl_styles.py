"""Small styles for tests."""

from __future__ import annotations

from collections.abc import Sequence

from msgevidence.citation.csl import Run


def style_text(citation: str, more: str = "", *, note: bool = False) -> str:
    """A style whose citation layout holds these elements; `more` stands before it."""
    kind = "note" if note else "in-text"
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}" version="1.0">{more}'
        f"<citation><layout>{citation}</layout></citation></style>"
    )


def plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def markdown(runs: Sequence[Run]) -> str:
    """The text with italics between asterisks and bold between two."""
    out = []
    for run in runs:
        around = "*" * (run.italic + 2 * run.bold)
        out.append(f"{around}{run.text}{around}")
    return "".join(out)
