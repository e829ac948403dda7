"""Rules on films, broadcasts, music, software and their makers, before the style sees the item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgevidence.citation.apa7.reading import Item

_ROLES = {"script-writer": "Writer", "director": "Director", "guest": "Guest Expert", "host": "Host"}
_OF_TYPE = {"broadcast": ("script-writer", "director"), "motion_picture": ("guest", "host")}
_DESCRIBED = frozenset("broadcast graphic motion_picture software".split())
_VIDEO_SITES = re.compile(r"youtu|vimeo|ted\.com", re.IGNORECASE)


def makers(item: Item) -> tuple[tuple[Mapping[str, Any], str], ...]:
    """(name, role or roles) of makers in different roles; () where there is an author, or one role for all."""
    variables = _OF_TYPE.get(str(item.get("type")), ())
    if item.get("author") or item.get("composer") or not variables or not all(item.get(one) for one in variables):
        return ()
    found: list[tuple[Mapping[str, Any], str]] = []
    for variable in variables:
        people = item[variable]
        for name in people if isinstance(people, (list, tuple)) else ():
            if not isinstance(name, Mapping):
                return ()
            known = next((place for place, (other, _) in enumerate(found) if other == name), None)
            if known is None:
                found.append((name, _ROLES[variable]))
            else:
                found[known] = (name, f"{found[known][1]} & {_ROLES[variable]}")
    return tuple(found)


def makers_stand_together(item: Item) -> Item:
    """Writers and directors of an episode, guests and hosts of a video, are one list of authors, in the entry and in
    the text (10.12, examples 84 and 87); their roles are added to the entry afterwards."""
    found = makers(item)
    if not found:
        return item
    roles = _OF_TYPE[str(item["type"])]
    kept = {variable: value for variable, value in item.items() if variable not in roles}
    return {**kept, "author": [name for name, _ in found]}


def film_or_video_is_described(item: Item) -> Item:
    """A film by a director is described as “[Film]”, a video on a site that streams them as “[Video]” (10.12)."""
    if item.get("type") != "motion_picture" or item.get("genre") or item.get("medium"):
        return item
    if _VIDEO_SITES.search(f"{item.get('publisher') or ''} {item.get('URL') or ''}"):
        return {**item, "medium": "Video"}
    return {**item, "medium": "Film"} if item.get("director") else item


def song_is_described(item: Item) -> Item:
    """A single song or track is described as “[Song]”; what is more, an album, has to say so (10.13, example 92)."""
    if item.get("type") != "song" or item.get("genre") or item.get("medium"):
        return item
    return {**item, "genre": "Song"}


def second_description_is_not_raised(item: Item) -> Item:
    """What a description adds after a semicolon begins small: “[Film; educational DVD]” (10.12, example 84)."""
    genre, medium = item.get("genre"), item.get("medium")
    if item.get("type") not in _DESCRIBED or item.get("number") or not (genre and medium):
        return item
    kept = {variable: value for variable, value in item.items() if variable != "medium"}
    return {**kept, "genre": f"{genre}; {medium}"}


def version_says_so_once(item: Item) -> Item:
    """A version has its word once, before it or within: “(Version 18.12)”, “(Mar 14 version)” (10.10)."""
    version = item.get("version")
    if not isinstance(version, str):
        return item
    bare = re.sub(r"^(?:version|ver\.|v\.)\s*(?=\S)", "", version.strip(), flags=re.IGNORECASE)
    if bare == version or not bare:
        return item
    return {**item, "version": bare}


def work_under_way_has_no_end(item: Item) -> Item:
    """What goes on is dated with its first year and “present”, “2015–present” (10.13, example 93)."""
    issued = item.get("issued")
    words = issued.get("literal") or issued.get("raw") if isinstance(issued, Mapping) else None
    found = re.fullmatch(r"\s*(\d{4})\s*(?:-|–|—|--|to)\s*(?:present)?\s*", str(words)) if words else None
    return {**item, "issued": {"date-parts": [[int(found[1])], [0]]}} if found else item
