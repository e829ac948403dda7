"""What each RIS tag means, by type; one table for reading and writing."""

from __future__ import annotations

from msgevidence.formats.converters import (
    DOI,
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
)
from msgevidence.formats.fieldmap import FieldMap, Row, bare
from msgevidence.formats.names import NAMES

SERIAL = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"))
CONFERENCE = frozenset(("paper-conference",))
IN_SERIES = frozenset(("book", "report", "map", "motion_picture", "classic", "manuscript", "software"))
"""Types of works that stand alone: T2 names their series, T3 a volume of the work."""
_WHOLE = frozenset(("book", "thesis", "manuscript", "classic", "collection"))
_PART = frozenset(("chapter", "entry", "entry-dictionary", "entry-encyclopedia"))
_LAW = frozenset(("bill", "hearing", "legal_case", "legislation"))
_VERSIONED = frozenset(("software", "dataset", "figure"))
_EDITED = frozenset(("document", "webpage", "post-weblog", "collection", "musical_score"))
_NUMBERED = frozenset(("report", "standard", "patent", "bill", "legislation", "hearing", "dataset", "legal_case"))
_FILM = frozenset(("motion_picture", "broadcast"))


def _only(*types: str) -> frozenset[str]:
    return frozenset(types)


ROWS = (
    Row("ID", "id", VERBATIM),
    Row("AU", "author", NAMES),
    Row("A2", "editor", NAMES, _PART | CONFERENCE | _EDITED),
    Row("A2", "collection_editor", NAMES, IN_SERIES),
    Row("A2", "performer", NAMES, _only("broadcast", "song")),
    Row("A2", "producer", NAMES, _only("dataset")),
    Row("A2", "recipient", NAMES, _only("personal_communication")),
    Row("A2", "interviewer", NAMES, _only("interview")),
    Row("A2", "authority", TEXT, _only("patent")),
    Row("A3", "collection_editor", NAMES, _PART | CONFERENCE | _only("musical_score", "collection")),
    Row("A3", "producer", NAMES, _FILM),
    Row("A3", "illustrator", NAMES, _only("post-weblog")),
    Row("A3", "contributor", NAMES, _only("thesis")),
    Row("ED", "editor", NAMES, SERIAL | IN_SERIES),
    Row("A4", "translator", NAMES),
    Row("A4", "performer", NAMES, _only("motion_picture")),
    Row("A4", "contributor", NAMES, CONFERENCE | _only("dataset", "legal_case")),
    Row("TI", "title", TEXT),
    Row("ST", "title_short", TEXT),
    Row("T2", "collection_title", TEXT, IN_SERIES),
    Row("T2", "division", TEXT, _only("thesis")),
    Row("T2", "section", TEXT, _only("hearing")),
    Row("T2", "container_title", TEXT),
    Row("JF", "container_title", TEXT, _only("classic", "hearing")),
    Row("T3", "collection_title", TEXT),
    Row("T3", "volume_title", TEXT, IN_SERIES),
    Row("T3", "authority", TEXT, _only("bill", "hearing")),
    Row("J2", "container_title_short", TEXT),
    Row("OP", "original_title", TEXT),
    Row("OP", "references", TEXT, _LAW),
    Row("C5", "references", TEXT, _only("patent")),
    Row("RI", "reviewed_title", TEXT),
    Row("T2/event", "event_title", TEXT, CONFERENCE),
    Row("CY/event", "event_place", TEXT, CONFERENCE),
    Row("DA", "issued", SLASHED_DATE),
    Row("Y2", "accessed", SLASHED_DATE),
    Row("VL", "volume", TEXT),
    Row("VL", "edition", TEXT, _only("software")),
    Row("VL", "version", TEXT, _only("patent")),
    Row("VL", "dimensions", TEXT, _only("figure")),
    Row("IS", "issue", TEXT),
    Row("SP", "page", PAGES),
    Row("SP", "number_of_pages", PAGES, _WHOLE),
    Row("SP", "dimensions", TEXT, _only("motion_picture")),
    Row("C3", "dimensions", TEXT, _only("graphic", "map", "broadcast")),
    Row("C7", "number", TEXT, SERIAL | CONFERENCE),
    Row("M1", "number", TEXT),
    Row("NV", "number", TEXT, _only("dataset")),
    Row("SV", "number", TEXT, _only("legal_case")),
    Row("SV", "collection_number", TEXT),
    Row("M1", "collection_number", TEXT, _only("book", "classic", "collection", "pamphlet")),
    Row("NV", "collection_number", TEXT, _only("report")),
    Row("M3", "genre", TEXT),
    Row("M3", "medium", TEXT, _only("motion_picture")),
    Row("C4", "genre", TEXT, _only("motion_picture")),
    Row("C5", "medium", TEXT, _only("broadcast", "song")),
    Row("ET", "edition", TEXT),
    Row("ET", "version", TEXT, _VERSIONED),
    Row("SE", "section", TEXT),
    Row("SE", "chapter_number", TEXT, _PART),
    Row("NV", "number_of_volumes", TEXT),
    Row("M1", "number_of_volumes", TEXT, _only("chapter")),
    Row("PB", "publisher", TEXT),
    Row("PB", "authority", TEXT, _only("legal_case")),
    Row("CY", "publisher_place", TEXT),
    Row("SN/issn", "issn", ISSN),
    Row("SN/isbn", "isbn", ISBN),
    Row("DO", "doi", DOI),
    Row("AN/pmid", "pmid", LABELLED_PMID),
    Row("C2/pmcid", "pmcid", PMCID),
    Row("UR", "url", VERBATIM),
    Row("AB", "abstract", PARAGRAPHS),
    Row("KW", "keyword", KEYWORDS),
    Row("N1", "note", NOTES),
    Row("RN", "annote", NOTES),
    Row("LA", "language", TEXT),
    Row("CN", "call_number", TEXT),
    Row("AV", "archive_location", TEXT),
    Row("DB", "source", TEXT),
    Row("C1", "scale", TEXT, _only("map")),
    Row("C6", "status", TEXT, _only("patent")),
)

