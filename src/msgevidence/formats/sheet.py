"""Rows of a table as RawRecords and Drafts, and Records as rows; what CSV and XLSX share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from msgevidence.errors import CallRefused
from msgevidence.formats.columns import OWN, is_own, likeness, meanings, variable_of
from msgevidence.formats.converters import KEYWORDS, PAGES, find_doi, first_isbn, paragraphs, plain
from msgevidence.formats.dates import dated, parse_date
from msgevidence.formats.fieldmap import lost, without_spans
from msgevidence.formats.hiding import from_note, from_url
from msgevidence.formats.names import NAMES, parse_given_first, parse_name
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import (
    DATE_VARIABLES,
    ITEM_TYPES,
    NAME_VARIABLES,
    VARIABLES,
    Draft,
    Leftover,
    Names,
    RawRecord,
    Record,
    Value,
)

Rows = Iterable[tuple[int, Sequence[str]]]  # line or row number from 1, cells
_EXTRA_CELLS = 50  # beyond the header, each kept aside for itself; still more are one
_SEARCHED = 30  # rows in which the header is looked for
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_OTHER = OWN[-1]
_ATTRIBUTES = {csl: attribute for attribute, csl in VARIABLES.items()}
_INITIALS = r"(?:[A-Z]\.?[-‐ ]?){1,4}"
_FAMILY_FIRST = re.compile(rf"[^,;]*[^\W\d_]{{2,}} {_INITIALS}")
_INITIALS_FIRST = re.compile(rf"({_INITIALS}) ([^,;]+)")
_CITATION = re.compile(r"\. (\d{4}[^;:.]*)(?:;\s*([^(:.;]*)(?:\(([^)]*)\))?)?(?::\s*([^.\s]+))?\.")
_CENTRAL = re.compile(r"(.+?), \d{4}, ([^,(|]+?)(?:\(([^)|]*)\))?, ([^|,]+?)\s*(?:\||$)")
_TYPES = {
    "journal article": "article-journal", "article": "article-journal", "journalarticle": "article-journal",
    "review": "article-journal", "article in press": "article-journal", "editorial": "article-journal",
    "letter": "article-journal", "j": "article-journal", "journal": "article-journal", "note": "article-journal",
    "short survey": "article-journal", "article; early access": "article-journal", "clinical trial": "article-journal",
    "journal, article": "article-journal", "book": "book", "b": "book", "monograph": "book", "edited book": "book",
    "book, whole": "book", "book chapter": "chapter", "chapter": "chapter", "booksection": "chapter",
    "book section": "chapter", "book, chapter": "chapter", "conference paper": "paper-conference",
    "proceedings paper": "paper-conference", "conferencepaper": "paper-conference", "proceeding": "paper-conference",
    "conference proceedings article": "paper-conference", "conference abstract": "paper-conference",
    "conference proceedings": "paper-conference", "c": "paper-conference", "p": "patent", "patent": "patent",
    "preprint": "article", "dissertation": "thesis", "thesis": "thesis", "dissertation/thesis": "thesis",
    "report": "report", "web page": "webpage", "webpage": "webpage", "dataset": "dataset", "data set": "dataset",
    "newspaperarticle": "article-newspaper", "newspaper article": "article-newspaper", "blogpost": "post-weblog",
    "magazinearticle": "article-magazine", "computerprogram": "software", "document": "document", "generic": "document",
    "manuscript": "manuscript", "presentation": "speech", "encyclopediaarticle": "entry-encyclopedia",
}  # fmt: skip


def header_row(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """(position of the row that is most like a header among the first thirty, how many columns of it are known)."""
    best = (0, 0)
    for position, row in zip(range(_SEARCHED), rows, strict=False):
        known = likeness(row)
        if known > best[1]:
            best = (position, known)
    return best


def chosen_columns(text: str) -> dict[str, str]:
    """``Titel=title,Autor=author`` → header → variable, "" for ``-``: a column kept aside. CallRefused for a variable
    that there is not.
    """
    chosen: dict[str, str] = {}
    for pair in text.split(","):
        header, _, name = pair.partition("=")
        variable = variable_of(name)
        if not header.strip() or not (variable or name.strip() == "-"):
            raise CallRefused(f"“{pair.strip()}” names no column: write HEADER=VARIABLE, such as Titel=title")
        chosen[header.strip()] = variable
    return chosen


def records(format_name: str, rows: Rows, chosen: Mapping[str, str]) -> Iterator[RawRecord]:
    """One RawRecord a row after the header; the first tells how the columns were understood."""
    begun: list[tuple[int, Sequence[str]]] = []
    stream = iter(rows)
    for row in stream:
        begun.append(row)
        if len(begun) == _SEARCHED:
            break
    at, _ = header_row(cells for _, cells in begun)
    if not begun:
        return
    headers = [cell.replace("\ufeff", "").strip() for cell in begun[at][1]]
    notes = _notes(format_name, headers, chosen, begun[:at])
    index = 0
    most = len(headers) + _EXTRA_CELLS
    for line, found in chain(begun[at + 1 :], stream):
        cells = found if len(found) <= most else [*found[: most - 1], ",".join(found[most - 1 :])]
        if fields := _fields(headers, cells):
            problems = (*(notes if index == 0 else ()), *_too_many(headers, cells, line))
            yield RawRecord(format_name, index, line, fields, "", problems)
            index += 1


def _fields(headers: Sequence[str], cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (headers[column] if column < len(headers) and headers[column] else f"column {column + 1}", cell)
        for column, cell in enumerate(cells)
        if cell.strip()
    )


def _too_many(headers: Sequence[str], cells: Sequence[str], line: int) -> tuple[Problem, ...]:
    if not any(cell.strip() for cell in cells[len(headers) :]):
        return ()
    message = f"The row has {len(cells)} cells, the header {len(headers)}; the rest is kept aside."
    return (Problem("extra-cells", message, line=line),)


def _notes(
    format_name: str,
    headers: Sequence[str],
    chosen: Mapping[str, str],
    before: Sequence[tuple[int, Sequence[str]]],
) -> tuple[Problem, ...]:
    notes = []
    if lines := [" ".join(cells).strip() for _, cells in before if any(cell.strip() for cell in cells)]:
        notes.append(
            Problem("lines-before-header", "Lines before the header were passed over.", Severity.NOTE, line=1,
                    quote=" / ".join(lines)[:200])
        )  # fmt: skip
    if not is_own(headers):
        taken = meanings(headers, chosen)
        pairs = ", ".join(f"{headers[column]} → {VARIABLES.get(name, name)}" for column, name in sorted(taken.items()))
        aside = ", ".join(header for column, header in enumerate(headers) if column not in taken and header)
        how = f"--from {format_name}:HEADER=VARIABLE,…"
        message = f"Columns: {pairs}. Kept aside: {aside or 'none'}. To change it: {how}"
        notes.append(Problem("columns", message, Severity.NOTE, line=1))
    return tuple(notes)


def draft(raw: RawRecord, chosen: Mapping[str, str]) -> Draft:
    """The row's cells as values; what no variable takes is left over under its header."""
    made = Draft(raw, problems=list(raw.problems))
    headers = [header for header, _ in raw.fields]
    if _OTHER in headers:  # never empty in a table of this house
        _own(made, dict(raw.fields))
    else:
        _foreign(made, raw.fields, meanings(headers, chosen))
    if not made.values:
        made.rejected = "The row holds nothing that describes a work."
    return made


