"""EndNote's XML, of EndNote and of those that write like it: table, reader and writer."""

from msgevidence.formats.endnote_xml.reader import EndnoteXmlReader
from msgevidence.formats.endnote_xml.writer import EndnoteXmlWriter

__all__ = ["EndnoteXmlReader", "EndnoteXmlWriter"]
