"""What BibTeX's and BibLaTeX's entry types and fields mean; one table for reading and writing.

The rows carry BibLaTeX's names, which say more; BibTeX's own are aliases on reading and `CLASSIC` on writing.
A variable neither has a field for goes to a field named after CSL (``csl-archive-place``), which every tool skips.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgevidence.formats.bibtex.dates import DATE
from msgevidence.formats.bibtex.names import NAMES
from msgevidence.formats.converters import (
    DOI,
    ISBN,
    ISSN,
    NOTES,
    PAGES,
    PARAGRAPHS,
    PMCID,
    PMID,
    TEXT,
    VERBATIM,
    plain,
    text_value,
)
from msgevidence.formats.fieldmap import Converter, FieldMap, Row
from msgevidence.model.record import DATE_VARIABLES, NAME_VARIABLES, VARIABLES, Value

_TYPES = (  # BibLaTeX, BibTeX, CSL; the first line of a CSL type is how it is written
    ("article", "article", "article-journal"),
    ("book", "book", "book"),
    ("incollection", "incollection", "chapter"),
    ("inproceedings", "inproceedings", "paper-conference"),
    ("report", "techreport", "report"),
    ("thesis", "phdthesis", "thesis"),
    ("unpublished", "unpublished", "manuscript"),
    ("booklet", "booklet", "pamphlet"),
    ("misc", "misc", "document"),
    ("online", "misc", "webpage"),
    ("dataset", "misc", "dataset"),
    ("software", "misc", "software"),
    ("inreference", "incollection", "entry-encyclopedia"),
    ("patent", "misc", "patent"),
    ("periodical", "misc", "periodical"),
    ("review", "article", "review"),
    ("jurisdiction", "misc", "legal_case"),
    ("legislation", "misc", "legislation"),
    ("standard", "misc", "standard"),
    ("audio", "misc", "song"),
    ("video", "misc", "motion_picture"),
    ("image", "misc", "graphic"),
    ("letter", "misc", "personal_communication"),
    ("performance", "misc", "performance"),
    ("music", "misc", "musical_score"),
)
_NEAREST = {  # written with csl-type beside it
    "article": ("online", "misc"),
    "article-magazine": ("article", "article"),
    "article-newspaper": ("article", "article"),
    "review-book": ("review", "article"),
    "post-weblog": ("online", "misc"),
    "post": ("online", "misc"),
    "entry": ("inreference", "incollection"),
    "entry-dictionary": ("inreference", "incollection"),
    "classic": ("book", "book"),
    "collection": ("collection", "book"),
}
_ALIAS_TYPES = {
    "conference": "paper-conference",
    "inbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "bookinbook": "chapter",
    "suppperiodical": "article-journal",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "mvreference": "book",
    "manual": "book",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "bathesis": "thesis",
    "mathesis": "thesis",
    "techreport": "report",
    "electronic": "webpage",
    "www": "webpage",
    "webpage": "webpage",
    "web": "webpage",
    "internet": "webpage",
    "website": "webpage",
    "movie": "motion_picture",
    "artwork": "graphic",
    "commentary": "book",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "newsarticle": "article-newspaper",
    "data": "dataset",
    "code": "software",
    "softwareversion": "software",
    "legal": "legislation",
    "legmaterial": "legislation",
    "preprint": "article",
    "presentation": "speech",
    "lecture": "speech",
    "map": "map",
    "set": "document",
    "bibnote": "document",
    "other": "document",
}
CSL_TYPES = {**_ALIAS_TYPES, **{biblatex: csl for biblatex, _, csl in _TYPES}}
CLASSIC_TYPES = {csl: bibtex for _, bibtex, csl in _TYPES} | {csl: pair[1] for csl, pair in _NEAREST.items()}
BIBLATEX_TYPES = {csl: biblatex for biblatex, _, csl in _TYPES} | {csl: pair[0] for csl, pair in _NEAREST.items()}
CLASSIC = frozenset(
    "article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings"
    " techreport unpublished".split()
)

GENRES = {  # BibLaTeX's keywords for `type`
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "Computer software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
    "patent": "Patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "Patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
}

STATES = {  # BibLaTeX's keywords for `pubstate`
    "inpress": "in press",
    "inpreparation": "in preparation",
    "prepublished": "pre-published",
}
SERIES = {"newseries": "new series", "oldseries": "old series"}
"""BibLaTeX's keywords for `series`."""

