"""Citations that Zotero, Mendeley and EndNote left in a Word file, read back exactly, before any guessing from text.

Read are the fields ``ADDIN ZOTERO_ITEM CSL_CITATION`` (Zotero), ``ADDIN CSL_CITATION`` (Mendeley Desktop) and
``ADDIN EN.CITE`` (EndNote), and the content controls of Mendeley Cite. The file is a zip from a stranger: its directory
is checked before anything is unpacked, its XML is read without entities, and what a field holds is data, never obeyed.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from msgevidence.errors import FileRefused

MOST_MEMBERS = 2_000
MOST_BYTES = 100_000_000
MOST_RATIO = 100
_FREE_BYTES = 1_000_000  # a member this small may be packed as tightly as it likes

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_MENDELEY_CITE = re.compile(r"MENDELEY_CITATION_v\d+_(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WordCitation:
    """One citation: which program wrote it (zotero, mendeley, endnote), the text it shows, and what it cites.

    `items` are CSL-JSON; `cites` the cluster (``id, locator, prefix …``), whose ids are those of the items.
    `place` is body, footnotes or endnotes.
    """

    tool: str
    text: str
    items: tuple[dict[str, Any], ...]
    cites: tuple[dict[str, Any], ...] = ()
    place: str = "body"


@dataclass(slots=True)
class _Open:
    """A complex field under way: its code, embedded data and, once separated, the text it shows."""

    code: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    separated: bool = False


def read(data: bytes, name: str = "document.docx") -> tuple[WordCitation, ...]:
    """Every citation of a .docx: body, footnotes, endnotes. FileRefused when it cannot be opened safely."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check(package, name)
            parts = [(part, package.read(part)) for part in _PARTS if part in package.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise _refused(name, "is not a Word file, or a broken one") from None
    if not any(part == _PARTS[0] for part, _ in parts):
        raise _refused(name, "is not a Word file")
    found: list[WordCitation] = []
    for part, content in parts:
        try:
            root = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, RecursionError, ValueError):
            raise _refused(name, f"holds XML in {part} that cannot be read") from None
        place = "body" if part == _PARTS[0] else part[len("word/") : -len(".xml")]
        found += _citations(root, place)
    return tuple(found)


def check(package: zipfile.ZipFile, name: str) -> None:
    """FileRefused for a package with too many members, too much inside, a bomb's ratio, a password or stray paths."""
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise _refused(name, f"holds {len(members)} parts, more than any document")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _refused(name, f"unpacks to more than {MOST_BYTES // 1_000_000} MB")
    for member in members:
        if member.file_size > _FREE_BYTES and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise _refused(name, "is packed as archives made to harm are")
        if member.flag_bits & 1:
            raise _refused(name, "is protected by a password")
        path = member.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path.split("/")[0]:
            raise _refused(name, "holds a part whose path leaves the file")


def _refused(name: str, reason: str) -> FileRefused:
    return FileRefused(name, reason, remedy="Save it anew as .docx and try again.")


def _citations(root: Element, place: str) -> Iterator[WordCitation]:
    stack: list[_Open] = []
    for node in root.iter():
        match node.tag.removeprefix(_W):
            case "fldChar":
                kind = node.get(f"{_W}fldCharType")
                if kind == "begin":
                    stack.append(_Open(data=[one.text or "" for one in node.iter(f"{_W}fldData")]))
                elif stack and kind == "separate":
                    stack[-1].separated = True
                elif stack and kind == "end":
                    closed = stack.pop()
                    yield from _read_field("".join(closed.code), "".join(closed.shown), closed.data, place)
                    if stack and stack[-1].separated:
                        stack[-1].shown += closed.shown
                    elif stack:
                        stack[-1].data += closed.data
            case "instrText" if stack:
                stack[-1].code.append(node.text or "")
            case "t" if stack and stack[-1].separated:
                stack[-1].shown.append(node.text or "")
            case "fldSimple":
                yield from _read_field(node.get(f"{_W}instr") or "", _text(node), [], place)
            case "sdt":
                yield from _read_control(node, place)


