"""Plain reference lists, pasted or inside an essay, read into records; and records written as such lists."""

from msgevidence.formats.reference_list.entries import Entry
from msgevidence.formats.reference_list.grammar import parse_entry
from msgevidence.formats.reference_list.reader import ReferenceListReader
from msgevidence.formats.reference_list.sections import Section, find_list
from msgevidence.formats.reference_list.spans import Parsed, Span
from msgevidence.formats.reference_list.writer import ReferenceListWriter

__all__ = [
    "Entry",
    "Parsed",
    "ReferenceListReader",
    "ReferenceListWriter",
    "Section",
    "Span",
    "find_list",
    "parse_entry",
]
