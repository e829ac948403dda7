"""What was read out of one entry: values, where in the string each came from, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msgevidence.formats.reference_list.markup import Marked
from msgevidence.model.problems import Problem
from msgevidence.model.record import Leftover, Value

FORMAT = "reference-list"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a variable stands in the entry: ``text[start:end]``. One author list has one span per name."""

    variable: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """One entry read. `values` is keyed by attribute names of Record; spans count in the entry's own string
    (markup included). `confidence` estimates how likely it is that everything is right (0 … 1).
    """

    type: str
    values: Mapping[str, Value]
    spans: tuple[Span, ...]
    confidence: float
    problems: tuple[Problem, ...]
    leftovers: tuple[Leftover, ...] = ()
    style: str = ""  # apa, harvard, chicago, vancouver, mla, ieee; "" where none was recognised


@dataclass(slots=True)
class Reading:
    """An entry being read. Positions count in `marked.text`, the string without its markup."""

    marked: Marked
    style: str = ""
    type: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    confidence: float = 1.0
    label_end: int = 0  # after a list number or bullet
    site: tuple[int, int] | None = None  # "Retrieved from … website"
    leftovers: list[Leftover] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)
    _understood: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.marked.text

    def put(self, variable: str, start: int, end: int, value: Value | None = None) -> None:
        """Take ``text[start:end]`` (blanks single, none outside) for a variable; `value` where it is not that text."""
        start, end = trimmed(self.text, start, end)
        if start >= end:
            return
        if variable in self.values:
            self._spans = [span for span in self._spans if span.variable != variable]
        self._spans.append(Span(variable, start, end))
        self._understood.append((start, end))
        value = self.text[start:end] if value is None else value
        self.values[variable] = " ".join(value.split()) if isinstance(value, str) else value

    def span_of(self, variable: str) -> tuple[int, int] | None:
        """Where the variable was read last."""
        found = [span for span in self._spans if span.variable == variable]
        return (found[-1].start, found[-1].end) if found else None

    def mark(self, variable: str, start: int, end: int) -> None:
        """A span without a value of its own (one name of a list)."""
        self._spans.append(Span(variable, start, end))
        self._understood.append((start, end))

    def understand(self, start: int, end: int) -> None:
        """Text that says something without being a value: labels, "Retrieved from"."""
        self._understood.append((start, end))

    def doubt(self, factor: float) -> None:
        """Lower the confidence: `factor` is the share of such entries that are right all the same."""
        self.confidence *= factor

    def leave(self, tag: str, value: str) -> None:
        self.leftovers.append(Leftover(FORMAT, tag, value))

    def unread(self) -> Iterator[tuple[int, int]]:
        """The stretches with letters or digits that nothing has claimed."""
        position = 0
        for start, end in sorted(self._understood):
            if start > position and _has_words(self.text, position, start):
                yield trimmed(self.text, position, start)
            position = max(position, end)
        if _has_words(self.text, position, len(self.text)):
            yield trimmed(self.text, position, len(self.text))

    def finish(self) -> Parsed:
        """Settle the account: what is unread becomes leftover and Problem, and costs confidence."""
        for start, end in list(self.unread()):
            quote = self.text[start:end].strip(" .,;:")
            self.leave("unparsed", quote)
            self.problems.append(
                Problem("unparsed-text", f"not understood in this reference: “{quote[:200]}”", quote=quote)
            )
            self.doubt(0.6)
        origin = self.marked.origin
        spans = tuple(Span(span.variable, origin(span.start), origin(span.end - 1) + 1) for span in self._spans)
        return Parsed(
            self.type or "document",
            self.values,
            tuple(sorted(spans, key=lambda span: (span.start, span.end))),
            round(min(1.0, max(0.0, self.confidence)), 3),
            tuple(self.problems),
            tuple(self.leftovers),
            self.style,
        )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _has_words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])
