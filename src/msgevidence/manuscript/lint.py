"""APA 7 faults of a reference list: named rules, each with what to do; the whole entry is written anew by the style.

A rule speaks of the text as it stands, with the spans the parser found, and only of what is certain from it. Sections
are those of the Publication Manual, seventh edition.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgevidence.citation.documents import inline
from msgevidence.citation.formatted import Runs
from msgevidence.citation.sentence_case import propose
from msgevidence.citation.style import bibliography
from msgevidence.manuscript.labels import folded, label
from msgevidence.manuscript.lookup import Looked, Verdict
from msgevidence.manuscript.pairing import sort_key
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
class _Entry:
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


@dataclass(frozen=True, slots=True)
class Linted:
    """Per reference its notes and the corrected entry as runs of text (() where nothing could be read)."""

    notes: tuple[tuple[StyleNote, ...], ...]
    corrected: tuple[Runs, ...]


def lint(manuscript: Manuscript, references: Sequence[Reference], looked: Sequence[Looked]) -> Linted:
    """Every rule on every entry, and the entries as the APA style writes them."""
    order = _out_of_order(references)
    corrected = _corrected(references, looked)
    notes: list[tuple[StyleNote, ...]] = []
    twice = _twice(references)
    for reference, found in zip(references, looked, strict=True):
        own: list[StyleNote] = []
        if reference.record is not None and reference.parsed is not None:
            entry = _Entry(reference, reference.record, found, manuscript)
            style = reference.parsed.style
            if style not in ("", "apa"):
                own.append(
                    StyleNote(
                        "reference-form",
                        f"the entry looks like {style} style; the corrected entry has the form of APA 7",
                        inline(corrected.get(reference.index, ())),
                    )
                )
            for rule in RULES if style in ("", "apa") else ANY_STYLE:
                own += rule(entry)
        for table in (order, twice):
            if reference.index in table:
                own.append(table[reference.index])
        notes.append(tuple(own))
    return Linted(tuple(notes), tuple(corrected.get(one.index, ()) for one in references))


def _corrected(references: Sequence[Reference], looked: Sequence[Looked]) -> dict[int, Runs]:
    """The draft's own entries in APA 7; of a matched work, an issue and DOI the draft left out are filled in."""
    records = []
    for reference, found in zip(references, looked, strict=True):
        record = reference.record
        if record is None:
            continue
        title = propose(record.title, found.work.abstract if found.work else "").after if record.title else ""
        record = record.replaced(id=str(reference.index), title=title)
        if found.verdict is Verdict.MATCHED and found.work:
            record = record.replaced(doi=record.doi or found.work.doi, issue=record.issue or found.work.issue)
        records.append(record)
    return {int(entry.id): entry.runs for entry in bibliography(records, "apa").entries}


def ampersand(entry: _Entry) -> Iterator[StyleNote]:
    """“&” stands before the last author in the list, not “and” (9.8)."""
    people = [name for name in entry.record.author if not name.literal]
    if len(people) > 1 and len(people) == len(entry.record.author) and _AND.search(entry.span("author")):
        yield StyleNote("ampersand", "before the last author of an entry stands “&”, not “and” (section 9.8)", "&")


def initials(entry: _Entry) -> Iterator[StyleNote]:
    """Given names are initials (9.8)."""
    whole = [name for name in entry.record.author if not name.literal and _GIVEN.search(name.given)]
    if whole:
        names = ", ".join(f"{name.full_family}, {name.given}" for name in whole[:3])
        yield StyleNote("initials", f"given names are written as initials (section 9.8): {names}")


def all_authors(entry: _Entry) -> Iterator[StyleNote]:
    """Up to twenty authors are all named in the list; “et al.” is for the text (9.8)."""
    authors = entry.record.author
    if OTHERS not in authors:
        return
    if authors[-1] == OTHERS:
        yield StyleNote("et-al", "“et al.” is for the text: the list names up to twenty authors (section 9.8)")
    elif len(authors) < _NAMED_BEFORE_GAP + 2:
        words = "APA 7 names up to twenty authors; only of more than that are some left out, after the nineteenth"
        yield StyleNote("author-count", f"{words} (section 9.8)")


def sentence_case(entry: _Entry) -> Iterator[StyleNote]:
    """Titles of works are in sentence case (9.19)."""
    if not entry.record.title:
        return
    work = entry.looked.work
    proposal = propose(entry.record.title, work.abstract if work else "")
    if proposal.changed:
        words = "titles of works are in sentence case (section 9.19); check names, which keep their capital"
        yield StyleNote("sentence-case", words, proposal.after)


