"""EndNote's XML into drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgevidence.errors import FileRefused
from msgevidence.formats.converters import first_isbn, first_issn
from msgevidence.formats.endnote_types import CSL_TYPES, NAMES, NUMBERS, SERIAL
from msgevidence.formats.endnote_xml.table import CONFERENCE, DAY, FIELDS, NAME, YEAR, read_date
from msgevidence.formats.hiding import from_note, from_url, number_of
from msgevidence.formats.xml_pieces import pieces
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Leftover, RawRecord
from msgevidence.ports import Source

_RECORDS = re.compile(r"<(?:records|RECORDS)>\s*<(?:record|RECORD)[\s>]")
_RECORD = re.compile(r"<(?:record|RECORD)>.*<(?:ref-type|REFERENCE_TYPE)[\s>]", re.DOTALL)
_TYPE_NAMES = {str(number): name for name, number in NUMBERS.items()}
_OLD_TYPES = (
    "Journal Article|Book|Thesis|Conference Proceedings|Personal Communication|Newspaper Article|Computer Program"
    "|Book Section|Magazine Article|Edited Book|Report|Map|Audiovisual Material|Artwork||Patent|Web Page|Bill|Case"
    "|Hearing|Manuscript|Film or Broadcast|Statute|||Figure|Chart or Table|Equation"
).split("|")
_OLD_PATHS = {  # of EndNote up to 7, which wrote flat records in capitals
    "authors.author": "contributors.authors.author",
    "secondary-authors.secondary-author": "contributors.secondary-authors.author",
    "tertiary-authors.tertiary-author": "contributors.tertiary-authors.author",
    "subsidiary-authors.subsidiary-author": "contributors.subsidiary-authors.author",
    "title": "titles.title",
    "secondary-title": "titles.secondary-title",
    "tertiary-title": "titles.tertiary-title",
    "alternate-title": "titles.alt-title",
    "short-title": "titles.short-title",
    "translated-title": "titles.translated-title",
    "year": YEAR,
    "date": DAY,
    "place-published": "pub-location",
    "number-of-volumes": "num-vols",
    "type-of-work": "work-type",
    "accession-number": "accession-num",
    "call-number": "call-num",
    "url": "urls.related-urls.url",
    "electronic-resource-number": "electronic-resource-num",
}
_TAGS = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_SIGNS = frozenset(("custom1", "custom3"))  # empty ones say that a neighbour does not stand in for them
_OWN_NUMBER = frozenset(("report", "patent", "standard"))
_PUBMED = ("pubmed", "medline", "nlm")


class EndnoteXmlReader:
    """Reads EndNote's export, older EndNote's, and that of programs that offer the format."""

    name = NAME
    label = "EndNote XML"
    suffixes: tuple[str, ...] = (".xml",)
    media_types: tuple[str, ...] = ("application/xml", "text/xml")

    def sniff(self, head: str) -> float:
        return 0.96 if _RECORDS.search(head) else 0.9 if _RECORD.search(head) else 0.0

    def read(self, source: Source) -> Iterator[RawRecord]:
        index = -1
        for index, piece in enumerate(pieces(source, ("record", "RECORD"))):
            problems = tuple(problem.at(record=index) for problem in piece.problems)
            yield RawRecord(NAME, index, piece.line, tuple(_fields(piece.element, "")), piece.text, problems)
        if index < 0:
            raise FileRefused(
                source.name, "holds no EndNote record", remedy="A record is a <record> with a <ref-type>."
            )

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        paths = {path for path, _ in raw.fields}
        is_edited = _set_type(draft, dict(raw.fields))
        swapped = _swapped(paths) if draft.type in CONFERENCE else {}
        year = day = ""
        fields: list[tuple[str, str]] = []
        for path, value in raw.fields:
            if path in ("ref-type", "ref-type.name", "reference-type"):
                continue
            if path == YEAR and not year:
                year = value
            elif path == DAY and not day:
                day = value
            elif path in swapped:
                fields.append((swapped[path], value))
            elif value:
                fields.append((_exact(path, value, draft, raw), value))
        if year or day:
            draft.values["issued"] = date = read_date(year, day)
            if day and len(date.start) == 1 and date == read_date(year, "") and day != year:
                draft.leftovers.append(Leftover(NAME, DAY, day))
        FIELDS.fill(draft, [(path, value) for path, value in fields if value])
        _complete(draft, raw, is_edited)
        return draft


def _fields(element: Element, above: str) -> Iterator[tuple[str, str]]:
    """Leaves as (path, text with CSL's tags)."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.lower().replace("_", "-") if child.tag.isupper() else child.tag
        path = f"{above}{name}"
        if any(grandchild.tag not in ("style", "STYLE") for grandchild in child):
            yield from _fields(child, f"{path}.")
            continue
        path = _OLD_PATHS.get(path, path) if child.tag.isupper() else path
        if path == "ref-type" and child.get("name"):
            yield "ref-type.name", child.get("name", "")
        value = _styled(child)
        if value or path in _SIGNS:
            yield path, value


def _styled(element: Element) -> str:
    """Runs of one face as CSL's tags; EndNote ends its lines with a carriage return."""
    parts = [element.text or ""] if not len(element) or (element.text or "").strip() else []
    for child in element:
        text = "".join(child.itertext())
        tags = [_TAGS[face] for face in (child.get("face") or "").split() if face in _TAGS]
        for tag in reversed(tags) if text else ():
            text = f"<{tag}>{text}</{tag}>"
        parts.append(text)
        if tail := (child.tail or "").strip():
            parts.append(tail)
    return "".join(parts).replace("\r\n", "\n").replace("\r", "\n").strip()


def _set_type(draft: Draft, first: dict[str, str]) -> bool:
    """Set the type by its name, else by its number; whether it says that the authors are editors."""
    number = first.get("ref-type", "").strip()
    if "reference-type" in first:  # older EndNote counts otherwise
        code = first["reference-type"].strip()
        stated = _OLD_TYPES[int(code)] if code.isdecimal() and int(code) < len(_OLD_TYPES) else ""
    else:
        stated = first.get("ref-type.name", "").strip() or _TYPE_NAMES.get(number, number)
    draft.type = CSL_TYPES.get(stated.casefold(), "")
    if not draft.type:
        draft.type = CSL_TYPES.get(_TYPE_NAMES.get(number, "").casefold(), "document")
        message = f"“{stated}” is no known reference type; read as {draft.type}."
        draft.note(Problem("unknown-type", message, variable="type", quote=stated))
    if stated and NAMES.get(draft.type, "").casefold() != stated.casefold() and stated != "Edited Book":
        draft.leftovers.append(Leftover(NAME, "ref-type", stated))
    return stated == "Edited Book"


def _swapped(paths: set[str]) -> dict[str, str]:
    """In a conference's record the proceedings and their place stand in custom fields, the event's own in front."""
    swapped: dict[str, str] = {}
    if "custom3" in paths:
        swapped |= {"custom3": "titles.secondary-title", "titles.secondary-title": "custom3"}
    if "custom1" in paths:
        swapped |= {"custom1": "pub-location", "pub-location": "pub-location/event"}
    return swapped


def _exact(path: str, value: str, draft: Draft, raw: RawRecord) -> str:
    """The path with what the look of its value adds to it."""
    if path == "isbn":
        if draft.type in _OWN_NUMBER and not first_isbn(value) and not first_issn(value):
            return "isbn/number"
        return f"isbn/{number_of(value, draft.type in SERIAL)}"
    if path == "custom2" and canonical_pmcid(value):
        return "custom2/pmcid"
    if path == "accession-num" and canonical_pmid(value):
        databases = " ".join(text for name, text in raw.fields if name.startswith("remote-database")).casefold()
        if not value.strip().isdecimal() or any(word in databases for word in _PUBMED):
            return "accession-num/pmid"
    return path


def _complete(draft: Draft, raw: RawRecord, is_edited: bool) -> None:
    values = draft.values
    if is_edited and "author" in values:
        values["editor"] = values.pop("author")
    short = values.get("container_title_short")
    if short and draft.type in SERIAL:
        values.setdefault("container_title", short)
    for path, value in raw.fields:
        if path.startswith("urls."):
            from_url(values, value)
        elif path == "notes":
            from_note(values, value)
    draft.leftovers.sort(key=lambda left: left.tag)  # writing sets those of one parent together
    if not values:
        draft.rejected = "The record holds nothing that describes a work."
