"""CSL-JSON items → `Item`: everything read once, in the types the rendering needs; what is wrong becomes a warning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from . import marks, variables
from .dateparse import Dated, read_date
from .errors import ItemWarning
from .extra import with_note_fields
from .particles import split_family, split_given
from .richtext import marked

ROMANESQUE = re.compile(
    "[-0-9a-zA-Z\u0e01-\u0e5b\u00aa-\u024f\u0370-\u052f\u0590-\u05d4\u05d6-\u05ff\u0600-\u06ff\u0900-\u0dff"
    "\u10a0-\u10ff\u1e00-\u1fff\u200c-\u200e\u2c60-\u2c7f]"
)
"""A character of a script that sets names with spaces, given name first."""

SPACING = re.compile(r"[\s.\u00a0-]+")
TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage""".split()
)
DATE, NAME, IGNORED = "date", "name", "ignored"
KINDS: dict[str, str] = {
    **dict.fromkeys(variables.DATES, DATE),
    **dict.fromkeys(variables.NAMES, NAME),
    **dict.fromkeys("id type custom multi suppress-author categories system_id note-index".split(), IGNORED),
}
"""The variables that are no text; all others are, unless they come in the form of names or dates."""


class Name:
    """One name, its parts as marked text. `literal` names and those without Latin letters are set differently."""

    __slots__ = (
        "_same", "comma_suffix", "dropping", "family", "given", "key", "latin", "literal", "particle", "suffix",
    )  # fmt: skip

    def __init__(
        self, family: str = "", given: str = "", dropping: str = "", particle: str = "", suffix: str = "",
        *, comma: bool = False, lit: str = "",
    ) -> None:  # fmt: skip
        self.family = family
        self.given = given
        self.dropping = dropping
        self.particle = particle
        self.suffix = suffix
        self.comma_suffix = comma
        self.literal = lit
        self.latin = bool(family and family.isascii()) or bool(ROMANESQUE.search(lit or family + given))
        self._same: str | None = None
        self.key = (family, given, dropping, particle, suffix, lit)

    @property
    def same(self) -> str:
        """The given name as it tells people of one family name apart: J. J. and J.J. are one person."""
        if self._same is None:
            given = self.given if self.given.isalpha() else SPACING.sub("", self.given)
            self._same = f"{given}|{self.dropping}|{self.suffix}"
        return self._same


class Item:
    """One item: `text`, `names` and `dates` by variable. `position` is its place in the input, from 0."""

    __slots__ = ("dates", "id", "names", "position", "shape", "state", "text", "type")

    def __init__(self, identifier: str, kind: str, position: int) -> None:
        self.id = identifier
        self.type = kind
        self.position = position
        self.text: dict[str, str] = {}
        self.names: dict[str, tuple[Name, ...]] = {}
        self.dates: dict[str, Dated] = {}
        self.shape: Any = None  # a Shape, once the engine has asked for it
        self.state: object = None


def read_item(raw: object, position: int, warnings: list[ItemWarning], wanted: frozenset[str]) -> Item:
    """The item behind a CSL-JSON mapping, or an empty one for what is none. Texts that nobody wants are not read."""
    if type(raw) is not dict and not isinstance(raw, Mapping):
        warnings.append(ItemWarning(str(position), "", "not an object: nothing can be printed for it"))
        return Item(str(position), "document", position)
    identifier = _number_or_text(raw.get("id"))
    if not identifier:
        identifier = str(position)
        warnings.append(ItemWarning(identifier, "id", "the item has no id; its place in the list is used"))
    kind = raw.get("type")
    if not isinstance(kind, str) or not kind:
        if kind is None:
            warnings.append(ItemWarning(identifier, "type", "the item has no type; it is set as a document"))
        kind = "document" if kind is None else str(kind)
    elif kind not in TYPES:
        warnings.append(ItemWarning(identifier, "type", f"{kind[:60]!r} is not a type of CSL 1.0.2"))
    item = Item(identifier, kind, position)
    texts = item.text
    for key, value in with_note_fields(raw).items():
        sort = KINDS.get(key) if isinstance(key, str) else IGNORED
        if sort is None and type(value) is str:
            text = marked(value) if key in wanted else ""
            if text:
                texts[key] = text
        elif sort != IGNORED and value is not None and value != "":
            complaint = _read_variable(item, key, value, sort)
            if complaint:
                warnings.append(ItemWarning(identifier, key, complaint))
    return item


