"""What words alone do not say: whose condition it is, which design a title means, what an absence means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgevidence.model.evidence import Facet
from msgevidence.model.record import Record
from msgevidence.vocabulary.lexicon import FENCE, Hit, Text, cut
from msgevidence.vocabulary.terms import Terms

Found = dict[tuple[Facet, str], str]

# --- whose condition -----------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CARER_WORDS = _words(
    "carer carers caregiver caregivers caregiving caring relative relatives family families spouse spouses wives"
    " husbands partners siblings parents parent parenting mothers fathers mother father"
)
_PARENT_WORDS = frozenset({"parents", "parent", "parenting", "mothers", "fathers", "mother", "father"})
_LINKS = _words(
    "of for to with who have has a an the and or people persons person patients patient individuals adults children"
    " child kin member members family families caring caregivers carers loved ones relatives those living their"
    " suffering from young severe chronic early long term giving care supporting groups group support son daughter"
    " sons daughters adolescents diagnosed someone affected by outpatients elderly older home dwelling"
)
_OF_CARERS = {
    **dict.fromkeys(
        [
            *("schizophrenia-psychosis", "bipolar-disorder", "severe-mental-illness", "mental-health-general"),
            *("depression", "eating-disorders", "anxiety", "dual-diagnosis"),
        ],
        "smi-caregivers",
    ),
    **dict.fromkeys(("alcohol-use-disorder", "drug-use-disorder"), "families-of-substance-users"),
    "neurological": "dementia-caregivers",
}
_OF_PARENTS = ("cancer", "diabetes", "hiv", "chronic-illness-general", "kidney-disease", "cardiovascular")
_DEMENTIA = frozenset({"dementia", "alzheimers", "alzheimer"})


def carers_before_conditions(hits: Sequence[Hit], text: Text, title_end: int) -> list[Hit]:
    """Carers are tagged as carers: the condition of those they care for is taken out of the record's tags.

    A condition bound to carers in the title is taken out everywhere; bound in the abstract only, just there. Where
    both are named ("people with stroke and their carers") both stay.
    """
    if _CARER_WORDS.isdisjoint(text.tokens):
        return list(hits)
    out: list[Hit] = []
    dropped: set[str] = set()
    for hit in hits:
        carers = _carers_of(hit, text) if hit.facet is Facet.POPULATION else ""
        beside = bool(carers) and _and_their_carers(hit.end, text)
        if not carers or beside:
            out.append(hit)
        if carers:
            out.append(hit._replace(slug=carers))
        if carers and not beside and hit.end <= title_end:
            dropped.add(hit.slug)
    out.extend(_dementia_carers(text))
    in_title = {hit.slug for hit in out if hit.end <= title_end and hit.facet is Facet.POPULATION}
    dropped |= {
        condition for condition, carers in _OF_CARERS.items() if carers in in_title and condition not in in_title
    }
    return [hit for hit in out if hit.facet is not Facet.POPULATION or hit.slug not in dropped]


def _carers_of(hit: Hit, text: Text) -> str:
    """The carers' term when carer words reach the condition, or follow it at once; else nothing."""
    carers = _bound_carers(hit.start, hit.end, text)
    if not carers:
        return ""
    if hit.slug in _OF_PARENTS:
        return "parents-of-ill-children" if not carers.isdisjoint(_PARENT_WORDS) else ""
    return _OF_CARERS.get(hit.slug, "")


def _bound_carers(start: int, end: int, text: Text) -> set[str]:
    """Carer words before the condition, across linking words and at most one other ("caregivers of Chinese people
    with …"), or right after it ("dementia caregivers", "… and their families").
    """
    tokens = text.tokens
    carers: set[str] = set()
    at, linked, strangers = start - 1, False, 0
    while at >= 0 and start - at <= 9 and tokens[at] != FENCE:
        word = tokens[at]
        if word in _CARER_WORDS and linked:
            carers.add(word)
        linked = linked or word in ("of", "for", "to", "with", "caring")
        strangers += word not in _LINKS and word not in _CARER_WORDS
        if strangers > 1:
            break
        at -= 1
    after = [word for word in tokens[end : end + 3] if word != "family"]
    if after and after[0] in ("carer", "carers", "caregiver", "caregivers", "caregiving", "families"):
        carers.add(after[0])
    if _and_their_carers(end, text):
        carers.update(_CARER_WORDS.intersection(tokens[end + 2 : end + 4]))
    return carers


def _and_their_carers(end: int, text: Text) -> bool:
    tokens = text.tokens
    return list(tokens[end : end + 2]) == ["and", "their"] and not _CARER_WORDS.isdisjoint(tokens[end + 2 : end + 4])


def _dementia_carers(text: Text) -> Iterator[Hit]:
    """Dementia is no term of its own (its carers and the neurological are), so it is looked up here."""
    for at, token in enumerate(text.tokens):
        if token in _DEMENTIA and _bound_carers(at, at + (2 if "disease" in text.tokens[at + 1 : at + 2] else 1), text):
            yield Hit(Facet.POPULATION, "dementia-caregivers", at, at + 1)


