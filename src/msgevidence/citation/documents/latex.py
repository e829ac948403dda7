r"""LaTeX: a piece to ``\input``, with hanging paragraphs and live links (needs hyperref; Unicode stays as it is)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgevidence.citation.formatted import Formatted, Run, legal, lines, safe_link

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "\u00a0": "~",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "–": "--",
    "—": "---",
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")


def escape(text: str) -> str:
    """`text` so that LaTeX prints it and obeys none of it."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)


def inline(runs: Iterable[Run]) -> str:
    r"""Escaped text with ``\textit``, ``\textbf``, ``\textsc``, ``\underline``, super- and subscript and ``\href``."""
    out = ""
    for block, group in lines(runs):
        part = "".join(_run(run) for run in group)
        if block == "left-margin":
            out += f"\\makebox[0.5in][l]{{{part}}}"
        elif block in ("block", "indent"):
            out += ("\\newline " if out else "") + ("\\hspace*{0.5in}" if block == "indent" else "") + part
        else:
            out += part
    return out


def _run(run: Run) -> str:
    text = escape(legal(run.text))
    for wanted, command in (
        (run.vertical == "sup", "textsuperscript"),
        (run.vertical == "sub", "textsubscript"),
        (run.small_caps, "textsc"),
        (run.underline, "underline"),
        (run.bold, "textbf"),
        (run.italic, "textit"),
    ):
        if wanted:
            text = f"\\{command}{{{text}}}"
    link = safe_link(run.link)
    if not link:
        return text
    target = re.sub(r"([%#&])", r"\\\1", link)
    return f"\\href{{{target}}}{{{text}}}"


def document(formatted: Formatted) -> str:
    r"""``\section*`` and the entries as paragraphs in a group of their own, so nothing outside it changes."""
    lines = [r"% needs \usepackage{hyperref}", f"\\section*{{{escape(formatted.heading)}}}", r"\begingroup"]
    if formatted.hanging_indent or formatted.has_margin:
        lines += [r"\setlength{\parindent}{-0.5in}", r"\setlength{\leftskip}{0.5in}"]
    else:
        lines += [r"\setlength{\parindent}{0pt}"]
    skip = "0pt" if formatted.line_spacing > 1 else f"{formatted.entry_spacing}\\baselineskip"
    lines += [f"\\setlength{{\\parskip}}{{{skip}}}", ""]
    for entry in formatted.entries:
        lines += [inline(entry.runs) + r"\par", ""]
    return "\n".join([*lines, r"\endgroup", ""])