def doi_form(entry: _Entry) -> Iterator[StyleNote]:
    """A DOI is a link, https://doi.org/…, with no stop behind it (9.35, 9.36)."""
    raw, doi = entry.reference.raw, entry.record.doi
    if doi and (found := _OLD_DOI.search(raw)) and f"https://doi.org/{doi}" not in raw[found.start() - 8 :].lower():
        yield StyleNote("doi-form", "a DOI is written as a link (section 9.35)", f"https://doi.org/{doi}")
    if (doi or entry.record.url) and _STOP_AFTER_ADDRESS.search(raw):
        yield StyleNote("stop-after-link", "no full stop follows a DOI or an address (section 9.35)")


def publisher_location(entry: _Entry) -> Iterator[StyleNote]:
    """The publisher's place is not given any more (9.29)."""
    if entry.record.publisher_place and entry.record.publisher:
        place = entry.record.publisher_place
        words = f"APA 7 gives no place of publication (section 9.29): leave out “{place}”"
        yield StyleNote("publisher-location", words, entry.record.publisher)


def page_range(entry: _Entry) -> Iterator[StyleNote]:
    """Ranges of pages have an en dash (6.6)."""
    page = entry.span("page")
    if _HYPHENED.search(page):
        shown = re.sub(r"\s*(?:--|[-‐])\s*", "–", page)
        yield StyleNote("page-range", "a range of pages is joined by an en dash, not a hyphen (section 6.6)", shown)


def missing_issue(entry: _Entry) -> Iterator[StyleNote]:
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


def missing_doi(entry: _Entry) -> Iterator[StyleNote]:
    """A work that has a DOI is listed with it (9.34)."""
    if entry.known and entry.known.doi and not entry.record.doi:
        words = "the work has a DOI, and APA 7 asks for it (section 9.34)"
        yield StyleNote("missing-doi", words, f"https://doi.org/{entry.known.doi}")


def retrieved_from(entry: _Entry) -> Iterator[StyleNote]:
    """“Retrieved from” stands only with a date, before works that change (9.16)."""
    if (found := _RETRIEVED.search(entry.reference.raw)) and not entry.record.accessed:
        words = f"“{found.group()}” is not written any more: the address stands alone (section 9.16)"
        yield StyleNote("retrieved-from", words, entry.record.url or entry.record.doi)


def volume_words(entry: _Entry) -> Iterator[StyleNote]:
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


def italics(entry: _Entry) -> Iterator[StyleNote]:
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


def _behind_title(entry: _Entry) -> int:
    place = entry.place("title")
    return place[1] if place else 0


Rule = Callable[[_Entry], Iterator[StyleNote]]

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


def _out_of_order(references: Sequence[Reference]) -> Mapping[int, StyleNote]:
    """The fewest entries that must move for the list to be in order (9.44); of two that could, the later one."""
    keyed = [(sort_key(one), one) for one in references if one.record is not None and one.start >= 0]
    keys = [key for key, _ in keyed]
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    falling = [-ranks[key] for key in reversed(keys)]  # longest run read from the end, so that later ones move
    stays = {len(keys) - 1 - position for position in _longest_rising(falling)}
    notes: dict[int, StyleNote] = {}
    settled = sorted((ranks[keys[position]], position) for position in stays)
    for position, (key, one) in enumerate(keyed):
        if position in stays:
            continue
        at = bisect_left(settled, (ranks[key], -1))
        where = (
            f"before {label(keyed[settled[at][1]][1])}"
            if at < len(settled)
            else f"after {label(keyed[settled[-1][1]][1])}"
        )
        words = (
            f"entries are in alphabetical order of the authors, then by year (section 9.44): this one belongs {where}"
        )
        notes[one.index] = StyleNote("list-order", words, where)
    return notes


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Positions of a longest non-decreasing run."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        at = bisect_left(tails, value + 1)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(position)
        else:
            tails[at], ends[at] = value, position
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept


def _twice(references: Sequence[Reference]) -> Mapping[int, StyleNote]:
    """Entries that stand in the list a second time."""
    seen: dict[tuple[str, int | None], Reference] = {}
    notes: dict[int, StyleNote] = {}
    for one in references:
        if one.record is None or not one.record.title:
            continue
        key = (folded(one.record.title), one.record.year)
        if key in seen and sort_key(seen[key])[0] == sort_key(one)[0]:
            notes[one.index] = StyleNote(
                "listed-twice", f"the list has this work already, as entry {seen[key].index + 1}"
            )
        else:
            seen.setdefault(key, one)
    return notes
