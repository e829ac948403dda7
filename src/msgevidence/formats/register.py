"""Every format there is: one line each. The format of an input is found from its content."""

from __future__ import annotations

from msgevidence.errors import CallRefused, FileRefused
from msgevidence.formats.bibtex import BiblatexWriter, BibtexReader, BibtexWriter
from msgevidence.formats.csl_json import CslJsonReader, CslJsonWriter
from msgevidence.formats.endnote_xml import EndnoteXmlReader, EndnoteXmlWriter
from msgevidence.formats.jats import JatsWriter
from msgevidence.formats.nbib import NbibReader, NbibWriter
from msgevidence.formats.ovid import OvidReader
from msgevidence.formats.pubmed_xml import PubmedXmlReader
from msgevidence.formats.refer import ReferReader
from msgevidence.formats.reference_list import ReferenceListReader, ReferenceListWriter
from msgevidence.formats.refworks import RefWorksReader
from msgevidence.formats.ris import RisReader, RisWriter
from msgevidence.formats.table_csv import CsvReader, CsvWriter
from msgevidence.formats.web_of_science import WebOfScienceReader
from msgevidence.formats.xlsx import XlsxReader, XlsxWriter
from msgevidence.formats.zotero_item import ZoteroItemReader, ZoteroItemWriter
from msgevidence.ports import Reader, Writer

READERS: tuple[Reader, ...] = (
    BibtexReader(),
    RisReader(),
    NbibReader(),
    PubmedXmlReader(),
    EndnoteXmlReader(),
    ReferReader(),
    RefWorksReader(),
    WebOfScienceReader(),
    OvidReader(),
    CslJsonReader(),
    ZoteroItemReader(),
    CsvReader(),
    XlsxReader(),
    ReferenceListReader(),
)

WRITERS: tuple[Writer, ...] = (
    BibtexWriter(),
    BiblatexWriter(),
    RisWriter(),
    NbibWriter(),
    EndnoteXmlWriter(),
    CslJsonWriter(),
    ZoteroItemWriter(),
    CsvWriter(),
    XlsxWriter(),
    JatsWriter(),
    ReferenceListWriter(),
)

_ENOUGH = 0.05  # below this no reader would know what to do with the content


def reader(name: str) -> Reader:
    """The reader of that name; ``csv:Titel=title`` also says what columns mean. CallRefused names those there are."""
    name, _, columns = name.partition(":")
    for known in READERS:
        if known.name == name:
            return known.configured(columns) if columns and isinstance(known, CsvReader | XlsxReader) else known
    raise CallRefused(f"No format “{name}” can be read. Choose one of: {', '.join(known.name for known in READERS)}.")


def writer(name: str) -> Writer:
    """The writer of that name; CallRefused names those there are."""
    for known in WRITERS:
        if known.name == name:
            return known
    raise CallRefused(
        f"No format “{name}” can be written. Choose one of: {', '.join(known.name for known in WRITERS)}."
    )


def detect(head: str, name: str = "") -> Reader:
    """The reader surest of the content; the suffix of `name` only breaks ties. FileRefused when none knows it."""
    lowered = name.lower()
    scored = [(known.sniff(head), lowered.endswith(known.suffixes), known) for known in READERS]
    best = max(scored, key=lambda entry: entry[:2])
    if best[0] < _ENOUGH:
        raise FileRefused(
            name or "the text",
            "is in no format that can be read",
            remedy=f"Name its format if you know it: {', '.join(known.name for known in READERS)}.",
        )
    return best[2]
