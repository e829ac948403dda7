"""How a reference is called in the text, and how names are compared there."""

from __future__ import annotations

import re
from functools import lru_cache

from msgevidence.manuscript.name_words import PARTICLE
from msgevidence.manuscript.reflist import Reference
from msgevidence.matching.titles import fold
from msgevidence.model.names import OTHERS, Name

_LETTERS = re.compile(r"[^\W_]+")
_PARTICLES = re.compile(rf"^(?:{PARTICLE}[ -])+")
_SUFFIX = re.compile(r",? (?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa"})
_IN_BRACKETS = re.compile(r"\s*[\[(]([^\])]*)[\])]\s*$")
_JOINING = frozenset(("and", "the", "of", "for", "on"))


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Letters and digits only, small, without accents."""
    return "".join(_LETTERS.findall(fold(text)))


@lru_cache(maxsize=8192)
def variants(name: str) -> frozenset[str]:
    """A surname as writers vary it: with and without particles and accents, ue for ü."""
    plain = _SUFFIX.sub("", name.replace("’", "'")).strip()
    bare = _PARTICLES.sub("", plain)
    return frozenset(form for one in (plain, bare) for form in (folded(one), folded(one.translate(_SPELT_OUT))) if form)


@lru_cache(maxsize=16384)
def of_name(name: Name) -> frozenset[str]:
    """The variants of a name in the list."""
    if name.literal:
        return organisation(name.literal)
    if not name.given and " " in name.family:
        return organisation(name.family) | variants(name.family)
    return variants(name.full_family) | variants(name.family)


@lru_cache(maxsize=4096)
def organisation(literal: str) -> frozenset[str]:
    """An organisation whole, without a bracketed abbreviation, that abbreviation, and the one its capitals make."""
    bare = _IN_BRACKETS.sub("", literal)
    forms = {folded(literal), folded(bare), folded(re.sub(r"^[Tt]he ", "", bare))}
    if found := _IN_BRACKETS.search(literal):
        forms.add(folded(found.group(1)))
    capitals = [word[0] for word in re.findall(r"[^\W\d_]+", bare) if word[0].isupper()]
    if len(capitals) > 1:
        forms.add(folded("".join(capitals)))
    words = [word for word in re.findall(r"[^\W_]+", fold(bare)) if word not in _JOINING]
    forms.add("".join(words))
    return frozenset(form for form in forms if form)


def surnames(reference: Reference) -> list[str]:
    """The surnames as a citation writes them; those the list left out are not among them."""
    return [
        _IN_BRACKETS.sub("", name.literal) if name.literal else name.full_family
        for name in reference.author
        if name != OTHERS
    ]


def has_others(reference: Reference) -> bool:
    """Whether the entry itself says "et al."."""
    return OTHERS in reference.author


def year_of(reference: Reference) -> str:
    """ "2003a", "n.d.", "in press", "1900/1953"."""
    record = reference.record
    issued = record.issued if record else None
    if issued is None or not issued:
        base = "n.d."
    elif issued.year is None:
        base = issued.literal
    else:
        base = str(issued.year)
        if record and record.original_date.year:
            base = f"{record.original_date.year}/{base}"
    dash = "" if base[-1].isdigit() or not reference.letter else "-"
    return f"{base}{dash}{reference.letter}"


def label(reference: Reference, *, narrative: bool = False) -> str:
    """ "Holt-Lunstad et al., 2010" as APA 7 writes it; "Holt-Lunstad et al. (2010)" in a sentence."""
    names = surnames(reference)
    if not names:
        title = reference.record.title if reference.record else reference.raw
        names = [f"“{' '.join(title.split()[:5])}”"]
    if len(names) > 2 or has_others(reference):
        who = f"{names[0]} et al."
    else:
        who = (" and " if narrative else " & ").join(names)
    return f"{who} ({year_of(reference)})" if narrative else f"{who}, {year_of(reference)}"
