"""Rich Text Format: opens in every word processor; letters beyond ASCII as ``\\uN ?`` escapes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgevidence.citation.formatted import Formatted, Run, legal, lines, safe_link

_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman Times New Roman;}}"
    r"{\colortbl;}\paperw12240\paperh15840\margl1440\margr1440\margt1440\margb1440" + "\n"
)
_SPECIAL = re.compile(r"[\\{}]|[^\x20-\x7e]")


def escape(text: str) -> str:
    """`text` as RTF: braces and backslashes quoted, everything else beyond ASCII as UTF-16 escapes."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    if character in "\\{}":
        return "\\" + character
    units = character.encode("utf-16-le")
    numbers = (int.from_bytes(units[place : place + 2], "little", signed=True) for place in range(0, len(units), 2))
    return "".join(f"\\u{number} ?" for number in numbers)


def inline(runs: Iterable[Run]) -> str:
    """Each run a group of its own, so that no format leaks into the next."""
    out = ""
    for block, group in lines(runs):
        part = "".join(_run(run) for run in group)
        if block == "left-margin":
            out += part + r"\tab "
        elif block in ("block", "indent"):
            out += (r"\line " if out else "") + (r"\tab " if block == "indent" else "") + part
        else:
            out += part
    return out


def _run(run: Run) -> str:
    text = escape(legal(run.text))
    codes = "".join(
        code
        for wanted, code in (
            (run.italic, r"\i"),
            (run.bold, r"\b"),
            (run.underline, r"\ul"),
            (run.small_caps, r"\scaps"),
            (run.vertical == "sup", r"\super"),
            (run.vertical == "sub", r"\sub"),
        )
        if wanted
    )
    if codes:
        text = f"{{{codes} {text}}}"
    link = safe_link(run.link)
    return f'{{\\field{{\\*\\fldinst{{HYPERLINK "{escape(link)}"}}}}{{\\fldrslt{{{text}}}}}}}' if link else text


def document(formatted: Formatted) -> str:
    """A centred bold heading and one paragraph an entry, with the style's indent and spacing."""
    indent = r"\li720\fi-720" if formatted.hanging_indent or formatted.has_margin else ""
    spacing = f"\\sl{240 * formatted.line_spacing}\\slmult1"
    after = 0 if formatted.line_spacing > 1 else 240 * formatted.entry_spacing
    heading = f"\\pard\\qc{spacing}\\f0\\fs24{{\\b {escape(formatted.heading)}}}\\par\n"
    body = "".join(
        f"\\pard{indent}\\sa{after}{spacing}\\f0\\fs24 {inline(entry.runs)}\\par\n" for entry in formatted.entries
    )
    return f"{_HEAD}{heading}{body}}}\n"
