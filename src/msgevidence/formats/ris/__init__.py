"""RIS and its dialects: lines, the table by reference type, reader and writer."""

from msgevidence.formats.ris.reader import RisReader
from msgevidence.formats.ris.writer import RisWriter

__all__ = ["RisReader", "RisWriter"]
