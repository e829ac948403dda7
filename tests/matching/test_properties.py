"""What holds for any two records, however strange."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from msgevidence.matching import Judgement, compare, judge, keys, merge, prepare
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record
from msgevidence.ports import Verdict

TEXT = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="abcAB .,-()[]:/0123456789;éßжあ互", max_size=60),
    st.sampled_from(
        ["", "Editorial", "Part II", "1425-37", "e12", "06-Oct", "10.5555/x", "Erratum: groups", "J Clin X"]
    ),
)
NAMES = st.lists(st.one_of(st.builds(Name, family=TEXT, given=TEXT), st.builds(Name, literal=TEXT)), max_size=4).map(
    tuple
)
RECORDS = st.builds(
    Record,
    type=st.sampled_from(["article-journal", "book", "document"]),
    title=TEXT,
    author=NAMES,
    issued=st.one_of(st.just(PartialDate()), st.integers(1, 2030).map(lambda year: PartialDate((year,)))),
    container_title=TEXT,
    volume=TEXT,
    issue=TEXT,
    page=TEXT,
    doi=TEXT,
    pmid=TEXT,
    isbn=TEXT,
    issn=TEXT,
    edition=TEXT,
    abstract=TEXT,
)


@settings(max_examples=150, deadline=None)
@given(RECORDS, RECORDS)
def test_comparison_is_symmetric_and_graded_between_nothing_and_one(one: Record, other: Record) -> None:
    a, b = prepare(one), prepare(other)
    evidence = compare(a, b)
    assert evidence == compare(b, a)
    assert isinstance(judge(evidence), Judgement)
    for grade in (evidence.title, evidence.authors, evidence.journal):
        assert grade is None or 0 <= grade <= 1


@settings(max_examples=80, deadline=None)
@given(RECORDS)
def test_a_record_is_never_vetoed_against_itself(record: Record) -> None:
    found = judge(compare(prepare(record), prepare(record)))
    assert not found.vetoed
    if found.verdict is not Verdict.DIFFERENT and record.title.strip():
        assert keys(record), "a record worth asking about has a key"


@settings(max_examples=80, deadline=None)
@given(RECORDS)
def test_equal_copies_are_the_same_or_asked_about_when_they_have_a_title(record: Record) -> None:
    if record.title.strip():
        assert judge(compare(prepare(record), prepare(record))).verdict is not Verdict.DIFFERENT


@settings(max_examples=60, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=4))
def test_merging_loses_no_variable(records: list[Record]) -> None:
    merged = merge(records)
    said = {name for record in records for name, _ in record.values()}
    assert {name for name, _ in merged.record.values()} == said == set(merged.origins)
    assert all(0 <= origin < len(records) for origin in merged.origins.values())
