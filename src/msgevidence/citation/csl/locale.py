"""Locales: terms, date forms and options, merged from the style, the dialect, the language and English.

One XML locale becomes a `Layer`; a `Locale` looks through its layers in order of precedence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from . import files
from .style import _Parser, clean
from .tree import DatePart, Look
from .xmltree import XmlNode, parse

FALLBACK = "en-US"
PRIMARY = {
    "af": "af-ZA", "bg": "bg-BG", "ca": "ca-AD", "cs": "cs-CZ", "cy": "cy-GB", "da": "da-DK", "de": "de-DE",
    "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR",
    "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR", "hu": "hu-HU", "hy": "hy-AM", "id": "id-ID",
    "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "km": "km-KH", "ko": "ko-KR", "lij": "lij-IT", "lt": "lt-LT",
    "lv": "lv-LV", "mn": "mn-MN", "ms": "ms-MY", "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "pl": "pl-PL",
    "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI", "sr": "sr-Cyrl-RS", "sv": "sv-SE",
    "th": "th-TH", "tl": "tl-PH", "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""The dialect that stands for a bare language (CSL specification, locale fallback)."""

FORM_FALLBACK = {"verb-short": ("verb-short", "verb", "long"), "symbol": ("symbol", "short", "long"),
                 "verb": ("verb", "long"), "short": ("short", "long"), "long": ("long",)}  # fmt: skip


class Term(NamedTuple):
    single: str
    multiple: str
    gender: str = ""
    match: str = ""


class DateForm(NamedTuple):
    """A localized date: its delimiter and look, and its parts in order."""

    look: Look
    delimiter: str
    parts: tuple[DatePart, ...]


class Layer:
    """What one cs:locale element says. Terms by (name, form, gender-form)."""

    def __init__(self) -> None:
        self.terms: dict[tuple[str, str, str], Term] = {}
        self.dates: dict[str, DateForm] = {}
        self.options: dict[str, str] = {}
        self.ordinals = False


def read_layer(node: XmlNode, name: str) -> Layer:
    layer = Layer()
    reader = _Parser(name)
    for child in node.children:
        if child.tag == "style-options":
            layer.options.update(child.attributes)
        elif child.tag == "date":
            layer.dates[child.get("form")] = DateForm(
                reader.look(child), child.get("delimiter"), tuple(reader.date_part(p) for p in child.all("date-part"))
            )
        elif child.tag == "terms":
            for term in child.children:
                _read_term(layer, term)
    return layer


def _read_term(layer: Layer, node: XmlNode) -> None:
    name = node.get("name")
    single = multiple = node.text
    if node.children:
        one, many = node.first("single"), node.first("multiple")
        single = one.text if one else ""
        multiple = many.text if many else ""
    term = Term(_term_text(single), _term_text(multiple), node.get("gender"), node.get("match"))
    layer.terms[(name, node.get("form", "long"), node.get("gender-form"))] = term
    if name.startswith("ordinal"):
        layer.ordinals = True


def _term_text(text: str) -> str:
    """A leading space belongs to a term (" BC"); line breaks come from how the file is laid out."""
    if "\n" in text:
        text = text.strip()
    return clean(text)


@cache
def _file_layer(name: str) -> Layer | None:
    path = files.locale_file(name)
    return read_layer(parse(path.read_bytes(), path.name), path.name) if path else None


