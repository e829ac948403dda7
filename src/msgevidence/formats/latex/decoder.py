"""LaTeX to Unicode, in one pass with a stack of its own: no depth of braces can exhaust it, nothing is cut.

What is not understood is kept: an unknown command's argument, or the command itself where it has none, with a
Problem; a lone ``$``, a bare ``%``, ``<`` and ``>`` are themselves.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from msgevidence.formats.latex.symbols import (
    ACCENTS,
    ALPHABETS,
    CHARACTERS,
    DECLARATIONS,
    DROP_ARGUMENT,
    DROP_FIRST,
    IGNORED,
    NOCASE,
    SPACING,
    SYMBOLS,
    VERBATIM_ARGUMENT,
    WRAPPERS,
)
from msgevidence.model.problems import Problem, Severity

# Every branch begins with a plain character, and no class: so the engine skips ordinary text nine times as fast.
_SPECIAL = re.compile(r"\\([A-Za-z]+)\*?[ \t\n]*|\\([^A-Za-z])|\\$|\{|\}|~|\$|\^|_|---?|``|''|`|\?`|!`", re.DOTALL)
_PARAGRAPH, _LINE = "\x1d", "\x1e"  # stand for breaks while white space is being closed up
_EMPTY_LINE = re.compile(r"\n[ \t]*+\n\s*+")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SHORT = 60
_LONGEST_MATH = 2_000
_OPTION = re.compile(r"\[[^\[\]{}]{0,80}\]\s*(?=\{)")
_WORDY = re.compile(r"^\d[\d.,]*\s+[A-Za-z]{2,}|\s$")
_RAISED = {"∘": "°", "′": "′"}
_QUOTE_MARKS = {"``": "“", "''": "”", "`": "‘", "?`": "¿", "!`": "¡", "--": "–", "---": "—"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and what could not be understood in it."""

    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Group:
    """An open brace: where its output begins, what becomes of it at its end. `math` ends with a sign of its own,
    `formula` with its brace; `letters` names a mathematical alphabet; `then` says that its command takes a second
    argument, and what stands between the two.
    """

    start: int
    opening: str = ""
    closing: str = ""
    accent: str = ""
    drop: bool = False
    math: bool = False
    formula: bool = False
    letters: str = ""
    then: str = ""
    declared: list[tuple[int, str, str]] = field(default_factory=list)


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


