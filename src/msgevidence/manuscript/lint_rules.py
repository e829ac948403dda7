"""The rules of APA 7 on one entry of a reference list; each docstring is the rule, with the manual's section.

A rule speaks of the text as it stands, with the spans the parser found, and only of what is certain from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgevidence.citation.sentence_case import Proposal, propose
from msgevidence.manuscript.lookup import Looked, Verdict
from msgevidence.manuscript.reading import Manuscript
from msgevidence.manuscript.reflist import Reference
from msgevidence.model.names import OTHERS
from msgevidence.model.record import Record

_PERIODICAL = ("article-journal", "article-magazine", "article-newspaper")
_CONTAINED = (*_PERIODICAL, "chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
_HYPHENED = re.compile(r"\d\s*(?:-|--|‐)\s*[A-Za-z]?\d")
_AND = re.compile(r"[,.]?\s+and\s+(?=\S)")
_GIVEN = re.compile(r"[^\W\d_][a-zß-öø-ÿ]{2,}")
_OLD_DOI = re.compile(
    r"(?:doi\s*:\s*(?:https?://(?:dx\.)?doi\.org/)?|(?:https?://)?dx\.doi\.org/|http://doi\.org/|(?<![/\w.])(?:www\.)?doi\.org/|(?<![/\w.])(?=10\.\d{4,9}/))",
    re.IGNORECASE,
)
_STOP_AFTER_ADDRESS = re.compile(r"(?:https?://|10\.\d{4,9}/)\S*[^\s.]\.$")
_RETRIEVED = re.compile(r"\b(?:Retrieved|Available)\s+from\b|\bAccessed\s+(?:from|on|at)\b", re.IGNORECASE)
_VOLUME_WORDS = re.compile(r"\b(?:Vol\.?|Volume|No\.|Issue|Nr\.)\s*\d", re.IGNORECASE)
_PP = re.compile(r"\bpp?\.\s*\w*\d")
_NAMED_BEFORE_GAP = 19


@dataclass(frozen=True, slots=True)
class StyleNote:
    """One fault: the rule's name, what it asks for, and the words that would stand there ("" where only a person
    can know)."""

    rule: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a rule looks at."""

    reference: Reference
    record: Record
    looked: Looked
    manuscript: Manuscript

    def span(self, variable: str) -> str:
        """The words a variable was read from; "" where it was not."""
        found = self.place(variable)
        return self.reference.raw[found[0] : found[1]] if found else ""

    def place(self, variable: str) -> tuple[int, int] | None:
        parsed = self.reference.parsed
        spans = [span for span in parsed.spans if span.variable == variable] if parsed else []
        return (spans[0].start, spans[-1].end) if spans else None

    @property
    def known(self) -> Record | None:
        """The library's record, where the reference is that work."""
        return self.looked.work if self.looked.verdict is Verdict.MATCHED else None


def ampersand(entry: Entry) -> Iterator[StyleNote]:
    """“&” stands before the last author in the list, not “and” (9.8)."""
    people = [name for name in entry.record.author if not name.literal]
    if len(people) > 1 and len(people) == len(entry.record.author) and _AND.search(entry.span("author")):
        yield StyleNote("ampersand", "before the last author of an entry stands “&”, not “and” (section 9.8)", "&")


def initials(entry: Entry) -> Iterator[StyleNote]:
    """Given names are initials (9.8)."""
    whole = [name for name in entry.record.author if not name.literal and _GIVEN.search(name.given)]
    if whole:
        names = ", ".join(f"{name.full_family}, {name.given}" for name in whole[:3])
        yield StyleNote("initials", f"given names are written as initials (section 9.8): {names}")


def all_authors(entry: Entry) -> Iterator[StyleNote]:
    """Up to twenty authors are all named in the list; “et al.” is for the text (9.8)."""
    authors = entry.record.author
    if OTHERS not in authors:
        return
    if authors[-1] == OTHERS:
        yield StyleNote("et-al", "“et al.” is for the text: the list names up to twenty authors (section 9.8)")
    elif len(authors) < _NAMED_BEFORE_GAP + 2:
        words = "APA 7 names up to twenty authors; only of more than that are some left out, after the nineteenth"
        yield StyleNote("author-count", f"{words} (section 9.8)")


@lru_cache(maxsize=512)
def proposed(title: str, work: Record | None) -> Proposal:
    """The title in sentence case, with the words of the abstract where the work is known."""
    return propose(title, work.abstract if work else "")


def sentence_case(entry: Entry) -> Iterator[StyleNote]:
    """Titles of works are in sentence case (9.19)."""
    if not entry.record.title:
        return
    proposal = proposed(entry.record.title, entry.looked.work)
    if proposal.changed:
        words = "titles of works are in sentence case (section 9.19); check names, which keep their capital"
        yield StyleNote("sentence-case", words, proposal.after)


