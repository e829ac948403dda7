"""What Crossref, OpenAlex and DataCite say of a work, as a Record and its Notices. Their shapes are read leniently: a
field of an odd form is left out, never guessed."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgevidence.model.dates import PartialDate
from msgevidence.model.evidence import Notice, NoticeKind
from msgevidence.model.identifiers import canonical_doi, canonical_pmcid, canonical_pmid
from msgevidence.model.names import Name
from msgevidence.model.record import Names, Record

_CROSSREF_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "reference-entry": "entry-encyclopedia",
    "book": "book",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "posted-content": "article",
    "report": "report",
    "dissertation": "thesis",
    "dataset": "dataset",
    "peer-review": "review",
    "standard": "standard",
}
_OPENALEX_TYPES = {
    "article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
    "book-chapter": "chapter",
    "book": "book",
    "preprint": "article",
    "dissertation": "thesis",
    "dataset": "dataset",
    "report": "report",
}
_DATACITE_TYPES = {
    "Book": "book",
    "BookChapter": "chapter",
    "ConferencePaper": "paper-conference",
    "Dataset": "dataset",
    "Dissertation": "thesis",
    "JournalArticle": "article-journal",
    "Preprint": "article",
    "Report": "report",
    "Software": "software",
    "Standard": "standard",
}
_CROSSREF_UPDATES = {
    "retraction": NoticeKind.RETRACTION,
    "removal": NoticeKind.RETRACTION,
    "withdrawal": NoticeKind.RETRACTION,
    "correction": NoticeKind.CORRECTION,
    "corrigendum": NoticeKind.CORRECTION,
    "erratum": NoticeKind.CORRECTION,
    "expression_of_concern": NoticeKind.EXPRESSION_OF_CONCERN,
    "reinstatement": NoticeKind.REINSTATEMENT,
}
_MARKUP = re.compile(r"</?(?:[a-z]+:)?[A-Za-z][^<>]{0,200}>")
_DATES = ("issued", "published-print", "published", "published-online")


def crossref_work(work: Mapping[str, Any]) -> Record:
    """One work of the Crossref API or public data file (``message``, or one of ``items``)."""
    title = _plain(_first(work.get("title")) or _first(work.get("original-title")))
    subtitle = _plain(_first(work.get("subtitle")))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}" if title else subtitle
    containers = work.get("container-title")
    return Record(
        type=_CROSSREF_TYPES.get(str(work.get("type") or ""), "document"),
        id=canonical_doi(str(work.get("DOI") or "")) or "",
        doi=canonical_doi(str(work.get("DOI") or "")) or "",
        title=title,
        author=_crossref_names(work.get("author")),
        editor=_crossref_names(work.get("editor")),
        issued=next((date for key in _DATES if (date := _date(work.get(key)))), PartialDate()),
        container_title=_plain(str(containers[-1])) if isinstance(containers, list) and containers else "",
        container_title_short=_plain(_first(work.get("short-container-title"))),
        volume=_text(work.get("volume")),
        issue=_text(work.get("issue")),
        page=_text(work.get("page")),
        number=_text(work.get("article-number")),
        publisher=_plain(_text(work.get("publisher"))),
        issn=_text(_first(work.get("ISSN"))),
        isbn=_text(_first(work.get("ISBN"))),
    )


def openalex_work(work: Mapping[str, Any]) -> Record:
    """One work of the OpenAlex API or snapshot."""
    source = _mapping(_mapping(work.get("primary_location")).get("source"))
    where, ids = _mapping(work.get("biblio")), _mapping(work.get("ids"))
    first, last = _text(where.get("first_page")), _text(where.get("last_page"))
    year = work.get("publication_year")
    return Record(
        type=_OPENALEX_TYPES.get(str(work.get("type") or ""), "document"),
        id=_text(work.get("id")).rsplit("/", 1)[-1],
        doi=canonical_doi(_text(work.get("doi"))) or "",
        pmid=canonical_pmid(_text(ids.get("pmid"))) or "",
        pmcid=canonical_pmcid(_text(ids.get("pmcid"))) or "",
        title=_plain(_text(work.get("title") or work.get("display_name"))),
        author=tuple(
            name
            for authorship in _list(work.get("authorships"))
            if isinstance(authorship, Mapping) and (name := _display_name(authorship))
        ),
        issued=PartialDate(start=(year,)) if isinstance(year, int) else PartialDate(),
        container_title=_plain(_text(source.get("display_name"))),
        volume=_text(where.get("volume")),
        issue=_text(where.get("issue")),
        page=f"{first}-{last}" if first and last and first != last else first,
    )


def datacite_work(data: Mapping[str, Any]) -> Record:
    """One work of DataCite's API (``data``, or one of it)."""
    work = _mapping(data.get("attributes"))
    where, kind = _mapping(work.get("container")), _mapping(work.get("types"))
    publisher = work.get("publisher")  # a name, or an object that has one
    first, last = _text(where.get("firstPage")), _text(where.get("lastPage"))
    year = _text(work.get("publicationYear"))
    title = next((one for one in _list(work.get("titles")) if isinstance(one, Mapping) and one.get("title")), {})
    doi = canonical_doi(_text(work.get("doi") or data.get("id"))) or ""
    return Record(
        type=_DATACITE_TYPES.get(_text(kind.get("resourceTypeGeneral")), "document"),
        id=doi,
        doi=doi,
        title=_plain(_text(title.get("title"))),
        author=tuple(name for one in _list(work.get("creators")) if (name := _creator(_mapping(one)))),
        issued=PartialDate(start=(int(year),)) if year.isdecimal() else PartialDate(),
        container_title=_plain(_text(where.get("title"))),
        volume=_text(where.get("volume")),
        issue=_text(where.get("issue")),
        page=f"{first}-{last}" if first and last and first != last else first,
        publisher=_plain(_text(publisher if isinstance(publisher, str) else _mapping(publisher).get("name"))),
    )


