"""Counts agree with the list, whatever is in the library and whatever is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msgevidence.model.evidence import Direction, Facet, Relevance, Tag, TagStatus, Term
from msgevidence.store import Filters, Library
from store.blanks import Blank
from store.builders import VOCABULARY, copied, entry, finding, record, study

FACETS = (Facet.POPULATION, Facet.OUTCOME, Facet.DESIGN)
SLUGS = {facet: [term.slug for term in VOCABULARY if term.facet == facet] for facet in FACETS}
PARENT = {(term.facet, term.slug): term.broader for term in VOCABULARY}
WORDS = ("peer", "hope", "grief")

tags = st.lists(
    st.sampled_from([term for term in VOCABULARY if term.facet in FACETS]).flatmap(
        lambda term: st.builds(
            Tag, st.just(term.facet), st.just(term.slug), st.sampled_from(["rule", "source"]), st.just(""),
            st.sampled_from(TagStatus),
        )
    ),
    max_size=4,
)  # fmt: skip
reports = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), max_size=3),
        st.sampled_from([None, 2000, 2005, 2010]),
        tags,
        st.sampled_from([None, *Relevance]),
        st.sampled_from([None, 1, 2, 3]),
        st.lists(st.tuples(st.sampled_from(SLUGS[Facet.POPULATION]), st.sampled_from(SLUGS[Facet.OUTCOME]),
                           st.sampled_from(list(Direction)[:3])), max_size=2),
    ),
    max_size=7,
)  # fmt: skip


def some(values: Any) -> Any:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


filters = st.builds(
    Filters,
    query=st.sampled_from(["", "", *WORDS, "peer OR grief", "-hope", "tag:recovery", "year:2000..2005"]),
    population=some(SLUGS[Facet.POPULATION]),
    outcome=some(SLUGS[Facet.OUTCOME]),
    design=some(SLUGS[Facet.DESIGN]),
    from_year=st.sampled_from([None, None, 2001]),
    to_year=st.sampled_from([None, None, 2005]),
    relevance=some([one.value for one in Relevance]),
    level=some([1, 2]),
    direction=some([one.value for one in list(Direction)[:3]]),
    status=st.sampled_from([Filters().status, (TagStatus.ACCEPTED,), (TagStatus.PROPOSED,)]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=reports, asked=filters)
def test_counts_agree_with_the_list_and_with_a_count_by_hand(blank: Blank, made: list[Any], asked: Filters) -> None:
    with copied(blank) as library:
        facts = _fill(library, made)
        queries = library.queries

        def by_hand(wanted: Filters) -> set[int]:
            return {id_ for id_, fact in facts.items() if _matches(fact, wanted)}

        expected = by_hand(asked)
        assert set(queries.ids(asked)) == expected
        assert queries.find(asked, limit=1).total == len(expected)
        for facet, counts in queries.facets(asked, FACETS).items():
            free = by_hand(asked.with_terms(facet, ()))
            counted = Counter(slug for id_ in free for slug in _slugs(facts[id_], facet, asked.status))
            assert {one.slug: one.count for one in counts if one.count} == dict(counted)
            for one in counts:  # choosing it gives just that many
                assert queries.find(asked.with_terms(facet, (one.slug,))).total == one.count
        years = Counter(facts[id_]["year"] for id_ in by_hand(asked.without_years()))
        assert {one.year: one.count for one in queries.years(asked)} == dict(years)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=reports, asked=filters)
def test_the_map_agrees_with_its_cells_and_with_a_count_by_hand(blank: Blank, made: list[Any], asked: Filters) -> None:
    with copied(blank) as library:
        facts = _fill(library, made)
        asked = replace(asked, query="", status=Filters().status)
        matrix = library.queries.cells(filters=asked)
        expected = _cells_by_hand(facts, asked)
        assert {(one.row, one.column): (one.studies, one.findings) for one in matrix.cells} == expected
        for one in matrix.cells:
            assert sum(one.by_design.values()) == one.studies
            assert sum(one.by_direction.values()) == sum(one.by_certainty.values()) == one.findings
            views = library.queries.cell(Facet.POPULATION, one.row, Facet.OUTCOME, one.column, asked)
            assert (len(views), sum(len(view.findings) for view in views)) == (one.studies, one.findings)


def _fill(library: Library, made: list[Any]) -> dict[int, dict[str, Any]]:
    """Stores the reports with their evidence; by id, what was stored."""
    with library.run(source="made") as run:
        ids = run.apply(
            [
                entry(record(" ".join(("x", *words)), year), index=index, tags=tuple(said))
                for index, (words, year, said, *_) in enumerate(made)
            ]
        )
        known = dict(enumerate(ids))
        studied = [(index, one) for index, one in enumerate(made) if one[3] is not None]
        run.put_evidence(
            studies=[
                study(f"s{index}", f"w{index}", relevance=one[3], ocebm_level=one[4], design="rct")
                for index, one in studied
            ],
            findings=[
                finding(f"f{index}.{place}", study=f"s{index}", work=f"w{index}", population=p, outcome=o, direction=d)
                for index, one in studied
                for place, (p, o, d) in enumerate(one[5])
            ],
            works={f"w{index}": known[index] or 0 for index, _ in studied},
        )
    facts = {}
    for index, (words, year, said, relevance, level, found) in enumerate(made):
        unique = {(one.facet, one.term, one.by): one for one in reversed(said)}.values()
        claims = [(one.facet, one.term, one.status) for one in unique]
        if relevance is not None:
            claims.append((Facet.DESIGN, "rct", TagStatus.ACCEPTED))
            claims += [
                (f, s, TagStatus.ACCEPTED) for p, o, _ in found for f, s in ((Facet.POPULATION, p), (Facet.OUTCOME, o))
            ]
        facts[known[index] or 0] = {
            "words": set(words), "year": year, "tags": _effective(claims), "relevance": relevance,
            "level": level if relevance is not None else None, "found": found if relevance is not None else [],
        }  # fmt: skip
    return facts


def _effective(claims: list[tuple[Facet, str, TagStatus]]) -> dict[tuple[Facet, str], TagStatus]:
    order = [TagStatus.ACCEPTED, TagStatus.REJECTED, TagStatus.PROPOSED]
    held: dict[tuple[Facet, str], TagStatus] = {}
    for facet, slug, status in claims:
        held[facet, slug] = min(held.get((facet, slug), status), status, key=order.index)
    return held


def _upwards(facet: Facet, slug: str) -> set[str]:
    found = set()
    while slug:
        found.add(slug)
        slug = PARENT[facet, slug]
    return found


def _slugs(fact: dict[str, Any], facet: Facet, status: tuple[TagStatus, ...]) -> set[str]:
    return {
        over
        for (of, slug), held in fact["tags"].items()
        if of == facet and held in status
        for over in _upwards(of, slug)
    }


def _matches(fact: dict[str, Any], wanted: Filters) -> bool:
    year = fact["year"]
    queries = {
        "": True, "peer OR grief": bool(fact["words"] & {"peer", "grief"}), "-hope": "hope" not in fact["words"],
        "tag:recovery": "recovery" in _slugs(fact, Facet.OUTCOME, wanted.status),
        "year:2000..2005": year is not None and 2000 <= year <= 2005,
    }  # fmt: skip
    return (
        queries.get(wanted.query, wanted.query in fact["words"])
        and all(
            not wanted.terms(facet) or set(wanted.terms(facet)) & _slugs(fact, facet, wanted.status) for facet in FACETS
        )
        and (wanted.from_year is None or (year is not None and year >= wanted.from_year))
        and (wanted.to_year is None or (year is not None and year <= wanted.to_year))
        and (not wanted.relevance or fact["relevance"] in wanted.relevance)
        and (not wanted.level or fact["level"] in wanted.level)
        and (not wanted.direction or any(direction in wanted.direction for _, _, direction in fact["found"]))
    )


def _cells_by_hand(facts: dict[int, dict[str, Any]], asked: Filters) -> dict[tuple[str, str], tuple[int, int]]:
    studies: Counter[tuple[str, str]] = Counter()
    findings: Counter[tuple[str, str]] = Counter()
    for fact in facts.values():
        indirect = fact["relevance"] == Relevance.CONTEXT and Relevance.CONTEXT not in asked.relevance
        if indirect or not _matches(fact, asked):
            continue
        here: set[tuple[str, str]] = set()
        if fact["found"]:
            for population, outcome, direction in fact["found"]:
                if not asked.direction or direction in asked.direction:
                    pairs = _pairs({population}, {outcome}, asked)
                    findings.update(pairs)
                    here |= pairs
        else:
            accepted = [key for key, status in fact["tags"].items() if status == TagStatus.ACCEPTED]
            here = _pairs(
                {slug for facet, slug in accepted if facet == Facet.POPULATION},
                {slug for facet, slug in accepted if facet == Facet.OUTCOME},
                asked,
            )
        studies.update(here)
    return {pair: (count, findings[pair]) for pair, count in studies.items()}


def _pairs(populations: set[str], outcomes: set[str], asked: Filters) -> set[tuple[str, str]]:
    def fits(facet: Facet, slug: str) -> bool:
        return not asked.terms(facet) or bool(set(asked.terms(facet)) & _upwards(facet, slug))

    return {
        (row, column)
        for population in populations
        if fits(Facet.POPULATION, population)
        for outcome in outcomes
        if fits(Facet.OUTCOME, outcome)
        for row in _upwards(Facet.POPULATION, population)
        for column in _upwards(Facet.OUTCOME, outcome)
    }


def test_facets_keep_the_vocabulary_order_and_what_is_selected(library: Library) -> None:
    library.put_vocabulary([*VOCABULARY, Term(Facet.POPULATION, "widowed", "widowed")])
    shown = library.queries.facets(Filters(population=("widowed",)), [Facet.POPULATION])[Facet.POPULATION]
    assert [(one.slug, one.count, one.selected) for one in shown] == [("widowed", 0, True)]
