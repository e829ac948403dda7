"""Reference lists as a source of records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgevidence.errors import FileRefused
from msgevidence.formats.reference_list.entries import opens_entry
from msgevidence.formats.reference_list.grammar import parse_entry
from msgevidence.formats.reference_list.sections import Section, find_list, is_heading
from msgevidence.formats.reference_list.spans import FORMAT, Parsed
from msgevidence.model.names import Name
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Draft, Names, RawRecord
from msgevidence.ports import Source

_SURE = 0.5
_LONGEST = 20_000_000  # characters: a hundred theses; a longer text is no manuscript
_parse = lru_cache(maxsize=512)(parse_entry)


class ReferenceListReader:
    """Reads the reference list of an essay, or a list pasted as it is. A RawRecord's fields are ``text``,
    ``spans`` ([variable, start, end] in that text), ``confidence`` and, for "———.", ``same-author``.
    """

    name = FORMAT
    label = "Reference list (plain text)"
    suffixes: tuple[str, ...] = (".txt", ".md")
    media_types: tuple[str, ...] = ("text/plain", "text/markdown")

    def sniff(self, head: str) -> float:
        """Plain text in which lines look like references, or that has a heading for them: never certain."""
        lines = [line.strip() for line in head.splitlines() if line.strip()]
        if any(is_heading(line) for line in lines):
            return 0.6
        opening = sum(1 for line in lines if opens_entry(line))
        if opening:
            return 0.55 if opening * 3 >= len(lines) else 0.4
        return 0.1 if lines and lines[0][0].isalpha() else 0.0

    def read(self, source: Source) -> Iterator[RawRecord]:
        """Every entry of the list, in order. FileRefused where there is no list."""
        with source.text() as stream:
            manuscript = stream.read(_LONGEST + 1)
        if len(manuscript) > _LONGEST:
            raise FileRefused(
                source.name,
                f"longer than {_LONGEST:,} characters, so no manuscript",
                remedy="Give the reference list alone, or name the format with --from.",
            )
        section = find_list(manuscript)
        if not section.found:
            raise FileRefused(
                source.name,
                "no reference list found",
                remedy="Put the list under a heading such as “References”, or paste the entries alone.",
            )
        yield from _records(manuscript, section)

    def draft(self, raw: RawRecord) -> Draft:
        """The entry's fields as CSL variables; one that says nothing readable is rejected, with its text kept."""
        fields = dict(raw.fields)
        same = tuple(Name.from_csl(name) for name in fields.get("same-author", ()))
        parsed = _parse(str(fields["text"]), same)
        draft = Draft(raw, parsed.type, dict(parsed.values), leftovers=list(parsed.leftovers))
        for problem in parsed.problems:
            draft.note(problem)
        if "title" not in parsed.values and "container_title" not in parsed.values:
            draft.rejected = "not understood as a reference"
        elif parsed.confidence < _SURE:
            draft.note(
                Problem("doubtful-reading", "read with little certainty; compare it with the text", Severity.WARNING)
            )
        return draft


def _records(manuscript: str, section: Section) -> Iterator[RawRecord]:
    line, at = 1, 0
    previous: Names = ()
    for index, entry in enumerate(section.entries):
        line += manuscript.count("\n", at, entry.start)
        at = entry.start
        parsed = _parse(entry.text, previous)
        fields: list[tuple[str, Any]] = [
            ("text", entry.text),
            ("spans", tuple((span.variable, span.start, span.end) for span in parsed.spans)),
            ("confidence", parsed.confidence),
        ]
        author = _author(parsed)
        if author and author is previous:
            fields.append(("same-author", tuple(name.to_csl() for name in previous)))
        previous = author or previous
        yield RawRecord(FORMAT, index, line, tuple(fields), entry.text)


def _author(parsed: Parsed) -> Names:
    author = parsed.values.get("author", ())
    return author if isinstance(author, tuple) else ()
