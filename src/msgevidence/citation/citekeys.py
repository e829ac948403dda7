"""Citation keys: proposed from a pattern, made unique by letters, kept for ever once published.

A pattern is text with fields in braces: ``{author}{year}{title}`` makes ``holtlunstad2010social``. A number after a
colon says how many names or words to take (``{authors:2}``, ``{title:3}``); a capital (``{Author}``) capitalises each.

    author, authors   first name of whoever is responsible; the first N of them
    year              the year; ``nd`` without one, ``inpress`` while in press, ``350bc`` before our era
    title             the first N words of the title that are not articles, prepositions and the like
    container         initials of the journal or book
    volume, page      volume; first page
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator

from msgevidence.errors import CallRefused
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Record

DEFAULT = "{author}{year}{title}"
MAX_LENGTH = 100

_FIELD = re.compile(r"\{(\w+)(?::(\d+))?\}")
_LITERAL = re.compile(r"[\w.:+/-]*")
_USABLE = re.compile(r"[^\W_][\w.:+/!?*|-]*")
_TAG = re.compile(r"<[^<>]*>")
_ABBREVIATION = re.compile(r"\[([A-Z][A-Za-z&.-]{1,11})\]\s*$")

_FOLDS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŋ": "ng",
    "ə": "e", "ŧ": "t", "ĸ": "k", "ſ": "s", "ƒ": "f",
    # Greek
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
    # Cyrillic
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "dj", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "џ": "dz",
    "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip

_TITLE_WORD = re.compile(r"[^\s\-–—/’':,.]+")
_SMALL_WORDS = frozenset(
    "a an the and or but nor of on in at to for from by with without into onto upon about over under between among"
    " as is are was were be been do does did has have had can could should would will may might its it this that these"
    " those what which who whom whose how why when where whether than then not no"
    " der die das den dem des ein eine einer eines und oder zur zum im am von vom für mit über"
    " le la les l un une des du de d et ou au aux en sur pour par dans"
    " el los las uno una unos unas y o del al por para con"
    " il lo gli i uno della delle dei degli nel nella e"
    " os um uma do da dos das no na nos nas het een van voor op".split()
)

_NAME_VARIABLES = (
    "author", "editor", "editorial_director", "composer", "director", "host", "guest", "producer", "executive_producer",
    "series_creator", "script_writer", "compiler", "chair", "organizer", "curator", "interviewer", "translator",
    "collection_editor", "container_author", "contributor",
)  # fmt: skip


def folded(text: str) -> str:
    """Lower-case ASCII where the script allows it: accents dropped, æ → ae, Greek and Cyrillic transliterated; letters
    of other scripts stay as they are, anything but letters and digits goes."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    out: list[str] = []
    for character in unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss")):
        if unicodedata.combining(character):
            continue
        replacement = _FOLDS.get(character, character)
        out.append("".join(letter for letter in replacement if letter.isalnum()))
    return "".join(out)


def usable(key: str) -> bool:
    """May this key stand in BibTeX, LaTeX, Markdown and a URL as it is?"""
    return len(key) <= MAX_LENGTH and bool(_USABLE.fullmatch(key)) and key[-1].isalnum()


def proposed_key(record: Record, pattern: str = DEFAULT) -> str:
    """The key the record brought (`citation_key`), when usable, else the pattern's. Not yet unique; never empty."""
    brought = record.citation_key.strip()
    return brought if brought and usable(brought) else made_key(record, pattern)


def wanted_key(record: Record) -> str:
    """The key the record came with, where a person may have cited by it; else one made of author, year, title."""
    brought = record.citation_key or record.id
    return brought if usable(brought) and not brought.isdigit() else made_key(record)


def made_key(record: Record, pattern: str = DEFAULT) -> str:
    """The pattern's key, whatever key the record brought. CallRefused for a pattern that is not one."""
    check(pattern)

    def filled(found: re.Match[str]) -> str:
        name, count = found.group(1), int(found.group(2) or 1)
        words = list(_FIELDS[name.lower()](record, count))
        return "".join(word[:1].upper() + word[1:] for word in words) if name[0].isupper() else "".join(words)

    key = _FIELD.sub(filled, pattern).strip(".:+/-_")[:MAX_LENGTH]
    return key if usable(key) else folded(key) or "anon"


