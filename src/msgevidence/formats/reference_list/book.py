"""Books, reports, theses, web pages, and chapters: title, what stands in brackets, place and publisher."""

from __future__ import annotations

import math
import re

from msgevidence.formats.reference_list.breaks import breaks, headline
from msgevidence.formats.reference_list.groups import PAGE_LIST, read_groups
from msgevidence.formats.reference_list.periodical import JOURNAL, periodical_type, take_title
from msgevidence.formats.reference_list.persons import ORGANISATION
from msgevidence.formats.reference_list.spans import Reading
from msgevidence.model.names import Name

BARE_PAGES = re.compile(rf",\s*pp?\.\s*(?P<page>{PAGE_LIST})\s*[.,;]*\s*$")
_PAGES_THEN_IMPRINT = re.compile(rf",\s*pp?\.\s*(?P<page>{PAGE_LIST})\s*[.:;]\s+(?=[^\W\d_a-z])")
_NUMBERS = re.compile(r"\d\s?\(\d|,\s\d+\b")
_PLACE = re.compile(
    r"(?P<place>(?:[^\W\d_][\w.’' -]{1,40}?)(?:,\s*[^\W\d_][\w.’' ]{1,25}){0,2}(?:\s*(?:&|and|/"
    r"|;)\s*[^\W\d_][\w.’', ]{1,40})?)"
    r"\s*:\s*(?P<publisher>\S.*)"
)
_SITE_AFTER_COMMA = re.compile(r",\s+(?P<site>[^\W\d_a-z][^,.\[\]()]{2,60})\.\s*$")
_PREPRINT = re.compile(
    r"(?<=[.?!\])])\s+(?P<server>(?:arXiv|bioRxiv|medRxiv|PsyArXiv|SocArXiv|EdArXiv|OSF Preprints|SSRN|Research"
    r" Square)\b"
    r"[^.]{0,30}(?:arXiv[:\s]*[\w./-]*\w)?)\.?\s*$"
)
_PRESENTED = re.compile(
    r"(?<=[.?!])\s+(?P<genre>(?:Paper|Poster|Symposium|Keynote|Lecture|Talk|Workshop)(?: session)? (?:presented"
    r"|conducted|given|delivered))"
    r"\s+(?:at|to|in)\s+(?:the\s+)?(?P<event>\S[^()]{3,250}?)\.?\s*$"
)
_UNPUBLISHED = re.compile(
    r"(?<=[.?!])\s+(?P<genre>Unpublished (?:manuscript|paper|report|work|raw data)|Manuscript (?:submitted for"
    r" publication|in preparation))"
    r"(?:[,.]\s+(?P<publisher>\S.*?))?\.?\s*$"
)
_UNBRACKETED = re.compile(
    r"(?<=[.?!,”’])\s+(?:(?P<edition>(?P<number>\d{1,2})(?:st|nd|rd|th)\s+(?:rev\. )?ed(?:ition|n)?|Rev(?:ised)?\.?"
    r" ed(?:ition|n)?)"
    r"|(?P<thesis>(?:Unpublished\s+)?(?:(?:[\w’']+|Ph\.\s?D\.|M\.\w\.)\s){1,2}(?:thesis|dissertation|Thesis"
    r"|Dissertation))"
    r"|(?P<genre>(?:[A-Z]\w+\s)?(?:Report|Working Paper|Paper|Publication"
    r"|Bulletin))\s(?:[Nn]o\.\s)?(?P<report>[\w–./-]*\d[\w–./-]*))"
    r"[.,;:]\s*(?=\S)"
)
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish\w+|Publications?|Books?|Verlag|Wiley|Springer|Elsevier|Routledge|Sage|SAGE|Guilford|Norton"
    r"|Academic"
    r"|Oxford|Cambridge|University|Erlbaum|Blackwell|Kluwer|Palgrave|Macmillan|Pearson|McGraw|Penguin|Random|Harper\w*"
    r"|Basic|Author|Éditions|Editions|House|Houghton|Brunner|Jossey|Plenum|Viking|Knopf|Doubleday|Sons|Inc|Ltd"
    r"|Lippincott"
    r"|Mosby|Saunders|Prentice|Allyn|Brooks|Cengage|Wadsworth|Bantam|Simon|Little, Brown|Beacon|Free Press|CRC"
    r"|Thieme)\b"
)


