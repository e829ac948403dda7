"""RIS text as records of (tag, value) pairs, whatever a program made of the line format."""

from __future__ import annotations

import re

from msgevidence.formats.ris.table import TAGS
from msgevidence.formats.tagged import TaggedLines

# A tag in any spelling: perhaps indented, no to three spaces before the dash, perhaps nothing after it.
_LOOSE = re.compile(r"[ \t]{0,20}([A-Z][A-Z0-9])[ \t]{0,3}[-–](?:\s+|$)")
_END = re.compile(r"[ \t]{0,20}ER[ \t]{0,3}-\s*$|ER\s*$")
_ONE_A_LINE = frozenset(("KW", "L1", "L2", "L3", "L4", "UR", "SN"))
_WRAPPED = range(55, 100)  # length of a line that a program broke for width


class RisLines(TaggedLines):
    """Tells tags from text by the habits of the record's own program."""

    format = "ris"
    begins = frozenset(("TY",))
    ends = frozenset(("ER",))
    breaks = _ONE_A_LINE | {"AB", "N1", "N2", "RN"}

    def begin(self, number: int, line: str) -> None:
        super().begin(number, line)
        self._spaced = line.lstrip()[2:5] == "  -"  # then what has one space before its dash is no tag
        self._ours = True  # every continuation line is indented as this house's writer does it

    def tagged(self, line: str) -> tuple[str, str] | None:
        if line[2:6] == "  - " and self.is_open and line[:2] in TAGS:
            return line[:2], line[6:]
        found = _LOOSE.match(line)
        if found and self._is_tag(found.group(1), line, found.end()):
            return found.group(1), line[found.end() :]
        if self.is_open and _END.match(line) and (self.is_indented or not line[:1].isspace()):
            return "ER", ""
        return None

    def _is_tag(self, tag: str, line: str, end: int) -> bool:
        strict = line.lstrip()[2:5] == "  -"
        if not self.is_open:
            return tag == "TY" or (strict and tag in TAGS)
        if line[:1].isspace() and not self.is_indented:  # then what is indented is text
            return tag == "TY" and not self.fields
        if tag == "TY":
            return strict or len(line) - end <= 12
        return strict or (tag in TAGS and not self._spaced)

    def continues(self, line: str) -> bool:
        if self.fields[-1][0] == "TY":
            return False
        self._ours = self._ours and line.startswith("  ") and not line.startswith("   ")
        return True

    def joined(self, tag: str, lines: list[str]) -> list[str]:
        """As lines where they mean something, else as one."""
        if tag == "KW":
            lines = [line.removeprefix("%K ") for line in lines]  # Reference Manager's own tag left within
        wrapped = tag not in _ONE_A_LINE and not self._ours and all(len(line) in _WRAPPED for line in lines[:-1])
        self._ours = True
        return [" ".join(filter(None, lines))] if wrapped else super().joined(tag, lines)