def doi_form(entry: Entry) -> Iterator[StyleNote]:
    """A DOI is a link, https://doi.org/…, with no stop behind it (9.35, 9.36)."""
    raw, doi = entry.reference.raw, entry.record.doi
    if doi and (found := _OLD_DOI.search(raw)) and f"https://doi.org/{doi}" not in raw[found.start() - 8 :].lower():
        yield StyleNote("doi-form", "a DOI is written as a link (section 9.35)", f"https://doi.org/{doi}")
    if (doi or entry.record.url) and _STOP_AFTER_ADDRESS.search(raw):
        yield StyleNote("stop-after-link", "no full stop follows a DOI or an address (section 9.35)")


def publisher_location(entry: Entry) -> Iterator[StyleNote]:
    """The publisher's place is not given any more (9.29)."""
    if entry.record.publisher_place and entry.record.publisher:
        place = entry.record.publisher_place
        words = f"APA 7 gives no place of publication (section 9.29): leave out “{place}”"
        yield StyleNote("publisher-location", words, entry.record.publisher)


def page_range(entry: Entry) -> Iterator[StyleNote]:
    """Ranges of pages have an en dash (6.6)."""
    page = entry.span("page")
    if _HYPHENED.search(page):
        shown = re.sub(r"\s*(?:--|[-‐])\s*", "–", page)
        yield StyleNote("page-range", "a range of pages is joined by an en dash, not a hyphen (section 6.6)", shown)


def missing_issue(entry: Entry) -> Iterator[StyleNote]:
    """A journal article has its issue number where the journal has issues (9.25)."""
    record = entry.record
    if record.type == "article-journal" and record.volume and not record.issue:
        known = entry.known.issue if entry.known else ""
        if known:
            words = "the issue number is missing (section 9.25)"
            yield StyleNote("missing-issue", words, f"{record.volume}({known})")
        elif not (entry.known and not entry.known.issue):
            words = "no issue number: APA 7 asks for one where the journal numbers its issues (section 9.25)"
            yield StyleNote("missing-issue", words)


def missing_doi(entry: Entry) -> Iterator[StyleNote]:
    """A work that has a DOI is listed with it (9.34)."""
    if entry.known and entry.known.doi and not entry.record.doi:
        words = "the work has a DOI, and APA 7 asks for it (section 9.34)"
        yield StyleNote("missing-doi", words, f"https://doi.org/{entry.known.doi}")


def retrieved_from(entry: Entry) -> Iterator[StyleNote]:
    """“Retrieved from” stands only with a date, before works that change (9.16)."""
    if (found := _RETRIEVED.search(entry.reference.raw)) and not entry.record.accessed:
        words = f"“{found.group()}” is not written any more: the address stands alone (section 9.16)"
        yield StyleNote("retrieved-from", words, entry.record.url or entry.record.doi)


def volume_words(entry: Entry) -> Iterator[StyleNote]:
    """Volume, issue and pages of a periodical are bare numbers (9.25)."""
    if entry.record.type not in _PERIODICAL:
        return
    raw = entry.reference.raw
    found = _VOLUME_WORDS.search(raw, _behind_title(entry)) or _PP.search(raw, _behind_title(entry))
    if found:
        record = entry.record
        shown = record.volume + (f"({record.issue})" if record.issue else "")
        words = "volume, issue and pages of a journal are numbers without “Vol.”, “No.” or “pp.” (section 9.25)"
        yield StyleNote("volume-words", words, ", ".join(filter(None, (shown, record.page.replace("-", "–")))))


def italics(entry: Entry) -> Iterator[StyleNote]:
    """Titles of journals and of whole works are in italics (9.19, 9.25); said only where the input has italics."""
    manuscript, reference = entry.manuscript, entry.reference
    variable = "container_title" if entry.record.type in _CONTAINED else "title"
    place = entry.place(variable)
    if not manuscript.shows_italics or place is None:
        return
    if manuscript.text[reference.start : reference.end] != reference.raw:
        return
    start, end = reference.start + place[0], reference.start + place[1]
    covered = sum(max(0, min(end, right) - max(start, left)) for left, right in manuscript.italics)
    if covered * 2 < end - start:
        what = "the journal or book" if variable == "container_title" else "the work"
        words = f"the title of {what} is in italics (sections 9.19 and 9.25)"
        yield StyleNote("italics", words, manuscript.text[start:end])


def _behind_title(entry: Entry) -> int:
    place = entry.place("title")
    return place[1] if place else 0


Rule = Callable[[Entry], Iterator[StyleNote]]

ANY_STYLE: tuple[Rule, ...] = (doi_form, publisher_location, missing_doi)
"""Rules that make sense of an entry in another style too."""

RULES: tuple[Rule, ...] = (
    ampersand,
    initials,
    all_authors,
    sentence_case,
    italics,
    volume_words,
    missing_issue,
    page_range,
    publisher_location,
    doi_form,
    missing_doi,
    retrieved_from,
)