ALIASES = (
    Row("T1", "title", TEXT),
    Row("CT", "title", TEXT),
    Row("BT", "title", TEXT, _WHOLE),
    Row("BT", "container_title", TEXT),
    Row("JF", "container_title", TEXT),
    Row("JO", "container_title", TEXT),
    Row("T2", "container_title", TEXT),
    Row("A2", "container_title", TEXT, _only("legal_case")),
    Row("JA", "container_title_short", TEXT),
    Row("J1", "container_title_short", TEXT),
    Row("A2", "author", NAMES, _only("bill")),
    Row("ED", "editor", NAMES),
    Row("A2", "editor", NAMES),
    Row("A3", "editor", NAMES, _only("book")),
    Row("A3", "collection_editor", NAMES),
    Row("CP", "issue", TEXT),
    Row("M1", "issue", TEXT, SERIAL | CONFERENCE),
    Row("VO", "volume", TEXT),
    Row("PP", "publisher_place", TEXT),
    Row("N2", "abstract", PARAGRAPHS),
    Row("DI", "doi", DOI),
    Row("DP", "source", TEXT),
    Row("H1", "source", TEXT),
    Row("H2", "call_number", TEXT),
    Row("LK", "url", VERBATIM),
    Row("L2", "url", VERBATIM),
    Row("IS", "number", TEXT, _NUMBERED),
    Row("M1", "number", TEXT, _only("dataset", "legal_case")),
    Row("SN/number", "number", TEXT),
    Row("NV", "number_of_volumes", TEXT),
    Row("C5", "medium", TEXT, _only("motion_picture")),
    Row("VL/degree", "genre", TEXT),
    Row("M1/accessed", "accessed", SLASHED_DATE),
    Row("VL/accessed", "accessed", SLASHED_DATE),
)

FIELDS = FieldMap("ris", ROWS, ALIASES, spans=False)

_OTHER_TAGS = (  # put in their place by the reader, or kept as leftovers
    "TY ER EP A1 AD A5 A6 AID C1 C3 C4 C5 C6 C8 CA CR DA L1 L3 L4 LB LL M2 NO PY RP SV TT U1 U2 U3 U4 U5 UK US WP Y1 YR"
    " AA AE AR AS DS FD H1 H2 IP K1 LC M4 ME NA OL PM PMID RD RT SR TA TD TS U6 U7 U8 U9 XX"
)
TAGS = frozenset([bare(row.tag) for row in (*ROWS, *ALIASES)] + _OTHER_TAGS.split())
"""Tags a program is known to write; another tag counts only in the form with two spaces."""
