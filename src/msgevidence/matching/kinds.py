"""What a title says of its work: an erratum or a reply, a part of a series, an editorial like many others."""

from __future__ import annotations

import re

_WHOSE = r"(?:authors?'?s?'? |editors?'?s?'? |publishers?'?s?'? )?"
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "erratum",
        (
            rf"^\W*(?:published )?{_WHOSE}(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|correction)"
            r"(?:s? (?:to|for|in)\b|\s*[:.,\-–—(\[]|s?\W*$)",
            r"[:.,;\-–—(\[]\s*(?:erratum|corrigendum|correction)\W*$",
            r"\(vol\.? \d+,? (?:pg|page|p|art)\b",  # Web of Science: "(vol 142, pg 850, 2003)"
            # Embase: "(Journal of Pediatrics (2009) 36 (542-544))"
            r"\([^()]+\((?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*){0,9}\)\W*$",
        ),
    ),
    ("retraction", (r"^\W*(?:retraction|notice of retraction|expression of concern)\b",)),
    (
        "reply",
        (
            rf"^\W*(?:the )?{_WHOSE}(?:reply|replies|response|rejoinder|rebuttal)\b",
            r"^\W*(?:in response to|re|a reply|a response|a rejoinder)\b",
            rf"[:.,;\-–—(\[]\s*(?:a |the )?{_WHOSE}(?:reply|response|rejoinder)\b[^:]{{0,30}}$",
            r"\b(?:authors?|editors?)'?s? (?:reply|response)\W*$",
        ),
    ),
    (
        "comment",
        (
            r"^\W*summary of\W",
            r"^\W*(?:invited |editorial |expert )?(?:comments?|commentary|discussion)\b(?: on\b|\s*[:.\-–—]|\W*$)",
            r"[:.,;\-–—(]\s*(?:an? )?(?:invited |editorial |expert )?(?:comment|commentary|discussion)\W*$",
        ),
    ),
    (
        "protocol",
        (
            r"\b(?:study|trial|review|research|rct) protocol\b",
            r"\bprotocol (?:for|of) (?:an?|the)\b",
            r"[\[(]protocol[\])]|[:.\-–—]\s*(?:a |the )?protocol\W*$|^\W*protocol\b",
        ),
    ),
)
_KIND_PATTERNS = tuple((name, re.compile("|".join(patterns))) for name, patterns in _KINDS)

_EMPTY_WORDS = frozenset(
    "a an and the of for in on to from by with at as our your this that s new no de la le les der die das und et y"
    " editorial editorials editor editors introduction introductory preface foreword prologue epilogue afterword"
    " commentary commentaries comment comments letter letters reply replies response responses discussion conclusion"
    " conclusions concluding erratum errata corrigendum corrigenda correction corrections abstract abstracts index"
    " contents obituary obituaries news announcement announcements note notes column message address memoriam issue"
    " issues review reviews summary summaries acknowledgment acknowledgments acknowledgement acknowledgements"
    " contributors reviewers untitled proceedings presentations presentation call papers paper perspective perspectives"
    " viewpoint overview retraction title available not anonymous special section track minitrack guest invited book"
    " books conference meeting annual president presidents scientific poster posters oral selected volume vol number"
    " journal board page corner choice remarks welcome report reports opening closing author authors part program"
    " programme next last year years first second third january february march april may june july august september"
    " october november december spring summer autumn fall winter international".split()
)
_SERIAL = re.compile(
    r"(?:guest |joint |journal |special issue |\w+ )?editorials?\b|(?:guest )?editors? "
    r"|introduction to (?:the|this|our)\b|introduction\W*$|preface|foreword|special (?:issue|section|topic)"
    r"|call for papers|(?:book|media) reviews?\b|in (?:this|the next) issue|news\b|annual report|obituary|in memoriam"
    r"|(?:selected |oral |poster )?(?:abstracts?|proceedings|presentations) (?:of|from|for)\b"
    r"|from the (?:editor|president|desk)|message from|remarks from|letters? (?:to|from) the|president s"
)

_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
_NUMBER_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "i": "1"}
_PART = re.compile(
    r"\b(?:part|parts|pt|teil|parte|partie|section|chapter|report|number|no|study|volume|vol|paper)\W{0,3}"
    r"(\d{1,3}|[ivx]{1,4}|one|two|three|four|five|six|a|b|c)\b"
)
_PART_LEAD = re.compile(r"^\W*([ivx]{1,4}|\d{1,2})\s*[.:)]")
_PART_TAIL = re.compile(r"[.,:;\-–—(]\s*([ivx]{1,4}|\d{1,2})\W*$|\b(i{2,3}|iv|vi{1,3}|ix)\W*$")


def kind(folded: str) -> str:
    """erratum, retraction, reply, comment or protocol; "" for an original. Of a folded title with its signs."""
    return next((name for name, pattern in _KIND_PATTERNS if pattern.search(folded)), "")


def part(folded: str) -> str:
    """``2`` of "Part II", "II. Results" or "Results: 2"; "" when there is none. Of a folded title with its signs."""
    if found := _PART.findall(folded):
        return " ".join(map(_figure, found))
    found_lead = _PART_LEAD.search(folded) or _PART_TAIL.search(folded)
    return _figure(next(group for group in found_lead.groups() if group)) if found_lead else ""


def numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers among the words, Roman ones as Arabic, in order."""
    return tuple(_figure(word) for word in words if word.isdigit() or word in _ROMAN)


def says_nothing(words: tuple[str, ...]) -> bool:
    """Whether hardly ten letters are left when words like "editorial", "issue" and "the" are taken away."""
    said = 0
    for word in words:
        if word not in _EMPTY_WORDS and not word.isdigit():
            said += weight(word)
            if said >= 10:
                return False
    return True


def comes_back(words: tuple[str, ...]) -> bool:
    """Whether a journal or a conference has such a title again and again, whatever follows it."""
    return _SERIAL.match(" ".join(words[:12])) is not None


def weight(text: str) -> int:
    """Letters, where one of a script that writes words or syllables counts for three."""
    return len(text) if text.isascii() else sum(3 if letter > "\u2e7f" else 1 for letter in text)


def _figure(word: str) -> str:
    return _ROMAN.get(word) or _NUMBER_WORDS.get(word) or word.lstrip("0") or "0"
