"""The typed tree of a style: what a .csl file says, checked, with nothing evaluated yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Look(NamedTuple):
    """Everything an element may put around or do to its text."""

    prefix: str = ""
    suffix: str = ""
    formats: str = ""  # opening marks, outermost first
    text_case: str = ""
    strip_periods: bool = False
    quotes: bool = False
    display: str = ""  # an opening mark


class Text(NamedTuple):
    look: Look
    kind: str  # variable | macro | term | value
    name: str
    form: str = ""
    plural: bool = False
    line: int = 0


class Number(NamedTuple):
    look: Look
    variable: str
    form: str = "numeric"


class Label(NamedTuple):
    look: Look
    variable: str
    form: str = "long"
    plural: str = "contextual"


class DatePart(NamedTuple):
    look: Look
    name: str
    form: str = ""
    range_delimiter: str = "–"


class Date(NamedTuple):
    look: Look
    variable: str
    form: str = ""  # "", text, numeric
    precision: str = "year-month-day"
    delimiter: str = ""
    parts: tuple[DatePart, ...] = ()


class EtAl(NamedTuple):
    look: Look
    term: str = "et-al"


class Name(NamedTuple):
    """cs:name; `options` are its own inheritable attributes, `family` and `given` its cs:name-part."""

    look: Look
    options: Mapping[str, str]
    delimiter: str | None = None
    form: str | None = None
    family: Look | None = None
    given: Look | None = None


class Names(NamedTuple):
    look: Look
    variables: tuple[str, ...]
    options: Mapping[str, str]
    delimiter: str | None = None
    name: Name | None = None
    et_al: EtAl | None = None
    label: Label | None = None
    label_first: bool = False
    substitute: tuple[Element, ...] = ()
    bare: bool = False  # no children: takes those of the names it substitutes for


class Group(NamedTuple):
    look: Look
    delimiter: str
    children: tuple[Element, ...]


class Condition(NamedTuple):
    kind: str  # type | variable | is-numeric | is-uncertain-date | locator | position | disambiguate
    value: str


class Branch(NamedTuple):
    match: str  # all | any | none; an else has no conditions and match all
    conditions: tuple[Condition, ...]
    children: tuple[Element, ...]


class Choose(NamedTuple):
    branches: tuple[Branch, ...]


Element = Text | Number | Label | Date | Names | Group | Choose


class SortKey(NamedTuple):
    variable: str
    macro: str
    descending: bool
    options: Mapping[str, str]  # et-al-min and its like, from names-min …
    line: int = 0


class Area(NamedTuple):
    """cs:citation or cs:bibliography: its options, sort keys and layout."""

    options: Mapping[str, str]
    sort: tuple[SortKey, ...]
    look: Look
    delimiter: str
    children: tuple[Element, ...]


class Style:
    """A style, parsed once; everything derived from it is cached in `cache` by those who derive it."""

    def __init__(
        self,
        *,
        name: str,
        id: str,
        title: str,
        parent: str,
        style_class: str,
        default_locale: str,
        options: Mapping[str, str],
        macros: Mapping[str, tuple[Element, ...]],
        citation: Area,
        bibliography: Area | None,
        locales: tuple[tuple[str, object], ...],
        fields: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.id = id
        self.title = title
        self.parent = parent
        self.style_class = style_class  # in-text | note
        self.default_locale = default_locale
        self.options = options
        self.macros = macros
        self.citation = citation
        self.bibliography = bibliography
        self.locales = locales  # (xml:lang, cs:locale node) in file order
        self.fields = fields
        self.longest_low_word = 99  # in title case, words of more letters are raised though they be stop words
        self.cache: dict[object, object] = {}
