"""A manuscript as blocks of runs, and how each form writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgevidence.citation.documents import docx, html, latex, markdown, rtf, text
from msgevidence.citation.formatted import Formatted, Run, Runs, legal, plain


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `kind`: heading, paragraph, quote, item, code, rule, row, references.

    `level` is the heading's, or the nesting of an item; `number` an ordered item's, 0 for a bullet; `cells` are a table
    row's; a block of kind references is where the list goes.
    """

    kind: str
    runs: Runs = ()
    level: int = 1
    number: int = 0
    cells: tuple[Runs, ...] = ()


def as_text(blocks: Sequence[Block], formatted: Formatted) -> str:
    """Plain text, a blank line between blocks."""
    parts: list[str] = []
    for block in blocks:
        if block.kind == "references":
            parts += [formatted.heading, text.document(formatted).rstrip("\n")]
        elif block.kind == "row":
            parts.append("\t".join(text.inline(cell) for cell in block.cells))
        elif block.kind == "code":
            parts.append(plain(block.runs).rstrip("\n"))
        elif block.kind == "rule":
            parts.append("* * *")
        else:
            indent = "  " * (block.level - 1) if block.kind == "item" else ""
            parts.append(indent + _marker(block) + text.inline(block.runs))
    return "\n\n".join(parts) + "\n"


def as_markdown(blocks: Sequence[Block], formatted: Formatted) -> str:
    """Markdown, a blank line between blocks."""
    parts: list[str] = []
    for block in blocks:
        inner = markdown.inline(block.runs)
        match block.kind:
            case "references":
                parts.append(markdown.document(formatted).rstrip("\n"))
            case "heading":
                parts.append(f"{'#' * block.level} {inner}")
            case "quote":
                parts.append(f"> {inner}")
            case "item":
                parts.append("    " * (block.level - 1) + _marker(block) + inner)
            case "code":
                parts.append(f"```\n{plain(block.runs).rstrip()}\n```")
            case "rule":
                parts.append("---")
            case "row":
                parts.append(" | ".join(markdown.inline(cell) for cell in block.cells))
            case _:
                parts.append(inner)
    return "\n\n".join(parts) + "\n"


def as_html(blocks: Sequence[Block], formatted: Formatted) -> str:
    """An HTML fragment; consecutive items share a list, consecutive rows a table."""
    out: list[str] = []
    for position, block in enumerate(blocks):
        inner = html.inline(block.runs)
        group = _group(block)
        before = _group(blocks[position - 1]) if position else ""
        after = _group(blocks[position + 1]) if position + 1 < len(blocks) else ""
        if group and group != before:
            out.append(f"<{group}>")
        match block.kind:
            case "references":
                out.append(reference_html(formatted))
            case "heading":
                out.append(f"<h{block.level}>{inner}</h{block.level}>")
            case "quote":
                out.append(f"<blockquote><p>{inner}</p></blockquote>")
            case "item":
                out.append(f"<li>{inner}</li>")
            case "code":
                out.append(f"<pre><code>{inner}</code></pre>")
            case "rule":
                out.append("<hr>")
            case "row":
                out.append("<tr>" + "".join(f"<td>{html.inline(cell)}</td>" for cell in block.cells) + "</tr>")
            case _:
                out.append(f"<p>{inner}</p>")
        if group and group != after:
            out.append(f"</{group}>")
    return "\n".join(out) + "\n"


def reference_html(formatted: Formatted) -> str:
    """The list with its heading."""
    heading = html.inline((Run(formatted.heading),))
    return f'<section class="references">\n<h1>{heading}</h1>\n{html.document(formatted)}</section>'


def as_latex(blocks: Sequence[Block], formatted: Formatted) -> str:
    r"""A LaTeX piece to ``\input``."""
    sections = ("section", "subsection", "subsubsection", "paragraph", "subparagraph", "subparagraph")
    parts: list[str] = []
    for position, block in enumerate(blocks):
        inner = latex.inline(block.runs)
        match block.kind:
            case "references":
                parts.append(latex.document(formatted).rstrip("\n"))
            case "heading":
                parts.append(f"\\{sections[block.level - 1]}*{{{inner}}}")
            case "quote":
                parts.append(f"\\begin{{quote}}\n{inner}\n\\end{{quote}}")
            case "item":
                begins = not position or blocks[position - 1].kind != "item"
                ends = position + 1 == len(blocks) or blocks[position + 1].kind != "item"
                label = f"[{block.number}.]" if block.number else ""
                item = f"\\item{label} {inner}"
                parts.append("\\begin{itemize}\n" * begins + item + "\n\\end{itemize}" * ends)
            case "code":
                verbatim = plain(block.runs).rstrip().replace("\\end{verbatim}", "\\end {verbatim}")
                parts.append(f"\\begin{{verbatim}}\n{verbatim}\n\\end{{verbatim}}")
            case "rule":
                parts.append("\\bigskip\\hrule\\bigskip")
            case "row":
                parts.append(" \\quad ".join(latex.inline(cell) for cell in block.cells))
            case _:
                parts.append(inner)
    return "\n\n".join(parts) + "\n"


