"""Titles as they are compared: without diacritics, markup, database tails and translation brackets."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")  # Latin accents and invisible characters only
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "µ": "μ"}
)
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
    " upsilon phi chi psi omega"
).split()
_GREEK = str.maketrans(
    {letter: f" {name} " for letter, name in zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES, strict=True)}
)
_GREEK_WORD = re.compile("[α-ω]{3}")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_WORD = re.compile(r"[^\W_]+")

_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
_NUMBER_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_PART = re.compile(
    r"\b(?:part|parts|pt|teil|parte|partie|section|chapter|report|number|no|study|volume|vol|paper)\W{0,3}"
    r"(\d{1,3}|[ivx]{1,4}|one|two|three|four|five|six|a|b|c)\b"
)
_PART_LEAD = re.compile(r"^\W*([ivx]{1,4}|\d{1,2})\s*[.:)]")
_PART_TAIL = re.compile(r"[.,:;\-–—(]\s*([ivx]{1,4}|\d{1,2})\W*$|\b(i{2,3}|iv|vi{1,3}|ix)\W*$")

_LANGUAGE = (
    "afrikaans|arabic|bulgarian|catalan|chinese|croatian|czech|danish|dutch|english|estonian|finnish|french|german|greek"
    "|hebrew|hungarian|italian|japanese|korean|lithuanian|norwegian|persian|polish|portuguese|romanian|russian|serbian"
    "|serbo-croatian|slovak|slovenian|spanish|swedish|thai|turkish|ukrainian"
)
_NOTE = re.compile(
    rf"(?:in )?(?:{_LANGUAGE})(?:[,; ]+(?:and )?(?:{_LANGUAGE}))*|.*\brefs?\.?|.*\breferences|review|.*transl\.?"
    r"|.*abstracts?|.*cochrane review|letters?|.*see comments?.*|comments?|.*brief record.*|.*erratum (?:appears )?in.*"
    r"|.*appears in.*|reprint(?:ed)?|clinical conference|proceedings|editorial|news|article|corrected|meta-analysis"
    r"|retracted.*|withdrawn.*|vol\b.*|multiple letters|.*\(\d{4}\).*|quiz.*|with discussion|discussion.*|conference|case reports?"
)
_BRACKETED_TAIL = re.compile(r"\s*(?:\[([^\[\]]*)\]|\(([^()]*)\))[\s.:;,*]*$")
_LANGUAGE_TAIL = re.compile(rf"\.\s*(?:<)?(?:{_LANGUAGE})\W*$")
_ERRATUM_TAIL = re.compile(r"\W*\b(?:published )?erratum (?:appears )?in\b.*$")
_STATUS_LEAD = re.compile(r"^\W*(?:retracted(?: article)?|withdrawn|removed|reprint(?:ed)?|proceedings)\s*[:.\-–—]\s*")

_KINDS = (
    (
        "erratum",
        re.compile(
            r"^\W*(?:(?:published|author'?s?|publisher'?s?) )?(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|correction)"
            r"(?:s? (?:to|for|in)\b|\s*[:.,\-–—(\[]|s?\W*$)|[:.,;\-–—(\[]\s*(?:erratum|corrigendum|correction)\W*$"
            r"|\(vol\.? \d+,? (?:pg|page|p|art)\b|\([^()]+\((?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*)*\)\W*$"  # "(J Ped (2009) 36 (5-9))"
        ),
    ),
    ("retraction", re.compile(r"^\W*(?:retraction|notice of retraction|expression of concern)\b")),
    (
        "reply",
        re.compile(
            r"^\W*(?:the )?(?:authors?'?s?'? |editors?'?s?'? )?(?:reply|replies|response|rejoinder|rebuttal)\b"
            r"|^\W*(?:in response to|re|a reply|a response|a rejoinder)\b"
            r"|[:.,;\-–—(\[]\s*(?:a |the )?(?:authors?'?s?'? |editors?'?s?'? )?(?:reply|response|rejoinder)\b[^:]{0,30}$"
            r"|\b(?:authors?|editors?)'?s? (?:reply|response)\W*$"
        ),
    ),
    (
        "comment",
        re.compile(
            r"^\W*(?:summary of\W|(?:invited |editorial |expert )?(?:comments?|commentary|discussion)\b(?: on\b|\s*[:.\-–—]|\W*$))"
            r"|[:.,;\-–—(]\s*(?:a |an )?(?:invited |editorial |expert )?(?:comment|commentary|discussion)\W*$"
        ),
    ),
    (
        "protocol",
        re.compile(
            r"\b(?:study|trial|review|research|rct) protocol\b|\bprotocol (?:for|of) (?:an?|the)\b|[\[(]protocol[\])]"
            r"|[:.\-–—]\s*(?:a |the )?protocol\W*$|^\W*protocol\b"
        ),
    ),
)
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
    r"(?:guest |joint |journal |special issue |\w+ )?editorials?\b|editor s|introduction to (?:the|this|our)\b|introduction\W*$"
    r"|(?:guest )?editors? |special (?:issue|section|topic)|call for papers|(?:book|media) reviews?\b|in (?:this|the next) issue"
    r"|(?:selected |oral |poster )?(?:abstracts?|proceedings|presentations) (?:of|from|for)\b|preface|foreword|news\b|annual report"
    r"|from the (?:editor|president|desk)|message from|remarks from|letters? (?:to|from) the|president s|obituary|in memoriam"
)


def fold(text: str) -> str:
    """Lower case, Latin diacritics off, compatibility forms resolved; letters of every script stay letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    return text.casefold()