def decode_verbatim(text: str) -> str:
    """A URL or another value in which only escapes and braces are LaTeX; its tildes and percent signs are its own."""
    if "\\" not in text and "{" not in text:
        return text.strip()
    text = re.sub(r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(?:textasciitilde|~|sim)\s*(?:\{\}|\s)?|\{\\textasciitilde\}|\$\\sim\$", "~", text)
    text = re.sub(r"\\(textunderscore|textbackslash|textless|textgreater)\s*(?:\{\})?", lambda m: SYMBOLS[m[1]], text)
    text = re.sub(r"\\([%&_#${}~-])", lambda found: "" if found[1] == "-" else found[1], text)
    return text.replace("{", "").replace("}", "").strip()


class _Machine:
    """One decoding: the output so far, the open groups, and an accent waiting for its letter."""

    def __init__(self, text: str, nocase: bool) -> None:
        self.text = text
        self.nocase = nocase
        self.problems: list[Problem] = []
        self.out: list[str] = []
        self.groups: list[_Group] = [_Group(0)]
        self.protected = 0  # how many open groups are nocase spans
        self.accents: list[tuple[str, int]] = []  # waiting for a letter, with the number of groups then
        self.math_end = -1
        self.math_sign = 1  # how long the sign at math_end is
        self.formulas = 0  # open \ensuremath groups
        self.script = ""  # "^" or "_" waiting for its single character
        self.quoted = False
        self.unknown: set[str] = set()

    def run(self) -> str:
        text, at, length = self.text, 0, len(self.text)
        while at < length:
            found = _SPECIAL.search(text, at)
            until = found.start() if found else length
            if 0 <= self.math_end <= until:
                until = self.math_end
            if until > at:
                self._literal(text[at:until])
            if until == self.math_end:
                at = until + self.math_sign
                self._end_math()
            elif found:
                at = self._special(found)
            else:
                break
        while len(self.groups) > 1:
            self._close()
        self._flush_accents()
        self._apply_declarations(self.groups[0])
        return "".join(self.out)

    @property
    def in_math(self) -> bool:
        return self.math_end >= 0 or self.formulas > 0

    # output

    def _literal(self, text: str) -> None:
        if self.script:
            stripped = text.lstrip()
            if stripped:
                tag = "sup" if self.script == "^" else "sub"
                self.script = ""
                self._emit(f"<{tag}>{stripped[0]}</{tag}>")
                text = stripped[1:]
        if self.accents:
            stripped = text.lstrip()
            if stripped:
                self._accented(stripped[0])
                text = stripped[1:]
        if self.in_math and "'" in text:
            text = text.replace("'", "′")
        if self.quoted and "'" in text:
            text, self.quoted = _closing_quote(text)
        if text:
            self.out.append(text)

    def _emit(self, text: str) -> None:
        if self.script and text:
            tag = "sup" if self.script == "^" else "sub"
            self.script = ""
            text = _RAISED.get(text) or f"<{tag}>{text}</{tag}>"
        if self.accents and text:
            self._accented(text)
        else:
            self.out.append(text)

    def _accented(self, letter: str) -> None:
        for mark, _ in reversed(self.accents):
            letter = _combined(letter, mark)
        self.accents.clear()
        self.out.append(letter)

    def _flush_accents(self) -> None:
        for mark, _ in self.accents:
            self.out.append(SPACING.get(mark, ""))
        self.accents.clear()

    # groups

    def _open(self, group: _Group) -> None:
        group.start = len(self.out)
        self.groups.append(group)

    def _after(self, group: _Group, at: int) -> int:
        """After a group: its command's second argument, if it takes one and it is there."""
        if not group.then or self.text[at : at + 1] != "{":
            return at
        if group.then == "/":
            self._emit("/")
        self._open(_Group(0))
        return at + 1

    def _close(self) -> _Group:
        group = self.groups.pop()
        if self.accents and self.accents[-1][1] > len(self.groups):
            self._flush_accents()
        self._apply_declarations(group)
        content = "".join(self.out[group.start :])
        del self.out[group.start :]
        if group.opening == NOCASE:
            self.protected -= 1
        self.formulas -= group.formula
        if group.letters:
            content = content.translate(ALPHABETS[group.letters])
        if group.accent:
            content = _combined(content, group.accent) if content else SPACING.get(group.accent, "")
        if group.drop:
            content = ""
        elif group.opening == NOCASE and not any(map(str.isalpha, content)):
            pass
        elif content and group.opening:
            content = f"{group.opening}{content}{group.closing}"
        self._emit(content)
        return group

    def _apply_declarations(self, group: _Group) -> None:
        for start, opening, closing in reversed(group.declared):
            if any(self.out[start:]):
                self.out.insert(start, opening)
                self.out.append(closing)

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
                return self._after(self._close(), found.end())
            self._problem("unbalanced-brace", "A closing brace without an opening one was left out.", "}")
        elif piece == "$":
            return self._math(found.start())
        elif piece in "^_":
            self._script_or_sign(piece)
        elif piece == "~":
            self._emit("\u00a0")
        elif piece == "\\":
            self._emit("\\")
        elif self.in_math and piece[0] == "'":
            self._emit("″")
        else:
            self.quoted = self.quoted or piece == "`"
            self._emit(_QUOTE_MARKS[piece])
        return found.end()

    def _brace(self, at: int) -> int:
        if self.script:
            tag = "sup" if self.script == "^" else "sub"
            self.script = ""
            self._open(_Group(0, f"<{tag}>", f"</{tag}>"))
        elif self.accents and self.accents[-1][1] == len(self.groups):
            mark, _ = self.accents.pop()
            self._open(_Group(0, accent=mark))
        elif self.nocase and not self.protected and not self.in_math and self.text[at : at + 1] not in ("\\", "}", ""):
            self.protected += 1
            self._open(_Group(0, NOCASE, "</span>"))
        else:
            self._open(_Group(0))
        return at

    def _character(self, character: str, at: int) -> int:
        if character in ACCENTS and not (self.in_math and character not in "'`"):
            self.accents.append((character, len(self.groups)))
        elif character in "([":
            return self._display(character, at)
        elif character in ")]":  # the end of mathematics that never began
            pass
        elif character in CHARACTERS:
            self._emit(CHARACTERS[character])
        else:
            self._emit("\\" + character)
        return at

    def _command(self, name: str, at: int) -> int:
        text = self.text
        if name in SYMBOLS and not (name == "sqrt" and text[at : at + 1] == "{"):
            symbol = SYMBOLS[name]
            self._emit(symbol)
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
            self._open(_Group(0, then="/"))
            return at + 1
        if name in DROP_FIRST and braced:
            self._open(_Group(0, drop=True, then="argument"))
            return at + 1
        if name in DROP_ARGUMENT and braced:
            self._open(_Group(0, drop=True))
            return at + 1
        if name == "ensuremath" and braced:
            self.formulas += 1
            self._open(_Group(0, formula=True))
            return at + 1
        if name in ALPHABETS and at < len(text):
            return self._in_alphabet(name, at, braced)
        if name in WRAPPERS:
            if braced:
                opening, closing = WRAPPERS[name]
                if opening == "“" and any(group.opening == opening for group in self.groups):
                    opening, closing = "‘", "’"  # a quotation within one
                self._open(_Group(0, opening, closing))
                return at + 1
            if WRAPPERS[name][0] and at < len(text) and text[at] not in "\\}$":  # \textit x
                self._emit(WRAPPERS[name][0] + text[at] + WRAPPERS[name][1])
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
            self._emit(f"\\{name}")
            return at + 2
        if braced:
            self._open(_Group(0))
            return at + 1
        self._emit(f"\\{name}")
        if self.text[at - 1 : at].isspace():
            self.out.append(" ")
        return at

    def _negated(self, at: int) -> int:
        """``\\not`` before a relation: the relation with a stroke."""
        found = _COMMAND.match(self.text, at)
        sign = SYMBOLS.get(found.group(1), "") if found else self.text[at : at + 1]
        if not sign or sign in "{}\\$":
            return at
        self._emit(unicodedata.normalize("NFC", sign + "\u0338"))
        return found.end() if found else at + 1

    def _verb(self, at: int) -> int:
        """``\\verb|text|``, whatever sign stands for the bars."""
        end = self.text.find(self.text[at], at + 1)
        if end < 0:
            self._emit("\\verb")
            return at
        self._emit(self.text[at + 1 : end])
        return end + 1

    def _in_alphabet(self, name: str, at: int, braced: bool) -> int:
        """``\\mathbb{R}`` and ``\\mathbb R``."""
        if braced:
            self._open(_Group(0, letters=name))
            return at + 1
        self._emit(self.text[at].translate(ALPHABETS[name]))
        return at + 1

    def _verbatim(self, at: int) -> int:
        end = _closing_brace(self.text, at)
        self._emit(decode_verbatim(self.text[at:end]))
        return end + 1

    def _href(self, at: int) -> int:
        """``\\href{address}{text}`` is its text; without a text, its address."""
        end = _closing_brace(self.text, at + 1)
        after = end + 1
        while self.text[after : after + 1].isspace():
            after += 1
        if self.text[after : after + 1] == "{":
            self._open(_Group(0))
            return after + 1
        self._emit(decode_verbatim(self.text[at + 1 : end]))
        return end + 1

    def _char_code(self, at: int) -> int:
        found = re.compile(r"(\d{1,6})|\"([0-9A-F]{1,5})").match(self.text, at)
        if found:
            code = int(found.group(1)) if found.group(1) else int(found.group(2), 16)
            if 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000:
                self._emit(chr(code))
                return found.end()
        self._emit("\\char")
        return at

    # mathematics

    def _math(self, at: int) -> int:
        if self.text.startswith("$$", at):
            at += 1
        end = at + 1
        while True:
            end = self.text.find("$", end)
            if end < 0 or self.text[end - 1] != "\\":
                break
            end += 1
        content = self.text[at + 1 : end] if end >= 0 else ""
        is_money = not any(sign in content for sign in "\\^_<>=") and bool(_WORDY.search(content))
        if end < 0 or is_money or len(content) > _LONGEST_MATH or not content or not _balanced(content):
            self._emit("$")
            return at + 1
        self.math_end = end
        self._open(_Group(0, math=True))
        return at + 1

    def _display(self, opening: str, at: int) -> int:
        """``\\( … \\)`` and ``\\[ … \\]`` enclose mathematics as ``$`` does."""
        end = self.text.find("\\)" if opening == "(" else "\\]", at)
        if self.math_end < 0 and at < end < at + _LONGEST_MATH and _balanced(self.text[at:end]):
            self.math_end, self.math_sign = end, 2
            self._open(_Group(0, math=True))
        return at

    def _end_math(self) -> None:
        self.math_end, self.math_sign = -1, 1
        if self.script:
            self.out.append(self.script)
            self.script = ""
        while len(self.groups) > 1 and not self.groups[-1].math:
            self._close()
        if len(self.groups) > 1:
            self._close()

    def _script_or_sign(self, piece: str) -> None:
        if self.in_math:
            self.script = piece
        else:
            self._emit(piece)

    def _problem(self, code: str, message: str, quote: str) -> None:
        self.problems.append(Problem(code, message, severity=Severity.NOTE, quote=quote))


def _combined(letters: str, mark: str) -> str:
    """The accent on the first letter, tags before it passed over; a dotless i or j gets its dot back to lose it."""
    at = 0
    while letters.startswith("<", at) and (end := letters.find(">", at)) > 0:
        at = end + 1
    letter = letters[at : at + 1]
    if not letter:
        return letters
    base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    if not base.isalpha():
        return letters[:at] + SPACING.get(mark, "") + letters[at:] if base.isspace() else letters
    return letters[:at] + unicodedata.normalize("NFC", base + ACCENTS[mark]) + letters[at + 1 :]


def _is_relation(symbol: str) -> bool:
    return unicodedata.category(symbol[:1] or " ") == "Sm"


def _before_relation(text: str, at: int) -> bool:
    found = _COMMAND.match(text, at)
    return text[at : at + 1] in ("<", ">", "=") or bool(found and _is_relation(SYMBOLS.get(found.group(1), "")))


def _closing_quote(text: str) -> tuple[str, bool]:
    """The first ' that ends a word as ’; whether a ‘ is still open."""
    found = re.search(r"'(?![^\W\d_])", text)
    return (f"{text[: found.start()]}’{text[found.end() :]}", False) if found else (text, True)


def _closing_brace(text: str, at: int) -> int:
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


def _balanced(text: str) -> bool:
    return text.replace("\\{", "").replace("\\}", "").count("{") == text.replace("\\{", "").replace("\\}", "").count(
        "}"
    )