def _text(node: Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{_W}t"))


def _read_field(code: str, shown: str, data: list[str], place: str) -> Iterator[WordCitation]:
    code = code.strip()
    start = code.find("{")
    if code.startswith("ADDIN ZOTERO_ITEM") and start >= 0:
        yield from _csl("zotero", code[start:], shown, place)
    elif code.startswith("ADDIN CSL_CITATION") and start >= 0:
        yield from _csl("mendeley", code[start:], shown, place)
    elif code.startswith("ADDIN EN.CITE") and not code.startswith("ADDIN EN.CITE.DATA"):
        xml = (
            code[code.find("<EndNote") :] if "<EndNote" in code else _decoded(next(filter(None, data), ""))
        )  # of the field and of one within it: the same
        yield from _endnote(xml, shown, place)


def _read_control(node: Element, place: str) -> Iterator[WordCitation]:
    tag = node.find(f"{_W}sdtPr/{_W}tag")
    found = _MENDELEY_CITE.match(tag.get(f"{_W}val") or "") if tag is not None else None
    if found:
        yield from _csl("mendeley", _decoded(found.group(1)), _text(node), place)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()) + "===").decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _csl(tool: str, text: str, shown: str, place: str) -> Iterator[WordCitation]:
    """Of the JSON at the start of `text`; broken JSON is no citation."""
    try:
        citation, _ = json.JSONDecoder().raw_decode(text)
        listed = citation["citationItems"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    items: list[dict[str, Any]] = []
    cites: list[dict[str, Any]] = []
    for one in listed if isinstance(listed, list) else ():
        data = one.get("itemData") if isinstance(one, dict) else None
        if not isinstance(data, dict):
            continue
        identifier = str(data.get("id") or one.get("id") or "")
        uris = one.get("uris") or one.get("uri") or []
        address = next((uri for uri in uris if isinstance(uri, str)), "") if isinstance(uris, list) else ""
        items.append({**data, "id": identifier, **({"source-uri": address} if address else {})})
        kept = {key: value for key, value in one.items() if key not in ("itemData", "uris", "uri") and value}
        cites.append({**kept, "id": identifier})
    if items:
        yield WordCitation(tool, shown, tuple(items), tuple(cites), place)


_ENDNOTE_TYPES = {
    "Journal Article": "article-journal", "Book": "book", "Book Section": "chapter", "Edited Book": "book",
    "Thesis": "thesis", "Report": "report", "Web Page": "webpage", "Conference Proceedings": "paper-conference",
    "Conference Paper": "paper-conference", "Newspaper Article": "article-newspaper", "Dataset": "dataset",
    "Magazine Article": "article-magazine", "Electronic Article": "article-journal",
}  # fmt: skip
_ENDNOTE_FIELDS = (
    ("titles/title", "title"), ("titles/secondary-title", "container-title"), ("volume", "volume"),
    ("number", "issue"), ("pages", "page"), ("publisher", "publisher"), ("pub-location", "publisher-place"),
    ("edition", "edition"), ("electronic-resource-num", "DOI"), ("isbn", "ISBN"), ("urls/related-urls/url", "URL"),
)  # fmt: skip


def _endnote(xml: str, shown: str, place: str) -> Iterator[WordCitation]:
    try:
        root = fromstring(xml[: xml.rfind("</EndNote>") + len("</EndNote>")].encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, RecursionError, ValueError):
        return
    items: list[dict[str, Any]] = []
    cites: list[dict[str, Any]] = []
    for cite in root.iter("Cite"):
        record = cite.find("record")
        if record is None:
            continue
        item = _endnote_item(record, cite)
        items.append(item)
        pages = _words(cite.find("Pages"))
        notes = {"locator": pages, "prefix": _words(cite.find("Prefix")), "suffix": _words(cite.find("Suffix"))}
        cites.append({"id": item["id"], **{key: value for key, value in notes.items() if value}})
    if items:
        yield WordCitation("endnote", shown, tuple(items), tuple(cites), place)


def _endnote_item(record: Element, cite: Element) -> dict[str, Any]:
    kind = record.find("ref-type")
    item: dict[str, Any] = {
        "id": _words(record.find("rec-number")) or _words(cite.find("RecNum")),
        "type": _ENDNOTE_TYPES.get(kind.get("name", "") if kind is not None else "", "document"),
    }
    for path, variable in _ENDNOTE_FIELDS:
        if words := _words(record.find(path)):
            item[variable] = words
    for path, variable in (
        ("contributors/authors/author", "author"),
        ("contributors/secondary-authors/author", "editor"),
    ):
        names = [_name(_words(node)) for node in record.findall(path)]
        if names:
            item[variable] = names
    year = re.search(r"\d{4}", _words(record.find("dates/year")))
    if year:
        item["issued"] = {"date-parts": [[int(year.group())]]}
    return item


def _words(node: Element | None) -> str:
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def _name(text: str) -> dict[str, str]:
    family, comma, given = text.partition(",")
    if not comma or not given.strip():
        return {"literal": text.strip(" ,")}
    return {"family": family.strip(), "given": given.strip()}
