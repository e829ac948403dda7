"""APA title case: every word but articles and the conjunctions and prepositions of up to three letters (6.17).

CSL lower-cases prepositions of any length, and in every language. Where the style will print a title in title case, the
rules here set it themselves and mark it ``nocase``, so that it stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgevidence.citation.apa7.reading import Item

_MINOR = frozenset("a an and as at but by for if in nor of off on or per so the to up v v. via vs vs. yet".split())
_FOREIGN = frozenset(
    "da das de del den der des di do dos du e ed een el en et for för für het i il im l la las le les lo los mit och og"
    " oder på pour sur und van voor vom von y zu zum zur".split()
)
_SERIAL = frozenset(
    "article-journal article-magazine article-newspaper periodical post post-weblog review review-book webpage".split()
)
_LEGAL = frozenset("bill legal_case legislation regulation treaty".split())
_AS_STORED = frozenset("legal_case post".split())  # in the text, too, these stand as they are
_NAMES = frozenset(
    "author chair collection-editor compiler composer curator director editor editorial-director executive-producer"
    " guest host illustrator organizer producer script-writer series-creator".split()
)
_WORD = re.compile(r"[^\W_]+(?:[’'.&][^\W_]+)*\.?")


def containers_are_in_title_case(item: Item) -> Item:
    """The name of a periodical or website stands in title case: “Working With Older People” (9.25)."""
    return _frozen(item, "container-title") if item.get("type") in _SERIAL else item


def laws_are_in_title_case(item: Item) -> Item:
    """The name of a law or case stands in title case: “Americans With Disabilities Act of 1990” (11.4)."""
    return _frozen(item, "title") if item.get("type") in _LEGAL else item


def titles_in_the_text_are_in_title_case(item: Item) -> Item:
    """A work without author is cited by its title, in title case whatever its case in the list (8.14)."""
    kind = item.get("type")
    if kind in _AS_STORED or kind in _LEGAL or not item.get("title") or any(item.get(name) for name in _NAMES):
        return item
    return _frozen({**item, "title-short": item.get("title-short") or item["title"]}, "title-short")


@lru_cache(maxsize=4096)
def title_cased(text: str) -> str:
    """`text` with capitals as APA wants them; capitals that are there stay, words with capitals inside stay whole."""
    words = list(_WORD.finditer(text))
    foreign = sum(word.group() in _FOREIGN - _MINOR for word in words)
    small = _MINOR | _FOREIGN | {"die"} if foreign else _MINOR
    has_capitals = any(word.group()[0].isupper() for word in words)
    out, last = [], 0
    for position, word in enumerate(words):
        between, given = text[last : word.start()], word.group()
        starts = not position or re.search(r"[:?!—“]|\.\s", between) is not None
        if given[0].islower() and given.islower() and not any(letter.isdigit() for letter in given):
            as_it_is = has_capitals and not position  # “npj Digital Medicine” knows how it is spelled
            if not as_it_is and (starts or given not in small):
                given = given[0].upper() + given[1:]
        out += [between, given]
        last = word.end()
    return "".join([*out, text[last:]])


def _frozen(item: Item, variable: str) -> Item:
    text = item.get(variable)
    language = str(item.get("language") or "en").lower()
    if not isinstance(text, str) or not text or "<" in text or not language.startswith("en"):
        return item
    return {**item, variable: f'<span class="nocase">{title_cased(text)}</span>'}
