"""What a decoding has written so far: open groups, accents waiting for a letter, scripts for their sign."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from msgevidence.formats.latex.symbols import ACCENTS, ALPHABETS, NOCASE, SPACING

_RAISED = {"∘": "°", "′": "′"}


@dataclass(slots=True)
class Group:
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


class Output:
    """Takes text and groups in order and puts them together; knows nothing of commands."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.groups: list[Group] = [Group(0)]
        self.protected = 0  # how many open groups are nocase spans
        self.accents: list[tuple[str, int]] = []  # waiting for a letter, with the number of groups then
        self.math_end = -1
        self.formulas = 0  # open \ensuremath groups
        self.script = ""  # "^" or "_" waiting for its single character
        self.quoted = False

    @property
    def in_math(self) -> bool:
        return self.math_end >= 0 or self.formulas > 0

    def literal(self, text: str) -> None:
        """Ordinary text: its first letter takes what waits for one."""
        if self.script:
            stripped = text.lstrip()
            if stripped:
                tag = "sup" if self.script == "^" else "sub"
                self.script = ""
                self.emit(f"<{tag}>{stripped[0]}</{tag}>")
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

    def emit(self, text: str) -> None:
        """One sign or one finished group: all of it takes the script, its first letter the accent."""
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
            letter = combined(letter, mark)
        self.accents.clear()
        self.out.append(letter)

    def flush_accents(self) -> None:
        """Accents that found no letter stand by themselves."""
        for mark, _ in self.accents:
            self.out.append(SPACING.get(mark, ""))
        self.accents.clear()

    def open(self, group: Group) -> None:
        group.start = len(self.out)
        self.groups.append(group)

    def close(self) -> Group:
        """Put what the innermost group holds into the one around it."""
        group = self.groups.pop()
        if self.accents and self.accents[-1][1] > len(self.groups):
            self.flush_accents()
        self.apply_declarations(group)
        content = "".join(self.out[group.start :])
        del self.out[group.start :]
        if group.opening == NOCASE:
            self.protected -= 1
        self.formulas -= group.formula
        if group.letters:
            content = content.translate(ALPHABETS[group.letters])
        if group.accent:
            content = combined(content, group.accent) if content else SPACING.get(group.accent, "")
        if group.drop:
            content = ""
        elif group.opening == NOCASE and not any(map(str.isalpha, content)):
            pass
        elif content and group.opening:
            content = f"{group.opening}{content}{group.closing}"
        self.emit(content)
        return group

    def apply_declarations(self, group: Group) -> None:
        r"""Enclose what follows ``\itshape`` and its like, to the end of the group."""
        for start, opening, closing in reversed(group.declared):
            if any(self.out[start:]):
                self.out.insert(start, opening)
                self.out.append(closing)


def combined(letters: str, mark: str) -> str:
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


def _closing_quote(text: str) -> tuple[str, bool]:
    """The first ' that ends a word as ’; whether a ‘ is still open."""
    found = re.search(r"'(?![^\W\d_])", text)
    return (f"{text[: found.start()]}’{text[found.end() :]}", False) if found else (text, True)
