"""What each element of an EndNote record means, by reference type; a tag is the path to it, with full stops."""

from __future__ import annotations

from collections.abc import Sequence

from msgevidence.formats.converters import (
    DOI_ONLY,
    ISBN,
    ISSN,
    KEYWORDS,
    LABELLED_PMID,
    NOTES,
    PAGES,
    PARAGRAPHS,
    PMCID,
    SLASHED_DATE,
    TEXT,
    VERBATIM,
    read_slashed_date,
    write_slashed_date,
)
from msgevidence.formats.dates import dated, iso
from msgevidence.formats.endnote_types import PART, SERIAL, WHOLE
from msgevidence.formats.fieldmap import FieldMap, Row
from msgevidence.formats.names import NAMES
from msgevidence.model.dates import PartialDate

NAME = "endnote-xml"

CONFERENCE = frozenset(("paper-conference",))
_NUMBERED = frozenset(("report", "patent", "standard", "bill", "legislation", "hearing", "dataset", "legal_case"))
_IN_SERIES = WHOLE - {"thesis"}
_LAW = frozenset(("bill", "hearing", "legal_case", "legislation"))
_VERSIONED = frozenset(("software", "dataset", "figure"))
_FILM = frozenset(("motion_picture", "broadcast"))


def _only(*types: str) -> frozenset[str]:
    return frozenset(types)