# --- selected groups -----------------------------------------------------------------------------------------

_CHECK_TAGS = frozenset(
    {"adolescent", "aged", "aged, 80 and over", "young adult", "child", "female", "male", "adult", "middle aged"}
)


def selected_only(population: Terms) -> frozenset[str]:
    """Slugs of the populations that are tagged only where a study selected on them."""
    return population.with_descendants("life-stage") | population.with_descendants("social-group")


def without_check_tags(keywords: str) -> str:
    """Indexers give every article its sexes and ages; those are not what a study selected on."""
    return "; ".join(word for word in keywords.split(";") if word.strip().casefold() not in _CHECK_TAGS)


# --- design --------------------------------------------------------------------------------------------------

_PUBLICATION_TYPES = frozenset({"PT", "publication-type", "publication_type", "pubtype"})
_REVIEWS = (
    "umbrella-review",
    "cochrane-systematic-review",
    "systematic-review",
    "meta-analysis",
    "qualitative-evidence-synthesis",
    "scoping-review",
    "narrative-review",
)
_RANDOMISED = ("cluster-rct", "rct-secondary-analysis", "rct")
_GIVES_WAY_TO = {
    "systematic-review": ("cochrane-systematic-review", "meta-analysis", "qualitative-evidence-synthesis"),
    "narrative-review": _REVIEWS[:-1],
    "rct": ("cluster-rct", "rct-secondary-analysis"),
    "qualitative": ("qualitative-evidence-synthesis",),
    **dict.fromkeys(("cohort", "pre-post", "cross-sectional", "quasi-experimental"), _RANDOMISED),
}


def designs(found: Found, record: Record, hits: Sequence[Hit], title_end: int) -> Found:
    """Keep the designs that are the work's own.

    Title and publication types outweigh the abstract; a protocol is nothing else; a review of trials is not a
    trial; of a broad and a narrow design the narrow one stays.
    """
    said = {slug: because for (facet, slug), because in found.items() if facet is Facet.DESIGN}
    own = {hit.slug for hit in hits if hit.facet is Facet.DESIGN and hit.end <= title_end}
    typed = _from_publication_types(record)
    if "cochrane database" in record.container_title.casefold():
        typed["cochrane-systematic-review"] = record.container_title
    strong = {slug: because for slug, because in said.items() if slug in own} | typed
    chosen = strong or said
    if "protocol" in own:
        chosen = {"protocol": said["protocol"]}
    elif not strong.keys().isdisjoint(_REVIEWS) or (not strong and not said.keys().isdisjoint(_REVIEWS[:6])):
        chosen = {slug: because for slug, because in chosen.items() if slug in _REVIEWS}
    for broad, narrow in _GIVES_WAY_TO.items():
        if broad in chosen and not chosen.keys().isdisjoint(narrow):
            del chosen[broad]
    if not chosen and record.type == "book":
        chosen = {"book": "item type book"}
    kept = {key: because for key, because in found.items() if key[0] is not Facet.DESIGN}
    return kept | {(Facet.DESIGN, slug): because for slug, because in chosen.items()}


_OF_TYPE = {
    "randomized controlled trial": "rct",
    "meta analysis": "meta-analysis",
    "systematic review": "systematic-review",
    "scoping review": "scoping-review",
    "review": "narrative-review",
    "clinical trial protocol": "protocol",
    "consensus statement": "consensus-statement",
    "practice guideline": "consensus-statement",
}


def _from_publication_types(record: Record) -> dict[str, str]:
    if not record.genre and not record.leftovers:
        return {}
    values = [record.genre, *(left.value for left in record.leftovers if left.tag in _PUBLICATION_TYPES)]
    types = {" ".join(cut(part).tokens) for value in values for part in value.split(";") if part.strip()}
    return {slug: f"publication type {name}" for name, slug in _OF_TYPE.items() if name in types}


# --- what follows --------------------------------------------------------------------------------------------

_EPIDEMIOLOGICAL = ("mortality", "physical-morbidity")


def implied(found: Mapping[tuple[Facet, str], str], population: Terms) -> Iterator[tuple[tuple[Facet, str], str]]:
    """What the record implies without a word for it.

    Social relationships held against deaths or illness, with no condition named, were studied in people not chosen
    for an illness: the general population. Ages and social groups are no conditions.
    """
    because = found.get((Facet.GROUP_TYPE, "not-a-group"))
    outcome = next((found[Facet.OUTCOME, slug] for slug in _EPIDEMIOLOGICAL if (Facet.OUTCOME, slug) in found), None)
    if because is None or outcome is None:
        return
    conditions = {slug for facet, slug in found if facet is Facet.POPULATION} - selected_only(population)
    if not conditions:
        yield (Facet.POPULATION, "general-population"), f"{because} and {outcome}, with no condition named"