EPRINT_ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}
"""Where the `eprinttype`s that BibLaTeX knows lead to."""

EDITOR_TYPES = {"compiler": "compiler", "organizer": "organizer", "director": "director", "illustrator": "illustrator"}
"""BibLaTeX's `editortype` → the CSL variable of those who are not called editors."""

SERIAL = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"))
PART = frozenset(("chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"))
WHOLE = frozenset(("book", "classic", "collection", "manuscript", "pamphlet", "thesis"))
"""Works whose `pages`, when they are no range, say how many there are."""
_SERIES_NUMBER = frozenset(PART | {"book", "pamphlet", "classic", "collection"})
_INSTITUTION = frozenset(("thesis", "report"))
_ORGANISATION = frozenset(("webpage", "post-weblog", "software", "dataset", "post"))


def _split_keywords(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
    words: list[str] = []
    for text in texts:
        words.extend(word for part in text.split(";" if ";" in text else ",") if (word := plain(part)))
    return "; ".join(dict.fromkeys(words)), ()


def _join_keywords(value: Value) -> Sequence[str]:
    words = [word.strip() for word in text_value(value).split(";") if word.strip()]
    if not any("," in word for word in words):
        return (", ".join(words),)
    return ("; ".join(words) + (";" if len(words) == 1 else ""),)


_KEYWORDS = Converter(_split_keywords, _join_keywords)

ROWS = (
    Row("@key", "id", VERBATIM),
    Row("author", "author", NAMES),
    Row("editor", "editor", NAMES),
    Row("translator", "translator", NAMES),
    Row("bookauthor", "container_author", NAMES),
    Row("title", "title", TEXT),
    Row("shorttitle", "title_short", TEXT),
    Row("journaltitle", "container_title", TEXT),
    Row("booktitle", "container_title", TEXT, PART),
    Row("booktitle/volume", "volume_title", TEXT, PART),
    Row("shortjournal", "container_title_short", TEXT),
    Row("series", "collection_title", TEXT),
    Row("eventtitle", "event_title", TEXT),
    Row("venue", "event_place", TEXT),
    Row("eventdate", "event_date", DATE),
    Row("date", "issued", DATE),
    Row("urldate", "accessed", DATE),
    Row("origdate", "original_date", DATE),
    Row("volume", "volume", TEXT),
    Row("number", "issue", TEXT, SERIAL),
    Row("number", "collection_number", TEXT, _SERIES_NUMBER),
    Row("number", "number", TEXT),
    Row("eid", "number", TEXT, SERIAL),
    Row("pages", "page", PAGES),
    Row("pagetotal", "number_of_pages", TEXT),
    Row("edition", "edition", TEXT),
    Row("chapter", "chapter_number", TEXT),
    Row("volumes", "number_of_volumes", TEXT),
    Row("part", "part_number", TEXT),
    Row("version", "version", TEXT),
    Row("publisher", "publisher", TEXT),
    Row("institution", "publisher", TEXT, _INSTITUTION),
    Row("organization", "publisher", TEXT, _ORGANISATION),
    Row("location", "publisher_place", TEXT),
    Row("type", "genre", TEXT),
    Row("doi", "doi", DOI),
    Row("pmid", "pmid", PMID),
    Row("pmcid", "pmcid", PMCID),
    Row("isbn", "isbn", ISBN),
    Row("issn", "issn", ISSN),
    Row("url", "url", VERBATIM),
    Row("abstract", "abstract", PARAGRAPHS),
    Row("keywords", "keyword", _KEYWORDS),
    Row("note", "note", NOTES),
    Row("annotation", "annote", NOTES),
    Row("language", "language", TEXT),
    Row("copyright", "license", TEXT),
    Row("library", "call_number", TEXT),
    Row("pubstate", "status", TEXT),
    Row("origtitle", "original_title", TEXT),
    Row("origpublisher", "original_publisher", TEXT),
    Row("origlocation", "original_publisher_place", TEXT),
)

ALIASES = (
    Row("journal", "container_title", TEXT),
    Row("journaltitle", "container_title", TEXT),
    Row("booktitle", "container_title", TEXT),
    Row("shortjournaltitle", "container_title_short", TEXT),
    Row("journalabbreviation", "container_title_short", TEXT),
    Row("journal-iso", "container_title_short", TEXT),
    Row("issue", "issue", TEXT),
    Row("numpages", "number_of_pages", TEXT),
    Row("school", "publisher", TEXT),
    Row("institution", "publisher", TEXT),
    Row("publisher", "publisher", TEXT),
    Row("organization", "publisher", TEXT),
    Row("howpublished", "publisher", TEXT),
    Row("address", "publisher_place", TEXT),
    Row("keyword", "keyword", _KEYWORDS),
    Row("annote", "annote", NOTES),
    Row("notes", "note", NOTES),
    Row("addendum", "note", NOTES),
    Row("comment", "annote", NOTES),
    Row("review", "annote", NOTES),
    Row("csl-page", "page", PAGES),
    Row("pmc", "pmcid", PMCID),
    Row("fjournal", "container_title", TEXT),
    Row("langid", "language", TEXT),
    Row("hyphenation", "language", TEXT),
    Row("lccn", "call_number", TEXT),
    Row("article-number", "number", TEXT, SERIAL),
    Row("lastchecked", "accessed", DATE),
    Row("accessed", "accessed", DATE),
)

SPARE = tuple(
    Row(
        f"csl-{csl.lower()}",
        attribute,
        NAMES if attribute in NAME_VARIABLES else DATE if attribute in DATE_VARIABLES else TEXT,
    )
    for attribute, csl in VARIABLES.items()
)

FIELDS = FieldMap("bibtex", ROWS, ALIASES, SPARE)

CLASSIC_NAMES = {"journaltitle": "journal", "location": "address", "annotation": "annote"}
"""BibLaTeX's name of a field → BibTeX's."""

NAME_FIELDS = frozenset(row.tag for row in (*ROWS, *SPARE) if row.converter is NAMES)
DATE_FIELDS = frozenset(row.tag for row in (*ROWS, *ALIASES, *SPARE) if row.converter is DATE)
KEYWORD_FIELDS = frozenset(("keywords", "keyword"))
TITLE_FIELDS = frozenset(
    "title subtitle shorttitle booktitle booksubtitle maintitle mainsubtitle eventtitle origtitle csl-volume-title"
    " csl-part-title csl-reviewed-title csl-original-title".split()
)
VERBATIM_FIELDS = frozenset("url doi pmid pmcid isbn issn @key file eprint".split())
BREAK_FIELDS = frozenset("abstract note annotation annote notes addendum comment review".split())
LIST_FIELDS = frozenset("location origlocation".split())
"""BibLaTeX's lists of names that are no persons: "and" stands between them."""
PUBLISHER_FIELDS = frozenset("publisher institution organization origpublisher".split())
"""Such lists too, but in an entry of 1988, where the "and" is part of the firm's name."""

_EXTENT = re.compile(r"\s*(?:[ivxlc]+\s*[,+]\s*)?\d+(?:\s*(?:pp?\.?|pages|[sS]\.))?\s*")


def is_extent(pages: str) -> bool:
    """Whether the pages of a whole work say how many it has: "350", "xii + 350 pp."."""
    return _EXTENT.fullmatch(pages) is not None