ROWS = (
    Row("label", "id", VERBATIM),
    Row("contributors.authors.author", "author", NAMES),
    Row("contributors.secondary-authors.author", "editor", NAMES),
    Row("contributors.secondary-authors.author", "collection_editor", NAMES, _IN_SERIES),
    Row("contributors.secondary-authors.author", "performer", NAMES, _only("broadcast", "song")),
    Row("contributors.secondary-authors.author", "producer", NAMES, _only("dataset")),
    Row("contributors.secondary-authors.author", "recipient", NAMES, _only("personal_communication")),
    Row("contributors.secondary-authors.author", "interviewer", NAMES, _only("interview")),
    Row("contributors.secondary-authors.author", "authority", TEXT, _only("patent")),
    Row("contributors.tertiary-authors.author", "collection_editor", NAMES),
    Row("contributors.tertiary-authors.author", "editor", NAMES, _IN_SERIES),
    Row("contributors.tertiary-authors.author", "producer", NAMES, _FILM),
    Row("contributors.tertiary-authors.author", "contributor", NAMES, _only("thesis")),
    Row("contributors.subsidiary-authors.author", "translator", NAMES),
    Row("contributors.subsidiary-authors.author", "performer", NAMES, _only("motion_picture")),
    Row("contributors.subsidiary-authors.author", "contributor", NAMES, CONFERENCE | _only("dataset", "legal_case")),
    Row("titles.title", "title", TEXT),
    Row("titles.secondary-title", "container_title", TEXT),
    Row("titles.secondary-title", "collection_title", TEXT, _IN_SERIES),
    Row("titles.secondary-title", "division", TEXT, _only("thesis")),
    Row("titles.secondary-title", "section", TEXT, _only("hearing")),
    Row("custom3", "event_title", TEXT, CONFERENCE),  # the writer and the reader change the two about
    Row("titles.tertiary-title", "collection_title", TEXT),
    Row("titles.tertiary-title", "volume_title", TEXT, _IN_SERIES),
    Row("titles.tertiary-title", "authority", TEXT, _only("bill", "hearing")),
    Row("titles.alt-title", "container_title_short", TEXT),
    Row("titles.short-title", "title_short", TEXT),
    Row("titles.translated-title", "original_title", TEXT),
    Row("orig-pub", "references", TEXT, _LAW),
    Row("custom5", "references", TEXT, _only("patent")),
    Row("reviewed-item", "reviewed_title", TEXT),
    Row("pages", "page", PAGES),
    Row("pages", "number_of_pages", PAGES, WHOLE - {"report"}),
    Row("pages", "dimensions", TEXT, _only("motion_picture")),
    Row("custom3", "dimensions", TEXT, _only("graphic", "map", "broadcast")),
    Row("volume", "volume", TEXT),
    Row("volume", "version", TEXT, _only("patent")),
    Row("volume", "dimensions", TEXT, _only("figure")),
    Row("number", "issue", TEXT),
    Row("number", "number", TEXT, _NUMBERED),
    Row("number", "collection_number", TEXT, PART | {"book", "pamphlet", "classic"}),
    Row("custom7", "number", TEXT, SERIAL | CONFERENCE),
    Row("num-vols", "number_of_volumes", TEXT),
    Row("edition", "edition", TEXT),
    Row("edition", "version", TEXT, _VERSIONED),
    Row("section", "section", TEXT),
    Row("section", "chapter_number", TEXT, PART),
    Row("keywords.keyword", "keyword", KEYWORDS),
    Row("pub-location", "publisher_place", TEXT),
    Row("pub-location/event", "event_place", TEXT, CONFERENCE),  # these two are changed about with custom1
    Row("publisher", "publisher", TEXT),
    Row("publisher", "authority", TEXT, _only("legal_case")),
    Row("isbn/issn", "issn", ISSN),
    Row("isbn/isbn", "isbn", ISBN),
    Row("accession-num/pmid", "pmid", LABELLED_PMID),
    Row("custom2/pmcid", "pmcid", PMCID),
    Row("custom1", "scale", TEXT, _only("map")),
    Row("custom6", "status", TEXT, _only("patent")),
    Row("call-num", "call_number", TEXT),
    Row("abstract", "abstract", PARAGRAPHS),
    Row("notes", "note", NOTES),
    Row("research-notes", "annote", NOTES),
    Row("work-type", "genre", TEXT),
    Row("work-type", "medium", TEXT, _only("motion_picture")),
    Row("custom4", "genre", TEXT, _only("motion_picture")),
    Row("custom5", "medium", TEXT, _only("broadcast", "song")),
    Row("urls.related-urls.url", "url", VERBATIM),
    Row("electronic-resource-num", "doi", DOI_ONLY),
    Row("language", "language", TEXT),
    Row("access-date", "accessed", SLASHED_DATE),
    Row("remote-database-name", "source", TEXT),
)
ALIASES = (
    Row("titles.secondary-title", "container_title", TEXT),
    Row("periodical.full-title", "container_title", TEXT),
    Row("periodical.abbr-1", "container_title_short", TEXT),
    Row("alt-periodical.full-title", "container_title_short", TEXT),
    Row("alt-periodical.abbr-1", "container_title_short", TEXT),
    Row("issue", "issue", TEXT),
    Row("isbn/number", "number", TEXT),
    Row("urls.web-urls.url", "url", VERBATIM),
    Row("doi", "doi", DOI_ONLY),
    Row("remote-database-provider", "source", TEXT),
    Row("orig-pub", "original_title", TEXT),
)
FIELDS = FieldMap(NAME, ROWS, ALIASES, spans=False)

YEAR, DAY = "dates.year", "dates.pub-dates.date"


def read_date(year: str, day: str) -> PartialDate:
    """Of the year and of what the other field says; the writer's own form of it may say more than a day."""
    if (day[4:5] == "/" and day[:4] == year) or day.startswith("-"):
        return read_slashed_date(day)
    return dated(year, day)


def write_date(date: PartialDate) -> Sequence[tuple[str, str]]:
    """The year for every tool, and beside it what it does not say."""
    if not date.start:
        return ((YEAR, date.literal),)
    year = iso(date.start[:1])
    if date == PartialDate(date.start[:1]):
        return ((YEAR, year),)
    is_plain = date == PartialDate(date.start)
    return (YEAR, year), (DAY, iso(date.start) if is_plain else write_slashed_date(date))
