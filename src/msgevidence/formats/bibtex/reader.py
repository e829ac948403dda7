"""BibTeX and BibLaTeX into drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgevidence.errors import FileRefused
from msgevidence.formats.bibtex import dates
from msgevidence.formats.bibtex.inheritance import inherited, parents, refers
from msgevidence.formats.bibtex.names import split_commas, split_list
from msgevidence.formats.bibtex.table import (
    BIBLATEX_TYPES,
    BREAK_FIELDS,
    CLASSIC_TYPES,
    CSL_TYPES,
    DATE_FIELDS,
    EDITOR_TYPES,
    EPRINT_ADDRESSES,
    FIELDS,
    GENRES,
    KEYWORD_FIELDS,
    LIST_FIELDS,
    NAME_FIELDS,
    PART,
    PUBLISHER_FIELDS,
    SERIAL,
    SERIES,
    STATES,
    TITLE_FIELDS,
    VERBATIM_FIELDS,
    WHOLE,
    is_extent,
)
from msgevidence.formats.bibtex.tokenizer import Entry, Tokenizer
from msgevidence.formats.converters import find_doi
from msgevidence.formats.latex import decode, decode_verbatim
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import ITEM_TYPES, Draft, Leftover, RawRecord
from msgevidence.ports import Source

_ENTRY = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)\s*+[{(]\s*+[^\s,={}()\"]*+[ \t]*+[,=}\n]", re.MULTILINE)
_WEB = re.compile(r"\\url\s*\{([^{}]*)\}|^\s*\{?\s*(https?://[^\s{}]*)\s*\}?\s*$", re.IGNORECASE)
_SELF_JOINED = re.compile(r"[-–—:.;¡¿]")
_NOTED_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b", re.IGNORECASE)
_ORDINARY_END = re.compile(r"[.?!:,;–—-]$")
_KEYWORDS_OF = {"type": GENRES, "pubstate": STATES, "series": SERIES}
_CLASSIC_DATE = ("year", "month", "day")


class BibtexReader:
    """Nothing is dropped: entries of any type, without key, with the same key, half closed."""

    name = "bibtex"
    label = "BibTeX / BibLaTeX"
    suffixes: tuple[str, ...] = (".bib", ".bibtex")
    media_types: tuple[str, ...] = ("application/x-bibtex", "text/x-bibtex")

    def sniff(self, head: str) -> float:
        kinds = {found.group(1).lower() for found in _ENTRY.finditer(head)}
        if kinds & CSL_TYPES.keys():
            return 0.95
        return 0.7 if kinds & {"string", "preamble", "comment"} else 0.4 if kinds else 0.0

    def read(self, source: Source) -> Iterator[RawRecord]:
        with source.text() as stream:
            text = stream.read()
        known: dict[str, Entry] | None = None  # read when the first entry refers to another one
        keys: dict[str, int] = {}
        index = -1
        entries = (entry for entry in Tokenizer(text).entries() if entry.kind != "xdata")  # no work, only a store
        for index, entry in enumerate(entries):
            gained: Sequence[tuple[str, str]] = ()
            if refers(entry):
                known = parents(text) if known is None else known
                gained = inherited(entry, known)
            if entry.key:
                if entry.key in keys:
                    entry.problems.append(
                        Problem(
                            "duplicate-key",
                            f"The key {entry.key} was used before (entry {keys[entry.key] + 1}); both are kept.",
                            quote=entry.key,
                            line=entry.line,
                        )
                    )
                else:
                    keys[entry.key] = index
            yield RawRecord(
                "bibtex",
                index,
                entry.line,
                (("@type", entry.kind), ("@key", entry.key), *entry.fields, *gained),
                entry.text,
                tuple(problem.at(record=index) for problem in entry.problems),
            )
        if index < 0 and text.strip() and not re.search(r"@\s*(?:comment|string|preamble|xdata)", text, re.IGNORECASE):
            raise FileRefused(source.name, "holds no BibTeX entry", remedy="An entry looks like “@article{key, …}”.")

    def draft(self, raw: RawRecord) -> Draft:
        draft = Draft(raw, problems=list(raw.problems))
        fields: dict[str, list[str]] = {}
        for name, value in raw.fields:
            if name in fields:
                if value not in fields[name]:
                    fields[name].append(value)
            elif value or name == "maintitle":  # an empty one is the writer's sign that booktitle names the volume
                fields[name] = [value]
        kind = fields.pop("@type", [""])[0]
        _set_type(draft, kind, fields)
        if not any(problem.code == "missing-xdata" for problem in raw.problems):
            fields.pop("xdata", None)  # its fields are here now
        if len(fields) <= ("@key" in fields):
            draft.rejected = "The entry has no fields."
        wire, raws = _decoded(draft, _merged(draft, fields))
        FIELDS.fill(draft, wire)
        draft.leftovers = [
            Leftover(left.format, left.tag, raws.get((left.tag, left.value), left.value)) for left in draft.leftovers
        ]
        _complete(draft, kind, fields)
        return draft


_Fields = dict[str, list[str]]


def _set_type(draft: Draft, kind: str, fields: _Fields) -> None:
    stated = fields.pop("csl-type", [""])[0].strip()
    if stated not in ITEM_TYPES:
        stated = ""
    csl = stated or CSL_TYPES.get(kind, "")
    if not csl:
        draft.note(
            Problem("unknown-type", f"“@{kind}” is no known entry type; read as document.", variable="type", quote=kind)
        )
        csl = "document"
    if stated:
        draft.type = csl
        return
    if csl == "article-journal":
        subtype = fields.get("entrysubtype", [""])[0].lower()
        csl = {"magazine": "article-magazine", "newspaper": "article-newspaper"}.get(subtype, csl)
    elif csl == "manuscript" and "eventtitle" in fields:
        csl = "speech"
    draft.type = csl
    if kind not in (BIBLATEX_TYPES.get(csl), CLASSIC_TYPES.get(csl)):
        draft.leftovers.append(Leftover("bibtex", "@type", kind))


def _merged(draft: Draft, fields: _Fields) -> _Fields:
    """Fields that are one value in several pieces, put together; the type decides which title is which."""
    fields = dict(fields)
    if "date" in fields and "year" not in fields:  # BibLaTeX's way
        for name in PUBLISHER_FIELDS & fields.keys():
            fields[name] = ["; ".join(split_list(fields[name][0])), *fields[name][1:]]
    _with_subtitle(fields, "title", "subtitle")
    _with_subtitle(fields, "booktitle", "booksubtitle")
    _with_subtitle(fields, "maintitle", "mainsubtitle")
    _with_subtitle(fields, "journaltitle" if "journaltitle" in fields else "journal", "journalsubtitle")
    if "maintitle" in fields:
        if draft.type in PART:
            if "booktitle" in fields:
                fields["booktitle/volume"] = fields.pop("booktitle")
            fields["booktitle"] = fields.pop("maintitle")
        elif draft.type == "book" and "title" in fields:
            fields["csl-volume-title"] = fields.pop("title")
            fields["title"] = fields.pop("maintitle")
    _one_date(fields)
    if "howpublished" in fields and (address := _WEB.search(fields["howpublished"][0])):
        how = fields.pop("howpublished")
        fields.setdefault("url", [decode_verbatim(address.group(1) or address.group(2))])
        if address.group() != how[0]:  # words around the address
            draft.leftovers.extend(Leftover("bibtex", "howpublished", text) for text in how)
    if draft.type in WHOLE:
        if "pages" in fields and "pagetotal" not in fields and is_extent(fields["pages"][0]):
            fields["pagetotal"] = fields.pop("pages")
        if "booktitle" in fields and fields["booktitle"] == fields.get("title"):  # it is there for crossref alone
            draft.leftovers.append(Leftover("bibtex", "booktitle", fields.pop("booktitle")[0]))
    if "fjournal" in fields and "journal" in fields:  # MathSciNet gives the full and the short title
        fields.setdefault("shortjournal", fields["journal"])
        fields["journal"] = fields.pop("fjournal")
    role = EDITOR_TYPES.get(fields.get("editortype", [""])[0].strip().lower())
    if role and "editor" in fields and f"csl-{role}" not in fields:
        fields[f"csl-{role}"] = fields.pop("editor")
        del fields["editortype"]
    if draft.type in SERIAL and "issue" in fields and "number" not in fields:
        fields["number"] = fields.pop("issue")
    if draft.type == "paper-conference" and "address" in fields and "location" in fields and "venue" not in fields:
        fields["venue"] = fields.pop("location")  # the publisher's place is given: this is the conference's
    for field, words in _KEYWORDS_OF.items():
        if field in fields and (words_for := words.get(fields[field][0].strip().lower())):
            fields[field] = [words_for]
    return fields


def _with_subtitle(fields: _Fields, title: str, subtitle: str) -> None:
    if title in fields and subtitle in fields:
        main, sub = fields[title][0].strip(), fields.pop(subtitle)[0].strip()
        if sub.lower() not in main.lower():
            is_joined = _ORDINARY_END.search(main) or _SELF_JOINED.match(sub)
            fields[title] = [f"{main}{' ' if is_joined else ': '}{sub}", *fields[title][1:]]


def _one_date(fields: _Fields) -> None:
    for prefix in ("", "url", "orig", "event"):
        year = fields.get(f"{prefix}year")
        if not year:
            continue
        month, day = (fields.get(prefix + part, [""])[0] for part in ("month", "day"))
        text = dates.joined(decode(year[0]).text, decode(month).text, decode(day).text)
        if f"{prefix}date" not in fields:
            fields[f"{prefix}date"] = [text]
        elif dates.parse(fields[f"{prefix}date"][0]).year not in (dates.parse(text).year, None):
            continue  # they contradict each other: date goes before, year stays as a leftover
        for part in _CLASSIC_DATE:
            fields.pop(prefix + part, None)


def _decoded(draft: Draft, fields: _Fields) -> tuple[list[tuple[str, str]], dict[tuple[str, str], str]]:
    """Fields of the table as Unicode, with the way back to the LaTeX; others go to the leftovers as they are."""
    wire: list[tuple[str, str]] = []
    raws: dict[tuple[str, str], str] = {}
    for name, values in fields.items():
        tag = name.partition("/")[0]
        if not FIELDS.knows(name, draft.type):
            draft.leftovers.extend(Leftover("bibtex", tag, value) for value in values)
            continue
        for value in values:
            text, problems = _read_value(name, tag, value)
            for problem in problems:
                draft.note(Problem(problem.code, problem.message, problem.severity, tag, quote=problem.quote))
            wire.append((name, text))
            if text != value:
                raws[tag, text] = value
    return wire, raws


def _read_value(name: str, tag: str, value: str) -> tuple[str, tuple[Problem, ...]]:
    """One value as the field's converter wants it, and what of its LaTeX was not understood."""
    if name in NAME_FIELDS:
        return value, decode(value).problems if "\\" in value else ()
    if name in VERBATIM_FIELDS:
        return decode_verbatim(value), ()
    if name in DATE_FIELDS:  # their tilde says circa
        return decode(value.replace("~", "\\textasciitilde{}") if "~" in value else value).text, ()
    if name in LIST_FIELDS and " and " in value:
        value = "; ".join(split_list(value))
    elif name in KEYWORD_FIELDS and "{" in value:
        value = _keywords(value)
    decoded = decode(value, nocase=tag in TITLE_FIELDS, breaks=tag in BREAK_FIELDS)
    return decoded.text, decoded.problems


