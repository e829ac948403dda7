"""Clusters: linear, explained, without conflicts inside; and the flow of PRISMA 2020 from them."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from msgevidence.matching import REASONS, clusters, compare, flow, judge, prepare
from msgevidence.matching import clusters as clusters_function
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record

BASE = Record(
    type="article-journal",
    title="Mutual support groups for caregivers of people with dementia: a randomized controlled trial",
    author=(Name(family="Lindqvist", given="Karin"), Name(family="Moreau", given="Jean-Paul")),
    issued=PartialDate((2014,)),
    container_title="Journal of Community Psychiatry",
    volume="41",
    issue="3",
    page="212-224",
)
OTHER = BASE.replaced(title="Costs of telephone groups in municipal health care", page="401-409")
EDITORIAL = Record(
    type="article-journal", title="Editorial", container_title="Journal of Group Practice", issued=PartialDate((2010,))
)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the comparisons from here on, so that no test needs a clock."""
    count = [0]
    module = __import__("sys").modules["msgevidence.matching.clusters"]
    original = module.compare

    def counting(a: object, b: object) -> object:
        count[0] += 1
        return original(a, b)

    monkeypatch.setattr(module, "compare", counting)
    return count


def test_duplicates_are_found_and_their_links_explained() -> None:
    found = clusters([BASE, OTHER, BASE.replaced(page="212-24"), BASE.replaced(author=())])
    assert found.clusters == ((0, 2, 3),)
    assert len(found.links) == 2
    assert all(rule for _, _, rule in found.links)
    assert found.maybe == ()


def test_nothing_and_one() -> None:
    assert clusters([]).clusters == ()
    assert clusters([BASE]).clusters == ()


def test_a_question_is_asked_once_for_two_clusters() -> None:
    abstract = BASE.replaced(page="88", issue="1")
    found = clusters([BASE, BASE.replaced(page="212-24"), abstract, abstract.replaced(page="88-88")])
    assert found.clusters == ((0, 1), (2, 3))
    assert len(found.maybe) == 1
    assert found.maybe[0][2] == "alike-title-and-authors"


def test_records_declared_different_never_meet() -> None:
    copies = [BASE, BASE, BASE.replaced(page="212-24")]
    found = clusters(copies, apart=[(1, 0)])
    assert all(not {0, 1} <= set(cluster) for cluster in found.clusters)
    assert sum(len(cluster) for cluster in found.clusters) == 2
    assert (0, 1) not in [(a, b) for a, b, _ in found.maybe]


def test_a_bridge_does_not_join_two_that_conflict() -> None:
    one = BASE.replaced(doi="10.5555/one", volume="", issue="", page="")
    two = BASE.replaced(doi="10.5555/two", volume="", issue="", page="")
    bridge = BASE.replaced(volume="", issue="", page="")
    found = clusters([one, bridge, two])
    assert [len(cluster) for cluster in found.clusters] == [2]
    assert [rule for _, _, rule in found.maybe] == ["conflict-within"]


def test_no_two_members_of_a_cluster_conflict_and_no_merge_is_without_a_rule() -> None:
    chance = random.Random(11)
    records = [
        BASE.replaced(
            doi=chance.choice(["", "", "10.5555/one", "10.5555/two"]),
            page=chance.choice(["", "212-224", "212", "88", "225-240"]),
            volume=chance.choice(["", "41", "14"]),
            issued=chance.choice([PartialDate(), PartialDate((2014,)), PartialDate((2013,)), PartialDate((2009,))]),
            author=chance.choice([(), BASE.author, BASE.author[:1]]),
        )
        for _ in range(150)
    ]
    found = clusters(records)
    for cluster in found.clusters:
        for a, b in combinations(cluster, 2):
            assert not judge(compare(prepare(records[a]), prepare(records[b]))).vetoed
    assert len(found.links) == sum(len(cluster) - 1 for cluster in found.clusters)
    assert {rule for _, _, rule in (*found.links, *found.maybe)} <= set(REASONS)


