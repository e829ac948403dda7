"""Records of tagged lines, whatever the tags look like: what RIS, NBIB, Refer, RefWorks, Web of Science, Ovid and
Cochrane have in common. A format says how it tells a tag, and which tags begin and end a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgevidence.errors import FileRefused
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import RawRecord
from msgevidence.ports import Source

SEPARATOR = re.compile(r"\s*(?:Record #? ?\d{1,7} of \d{1,7}|<\s*\d{1,7}\s*\.?\s*>\.?)\s*")
"""What a database sets before each of its records: "Record #3 of 18", "<3>", "<3. >"."""

_QUOTED = 500


class TaggedLines:
    """Gathers the records of one input; one is handed out when what stands after it is known to be no part of it.

    Text that belongs to no record (a search strategy, a count of hits) becomes a Problem of the record after it, or
    of the last one.
    """

    format = ""
    begins: frozenset[str] = frozenset()  # tags that begin a record
    ends: frozenset[str] = frozenset()  # tags that end it, and are no field
    outside: frozenset[str] = frozenset()  # tags of the file, not of a record
    lists: frozenset[str] = frozenset()  # tags of which each further line is a value of its own
    breaks: frozenset[str] = frozenset()  # tags whose line breaks mean something
    must_indent = True  # whether a line without a tag has to be indented to belong to the value before it

    def __init__(self) -> None:
        self._index = 0
        self._strays: list[str] = []
        self._pending: RawRecord | None = None
        self.begin(0, "")
        self.is_open = False

    def tagged(self, line: str) -> tuple[str, str] | None:
        """The tag and the value of a line, or None when it has no tag."""
        raise NotImplementedError

    def renews(self, tag: str) -> bool:
        """Whether the tag begins another record while one is open."""
        return tag in self.begins

    def continues(self, line: str) -> bool:
        """Whether a line without a tag belongs to the value before it."""
        return (line[:1].isspace() or not self.must_indent) and self.fields[-1][0] not in self.begins

    def joined(self, tag: str, lines: list[str]) -> list[str]:
        """The values that a tag's lines are."""
        if tag in self.lists:
            return [line for line in lines if line]
        return ["\n".join(lines) if tag in self.breaks else " ".join(line for line in lines if line)]

    def begin(self, number: int, line: str) -> None:
        """Open a record at this line."""
        self.is_open = True
        self.line = number
        self.is_indented = line[:1].isspace()
        self.fields: list[tuple[str, str]] = []
        self.problems: list[Problem] = []
        self.more: list[str] = []
        self.blanks = 0
        self._within: list[str] = []

    def records(self, lines: Iterable[str]) -> Iterator[RawRecord]:
        """Every record, in order."""
        number = 0
        tagged, marks = self.tagged, self.begins | self.ends | self.outside
        for number, line in enumerate(lines, start=1):
            found = tagged(line)
            if found is None:
                if self.is_open and SEPARATOR.fullmatch(line):
                    yield from self._closed(number)
                self.text(line)
                continue
            tag, value = found
            if tag in marks or self.blanks or not self.is_open:
                if tag in self.ends or tag in self.outside:
                    if self.is_open:
                        yield from self._closed(number if tag in self.outside else 0)
                    continue
                if self.is_open and self.renews(tag):
                    yield from self._closed(self.line)
                if not self.is_open:
                    self.begin(number, line)
                    if self.ends and tag not in self.begins:
                        self.problem("missing-type", f"The record has no {_named(self.begins)} line.", number)
                self.blanks = 0
            if self.more:
                self._take_more()
            self.fields.append((tag, value.strip()))
        if self.is_open:
            yield from self._closed(number)
        if self._pending is not None:
            yield self._with_strays(self._pending)

    def text(self, line: str) -> None:
        """A line without a tag, put where it belongs."""
        text = line.strip()
        if not text:
            self.blanks += 1
        elif self.is_open and self.fields and self.continues(line):
            if self.blanks:
                self.more.append("")
            self.more.append(text)
            self.blanks = 0
        elif self.is_open and not self.blanks:
            self._within.append(text)
        else:
            self._strays.append(text)

    def problem(self, code: str, message: str, line: int, severity: Severity = Severity.WARNING) -> None:
        """Note a Problem of the open record."""
        self.problems.append(Problem(code, message, severity=severity, line=line, record=self._index))

    def _take_more(self) -> None:
        tag, first = self.fields.pop()
        self.fields.extend((tag, value.strip()) for value in self.joined(tag, [first, *self.more]))
        self.more = []

    def _closed(self, unended: int) -> Iterator[RawRecord]:
        """The record before this one; this one waits for the text after it. `unended` is where its end should be."""
        if self.more:
            self._take_more()
        if self._within:
            text = "\n".join(self._within)[:_QUOTED]
            message = "Text that belongs to no field of the record was passed over."
            self.problems.append(Problem("text-in-record", message, line=self.line, record=self._index, quote=text))
        if unended and self.ends:
            self.problem("missing-end", f"The record has no {_named(self.ends)} line.", unended, Severity.NOTE)
        self.is_open = False
        done = RawRecord(self.format, self._index, self.line, tuple(self.fields), "", tuple(self.problems))
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
            quote=text[:_QUOTED],
        )
        return RawRecord(raw.format, raw.index, raw.line, raw.fields, raw.text, (*raw.problems, problem))


class TaggedReader:
    """What the readers of these formats share; each adds `sniff` and `draft`."""

    name = ""
    label = ""
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    lines: type[TaggedLines] = TaggedLines
    first_line = ""  # as a user would know it

    def read(self, source: Source) -> Iterator[RawRecord]:
        found = False
        with source.text() as stream:
            for raw in self.lines().records(stream):
                found = True
                yield raw
        if not found:
            raise FileRefused(
                source.name, f"holds no {self.label} record", remedy=f"A record begins with a line “{self.first_line}”."
            )


def _named(tags: frozenset[str]) -> str:
    return " or ".join(sorted(tags))
