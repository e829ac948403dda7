"""Between Zotero's names, dates, tags and Extra lines and the values of a Record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgevidence.formats.dates import SEASON_NAMES, iso, parse_date
from msgevidence.formats.names import person
from msgevidence.model.dates import PartialDate
from msgevidence.model.identifiers import canonical_pmcid, canonical_pmid, stated_doi
from msgevidence.model.names import Name
from msgevidence.model.record import DATE_VARIABLES, ITEM_TYPES, NAME_VARIABLES, VARIABLES, Value

NAME = "zotero-item"

_GIVEN_SUFFIX = re.compile(r"(.+?),\s*((?:Jr|Sr|Junior|Senior|[IVX]{1,4}|\d(?:nd|rd|th))\.?)", re.IGNORECASE)
_FAMILY_SUFFIX = re.compile(r"(.+?),?\s+((?:Jr|Sr)\.?|[IV]{2,4})")
_LINE = re.compile(r"\s*(?:\{:)?([A-Za-z][A-Za-z _.-]{1,40}?)\s*:\s*(.*?)\}?\s*")
_KEYS = {csl.casefold(): attribute for attribute, csl in VARIABLES.items() if attribute not in ("note", "keyword")}
_KEYS |= {csl.replace("_", "-"): attribute for csl, attribute in _KEYS.items()}
_KEYS |= {"citekey": "citation_key", "journal-abbreviation": "container_title_short", "short-title": "title_short",
          "place": "publisher_place"}  # fmt: skip
_LABELS = {"citation_key": "Citation Key"}


def read_name(creator: Mapping[str, Any]) -> Name:
    """One creator: two fields, or one that is not to be split."""
    if creator.get("name"):
        return Name(literal=str(creator["name"]).strip())
    family = str(creator.get("lastName") or "").strip()
    given = str(creator.get("firstName") or "").strip()
    suffix = ""
    if found := _GIVEN_SUFFIX.fullmatch(given):
        given, suffix = found.groups()
    elif given and (found := _FAMILY_SUFFIX.fullmatch(family)):
        family, suffix = found.groups()
    if family and not given and not suffix:
        return person(family, "") if family[:1].islower() else Name(family=family)
    if not family:
        return Name(given=given, suffix=suffix)
    name = person(family, given, suffix)
    words = given.split(" ")
    count = len(words)
    while count > 1 and words[count - 1][:1].islower():
        count -= 1
    if count == len(words):
        return name
    return Name(
        family=name.family,
        given=" ".join(words[:count]),
        dropping_particle=" ".join(words[count:]),
        non_dropping_particle=name.non_dropping_particle,
        suffix=suffix,
    )


def write_name(name: Name) -> dict[str, str]:
    """The inverse of `read_name`, without the creator type."""
    if name.literal:
        return {"name": name.literal}
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    return {"firstName": f"{given}, {name.suffix}" if name.suffix else given, "lastName": family}


def read_text(variable: str, text: str) -> Value:
    """The text of one field as the variable's value; identifiers in their canonical form where they have one."""
    text = text.strip()
    if variable in DATE_VARIABLES:
        return parse_date(text)
    if variable in NAME_VARIABLES:
        return _extra_names([text])
    if variable == "doi":
        return stated_doi(text) or text
    if variable == "pmid":
        return canonical_pmid(text) or text
    if variable == "pmcid":
        return canonical_pmcid(text) or text
    return text


def write_text(variable: str, value: Value) -> str:
    """The inverse of `read_text`, or "" where Zotero's field cannot say the value."""
    if isinstance(value, PartialDate):
        return _write_date(value)
    if isinstance(value, str) and read_text(variable, value) == value:
        return value
    return ""


def _write_date(date: PartialDate) -> str:
    text = iso(date.start) if date.start else date.literal
    if date.end:
        text = f"{text}/{iso(date.end)}"
    elif date.season:
        text = f"{SEASON_NAMES.get(date.season, '')} {text}"
    if date.start and date.literal:
        text = date.literal
    if date.circa:
        text = f"circa {text}"
    return text if parse_date(text) == date else ""


def read_extra(extra: str, values: Mapping[str, Value]) -> tuple[dict[str, Value], str, str, list[str]]:
    """(variables, CSL type or "", the lines that say no variable, the lines that another field contradicts).

    Citation processors take "Variable: value" lines; a date or a type said here replaces the field's own.
    """
    found: dict[str, Value] = {}
    names: dict[str, list[str]] = {}
    item_type = ""
    rest: list[str] = []
    contradicted: list[str] = []
    for line in extra.splitlines():
        match = _LINE.fullmatch(line)
        key = re.sub(r"[ _]", "-", match.group(1).casefold()) if match else ""
        text = match.group(2).strip() if match else ""
        variable = _KEYS.get(key, "")
        if key == "type" and text in ITEM_TYPES and not item_type:
            item_type = text
        elif not variable or not text:
            rest.append(line)
        elif variable in NAME_VARIABLES:
            names.setdefault(variable, []).append(text)
        else:
            value = read_text(variable, text)
            there = found.get(variable) or ("" if variable in DATE_VARIABLES else values.get(variable))
            if not there and value:
                found[variable] = value
            elif value != there:
                contradicted.append(line)
    for variable, texts in names.items():
        if values.get(variable):
            contradicted.extend(f"{label(variable)}: {text}" for text in texts)
        else:
            found[variable] = _extra_names(texts)
    return found, item_type, "\n".join(rest).strip("\n"), contradicted


def _extra_names(texts: Sequence[str]) -> tuple[Name, ...]:
    names = []
    for text in texts:
        family, bars, given = text.partition("||")
        creator = {"lastName": family.strip(), "firstName": given.strip()} if bars else {"name": text}
        if name := read_name(creator):
            names.append(name)
    return tuple(names)


def extra_lines(variable: str, value: Value) -> list[str]:
    """The value as lines of Extra; none where it cannot be said in one line."""
    if isinstance(value, tuple):
        lines = [_extra_name(name) for name in value]
        return [f"{label(variable)}: {line}" for line in lines] if _extra_names(lines) == value else []
    text = write_text(variable, value)
    return [f"{label(variable)}: {text}"] if text and text.splitlines() == [text] else []


def _extra_name(name: Name) -> str:
    parts = write_name(name)
    return parts.get("name") or f"{parts['lastName']} || {parts['firstName']}"


def label(variable: str) -> str:
    """How Extra names a variable."""
    return _LABELS.get(variable) or VARIABLES[variable]


def read_tags(tags: Sequence[Any]) -> str:
    """Tags as keywords."""
    words = (tag.get("tag") if isinstance(tag, Mapping) else tag for tag in tags)
    parts = (part.strip() for word in words if isinstance(word, str) for part in word.split(";"))
    return "; ".join(dict.fromkeys(part for part in parts if part))


def write_tags(keyword: str) -> list[dict[str, str]]:
    """Keywords as tags."""
    return [{"tag": word.strip()} for word in keyword.split(";") if word.strip()]
