"""The query language of the search box. Whatever is typed means something: nothing in here raises.

depression hope          both words          "peer support"     the words in a row
depression OR anxiety    one of them         -alcohol           not this word
schizo*                  words beginning so (three letters or more)
author:chien  title:…  journal:…  keyword:…  abstract:…         in that place
year:2010  year:2010..2018  year:2010..  year:..2018
tag:depression  population:…  outcome:…  design:…               tagged with that term or a narrower one
doi:10.1000/xyz  pmid:12345  key:chien2019                      that very report
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from msgevidence.model.evidence import Facet

TEXT_FIELDS = {"author": "author", "title": "title", "journal": "container", "in": "container",
               "keyword": "keyword", "abstract": "abstract"}  # fmt: skip
_FACETS = frozenset(facet.value for facet in Facet)
IDENTIFIERS = frozenset({"doi", "pmid", "key"})
AT_MOST = 60
"""Words of one query that count."""
SHORTEST_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row, in a full-text column ("" for any); the last may be only the beginning of one."""

    text: str
    column: str = ""
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """Both inclusive; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tagged with a term of that slug, label or synonym, in one facet or (None) any."""

    term: str
    facet: Facet | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """The report of that doi, pmid or citation key."""

    scheme: str
    value: str


Leaf = Words | Years | Tagged | Identified


@dataclass(frozen=True, slots=True)
class Alternatives:
    """At least one of these; with `negated`, none of them."""

    leaves: tuple[Leaf, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """All of these hold. `notes` say how odd parts were understood."""

    all_of: tuple[Alternatives, ...] = ()
    notes: tuple[str, ...] = ()


_TOKEN = re.compile(
    r'(?P<minus>-?)(?:(?P<field>[a-z]+(?:-[a-z]+)*):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE
)
_YEARS = re.compile(r"(\d{1,4})?(\.\.|-)?(\d{1,4})?")


def parse(query: str) -> Search:
    """What was typed, as conditions."""
    notes: list[str] = []
    groups: list[Alternatives] = []
    join = False  # an OR stands before the next word
    valid = unicodedata.normalize("NFC", query.encode("utf-8", "ignore").decode("utf-8"))
    clean = "".join(char if char.isprintable() else " " for char in valid)
    tokens = list(_TOKEN.finditer(clean))
    if len(tokens) > AT_MOST:
        notes.append(f"only the first {AT_MOST} words count")
    for token in tokens[:AT_MOST]:
        if token["word"] == "OR" and not token["field"] and not token["minus"]:
            join = bool(groups) and not groups[-1].negated
            continue
        leaves = _leaves(token, notes)
        if token["minus"]:
            groups.extend(Alternatives((leaf,), negated=True) for leaf in leaves[:1])
        elif join and leaves:
            groups[-1] = Alternatives((*groups[-1].leaves, *leaves))
        else:
            groups.extend(Alternatives((leaf,)) for leaf in leaves)
        join = False
    if tokens and not groups:
        notes.append("there is no word in this to look for")
    return Search(tuple(groups), tuple(dict.fromkeys(notes)))


def _leaves(token: re.Match[str], notes: list[str]) -> tuple[Leaf, ...]:
    """The condition of one token; () when there is nothing in it to look for."""
    field = (token["field"] or "").lower()
    phrase = token["phrase"] is not None
    value = token["phrase"] if phrase else token["word"]
    if field == "year" and (years := _years(value)):
        return (years,)
    if field == "tag":
        return (Tagged(value.strip()),) if value.strip() else ()
    if field in _FACETS:
        return (Tagged(value.strip(), Facet(field)),) if value.strip() else ()
    if field in IDENTIFIERS:
        return (Identified(field, value.strip()),) if value.strip() else ()
    if field in TEXT_FIELDS:
        words = _words(value, TEXT_FIELDS[field], phrase, notes)
        return (words,) if words else ()
    if field:  # not a field of ours: a word with a colon in it, or the beginning of an address
        value = f"{token['field']}:{value}"
    if not phrase and (doi := re.search(r"10\.\d{4,9}/\S+", value)):
        return (Identified("doi", doi.group()),)
    words = _words(value, "", phrase, notes)
    return (words,) if words else ()


def _words(value: str, column: str, phrase: bool, notes: list[str]) -> Words | None:
    prefix = not phrase and value.endswith("*")
    text = " ".join("".join(char if char.isalnum() else " " for char in value).split())
    if not text:
        return None
    if prefix and len(text.split()[-1]) < SHORTEST_PREFIX:
        notes.append(f"{text}* is too short for a beginning of a word; taken as a whole word")
        prefix = False
    return Words(text, column, prefix)


def _years(value: str) -> Years | None:
    found = _YEARS.fullmatch(value)
    if not found or not (found[1] or found[3]):
        return None
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else None
    return Years(first, last) if found[2] else Years(first, first)
