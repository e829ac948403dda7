"""Name particles written inside a family or given name: "de la Fontaine", "Ludwig van"."""

from __future__ import annotations

import re

LEADING = re.compile(r"^(?:[a-zß-öø-ÿ’'ʼ]+(?:['’ʼ‑-]|[ \u00a0]+|$))+|^(?:al|el|d|l|dall|dell|un)[-'’ʼ](?=\w)", re.IGNORECASE)
APOSTROPHES = "'’ʼ‘"


def split_family(family: str) -> tuple[str, str]:
    """(non-dropping particle, family): leading lower-case words are a particle unless nothing would be left."""
    particle = ""
    rest = family
    while True:
        word, gap, after = _first_word(rest)
        if not after or not word or not _is_particle(word):
            break
        particle += word + gap
        rest = after
    return particle.rstrip(), rest


def _first_word(text: str) -> tuple[str, str, str]:
    match = re.match(r"([^\s\u00a0'’ʼ‘-]+[-'’ʼ‘]|[^\s\u00a0]+)([\s\u00a0]*)(.*)", text, re.DOTALL)
    return (match[1], match[2], match[3]) if match else ("", "", "")


def _is_particle(word: str) -> bool:
    letters = word.rstrip("-'’ʼ‘")
    if letters != word and len(letters) > 5:
        return False
    return letters.islower() and letters.isalpha()


def split_given(given: str) -> tuple[str, str]:
    """(given, dropping particle): trailing lower-case words of the given name are a particle."""
    words = given.split(" ")
    cut = len(words)
    while cut > 1 and words[cut - 1] and _is_particle(words[cut - 1].strip(",")):
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
