"""What APA 7 asks for and apa.csl cannot say: small named rules, on for the APA style in English only.

A rule on the item (``before``) sees a CSL-JSON item and returns it, or a changed copy; a rule on the entry (``after``)
sees the item and its runs. Each docstring is the rule in words, with the section of the Publication Manual it follows;
`rules()` lists them. Group-author abbreviations need to know what was cited earlier and live in `Abbreviations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgevidence.citation.formatted import Citation, Run, Runs, plain

Item = Mapping[str, Any]

STYLES = frozenset(
    "apa apa-annotated-bibliography apa-cv apa-no-ampersand apa-no-initials apa-single-spaced apa-with-abstract".split()
)
"""Styles made from the template of apa.csl, on which the rules are on."""

_MONTHS = "January February March April May June July August September October November December".split()

_UNDATED = re.compile(r"\s*\(?(?:n\.?\s?d\.?|no date|undated|s\.?\s?[fad]\.?|o\.?\s?j\.?)\)?\s*", re.IGNORECASE)
_COMING = re.compile(r"\s*\(?(in press|forthcoming|advance online publication|submitted|in preparation)\)?\s*", re.I)
_ACCESSION = re.compile(r"[A-Z]{2,4}\d{5,}")
_ABBREVIATED = re.compile(r"^(?P<name>.+?)\s*[\[(](?P<short>[A-Z][A-Za-z&.-]{1,11})[\])]$")
_HANDLE = re.compile(r"\s*\[@[^\]]+\]$")

_CHANGING_NAMES = re.compile(
    r"\b(?:uptodate|dynamed|best practice|clinicalkey|wikipedia|merriam-webster|population clock)\b", re.IGNORECASE
)
_CHANGING_HOSTS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:uptodate\.com|dynamed(?:ex)?\.com|bestpractice\.bmj\.com|merriam-webster\.com"
    r"|wikipedia\.org|goo\.gl|maps\.google\.[a-z.]+|google\.[a-z.]+/maps)(?:[/:?#]|$)",
    re.IGNORECASE,
)
_CHANGING_GENRES = re.compile(r"\b(?:profile|facebook page|highlight|population clock|directions)\b", re.IGNORECASE)
_ARCHIVED = re.compile(r"oldid=|web\.archive\.org|perma\.cc", re.IGNORECASE)


# before: the item


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
    if not any(_split_group(name.get("literal"))[1] for name in _people(item)):
        return item
    return {**item, "author": [_without_abbreviation(name) for name in item["author"]]}


def user_name_is_no_given_name(item: Item) -> Item:
    """A user name written into a given name, “Z. [@zsora]”, is not initialised with it (10.15)."""
    if not any(_given_handle(name) for name in _people(item)):
        return item
    return {**item, "author": [_without_handle(name) for name in item["author"]]}


def episode_is_described_in_brackets(item: Item) -> Item:
    """What an episode is, “[TV series episode]”, stands in brackets; its number stands alone in parentheses (10.12)."""
    if item.get("type") == "broadcast" and item.get("number") and item.get("genre") and not item.get("medium"):
        changed = {key: value for key, value in item.items() if key != "genre"}
        return {**changed, "medium": item["genre"]}
    return item


# after: the entry


def data_set_is_two_words(item: Item, runs: Runs) -> Runs:
    """A data set is described as “[Data set]”, in two words (10.9, example 75)."""
    if item.get("type") != "dataset":
        return runs
    return _sub(r"(?<=\[)Dataset\b", "Data set", runs)


def retrieved_needs_its_date(item: Item, runs: Runs) -> Runs:
    """“Retrieved …, from” stands only with a date; an undated page without one has its plain URL (9.16)."""
    if item.get("accessed") or not item.get("URL"):
        return runs
    return _sub(r"\bRetrieved (?:from )?(?=https?://|$)", "", runs)


def accession_number_has_no_label(item: Item, runs: Runs) -> Runs:
    """An ERIC or other database accession number stands alone, “(ED545393)”, without “No.” (9.30, example 74)."""
    number = item.get("number")
    if item.get("genre") or not isinstance(number, str) or not _ACCESSION.fullmatch(number):
        return runs
    return _sub(rf"\bNos?\. (?={re.escape(number)})", "", runs)


def one_number_is_singular(item: Item, runs: Runs) -> Runs:
    """A report or patent number is one number whatever hyphens and commas it has: “No. 18-2059”, not “Nos.” (10.4)."""
    number = item.get("number")
    if not isinstance(number, str) or not re.fullmatch(r"[\w.]+(?:[-–,/][\w.]+)+", number):
        return runs
    return _sub(r"\bNos\. ", "No. ", runs, 1)


def writer_and_director_are_joined(item: Item, runs: Runs) -> Runs:
    """One person in both roles is “(Writer & Director)”; two have “&” before the director (10.12, example 87)."""
    if item.get("type") != "broadcast" or not item.get("script-writer") or not item.get("director"):
        return runs
    if item["script-writer"] == item["director"]:
        return _sub(r"^(.*) \((Writer)(s?)\), \1 \((Director)\3\)", r"\1 (\2\3 & \4\3)", runs, 1)
    return _sub(r"(?<=\(Writer\)), (?=[^()]+\(Director)|(?<=\(Writers\)), (?=[^()]+\(Director)", ", & ", runs, 1)


def user_name_follows_the_name(item: Item, runs: Runs) -> Runs:
    """A user name stands in brackets after the name it belongs to: “Sora, Z. [@zsora].” (10.15)."""
    for name in _people(item):
        if handle := _given_handle(name):
            found = rf"(?<!\w)({re.escape(str(name.get('family', '')))}(?:, (?:\w\.[ -]?)*\w\.)?)(?!\w)"
            ends = _sub(rf"{found}(?= \()", rf"\1 {handle}.", runs, 1)  # its last initial's stop was the element's, too
            runs = ends if ends != runs else _sub(found, rf"\1 {handle}", runs, 1)
    return runs


def entry_of_a_day_shows_the_day(item: Item, runs: Runs) -> Runs:
    """An entry of an online reference work dated to the day, an archived version, shows its whole date (example 49)."""
    if not str(item.get("type", "")).startswith("entry") or not item.get("URL") or item.get("edition"):
        return runs
    parts = _date_parts(item.get("issued"))
    if len(parts) < 3 or not 1 <= parts[1] <= 12:
        return runs
    year, day = parts[0], f"{_MONTHS[parts[1] - 1]} {parts[2]}"
    return _sub(rf"(?<=\(){year}([a-z]{{0,2}})(?=\)\.)", rf"{year}\1, {day}", runs, 1)


def changing_work_has_retrieval_date(item: Item, runs: Runs) -> Runs:
    """A work made to change that is not archived (UpToDate, a profile, a map) says when it was retrieved (9.16)."""
    url = item.get("URL")
    parts = _date_parts(item.get("accessed"))
    if not isinstance(url, str) or item.get("DOI") or not item.get("issued") or len(parts) < 3 or not is_changing(item):
        return runs
    if not 1 <= parts[1] <= 12 or "Retrieved " in plain(runs):
        return runs
    retrieved = f"Retrieved {_MONTHS[parts[1] - 1]} {parts[2]}, {parts[0]}, from "
    for position, run in enumerate(runs):
        if run.text == url:
            return (*runs[:position], Run(retrieved), *runs[position:])
    return _sub(rf"(?={re.escape(url)})", retrieved.replace("\\", r"\\"), runs, 1)


def is_changing(item: Item) -> bool:
    """Is this work made to change over time, and not cited in an archived version?"""
    url = str(item.get("URL") or "")
    if _ARCHIVED.search(url):
        return False
    names = " ".join(str(item.get(variable) or "") for variable in ("container-title", "publisher", "title"))
    genre = f"{item.get('genre') or ''} {item.get('medium') or ''}"
    return bool(_CHANGING_HOSTS.match(url) or _CHANGING_NAMES.search(names) or _CHANGING_GENRES.search(genre))


BEFORE: tuple[Callable[[Item], Item], ...] = (
    undated_is_no_date,
    in_press_is_a_status,
    publisher_is_not_the_author_again,
    site_is_not_the_author_again,
    list_has_no_group_abbreviation,
    user_name_is_no_given_name,
    episode_is_described_in_brackets,
)
AFTER: tuple[Callable[[Item, Runs], Runs], ...] = (
    data_set_is_two_words,
    retrieved_needs_its_date,
    accession_number_has_no_label,
    one_number_is_singular,
    writer_and_director_are_joined,
    user_name_follows_the_name,
    entry_of_a_day_shows_the_day,
    changing_work_has_retrieval_date,
)


def rules() -> tuple[tuple[str, str], ...]:
    """(name, the rule in words) of every rule, in the order they are applied."""
    named: tuple[Callable[..., Any], ...] = (*BEFORE, *AFTER, Abbreviations.applied, Abbreviations.without_handle)
    return tuple((rule.__name__, " ".join((rule.__doc__ or "").split())) for rule in named)


def prepared(item: Item) -> Item:
    """The item as the style should see it; the item itself is not changed."""
    for rule in BEFORE:
        item = rule(item)
    return item


def finished(item: Item, runs: Runs) -> Runs:
    """The entry as APA prints it; `item` as it came, before `prepared`."""
    for rule in AFTER:
        runs = rule(item, runs)
    return runs


class Abbreviations:
    """What is done to in-text citations, one after another in the order of the text."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._groups: dict[str, list[tuple[str, str]]] = {}
        self._handles: dict[str, list[str]] = {}
        for item in items:
            for name in _people(item):
                literal = name.get("literal")
                if not isinstance(literal, str):
                    continue
                full, short = _split_group(literal)
                if short:
                    self._groups.setdefault(str(item.get("id")), []).append((full, short))
                elif found := _HANDLE.search(literal):
                    self._handles.setdefault(str(item.get("id")), []).append(found.group())
        self._seen: set[str] = set()

    def applied(self, ids: Iterable[str], citation: Citation) -> Citation:
        """A group's abbreviation is introduced at its first citation, “(National Institute … [NIMH], 2020)” or
        “National Institute … (NIMH, 2020)”, and stands alone after it (8.21)."""
        if not self._groups and not self._handles:
            return citation
        parenthetical, narrative = citation.parenthetical, citation.narrative
        for identifier in ids:
            for handle in self._handles.get(identifier, ()):
                parenthetical = self.without_handle(handle, parenthetical)
                narrative = self.without_handle(handle, narrative)
            for full, short in self._groups.get(identifier, ()):
                pattern = re.escape(full)
                if full in self._seen:
                    parenthetical = _sub(pattern, short, parenthetical, 1)
                    narrative = _sub(pattern, short, narrative, 1)
                else:
                    parenthetical = _sub(pattern, f"{full} [{short}]", parenthetical, 1)
                    narrative = _sub(rf"{pattern} \((?=\d|n\.d|in press)", f"{full} ({short}, ", narrative, 1)
                    self._seen.add(full)
        return citation._replace(parenthetical=parenthetical, narrative=narrative)

    @staticmethod
    def without_handle(handle: str, runs: Runs) -> Runs:
        """A user name that follows an author's name in the list, “[@name]”, is left out in the text (10.15)."""
        return _sub(re.escape(handle), "", runs)


