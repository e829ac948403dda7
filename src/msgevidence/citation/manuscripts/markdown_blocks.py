"""Markdown → blocks, through markdown-it; raw HTML stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from msgevidence.citation.formatted import Run, Runs
from msgevidence.citation.manuscripts.blocks import Block

PLACEHOLDER = re.compile("\ue000(\\d+)\ue001")
"""Stands for the citation of that number while other software reads the manuscript."""

REFS = re.compile(r":::+[ \t]*(?:\{[^}\n]*#refs[^}\n]*\}|refs)[ \t]*\n+:::+|<div id=\"?refs\"?>\s*</div>")


def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; HTML in the source is shown, not obeyed."""
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def blocks(source: str, cited: Callable[[int], Runs]) -> list[Block]:
    """The blocks of `source`; a placeholder becomes the runs `cited` gives for its number."""
    source = REFS.sub("\n\ue002\n", re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL))
    return list(_blocks(parser().parse(source), cited))


def _blocks(tokens: list[Token], cited: Callable[[int], Runs]) -> Iterator[Block]:
    lists: list[list[int]] = []  # for each open list: [is ordered, next number]
    quotes = 0
    heading = 0
    row: list[Runs] | None = None
    begun = False  # the open item has had its first paragraph
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = int(token.tag[1])
            case "heading_close":
                heading = 0
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "bullet_list_open" | "ordered_list_open":
                lists.append([int(token.type[0] == "o"), int(token.attrGet("start") or 1)])
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                begun = False
            case "tr_open":
                row = []
            case "tr_close":
                yield Block("row", cells=tuple(row or ()))
                row = None
            case "fence" | "code_block":
                yield Block("code", (Run(PLACEHOLDER.sub("", token.content)),))
            case "hr":
                yield Block("rule")
            case "inline":
                runs = _runs(token, cited)
                if row is not None:
                    row.append(runs)
                elif heading:
                    yield Block("heading", runs, heading)
                elif token.content.strip() == "\ue002":
                    yield Block("references")
                elif lists and not begun:
                    ordered, number = lists[-1]
                    lists[-1][1] += 1
                    begun = True
                    yield Block("item", runs, len(lists), number if ordered else 0)
                else:
                    yield Block("quote" if quotes else "paragraph", runs)


def _runs(inline: Token, cited: Callable[[int], Runs]) -> Runs:
    out: list[Run] = []
    bold = italic = 0
    link = ""
    for token in inline.children or ():
        match token.type:
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "link_open":
                link = str(token.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                out.append(Run(" "))
            case "image":
                out.append(Run(f"[{token.content}]"))
            case _:
                out += _text(token.content, Run("", bool(italic), bool(bold), link=link), cited)
    return tuple(out)


def _text(text: str, dress: Run, cited: Callable[[int], Runs]) -> Iterator[Run]:
    for position, piece in enumerate(PLACEHOLDER.split(text)):
        if position % 2:
            yield from cited(int(piece))
        elif piece:
            yield dress._replace(text=piece)
