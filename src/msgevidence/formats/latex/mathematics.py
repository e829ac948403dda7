"""Where mathematics begins and ends: a lone dollar sign and a sum of money are none."""

from __future__ import annotations

import re

from msgevidence.formats.latex.output import Group, Output
from msgevidence.formats.latex.verbatim import balanced

_LONGEST_MATH = 2_000
_WORDY = re.compile(r"^\d[\d.,]*\s+[A-Za-z]{2,}|\s$")


class Mathematics(Output):
    """Enclosures of mathematics in one text, and the scripts within them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.math_sign = 1  # how long the sign at math_end is

    def math(self, at: int) -> int:
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
        if end < 0 or is_money or len(content) > _LONGEST_MATH or not content or not balanced(content):
            self.emit("$")
            return at + 1
        self.math_end = end
        self.open(Group(0, math=True))
        return at + 1

    def display(self, opening: str, at: int) -> int:
        """``\\( … \\)`` and ``\\[ … \\]`` enclose mathematics as ``$`` does."""
        end = self.text.find("\\)" if opening == "(" else "\\]", at)
        if self.math_end < 0 and at < end < at + _LONGEST_MATH and balanced(self.text[at:end]):
            self.math_end, self.math_sign = end, 2
            self.open(Group(0, math=True))
        return at

    def end_math(self) -> None:
        self.math_end, self.math_sign = -1, 1
        if self.script:
            self.out.append(self.script)
            self.script = ""
        while len(self.groups) > 1 and not self.groups[-1].math:
            self.close()
        if len(self.groups) > 1:
            self.close()

    def script_or_sign(self, piece: str) -> None:
        if self.in_math:
            self.script = piece
        else:
            self.emit(piece)
