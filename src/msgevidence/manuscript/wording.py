"""How a sentence is worded: about groups or not, causal or hedged, an effect or its denial. Word lists, no model."""

from __future__ import annotations

import re
from enum import StrEnum

from msgevidence.model.evidence import Facet, Tag


class Strength(StrEnum):
    """How much a sentence dares."""

    CERTAIN = "certain"  # proven, consistently shown, evidence-based
    CAUSAL = "causal"  # improves, reduces, leads to
    ASSOCIATED = "associated"
    HEDGED = "hedged"  # may, can, suggests
    DESCRIPTIVE = "descriptive"


_CERTAIN = re.compile(
    r"\b(?:prove[nsd]?|proves|demonstrated beyond|clearly|undoubtedly|always|definitely|consistently|conclusively"
    r"|well[- ]established|evidence[- ]based|without doubt|unquestionabl[ey]|invariably|strong evidence"
    r"|highly effective)\b",
    re.IGNORECASE,
)
_CAUSAL = re.compile(
    r"\b(?:improv(?:e[sd]?|ing|ements?)|reduc(?:e[sd]?|ing|tions?)|increas(?:e[sd]?|ing)|enhanc(?:e[sd]?|ing)"
    r"|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?|prevent(?:s|ed|ing)?|caus(?:e[sd]?|ing)|lead(?:s|ing)? to|led to"
    r"|result(?:s|ed|ing)? in|effective(?:ness)?|help(?:s|ed|ing)?|alleviat(?:e[sd]?|ing)|promot(?:e[sd]?|ing)"
    r"|foster(?:s|ed)?|beneficial|benefits?|works?\b(?= for)|effects? (?:on|of)|impact(?:s|ed)?|protect(?:s|ed)?"
    r"|boost(?:s|ed)?|strengthen(?:s|ed)?|provid(?:e[sd]?|ing)|prolong(?:s|ed|ing)?|extend(?:s|ed)?"
    r"|harm(?:s|ed|ful)?)\b",
    re.IGNORECASE,
)
_ASSOCIATED = re.compile(
    r"\b(?:associat(?:ed|ions?)|correlat(?:e[sd]?|ions?)|link(?:s|ed)|related to|relationship between"
    r"|predict(?:s|ed)?)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:may|might|can|could|suggest(?:s|ed)?|appears?|seems?|possibl[ey]|potential(?:ly)?|perhaps|likely"
    r"|tend(?:s|ed)? to|some evidence|limited evidence|preliminary|in some|mixed|uncertain|unclear)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no (?:clear |significant |effect|benefit|difference|evidence|improvement)|not (?:\w+ )?(?:effective|improve"
    r"|reduce|help|beneficial|differ|superior)|ineffective|fail(?:s|ed)? to|harm(?:s|ful|ed)?|worse(?:n(?:s|ed)?)?"
    r"|did not|does not|do not|neither)\b",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"\b(?:mutual[- ](?:support|help|aid|self[- ]help)|self[- ]help|support groups?|peer[- ]support|peer[- ]led|MSGs?"
    r"|MHGs?|SHGs?|twelve[- ]step|12[- ]step|Alcoholics Anonymous|Narcotics Anonymous|Al-Anon|AA (?:meetings?|groups?"
    r"|members?|attendance)|recovery groups?|hearing voices groups?|group (?:members?|attendance|participation)"
    r"|(?:the|these|such) groups?|groups such as|peers? groups?|groups? of peers|fellowships?)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:(?:is|are) (?:an? |one )?(?:such )?(?:types?|kinds?|forms?) of|(?:is|are) defined|refers? to"
    r"|(?:with|have|has) the goal of|aim(?:s|ed)? (?:to|at)|the purpose of|consists? of)\b",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"\b(?:ha(?:s|ve) been|was|were|is|are) (?:widely |extensively |often )?"
    r"(?:studied|examined|investigated|researched|evaluated)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\b(?:effective|ineffective|beneficial|benefits?|works?|helps?|helpful|harm(?:s|ful)?)\b", re.IGNORECASE
)
_GENERAL = (
    (
        re.compile(
            r"\b(?:psychological|emotional|mental) (?:functioning|health|distress|state)\b"
            r"(?!,? (?:services?|care|providers?|professionals?|problems?|conditions?|disorders?|system|treatments?"
            r"|workers?))",
            re.IGNORECASE,
        ),
        "symptoms",
    ),
    (
        re.compile(r"\b(?:isolated and alone|feel(?:ing)? (?:isolated|alone|lonely)|belonging)\b", re.IGNORECASE),
        "loneliness-isolation",
    ),
    (re.compile(r"\b(?:self-?worth|identity|confidence)\b", re.IGNORECASE), "recovery"),
    (re.compile(r"\b(?:survival|live longer|mortality)\b", re.IGNORECASE), "mortality"),
)
"""Loose names of outcomes, and the term they fall under; asked only where the vocabulary finds none."""


