"""What the columns of a table of references are called, and what they mean.

The first header of a variable's list is taken before the later ones; what loses is kept as a leftover. The lists come
from the exports of Scopus, Web of Science, PubMed, Embase, Cochrane, EPPI-Reviewer, Covidence, Rayyan, Dimensions, The
Lens, Google Scholar, Publish or Perish, Mendeley and Zotero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgevidence.model.record import VARIABLES

OWN = (
    "id type author issued title container-title volume issue page number edition publisher publisher-place editor"
    " translator collection-title collection-number event-title chapter-number number-of-pages DOI PMID PMCID ISBN ISSN"
    " URL accessed language genre abstract keyword note citation-key source other"
).split()
"""The columns this house writes, under their CSL names; `other` holds as JSON what has no column or fits none."""

# Besides attributes of Record: type, id, year, month, day, first_page, last_page, citation, article_number.
_HEADERS: Mapping[str, str] = {
    "type": "item type; reference type; publication type; document type; typename; type of reference; pt; dt; type",
    "id": "id; key; citation key (rayyan); itemid; bibtexkey",
    "author": "author full names; authors; author; author s; author/s; author names; creators; af; au",
    "editor": "editors; editor; book editors; be",
    "translator": "translators; translator",
    "collection_editor": "series editor",
    "title": "article title; title; document title; primary title; study title; ti; titel",
    "title_short": "short title; shorttitle",
    "container_title": (
        "source title; publication title; journal; journal/book; journal title; publication; parenttitle; book title;"
        " anthology title; secondary title; so; source name; journal name; zeitschrift"
    ),
    "container_title_short": "journal abbreviation; abbreviated source title; journal iso abbreviation; ji",
    "collection_title": "series title; series; book series title; se",
    "event_title": "conference name; conference title; meeting name; ct",
    "year": "publication year; year; pubyear; published year; year of publication; source year; py; jahr",
    "month": "month; published month",
    "day": "day",
    "issued": "publication date; date; date published; date of publication; published; issued; publish date",
    "volume": "volume; vol; vl; band",
    "issue": "issue; issue number; number; is; no; heft",
    "page": "pages; pagination; page; page range; seiten",
    "first_page": "start page; page start; first page; startpage; bp",
    "last_page": "end page; page end; last page; endpage; ep",
    "article_number": "article number; art no; ar",
    "number_of_pages": "num pages; number of pages",
    "edition": "edition",
    "publisher": "publisher; pu; verlag",
    "publisher_place": "place; publisher city; city; location; place of publication; pi",
    "doi": "doi; doi link; di; digital object identifier",
    "pmid": "pmid; pubmed id; medline pmid; pubmedid; pubmed; pm",
    "pmcid": "pmcid; pmc id; pmc",
    "isbn": "isbn; isbns; bn",
    "issn": "issn; issns; eissn; print issn; sn; ei",
    "url": "url; articleurl; link; full text link; external url; source urls; urls; embase link; dimensions url",
    "accessed": "access date; accessed",
    "language": "language; language of original document; language of article; languages; la",
    "abstract": "abstract; abstract note; summary; ab; zusammenfassung",
    "keyword": "author keywords; keywords; keyword; manual tags; tags; de",
    "note": "notes; note; extra; comments",
    "archive": "archive",
    "archive_location": "archive location",
    "call_number": "call number",
    "source": "library catalog; database; source database",
    "license": "rights",
    "citation": "citation",
}  # fmt: skip

_SIGNS = re.compile(r"[\s_.#()\[\]:*\"“”-]+")


def plain_header(header: str) -> str:
    """A header without case and punctuation: "Author(s)" and "author s" are one."""
    return _SIGNS.sub(" ", header.replace("\ufeff", "")).strip().casefold()


def _meanings() -> tuple[dict[str, str], dict[str, int]]:
    meanings: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for variable, headers in _HEADERS.items():
        for rank, header in enumerate(headers.split("; ")):
            meanings.setdefault(plain_header(header), variable)
            ranks.setdefault(plain_header(header), rank)
    for attribute, csl in VARIABLES.items():
        meanings.setdefault(plain_header(csl), attribute)
        ranks.setdefault(plain_header(csl), 0)
    return meanings, ranks


_MEANINGS, _RANKS = _meanings()
# These are common words; they tell nothing of a table unless there are others.
_WEAK = frozenset("id key type number no day month source note notes tags is se published place city location".split())
_WOS = frozenset(("pt", "ti", "so"))
_VARIABLES = {plain_header(csl): attribute for attribute, csl in VARIABLES.items()}


def meanings(headers: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[int, str]:
    """Column → variable, for the columns that are taken; each variable once. `chosen` says some of it by header."""
    plain = [plain_header(header) for header in headers]
    wanted = {plain_header(header): variable for header, variable in (chosen or {}).items()}
    known = dict(_MEANINGS)
    if set(plain) >= _WOS:  # two-letter columns: "id" there is Keywords Plus
        known["id"] = ""
    if "articleurl" in plain:  # Publish or Perish
        known |= {"source": "container_title", "type": ""}
    best: dict[str, tuple[int, int]] = {}
    for column, header in enumerate(plain):
        variable = wanted.get(header, known.get(header, ""))
        if variable:
            rank = (-1 if header in wanted else _RANKS.get(header, 0), column)
            best[variable] = min(best.get(variable, rank), rank)
    return {column: variable for variable, (_, column) in best.items()}


def is_own(headers: Iterable[str]) -> bool:
    """Whether the table was written by this house."""
    return list(headers)[:4] == OWN[:4] and OWN[-1] in headers


def likeness(headers: Sequence[str]) -> int:
    """How many of the cells are known headers that tell something; 0 when none names a title or an author."""
    plain = {plain_header(header) for header in headers}
    found = {_MEANINGS[header] for header in plain if header in _MEANINGS and header not in _WEAK}
    return len(found) if found & {"title", "author"} else 0


def variable_of(name: str) -> str:
    """The attribute that a CSL name, an attribute's name or a word of this module's lists stands for, or ""."""
    plain = plain_header(name)
    return _VARIABLES.get(plain) or _MEANINGS.get(plain, "")