def _own(made: Draft, cells: Mapping[str, str]) -> None:
    """A row this house wrote: CSL names, and the rest as JSON."""
    for header, cell in cells.items():
        text = cell[1:] if _QUOTED_FORMULA.match(cell) else cell
        attribute = _ATTRIBUTES.get(header, header)
        if header == "type":
            made.type = text if text in ITEM_TYPES else "document"
        elif header == _OTHER:
            _rest(made, text)
        elif header == "id":
            made.values["id"] = text
        elif attribute in VARIABLES:
            made.values[attribute] = _own_value(attribute, text)
        else:
            made.leftovers.append(Leftover(made.raw.format, header, cell))
    made.type = made.type or "document"


def _own_value(attribute: str, text: str) -> Value:
    if attribute in NAME_VARIABLES:
        return NAMES.read([text])[0]
    return parse_date(text) if attribute in DATE_VARIABLES else text


def _rest(made: Draft, text: str) -> None:
    try:
        rest = json.loads(text)
        left = rest.pop("leftovers", [])
        record = Record.from_csl(rest)
        made.leftovers.extend(Leftover(*map(str, item)) for item in left)
    except (ValueError, TypeError, AttributeError, RecursionError):
        made.leftovers.append(Leftover(made.raw.format, _OTHER, text))
        made.note(Problem("broken-json", "The column “other” is no longer readable; kept aside.", quote=text[:80]))
        return
    for attribute, value in record.values():
        shown = made.values.get(attribute)
        if not shown or (isinstance(value, str) and without_spans(value) == shown):  # else the cell was changed since
            made.values[attribute] = value