_TURNS = (
    r"(?:reduc|decreas|lower|improv|alleviat|lessen|eas|reliev|prevent|increas|worsen|(?<!\w)(?:less|fewer|more)\b)"
)
_NAMED_CONDITIONS = (
    ("depressi(?:on|ve symptoms)", "depressive-symptoms"),
    ("anxiety", "anxiety-symptoms"),
    ("(?:ptsd|trauma)", "ptsd-symptoms"),
    ("(?:body )?weight", "weight"),
    ("grief", "grief"),
    ("(?:drinking|alcohol (?:use|consumption))", "drinking-intensity"),
    ("(?:drug|substance) (?:use|abuse|misuse)", "drug-use"),
    ("smoking", "smoking-cessation"),
    ("pain", "pain"),
)
_NOT_ITS_OBJECT = r"(?!people|adults|those|women|men|with\b|in\b|for\b|among\b)"
_CONDITIONS = tuple(
    (re.compile(rf"{_TURNS}\w*\s+(?:{_NOT_ITS_OBJECT}[\w-]+,?\s+){{0,4}}?({name})\b", re.IGNORECASE), term)
    for name, term in _NAMED_CONDITIONS
)
"""Conditions that a verb acts on: in "reduces depression" depression is the outcome, not the people."""


def strength(sentence: str) -> Strength:
    """The strongest tone that is not taken back: a hedge softens "improves", not "has consistently been shown"."""
    sentence = _bare(sentence)
    if _CERTAIN.search(sentence):
        return Strength.CERTAIN
    if _HEDGED.search(sentence):
        return Strength.HEDGED
    if _ASSOCIATED.search(sentence):
        return Strength.ASSOCIATED
    return Strength.CAUSAL if _CAUSAL.search(sentence) else Strength.DESCRIPTIVE


def about_groups(sentence: str) -> bool:
    """Whether it speaks of groups of peers."""
    return bool(_GROUPS.search(sentence))


def defines(sentence: str) -> bool:
    """Whether it says what groups are or are for, not what they do."""
    return bool(_DEFINES.search(sentence))


def says_studied(sentence: str) -> bool:
    """Whether it says no more than that something has been studied."""
    return bool(_STUDIED.search(sentence)) and not _CAUSAL.search(sentence) and not _ASSOCIATED.search(sentence)


def claims_effect(sentence: str) -> bool:
    """Whether it says, without naming an outcome, that groups work or do not."""
    return bool(_WORKS.search(_bare(sentence)))


def denies(sentence: str) -> bool:
    """Whether it says that groups do nothing, or harm."""
    return bool(_DENIES.search(_bare(sentence)))


def _bare(sentence: str) -> str:
    """Without the names of the groups, whose "help" is no verb."""
    return _GROUPS.sub("groups", sentence)


def general_outcomes(sentence: str) -> tuple[Tag, ...]:
    """Outcomes named more loosely than the vocabulary's terms, as the broader term they fall under."""
    found = ((pattern.search(sentence), term) for pattern, term in _GENERAL)
    return tuple(Tag(Facet.OUTCOME, term, because=hit.group()) for hit, term in found if hit)


def changed_conditions(sentence: str) -> tuple[Tag, ...]:
    """Outcomes named by their condition; `because` is that word."""
    found = ((pattern.search(sentence), term) for pattern, term in _CONDITIONS)
    return tuple(Tag(Facet.OUTCOME, term, because=hit.group(1)) for hit, term in found if hit)