def as_rtf(blocks: Sequence[Block], formatted: Formatted) -> str:
    """One RTF document of manuscript and list."""
    made = rtf.document(formatted)
    at = made.index("\n") + 1
    spacing = f"\\sl{240 * formatted.line_spacing}\\slmult1"
    body: list[str] = []
    references = made[at:].rstrip("}\n") + "\n"
    for block in blocks:
        if block.kind == "references":
            body.append(f"\\page\n{references}")
            continue
        inner = rtf.inline(block.runs) if block.kind != "row" else r"\tab ".join(rtf.inline(c) for c in block.cells)
        if block.kind == "heading":
            inner = f"{{\\b {inner}}}"
        indent = {"quote": r"\li720", "item": f"\\li{720 * block.level}\\fi-360"}.get(block.kind, r"\fi720")
        if block.kind in ("heading", "code", "row", "rule"):
            indent = ""
        body.append(f"\\pard{indent}{spacing}\\f0\\fs24 {rtf.escape(_marker(block))}{inner}\\par\n")
    return made[:at] + "".join(body) + "}\n"


def as_docx(blocks: Sequence[Block], formatted: Formatted, fields: Mapping[str, str] | None = None) -> bytes:
    """One Word file of manuscript and list, the list on a page of its own.

    With `fields`, runs whose block is one of its keys are set in a field of that code, and the list in ``references``.
    """
    paragraphs: list[str] = []
    for block in blocks:
        if block.kind == "references":
            paragraphs += docx.reference_paragraphs(
                formatted, page_break=len(blocks) > 1, instruction=(fields or {}).get("references", "")
            )
        elif block.kind == "row":
            joined = "<w:r><w:tab/></w:r>".join(docx.runs_xml(cell, fields) for cell in block.cells)
            paragraphs.append(f"<w:p>{joined}</w:p>")
        elif block.kind == "code":
            paragraphs += [docx.paragraph((Run(line),)) for line in plain(block.runs).rstrip("\n").split("\n")]
        else:
            style = {"heading": f"Heading{block.level}", "quote": "Quote", "item": "ListBullet"}.get(block.kind, "")
            if block.number:
                style = "ListNumber"
            if block.level > 1 and block.kind == "item":
                style += str(min(block.level, 3))
            paragraphs.append(docx.paragraph(block.runs, style, fields))
    titles = [plain(block.runs) for block in blocks if block.kind == "heading"]
    return docx.package(paragraphs, formatted, title=legal(titles[0])[:200] if titles else formatted.heading)


WRITERS: dict[str, Callable[[Sequence[Block], Formatted], str | bytes]] = {
    "text": as_text,
    "html": as_html,
    "markdown": as_markdown,
    "latex": as_latex,
    "rtf": as_rtf,
    "docx": as_docx,
}


def with_references(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with a place for the list: where the manuscript has one (an empty last heading), or at the end."""
    placed = list(blocks)
    if any(block.kind == "references" for block in placed):
        return placed
    if placed and placed[-1].kind == "heading" and plain(placed[-1].runs).strip().casefold() in _LIST_HEADINGS:
        placed.pop()
    return [*placed, Block("references")]


_LIST_HEADINGS = frozenset("references bibliography literatur literatuur literature".split()) | {
    "works cited", "reference list", "références", "referencias", "bibliografia", "literaturverzeichnis",
}  # fmt: skip


def _marker(block: Block) -> str:
    if block.kind != "item":
        return ""
    return f"{block.number}. " if block.number else "- "


def _group(block: Block) -> str:
    if block.kind == "item":
        return "ol" if block.number else "ul"
    return "table" if block.kind == "row" else ""