class Locale:
    """The merged view: first layer that knows wins. `missing` tells that the language is not installed."""

    def __init__(self, name: str, style_locales: Sequence[tuple[str, object]] = (), source: str = "") -> None:
        name = (name or FALLBACK).replace("_", "-")
        self.name = name
        self.language = name.partition("-")[0].lower()
        exact = self._installed(name)
        primary = PRIMARY.get(self.language, self.language)
        self.missing = exact is None and self._installed(primary) is None
        own: list[Layer] = []
        for wanted in dict.fromkeys((exact or name, self.language, "")):
            own += [
                read_layer(node, source)
                for language, node in style_locales
                if language == wanted and isinstance(node, XmlNode)
            ]
        self._layers = own
        self._pending = [n for n in dict.fromkeys((exact, primary, FALLBACK)) if n and self._installed(n)]
        self._cache: dict[tuple[str, str, str], Term | None] = {}
        self.names: dict[object, tuple[dict[Any, str], ...]] = {}  # single names already set, by how they are set

    @staticmethod
    def _installed(name: str) -> str | None:
        return name if files.locale_file(name) else None

    def _grow(self) -> bool:
        """Read the next file: those further down are read only when asked for what those above do not know."""
        while self._pending:
            layer = _file_layer(self._pending.pop(0))
            if layer is not None:
                self._layers.append(layer)
                return True
        return False

    def option(self, name: str) -> bool:
        # English is no fallback for how punctuation is set, unless it is all there is
        if not self._layers or not any(layer.options.get(name) for layer in self._layers):
            self._grow_to_language()
        for layer in self._layers:
            if name in layer.options:
                return layer.options[name] == "true"
        return False

    def _grow_to_language(self) -> None:
        while self._pending and (self._pending[0] != FALLBACK or self.language == "en" or self.missing):
            self._grow()

    def date(self, form: str) -> DateForm | None:
        index = 0
        while index < len(self._layers) or self._grow():
            if form in self._layers[index].dates:
                return self._layers[index].dates[form]
            index += 1
        return None

    def _find(self, name: str, form: str, gender: str) -> Term | None:
        key = (name, form, gender)
        if key not in self._cache:
            found = None
            index = 0
            while index < len(self._layers) or self._grow():
                found = self._layers[index].terms.get(key)
                if found is not None:
                    break
                index += 1
            self._cache[key] = found
        return self._cache[key]

    def term(self, name: str, form: str = "long", plural: bool = False, gender: str = "") -> str | None:
        """The term's text, by falling back from the form asked for; None where no layer knows it."""
        for one_form in FORM_FALLBACK.get(form or "long", ("long",)):
            found = (self._find(name, one_form, gender) if gender else None) or self._find(name, one_form, "")
            if found is not None:
                return found.multiple if plural else found.single
        return None

    def gender(self, name: str) -> str:
        found = self._find(name, "long", "")
        return found.gender if found else ""

    @cached_property
    def and_symbol(self) -> str:
        """What stands for "&": the symbol form of "and", where the locale has one."""
        found = self._find("and", "symbol", "")
        return found.single if found else "&"

    @cached_property
    def _ordinals(self) -> Layer | None:
        index = 0
        while index < len(self._layers) or self._grow():
            if self._layers[index].ordinals:
                return self._layers[index]
            index += 1
        return None

    def ordinal(self, number: int, gender: str = "") -> str:
        """The suffix that makes a number an ordinal; all ordinal terms come from one layer, as CSL asks."""
        layer = self._ordinals
        if layer is None:
            return ""
        for rest in dict.fromkeys((number, number % 100, number % 10)):
            for one in dict.fromkeys((gender, "")) if rest < 100 else ():
                found = layer.terms.get((f"ordinal-{rest:02}", "long", one))
                if found is not None and _ordinal_fits(found.match, rest, number):
                    return found.single
        for one in dict.fromkeys((gender, "")):
            found = layer.terms.get(("ordinal", "long", one))
            if found is not None:
                return found.single
        return ""

    @cached_property
    def quotes(self) -> tuple[str, str, str, str]:
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        found = [self.term(name) or "" for name in names]
        return found[0], found[1], found[2], found[3]


def _ordinal_fits(match: str, rest: int, number: int) -> bool:
    if match == "whole-number":
        return number == rest
    if match == "last-two-digits" or (not match and rest > 9):
        return number % 100 == rest
    return number % 10 == rest
