"""Name particles written inside a family or given name: "de la Fontaine", "Ludwig van"."""

from __future__ import annotations

import re

APOSTROPHES = "'’ʼ‘"
FIRST_WORD = re.compile(
    rf"([{APOSTROPHES}]?[^\s\u00a0{APOSTROPHES}-]+[-{APOSTROPHES}]|[^\s\u00a0]+)([\s\u00a0]*)(.*)", re.DOTALL
)


def split_family(family: str) -> tuple[str, str]:
    """(non-dropping particle, family): leading lower-case words are a particle unless nothing would be left."""
    first = family[:1]
    if not first.islower() and first not in APOSTROPHES:
        return "", family
    particle = ""
    rest = family
    while True:
        word, gap, after = _first_word(rest)
        if not after or not word or not _is_particle(word):
            break
        particle += word + gap
        rest = after
    particle = particle.rstrip()
    if particle and particle[-1] in APOSTROPHES and len(particle) + len(rest) < len(family):
        particle += " "  # de’ Medici: the space is the name's own
    return particle, rest


def _first_word(text: str) -> tuple[str, str, str]:
    match = FIRST_WORD.match(text)
    return (match[1], match[2], match[3]) if match else ("", "", "")


def _is_particle(word: str) -> bool:
    """Small letters only; a part joined by apostrophe or hyphen must be as short as such particles are (al-, d')."""
    letters = word.strip("-" + APOSTROPHES)
    if letters != word and len(letters) > 5:
        return False
    letters = letters.replace(".", "")
    return letters.islower() and letters.isalpha()


def split_given(given: str) -> tuple[str, str]:
    """(given, dropping particle): trailing lower-case words of the given name are a particle."""
    if not given[given.rindex(" ") + 1 :][:1].islower():
        return given, ""
    words = given.split(" ")
    cut = len(words)
    while cut > 1 and words[cut - 1] and _is_particle(words[cut - 1].strip(",")):
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