def _keywords(value: str) -> str:
    """With semicolons where a comma stands outside braces: ``one, {two, three}`` are two keywords."""
    inner = value.strip()
    if inner.startswith("{") and inner.endswith("}") and split_commas(inner) == [inner] and "}{" not in inner:
        return inner[1:-1]  # braces around all of them
    return value if ";" in value else ";".join(split_commas(value))


def _complete(draft: Draft, kind: str, fields: _Fields) -> None:
    """What the entry type says of the work's kind, and identifiers in eprint, url and note."""
    values = draft.values
    if draft.type == "thesis" and "genre" not in values and kind in GENRES:
        values["genre"] = GENRES[kind]
    eprint = fields.get("eprint", [""])[0].strip()
    if eprint:
        scheme = fields.get("eprinttype", fields.get("archiveprefix", [""]))[0].strip().lower()
        if scheme in ("pubmed", "pmid") and (pmid := canonical_pmid(eprint)):
            values.setdefault("pmid", pmid)
        elif scheme in ("pmc", "pmcid") and (pmcid := canonical_pmcid(eprint)):
            values.setdefault("pmcid", pmcid)
        elif address := EPRINT_ADDRESSES.get(scheme):
            number = eprint.partition(":")[2] if eprint.lower().startswith(f"{scheme}:") else eprint
            values.setdefault("url", address + number)
    url = values.get("url")
    if "doi" not in values and isinstance(url, str) and "doi.org/10." in url and (doi := find_doi(url)):
        values["doi"] = doi
    note = values.get("note")
    if "pmid" not in values and isinstance(note, str) and (found := _NOTED_PMID.search(note)):
        values["pmid"] = found.group(1).lstrip("0")
    if not values.get("title") and not draft.rejected:
        draft.note(Problem("missing-title", "The entry has no title.", severity=Severity.NOTE, variable="title"))
