"""Sort keys: macros, variables, names and dates as comparable values; collation without any locale library."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from . import marks, variables
from .compile import Compiler
from .context import Cite
from .dates import sort_text
from .leaves import plain_value, short_value
from .locale import Locale
from .one_name import BETWEEN_NAMES, BETWEEN_PARTS, NameSetter
from .shapes import Vocabulary
from .specialise import Specialised
from .tree import Area, Date, Look, Name, SortKey, Style, Text

Key = tuple[int, Any]
IGNORED = re.compile(r"[^\w\s\x00\x01]|_")
SPACED = {**dict.fromkeys(map(ord, "'’ʼ‘-–"), " "), ord(BETWEEN_NAMES): "\0", ord(BETWEEN_PARTS): "\1"}
EXTRA = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


ASCII = {
    code: SPACED.get(code, None if IGNORED.match(chr(code)) else code) for code in range(128)
}  # what SPACED and IGNORED do to plain letters, in one go


def collated(text: str) -> tuple[str, str]:
    """A string's place in the alphabet: letters first (case, accents and punctuation aside), then the rest."""
    if BETWEEN_NAMES in text:
        return "\0".join([letters(name) for name in text.split(BETWEEN_NAMES)]), text.swapcase()
    return letters(text), text.strip().swapcase()


@lru_cache(maxsize=8_000)
def letters(text: str) -> str:
    """What of a string counts in the alphabet."""
    if text.isascii():
        text = text.lower().translate(ASCII)
    else:  # accents become characters of their own, which are no letters and go with the punctuation
        folded = unicodedata.normalize("NFD", marks.bare(text).lower().translate(EXTRA))
        text = IGNORED.sub("", folded.translate(SPACED))
    return " ".join(text.split())


class Sorter:
    """The sort of one area: `keys(cite)` gives what `order` compares."""

    def __init__(self, style: Style, locale: Locale, area: Area, vocabulary: Vocabulary) -> None:
        self.keys_of = [_key_function(style, locale, area, key, vocabulary) for key in area.sort]
        self.descending = [key.descending for key in area.sort]

    def __bool__(self) -> bool:
        return bool(self.keys_of)

    def sort(self, cites: Sequence[Cite]) -> list[Cite]:
        """The cites in order; what has no value comes last, whichever way a key sorts.

        A key is worked out only for cites that those before it leave level.
        """
        runs = [list(cites)]
        for function, descending in zip(self.keys_of, self.descending, strict=True):
            if len(runs) == len(cites):
                break
            missing = _LOWEST if descending else _HIGHEST
            runs = [part for run in runs for part in _parted(run, function, missing, descending)]
        return [cite for run in runs for cite in run]


def _parted(run: list[Cite], function: Callable[[Cite], Any], missing: Any, descending: bool) -> list[list[Cite]]:
    """A run sorted by one key and cut where it changes."""
    if len(run) == 1:
        return [run]
    keyed = [(function(cite) or missing, cite) for cite in run]
    keyed.sort(key=itemgetter(0), reverse=descending)
    parts: list[list[Cite]] = []
    before: object = None
    for key, cite in keyed:
        if key == before:
            parts[-1].append(cite)
        else:
            parts.append([cite])
        before = key
    return parts


_HIGHEST: Any = (2, 0, ("", ""))
_LOWEST: Any = (-1, 0, ("", ""))


def _text_key(text: str) -> Any:
    return (1, 0, collated(text)) if text else None


def _key_function(
    style: Style, locale: Locale, area: Area, key: SortKey, vocabulary: Vocabulary
) -> Callable[[Cite], Any]:
    if key.macro:
        return _macro_key(style, locale, area, key, vocabulary)
    variable = key.variable
    if variable in variables.NAMES:
        setter = NameSetter(Name(Look(), {}), None, {**style.options, **_options(area, key)}, locale, True)

        def by_names(cite: Cite) -> Any:
            people = cite.item.names.get(variable)
            if not people:
                return None
            shown = [setter.one(person, index) for index, person in enumerate(people[: setter.cut(len(people), False)])]
            return _text_key(BETWEEN_NAMES.join(shown))

        return by_names
    if variable in variables.DATES:

        def by_date(cite: Cite) -> Any:
            date = cite.item.dates.get(variable)
            return (1, 0, (sort_text(date), "")) if date else None

        return by_date
    if variable in variables.NUMBERS:

        def by_number(cite: Cite) -> Any:
            text = plain_value(cite, variable)
            if not text:
                return None
            match = re.match(r"\s*(-?\d{1,15})", text)
            return (0, int(match[1]), (text, "")) if match else (1, 0, collated(text))

        return by_number

    def by_text(cite: Cite) -> Any:
        text = plain_value(cite, variable)
        if not text and variable in {"title-short", "container-title-short"}:
            text = short_value(cite, variable.removesuffix("-short"))
        return _text_key(text)

    return by_text


def _options(area: Area, key: SortKey) -> dict[str, str]:
    return {**{name: area.options[name] for name in area.options if name.startswith("et-al-")}, **key.options}


def _macro_key(style: Style, locale: Locale, area: Area, key: SortKey, vocabulary: Vocabulary) -> Callable[[Cite], Any]:
    nodes = style.macros[key.macro]
    if len(nodes) == 1 and isinstance(nodes[0], Date):
        return _date_key(nodes[0])
    only = nodes[0] if len(nodes) == 1 else None
    if isinstance(only, Text) and only.kind == "variable" and only.name in variables.NUMBERS:
        return _key_function(style, locale, area, SortKey(only.name, "", False, {}), vocabulary)
    compiler = Compiler(style, locale, area, sort_options=_options(area, key))
    render = Specialised(compiler, nodes, vocabulary)

    def by_macro(cite: Cite) -> Any:
        cite.reset()
        suffix, cite.year_suffix = cite.year_suffix, ""
        text = render(cite)
        cite.year_suffix = suffix
        return _text_key(text)

    return by_macro


def _date_key(node: Date) -> Callable[[Cite], Any]:
    precision = node.precision if node.form else "-".join(part.name for part in node.parts)

    def by_date(cite: Cite) -> Any:
        date = cite.item.dates.get(node.variable)
        return (1, 0, (sort_text(date, precision), "")) if date else None

    return by_date
