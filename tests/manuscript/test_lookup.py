"""The verdicts on references, against a library of two invented works and authorities that answer or do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from msgevidence.citation.formatted import plain
from msgevidence.citation.style import bibliography
from msgevidence.errors import AuthorityUnavailable
from msgevidence.ingest.bundle import Desk
from msgevidence.ingest.pipeline import ingest
from msgevidence.manuscript.lookup import Looked, Searcher, Verdict
from msgevidence.manuscript.reading import from_text
from msgevidence.manuscript.reflist import read_list
from msgevidence.model.record import Record
from msgevidence.ports import Authority
from msgevidence.sources.files import from_text as source_from_text
from msgevidence.store.queries import Queries

REAL = (
    "Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P. (2010). Peer groups and hope after a first episode of"
    " psychosis: A randomised trial. Journal of Mutual Help, 12(3), 101–118. https://doi.org/10.1000/hope.2010"
)


def looked_up(entry: str, queries: Queries, authorities: Sequence[Authority] = ()) -> Looked:
    references = read_list(from_text(f"Text.\n\nReferences\n\n{entry}\n")).references
    assert len(references) == 1
    return Searcher(queries, authorities).look_up(references)[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        (" https://doi.org/10.1000/hope.2010", ""),
        ("Müller-Lüdenscheidt", "Muller Ludenscheidt"),
        ("van der Berg, P.", "Berg, P. van der"),
        ("Journal of Mutual Help", "J Mutual Help"),
        ("randomised", "randomized"),
        ("episode", "episde"),
        (": A randomised trial", ""),
        ("(3)", ""),
        ("Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P.", "Adams, R., et al."),
    ],
)
def test_matched_within_the_tolerances(queries: Queries, before: str, after: str) -> None:
    looked = looked_up(REAL.replace(before, after) if before else REAL, queries)
    assert (looked.verdict, looked.match) == (Verdict.MATCHED, "adams-2010"), looked.message


@pytest.mark.parametrize(
    ("before", "after", "variable"),
    [
        ("(2010)", "(2011)", "issued"),
        ("(2010)", "(1998)", "issued"),
        ("Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P.", "Adams, R., & van der Berg, P.", "author"),
        ("Adams, R., Müller-Lüdenscheidt, H., & van der Berg, P.", "Stone, R., Wood, H., & Hill, P.", "author"),
        ("Adams, R., Müller-Lüdenscheidt, H.", "Müller-Lüdenscheidt, H., Adams, R.", "author"),
        ("& van der Berg, P.", "& van der Burgh, P.", "author"),
        ("Journal of Mutual Help", "Annals of Botany", "container-title"),
        ("10.1000/hope.2010", "10.1000/other.77", "DOI"),
        ("Peer groups and hope after a first episode of psychosis", "Exercise and sleep in early adulthood", "title"),
    ],
)
def test_one_wrong_part_is_a_difference_and_no_match(queries: Queries, before: str, after: str, variable: str) -> None:
    looked = looked_up(REAL.replace(before, after), queries)
    assert (looked.verdict, looked.match) == (Verdict.DIFFERS, "adams-2010"), looked.message
    assert variable in [one.variable for one in looked.differences]


def test_details_are_told_but_do_not_decide(queries: Queries) -> None:
    looked = looked_up(REAL.replace("101–118", "201–218"), queries)
    assert looked.verdict is Verdict.MATCHED
    assert [(one.variable, one.draft, one.record) for one in looked.differences] == [("page", "201-218", "101-118")]


def test_the_title_of_one_with_the_rest_of_another_is_never_matched(queries: Queries) -> None:
    entry = REAL.replace(
        "Peer groups and hope after a first episode of psychosis: A randomised trial",
        "Walking clubs for widowed men in northern towns",
    ).replace(" https://doi.org/10.1000/hope.2010", "")
    assert looked_up(entry, queries).verdict is Verdict.DIFFERS


def test_a_real_identifier_on_another_work(queries: Queries) -> None:
    entry = "Stone, R. (2019). Bird song in city parks. Ornithology Today, 3(1), 4–9. https://doi.org/10.1000/hope.2010"
    looked = looked_up(entry, queries)
    assert (looked.verdict, looked.match) == (Verdict.ELSEWHERE, "adams-2010")
    assert "belongs to another work" in looked.message


@pytest.mark.parametrize(
    "entry",
    [
        "Adams, R. (2010). Deep learning for crop yields. Journal of Agronomy, 9(2), 55–60.",
        "Baker, T., & Chen, L. (2012). Rotating savings clubs in coastal villages. Economic History, 8(2), 1–20.",
        "Stone, R. (2001). Hope in psychosis groups. Self-published.",
    ],
)
def test_a_surname_a_year_or_a_word_never_suffice(queries: Queries, entry: str) -> None:
    looked = looked_up(entry, queries)
    assert looked.verdict is Verdict.NOT_FOUND
    assert looked.message.startswith("not found in what was searched")
    assert "fake" not in looked.message


def test_near_works_are_offered_with_the_reason(queries: Queries) -> None:
    looked = looked_up("Stone, R. (2001). Walking clubs and widowed women. Penguin.", queries)
    assert looked.verdict is Verdict.NOT_FOUND
    assert [one.citekey for one in looked.nearest] == ["baker-2012"]
    assert "walking" in looked.nearest[0].why


def test_what_is_not_understood_cannot_be_told(queries: Queries) -> None:
    references = read_list(from_text(f"Text.\n\nReferences\n\n{REAL}\n\n??? 2010 !!!\n")).references
    verdicts = [one.verdict for one in Searcher(queries).look_up(references)]
    assert verdicts == [Verdict.MATCHED, Verdict.CANNOT_TELL]


def test_a_reference_list_imported_before_confirms_nothing(library: Desk) -> None:
    entry = "Stone, R. (2019). Bird song in city parks. Ornithology Today, 3(1), 4–9."
    ingest(library.library, [source_from_text(f"References\n\n{entry}\n", "own.txt")], library.tagger)
    assert looked_up(entry, library.library.queries).verdict is Verdict.NOT_FOUND
    as_json = [{"id": "s", "type": "article-journal", "title": "Bird song in city parks", "issued": {"date-parts":
               [[2019]]}, "author": [{"family": "Stone", "given": "R."}], "container-title": "Ornithology Today",
               "volume": "3", "issue": "1", "page": "4-9"}]  # fmt: skip
    ingest(library.library, [source_from_text(json.dumps(as_json), "database.json")], library.tagger)
    assert looked_up(entry, library.library.queries).verdict is Verdict.MATCHED


@dataclass
class Double:
    """An authority that knows these works, or does not answer."""

    name: str = "double"
    schemes: tuple[str, ...] = ("doi",)
    works: tuple[Record, ...] = ()
    is_silent: bool = False
    asked: list[str] = field(default_factory=list)

    def lookup(self, scheme: str, identifier: str) -> Record | None:
        self.asked.append(f"{scheme}:{identifier}")
        if self.is_silent:
            raise AuthorityUnavailable("no answer in 10 s")
        return next((work for work in self.works if getattr(work, scheme) == identifier), None)

    def search(self, record: Record, limit: int = 10) -> Sequence[Record]:
        self.asked.append(f"search:{record.title}")
        if self.is_silent:
            raise AuthorityUnavailable("no answer in 10 s")
        return self.works[:limit]


BIRDS = "Finch, R. (2019). Birds of the northern docks. Ornithology Today, 3(1), 4–9."


def test_notices_of_the_library_come_with_the_work(bundled: Desk) -> None:
    queries = bundled.library.queries
    noticed = [row for row in queries.find(limit=1_000).rows if row.notices]
    assert noticed
    for row in noticed:
        record = queries.report(row.citekey).record
        entry = plain(bibliography([record], "apa").entries[0].runs)
        looked = looked_up(entry, queries)
        assert (looked.verdict, looked.match) == (Verdict.MATCHED, row.citekey), looked.message
        assert tuple(notice.kind for notice in looked.notices) == row.notices


def birds(**changes: str) -> Record:
    record = read_list(from_text(f"References\n\n{BIRDS}\n")).references[0].record
    assert record is not None
    return record.replaced(doi="10.1000/birds", **changes)


def test_an_authority_confirms_what_the_library_does_not_have(queries: Queries) -> None:
    looked = looked_up(BIRDS, queries, [Double(), Double("second", works=(birds(),))])
    assert (looked.verdict, looked.match, looked.where) == (Verdict.MATCHED, "10.1000/birds", "second")


def test_an_authority_is_not_asked_about_what_the_library_matches(queries: Queries) -> None:
    double = Double()
    assert looked_up(REAL, queries, [double]).verdict is Verdict.MATCHED
    assert double.asked == []


def test_a_wrong_but_similar_first_hit_is_not_taken(queries: Queries) -> None:
    similar = birds(title="Birds of the southern docks and quays of Holland", volume="9", page="77-80")
    looked = looked_up(BIRDS, queries, [Double(works=(similar, birds()))])
    assert (looked.verdict, looked.work and looked.work.volume) == (Verdict.MATCHED, "3")
    assert looked_up(BIRDS, queries, [Double(works=(similar,))]).verdict is not Verdict.MATCHED


def test_silence_is_no_verdict(queries: Queries) -> None:
    looked = looked_up(BIRDS, queries, [Double(is_silent=True)])
    assert looked.verdict is Verdict.CANNOT_TELL
    assert "double did not answer" in looked.message