def crossref_notices(work: Mapping[str, Any]) -> tuple[Notice, ...]:
    """What happened to a Crossref work (``updated-by``), and who says so."""
    return tuple(
        Notice(
            canonical_doi(_text(work.get("DOI"))) or "",
            _CROSSREF_UPDATES[kind],
            date="-".join(f"{part:02}" for part in _date(update.get("updated")).start),
            doi=canonical_doi(_text(update.get("DOI"))) or "",
            source="Crossref" if update.get("source") != "retraction-watch" else "Retraction Watch",
        )
        for update in _list(work.get("updated-by"))
        if isinstance(update, Mapping) and (kind := _text(update.get("type")).lower()) in _CROSSREF_UPDATES
    )


def openalex_notices(work: Mapping[str, Any]) -> tuple[Notice, ...]:
    """OpenAlex says no more than that a work is retracted."""
    if work.get("is_retracted") is not True:
        return ()
    return (Notice(_text(work.get("id")).rsplit("/", 1)[-1], NoticeKind.RETRACTION, source="OpenAlex"),)


def _creator(one: Mapping[str, Any]) -> Name:
    family, given = _plain(_text(one.get("familyName"))), _plain(_text(one.get("givenName")))
    shown = _plain(_text(one.get("name")))
    if not family and one.get("nameType") == "Personal" and "," in shown:
        family, _, given = (part.strip() for part in shown.partition(","))
    return Name(family=family, given=given) if family else Name(literal=shown)


def _crossref_names(value: Any) -> Names:
    names = []
    for one in _list(value):
        if not isinstance(one, Mapping):
            continue
        if one.get("family"):
            name = Name(
                family=_plain(_text(one.get("family"))),
                given=_plain(_text(one.get("given"))),
                suffix=_text(one.get("suffix")),
            )
        else:
            name = Name(literal=_plain(_text(one.get("name") or one.get("given"))))
        if name:
            names.append(name)
    return tuple(names)


def _display_name(authorship: Mapping[str, Any]) -> Name:
    shown = _text(_mapping(authorship.get("author")).get("display_name"))
    shown = _plain(shown or _text(authorship.get("raw_author_name")))
    if "," in shown:
        family, _, given = shown.partition(",")
        return Name(family=family.strip(), given=given.strip())
    given, _, family = shown.rpartition(" ")
    return Name(family=family, given=given) if given else Name(literal=family)


def _date(value: Any) -> PartialDate:
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], list):
        return PartialDate()
    whole = [part for part in parts[0][:3] if isinstance(part, int)]
    return PartialDate(start=tuple(whole)) if whole else PartialDate()


def _first(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value[0]) if isinstance(value, list) and value and value[0] else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _plain(text: str) -> str:
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return " ".join(text.split())
