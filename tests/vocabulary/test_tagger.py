"""What the tagger proposes for real and for tricky titles, and the words it gives as its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgevidence.model.evidence import Facet, Tag, TagStatus
from msgevidence.model.record import Leftover, Record
from msgevidence.vocabulary.tagger import Tagger
from msgevidence.vocabulary.terms import load

DATA = Path(__file__).parents[2] / "data" / "vocabulary"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(load(DATA))


def slugs(tags: tuple[Tag, ...], facet: Facet) -> set[str]:
    return {tag.term for tag in tags if tag.facet is facet}


def article(title: str, **values: str) -> Record:
    return Record(type="article-journal", title=title, **values)  # type: ignore[arg-type]


def test_bipolar_reference(tagger: Tagger) -> None:
    tags = tagger.propose(
        article(
            "Relationship between mutual support group attendance and clinical outcomes in bipolar disorder",
            container_title="Journal of Affective Disorders",
        )
    )
    assert slugs(tags, Facet.POPULATION) == {"bipolar-disorder"}
    assert slugs(tags, Facet.OUTCOME) == {"psychiatric-symptoms", "attendance"}
    assert slugs(tags, Facet.GROUP_TYPE) == {"mutual-support-group"}
    [bipolar] = [tag for tag in tags if tag.term == "bipolar-disorder"]
    assert (bipolar.by, bipolar.because, bipolar.status) == ("rule", "bipolar disorder", TagStatus.PROPOSED)


def test_schizophrenia_reference(tagger: Tagger) -> None:
    tags = tagger.propose(
        article("Effects of mutual support group attendance on psychosocial functioning in people with schizophrenia")
    )
    assert slugs(tags, Facet.POPULATION) == {"schizophrenia-psychosis"}
    assert "social-functioning" in slugs(tags, Facet.OUTCOME)


def test_social_relationships_without_a_condition_mean_the_general_population(tagger: Tagger) -> None:
    tags = tagger.propose(article("Social relationships and mortality risk: A meta-analytic review"))
    assert slugs(tags, Facet.POPULATION) == {"general-population"}
    assert slugs(tags, Facet.OUTCOME) == {"mortality"}
    assert slugs(tags, Facet.DESIGN) == {"meta-analysis"}
    [general] = [tag for tag in tags if tag.term == "general-population"]
    assert general.because == "Social relationships and mortality risk, with no condition named"


def test_social_relationships_with_a_condition_do_not(tagger: Tagger) -> None:
    tags = tagger.propose(article("Social relationships and mortality after stroke"))
    assert slugs(tags, Facet.POPULATION) == {"neurological"}


def test_mutual_help_chapter(tagger: Tagger) -> None:
    tags = tagger.propose(
        Record(
            type="chapter",
            title="Mutual help groups, self-help groups, and self-directed groups: A review of the empirical evidence",
            container_title="Handbook of groupwork practice",
        )
    )
    assert slugs(tags, Facet.GROUP_TYPE) == {"mutual-help-group"}
    assert slugs(tags, Facet.DESIGN) == {"narrative-review"}
    assert slugs(tags, Facet.POPULATION) == set()


@pytest.mark.parametrize(
    ("title", "population"),
    [
        ("A support group for carers of people with dementia", {"dementia-caregivers"}),
        ("Mutual support for family caregivers of patients with Alzheimer’s disease", {"dementia-caregivers"}),
        ("Dementia caregivers and telephone support", {"dementia-caregivers"}),
        ("Help for caregivers of Chinese people with schizophrenia", {"smi-caregivers"}),
        ("Help for people with dementia and their family carers", {"neurological", "dementia-caregivers"}),
        (
            "Peer support interventions for parents and carers of children with complex needs",
            {"parents-of-ill-children"},
        ),
        ("Peer support for people living with dementia", {"neurological"}),
        ("Mutual support groups for families of people with schizophrenia", {"smi-caregivers"}),
        ("Parent-to-parent support for mothers of children with diabetes", {"parents-of-ill-children"}),
        ("Twelve-step groups and the spouses of alcoholics", {"families-of-substance-users"}),
        ("Peer support and HIV-positive mothers", {"hiv", "women"}),
        ("Depression in cancer support groups", {"depression", "cancer"}),
        ("Self-help in the Great Depression", set()),
        ("Peer support in non-alcoholic fatty liver disease", set()),
        ("Hearing aids in use", set()),
        ("Life with AIDS", {"hiv"}),
        ("Selbsthilfe bei Anorexia nervósa", {"eating-disorders"}),
        ("Older women and widowhood", {"older-adults", "widowed"}),
        ("Survivors of suicide", {"suicide-bereaved"}),
        ("Gamblers Anonymous", {"gambling-disorder"}),
    ],
)
def test_populations_of_titles(tagger: Tagger, title: str, population: set[str]) -> None:
    assert slugs(tagger.propose(article(title)), Facet.POPULATION) == population


def test_the_cared_for_condition_is_not_tagged_from_the_abstract_either(tagger: Tagger) -> None:
    tags = tagger.propose(
        article("Mutual support for carers of people with schizophrenia", abstract="Schizophrenia burdens families.")
    )
    assert slugs(tags, Facet.POPULATION) == {"smi-caregivers"}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Weighted means of meetings", set()),
        ("Randomised comparison of PHQ-9 scores", {"depressive-symptoms"}),
        ("Effects on BDI and STAI", {"depressive-symptoms", "anxiety-symptoms"}),
        ("Chronic pain and hope", {"hope"}),
        ("Rehospitalization and empowerment", {"hospitalisation", "empowerment"}),
        ("Glycemic control", {"glycaemic-control"}),
        ("Glycaemic control", {"glycaemic-control"}),
        ("Smoking abstinence", {"smoking-cessation"}),
    ],
)
def test_outcomes_of_titles(tagger: Tagger, text: str, outcome: set[str]) -> None:
    assert slugs(tagger.propose(article(text)), Facet.OUTCOME) == outcome


@pytest.mark.parametrize(
    ("record", "design"),
    [
        (article("Peer support: a randomised controlled trial"), {"rct"}),
        (article("Peer support: a randomized clinical trial"), {"rct"}),
        (article("Peer support: a cluster-randomized trial"), {"cluster-rct"}),
        (article("Peer support: study protocol for a randomised controlled trial"), {"protocol"}),
        (article("A systematic review of randomized controlled trials of peer support"), {"systematic-review"}),
        (article("A systematic review and meta-analysis of peer support"), {"meta-analysis"}),
        (article("Peer support", container_title="The Cochrane Database of Systematic Reviews"),
         {"cochrane-systematic-review"}),
        (article("Peer support", abstract="We randomly assigned 80 people."), {"rct"}),
        (article("A narrative of hope", abstract="Members were interviewed. A qualitative study."), {"qualitative"}),
        (article("Peer support", genre="Randomized Controlled Trial"), {"rct"}),
        (Record(type="article-journal", title="Peer support",
                leftovers=(Leftover("nbib", "PT", "Meta-Analysis"),)), {"meta-analysis"}),
        (Record(type="book", title="Self-help groups today"), {"book"}),
        (article("Peer support: a randomized prospective trial"), {"rct"}),
        (article("Peer support in a nonrandomized study"), {"quasi-experimental"}),
    ],
)  # fmt: skip
def test_designs(tagger: Tagger, record: Record, design: set[str]) -> None:
    assert slugs(tagger.propose(record), Facet.DESIGN) == design


def test_ages_and_sexes_of_an_index_are_not_what_was_selected_on(tagger: Tagger) -> None:
    indexed = article("Peer support for depression", keyword="Adolescent; Female; Veterans; Aged",
                      abstract="52 women and 9 students took part.")  # fmt: skip
    assert slugs(tagger.propose(indexed), Facet.POPULATION) == {"depression", "veterans"}


def test_a_journal_speaks_only_when_the_record_does_not(tagger: Tagger) -> None:
    silent = article("Online groups", container_title="Schizophrenia Bulletin")
    assert [(t.term, t.because) for t in tagger.propose(silent) if t.facet is Facet.POPULATION] == [
        ("schizophrenia-psychosis", "Schizophrenia (journal)")
    ]
    assert slugs(tagger.propose(silent.replaced(title="Groups for depression")), Facet.POPULATION) == {"depression"}


def test_phrases_do_not_reach_across_fields_or_keywords(tagger: Tagger) -> None:
    assert slugs(tagger.propose(article("The social", keyword="bipolar; support")), Facet.OUTCOME) == set()


def test_markup_does_not_tear_a_phrase(tagger: Tagger) -> None:
    marked = article('Bi<i>polar</i> <span class="nocase">disorder</span> and hope < despair')
    assert slugs(tagger.propose(marked), Facet.POPULATION) == {"bipolar-disorder"}


def test_an_empty_record_gets_no_tags(tagger: Tagger) -> None:
    assert tagger.propose(Record(type="document")) == ()
