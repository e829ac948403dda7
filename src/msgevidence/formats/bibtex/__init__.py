"""BibTeX and BibLaTeX: tokenizer, inheritance, names, dates, the table, reader and writers."""

from msgevidence.formats.bibtex.reader import BibtexReader
from msgevidence.formats.bibtex.writer import BiblatexWriter, BibtexWriter

__all__ = ["BiblatexWriter", "BibtexReader", "BibtexWriter"]
