"""The JATS reference list: well-formed whatever the records hold, and what it cannot say is named."""

from __future__ import annotations

from defusedxml import ElementTree
from hypothesis import given, settings

from msgevidence.formats.jats import JatsWriter
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Record
from support.generated_records import records

WRITER = JatsWriter()


def written(*items: Record) -> str:
    return b"".join(WRITER.write(items)).decode("utf-8")


def test_a_journal_article() -> None:
    record = Record(
        type="article-journal",
        id="holt 2010",
        author=(Name(family="Holt-Lunstad", given="Julianne"), Name(literal="Group & Co"), OTHERS),
        issued=PartialDate((2010, 7, 27)),
        title="Social <i>relationships</i> < mortality",
        container_title="PLoS Medicine",
        volume="7",
        issue="7",
        page="100-109",
        doi="10.1371/journal.pmed.1000316",
        pmid="20668659",
    )
    root = ElementTree.fromstring(written(record))
    citation = root.find("ref/element-citation")
    assert citation is not None
    assert root.find("ref").get("id") == "R1-holt_2010"
    assert citation.get("publication-type") == "journal"
    assert [child.tag for child in citation.find("person-group")] == ["name", "collab", "etal"]
    assert citation.findtext("person-group/name/surname") == "Holt-Lunstad"
    assert "".join(citation.find("article-title").itertext()) == "Social relationships < mortality"
    assert citation.findtext("article-title/italic") == "relationships"
    found = {tag: citation.findtext(tag) for tag in ("source", "year", "month", "day", "volume", "fpage", "lpage")}
    assert found == {
        "source": "PLoS Medicine",
        "year": "2010",
        "month": "7",
        "day": "27",
        "volume": "7",
        "fpage": "100",
        "lpage": "109",
    }
    assert [(one.get("pub-id-type"), one.text) for one in citation.findall("pub-id")] == [
        ("doi", "10.1371/journal.pmed.1000316"),
        ("pmid", "20668659"),
    ]
    assert WRITER.losses(record) == ()


def test_a_book_is_its_own_source_and_a_chapter_is_not() -> None:
    root = ElementTree.fromstring(
        written(Record(type="book", title="Peers"), Record(type="chapter", title="One", container_title="Peers"))
    )
    book, chapter = root.findall("ref/element-citation")
    assert (book.findtext("source"), book.findtext("article-title")) == ("Peers", None)
    assert (chapter.findtext("chapter-title"), chapter.findtext("source")) == ("One", "Peers")


def test_what_jats_cannot_say_is_named() -> None:
    record = Record(type="performance", title="T", abstract="A", keyword="k")
    assert {problem.variable for problem in WRITER.losses(record)} == {"abstract", "keyword", "type"}


@given(record=records())
@settings(max_examples=100, deadline=None)
def test_any_record_becomes_well_formed_xml(record: Record) -> None:
    root = ElementTree.fromstring(written(record, record))
    assert len({ref.get("id") for ref in root.findall("ref")}) == 2
