"""The sockets: what a reader, a writer, an authority, a vocabulary and a decider must offer."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol, TextIO, runtime_checkable

from msgevidence.model.evidence import Facet, Notice, Term
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, RawRecord, Record


@runtime_checkable
class Source(Protocol):
    """One input, decoded on demand. May be read more than once; each call starts at its beginning."""

    @property
    def name(self) -> str: ...

    def text(self) -> TextIO:
        """Decoded text, universal newlines, no byte-order mark."""
        ...

    def binary(self) -> BinaryIO: ...


@dataclass(frozen=True, slots=True)
class StringSource:
    """A Source over text that is already in memory (a paste, a test)."""

    content: str
    name: str = "<text>"

    def text(self) -> TextIO:
        return io.StringIO(self.content.removeprefix("\ufeff"), newline=None)

    def binary(self) -> BinaryIO:
        return io.BytesIO(self.content.encode("utf-8"))


class Reader(Protocol):
    """Reads one format. Never raises for one bad record: that is a RawRecord with a Problem."""

    name: str  # as on the command line: "ris", "csl-json"
    label: str  # as on a page: "RIS"
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]

    def sniff(self, head: str) -> float:
        """How surely the head (about 8,000 characters) is of this format: 0 no … 1 certain."""
        ...

    def read(self, source: Source) -> Iterator[RawRecord]:
        """Every record found, in order, as a stream. Raises FileRefused only when nothing can be read at all."""
        ...

    def draft(self, raw: RawRecord) -> Draft:
        """The wire's words turned into CSL variables; what no variable takes is kept as leftovers."""
        ...


class Writer(Protocol):
    """Writes one format."""

    name: str
    label: str
    suffix: str
    media_type: str

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        """The file in pieces (UTF-8 where it is text)."""
        ...

    def losses(self, record: Record) -> tuple[Problem, ...]:
        """What this format cannot say about this record."""
        ...


class Authority(Protocol):
    """A body that can confirm an identifier or a description."""

    name: str
    schemes: tuple[str, ...]  # "doi", "pmid", …

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        """The work of that identifier, or None when the authority says there is none. AuthorityUnavailable else."""
        ...

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        """Works like this one, best first; never to be taken as 'the' answer without comparing."""
        ...


@runtime_checkable
class TellsNotices(Protocol):
    """An Authority that knows what happened to works after they were published."""

    name: str

    def notices(self, record: Record) -> tuple[Notice, ...]:
        """Those on the work of this record's identifiers. AuthorityUnavailable when it does not answer."""
        ...


class Vocabulary(Protocol):
    """One facet's terms."""

    facet: Facet

    def terms(self) -> Sequence[Term]: ...

    def find(self, text: str) -> Term | None:
        """By slug, label or synonym, whatever the case."""
        ...

    def broader(self, slug: str) -> str | None: ...


class Verdict(StrEnum):
    """What the rules say of two records."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """A stored report (`report` is its id) held against a draft: the verdict and the rule that gave it."""

    report: int
    verdict: Verdict
    rule: str
    evidence: tuple[tuple[str, str], ...] = ()  # (variable, agree | conflict | unknown)


class Action(StrEnum):
    """What is done with one draft; every draft of a run has exactly one."""

    ADD = "added"
    MERGE = "merged"
    HOLD = "held"
    REJECT = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, with what, because of which rule, and by whom."""

    action: Action
    because: str = ""
    report: int | None = None  # MERGE: into which; HOLD: with which it is compared
    by: str = "rules"


class Decider(Protocol):
    """Answers for the person who is not there: by the rules, by holding back, or by a script."""

    def decide(self, draft: Draft, matches: Sequence[Match]) -> Decision: ...
