"""What the services have in common: the words of a question, and the notices that came with their works."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgevidence.model.evidence import Notice
from msgevidence.model.record import Record

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKUP = re.compile(r"<[^<>]{1,80}>")
_LONGEST = 40  # words of a title: what follows says nothing more


def words(text: str) -> str:
    """The words of a text in lower case, without markup or anything a query language may understand (signs, OR)."""
    return " ".join(_WORD.findall(_MARKUP.sub("", text).lower())[:_LONGEST])


def first_family(record: Record) -> str:
    """Family name (or the organisation) of the first author or editor; "" when there is none."""
    names = record.author or record.editor
    return words(names[0].full_family or names[0].literal) if names else ""


class _Looks(Protocol):
    @property
    def schemes(self) -> tuple[str, ...]: ...

    def lookup(self, scheme: str, identifier: str) -> Record | None: ...


@dataclass(slots=True)
class Told:
    """The notices that came with the works an authority has told of, by identifier."""

    _by: dict[tuple[str, str], tuple[Notice, ...]] = field(default_factory=dict)

    def remember(self, record: Record, notices: Sequence[Notice]) -> None:
        """With the work as it was told."""
        for scheme in ("doi", "pmid"):
            if identifier := getattr(record, scheme):
                self._by[scheme, identifier.lower()] = tuple(notices)

    def about(self, record: Record, authority: _Looks) -> tuple[Notice, ...]:
        """Those of the record's identifiers; a work not told of yet is looked up. Raises AuthorityUnavailable."""
        for scheme in authority.schemes:
            identifier = getattr(record, scheme).lower()
            if not identifier:
                continue
            if (scheme, identifier) not in self._by:
                work = authority.lookup(scheme, identifier)
                if work is None or (scheme, identifier) not in self._by:
                    self._by.setdefault((scheme, identifier), ())
            if notices := self._by[scheme, identifier]:
                return notices
        return ()