def plain(text: str) -> str:
    """Without markup and character references."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    return text


@dataclass(frozen=True, slots=True)
class Title:
    """A title ready to be compared; `compact` is empty only when the record has no title at all."""

    words: tuple[str, ...] = ()
    compact: str = ""  # the words without the spaces between them
    numbers: tuple[str, ...] = ()
    part: str = ""  # "2" of "Part II"
    kind: str = ""  # erratum, retraction, reply, comment, protocol; "" for an original
    short: bool = False  # under forty letters: other works may well have the same
    generic: bool = False  # says nothing by itself: "Editorial", "In this issue", a word or two
    serial: bool = False  # of a kind that comes back with every issue: "Introduction to the minitrack on …"


@lru_cache(maxsize=4096)
def title(text: str) -> Title:
    """The title as it is compared."""
    folded = fold(plain(text)).strip()
    if not folded:
        return Title()
    folded = folded.replace("’", "'")
    folded = _ERRATUM_TAIL.sub("", folded) or folded
    kind = next((name for name, pattern in _KINDS if pattern.search(folded)), "")
    folded = _without_tails(folded)
    if _GREEK_WORD.search(folded) is None:
        folded = folded.translate(_GREEK)
    words = tuple(_WORD.findall(folded))
    if not words:  # only signs: better compared as they stand than lost
        sign = "".join(folded.split())
        return Title(words=(sign,), compact=sign, kind=kind, short=True, generic=True, serial=True)
    compact = "".join(words)
    joined = " ".join(words)
    telling = sum(_weight(word) for word in words if word not in _EMPTY_WORDS and not word.isdigit())
    generic = telling < 10
    return Title(
        words=words,
        compact=compact,
        numbers=tuple(_number(word) for word in words if word.isdigit() or word in _ROMAN),
        part=_part(folded),
        kind=kind,
        short=_weight(compact) < 40,
        generic=generic,
        serial=generic or _SERIAL.match(joined) is not None,
    )


def _weight(word: str) -> int:
    """Letters, where one of a script that writes words or syllables counts for three."""
    return len(word) if word.isascii() else sum(3 if letter > "\u2e7f" else 1 for letter in word)


def _without_tails(folded: str) -> str:
    """Off with what databases add: ``[Review] [33 refs]``, ``(author's transl)``, ``. German``, ``RETRACTED:``."""
    folded = _STATUS_LEAD.sub("", folded)
    while (tail := _BRACKETED_TAIL.search(folded)) and tail.start() > 0:
        square, round_ = tail.group(1), tail.group(2)
        if square is None and not _NOTE.fullmatch((round_ or "").strip()):
            break
        if square is not None and not _NOTE.fullmatch(square.strip()) and len(square) > tail.start():
            break  # "Kurztitel [the whole title in English]": the longer half is not a note
        folded = folded[: tail.start()]
    return _LANGUAGE_TAIL.sub("", folded)


def _number(word: str) -> str:
    return _ROMAN.get(word) or _NUMBER_WORDS.get(word) or word.lstrip("0") or "0"


def _part(folded: str) -> str:
    if found := _PART.findall(folded):
        return " ".join("1" if label == "i" else _number(label) for label in found)
    if lead := _PART_LEAD.search(folded):
        return "1" if lead.group(1) == "i" else _number(lead.group(1))
    if tail := _PART_TAIL.search(folded):
        label = tail.group(1) or tail.group(2)
        return "1" if label == "i" else _number(label)
    return ""


def likeness(a: Title, b: Title) -> float:
    """0 … 1: how alike two titles are, by letters and by words; 1 when they differ in spacing and signs only.

    A whole word more, less or other weighs more than the same number of stray letters: "in men" is not "in women".
    """
    if a.compact == b.compact:
        return 1.0
    ratio = fuzz.ratio(a.compact, b.compact, score_cutoff=50.0) / 100
    short, long = sorted((a.compact, b.compact), key=len)
    if ratio < 0.9 and len(short) >= 18 and (long.startswith(short) or long.endswith(short)):
        return 0.9  # a subtitle is missing, or a title in a second language stands before
    if ratio < 0.6:
        return ratio
    return min(ratio, 1 - _odd_letters(a.words, b.words) / (len(a.compact) + len(b.compact)))


def _odd_letters(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Letters of the words that have no fellow on the other side; a misspelt word counts for its distance."""
    only_a = [word for word in a if word not in b]
    only_b = [word for word in b if word not in a]
    if "".join(only_a) == "".join(only_b):
        return 0.0
    odd = 0.0
    for word in only_a:
        best, fellow = 0.0, None
        for other in only_b:
            alike = fuzz.ratio(word, other)
            if alike > best:
                best, fellow = alike, other
        if fellow is not None and best >= 70 and len(word) > 3:
            only_b.remove(fellow)
            odd += (100 - best) / 100 * (len(word) + len(fellow))
        else:
            odd += len(word)
    return odd + sum(map(len, only_b))
