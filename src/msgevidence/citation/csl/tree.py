"""The typed tree of a style: what a .csl file says, checked, with nothing evaluated yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """Everything an element may put around or do to its text."""

    prefix: str = ""
    suffix: str = ""
    formats: str = ""  # opening marks, outermost first
    text_case: str = ""
    strip_periods: bool = False
    quotes: bool = False
    display: str = ""  # an opening mark

    @property
    def plain(self) -> bool:
        """Nothing but affixes."""
        return not (self.formats or self.text_case or self.strip_periods or self.quotes or self.display)


@dataclass(frozen=True, slots=True)
class Text:
    look: Look
    kind: str  # variable | macro | term | value
    name: str
    form: str = ""
    plural: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    look: Look
    variable: str
    form: str = "numeric"


@dataclass(frozen=True, slots=True)
class Label:
    look: Look
    variable: str
    form: str = "long"
    plural: str = "contextual"


@dataclass(frozen=True, slots=True)
class DatePart:
    look: Look
    name: str
    form: str = ""
    range_delimiter: str = "–"


@dataclass(frozen=True, slots=True)
class Date:
    look: Look
    variable: str
    form: str = ""  # "", text, numeric
    precision: str = "year-month-day"
    delimiter: str = ""
    parts: tuple[DatePart, ...] = ()


@dataclass(frozen=True, slots=True)
class EtAl:
    look: Look
    term: str = "et-al"


@dataclass(frozen=True, slots=True)
class Name:
    """cs:name; `options` are its own inheritable attributes, `family` and `given` its cs:name-part."""

    look: Look
    options: Mapping[str, str]
    delimiter: str | None = None
    form: str | None = None
    family: Look | None = None
    given: Look | None = None


@dataclass(frozen=True, slots=True)
class Names:
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


@dataclass(frozen=True, slots=True)
class Group:
    look: Look
    delimiter: str
    children: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    kind: str  # type | variable | is-numeric | is-uncertain-date | locator | position | disambiguate
    value: str


@dataclass(frozen=True, slots=True)
class Branch:
    match: str  # all | any | none; an else has no conditions and match all
    conditions: tuple[Condition, ...]
    children: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    branches: tuple[Branch, ...]


Element = Text | Number | Label | Date | Names | Group | Choose


@dataclass(frozen=True, slots=True)
class SortKey:
    variable: str
    macro: str
    descending: bool
    options: Mapping[str, str]  # et-al-min and its like, from names-min …
    line: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """cs:citation or cs:bibliography: its options, sort keys and layout."""

    options: Mapping[str, str]
    sort: tuple[SortKey, ...]
    look: Look
    delimiter: str
    children: tuple[Element, ...]


@dataclass(slots=True)
class Style:
    """A style, parsed once; everything derived from it is cached in `cache` by those who derive it."""

    name: str
    id: str
    title: str
    parent: str
    style_class: str  # in-text | note
    default_locale: str
    options: Mapping[str, str]
    macros: Mapping[str, tuple[Element, ...]]
    citation: Area
    bibliography: Area | None
    locales: tuple[tuple[str, object], ...]  # (xml:lang, cs:locale node) in file order
    fields: tuple[str, ...] = ()
    cache: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
