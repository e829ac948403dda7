"""Unicode with CSL's rich-text tags to LaTeX: `decode(encode(text))` is the text, and no value can end its field."""

from __future__ import annotations

import re
import unicodedata

from msgevidence.formats.latex.symbols import ACCENTS, NOCASE, SMALL_CAPS

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # \{ would count as a brace for every BibTeX tool
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\n": "\\newline ",
}
_TABLE = str.maketrans(_ESCAPES)
_NEEDS = tuple(_ESCAPES.keys() - {"\n"})
_LIGATURES = re.compile(r"-(?=-)|'(?=')")
_TAG = re.compile(r"<(/?)(i|b|sup|sub|span)(?:>| ([^<>]{1,60})>)")
_COMMANDS = {"i": r"\emph{", "b": r"\textbf{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{"}
_SPANS = {NOCASE: "{", SMALL_CAPS: r"\textsc{"}

_ASCII = {  # for tools that read no Unicode; letters with accents are taken apart below
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": r"\textquoteleft{}",
    "’": r"\textquoteright{}",
    "…": r"\ldots{}",
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "ı": r"{\i}",
}
_MARKS = {mark: command for command, mark in reversed(ACCENTS.items()) if len(command) == 1}


def encode(text: str, *, ascii_letters: bool = False) -> str:
    """`ascii_letters` writes accented Latin letters and typographic signs as commands; else Unicode stays."""
    if text.isascii() and text.isalnum():
        return text
    if "<" not in text:
        return _plain(text, ascii_letters)
    out: list[str] = []
    last = 0
    matched = _matched_tags(text)
    for start, end, closes, command in matched:
        out.append(_plain(text[last:start], ascii_letters))
        out.append("}" if closes else command)
        last = end
    out.append(_plain(text[last:], ascii_letters))
    return "".join(out)


def _matched_tags(text: str) -> list[tuple[int, int, bool, str]]:
    """(start, end, closes, LaTeX) of the tags that pair; others are text."""
    stack: list[tuple[str, re.Match[str]]] = []
    pairs: list[tuple[int, int, bool, str]] = []
    for found in _TAG.finditer(text):
        name = found.group(2)
        if not found.group(1):
            command = _SPANS.get(found.group()) if name == "span" else _COMMANDS[name] if not found.group(3) else None
            if command:
                stack.append((name, found))
        elif stack and stack[-1][0] == name:
            opened = stack.pop()[1]
            command = _SPANS[opened.group()] if name == "span" else _COMMANDS[name]
            pairs.append((opened.start(), opened.end(), False, command))
            pairs.append((found.start(), found.end(), True, command))
    return sorted(pairs)


def _plain(text: str, ascii_letters: bool) -> str:
    if "\n" in text or any(map(text.__contains__, _NEEDS)):  # a sign at a time: abstracts are long
        text = text.replace("\n\n", "\x1d") if "\n" in text else text
        text = text.translate(_TABLE).replace("\x1d", "\n\n")
    if "--" in text or "''" in text:
        text = _LIGATURES.sub(lambda found: found.group() + "{}", text)
    if ascii_letters and not text.isascii():
        text = "".join(map(_command, text))
    return text


def _command(character: str) -> str:
    if character.isascii():
        return character
    if character in _ASCII:
        return _ASCII[character]
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in _MARKS:
        command = _MARKS[parts[1]]
        base = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0])
        return f"{{\\{command}{{{base}}}}}" if command.isalpha() or base[0] == "\\" else f"{{\\{command}{base}}}"
    return character
