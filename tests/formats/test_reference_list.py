"""Reading and writing plain reference lists, from the essay of the first customer to hostile input."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgevidence.errors import FileRefused
from msgevidence.formats.reference_list import ReferenceListReader, ReferenceListWriter, parse_entry
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import StringSource

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("MSGEVIDENCE_SHARED", ROOT.parent / "shared"))
ESSAY = SHARED / "inputs" / "mutual-support-groups.txt"
LISTS = ROOT / "tests" / "data" / "reference_list" / "lists"
READER = ReferenceListReader()


def records_of(text: str) -> list[Record]:
    return [READER.draft(raw).settle() for raw in READER.read(StringSource(text))]


def list_text(name: str) -> str:
    return (LISTS / name).read_text(encoding="utf-8")


@pytest.mark.skipif(not ESSAY.exists(), reason=f"the shared essay is not here: {ESSAY}")
def test_the_essay_is_read_field_by_field() -> None:
    hoffman, huang, holt, kessler = records_of(ESSAY.read_text(encoding="utf-8"))
    assert [record.type for record in (hoffman, huang, holt, kessler)] == ["article-journal"] * 3 + ["chapter"]
    assert [name.family for name in hoffman.author] == ["Hoffman", "Shapero", "Reddy", "Mufson", "Ketter"]
    assert [name.given for name in hoffman.author] == ["S. E.", "B. G.", "M. K.", "L.", "T. A."]
    assert (hoffman.container_title, hoffman.volume, hoffman.issue, hoffman.page) == (
        "Journal of Affective Disorders",
        "228",
        "",
        "288-293",
    )
    assert (huang.volume, huang.issue, huang.page, huang.year) == ("62", "7", "609-618", 2016)
    assert holt.title == "Social relationships and mortality risk: A meta-analytic review"
    assert (holt.container_title, holt.page) == ("PLoS Medicine", "e1000316")
    assert kessler.editor == (Name("Kerr", "D. R."), Name("Stoez", "M. M."))
    assert (kessler.container_title, kessler.page) == ("Handbook of groupwork practice", "315–333")
    assert (kessler.publisher_place, kessler.publisher) == ("New York, NY", "Oxford University Press")


@pytest.mark.skipif(not ESSAY.exists(), reason=f"the shared essay is not here: {ESSAY}")
def test_the_essay_gives_four_sure_records_without_problems() -> None:
    text = ESSAY.read_text(encoding="utf-8")
    raws = list(READER.read(StringSource(text)))
    assert [dict(raw.fields)["confidence"] >= 0.9 for raw in raws] == [True] * 4
    assert [READER.draft(raw).problems for raw in raws] == [[], [], [], []]
    assert [text.splitlines()[raw.line - 1].startswith(raw.text[:20]) for raw in raws] == [True] * 4


def test_a_raw_record_carries_text_spans_and_confidence() -> None:
    (raw, *_) = READER.read(StringSource(list_text("bare.txt")))
    fields = dict(raw.fields)
    assert fields["text"] == raw.text
    spans = {variable: raw.text[start:end] for variable, start, end in fields["spans"]}
    assert spans["title"] == "Groups in care: A review"
    assert spans["container_title"] == "Medicine"
    assert spans["issued"] == "2001"
    assert 0 <= fields["confidence"] <= 1


def test_dashes_take_the_authors_of_the_entry_before() -> None:
    records = records_of(list_text("hanging.txt"))
    assert [record.author for record in records[1:3]] == [(Name("Norman", "W."),)] * 2
    assert records[2].title == "Helping once more"


def test_a_draft_is_the_same_from_the_raw_record_alone() -> None:
    """The reader keeps no state: a stored raw record can be drafted again by another reader."""
    raws = list(READER.read(StringSource(list_text("hanging.txt"))))
    assert [ReferenceListReader().draft(raw).settle() for raw in raws] == records_of(list_text("hanging.txt"))


def test_a_line_that_is_no_reference_is_counted_and_rejected_with_its_text() -> None:
    raws = list(READER.read(StringSource(list_text("unreadable.txt"))))
    draft = READER.draft(raws[1])
    assert draft.rejected
    assert [left.value for left in draft.leftovers] == ["see the handout from last week"]
    assert draft.problems[0].code == "unparsed-text"
    assert not READER.draft(raws[0]).rejected


def test_text_without_references_is_refused_with_a_remedy() -> None:
    with pytest.raises(FileRefused, match="no reference list found"):
        list(READER.read(StringSource("Nothing here but prose. It goes on.\n", "essay.txt")))


def test_what_is_not_understood_is_kept() -> None:
    parsed = parse_entry(
        "Dolan, P. (2001). Groups in care. Medicine, 80, 12–14. https://doi.org/10.9999/a1 [seen in class]"
    )
    assert parsed.values["page"] == "12–14"
    assert [left.value for left in parsed.leftovers if left.tag == "unparsed"] == ["[seen in class]"]
    assert parsed.confidence < 0.9


def test_sniffing_prefers_lists_and_headings_to_prose() -> None:
    assert READER.sniff(list_text("bare.txt")) > 0.5
    assert READER.sniff(list_text("hanging.txt")) > 0.5
    assert READER.sniff("TY  - JOUR\nAU  - Smith, J.\nER  - \n") < 0.4
    assert READER.sniff("") == 0.0


WRITTEN = (
    Record(
        type="article-journal",
        author=(Name("Berg", "J. P.", "", "van der"), Name("King", "M. L.", suffix="Jr.")),
        issued=PartialDate((2014,)),
        title="Groups in care: A review",
        container_title="Journal of Mutual Aid Studies",
        volume="12",
        issue="3",
        page="201–215",
        doi="10.9999/jmas.14",
    ),
    Record(
        type="chapter",
        author=(Name("Kessler", "R. C."),),
        issued=PartialDate((2000,)),
        title="Who leads?",
        editor=(Name("Best", "D."), Name("Savic", "M.")),
        container_title="Handbook of circles",
        edition="2",
        page="10–22",
        publisher="Routledge",
        publisher_place="London, England",
    ),
    Record(
        type="book",
        editor=(Name("Gartland", "A."),),
        issued=PartialDate((1984,)),
        title="The strength in us",
        edition="3",
        publisher="Basic Books",
    ),
    Record(
        type="thesis",
        author=(Name("Ndiaye", "A. B."),),
        issued=PartialDate((2016,)),
        title="Talking circles",
        genre="Doctoral dissertation",
        publisher="University of Dakar",
    ),
    Record(
        type="article-newspaper",
        author=(Name("Carlow", "B."),),
        issued=PartialDate((2019, 5, 3)),
        title="When strangers help",
        container_title="The New York Times",
        page="A1",
    ),
)


@pytest.mark.parametrize("record", WRITTEN, ids=lambda record: record.type)
def test_second_reading_equals_first(record: Record) -> None:
    line = b"".join(ReferenceListWriter().write([record])).decode()
    parsed = parse_entry(line.strip())
    assert Record(type=parsed.type, **parsed.values) == record


def test_the_writer_names_what_it_cannot_say() -> None:
    lost = ReferenceListWriter().losses(Record(type="book", title="<i>Ulysses</i> read", isbn="9780306406157"))
    assert {problem.variable for problem in lost} == {"isbn", "title"}


def test_a_year_letter_comes_back() -> None:
    line = "Norman, W. (1988b). Helping each other. Basic Books."
    (record,) = records_of(line)
    assert [(left.tag, left.value) for left in record.leftovers] == [("year-suffix", "b")]
    assert b"".join(ReferenceListWriter().write([record])).decode().strip() == line


@pytest.mark.parametrize(
    "pattern",
    ["(", "a", "A. ", "Aa, A. ", "*", "“a” ", "References\n", "(2018). ", "Aa of Bb and ", "<i", "1 ", "https://a/"],
)
def test_a_megabyte_of_nonsense_comes_back(pattern: str) -> None:
    """A pattern that backtracks without end would hang here."""
    text = pattern * (1_000_000 // len(pattern))
    try:
        count = sum(1 for _ in READER.read(StringSource(text)))
    except FileRefused:
        count = 0
    assert count < 10


_WORDS = st.sampled_from(
    "(2018) 2018; In (Eds.) et al. doi:10.1/ http://x pp. vol. no. Smith, J. & “ ”"
    " [Data <i> </i> * n.d. ———. (ca. 99/99/9999"
    " editors. 2018;12(3):4 (2018,May99) Jr. ,, ;; :: .. ( ) ] [".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=30).map(" ".join))
def test_no_string_raises_and_spans_stay_inside(text: str) -> None:
    parsed = parse_entry(text)
    assert all(0 <= span.start < span.end <= len(text) for span in parsed.spans)
    assert 0 <= parsed.confidence <= 1
    READER.draft(RawRecord("reference-list", 0, 1, (("text", text),), text)).settle()
