"""Rules on the entry, after the style has made it; each sees the item as it came."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgevidence.citation.apa7.media import makers, work_under_way_has_no_end
from msgevidence.citation.apa7.reading import Item, any_bracketed, date_parts, handle_of, people, replaced
from msgevidence.citation.formatted import Run, Runs, plain

_MONTHS = "January February March April May June July August September October November December".split()
_RELEASE = re.compile(r"\b(?:press|news|media) release\b", re.IGNORECASE)
_ONE_NUMBER = re.compile(r"(?=[\w./-]*\d)(?=[\w./-]*[A-Za-z])[\w./-]+")
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


def roles_follow_their_makers(item: Item, runs: Runs) -> Runs:
    """Each maker has the role in parentheses: “Wren, B. (Writer), & Rail, J. (Director)”; one person in both roles is
    “(Writer & Director)” (10.12, examples 84 and 87)."""
    found = makers(item)
    if not found or not runs:
        return runs
    text, at = runs[0].text, 0
    for name, role in found:
        words = str(name.get("family") or name.get("literal") or "")
        place = re.compile(_name_in_list(re.escape(words))).search(text, at)
        if not words or not place:
            return runs
        at = place.end()
        stop = "." if text.startswith(" (", at) else ""  # the one that stood after the initials ended the element, too
        text = f"{text[:at]} ({role}){stop}{text[at:]}"
        at += len(role) + 3
    return (runs[0]._replace(text=text), *runs[1:])


def user_name_follows_the_name(item: Item, runs: Runs) -> Runs:
    """A user name in brackets, or a role in parentheses, stands after its name: “Sora, Z. [@zsora].” (10.15), “Wren,
    C. (Principal Investigator).” (10.4, example 56)."""
    for name in people(item) if any_bracketed(item) else ():
        if handle := handle_of(name):
            runs = _with_handle(re.escape(str(name.get("family", ""))), handle, runs)
    return runs


def _with_handle(family: str, handle: str, runs: Runs) -> Runs:
    found = _name_in_list(family)
    ends = replaced(rf"{found}(?= \()", lambda name: f"{name[0]} {handle}.", runs, 1)  # the stop was the element's, too
    return ends if ends != runs else replaced(found, lambda name: f"{name[0]} {handle}", runs, 1)


def _name_in_list(family: str) -> str:
    """The pattern of a name as the list has it, its initials after it."""
    return rf"(?<!\w){family}(?:, (?:\w\.[ -]?)*\w\.)?(?!\w)"


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


def press_release_shows_its_day(item: Item, runs: Runs) -> Runs:
    """A press release is dated to the day, unlike other reports (10.4, example 59)."""
    if item.get("type") != "report" or not _RELEASE.search(str(item.get("genre") or item.get("medium") or "")):
        return runs
    return _with_whole_date(item, runs)


def report_number_has_its_label(item: Item, runs: Runs) -> Runs:
    """A number after the name of its series has “No.” before it, also where letters and hyphens are in it: “(Project
    No. 9Q02AB-11)” (10.4, example 56)."""
    genre, number = item.get("genre"), item.get("number")
    if item.get("type") != "report" or not isinstance(genre, str) or not isinstance(number, str) or not genre:
        return runs
    if not _ONE_NUMBER.fullmatch(number):
        return runs
    label = re.escape(genre.split()[-1])
    return replaced(rf"(?i:(?<=\(|\s){label}) (?={re.escape(number)}\b)", lambda found: f"{found[0]}No. ", runs, 1)


def two_groups_have_no_comma(item: Item, runs: Runs) -> Runs:
    """Between two groups stands “&” alone, for neither name is turned round (9.8; 10.4, example 50)."""
    names = people(item)
    groups = [str(name.get("literal") or "") for name in names]
    if len(names) != 2 or not all(groups):
        return runs
    second = re.escape(groups[1])
    return replaced(rf", & (?={second})", " & ", runs, 1)


def translation_is_not_in_italics(item: Item, runs: Runs) -> Runs:
    """The translation of a title stands after it in brackets, upright (9.38; 10.2, example 27)."""
    title = item.get("title")
    if not isinstance(title, str) or not title.endswith("]") or " [" not in title:
        return runs
    out: list[Run] = []
    for run in runs:
        cut = run.text.find(" [")
        if run.italic and cut > 0 and run.text.endswith("]"):
            out += [run._replace(text=run.text[:cut]), run._replace(text=run.text[cut:], italic=False)]
        else:
            out.append(run)
    return tuple(out)


def version_names_itself(item: Item, runs: Runs) -> Runs:
    """A version that has the word in it goes without the label: “(Mar 14 version)” (10.10)."""
    version = str(item.get("version") or "")
    if not re.search(r"\bversion\b", version, re.IGNORECASE):
        return runs
    return replaced(rf"\bVersion (?={re.escape(version)})", "", runs, 1)


def ongoing_date_ends_with_the_present(item: Item, runs: Runs) -> Runs:
    """What goes on is dated with its first year and “present”: “(2015–present)” (10.13, example 93)."""
    if not is_ongoing(item):
        return runs
    return replaced(r"(?<=\d{4}–)(?=[a-z]{0,2}[),;])", "present", runs, 1)


def is_ongoing(item: Item) -> bool:
    """Does the work's date have a beginning and an open end?"""
    issued = work_under_way_has_no_end(item).get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    return isinstance(parts, (list, tuple)) and len(parts) == 2 and not any(parts[1] or ())


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
