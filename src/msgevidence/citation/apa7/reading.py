"""What the rules ask of an item or of runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgevidence.citation.formatted import Run, Runs

Item = Mapping[str, Any]

HANDLE = re.compile(
    r"\s*(?:\[[^\]]+\]|\((?:[A-Z][a-z]+ )?(?:Artist|Chair|Composer|Creator|Curator|Director|Expert|Host|Instructor"
    r"|Interviewer|Investigator|Moderator|Narrator|Photographer|Presenter|Producer|Speaker|Writer)s?\))$"
)
"""A user name in brackets, or a role in parentheses, at the end of a name."""

_ABBREVIATED = re.compile(r"^(?P<name>.+?)\s*[\[(](?P<short>[A-Z][A-Za-z&.-]{1,11})[\])]$")


def people(item: Item) -> list[Mapping[str, Any]]:
    """The authors that are names, whatever else stands there."""
    authors = item.get("author")
    return [name for name in authors if isinstance(name, Mapping)] if isinstance(authors, (list, tuple)) else []


def any_bracketed(item: Item) -> bool:
    """Does an author's name end in a bracket: a user name or an abbreviation? Quick, for it is asked of every item."""
    authors = item.get("author")
    if not isinstance(authors, (list, tuple)):
        return False
    for name in authors:
        if isinstance(name, dict):
            last = name.get("literal") or name.get("given") or name.get("family")
            if isinstance(last, str) and last.endswith(("]", ")")):
                return True
    return False


def handle_of(name: Mapping[str, Any]) -> str:
    """The user name in brackets, or the role in parentheses, at the end of a given name, or ""."""
    given = name.get("given")
    found = HANDLE.search(given) if isinstance(given, str) and given.endswith(("]", ")")) else None
    return found.group().strip() if found else ""


def split_group(literal: object) -> tuple[str, str]:
    """(name, abbreviation) of “National Institute of Mental Health [NIMH]”; ("", "") when there is no abbreviation.

    The letters must come from the name's initials in order, so that “Fall Out Boy [Band]” stays whole.
    """
    found = _ABBREVIATED.match(literal) if isinstance(literal, str) else None
    if not found:
        return "", ""
    initials = iter("".join(word[0] for word in re.findall(r"[^\W_]+", found["name"])).casefold())
    if not all(letter in initials for letter in found["short"].casefold() if letter.isalpha()):
        return "", ""
    return found["name"], found["short"]


def date_parts(date: object) -> tuple[int, ...]:
    """The first date's (year, month, day) as far as known."""
    if not isinstance(date, Mapping):
        return ()
    parts = date.get("date-parts") or ((),)
    try:
        return tuple(int(part) for part in parts[0])
    except (TypeError, ValueError, IndexError):
        return ()


Replacement = str | Callable[[re.Match[str]], str]


def replaced(pattern: str, replacement: Replacement, runs: Runs, count: int = 0) -> Runs:
    """The runs with `pattern` replaced wherever it lies within one run; `count` is over all of them, 0 for no limit.

    Text of records goes into a replacement through a function, where a backslash means nothing.
    """
    changed: list[Run] = []
    left = count or len(runs) * 1000
    for run in runs:
        text, times = re.subn(pattern, replacement, run.text, count=left) if left > 0 else (run.text, 0)
        left -= times
        if text:
            changed.append(run._replace(text=text) if times else run)
    return tuple(changed)
