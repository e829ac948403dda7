"""RawRecord → Draft → Record: what a source said, the record under way, and the settled description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem

_NO_DATE = PartialDate()

Names = tuple[Name, ...]
Value = str | Names | PartialDate

ITEM_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
    " collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic"
    " hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
    " paper-conference patent performance periodical personal_communication post post-weblog"
    " regulation report review review-book software song speech standard thesis treaty webpage".split()
)
"""The item types of CSL 1.0.2."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A value no variable takes, kept so that it can be written back: the wire's own tag and text."""

    format: str
    tag: str
    value: str


@dataclass(frozen=True, slots=True)
class RawRecord:
    """What a source said, never edited: native tags with their values in order.

    `index` counts records from 0 within the input, `line` from 1. `text` is the record as it stood,
    where the format has such a thing. A value is a str, or for JSON formats any JSON value.
    """

    format: str
    index: int
    line: int
    fields: tuple[tuple[str, Any], ...] = ()
    text: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Draft:
    """A record under way: attribute names of Record → values, and what was noticed on the way.

    `rejected` says why the draft cannot become a Record; a rejected draft is counted, listed and not stored.
    """

    raw: RawRecord
    type: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    rejected: str = ""

    def note(self, problem: Problem) -> None:
        """Add a Problem, placed at this record."""
        self.problems.append(problem.at(record=self.raw.index, line=self.raw.line))

    def settle(self) -> Record:
        """The Record of the values so far; a variable Record does not have is an AttributeError (a bug)."""
        return Record(type=self.type or "document", leftovers=tuple(self.leftovers), **self.values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A bibliographic description in CSL 1.0.2 variables (underscores for hyphens, lower case for DOI …).

    Text is Unicode with CSL's rich-text tags (``<i>``, ``<sup>``, ``<sub>``, ``<span class="nocase">``).
    An absent value is ``""``, ``()`` or an empty PartialDate, never None. `id` is the key its source used.
    """

    type: str
    id: str = ""
    # names
    author: Names = ()
    editor: Names = ()
    translator: Names = ()
    chair: Names = ()
    collection_editor: Names = ()
    compiler: Names = ()
    composer: Names = ()
    container_author: Names = ()
    contributor: Names = ()
    curator: Names = ()
    director: Names = ()
    editor_translator: Names = ()
    editorial_director: Names = ()
    executive_producer: Names = ()
    guest: Names = ()
    host: Names = ()
    illustrator: Names = ()
    interviewer: Names = ()
    narrator: Names = ()
    organizer: Names = ()
    original_author: Names = ()
    performer: Names = ()
    producer: Names = ()
    recipient: Names = ()
    reviewed_author: Names = ()
    script_writer: Names = ()
    series_creator: Names = ()
    # dates
    issued: PartialDate = _NO_DATE
    accessed: PartialDate = _NO_DATE
    available_date: PartialDate = _NO_DATE
    event_date: PartialDate = _NO_DATE
    original_date: PartialDate = _NO_DATE
    submitted: PartialDate = _NO_DATE
    # titles
    title: str = ""
    title_short: str = ""
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    original_title: str = ""
    part_title: str = ""
    reviewed_title: str = ""
    volume_title: str = ""
    event_title: str = ""
    # numbers
    volume: str = ""
    issue: str = ""
    page: str = ""
    page_first: str = ""
    number: str = ""
    number_of_pages: str = ""
    number_of_volumes: str = ""
    edition: str = ""
    chapter_number: str = ""
    collection_number: str = ""
    part_number: str = ""
    printing_number: str = ""
    section: str = ""
    supplement_number: str = ""
    version: str = ""
    # identifiers
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    isbn: str = ""
    issn: str = ""
    url: str = ""
    citation_key: str = ""
    # the rest
    abstract: str = ""
    annote: str = ""
    archive: str = ""
    archive_collection: str = ""
    archive_location: str = ""
    archive_place: str = ""
    authority: str = ""
    call_number: str = ""
    dimensions: str = ""
    division: str = ""
    event_place: str = ""
    genre: str = ""
    jurisdiction: str = ""
    keyword: str = ""  # several are joined by "; "
    language: str = ""
    license: str = ""
    medium: str = ""
    note: str = ""
    original_publisher: str = ""
    original_publisher_place: str = ""
    publisher: str = ""
    publisher_place: str = ""
    references: str = ""
    reviewed_genre: str = ""
    scale: str = ""
    source: str = ""
    status: str = ""
    # what no variable takes
    leftovers: tuple[Leftover, ...] = ()

    def values(self) -> Iterator[tuple[str, Value]]:
        """The variables that have a value, as (attribute, value), in declared order; not type, id, leftovers."""
        for attribute, value in zip(VARIABLES, _every(self), strict=True):
            if value is not _NO_DATE and value:
                yield attribute, value

    def replaced(self, **changes: Any) -> Record:
        """A copy with some variables changed."""
        return replace(self, **changes)

    @property
    def year(self) -> int | None:
        """Year of issue, if known."""
        return self.issued.year

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords one by one."""
        return tuple(word.strip() for word in self.keyword.split(";") if word.strip())

    def to_csl(self) -> dict[str, Any]:
        """One CSL-JSON item; leftovers are not in it."""
        item: dict[str, Any] = {"id": self.id, "type": self.type}
        for attribute, value in self.values():
            item[VARIABLES[attribute]] = (
                value
                if isinstance(value, str)
                else value.to_csl()
                if isinstance(value, PartialDate)
                else [name.to_csl() for name in value]
            )
        return item

    @classmethod
    def from_csl(cls, item: Mapping[str, Any], leftovers: tuple[Leftover, ...] = ()) -> Record:
        """The inverse of `to_csl`, for items this house wrote itself; files of others go through `formats`."""
        values: dict[str, Any] = {}
        for csl, value in item.items():
            attribute = _ATTRIBUTES.get(csl)
            if attribute is None:
                continue
            if attribute in NAME_VARIABLES:
                values[attribute] = tuple(Name.from_csl(name) for name in value)
            elif attribute in DATE_VARIABLES:
                values[attribute] = PartialDate.from_csl(value)
            else:
                values[attribute] = str(value)
        return cls(type=item.get("type", "document"), id=str(item.get("id", "")), leftovers=leftovers, **values)


_UPPER = {"doi", "pmid", "pmcid", "isbn", "issn", "url"}
_UNDERSCORED = {"archive_collection", "archive_location"}  # CSL itself writes these two so


def csl_name(attribute: str) -> str:
    """``container_title`` → ``container-title``, ``doi`` → ``DOI``."""
    if attribute in _UPPER:
        return attribute.upper()
    return attribute if attribute in _UNDERSCORED else attribute.replace("_", "-")


VARIABLES: dict[str, str] = {
    f.name: csl_name(f.name) for f in fields(Record) if f.name not in ("type", "id", "leftovers")
}
"""Attribute of Record → CSL name, in declared order."""

_every = attrgetter(*VARIABLES)  # one call for all: records are gone through in hot loops

NAME_VARIABLES = frozenset(f.name for f in fields(Record) if f.type == "Names")
DATE_VARIABLES = frozenset(f.name for f in fields(Record) if f.type == "PartialDate")
TEXT_VARIABLES = frozenset(VARIABLES) - NAME_VARIABLES - DATE_VARIABLES

_ATTRIBUTES = {csl: attribute for attribute, csl in VARIABLES.items()}