def read_book(reading: Reading, start: int, end: int) -> None:
    """Read what is neither article nor chapter: a whole work with perhaps a publisher or a site."""
    if _read_stated(reading, start, end):
        return
    plain = reading.style == "harvard" and not _UNBRACKETED.search(reading.text, start, end)
    site = _SITE_AFTER_COMMA.search(reading.text, start, end) if plain else None
    if (
        site
        and "url" in reading.values
        and headline(site["site"]) == 1.0
        and headline(reading.text[start : site.start()]) < 1
    ):
        reading.put("container_title", *site.span("site"))
        reading.type = "webpage"
        reading.doubt(0.85)
        end = site.start()
    read_whole(reading, start, end, "title")
    reading.type = reading.type or whole_type(reading)


def _read_stated(reading: Reading, start: int, end: int) -> bool:
    """What says of itself what it is: a preprint, a paper presented, an unpublished manuscript."""
    text = reading.text
    if found := _PREPRINT.search(text, start, end):
        reading.type = "article"
        reading.put("container_title" if " " in found["server"] else "publisher", *found.span("server"))
    elif found := _PRESENTED.search(text, start, end):
        reading.type = "speech"
        reading.put("genre", *found.span("genre"))
        _take_event(reading, found.start("event"), found.end("event"))
    elif found := _UNPUBLISHED.search(text, start, end):
        reading.type = "manuscript"
        reading.put("genre", *found.span("genre"))
        if found["publisher"]:
            reading.put("publisher", *found.span("publisher"))
    else:
        return False
    reading.understand(*found.span())
    take_title(reading, start, found.start(), "title")
    reading.doubt(0.95)
    return True


def read_whole(reading: Reading, start: int, end: int, variable: str) -> None:
    """Title, what stands in brackets behind it, place and publisher; the title goes to `variable`."""
    text = reading.text
    if bare := BARE_PAGES.search(text, start, end):
        reading.understand(*bare.span())
        reading.put("page", *bare.span("page"))
        end = bare.start()
    elif paged := _PAGES_THEN_IMPRINT.search(text, start, end):
        reading.understand(*paged.span())
        reading.put("page", *paged.span("page"))
        take_title(reading, start, paged.start(), variable)
        read_imprint(reading, paged.end(), end)
        return
    groups = read_groups(reading, start, end)
    if groups and groups[0] > start:
        take_title(reading, start, groups[0], variable)
        read_imprint(reading, groups[1], end)
        return
    if note := _UNBRACKETED.search(text, start, end):
        _take_note(reading, note)
        take_title(reading, start, note.start(), variable)
        read_imprint(reading, note.end(), end)
        return
    title_end, imprint = _imprint_break(reading, start, end)
    take_title(reading, start, title_end, variable)
    if imprint < end:
        read_imprint(reading, imprint, end)


def _take_note(reading: Reading, found: re.Match[str]) -> None:
    """An edition, thesis or report number that stands as a sentence of its own."""
    reading.understand(*found.span())
    if found["edition"]:
        reading.put("edition", found.start("edition"), found.end("edition"), found["number"] or found["edition"])
    elif found["thesis"]:
        reading.type = "thesis"
        reading.put("genre", *found.span("thesis"))
    else:
        reading.type = reading.type or "report"
        reading.put("genre", *found.span("genre"))
        reading.put("number", *found.span("report"))


