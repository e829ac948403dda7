"""Records as BibTeX for every tool, and as BibLaTeX for those that know more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgevidence.formats.bibtex import dates
from msgevidence.formats.bibtex.table import (
    BIBLATEX_TYPES,
    BREAK_FIELDS,
    CLASSIC,
    CLASSIC_NAMES,
    CLASSIC_TYPES,
    CSL_TYPES,
    DATE_FIELDS,
    FIELDS,
    LIST_FIELDS,
    NAME_FIELDS,
    PART,
    PUBLISHER_FIELDS,
    TITLE_FIELDS,
    VERBATIM_FIELDS,
    WHOLE,
    is_extent,
)
from msgevidence.formats.bibtex.tokenizer import MONTH_MACROS
from msgevidence.formats.fieldmap import bare, lost
from msgevidence.formats.latex import decode, encode
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record

_UNSAFE_KEY = re.compile(r"[\s,{}()=\"#%~\\'@]+")
_UNSAFE_NAME = re.compile(r"[^\w:.+/-]+", re.ASCII)
_EDTF = re.compile(r"[\d/~.-]+")
_WORDS = re.compile(r"[A-Za-z0-9]+")
_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_PAGE_HYPHEN = re.compile(r"(?<=[\dA-Za-z])-(?=[\dA-Za-z])")


class BiblatexWriter:
    """Unicode stays; BibLaTeX's types and fields."""

    name = "biblatex"
    label = "BibLaTeX"
    suffix = ".bib"
    media_type = "application/x-bibtex"
    classic = False

    def write(self, records: Iterable[Record]) -> Iterator[bytes]:
        for record in records:
            lines = [f"  {name} = {value}" for name, value in self._fields(record)]
            head = f"@{self._type(record)}{{{_key(record)}"
            yield (",\n".join([head, *lines]) + "\n}\n\n").encode("utf-8", "replace")

    def losses(self, record: Record) -> tuple[Problem, ...]:
        problems = FIELDS.losses(record)
        named = {problem.variable for problem in problems}
        for row, text in FIELDS.written(record):
            if row.variable not in named and not self._keeps(row.tag, text):
                problems.append(lost(row.variable, "cannot be written whole in this format"))
        return tuple(problems)

    def _keeps(self, tag: str, text: str) -> bool:
        if tag in NAME_FIELDS or tag in VERBATIM_FIELDS or tag in DATE_FIELDS:
            return True
        name = bare(tag)
        encoded = encode(text, ascii_letters=self.classic)
        return decode(encoded, nocase=name in TITLE_FIELDS, breaks=name in BREAK_FIELDS).text == text

    def _type(self, record: Record) -> str:
        types = CLASSIC_TYPES if self.classic else BIBLATEX_TYPES
        own = next((left.value for left in record.leftovers if left.format == "bibtex" and left.tag == "@type"), "")
        if own and _UNSAFE_NAME.search(own) is None and CSL_TYPES.get(own, "document") == record.type:
            usual = types.get(record.type, "misc")
            if not self.classic or own in CLASSIC or usual == "misc":
                return own
        if self.classic and record.type == "thesis" and "master" in record.genre.lower():
            return "mastersthesis"
        return types.get(record.type, "misc")

    def _fields(self, record: Record) -> Iterator[tuple[str, str]]:
        is_taken_for_speech = record.type == "manuscript" and bool(record.event_title)
        if is_taken_for_speech or CSL_TYPES.get(self._type(record), "document") != record.type:
            yield "csl-type", f"{{{record.type}}}"
        has_volume_title = record.type in PART and bool(record.volume_title)
        if has_volume_title and not record.container_title:
            yield "maintitle", "{}"
        for row, text in FIELDS.written(record):
            tag = row.tag
            if tag == "@key":
                continue
            name = bare(tag)
            if name == "booktitle" and has_volume_title:
                name = "booktitle" if tag != name else "maintitle"
            if name == "pages" and record.type in WHOLE and not record.number_of_pages and is_extent(text):
                name = "csl-page"  # pages would be their number
            if name == "date":
                yield from self._date(record, text)
            elif self.classic and name in CLASSIC_NAMES:
                yield CLASSIC_NAMES[name], _braced(self._encoded(tag, text))
            elif self.classic and name == "institution" and record.type == "thesis":
                yield "school", _braced(self._encoded(tag, text))
            else:
                yield name, _braced(self._encoded(tag, text))
        for left in record.leftovers:
            name = _UNSAFE_NAME.sub("-", left.tag)
            if left.format == "bibtex" and not left.tag.startswith("@") and name:
                yield name, _braced(left.value if _is_balanced(left.value) else encode(left.value))

    def _encoded(self, tag: str, text: str) -> str:
        if tag in NAME_FIELDS:
            return text
        if tag in DATE_FIELDS:
            return _date_text(text)
        if tag in VERBATIM_FIELDS:
            return text if _is_balanced(text) and "\\" not in text else encode(text)
        encoded = encode(text, ascii_letters=self.classic)
        if bare(tag) in LIST_FIELDS or (bare(tag) in PUBLISHER_FIELDS and not self.classic):
            return _AND.sub("{and}", encoded)
        return _PAGE_HYPHEN.sub("--", encoded) if tag == "pages" else encoded  # LaTeX sets it as a dash

    def _date(self, record: Record, text: str) -> Iterator[tuple[str, str]]:
        date = record.issued
        if not self.classic:
            yield ("year" if not date.start else "date"), _braced(_date_text(text))
            return
        if not date.start or date.start[0] < 0:
            yield "year", _braced(_date_text(text))
            return
        yield "year", f"{{{date.start[0]:04d}}}"
        if len(date.start) > 1:
            yield "month", MONTH_MACROS[date.start[1] - 1]
        if len(date.start) > 2:
            yield "day", f"{{{date.start[2]:02d}}}"
        if dates.parse(dates.joined(*_classic_parts(date.start))) != date:
            yield "date", _braced(_date_text(text))


class BibtexWriter(BiblatexWriter):
    """The types and fields of 1988; letters with accents as LaTeX commands, which every tool reads."""

    name = "bibtex"
    label = "BibTeX"
    classic = True


def _classic_parts(start: tuple[int, ...]) -> tuple[str, str, str]:
    texts = [str(part) for part in start] + ["", ""]
    return texts[0], texts[1], texts[2]


def _key(record: Record) -> str:
    """The record's own key made safe, or one of first author and year."""
    return _UNSAFE_KEY.sub("-", record.id).strip("-") or _made_key(record)


def _made_key(record: Record) -> str:
    family = record.author[0].full_family if record.author else record.title
    word = _WORDS.search(decode(family).text)
    return f"{(word.group() if word else 'item').lower()}{record.year or ''}"


def _date_text(text: str) -> str:
    """EDTF as it is, with its ~; words beside a date as LaTeX."""
    return text if _EDTF.fullmatch(text) else encode(text)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _braced(text: str) -> str:
    return f"{{{text}}}"
