"""The end of a reference: DOI, URL, "Retrieved … from", PMID, reprint notes."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.dating import MONTH, read_date
from msgevidence.formats.reference_list.spans import Reading
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import canonical_doi, canonical_pmcid, canonical_pmid

_DATE = (
    rf"(?:{MONTH}\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\.?,?\s+\d{{4}}"
    rf"|\d{{4}}\s+{MONTH}\.?\s+\d{{1,2}}|{MONTH}\.?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
    rf"|n\.\s?d\.)"
)
_LEAD = re.compile(
    r"(?:https?://|www\.|(?i:\bdoi\s?:|\bdoi\s10\.|\bdoi\.org/)|\b10\.\d{4,9}/"
    r"|[(\[]?\b(?:Retrieved|Accessed|Viewed|Last accessed|Date accessed|cited|abgerufen)\b\s*(?:on\s|from\s|:|\d|[A-Z])"
    r"|[(\[]?Available(?:\s+(?:online|at|from|in)\b|:)|\[Online\]|\bPMID\s*:|\bPMCID\s*:|\bPubMed\s+PMID"
    r"|\(Original\s+work\s+published|\(Reprinted\s+from|[.;]\s*Epub\b|\bAdvance\s+online\s+publication"
    r"|[(\[]?(?:Epub|Online)\s+ahead\s+of\s+print|<https?://)",
)
_DOI = re.compile(
    r"[<(\[]?(?:https?://(?:dx\.|www\.)?doi\.org/\s?|doi\.org/|doi\s?:?\s*(?:https?://(?:dx\.)?doi\.org/\s?)?)?"
    r"(10\.\d{4,9}/\S+)",
    re.IGNORECASE,
)
_URL = re.compile(r"<?(https?://\S+|www\.\S+)")
_ACCESSED = re.compile(
    rf"[(\[]?(?:Retrieved|Accessed|Viewed|Last accessed|Date accessed|cited|abgerufen)(?:\s+on|\s+am)?\s*:?\s*"
    rf"(?P<date>{_DATE})?[\])]?\s*[,;.]?\s*(?:(?:from|at|via)\b\s*:?\s*)?",
)
_SITE = re.compile(
    r"(?P<site>[^\s][^:;<>]{1,90}?)\s*(?:[Ww]eb\s?site|database|[Dd]atabase|homepage)?\s*[:.]?\s*"
    r"(?=https?://|www\.|doi)"
)
_DATABASE = re.compile(
    r"(?P<source>[A-Z][^:.()<>]{2,90}?)(?:\s+[Dd]atabase)?\.?\s*"
    r"(?:\((?:UMI|AAT|Publication|Accession|Order|ERIC|ED|Document)[^()]{0,40}?(?P<number>[\w-]*\d[\w-]*)\)\.?\s*)?$"
)
_AVAILABLE = re.compile(r"(?:\[Online\][.,]?\s*)?[(\[]?Available\s+(?:online\s*)?(?:at|from|in)?\s*:?\s*")
_ORIGINAL = re.compile(r"\(Original\s+work\s+published\s+(?P<date>[^()]{2,40})\)\.?")
_PMID = re.compile(r"(?:PubMed\s+)?PMID\s*:?\s*(\d{1,9})")
_PMCID = re.compile(r"PMCID\s*:?\s*(PMC\s?\d{1,9})")
_AHEAD = re.compile(
    r"[(\[]?(?P<status>Advance online publication|(?:Epub|Online) ahead of print)"
    r"(?:\s+\d{4}\s*[A-Za-z]*\s*\d*)?[)\]]?\.?"
)
_JOURNAL_BEHIND = re.compile(r"\s*(?P<journal>[^\W\d_a-z][^.\d]{3,90})\.(?=\s|$)")
_EPUB = re.compile(rf"[.;]?\s*Epub\s+\d{{4}}(?:\s+{MONTH})?(?:\s+\d{{1,2}})?\.?")
_CLOSERS = ".,;:)]>\"'”’ "


def read_access(reading: Reading, start: int) -> int:
    """Take identifiers and notes from `start` on; returns where the description before them ends."""
    text = reading.text
    lead = _LEAD.search(text, start)
    if not lead:
        return len(text)
    body_end = lead.start()
    at = body_end
    while at < len(text):
        while at < len(text) and text[at] in _CLOSERS:
            at += 1
        stop = _piece(reading, at)
        if stop <= at:
            following = _LEAD.search(text, at + 1)
            if not following:
                break
            stop = following.start()
        at = stop
    return body_end


def _piece(reading: Reading, at: int) -> int:
    """Read the one piece that begins at `at`; returns its end, or `at` where there is none."""
    text = reading.text
    if found := _DOI.match(text, at):
        return _take_doi(reading, found)
    if found := _URL.match(text, at):
        return _take_url(reading, found)
    if found := _ORIGINAL.match(text, at):
        reading.understand(found.start(), found.end())
        if date := read_date(found["date"]):
            reading.put("original_date", found.start("date"), found.end("date"), date.issued)
        return found.end()
    if found := _AHEAD.match(text, at):
        reading.understand(found.start(), found.end())
        reading.put("status", found.start("status"), found.end("status"), found["status"].lower())
        return _journal_behind(reading, found.end())
    if found := _PMID.match(text, at):
        reading.understand(*found.span())
        reading.put("pmid", *found.span(1), canonical_pmid(found.group(1)) or found.group(1))
        return found.end()
    if found := _PMCID.match(text, at):
        reading.understand(*found.span())
        reading.put("pmcid", *found.span(1), canonical_pmcid(found.group(1)) or found.group(1))
        return found.end()
    if found := _EPUB.match(text, at):
        reading.understand(*found.span())
        reading.leave("epub", found.group().strip(" .;"))
        return found.end()
    if (found := _ACCESSED.match(text, at)) or (found := _AVAILABLE.match(text, at)):
        return _take_access(reading, found)
    return at


def _journal_behind(reading: Reading, at: int) -> int:
    """Where "Advance online publication. Journal of Groups." ends: some put the journal behind the note."""
    found = _JOURNAL_BEHIND.match(reading.text, at)
    if not found or _LEAD.search(reading.text, *found.span()):
        return at
    reading.put("container_title", *found.span("journal"))
    return found.end()


def _take_access(reading: Reading, found: re.Match[str]) -> int:
    reading.understand(found.start(), found.end())
    words = found.groupdict().get("date")
    if words:
        date = accessed_date(words)
        if date:
            reading.put("accessed", found.start("date"), found.end("date"), date)
    end = found.end()
    site = _SITE.match(reading.text, end)
    if site and not reading.text.startswith(("http", "www.", "doi"), end):
        name = site["site"].strip(" .,")
        if name.lower() not in ("the", "doi"):
            reading.site = (site.start("site"), site.start("site") + len(site["site"].rstrip(" .,")))
            reading.understand(site.start(), site.end())
        return site.end()
    if database := _DATABASE.match(reading.text, end):
        reading.understand(*database.span())
        reading.put("source", *database.span("source"))
        if database["number"]:
            reading.put("number", *database.span("number"))
        return database.end()
    return end


def settle_site(reading: Reading) -> None:
    """ "Retrieved from Site website": the container of a page that has none yet, else the database it was found in."""
    if reading.site is None:
        return
    start, end = reading.site
    words = reading.text[start:end]
    filled = reading.values.get("container_title") or reading.values.get("publisher")
    if filled or re.search(r"(?i)database|proquest|eric\b|jstor|psyc\w+$", words):
        reading.put("source", start, end)
    else:
        reading.put("container_title", start, end)
        if reading.type in ("", "document", "book"):
            reading.type = "webpage"


def accessed_date(words: str) -> PartialDate | None:
    """A day as people write it in "Retrieved …": ``May 3, 2018``, ``2018-05-03``, ``03/05/2018`` (day first)."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", words):
        year, month, day = (int(group) for group in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", words):
        day, month, year = (int(group) for group in found.groups())
        if month > 12:
            day, month = month, day
    else:
        date = read_date(words)
        return date.issued if date and date.issued else None
    return PartialDate((year, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _take_doi(reading: Reading, found: re.Match[str]) -> int:
    """The DOI without the punctuation that follows it; one broken by a blank after a hyphen or slash is mended."""
    text, end = reading.text, found.end()
    if found.group(1)[-1] in "/-_" and (rest := re.match(r"\s(?!https?:)([\w.()/:;-]*\d[\w.()/:;-]*)", text[end:])):
        end += rest.end()
    words = text[found.start(1) : end]
    doi = canonical_doi(words.replace(" ", ""))
    if not doi:
        return found.start()
    stop = end - (len(words.replace(" ", "")) - len(doi)) if "%" not in words else end
    reading.understand(found.start(), end)
    if "doi" not in reading.values:
        reading.put("doi", found.start(1), stop, doi)
    elif reading.values["doi"] != doi:
        reading.leave("doi", doi)
    return end


def _take_url(reading: Reading, found: re.Match[str]) -> int:
    text, end = reading.text, found.end()
    if text[end - 1] in "/-_=?&" and (
        rest := re.match(r"\s([a-z0-9%][\w.%/=?&#~+-]*[\d/=.-][\w.%/=?&#~+-]*)", text[end:])
    ):
        end += rest.end()
    url = text[found.start(1) : end].replace(" ", "").rstrip(".,;>\"'”’")
    for opening, closing in ("()", "[]"):
        while url.endswith(closing) and url.count(closing) > url.count(opening):
            url = url[:-1].rstrip(".,;")
    reading.understand(found.start(), end)
    if "url" not in reading.values:
        stop = found.start(1)
        kept = len(url)
        while kept and stop < end:  # blanks inside a broken URL count in the string but not in the value
            kept -= text[stop] != " "
            stop += 1
        reading.put("url", found.start(1), stop, url)
    elif reading.values["url"] != url:
        reading.leave("url", url)
    return end
