"""One table of rows per format, read in both directions; aliases in a second table that is only read.

A row says: this wire tag is that variable of Record, through this converter, for these item types. Reading takes
the rows first, then the aliases for what is still empty; a value nothing takes becomes a Leftover and is written
back by the same format. Writing takes the first row of each variable. Where one tag means several things by the
look of its value (an ISBN or an ISSN), a row's tag carries a variant, "SN/issn", which never reaches the wire.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import ITEM_TYPES, VARIABLES, Draft, Leftover, Record, Value

_SPAN = re.compile(r"<span\b[^<>]{0,100}>|</span>")
_CSL_SPAN = re.compile(r'<span (?:class="nocase"|style="font-variant:\s?small-caps;?")>')

Read = Callable[[Sequence[str]], tuple[Value, Sequence[str]]]
Write = Callable[[Value], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Converter:
    """Between the texts of one tag and one value.

    `read` returns the value and those texts (or parts of them) it could not take in; `write` returns one text per
    repetition of the tag, none where the format cannot say the value.
    """

    read: Read
    write: Write


@dataclass(frozen=True, slots=True)
class Row:
    """`types` are the CSL item types the row holds for; empty means all that have no row of their own."""

    tag: str
    variable: str
    converter: Converter
    types: frozenset[str] = frozenset()


@dataclass(slots=True)
class _TypeTable:
    """The rows that hold for one item type."""

    by_tag: dict[str, Row] = field(default_factory=dict)
    by_variable: dict[str, Row] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)
    alias_rank: dict[str, int] = field(default_factory=dict)


class FieldMap:
    """The compiled tables of one format; a type's own rows go before the general ones."""

    def __init__(
        self,
        format_name: str,
        rows: Sequence[Row],
        aliases: Sequence[Row] = (),
        spare: Sequence[Row] = (),
        *,
        spans: bool = True,
    ) -> None:
        """`spare` rows serve the variables that have no other row for a type. Without `spans`, those of CSL's rich text
        leave only what they enclose: no other program would know them in this format.
        """
        self.format = format_name
        self._spans = spans
        self._tables = {item_type: _compiled(item_type, rows, aliases, spare) for item_type in ITEM_TYPES}

    def knows(self, tag: str, item_type: str) -> bool:
        """Whether a row or an alias takes the tag for that type."""
        table = self._tables.get(item_type) or self._tables["document"]
        return tag in table.by_tag or tag in table.aliases

    def fill(self, draft: Draft, fields: Iterable[tuple[str, str]]) -> None:
        """Turn wire fields into the draft's values, for the type the draft has."""
        table = self._tables.get(draft.type) or self._tables["document"]
        by_tag, aliases = table.by_tag, table.aliases
        taken: dict[str, list[str]] = {}
        waiting: dict[str, list[str]] = {}
        leftovers = draft.leftovers
        for tag, text in fields:
            if tag in by_tag:
                group = taken
            elif tag in aliases:
                group = waiting
            else:
                leftovers.append(Leftover(self.format, bare(tag), text))
                continue
            if tag in group:
                group[tag].append(text)
            else:
                group[tag] = [text]
        for tag, texts in taken.items():
            self._put(draft, by_tag[tag], texts)
        for tag in sorted(waiting, key=table.alias_rank.__getitem__) if waiting else ():
            self._put(draft, aliases[tag], waiting[tag])

    def _put(self, draft: Draft, row: Row, texts: Sequence[str]) -> None:
        values = draft.values
        value, rest = row.converter.read(texts)
        if row.variable not in values:
            if value:
                values[row.variable] = value
            else:
                rest = [text for text in texts if text]
        elif value != values[row.variable]:
            rest = texts
        for text in rest:
            draft.leftovers.append(Leftover(self.format, bare(row.tag), text))

    def written(self, record: Record) -> Iterator[tuple[Row, str]]:
        """(row, text) for each text the record's values become, in the table's order."""
        table = self._tables.get(record.type) or self._tables["document"]
        for variable, row in table.by_variable.items():
            value = getattr(record, variable)
            if value:
                for text in self._texts(row, value):
                    yield row, text

    def _texts(self, row: Row, value: Value) -> Sequence[str]:
        texts = row.converter.write(value)
        return texts if self._spans else [without_spans(text) for text in texts]

    def wire(self, record: Record) -> Iterator[tuple[str, str]]:
        """(tag with its variant, text), then the leftovers this format once left."""
        for row, text in self.written(record):
            yield row.tag, text
        for leftover in record.leftovers:
            if leftover.format == self.format:
                yield leftover.tag, leftover.value

    def losses(self, record: Record) -> list[Problem]:
        """The variables that have a value here and no row, or that their row does not bring back as they are."""
        table = self._tables.get(record.type) or self._tables["document"]
        problems = []
        for variable, value in record.values():
            row = table.by_variable.get(variable)
            if row is None:
                problems.append(lost(variable, "has no field in this format"))
            elif row.converter.read(self._texts(row, value))[0] != value:
                problems.append(lost(variable, "cannot be written whole in this format"))
        problems.extend(foreign_leftovers(record, self.format))
        return problems


def without_spans(text: str) -> str:
    """What CSL's spans (protected capitals, small capitals) enclose; any other span is text."""
    if "<span" not in text:
        return text
    open_spans: list[bool] = []

    def kept(found: re.Match[str]) -> str:
        if found.group() != "</span>":
            open_spans.append(bool(_CSL_SPAN.fullmatch(found.group())))
            return "" if open_spans[-1] else found.group()
        return "" if open_spans and open_spans.pop() else found.group()

    return _SPAN.sub(kept, text)


def bare(tag: str) -> str:
    """The tag as it stands on the wire, without its variant."""
    return tag.partition("/")[0]


def lost(variable: str, why: str) -> Problem:
    """A loss, as data: shown before the download."""
    return Problem("not-written", f"{VARIABLES.get(variable, variable)} {why}.", variable=variable)


def foreign_leftovers(record: Record, format_name: str) -> list[Problem]:
    """That leftovers of other formats stay behind."""
    foreign = sorted({item.format for item in record.leftovers if item.format != format_name})
    if not foreign:
        return []
    message = f"Fields kept from {', '.join(foreign)} are not written."
    return [Problem("foreign-leftovers", message, severity=Severity.NOTE)]


def _compiled(item_type: str, rows: Sequence[Row], aliases: Sequence[Row], spare: Sequence[Row]) -> _TypeTable:
    """Tables in the rows' order, where a row for this very type replaces a general one of the same tag or variable."""
    table = _TypeTable()
    chosen: list[Row] = []
    own = [row for row in rows if item_type in row.types]
    own_tags = {row.tag for row in own}
    own_variables = {row.variable for row in own}
    for row in rows:
        if item_type in row.types or (not row.types and row.tag not in own_tags and row.variable not in own_variables):
            chosen.append(row)
    for row in chosen:
        if row.tag in table.by_tag or row.variable in table.by_variable:
            raise ValueError(f"{item_type}: {row.tag} → {row.variable} stands twice in the table")
        table.by_tag[row.tag] = row
        table.by_variable[row.variable] = row
    for row in spare:
        if row.variable not in table.by_variable:
            table.by_tag[row.tag] = row
            table.by_variable[row.variable] = row
    for rank, row in enumerate(aliases):
        if row.types and item_type not in row.types:
            continue
        if row.tag not in table.by_tag and (row.tag not in table.aliases or row.types):
            table.aliases[row.tag] = row
            table.alias_rank[row.tag] = rank
    return table