def _read_variable(item: Item, variable: str, value: object, sort: str | None) -> str:
    """Put a variable where it belongs by its kind or its form; a complaint, or ""."""
    if sort == NAME:
        names, complaint = _names(value)
        if names:
            item.names[variable] = names
        return complaint
    if sort == DATE or (sort is None and isinstance(value, Mapping) and ("date-parts" in value or "raw" in value)):
        date, complaint = read_date(value)
        if date is not None:
            item.dates[variable] = date
        return complaint
    if isinstance(value, (list, tuple)) and value and _looks_like_names(value):
        return _read_variable(item, variable, value, NAME)
    text = _number_or_text(value)
    if not text:
        return f"a {type(value).__name__} where text stands: left out"
    item.text[variable] = text
    return ""


def _number_or_text(value: object) -> str:
    """A string, or a number as one; "" for anything else, and for numbers of thousands of digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    try:
        return str(value)
    except ValueError:
        return ""


def _looks_like_names(value: list[object] | tuple[object, ...]) -> bool:
    first = value[0]
    return isinstance(first, Mapping) and ("family" in first or "literal" in first)


def _names(value: object) -> tuple[tuple[Name, ...], str]:
    """(the names, a complaint or "")."""
    complaint = ""
    if type(value) is not list and isinstance(value, (str, Mapping)):
        complaint = "a single name where a list stands"
        value = [value]
    if not isinstance(value, (list, tuple)):
        return (), f"a {type(value).__name__} where names stand: left out"
    found = []
    for one in value:
        if type(one) is dict and len(one) == 2 and type(one.get("family")) is str and type(one.get("given")) is str:
            name = _usual(one["family"], one["given"])
        else:
            name = read_name(one)
        if name is None:
            complaint = "a name without any part: left out"
        else:
            found.append(name)
    return tuple(found), complaint


def _part(raw: Mapping[object, object], key: str) -> str:
    value = raw.get(key)
    if isinstance(value, str):
        return marked(value.strip()) if value else ""
    return _number_or_text(value)


def read_name(raw: object) -> Name | None:
    """One name out of a CSL-JSON name object or a bare string; None when nothing is in it."""
    if isinstance(raw, str):
        raw = {"literal": raw}
    if not isinstance(raw, Mapping):
        return None
    return _any_name(raw)


@lru_cache(maxsize=50_000)
def _usual(family: str, given: str) -> Name | None:
    """A name of a family and a given name; authors come again and again, and may share one object."""
    last, first = marked(family.strip()), marked(given.strip())
    if not last or "," in first or last[0] == marks.QUOTE:
        return _any_name({"family": family, "given": given})
    particle, last = split_family(last)
    dropping = ""
    if " " in first:
        first, dropping = split_given(first)
    return Name(last, first, dropping, particle)


def _any_name(raw: Mapping[object, object]) -> Name | None:
    literal = _part(raw, "literal")
    family, given = _part(raw, "family"), _part(raw, "given")
    if literal and not family:
        return Name(lit=literal)
    dropping, particle = _part(raw, "dropping-particle"), _part(raw, "non-dropping-particle")
    suffix = _part(raw, "suffix")
    comma = bool(raw.get("comma-suffix"))
    if "," in given and not suffix:
        given, _, suffix = (part.strip() for part in given.partition(","))
        if suffix.startswith("!"):
            comma, suffix = True, suffix[1:].strip()
    if not (family or given or dropping or particle):
        return None
    if not (dropping or particle) and raw.get("parse-names") not in (False, 0, "false"):
        if family[:1] == marks.QUOTE and family[-1:] == marks.END_QUOTE:
            family = family[1:-1]
        else:
            particle, family = split_family(family)
            if " " in given and family:
                given, dropping = split_given(given)
    if not family:
        family, given = (given, "") if not particle else (particle, given)
        particle = particle if family is not particle else ""
    return Name(family, given, dropping, particle, suffix, comma=comma)
