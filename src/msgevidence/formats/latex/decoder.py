"""LaTeX to Unicode, in one pass with a stack of its own: no depth of braces can exhaust it, nothing is cut.

What is not understood is kept: an unknown command's argument, or the command itself where it has none, with a
Problem; a lone ``$``, a bare ``%``, ``<`` and ``>`` are themselves.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from msgevidence.formats.latex.mathematics import Mathematics
from msgevidence.formats.latex.output import Group
from msgevidence.formats.latex.symbols import (
    ACCENTS,
    ALPHABETS,
    CHARACTERS,
    DECLARATIONS,
    DROP_ARGUMENT,
    DROP_FIRST,
    IGNORED,
    NOCASE,
    SYMBOLS,
    VERBATIM_ARGUMENT,
    WRAPPERS,
)
from msgevidence.formats.latex.verbatim import closing_brace, decode_verbatim
from msgevidence.model.problems import Problem, Severity

# Every branch begins with a plain character, and no class: so the engine skips ordinary text nine times as fast.
_SPECIAL = re.compile(r"\\([A-Za-z]+)\*?[ \t\n]*|\\([^A-Za-z])|\\$|\{|\}|~|\$|\^|_|---?|``|''|`|\?`|!`", re.DOTALL)
_PARAGRAPH, _LINE = "\x1d", "\x1e"  # stand for breaks while white space is being closed up
_EMPTY_LINE = re.compile(r"\n[ \t]*+\n\s*+")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SHORT = 60
_OPTION = re.compile(r"\[[^\[\]{}]{0,80}\]\s*(?=\{)")
_QUOTE_MARKS = {"``": "“", "''": "”", "`": "‘", "?`": "¿", "!`": "¡", "--": "–", "---": "—"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and what could not be understood in it."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode(text: str, *, nocase: bool = False, breaks: bool = False) -> Decoded:
    """Unicode with CSL's tags. With `nocase`, braces that protect capitals become ``nocase`` spans; with `breaks`,
    paragraphs and forced line breaks are kept, else all white space is one space.
    """
    return _decode_short(text, nocase, breaks) if len(text) < _SHORT else _decode(text, nocase, breaks)


def _decode(text: str, nocase: bool, breaks: bool) -> Decoded:
    if breaks and "\n" in text:
        text = _EMPTY_LINE.sub(_PARAGRAPH, text)
    problems: list[Problem] = []
    if (
        "\\" in text or "{" in text or "--" in text or "$" in text or "~" in text
        or "}" in text or "`" in text or "''" in text
    ):  # fmt: skip
        machine = _Machine(text, nocase)
        text = machine.run()
        problems = machine.problems
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _WHITE.sub(" ", text)
    if _LINE in text or _PARAGRAPH in text:
        text = _broken(text) if breaks else _WHITE.sub(" ", text.replace(_LINE, " ").replace(_PARAGRAPH, " "))
    return Decoded(text.strip(" "), tuple(problems))


_decode_short = lru_cache(maxsize=8192)(_decode)  # journals, years and languages come again and again


def _broken(text: str) -> str:
    text = re.sub(f" *{_LINE} *", "\n", text)
    return re.sub(f"\\s*{_PARAGRAPH}\\s*", "\n\n", text).strip()


class _Machine(Mathematics):
    """One decoding: walks over the text and says what each piece of it becomes."""

    def __init__(self, text: str, nocase: bool) -> None:
        super().__init__(text)
        self.nocase = nocase
        self.problems: list[Problem] = []
        self.unknown: set[str] = set()

    def run(self) -> str:
        text, at, length = self.text, 0, len(self.text)
        while at < length:
            found = _SPECIAL.search(text, at)
            until = found.start() if found else length
            if 0 <= self.math_end <= until:
                until = self.math_end
            if until > at:
                self.literal(text[at:until])
            if until == self.math_end:
                at = until + self.math_sign
                self.end_math()
            elif found:
                at = self._special(found)
            else:
                break
        while len(self.groups) > 1:
            self.close()
        self.flush_accents()
        self.apply_declarations(self.groups[0])
        return "".join(self.out)

    def _after(self, group: Group, at: int) -> int:
        """After a group: its command's second argument, if it takes one and it is there."""
        if not group.then or self.text[at : at + 1] != "{":
            return at
        if group.then == "/":
            self.emit("/")
        self.open(Group(0))
        return at + 1

    # pieces

    def _special(self, found: re.Match[str]) -> int:
        piece = found.group()
        if found.group(1):
            return self._command(found.group(1), found.end())
        if found.group(2):
            return self._character(found.group(2), found.end())
        if piece == "{":
            return self._brace(found.end())
        if piece == "}":
            if len(self.groups) > 1:
                return self._after(self.close(), found.end())
            self._problem("unbalanced-brace", "A closing brace without an opening one was left out.", "}")
        elif piece == "$":
            return self.math(found.start())
        elif piece in "^_":
            self.script_or_sign(piece)
        elif piece == "~":
            self.emit("\u00a0")
        elif piece == "\\":
            self.emit("\\")
        elif self.in_math and piece[0] == "'":
            self.emit("″")
        else:
            self.quoted = self.quoted or piece == "`"
            self.emit(_QUOTE_MARKS[piece])
        return found.end()

    def _brace(self, at: int) -> int:
        if self.script:
            tag = "sup" if self.script == "^" else "sub"
            self.script = ""
            self.open(Group(0, f"<{tag}>", f"</{tag}>"))
        elif self.accents and self.accents[-1][1] == len(self.groups):
            mark, _ = self.accents.pop()
            self.open(Group(0, accent=mark))
        elif self.nocase and not self.protected and not self.in_math and self.text[at : at + 1] not in ("\\", "}", ""):
            self.protected += 1
            self.open(Group(0, NOCASE, "</span>"))
        else:
            self.open(Group(0))
        return at

    def _character(self, character: str, at: int) -> int:
        if character in ACCENTS and not (self.in_math and character not in "'`"):
            self.accents.append((character, len(self.groups)))
        elif character in "([":
            return self.display(character, at)
        elif character in ")]":  # the end of mathematics that never began
            pass
        elif character in CHARACTERS:
            self.emit(CHARACTERS[character])
        else:
            self.emit("\\" + character)
        return at

    def _command(self, name: str, at: int) -> int:
        text = self.text
        if name in SYMBOLS and not (name == "sqrt" and text[at : at + 1] == "{"):
            symbol = SYMBOLS[name]
            self.emit(symbol)
            if text[at - 1] == " " and (_is_relation(symbol) or _before_relation(text, at)):
                self.out.append(" ")  # TeX would swallow it, but nobody means "p <0.05"
            return at + 2 if text.startswith("{}", at) else at
        if name in ACCENTS:
            self.accents.append((name, len(self.groups)))
            return at
        if name in DECLARATIONS:
            group = self.groups[-1]
            group.declared.append((len(self.out), *DECLARATIONS[name]))
            return at
        if name in IGNORED:
            return at
        if name == "not":
            return self._negated(at)
        if name == "verb" and text[at : at + 1] not in ("{", ""):
            return self._verb(at)
        if option := _OPTION.match(text, at):
            at = option.end()
        braced = text[at : at + 1] == "{"
        if name in VERBATIM_ARGUMENT and braced:
            return self._verbatim(at + 1)
        if name == "href" and braced:
            return self._href(at)
        if name == "char":
            return self._char_code(at)
        if name in ("frac", "textfrac", "nicefrac", "sfrac", "tfrac", "dfrac") and braced:
            self.open(Group(0, then="/"))
            return at + 1
        if name in DROP_FIRST and braced:
            self.open(Group(0, drop=True, then="argument"))
            return at + 1
        if name in DROP_ARGUMENT and braced:
            self.open(Group(0, drop=True))
            return at + 1
        if name == "ensuremath" and braced:
            self.formulas += 1
            self.open(Group(0, formula=True))
            return at + 1
        if name in ALPHABETS and at < len(text):
            return self._in_alphabet(name, at, braced)
        if name in WRAPPERS:
            if braced:
                opening, closing = WRAPPERS[name]
                if opening == "“" and any(group.opening == opening for group in self.groups):
                    opening, closing = "‘", "’"  # a quotation within one
                self.open(Group(0, opening, closing))
                return at + 1
            if WRAPPERS[name][0] and at < len(text) and text[at] not in "\\}$":  # \textit x
                self.emit(WRAPPERS[name][0] + text[at] + WRAPPERS[name][1])
                return at + 1
            return at
        return self._unknown(name, at, braced)

    def _unknown(self, name: str, at: int, braced: bool) -> int:
        if name not in self.unknown:
            self.unknown.add(name)
            has_argument = braced and not self.text.startswith("{}", at)
            kept = "its argument was kept" if has_argument else "it was kept as it stands"
            self._problem("unknown-macro", f"\\{name} is not known; {kept}.", f"\\{name}")
        if self.text.startswith("{}", at):  # it says something all by itself
            self.emit(f"\\{name}")
            return at + 2
        if braced:
            self.open(Group(0))
            return at + 1
        self.emit(f"\\{name}")
        if self.text[at - 1 : at].isspace():
            self.out.append(" ")
        return at

    def _negated(self, at: int) -> int:
        """``\\not`` before a relation: the relation with a stroke."""
        found = _COMMAND.match(self.text, at)
        sign = SYMBOLS.get(found.group(1), "") if found else self.text[at : at + 1]
        if not sign or sign in "{}\\$":
            return at
        self.emit(unicodedata.normalize("NFC", sign + "\u0338"))
        return found.end() if found else at + 1

    def _verb(self, at: int) -> int:
        """``\\verb|text|``, whatever sign stands for the bars."""
        end = self.text.find(self.text[at], at + 1)
        if end < 0:
            self.emit("\\verb")
            return at
        self.emit(self.text[at + 1 : end])
        return end + 1

    def _in_alphabet(self, name: str, at: int, braced: bool) -> int:
        """``\\mathbb{R}`` and ``\\mathbb R``."""
        if braced:
            self.open(Group(0, letters=name))
            return at + 1
        self.emit(self.text[at].translate(ALPHABETS[name]))
        return at + 1

    def _verbatim(self, at: int) -> int:
        end = closing_brace(self.text, at)
        self.emit(decode_verbatim(self.text[at:end]))
        return end + 1

    def _href(self, at: int) -> int:
        """``\\href{address}{text}`` is its text; without a text, its address."""
        end = closing_brace(self.text, at + 1)
        after = end + 1
        while self.text[after : after + 1].isspace():
            after += 1
        if self.text[after : after + 1] == "{":
            self.open(Group(0))
            return after + 1
        self.emit(decode_verbatim(self.text[at + 1 : end]))
        return end + 1

    def _char_code(self, at: int) -> int:
        found = re.compile(r"(\d{1,6})|\"([0-9A-F]{1,5})").match(self.text, at)
        if found:
            code = int(found.group(1)) if found.group(1) else int(found.group(2), 16)
            if 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000:
                self.emit(chr(code))
                return found.end()
        self.emit("\\char")
        return at

    def _problem(self, code: str, message: str, quote: str) -> None:
        self.problems.append(Problem(code, message, severity=Severity.NOTE, quote=quote))


def _is_relation(symbol: str) -> bool:
    return unicodedata.category(symbol[:1] or " ") == "Sm"


def _before_relation(text: str, at: int) -> bool:
    found = _COMMAND.match(text, at)
    return text[at : at + 1] in ("<", ">", "=") or bool(found and _is_relation(SYMBOLS.get(found.group(1), "")))
