"""Rules on the item, before the style sees it; each returns the item, or a changed copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgevidence.citation.apa7.reading import HANDLE, Item, any_bracketed, handle_of, people, split_group

_UNDATED = re.compile(r"\s*\(?(?:n\.?\s?d\.?|no date|undated|s\.?\s?[fad]\.?|o\.?\s?j\.?)\)?\s*", re.IGNORECASE)
_COMING = re.compile(r"\s*\(?(in press|forthcoming|submitted|in preparation)\)?\s*", re.IGNORECASE)


def undated_is_no_date(item: Item) -> Item:
    """A date that only says “n.d.” or “undated” is no date (9.17): the style prints n.d. itself, with its suffixes."""
    issued = item.get("issued")
    if isinstance(issued, Mapping) and not issued.get("date-parts"):
        literal = str(issued.get("literal") or issued.get("raw") or "")
        if literal and _UNDATED.fullmatch(literal):
            return {key: value for key, value in item.items() if key != "issued"}
    return item


def in_press_is_a_status(item: Item) -> Item:
    """“In press” stands where the year would and sorts after all years (9.17, 9.46): it is a status, not a date."""
    issued = item.get("issued")
    if isinstance(issued, Mapping) and not issued.get("date-parts"):
        found = _COMING.fullmatch(str(issued.get("literal") or issued.get("raw") or ""))
        if found:
            changed = {key: value for key, value in item.items() if key != "issued"}
            return {**changed, "status": item.get("status") or found.group(1).lower()}
    return item


def publisher_is_not_the_author_again(item: Item) -> Item:
    """When the author is also the publisher, the publisher is left out of the source (9.29)."""
    publisher = item.get("publisher")
    if publisher and item.get("type") != "thesis" and _folded(publisher) in _groups(item):
        return {key: value for key, value in item.items() if key != "publisher"}
    return item


def site_is_not_the_author_again(item: Item) -> Item:
    """When the author is also the name of the website, the name of the site is left out (9.32, example 111)."""
    site = item.get("container-title")
    if site and item.get("type") == "webpage" and _folded(site) in _groups(item):
        return {key: value for key, value in item.items() if key != "container-title"}
    return item


def list_has_no_group_abbreviation(item: Item) -> Item:
    """An abbreviation given with a group's name, “… Health [NIMH]”, belongs in the text, never in the list (9.11)."""
    if not any_bracketed(item) or not any(split_group(name.get("literal"))[1] for name in people(item)):
        return item
    return {**item, "author": [_without_abbreviation(name) for name in item["author"]]}


def user_name_is_no_given_name(item: Item) -> Item:
    """A user name written into a given name, “Z. [@zsora]”, is not initialised with it (10.15)."""
    if not any_bracketed(item) or not any(handle_of(name) for name in people(item)):
        return item
    return {**item, "author": [without_user_name(name) for name in item["author"]]}


def description_stands_in_brackets(item: Item) -> Item:
    """What an episode or data set is, “[TV series episode]”, stands in brackets, its number in parentheses (9.21)."""
    if item.get("type") in ("broadcast", "dataset") and item.get("number") and item.get("genre"):
        changed = {key: value for key, value in item.items() if key not in ("genre", "medium")}
        described = [str(item[variable]) for variable in ("genre", "medium") if item.get(variable)]
        return {**changed, "medium": "; ".join(described)}
    return item


_ORDINALS = {word: str(number) for number, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
)}  # fmt: skip


_ARTICLE_NUMBER = re.compile(r"(?:article\s+(?:no\.?\s*|number\s*)?)?(e\d{2,}|\d{6,})|article\s+(\w+)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(\d+)(?:st|nd|rd|th|\.|e|ª|º|ème)?(?:\s*(?:aufl(?:age)?|édition|éd|edici[oó]n|edizione|uitgave|utgåva|utg)\.?)?$",
    re.IGNORECASE,
)


def article_number_is_no_page(item: Item) -> Item:
    """An article number in the place of pages has its word before it: “Article e1000316” (9.27, example 6)."""
    page = item.get("page")
    if item.get("type") != "article-journal" or item.get("number") or not isinstance(page, str):
        return item
    found = _ARTICLE_NUMBER.fullmatch(page.strip())
    if not found:
        return item
    return {**{key: value for key, value in item.items() if key != "page"}, "number": found.group(1) or found.group(2)}


def cochrane_review_has_its_doi_alone(item: Item) -> Item:
    """A review in the Cochrane Database is found by its DOI, and has neither issue nor number (10.1, example 13)."""
    if not item.get("DOI") or _folded(item.get("container-title") or "") != "cochranedatabaseofsystematicreviews":
        return item
    return {key: value for key, value in item.items() if key not in ("volume", "issue", "page", "number")}


def edition_is_abbreviated(item: Item) -> Item:
    """An edition is “2nd ed.”, “Rev. ed.”, “Summer 2019 ed.”, whatever words the source has for it (9.19)."""
    edition = item.get("edition")
    if not isinstance(edition, str) or not edition.strip() or re.search(r"\bed\.|\d,? [a-z]+ed\b", edition):
        return item  # an edition already, or a year and what was done in it ("2002, amended effective …")
    name = re.sub(r"[\s,]*\b(?:edition|edn?|ed)\b\.?$", "", edition.strip(), flags=re.IGNORECASE).strip()
    number = _ORDINALS.get(name.casefold()) or _NUMBERED.sub(r"\1", name)
    if number.isdigit():
        return item if edition == number else {**item, "edition": number}
    if not name or not name.isascii():
        return item
    name = re.sub(r"^revised\b", "Rev.", name, flags=re.IGNORECASE)
    return {**item, "edition": f"{name} ed."}


def _without_abbreviation(name: Any) -> Any:
    full = split_group(name.get("literal"))[0] if isinstance(name, Mapping) else ""
    return {**name, "literal": full} if full else name


def without_user_name(name: Any) -> Any:
    if isinstance(name, Mapping) and handle_of(name):
        return {**name, "given": HANDLE.sub("", name["given"])}
    return name


def _groups(item: Item) -> set[str]:
    return {_folded(name["literal"]) for name in people(item) if name.get("literal")}


def _folded(text: object) -> str:
    return re.sub(r"^the |[\W_]+", "", str(text).casefold())
