"""The query language, the order of a list, and pages of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Facet
from msgevidence.model.names import Name
from msgevidence.store import Filters, Library, fulltext
from store.builders import add, entry, record, tag

ODD = (
    '"', '"peer', "a AND", "AND", "OR", "a OR", "NOT", "t:", ":", "*", "ab*", "NEAR(", "NEAR(a b)",
    "-a", "-", "--", "O'Brien",
    "covid-19", "10.1000/xyz", "https://doi.org/10.1000/xyz", "", " ", "^a", "(a", "a)", "{title}: a",
    "title:", "title:*", "year:",
    "year:x", "year:..", "year:2010..", "tag:", "tag:nothing",
    "\x00", "\ud800", "🙂", "é́", "a\tb\nc", '""', '-"a b"', "a:b:c",
    "'; DROP TABLE report; --", "%", "_", "\\",
    "x" * 5000, "word " * 500, "* " * 300, "doi:", "key:x", "-tag:depression", "-year:2010",
)  # fmt: skip


@pytest.fixture
def shelf(library: Library) -> Library:
    """Five reports that differ in words, people, years and tags."""
    hope = (tag(Facet.OUTCOME, "hope"),)
    depression = (tag(Facet.POPULATION, "depression"),)
    with library.run(source="shelf") as run:
        run.apply(
            [
                entry(record("Mutual support in schizophrenia", 2004), index=0, citekey="chien2004"),
                entry(record("Peer support for depression", 2011, abstract="Hope grew."), index=1, tags=depression),
                entry(
                    record("Support by peers: a naïve view", 2018, author=(Name(family="O’Brien"),)), index=2, tags=hope
                ),
                entry(record("Grief", None, container_title="Journal of Peer Support", doi="10.1000/xyz"), index=3),
                entry(record("Alcohol and covid-19", 2020, keyword="support; of peers", pmid="99"), index=4),
            ]
        )
    return library


def titles(library: Library, query: str, **filters: object) -> set[str]:
    page = library.queries.find(Filters(query=query, **filters))  # type: ignore[arg-type]
    assert page.total == len(page.rows) == len(library.queries.ids(Filters(query=query, **filters)))  # type: ignore[arg-type]
    return {row.title.split()[0] for row in page.rows}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("peer support", {"Peer", "Support", "Grief", "Alcohol"}),  # both words, stemmed, anywhere
        ('"peer support"', {"Peer", "Grief"}),
        ("depression OR schizophrenia", {"Peer", "Mutual"}),
        ("depression OR schizophrenia support -mutual", {"Peer"}),
        ("support -peer", {"Mutual"}),
        ("-support", set()),
        ("-peer", {"Mutual"}),
        ("schizo*", {"Mutual"}),
        ("sc*", set()),  # too short: a word, and there is none
        ("NAIVE", {"Support"}),  # neither case nor accents
        ("author:chien", {"Mutual", "Peer", "Grief", "Alcohol"}),
        ("author:o'brien", {"Support"}),
        ("title:support", {"Mutual", "Peer", "Support"}),
        ("journal:peer", {"Grief"}),
        ("keyword:support", {"Alcohol"}),
        ("abstract:hope", {"Peer"}),
        ('title:"peer support"', {"Peer"}),
        ("year:2004", {"Mutual"}),
        ("year:2010..2018", {"Peer", "Support"}),
        ("year:2018..", {"Support", "Alcohol"}),
        ("year:..2011", {"Mutual", "Peer"}),
        ("-year:2000..2019", {"Alcohol", "Grief"}),
        ("tag:depression", {"Peer"}),
        ('tag:"mental illness"', {"Peer"}),  # by synonym, with what is under it
        ("outcome:recovery", {"Support"}),
        ("population:hope", set()),
        ("tag:hope OR year:2004", {"Support", "Mutual"}),
        ("tag:hope OR alcohol", {"Support", "Alcohol"}),
        ("covid-19", {"Alcohol"}),
        ("10.1000/XYZ", {"Grief"}),
        ("https://doi.org/10.1000/xyz", {"Grief"}),
        ("pmid:99", {"Alcohol"}),
        ("key:CHIEN2004", {"Mutual"}),
        ("nonsense:grief", set()),  # not a field: both words are looked for
    ],
)
def test_what_a_query_finds(shelf: Library, query: str, found: set[str]) -> None:
    assert titles(shelf, query) == found


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_mean_something_and_never_raise(shelf: Library, query: str) -> None:
    page = shelf.queries.find(Filters(query=query))
    assert page.total == len(page.rows)
    assert shelf.queries.find(Filters(query="grief")).total == 1  # and nothing was changed by it


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from([*ODD[:40], "peer", "support", "year:2011", "tag:hope"]) | st.text(max_size=12), max_size=6
    )
)
def test_no_combination_raises(shelf: Library, parts: list[str]) -> None:
    filters = Filters(query=" ".join(parts))
    assert shelf.queries.find(filters).total == len(shelf.queries.ids(filters))


def test_odd_parts_are_explained(shelf: Library) -> None:
    assert "too short" in shelf.queries.find(Filters(query="ab* peer")).notes[0]
    assert "no word" in shelf.queries.find(Filters(query="***")).notes[0]
    assert "first 60 words" in shelf.queries.find(Filters(query="peer " * 61)).notes[0]


def test_words_and_filters_narrow_together(shelf: Library) -> None:
    assert titles(shelf, "support", population=("mental-health",)) == {"Peer"}
    assert titles(shelf, "support", from_year=2005, to_year=2018) == {"Peer", "Support"}
    assert titles(shelf, "", population=("depression",), outcome=("hope",)) == set()
    assert titles(shelf, "", population=("depression", "cancer")) == {"Peer"}


def test_a_term_the_vocabulary_does_not_have_is_refused(shelf: Library) -> None:
    with pytest.raises(CallRefused, match="no population melancholy"):
        shelf.queries.find(Filters(population=("melancholy",)))
    with pytest.raises(CallRefused, match="cannot sort"):
        shelf.queries.find(sort="colour")


def test_orders(shelf: Library) -> None:
    def order(sort: str) -> list[str]:
        return [row.title.split()[0] for row in shelf.queries.find(sort=sort).rows]

    assert order("year") == order("relevance") == ["Alcohol", "Support", "Peer", "Mutual", "Grief"]
    assert order("title") == ["Alcohol", "Grief", "Mutual", "Peer", "Support"]
    assert order("author") == ["Mutual", "Peer", "Alcohol", "Grief", "Support"]


def test_words_in_the_title_weigh_most(shelf: Library) -> None:
    assert shelf.queries.find(Filters(query="support")).rows[-1].title.startswith(("Grief", "Alcohol"))


def test_pages_join_without_gap_or_overlap(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    add(library, *(record(f"Support number {number} " + "support " * (number % 4), 2000) for number in range(23)))
    monkeypatch.setattr(fulltext, "RANKED_AT_MOST", 10)  # the first ten are ranked, the others follow
    for filters in (Filters(query="support"), Filters(query="support", from_year=1999), Filters()):
        whole = library.queries.ids(filters, sort="relevance")
        paged = [
            row.id for offset in range(0, 30, 4) for row in library.queries.find(filters, limit=4, offset=offset).rows
        ]
        assert sorted(paged) == sorted(set(whole))
        assert paged == whole
        assert len(whole) == library.queries.find(filters, limit=1).total == 23


def test_records_come_in_the_order_asked_for(shelf: Library) -> None:
    ids = shelf.queries.ids(sort="title")
    backwards = [record_.title.split()[0] for _, record_ in shelf.queries.records([*reversed(ids), 999])]
    assert backwards == ["Support", "Peer", "Mutual", "Grief", "Alcohol"]
    by_query = [key for key, _ in shelf.queries.records(Filters(query="year:2004"))]
    assert by_query == ["chien2004"]
