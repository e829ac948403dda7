"""A reference list in JATS, as journals' XML has it (element-citation); written only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from msgevidence.formats.fieldmap import foreign_leftovers, lost
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.problems import Problem
from msgevidence.model.record import Names, Record

_PUBLICATION_TYPES = {
    "article-journal": "journal", "article-magazine": "magazine", "article-newspaper": "newspaper",
    "review": "journal", "review-book": "journal", "book": "book", "chapter": "book", "classic": "book",
    "entry-dictionary": "book", "entry-encyclopedia": "book", "paper-conference": "confproc", "report": "report",
    "thesis": "thesis", "webpage": "webpage", "post-weblog": "webpage", "post": "webpage", "dataset": "data",
    "software": "software", "patent": "patent", "standard": "standard", "article": "preprint", "manuscript": "preprint",
    "personal_communication": "communication", "legislation": "legal", "legal_case": "legal",
}  # fmt: skip
_WHOLE = frozenset(
    "book classic report thesis webpage dataset software patent standard document collection map".split()
)
_PARTS = frozenset(("chapter", "entry-dictionary", "entry-encyclopedia"))
_GROUPS = {"author": "author", "editor": "editor", "translator": "translator", "director": "director",
           "compiler": "compiler", "collection_editor": "series-editor", "illustrator": "illustrator"}  # fmt: skip
_ELEMENTS = {
    "volume": "volume", "issue": "issue", "edition": "edition",
    "collection_title": "series", "publisher_place": "publisher-loc", "publisher": "publisher-name",
    "event_title": "conf-name", "event_place": "conf-loc", "version": "version", "supplement_number": "supplement",
    "issn": "issn", "isbn": "isbn", "number_of_pages": "size", "note": "comment",
}  # fmt: skip
_WRITTEN = frozenset((*_GROUPS, *_ELEMENTS, "title", "container_title", "issued", "accessed", "page", "page_first",
                      "number", "doi", "pmid", "pmcid", "url"))  # fmt: skip
_MARKUP = re.compile(
    r"<(/?)(i|b|sub|sup)>|<span style=\"font-variant:\s*small-caps;?\">|<span class=\"nocase\">|</span>"
)
_TAGS = {"i": "italic", "b": "bold", "sub": "sub", "sup": "sup"}
_RANGE = re.compile(r"([\w.]+)[-–]([\w.]+)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class JatsWriter:
    """One ``<ref>`` a record, its id an XML name made of the record's key."""

    name = "jats"
    label = "JATS reference list"
    suffix = ".xml"
    media_type = "application/xml"

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n<ref-list xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        for position, record in enumerate(records, start=1):
            lines = "\n".join(f"      {line}" for line in _lines(record))
            kind = _PUBLICATION_TYPES.get(record.type, "other")
            yield (
                f"  <ref id={quoteattr(_xml_id(record, position))}>\n"
                f"    <element-citation publication-type={quoteattr(kind)}>\n{lines}\n"
                "    </element-citation>\n  </ref>\n"
            ).encode("utf-8", "replace")
        yield b"</ref-list>\n"

    def losses(self, record: Record) -> tuple[Problem, ...]:
        problems = [lost(name, "has no element in this format") for name, _ in record.values() if name not in _WRITTEN]
        if record.type not in _PUBLICATION_TYPES:
            problems.append(lost("type", f"“{record.type}” is written as other"))
        return (*problems, *foreign_leftovers(record, "jats"))


def _xml_id(record: Record, position: int) -> str:
    """Unique by its number, whatever the keys are."""
    return f"R{position}-" + re.sub(r"[^\w.-]", "_", record.citation_key or record.id or "ref", flags=re.ASCII)


def _lines(record: Record) -> Iterator[str]:
    for variable, group in _GROUPS.items():
        if names := getattr(record, variable):
            yield from _people(names, group)
    yield from _titles(record)
    yield from _date(record)
    for variable, element in _ELEMENTS.items():
        if value := getattr(record, variable):
            yield _element(element, value)
    yield from _pages(record)
    for scheme in ("doi", "pmid", "pmcid"):
        if value := getattr(record, scheme):
            yield f'<pub-id pub-id-type="{scheme}">{_text(value)}</pub-id>'
    if record.url:
        href = quoteattr(_clean(record.url))
        yield f'<ext-link ext-link-type="uri" xlink:href={href}>{_text(record.url)}</ext-link>'


def _people(names: Names, group: str) -> Iterator[str]:
    yield f'<person-group person-group-type="{group}">'
    for name in names:
        yield f"  {_person(name)}"
    yield "</person-group>"


def _person(name: Name) -> str:
    if name == OTHERS:
        return "<etal/>"
    if name.literal:
        return _element("collab", name.literal)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    parts = (("surname", family), ("given-names", given), ("suffix", name.suffix))
    return "<name>" + "".join(_element(tag, text) for tag, text in parts if text) + "</name>"


def _titles(record: Record) -> Iterator[str]:
    """What is cited as a whole is the source itself."""
    if record.title:
        is_whole = record.type in _WHOLE and not record.container_title
        tag = "source" if is_whole else "chapter-title" if record.type in _PARTS else "article-title"
        yield f"<{tag}>{_rich(record.title)}</{tag}>"
    if record.container_title:
        yield f"<source>{_rich(record.container_title)}</source>"


def _date(record: Record) -> Iterator[str]:
    date = record.issued
    if date.start:
        yield _element("year", str(date.start[0]))
        for tag, part in zip(("month", "day"), date.start[1:], strict=False):
            yield _element(tag, str(part))
        if date.season:
            yield _element("season", ("Spring", "Summer", "Autumn", "Winter")[date.season - 1])
    if date.literal or date.end or date.circa:
        yield _element("string-date", date.literal or _words(date))
    if record.accessed:
        yield f'<date-in-citation content-type="access-date">{_text(_words(record.accessed))}</date-in-citation>'


def _words(date: PartialDate) -> str:
    ends = ["-".join(f"{part:02d}" for part in parts) for parts in (date.start, date.end) if parts]
    return ("circa " if date.circa else "") + "/".join(ends) if ends else date.literal


def _pages(record: Record) -> Iterator[str]:
    page = record.page or record.page_first
    if found := _RANGE.fullmatch(page):
        yield _element("fpage", found.group(1))
        yield _element("lpage", found.group(2))
    elif page and (page[0] == "e" or not page[0].isdecimal()):
        yield _element("elocation-id", page)
    elif page:
        yield _element("page-range" if "," in page else "fpage", page)
    if record.number:
        is_number_of_article = record.type in ("article-journal", "paper-conference") and not page
        yield _element("elocation-id" if is_number_of_article else "issue-id", record.number)


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{_text(text)}</{tag}>"


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _text(text: str) -> str:
    return escape(_clean(text))


def _rich(text: str) -> str:
    """CSL's rich text as JATS markup where it is well nested; else as the bare text."""
    out: list[str] = []
    open_tags: list[str] = []
    at = 0
    for found in _MARKUP.finditer(text):
        out.append(_text(text[at : found.start()]))
        at = found.end()
        tag = _TAGS[found.group(2)] if found.group(2) else "sc" if "small-caps" in found.group() else ""
        if found.group(1) or found.group() == "</span>":
            if not open_tags or (found.group(2) and open_tags[-1] != tag):
                return _text(_MARKUP.sub("", text))
            tag = open_tags.pop()
            out.append(f"</{tag}>" if tag else "")
        else:
            open_tags.append(tag)
            out.append(f"<{tag}>" if tag else "")
    if open_tags:
        return _text(_MARKUP.sub("", text))
    return "".join(out) + _text(text[at:])
