"""Converters shared by the formats: text, keywords, identifiers, pages, dates."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgevidence.formats.dates import SEASON_NAMES, SEASONS, iso, parse_date
from msgevidence.formats.fieldmap import Converter
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import (
    canonical_isbn,
    canonical_issn,
    canonical_pmcid,
    canonical_pmid,
    stated_doi,
)
from msgevidence.model.record import Value

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_LONGEST_IDENTIFIER = 1_000
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]{2,}|[\t\r\n\f\v\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_PAGE_DASH = re.compile(r"(?<=[\dA-Za-z])\s*(?:--+|[‐‑‒–—−])\s*(?=[\dA-Za-z])")
_PAGE_LEAD = re.compile(r"^(?:pp?|pages?|S)\.\s*(?=\w)", re.IGNORECASE)


def unescape(text: str) -> str:
    """Character entities that a database left in its export (``&amp;``, ``&#8217;``) as the characters."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text and ";" in text else text


def escape(text: str) -> str:
    """The inverse: only an ampersand that would be read as an entity is escaped."""
    return _ENTITY.sub(lambda found: "&amp;" + found.group()[1:], text) if "&" in text and ";" in text else text


def plain(text: str) -> str:
    """Entities resolved, runs of white space and line separators as one space; a no-break space stays."""
    text = unescape(text) if "&" in text else text
    has_runs = "  " in text or "\n" in text or "\t" in text
    if has_runs or (not text.isascii() and ("\u2028" in text or "\u2029" in text)):
        return _SPACES.sub(" ", text).strip()
    return text.strip()


def paragraphs(text: str) -> str:
    """Entities resolved, line breaks kept, at most one empty line between paragraphs."""
    if "\n" not in text:
        return plain(text)
    text = unescape(text) if "&" in text else text
    return _EMPTY_LINES.sub("\n\n", "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))).strip()


def text_value(value: Value) -> str:
    """A text variable's value; names and dates never get here through a sound table."""
    return value if isinstance(value, str) else ""


def _first(clean: Callable[[str], str]) -> Converter:
    """The first text is the value, others are left over; equal ones are one."""

    def read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
        value = clean(texts[0]) if texts else ""
        if len(texts) < 2:
            return value, ()
        rest: list[str] = []
        for text in texts[1:]:
            cleaned = clean(text)
            if not value:
                value = cleaned
            elif cleaned and cleaned != value:
                rest.append(text)
        return value, rest

    return Converter(read, lambda value: (escape(text_value(value)),))


def joined(separator: str, clean: Callable[[str], str] = paragraphs) -> Converter:
    """All the texts, one after the other."""

    def read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
        if len(texts) == 1:
            return clean(texts[0]), ()
        unique = dict.fromkeys(cleaned for text in texts if (cleaned := clean(text)))
        return separator.join(unique), ()

    return Converter(read, lambda value: (escape(text_value(value)),))


TEXT = _first(plain)
PARAGRAPHS = _first(paragraphs)
NOTES = joined("\n")
VERBATIM = Converter(
    lambda texts: (texts[0].strip() if texts else "", [text for text in texts[1:] if text.strip() != texts[0].strip()]),
    lambda value: ("".join(text_value(value).split()),),
)
"""A URL or a code: not a character of it means anything else."""


def split_keywords(text: str) -> list[str]:
    """By line and semicolon; by comma only where several show that it separates ("Depression, Postpartum" is one)."""
    if "\n" in text or ";" in text:
        return [word for line in text.split("\n") for part in line.split(";") if (word := plain(part))]
    if text.count(",") > 1:
        return [word for part in text.split(",") if (word := plain(part))]
    word = plain(text)
    return [word] if word else []


def _read_keywords(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
    if len(texts) == 1:
        words = split_keywords(unescape(texts[0]))
    else:  # a tag for each keyword: a comma is part of it
        words = [
            word
            for text in texts
            for line in unescape(text).split("\n")
            for part in line.split(";")
            if (word := plain(part))
        ]
    return "; ".join(dict.fromkeys(words)), ()


def _write_keywords(value: Value) -> Sequence[str]:
    words = [word.strip() for word in text_value(value).split(";") if word.strip()]
    if len(words) == 1 and words[0].count(",") > 1:  # alone it would be taken for a list
        return [escape(words[0]) + ";"]
    return [escape(word) for word in words]


KEYWORDS = Converter(_read_keywords, _write_keywords)
"""A tag for each keyword on writing."""


def identifier(canonical: Callable[[str], str | None], *, keep: bool = True) -> Converter:
    """The canonical form of the first text that has one; with `keep`, else the first text as found."""

    def read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
        for at, text in enumerate(texts):
            found = canonical(text)
            if found:
                same = found.lower()  # the case of a DOI makes no other DOI
                others = (other for other in (*texts[:at], *texts[at + 1 :]) if other)
                rest = [other for other in others if (canonical(other) or "").lower() != same]
                return found, rest
        return (texts[0].strip(), texts[1:]) if keep and texts else ("", texts)

    return Converter(read, lambda value: (text_value(value),))


def find_doi(text: str) -> str | None:
    """The DOI at or near the beginning of a text, in its own case; a search in megabytes of digits takes minutes."""
    return stated_doi(text[:_LONGEST_IDENTIFIER])


@lru_cache(maxsize=2048)
def first_issn(text: str) -> str | None:
    """The first valid ISSN among several ("1549-1277 (Print) 1549-1676")."""
    for word in re.findall(r"\d{4}-?\d{3}[\dXx](?!\d)", text):
        if found := canonical_issn(word):
            return found
    return None


def first_isbn(text: str) -> str | None:
    """The first valid ISBN among several."""
    for word in re.findall(r"(?<!\d)(?:97[89][-– ]?)?(?:\d[-– ]?){9}[\dXx](?![\dXx])", text[:_LONGEST_IDENTIFIER]):
        if found := canonical_isbn(word):
            return found
    return None


def _with_others(base: Converter, canonical: Callable[[str], str | None], shape: re.Pattern[str]) -> Converter:
    """Also leaves over a text that names further identifiers ("0003-049X (print), 2326-9243 (electronic)")."""

    def read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
        value, rest = base.read(texts)
        more = [
            text
            for text in texts
            if text not in rest and any(canonical(word) not in (None, value) for word in shape.findall(text[:1_000]))
        ]
        return value, [*rest, *more]

    return Converter(read, base.write)


_ISSN_SHAPE = re.compile(r"(?<!\d)\d{4}-?\d{3}[\dXx](?!\d)")
_ISBN_SHAPE = re.compile(r"(?<![\d-])(?:97[89][-– ]?)?(?:\d[-–]?){9}[\dXx](?![\dXx])")

DOI = identifier(find_doi)
DOI_ONLY = identifier(find_doi, keep=False)
"""For tags in which other numbers stand as well."""
PMID = identifier(canonical_pmid)
LABELLED_PMID = Converter(PMID.read, lambda value: tuple(f"PMID: {text}" for text in PMID.write(value)))
"""For accession numbers: bare digits could be any database's."""
PMCID = identifier(canonical_pmcid)
ISSN = _with_others(identifier(first_issn), canonical_issn, _ISSN_SHAPE)
ISBN = _with_others(identifier(first_isbn), canonical_isbn, _ISBN_SHAPE)


def clean_pages(text: str) -> str:
    """``123-145``: one hyphen in a range, no "pp."."""
    text = plain(text)
    if not text or text.isdecimal():
        return text
    return _PAGE_DASH.sub("-", _PAGE_LEAD.sub("", text))


PAGES = _first(clean_pages)

_BROKEN_RANGE = re.compile(r"(?<![\w-])(\d{1,20})-(\d{1,20})(?![\w-])")


def full_range(pages: str) -> str:
    """``1034-45, 1050-1``, as MEDLINE writes it, is ``1034-1045, 1050-1051``."""
    return _BROKEN_RANGE.sub(_in_full, pages)


def _in_full(found: re.Match[str]) -> str:
    first, last = found.groups()
    return f"{first}-{first[: max(0, len(first) - len(last))]}{last}"


def without_stop(title: str) -> str:
    """The title without the full stop that MEDLINE sets after every title; an ellipsis stays."""
    return title[:-1] if title.endswith(".") and not title.endswith("...") else title


def _read_stopped(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
    value, rest = TEXT.read(texts)
    return without_stop(text_value(value)), rest


STOPPED = Converter(
    _read_stopped,
    lambda value: tuple(text if text.endswith(("?", "!", "...")) else f"{text}." for text in TEXT.write(value)),
)
"""A title that ends with a full stop on the wire."""

_DATE_LEAD = re.compile(r"(-?\d{4})(?:/(\d{0,2})(?:/(\d{0,2})(?:/(.*))?)?)?", re.DOTALL)


@lru_cache(maxsize=4096)
def read_slashed_date(text: str) -> PartialDate:
    """``YYYY/MM/DD/other``, as RIS has it, or any other writing; `other` may name season, circa, an end, or words."""
    text = text.strip()
    found = _DATE_LEAD.fullmatch(text)
    if not found or not any(found.groups()[1:]):
        return parse_date(text.rstrip("/ ")) if not found or text.count("/") else parse_date(text)
    year, month, day, other = found.groups()
    start = parse_date("-".join(part for part in (year, month, day if month else "") if part))
    if not other or not other.strip():
        return start
    return _with_other(start, other.strip())


def _with_other(start: PartialDate, other: str) -> PartialDate:
    end, season, circa, literal = start.end, start.season, start.circa, start.literal
    words = other.split("; ")
    while words:
        word = words[0]
        lowered = word.casefold()
        if lowered == "circa" and not circa:
            circa = True
        elif lowered in SEASONS and season is None and not end:
            season = SEASONS[lowered]
        elif word.startswith("to ") and not end and (until := parse_date(word[3:])) and not until.literal:
            end = until.start
        else:
            break
        words.pop(0)
    rest = "; ".join(words)
    if rest and not literal:
        more = parse_date(f"{rest} {iso(start.start[:1])}") if len(start.start) == 1 and not end else None
        if more is not None and not more.literal:
            return PartialDate(more.start, more.end, more.season or season, circa)
        literal = rest
    return PartialDate(start.start, end, season, circa, literal)


def write_slashed_date(date: PartialDate) -> str:
    """The inverse of `read_slashed_date`."""
    if not date.start:
        return date.literal
    year, *rest = iso(date.start).rsplit("-", len(date.start) - 1)
    month, day = (*rest, "", "")[:2]
    other = "; ".join(
        word
        for word in (
            "circa" if date.circa else "",
            SEASON_NAMES.get(date.season or 0, ""),
            f"to {iso(date.end)}" if date.end else "",
            date.literal,
        )
        if word
    )
    return f"{year}/{month}/{day}/{other}" if month or other else year


def _read_date(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
    for at, text in enumerate(texts):
        if date := read_slashed_date(text):
            return date, [other for other in texts[at + 1 :] if read_slashed_date(other) != date]
    return PartialDate(), texts


SLASHED_DATE = Converter(
    _read_date, lambda value: (write_slashed_date(value),) if isinstance(value, PartialDate) else ()
)
