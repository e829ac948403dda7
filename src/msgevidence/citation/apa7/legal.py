"""Rules on laws: what has no title, and what has no date."""

from __future__ import annotations

import re

from msgevidence.citation.apa7.reading import Item

LEGAL = frozenset("bill hearing legal_case legislation regulation treaty".split())
_CONSTITUTION = re.compile(r"\bConst\.|\bConstitution\b|\bU\. ?N\. Charter\b")
_SEVERAL_NUMBERS = re.compile(r"\band\b|[&;]")


def order_is_named_by_its_number(item: Item) -> Item:
    """An executive order without title goes by its number: “Exec. Order No. 13,676” (11.7, example 21)."""
    genre, number = item.get("genre"), item.get("number")
    if item.get("type") != "regulation" or item.get("title") or not isinstance(genre, str) or not genre:
        return item
    if not isinstance(number, str) or not number or _SEVERAL_NUMBERS.search(number):
        return item
    kept = {variable: value for variable, value in item.items() if variable not in ("genre", "number")}
    return {**kept, "title": f'<span class="nocase">{genre} No. {number}</span>'}


def is_constitution(item: Item) -> bool:
    """Is this an article of a constitution or charter, which is in force and has no date?"""
    if item.get("type") != "legislation" or item.get("issued"):
        return False
    return bool(_CONSTITUTION.search(f"{item.get('title') or ''} {item.get('container-title') or ''}"))


def constitution_is_named_as_it_stands(item: Item) -> Item:
    """A constitution is cited by article and section, “U.S. Const. art. I, § 3”, with no title but this (11.9)."""
    if not is_constitution(item):
        return item
    words = [str(item[variable]) for variable in ("title", "container-title") if item.get(variable)]
    section = str(item.get("section") or "")
    if section and section not in words[-1]:
        words.append(f"§ {section}")
    dropped = ("title", "title-short", "container-title", "section")
    kept = {variable: value for variable, value in item.items() if variable not in dropped}
    name = " ".join(words)
    return {**kept, "title": name if "<" in name else f'<span class="nocase">{name}</span>'}