def _foreign(made: Draft, fields: Sequence[tuple[str, str]], taken: Mapping[int, str]) -> None:
    values = made.values
    found: dict[str, str] = {}
    for column, (header, cell) in enumerate(fields):
        variable = taken.get(column)
        if variable is None:
            made.leftovers.append(Leftover(made.raw.format, header, cell))
        else:
            found[variable] = cell
    headers = {header for header, _ in fields}
    for variable, text in found.items():
        if variable in NAME_VARIABLES:
            value: Value = people(text, family_first="ItemId" in headers)  # EPPI-Reviewer: "Brownstein C D"
        else:
            value = _value(variable, text) if variable in VARIABLES else ""
        if value:
            values[variable] = value
    if key := found.get("id", "").strip():  # a Zotero key is no key to cite by
        values["id"] = f"items/{key}" if "Item Type" in headers and len(key) == 8 else key
    _pages(values, found)
    _date(values, found)
    _citation(values, found.get("citation", ""))
    _central(values, found.get("source", ""))
    from_note(values, found.get("note", ""))
    if url := found.get("url"):
        from_url(values, url)
    _type(made, found.get("type", ""), found)


def _value(variable: str, text: str) -> Value:
    if variable in DATE_VARIABLES:
        return parse_date(text)
    if variable == "doi":
        return find_doi(text) or plain(text)
    if variable in ("pmid", "pmcid"):
        canonical = canonical_pmid if variable == "pmid" else canonical_pmcid
        return canonical(re.sub(r"^PUBMED |\.0$", "", text.strip())) or plain(text)
    if variable == "isbn":
        return first_isbn(text) or plain(text)
    if variable == "keyword":
        return KEYWORDS.read([text.replace("|", ";")])[0]
    if variable == "page":
        return PAGES.read([text])[0]
    if variable in ("abstract", "note"):
        return paragraphs(text)
    return text.strip() if variable == "url" else plain(text)


def people(text: str, *, family_first: bool = False) -> Names:
    """The names of one cell, in the ways databases list them: with semicolons, "and", or commas and initials."""
    text = plain(text).strip(";, ")
    if text.endswith(".") and "." not in text[:-1]:  # of the list, not of an initial
        text = text[:-1]
    if ";" in text or family_first:
        parts = [part.strip() for part in text.split(";")]
        return _parsed(part.replace(" ", ", ", 1) if family_first and "," not in part else part for part in parts)
    if " and " in text and "," in text.split(" and ")[0]:
        return _parsed(text.split(" and "))
    pieces = text.split(", ")
    if len(pieces) > 1:
        if all(_FAMILY_FIRST.fullmatch(piece) for piece in pieces):  # Holt-Lunstad J, Smith TB
            return _parsed(pieces)
        if all(_INITIALS_FIRST.fullmatch(piece) or piece == "..." for piece in pieces):  # J Holt-Lunstad, TB Smith
            return _parsed(_INITIALS_FIRST.sub(r"\2, \1", piece) for piece in pieces)
        if all(2 <= len(piece.split()) <= 4 for piece in pieces):  # Jane Doe, Max Roe
            return _parsed(pieces)
    elif found := _INITIALS_FIRST.fullmatch(text):
        return _parsed([f"{found.group(2)}, {found.group(1)}"])
    return _parsed([text])


def _parsed(texts: Iterable[str]) -> Names:
    """Numbers in brackets after a name are a database's own."""
    bare = (re.sub(r"\s*\(\d+\)$", "", text.strip()) for text in texts)
    return tuple(name for text in bare if (name := parse_given_first(text) if "," not in text else parse_name(text)))


def _pages(values: dict[str, Value], found: Mapping[str, str]) -> None:
    first, last = found.get("first_page", "").strip(), found.get("last_page", "").strip()
    if first and "page" not in values:
        values["page"] = PAGES.read([first if not last or last == first else f"{first}-{last}"])[0]
    if number := found.get("article_number", "").strip():
        values["page" if "page" not in values else "number"] = number


