"""Proposes Tags for a Record from its words, and says which words they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from msgevidence.model.evidence import Facet, Tag, Term
from msgevidence.model.record import Record
from msgevidence.vocabulary import rules
from msgevidence.vocabulary.lexicon import FENCE, Hit, Lexicon, Text, cut
from msgevidence.vocabulary.terms import Terms

_PLACES = {facet: place for place, facet in enumerate(Facet)}


_MARKUP = re.compile(r"</?[a-z][^<>]*>")  # CSL's rich text: <i>, <span class="nocase">


class _Zones(NamedTuple):
    """The record's words in one row, and where title and keywords end."""

    text: Text
    title_end: int
    keywords_end: int


class Tagger:
    """Built once from the vocabularies, then used for any number of records; it keeps no state between them."""

    def __init__(self, vocabularies: Mapping[Facet, Terms]) -> None:
        self._vocabularies = vocabularies
        self._selected_only = rules.selected_only(vocabularies[Facet.POPULATION])
        self._lexicon = Lexicon()
        for facet, terms in vocabularies.items():
            for term in terms.terms():
                for phrase in _phrases(term, is_parent=bool(terms.children(term.slug))):
                    self._lexicon.add(phrase, facet, term.slug)
            for phrases in terms.exceptions.values():
                for phrase in phrases:
                    self._lexicon.add(phrase, facet, "")

    def propose(self, record: Record) -> tuple[Tag, ...]:
        """Tags by rule, ordered by facet and by where their words stand; at most one for each term."""
        zones = _zones(record)
        found: dict[tuple[Facet, str], str] = {}
        hits = [hit for hit in self._lexicon.search(zones.text) if self._counts(hit, zones)]
        hits = rules.carers_before_conditions(hits, zones.text, zones.title_end)
        for hit in hits:
            found.setdefault((hit.facet, hit.slug), zones.text.quote(hit.start, hit.end))
        self._from_container(record, found)
        found = rules.designs(found, record, hits, zones.title_end)
        for (facet, slug), because in rules.implied(found, self._vocabularies[Facet.POPULATION]):
            found.setdefault((facet, slug), because)
        return tuple(Tag(facet=key[0], term=key[1], because=found[key]) for key in sorted(found, key=_place))

    def _counts(self, hit: Hit, zones: _Zones) -> bool:
        """Groups a study may have selected on count in title and keywords only: an abstract counts its women."""
        return hit.facet is not Facet.POPULATION or hit.slug not in self._selected_only or hit.end <= zones.keywords_end

    def _from_container(self, record: Record, found: dict[tuple[Facet, str], str]) -> None:
        """The journal's name speaks only where the record's own words named no condition and no review."""
        if not record.container_title or any(facet is Facet.POPULATION for facet, _ in found):
            return
        text = cut(record.container_title)
        for hit in self._lexicon.search(text):
            if hit.facet is Facet.POPULATION and hit.slug not in self._selected_only:
                found.setdefault((hit.facet, hit.slug), f"{text.quote(hit.start, hit.end)} (journal)")


def _place(key: tuple[Facet, str]) -> int:
    return _PLACES[key[0]]


def _phrases(term: Term, *, is_parent: bool) -> tuple[str, ...]:
    """The synonyms, and a label worth looking for: “Bipolar disorder”, not “Stroke, MS, Parkinson” or “Unclear”."""
    label = term.label
    plain = " " in label and "," not in label and " and " not in label and not (is_parent and not term.synonyms)
    return (label, *term.synonyms) if plain else term.synonyms


def _zones(record: Record) -> _Zones:
    title = cut(_MARKUP.sub("", record.title) if "<" in record.title else record.title)
    keywords = cut(rules.without_check_tags(record.keyword)) if record.keyword else Text((), ())
    abstract = cut(record.abstract) if record.abstract else Text((), ())
    words = [*title.words, FENCE, *keywords.words, FENCE, *abstract.words]
    tokens = [*title.tokens, FENCE, *keywords.tokens, FENCE, *abstract.tokens]
    return _Zones(Text(words, tokens), len(title.tokens), len(title.tokens) + 1 + len(keywords.tokens))
