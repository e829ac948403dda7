"""Values that are not set as text: addresses, in which only escapes and braces are LaTeX; and where groups end."""

from __future__ import annotations

import re

from msgevidence.formats.latex.symbols import SYMBOLS


def decode_verbatim(text: str) -> str:
    """A URL or another value in which only escapes and braces are LaTeX; its tildes and percent signs are its own."""
    if "\\" not in text and "{" not in text:
        return text.strip()
    text = re.sub(r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(?:textasciitilde|~|sim)\s*(?:\{\}|\s)?|\{\\textasciitilde\}|\$\\sim\$", "~", text)
    text = re.sub(r"\\(textunderscore|textbackslash|textless|textgreater)\s*(?:\{\})?", lambda m: SYMBOLS[m[1]], text)
    text = re.sub(r"\\([%&_#${}~-])", lambda found: "" if found[1] == "-" else found[1], text)
    return text.replace("{", "").replace("}", "").strip()


def closing_brace(text: str, at: int) -> int:
    """Where the group that began before `at` ends, or the end of the text."""
    depth = 1
    while True:
        end = text.find("}", at)
        if end < 0:
            return len(text)
        depth += text.count("{", at, end) - 1
        if depth <= 0:
            return end
        at = end + 1


def balanced(text: str) -> bool:
    """Whether every brace that is no sign of its own has its other half."""
    bare = text.replace("\\{", "").replace("\\}", "")
    return bare.count("{") == bare.count("}")