def test_order_does_not_matter_for_what_is_found() -> None:
    records = [BASE, OTHER, BASE.replaced(page="212-24"), OTHER.replaced(volume=""), EDITORIAL]
    forth = clusters(records).clusters
    back = clusters(records[::-1]).clusters
    assert {tuple(sorted(4 - position for position in cluster)) for cluster in back} == set(forth)


def test_a_thousand_identical_editorials_are_asked_about_not_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    count = counted(monkeypatch)
    found = clusters([EDITORIAL] * 1000)
    assert found.clusters == ()
    assert {rule for _, _, rule in found.maybe} == {"generic-title-only"}
    assert len(found.maybe) == 999
    assert count[0] < 2000


def test_a_thousand_copies_of_one_placed_editorial_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    count = counted(monkeypatch)
    found = clusters([EDITORIAL.replaced(volume="5", issue="1", page="1-2")] * 1000)
    assert [len(cluster) for cluster in found.clusters] == [1000]
    assert count[0] < 2000


def test_editorials_of_many_volumes_stay_apart_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    count = counted(monkeypatch)
    author = (Name(family="Novak"),)
    records = [EDITORIAL.replaced(author=author, volume=str(volume), page="1-2") for volume in range(1, 1201)]
    assert clusters(records).clusters == ()
    assert count[0] < 1200 * 60


def test_true_pairs_in_a_huge_block_are_still_found() -> None:
    author = (Name(family="Novak"),)
    records = [EDITORIAL.replaced(author=author, volume=str(volume), page="1-2") for volume in range(1, 301)]
    again = [record.replaced(page="1", issue="1") for record in records]
    assert len(clusters([*records, *again]).clusters) == 300


def test_a_cluster_that_would_join_two_hundred_is_asked_about() -> None:
    records = [
        BASE.replaced(volume="", issue="", page="", author=(Name(family="Lindqvist", given="K" * n),), abstract="x" * n)
        for n in range(1, 201)
    ]
    for n, record in enumerate(records):
        records[n] = record.replaced(title=BASE.title + " " + "ab"[n % 2] * (n % 4), doi="10.5555/jcp.41.212")
    found = clusters(records)
    assert max(len({prepare(records[position]) for position in cluster}) for cluster in found.clusters) <= 60
    assert {rule for _, _, rule in found.maybe} <= {"cluster-too-large", "conflict-within"}


@pytest.mark.parametrize(
    "records",
    [
        [Record(type="document")] * 300,
        [Record(type="document", title=letter) for letter in "abcdefghij" * 30],
        [Record(type="document", title="?")] * 50,
        [Record(type="document", title="(" * 3000, volume="9" * 5000, page="1-" * 3000, doi="10.1/" * 900)] * 3,
        [Record(type="document", title="x (2001) " * 400, author=(Name(literal="aB." * 3000),))] * 3,
        [Record(type="document", issued=PartialDate((2010,)), author=(Name(family="Wang"),))] * 300,
    ],
    ids=["empty", "one-letter", "signs", "brackets", "glued", "author-year"],
)
def test_bad_input_is_no_crash_and_no_merge_without_a_rule(records: list[Record]) -> None:
    found = clusters_function(records)
    assert len(found.links) == sum(len(cluster) - 1 for cluster in found.clusters)
    assert {rule for _, _, rule in (*found.links, *found.maybe)} <= set(REASONS)


def test_prisma_flow() -> None:
    records = [BASE, BASE, OTHER, BASE.replaced(page="88", issue="1")]
    numbers = flow(["PubMed", "Embase", "PubMed", "Embase"], clusters(records))
    assert dict(numbers.identified) == {"PubMed": 2, "Embase": 2}
    assert (numbers.records_identified, numbers.duplicates_removed, numbers.to_be_screened) == (4, 1, 3)
    assert numbers.held == 2