def _imprint_break(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Where the title ends and place, publisher or site begin; both are `end` when there is only a title."""
    text = reading.text
    for left, right in reading.marked.italics:
        if left <= start + 1 and right > start:
            stop = right
            while stop < end and text[stop] in " .":
                stop += 1
            return right, stop
    best, best_score = None, -9.0
    candidates = breaks(text, start, end)
    for at, here in enumerate(candidates):
        words = text[here.start : end].strip(" .")
        place = _PLACE.fullmatch(words)
        score = 1 + math.log(here.weight) - 1.6 * sum(later.weight**2 for later in candidates[at + 1 :])
        score += 3 * (headline(words) - 0.85) - 0.15 * max(0, words.count(" ") - 7)
        score += 0.8 if _PUBLISHER.search(words) else 0.0
        score += 1.0 if place and headline(place["publisher"]) > 0.8 and headline(place["place"]) == 1 else 0.0
        if score > best_score:
            best, best_score = here, score
    if best is None or best_score < 0.0:
        if candidates:
            reading.doubt(0.75)
        return end, end
    if best_score < 1.2:
        reading.doubt(0.9)
    return best.end, best.start


def read_imprint(reading: Reading, start: int, end: int) -> None:
    """Take ``Place: Publisher``, or a publisher, or a site's name."""
    text = reading.text
    while start < end and text[start] in " .,;:":
        start += 1
    stop = end
    while stop > start and text[stop - 1] in " ,;:":
        stop -= 1
    if text[start:stop].endswith(".") and not re.search(
        r"(?:\bInc|\bLtd|\bCo|\bCorp|\b[A-Z]\.[A-Z])\.$", text[start:stop]
    ):
        stop -= 1
    if start >= stop:
        return
    words = text[start:stop]
    if _NUMBERS.search(words):
        reading.doubt(0.4)
    place = _PLACE.fullmatch(words)
    if place and _is_turned(place["place"], place["publisher"]):
        reading.put("publisher", start + place.start("place"), start + place.end("place"))  # "Routledge: London"
        reading.put("publisher_place", start + place.start("publisher"), stop)
    elif place and headline(place["place"]) == 1.0:
        reading.put("publisher_place", start + place.start("place"), start + place.end("place"))
        _put_publisher(reading, start + place.start("publisher"), stop)
    elif reading.type in ("thesis",) and "publisher" in reading.values:
        reading.put("archive", start, stop)
    elif reading.type == "speech":
        _take_event(reading, start, stop)
    elif reading.type in ("post", "post-weblog") or (not reading.type and "status" in reading.values):
        reading.put("container_title", start, stop)
    elif not reading.type and "publisher" not in reading.values and _is_site(reading, words):
        reading.put("container_title", start, stop)
        reading.doubt(0.93)
    else:
        _put_publisher(reading, start, stop)


def _is_turned(place: str, publisher: str) -> bool:
    """Whether the publisher stands where the place belongs; some places are named as publishers are."""
    at_home = re.match(r"(?:Oxford|Cambridge)\b(?! Univ)|University (?:Park|City|Heights|Place)", place)
    return bool(_PUBLISHER.search(place)) and not at_home and not _PUBLISHER.search(publisher)


def _put_publisher(reading: Reading, start: int, end: int) -> None:
    """ "Author" as publisher (APA 6) means the author."""
    author = reading.values.get("author")
    if reading.text[start:end].strip(" .") == "Author" and isinstance(author, tuple) and author:
        first = author[0]
        reading.put("publisher", start, end, first.literal or first.full_family if isinstance(first, Name) else None)
    elif author and (place := _after_author(author, reading.text[start:end])):
        reading.put("publisher", start, start + place.start())
        reading.put("publisher_place", start + place.end(), end)
    else:
        reading.put("publisher", start, end)


def _after_author(author: object, words: str) -> re.Match[str] | None:
    """The comma in "Mind Foundation, London" where the Mind Foundation is the author as well."""
    first = author[0] if isinstance(author, tuple) else None
    body = first.literal if isinstance(first, Name) else ""
    if not body or not words.startswith(body):
        return None
    return re.compile(r",\s+(?=[^\W\d_a-z][^,;:]{2,30}$)").match(words, len(body))


def _take_event(reading: Reading, start: int, end: int) -> None:
    name, comma, _ = reading.text[start:end].partition(",")
    reading.put("event_title", start, start + len(name))
    if comma:
        reading.put("event_place", start + len(name) + 1, end)


def _is_site(reading: Reading, words: str) -> bool:
    """Whether a lone name is a web site or a periodical rather than a publisher."""
    if "page" in reading.values or "edition" in reading.values or "isbn" in reading.values:
        return False
    if JOURNAL.search(words) and not _PUBLISHER.search(words) and not ORGANISATION.search(words):
        return True
    issued = reading.values.get("issued")
    exact = len(getattr(issued, "start", ())) > 1
    lasting = not exact and issued and "accessed" not in reading.values
    if lasting and "url" in reading.values and ORGANISATION.search(words):
        reading.doubt(0.9)
        return False
    return ("url" in reading.values or exact) and not _PUBLISHER.search(words)


def whole_type(reading: Reading) -> str:
    """The type of a work that stands alone, from what was read of it."""
    container = str(reading.values.get("container_title", ""))
    online = "url" in reading.values
    exact = len(getattr(reading.values.get("issued"), "start", ())) > 1
    if container and "status" in reading.values:
        return "article-journal"
    if container:
        kind = periodical_type(reading, container)
        if kind == "article-newspaper" or (kind == "article-journal" and JOURNAL.search(container)):
            return kind
        return "webpage" if online else "article-magazine"
    if "editor" in reading.values or "edition" in reading.values or "volume" in reading.values:
        return "book"
    if online and ("publisher" not in reading.values or exact):
        return "webpage"
    if online and ORGANISATION.search(str(reading.values.get("publisher", ""))):
        return "report"
    return "book" if "publisher" in reading.values else "webpage" if online else "document"