def _split_group(literal: object) -> tuple[str, str]:
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


def _without_abbreviation(name: Any) -> Any:
    full = _split_group(name.get("literal"))[0] if isinstance(name, Mapping) else ""
    return {**name, "literal": full} if full else name


def _people(item: Item) -> list[Mapping[str, Any]]:
    authors = item.get("author")
    return [name for name in authors if isinstance(name, Mapping)] if isinstance(authors, (list, tuple)) else []


def _without_handle(name: Any) -> Any:
    if isinstance(name, Mapping) and _given_handle(name):
        return {**name, "given": _HANDLE.sub("", name["given"])}
    return name


def _given_handle(name: Mapping[str, Any]) -> str:
    """The user name in brackets at the end of a given name, or ""."""
    given = name.get("given")
    found = _HANDLE.search(given) if isinstance(given, str) and "[@" in given else None
    return found.group().strip() if found else ""


def _groups(item: Item) -> set[str]:
    return {_folded(name["literal"]) for name in _people(item) if name.get("literal")}


def _folded(text: object) -> str:
    return re.sub(r"^the |[\W_]+", "", str(text).casefold())


def _date_parts(date: object) -> tuple[int, ...]:
    """The first date's (year, month, day) as far as known."""
    if not isinstance(date, Mapping):
        return ()
    parts = date.get("date-parts") or ((),)
    try:
        return tuple(int(part) for part in parts[0])
    except (TypeError, ValueError, IndexError):
        return ()


def _sub(pattern: str, replacement: str, runs: Runs, count: int = 0) -> Runs:
    """The runs with `pattern` replaced wherever it lies within one run; `count` is over all of them, 0 for no limit."""
    changed: list[Run] = []
    left = count or len(runs) * 1000
    for run in runs:
        text, times = re.subn(pattern, replacement, run.text, count=left) if left > 0 else (run.text, 0)
        left -= times
        if text:
            changed.append(run._replace(text=text) if times else run)
    return tuple(changed)
