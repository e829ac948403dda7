"""The PRISMA 2020 flow as a picture: the boxes of identification, as SVG with its numbers as text."""

from __future__ import annotations

from html import escape

from msgevidence.matching.prisma import Flow

_WIDTH, _LEFT, _RIGHT, _BOX = 760, 40, 410, 310
_LINE = 20


def svg(flow: Flow) -> str:
    """Self-contained SVG, readable by eye and, through its title and description, by a screen reader."""
    identified = [f"Records identified (n = {flow.records_identified:,})"]
    identified += [f"   {source} (n = {count:,})" for source, count in flow.identified.items()]
    removed = ["Records removed before screening:", f"   Duplicate records (n = {flow.duplicates_removed:,})"]
    if flow.removed_otherwise:
        removed.append(f"   For other reasons (n = {flow.removed_otherwise:,})")
    screened = [f"Records to be screened (n = {flow.to_be_screened:,})"]
    if flow.held:
        screened.append(f"   of these perhaps duplicates (n = {flow.held:,})")
    first, second, third = (_height(lines) for lines in (identified, removed, screened))
    upper = max(first, second)
    height = 40 + upper + 60 + third + 30
    middle = 40 + upper / 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}"'
            f' height="{height}" role="img" aria-labelledby="title description"'
            ' font-family="Helvetica, Arial, sans-serif" font-size="14">',
            '<title id="title">PRISMA 2020 flow: identification</title>',
            f'<desc id="description">{escape("; ".join(map(str.strip, (*identified, *removed, *screened))))}</desc>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            '<defs><marker id="tip" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto">'
            '<path d="M0,0 L9,4 L0,8 z" fill="#333333"/></marker></defs>',
            _box(_LEFT, 40 + (upper - first) / 2, first, identified),
            _box(_RIGHT, 40 + (upper - second) / 2, second, removed),
            _box(_LEFT, 40 + upper + 60, third, screened),
            _arrow(_LEFT + _BOX, middle, _RIGHT, middle),
            _arrow(_LEFT + _BOX / 2, 40 + (upper + first) / 2, _LEFT + _BOX / 2, 40 + upper + 60),
            "</svg>",
            "",
        ]
    )


def _height(lines: list[str]) -> int:
    return _LINE * len(lines) + 24


def _box(x: float, y: float, height: float, lines: list[str]) -> str:
    text = "".join(
        f'<text x="{x + 14 + 14 * line.startswith("   ")}" y="{y + 28 + _LINE * row}" fill="#1b1a19">'
        f"{escape(_cut(line.strip()))}</text>"
        for row, line in enumerate(lines)
    )
    return f'<rect x="{x}" y="{y}" width="{_BOX}" height="{height}" fill="none" stroke="#333333"/>{text}'


def _cut(text: str) -> str:
    """A long source name shortened in its middle, so that its count stays in the box."""
    return text if len(text) <= 42 else f"{text[:22]}…{text[-19:]}"


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#333333" marker-end="url(#tip)"/>'
