"""Rules on the entry, after the style has made it; each sees the item as it came."""

from __future__ import annotations

import re

from msgevidence.citation.apa7.reading import Item, any_bracketed, date_parts, handle_of, people, replaced
from msgevidence.citation.formatted import Run, Runs, plain

_MONTHS = "January February March April May June July August September October November December".split()
_ACCESSION = re.compile(r"[A-Z]{2,4}\d{5,}")
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


def data_set_is_two_words(item: Item, runs: Runs) -> Runs:
    """A data set is described as “[Data set]”, in two words (10.9, example 75)."""
    if item.get("type") != "dataset":
        return runs
    return replaced(r"(?<=\[)Dataset\b", "Data set", runs)


def retrieved_needs_its_date(item: Item, runs: Runs) -> Runs:
    """“Retrieved …, from” stands only with a date; an undated page without one has its plain URL (9.16)."""
    if item.get("accessed") or not item.get("URL"):
        return runs
    return replaced(r"\bRetrieved (?:from )?(?=https?://|$)", "", runs)


def accession_number_has_no_label(item: Item, runs: Runs) -> Runs:
    """An ERIC or other database accession number stands alone, “(ED545393)”, without “No.” (9.30, example 74)."""
    number = item.get("number")
    if item.get("genre") or not isinstance(number, str) or not _ACCESSION.fullmatch(number):
        return runs
    return replaced(rf"\bNos?\. (?={re.escape(number)})", "", runs)


def one_number_is_singular(item: Item, runs: Runs) -> Runs:
    """The number of a report, law or patent is one number, printed as given: “No. 18-2059”, not “Nos.” (10.4)."""
    number = item.get("number")
    if not isinstance(number, str) or not re.fullmatch(r"[\w.]+(?:[-–,/][\w.]+)+", number):
        return runs
    printed = re.escape(number).replace(r"\-", "[-–]")
    return replaced(rf"\bNos?\. {printed}", f"No. {number}", runs, 1)


def writer_and_director_are_joined(item: Item, runs: Runs) -> Runs:
    """One person in both roles is “(Writer & Director)”; two have “&” before the director (10.12, example 87)."""
    if item.get("type") != "broadcast" or not item.get("script-writer") or not item.get("director"):
        return runs
    if item["script-writer"] == item["director"]:
        return replaced(r"^(.*) \((Writer)(s?)\), \1 \((Director)\3\)", r"\1 (\2\3 & \4\3)", runs, 1)
    return replaced(r"(?<=\(Writer\)), (?=[^()]+\(Director)|(?<=\(Writers\)), (?=[^()]+\(Director)", ", & ", runs, 1)


def user_name_follows_the_name(item: Item, runs: Runs) -> Runs:
    """A user name stands in brackets after the name it belongs to: “Sora, Z. [@zsora].” (10.15)."""
    for name in people(item) if any_bracketed(item) else ():
        if handle := handle_of(name):
            runs = _with_handle(re.escape(str(name.get("family", ""))), handle, runs)
    return runs


def _with_handle(family: str, handle: str, runs: Runs) -> Runs:
    found = rf"(?<!\w){family}(?:, (?:\w\.[ -]?)*\w\.)?(?!\w)"
    ends = replaced(rf"{found}(?= \()", lambda name: f"{name[0]} {handle}.", runs, 1)  # the stop was the element's, too
    return ends if ends != runs else replaced(found, lambda name: f"{name[0]} {handle}", runs, 1)


def entry_of_a_day_shows_the_day(item: Item, runs: Runs) -> Runs:
    """An entry of an online reference work dated to the day, an archived version, shows its whole date (example 49)."""
    if not str(item.get("type", "")).startswith("entry") or not item.get("URL") or item.get("edition"):
        return runs
    return _with_whole_date(item, runs) if len(date_parts(item.get("issued"))) == 3 else runs


def review_of_a_day_shows_the_day(item: Item, runs: Runs) -> Runs:
    """A review in a newspaper, magazine or on a site, which has no volume, shows its whole date (10.7, example 68)."""
    if item.get("type") not in ("review", "review-book") or item.get("volume") or item.get("DOI"):
        return runs
    return _with_whole_date(item, runs)


def _with_whole_date(item: Item, runs: Runs) -> Runs:
    parts = date_parts(item.get("issued"))
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return runs
    year, day = parts[0], " ".join([_MONTHS[parts[1] - 1], *map(str, parts[2:])])
    return replaced(rf"(?<=\(){year}([a-z]{{0,2}})(?=\)\.)", rf"{year}\1, {day}", runs, 1)


def treaty_address_follows_a_comma(item: Item, runs: Runs) -> Runs:
    """A treaty is its name, date and address, with commas between them (11.9)."""
    return replaced(r"\.(?= $| https?://)", ",", runs, 1) if item.get("type") == "treaty" and item.get("URL") else runs


def changing_work_has_retrieval_date(item: Item, runs: Runs) -> Runs:
    """A work made to change that is not archived (UpToDate, a profile, a map) says when it was retrieved (9.16)."""
    url = item.get("URL")
    parts = date_parts(item.get("accessed"))
    if not isinstance(url, str) or item.get("DOI") or not item.get("issued") or len(parts) < 3 or not is_changing(item):
        return runs
    if not 1 <= parts[1] <= 12 or "Retrieved " in plain(runs):
        return runs
    retrieved = f"Retrieved {_MONTHS[parts[1] - 1]} {parts[2]}, {parts[0]}, from "
    for position, run in enumerate(runs):
        if run.text == url:
            return (*runs[:position], Run(retrieved), *runs[position:])
    return replaced(rf"(?={re.escape(url)})", retrieved.replace("\\", r"\\"), runs, 1)


def is_changing(item: Item) -> bool:
    """Is this work made to change over time, and not cited in an archived version?"""
    url = str(item.get("URL") or "")
    if _ARCHIVED.search(url):
        return False
    names = " ".join(str(item.get(variable) or "") for variable in ("container-title", "publisher", "title"))
    genre = f"{item.get('genre') or ''} {item.get('medium') or ''}"
    return bool(_CHANGING_HOSTS.match(url) or _CHANGING_NAMES.search(names) or _CHANGING_GENRES.search(genre))
