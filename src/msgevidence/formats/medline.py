"""MEDLINE's own vocabulary, as its tagged format and its XML both write it: types of publication, kinds of notices."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft

ARTICLE_NUMBER = re.compile(r"[a-z]{0,4}\d{2,9}", re.IGNORECASE)
"""What of a publisher's own codes is the number of an article, told by its look."""

_TYPES = {  # publication type → CSL type; every other one is a journal article
    "book": "book",
    "books": "book",
    "book chapter": "chapter",
    "dataset": "dataset",
    "newspaper article": "article-newspaper",
    "preprint": "article",
    "technical report": "report",
    "academic dissertation": "thesis",
    "legal case": "legal_case",
    "legislation": "legislation",
    "video-audio media": "motion_picture",
}
_ALSO_OF_ARTICLES = frozenset(("legal case", "legislation", "video-audio media"))
WRITTEN_TYPES = {csl: name.title() for name, csl in _TYPES.items() if name != "books"}
"""CSL type → publication type."""

_NO_KEYWORD = re.compile(
    r"journal articles?|dissertations/theses.*|academic dissertation|research support.*|u\.s\. gov't.*|english abstract"
    r"|published erratum|retracted publication|books?|book chapter|preprint|dataset|newspaper article"
    r"|technical report|legal case|legislation|video-audio media",
    re.IGNORECASE,
)
_NOTICES = {  # relation → code of the Problem, and its words
    "RetractionIn": ("retracted", "PubMed says that this was retracted"),
    "ExpressionOfConcernIn": ("expression-of-concern", "PubMed names an expression of concern"),
    "ErratumIn": ("corrected", "PubMed names an erratum"),
    "CorrectedandRepublishedIn": ("corrected", "PubMed says that this was corrected and published again"),
    "RetractedandRepublishedIn": ("retracted", "PubMed says that this was retracted and published again"),
    "UpdateIn": ("updated", "PubMed names an update"),
}
_TAGGED_NOTICES = {
    "RIN": "RetractionIn",
    "ECI": "ExpressionOfConcernIn",
    "EIN": "ErratumIn",
    "CRI": "CorrectedandRepublishedIn",
    "RRI": "RetractedandRepublishedIn",
    "UIN": "UpdateIn",
}


def type_of(kinds: Iterable[str]) -> str:
    """The CSL type of a record's publication types; an article about a case, or with a video, is an article."""
    given = [kind.lower() for kind in kinds]
    passed = _ALSO_OF_ARTICLES if "journal article" in given else ()
    return next((_TYPES[kind] for kind in given if kind in _TYPES and kind not in passed), "article-journal")


def book_address(accession: str) -> str:
    """Where the book of this accession number ("NBK1826") stands."""
    return f"https://www.ncbi.nlm.nih.gov/books/{accession}/"


def add_keywords(draft: Draft, headings: Iterable[str], kinds: Iterable[str]) -> None:
    """MeSH headings (without qualifiers) and publication types that say how a study was made are keywords too."""
    words = [heading.lstrip("*").partition("/")[0] for heading in headings]
    words += [kind for kind in kinds if not _NO_KEYWORD.fullmatch(kind)]
    if words:
        known = str(draft.values.get("keyword", "")).split("; ")
        draft.values["keyword"] = "; ".join(dict.fromkeys(word.strip("*") for word in (*known, *words) if word))


def note_notices(draft: Draft, relations: Iterable[tuple[str, str]], kinds: Iterable[str]) -> None:
    """A Problem for each (relation, citation) that changes what the work is worth."""
    codes = set()
    for relation, citation in relations:
        known = _NOTICES.get(_TAGGED_NOTICES.get(relation, relation))
        if known:
            codes.add(known[0])
            draft.note(Problem(known[0], f"{known[1]}: {citation}", quote=citation))
    if "retracted" not in codes and any(kind.casefold() == "retracted publication" for kind in kinds):
        draft.note(Problem("retracted", "PubMed lists this as a retracted publication."))
