"""RIS text as records of (tag, value) pairs, whatever a program made of the line format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgevidence.formats.ris.table import TAGS
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import RawRecord

# A tag in any spelling: perhaps indented, no to three spaces before the dash, perhaps nothing after it.
_LOOSE = re.compile(r"[ \t]{0,20}([A-Z][A-Z0-9])[ \t]{0,3}[-–](?:\s+|$)")
_END = re.compile(r"[ \t]{0,20}ER[ \t]{0,3}-\s*$|ER\s*$")
_KEEP_BREAKS = frozenset(("AB", "N1", "N2", "RN", "KW", "L1", "L2", "L3", "L4", "UR", "SN"))
_LISTS = frozenset(("KW", "L1", "L2", "L3", "L4", "UR", "SN"))
_WRAPPED = range(55, 100)  # length of a line that a program broke for width


class RisLines:
    """Gathers the records of one input; a record is handed out when the next one begins."""

    def __init__(self) -> None:
        self._index = 0
        self._strays: list[str] = []
        self._begin(0, "")
        self._open = False
        self._pending: RawRecord | None = None

    def _begin(self, number: int, line: str) -> None:
        self._open = True
        self._line = number
        self._spaced = line.lstrip()[2:5] == "  -"  # then what has one space before its dash is no tag
        self._indented = line[:1].isspace()  # else what is indented is no tag
        self._fields: list[tuple[str, str]] = []
        self._problems: list[Problem] = []
        self._more: list[str] = []
        self._ours = True  # every continuation line is indented as this house's writer does it
        self._blanks = 0

    def records(self, lines: Iterable[str]) -> Iterator[RawRecord]:
        """Every record, in order; text between records is a Problem of the record after it."""
        number = 0
        for number, line in enumerate(lines, start=1):
            if line[2:6] == "  - " and self._open and line[:2] in TAGS:
                tag, value = line[:2], line[6:]
            else:
                tag, value = self._loose(line.rstrip("\n"))
                if not tag:
                    continue
            if tag == "TY":
                if self._open:
                    self._problem("missing-end", "The record has no ER line.", self._line, Severity.NOTE)
                    yield from self._close()
                self._begin(number, line)
                self._fields.append((tag, value.strip()))
            elif tag == "ER":
                if self._open:
                    yield from self._close()
            else:
                if not self._open:
                    self._begin(number, line)
                    self._problem("missing-type", "The record has no TY line.", number)
                if self._more:
                    self._join()
                self._blanks = 0
                self._fields.append((tag, value.rstrip()))
        if self._open:
            self._problem("missing-end", "The last record has no ER line.", number, Severity.NOTE)
            yield from self._close()
        if self._pending is not None:
            yield self._with_strays(self._pending)

    def _loose(self, line: str) -> tuple[str, str]:
        """The tag and value of a line not in plain form; ("", "") for text, which is put where it belongs."""
        found = _LOOSE.match(line)
        if found and self._is_tag(found.group(1), line, found.end()):
            return found.group(1), line[found.end() :]
        if self._open and _END.match(line) and (self._indented or not line[:1].isspace()):
            return "ER", ""
        text = line.strip()
        if not self._open or not self._fields or self._fields[-1][0] == "TY":
            if text:
                self._strays.append(text)
        elif not text:
            self._blanks += 1
        else:
            if self._blanks:
                self._more.append("")
            self._more.append(text)
            self._ours = self._ours and line.startswith("  ") and not line.startswith("   ")
            self._blanks = 0
        return "", ""

    def _is_tag(self, tag: str, line: str, end: int) -> bool:
        strict = line.lstrip()[2:5] == "  -"
        if not self._open:
            return tag == "TY" or (strict and tag in TAGS)
        if line[:1].isspace() and not self._indented:
            return tag == "TY" and not self._fields
        if tag == "TY":
            return strict or len(line) - end <= 12
        return strict or (tag in TAGS and not self._spaced)

    def _join(self) -> None:
        """Continuation lines into the last value: as lines where they mean something, else as one."""
        tag, first = self._fields[-1]
        lines = [first, *self._more]
        wrapped = tag not in _LISTS and not self._ours and all(len(line) in _WRAPPED for line in lines[:-1])
        text = "\n".join(lines) if tag in _KEEP_BREAKS and not wrapped else " ".join(filter(None, lines))
        self._fields[-1] = (tag, text.strip())
        self._more = []
        self._ours = True

    def _problem(self, code: str, message: str, line: int, severity: Severity = Severity.WARNING) -> None:
        self._problems.append(Problem(code, message, severity=severity, line=line, record=self._index))

    def _close(self) -> Iterator[RawRecord]:
        if self._more:
            self._join()
        self._open = False
        done = RawRecord("ris", self._index, self._line, tuple(self._fields), "", tuple(self._problems))
        self._index += 1
        if self._pending is not None:
            yield self._pending
        self._pending = self._with_strays(done)

    def _with_strays(self, raw: RawRecord) -> RawRecord:
        if not self._strays:
            return raw
        text = "\n".join(self._strays)
        self._strays = []
        problem = Problem(
            "text-between-records",
            "Text that belongs to no record was passed over.",
            severity=Severity.NOTE,
            record=raw.index,
            line=raw.line,
            quote=text[:500],
        )
        return RawRecord(raw.format, raw.index, raw.line, raw.fields, raw.text, (*raw.problems, problem))
