"""What each RIS tag means, by reference type; one table for reading and writing."""

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

_TYPE_PAIRS = (  # reference type and CSL type, both ways
    ("JOUR", "article-journal"),
    ("BOOK", "book"),
    ("CHAP", "chapter"),
    ("CONF", "paper-conference"),
    ("RPRT", "report"),
    ("THES", "thesis"),
    ("NEWS", "article-newspaper"),
    ("MGZN", "article-magazine"),
    ("ELEC", "webpage"),
    ("BLOG", "post-weblog"),
    ("GEN", "document"),
    ("UNPB", "manuscript"),
    ("PAMP", "pamphlet"),
    ("DATA", "dataset"),
    ("COMP", "software"),
    ("ENCYC", "entry-encyclopedia"),
    ("DICT", "entry-dictionary"),
    ("PAT", "patent"),
    ("CASE", "legal_case"),
    ("BILL", "bill"),
    ("STAT", "legislation"),
    ("HEAR", "hearing"),
    ("MAP", "map"),
    ("MPCT", "motion_picture"),
    ("SOUND", "song"),
    ("ADVS", "broadcast"),
    ("ART", "graphic"),
    ("FIGURE", "figure"),
    ("MUSIC", "musical_score"),
    ("PCOMM", "personal_communication"),
    ("SLIDE", "speech"),
    ("STAND", "standard"),
    ("CLSWK", "classic"),
    ("SER", "collection"),
    ("JFULL", "periodical"),
)
_ALIAS_TYPES = (  # read only
    ("INPR", "article-journal"),
    ("EJOUR", "article-journal"),
    ("ABST", "article-journal"),
    ("EBOOK", "book"),
    ("EDBOOK", "book"),
    ("ECHAP", "chapter"),
    ("CPAPER", "paper-conference"),
    ("GOVDOC", "report"),
    ("GRANT", "report"),
    ("WEB", "webpage"),
    ("ICOMM", "personal_communication"),
    ("LEGAL", "legislation"),
    ("UNBILL", "bill"),
    ("MANSCPT", "manuscript"),
    ("ANCIENT", "classic"),
    ("DBASE", "dataset"),
    ("AGGR", "dataset"),
    ("CHART", "figure"),
    ("EQUA", "figure"),
    ("VIDEO", "motion_picture"),
    ("MULTI", "document"),
    ("CTLG", "book"),
    ("JNL", "article-journal"),
    ("CHAPTER", "chapter"),
    ("INTERV", "interview"),
    ("PREPRINT", "article"),
)
_NEAREST_TYPES = (  # written only: RIS has no type of its own for these, and the writer says so
    ("article", "UNPB"),
    ("entry", "ENCYC"),
    ("event", "GEN"),
    ("interview", "PCOMM"),
    ("performance", "GEN"),
    ("post", "BLOG"),
    ("regulation", "STAT"),
    ("review", "JOUR"),
    ("review-book", "JOUR"),
    ("treaty", "LEGAL"),
)
CSL_TYPES = dict(_TYPE_PAIRS + _ALIAS_TYPES)
RIS_TYPES = {csl: ris for ris, csl in _TYPE_PAIRS}
NEAREST_TYPES = dict(_NEAREST_TYPES)

SERIAL = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"))
WHOLE = frozenset(("book", "thesis", "manuscript", "pamphlet", "classic", "software", "collection"))
PART = frozenset(("chapter", "entry", "entry-dictionary", "entry-encyclopedia"))
_CONFERENCE = frozenset(("paper-conference",))
_NUMBERED = frozenset(("report", "standard", "patent", "bill", "legislation", "hearing", "dataset", "legal_case"))
_FILM = frozenset(("motion_picture", "broadcast"))
_SERIES = frozenset(("book", "report", "thesis", "map", "motion_picture", "pamphlet", "classic", "manuscript"))

ROWS = (
    Row("ID", "id", VERBATIM),
    Row("AU", "author", NAMES),
    Row("A2", "editor", NAMES, PART | _CONFERENCE | {"document", "webpage", "dataset", "post-weblog"}),
    Row("A2", "collection_editor", NAMES, _SERIES),
    Row("A3", "collection_editor", NAMES, PART | _CONFERENCE),
    Row("ED", "editor", NAMES, frozenset(SERIAL | _SERIES | {"software", "collection"})),
    Row("A4", "translator", NAMES),
    Row("TA", "reviewed_author", NAMES, frozenset(("review", "review-book", "article-journal"))),
    Row("A3", "producer", NAMES, _FILM),
    Row("TI", "title", TEXT),
    Row("ST", "title_short", TEXT),
    Row("T2", "collection_title", TEXT, _SERIES),
    Row("T2", "container_title", TEXT),
    Row("T3", "collection_title", TEXT),
    Row("T3", "volume_title", TEXT, _SERIES),
    Row("J2", "container_title_short", TEXT),
    Row("OP", "original_title", TEXT),
    Row("RI", "reviewed_title", TEXT),
    Row("T2/event", "event_title", TEXT, _CONFERENCE),
    Row("DA", "issued", SLASHED_DATE),
    Row("Y2", "accessed", SLASHED_DATE),
    Row("VL", "volume", TEXT),
    Row("IS", "issue", TEXT),
    Row("SP", "page", PAGES),
    Row("SP", "number_of_pages", PAGES, WHOLE),
    Row("C7", "number", TEXT, frozenset(SERIAL | _CONFERENCE)),
    Row("M1", "number", TEXT),
    Row("M3", "genre", TEXT),
    Row("ET", "edition", TEXT),
    Row("SE", "section", TEXT),
    Row("SE", "chapter_number", TEXT, PART),
    Row("NV", "number_of_volumes", TEXT),
    Row("PB", "publisher", TEXT),
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
)

ALIASES = (
    Row("T1", "title", TEXT),
    Row("CT", "title", TEXT),
    Row("BT", "title", TEXT, WHOLE),
    Row("BT", "container_title", TEXT),
    Row("JF", "container_title", TEXT),
    Row("JO", "container_title", TEXT),
    Row("T2", "container_title", TEXT),
    Row("JA", "container_title_short", TEXT),
    Row("J1", "container_title_short", TEXT),
    Row("ED", "editor", NAMES),
    Row("A2", "editor", NAMES),
    Row("A3", "collection_editor", NAMES),
    Row("CP", "issue", TEXT),
    Row("VO", "volume", TEXT),
    Row("PP", "publisher_place", TEXT),
    Row("N2", "abstract", PARAGRAPHS),
    Row("DI", "doi", DOI),
    Row("DP", "source", TEXT),
    Row("LK", "url", VERBATIM),
    Row("L2", "url", VERBATIM),
    Row("IS", "number", TEXT, _NUMBERED),
)

FIELDS = FieldMap("ris", ROWS, ALIASES)

_OTHER_TAGS = (  # put in their place by the reader, or kept as leftovers
    "TY ER EP A1 AD A5 A6 AID C1 C3 C4 C5 C6 C8 CA CR DA L1 L3 L4 LB LL M2 NO PY RP SV TT U1 U2 U3 U4 U5 UK US WP Y1 YR"
    " AA AE AR AS DS FD H1 H2 IP K1 LC ME NA OL PM PMID RD RT SR TD U6 U7 U8 U9 XX"
)
TAGS = frozenset([bare(row.tag) for row in (*ROWS, *ALIASES)] + _OTHER_TAGS.split())
"""Tags a program is known to write; another tag counts only in the form with two spaces."""