def check(pattern: str) -> None:
    """CallRefused, saying what is wrong, unless `pattern` can make keys."""
    unknown = [name for name, _ in _FIELD.findall(pattern) if name.lower() not in _FIELDS]
    if unknown:
        raise CallRefused(f"Citation keys have no field {{{unknown[0]}}}; use one of {', '.join(_FIELDS)}.")
    if not _FIELD.search(pattern) or not _LITERAL.fullmatch(_FIELD.sub("", pattern)):
        raise CallRefused(
            f"“{pattern}” is not a pattern for citation keys: fields in braces ({DEFAULT}), and between them letters,"
            " digits and - _ . : + / only."
        )


class Keys:
    """The keys in use, which hands out free ones. Case alone does not make two keys different."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {key.casefold() for key in taken}
        self._next: dict[str, int] = {}  # the suffix to try first, so that a thousand equal keys cost a thousand steps

    def claim(self, proposed: str) -> str:
        """`proposed`, or the first of proposed + a, b … z, aa … that is free; it is taken from then on."""
        key, suffix = proposed, self._next.get(proposed.casefold(), 1)
        while key.casefold() in self._taken:
            key = proposed + _letters(suffix)
            suffix += 1
        self._next[proposed.casefold()] = suffix
        self._taken.add(key.casefold())
        return key


def assigned_keys(records: Iterable[Record], pattern: str = DEFAULT, taken: Iterable[str] = ()) -> list[str]:
    """A unique key for each record, in order; `taken` are keys already published, which none of them will get."""
    keys = Keys(taken)
    return [keys.claim(proposed_key(record, pattern)) for record in records]


def rename_map(
    records: Iterable[tuple[str, Record]], pattern: str, *, published: Collection[str] = ()
) -> dict[str, str]:
    """Old key → new key for the records whose key the pattern changes; `published` keys stay and stay reserved.

    A record whose key already is the pattern's (with or without a collision letter) keeps it, so that applying a map
    and asking again gives an empty one.
    """
    pairs = list(records)
    wanted = {old: made_key(record, pattern) for old, record in pairs}
    stays = {old for old, new in wanted.items() if old in published or _is_variant(old, new)}
    keys = Keys((*stays, *published))
    return {old: keys.claim(wanted[old]) for old, _ in pairs if old not in stays}


def _is_variant(key: str, base: str) -> bool:
    return key.startswith(base) and re.fullmatch(r"[a-z]{0,2}", key[len(base) :]) is not None


def _letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa: the letters a reader counts with."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _responsible(record: Record) -> tuple[Name, ...]:
    for variable in _NAME_VARIABLES:
        names = tuple(name for name in getattr(record, variable) if name and name != OTHERS)
        if names:
            return names
    return ()


def _surname(name: Name) -> str:
    if not name.literal:
        return folded(name.non_dropping_particle + name.family) or folded(name.given)
    abbreviation = _ABBREVIATION.search(name.literal)
    if abbreviation:
        return folded(abbreviation.group(1))
    words = [word for word in re.split(r"[\s/]+", name.literal) if word.casefold() not in _SMALL_WORDS]
    words = [word for word in (folded(word) for word in words) if word]
    return "".join(words) if len(words) <= 2 else "".join(word[0] for word in words)


def _authors(record: Record, count: int) -> Iterator[str]:
    names = [surname for name in _responsible(record)[:count] if (surname := _surname(name))]
    yield from names or ["anon"]


def _year(record: Record, _: int) -> Iterator[str]:
    year = record.issued.year
    if year is not None:
        yield str(year) if year >= 0 else f"{-year}bc"
    elif "press" in f"{record.status} {record.issued.literal}".casefold():
        yield "inpress"
    else:
        found = re.search(r"\b\d{4}\b", record.issued.literal)
        yield found.group() if found else "nd"


def _title(record: Record, count: int) -> Iterator[str]:
    text = _TAG.sub("", record.title or record.title_short or record.container_title)
    for found in _TITLE_WORD.finditer(text):
        if count and found.group().casefold() not in _SMALL_WORDS and (word := folded(found.group())):
            yield word
            count -= 1


def _container(record: Record, _: int) -> Iterator[str]:
    words = [word for word in record.container_title.split() if word.casefold() not in _SMALL_WORDS]
    yield "".join(folded(word)[:1] for word in words)


def _page(record: Record, _: int) -> Iterator[str]:
    yield folded(re.split(r"[-–,]", record.page_first or record.page)[0])


def _volume(record: Record, _: int) -> Iterator[str]:
    yield folded(record.volume)


_FIELDS: dict[str, Callable[[Record, int], Iterator[str]]] = {
    "author": _authors,
    "authors": _authors,
    "year": _year,
    "title": _title,
    "container": _container,
    "volume": _volume,
    "page": _page,
}