def _date(values: dict[str, Value], found: Mapping[str, str]) -> None:
    """The year counts; day and month come from where they are said, if they are of that year."""
    year = found.get("year", "").strip().removesuffix(".0")
    more = " ".join(found[part].strip() for part in ("day", "month") if found.get(part, "").strip())
    exact = found.get("issued", "").strip()
    if year and more.replace(" ", "").isdecimal():
        parts = [part.zfill(2) for part in reversed(more.split())]
        exact = exact or "-".join([year, *parts])
    date = dated(year, exact or more) if year else parse_date(exact)
    if date:
        values["issued"] = date


def _citation(values: dict[str, Value], text: str) -> None:
    """PubMed's own line: "PLoS Med. 2010 Jul 27;7(7):e1000316. doi: …"."""
    if not (said := _CITATION.search(text)):
        return
    day, volume, issue, page = (part.strip() if part else "" for part in said.groups())
    for variable, value in (("volume", volume), ("issue", issue), ("page", PAGES.read([page])[0] if page else "")):
        if value and variable not in values:
            values[variable] = value
    date = parse_date(day)
    known = values.get("issued")
    if not date.literal and (not isinstance(known, PartialDate) or known.start == date.start[:1]):
        values["issued"] = date


def _central(values: dict[str, Value], text: str) -> None:
    """CENTRAL's source: "Journal, 2011, 4(2), 100-109 | added to CENTRAL: …"."""
    if "container_title" not in values and (said := _CENTRAL.match(text)):
        journal, volume, issue, page = said.groups()
        parts = {"container_title": journal, "volume": volume, "issue": issue or "", "page": PAGES.read([page])[0]}
        values.update({variable: value for variable, value in parts.items() if value})


def _type(made: Draft, text: str, found: Mapping[str, str]) -> None:
    word = plain(text).casefold()
    if word in ITEM_TYPES or word in _TYPES:
        made.type = _TYPES.get(word, word)
    else:
        made.type = "article-journal" if "container_title" in made.values or "issn" in found else "document"
    if text and not _TYPES.get(word) and word not in ITEM_TYPES:
        made.values["genre"] = plain(text)


def cells(record: Record) -> list[str]:
    """The record's row under the columns of this house; no cell begins like a formula."""
    row = dict.fromkeys(OWN, "")
    rest: dict[str, Any] = {}
    for attribute, value in record.values():
        csl = VARIABLES[attribute]
        text = without_spans(_cell(attribute, value))
        is_shown = bool(csl in row and text and _fits(text))
        is_whole = is_shown and _own_value(attribute, text) == value
        if is_whole or (is_shown and isinstance(value, str)):
            row[csl] = text
        if not is_whole:
            rest[csl] = _as_csl(value)
    if record.leftovers:
        rest["leftovers"] = [[left.format, left.tag, left.value] for left in record.leftovers]
    row["id"], row["type"] = record.id, record.type
    row[_OTHER] = json.dumps(rest, ensure_ascii=True)
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row.values()]


def _as_csl(value: Value) -> Any:
    if isinstance(value, str):
        return value
    return value.to_csl() if isinstance(value, PartialDate) else [name.to_csl() for name in value]


def _cell(attribute: str, value: Value) -> str:
    if isinstance(value, PartialDate):
        return "/".join("-".join(f"{part:02d}" for part in parts) for parts in (value.start, value.end) if parts)
    return "; ".join(NAMES.write(value)) if attribute in NAME_VARIABLES else str(value)


def _fits(text: str) -> bool:
    """Whether the text comes back from any spreadsheet as it went in."""
    return text == text.strip() and all(sign.isprintable() or sign in "\n\u00a0" for sign in text)


def losses(record: Record, longest: int = 0) -> tuple[Problem, ...]:
    """What a table of cells of at most `longest` characters (0: any) cannot hold."""
    row = cells(record)
    too_long = [OWN[column] for column, cell in enumerate(row) if longest and len(cell) > longest]
    return tuple(
        lost(_ATTRIBUTES.get(name, name), f"is longer than a cell ({longest} characters)") for name in too_long
    )


__all__ = ["cells", "chosen_columns", "draft", "header_row", "losses", "people", "records"]
