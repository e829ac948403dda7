"""BibTeX name lists: "and", von and Jr, braces around organisations, BibLaTeX's ``family=…, given=…``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bibtexparser.customization import splitname

from msgevidence.formats.fieldmap import Converter
from msgevidence.formats.latex import decode, encode
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import Names, Value

_AND = re.compile(r"\s+and(?=\s)|^and(?=\s)", re.IGNORECASE)
_EXTENDED = re.compile(
    r"(?:^|,)\s*(family|given|prefix|suffix|useprefix|(?:family|given|prefix|suffix)-i)\s*=\s*", re.IGNORECASE
)
_INITIALS = re.compile(r"(?:[A-Z]\.?[ ~-]?){1,4}")
_PLAIN = re.compile(r"(?!.*(?i:\band\b))[A-Z][A-Za-z]*\.?(?:[ -][A-Z][A-Za-z]*\.?)*")
_SIMPLE = re.compile(r"([^\W\d_a-zß-öø-ÿ][^\s,{}\\$~]*), ?([^\s,{}\\$~=][^,{}\\$~=`']*)")


def split_list(text: str) -> list[str]:
    """The names between "and"s that stand outside braces."""
    if "\n" in text or "  " in text or "\t" in text:
        text = " ".join(text.split())
    if "{" not in text and "\\" not in text:
        return [part.strip() for part in _AND.split(text) if part.strip()]
    parts: list[str] = []
    start, depth_at, depth = 0, 0, 0
    for found in _AND.finditer(text):
        depth += text.count("{", depth_at, found.start()) - text.count("}", depth_at, found.start())
        depth_at = found.start()
        if depth <= 0:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


@lru_cache(maxsize=16_384)
def parse(text: str) -> tuple[Name, ...]:
    """One name; several where a list was written with commas only ("Smith, J., Jones, K.")."""
    if simple := _SIMPLE.fullmatch(text):  # nine names of ten
        return (Name(family=simple.group(1), given=" ".join(simple.group(2).split())),)
    text = " ".join(text.replace("~", " ").split()) if "~" in text and "\\~" not in text else " ".join(text.split())
    if text.lower().strip("{}. ") in ("others", "et al"):
        return (OTHERS,)
    if _is_one_group(text):
        literal = _plain(text)
        return (Name(literal=literal),) if literal else ()
    if "=" in text and (name := _extended(text)):
        return (name,)
    commas = split_commas(text)
    if len(commas) > 3:
        return _comma_list(commas)
    if text.endswith("\\"):  # an escape of nothing, which the splitter does not survive
        return (Name(literal=_plain(text)),)
    parts = splitname(text, strict_mode=False)
    if len(commas) > 1 and not parts.get("von"):
        _find_particles(parts)
    family, given, von, suffix = (_plain(" ".join(parts.get(key, ()))) for key in ("last", "first", "von", "jr"))
    if not family:
        family, von = von, ""
    if not given and not von and not suffix:
        return (_alone(family),) if family else ()
    if not family:
        return (Name(literal=given or suffix),)
    return (Name(family=family, given=given, non_dropping_particle=von, suffix=suffix),)


def _alone(word: str) -> Name:
    """One word is a family name ("Aristotle"); what a brace held together is not to be split."""
    return Name(literal=word) if " " in word else Name(family=word)


def _find_particles(parts: dict[str, list[str]]) -> None:
    """In "de la fontaine, Jean" every word is in lower case: the last one is the family all the same, as in BibTeX."""
    words = parts.get("last", [])
    if len(words) > 1 and all(word[:1].islower() for word in words):
        parts["von"], parts["last"] = words[:-1], words[-1:]


def _plain(text: str) -> str:
    return decode(text).text.replace("\u00a0", " ") if text else ""


def _is_one_group(text: str) -> bool:
    if not text.startswith("{") or not text.endswith("}"):
        return False
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if not depth and at < len(text) - 1:
            return False
    return True


def split_commas(text: str) -> list[str]:
    """The parts between commas that stand outside braces."""
    if "{" not in text:
        return text.split(",")
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == "," and depth <= 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _comma_list(parts: list[str]) -> tuple[Name, ...]:
    cleaned = [_plain(part) for part in parts if part.strip()]
    if len(cleaned) == 3:
        return (Name(family=cleaned[0], given=cleaned[2], suffix=cleaned[1]),)
    if len(cleaned) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in cleaned[1::2]):
        return tuple(Name(family=a, given=b) for a, b in zip(cleaned[::2], cleaned[1::2], strict=True))
    return (Name(literal=", ".join(cleaned)),)


def _extended(text: str) -> Name | None:
    found = list(_EXTENDED.finditer(text))
    if not found or found[0].start():
        return None
    parts: dict[str, str] = {}
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        parts[match.group(1).lower()] = _plain(text[match.end() : end].strip().strip('"'))
    if parts.keys() == {"family"}:
        return _alone(parts["family"])
    drops = parts.get("useprefix", "").lower() == "false"
    prefix = parts.get("prefix", "")
    return Name(
        family=parts.get("family", ""),
        given=parts.get("given", ""),
        dropping_particle=prefix if drops else "",
        non_dropping_particle="" if drops else prefix,
        suffix=parts.get("suffix", ""),
    )


def _read(texts: Sequence[str]) -> tuple[Value, Sequence[str]]:
    return tuple(name for text in texts for part in split_list(text) for name in parse(part) if name), ()


def format_name(name: Name) -> str:
    """LaTeX: "von Family, Jr, Given", a literal in braces, the extended form for what neither can say."""
    if name == OTHERS:
        return "others"
    if name.literal:
        return "{" + encode(name.literal) + "}"
    particle = name.non_dropping_particle
    if not (particle or name.dropping_particle or name.suffix) and all(
        map(_PLAIN.fullmatch, (name.family, name.given))
    ):
        return f"{name.family}, {name.given}"  # most names, and nothing in them that could be read otherwise
    family, given, suffix = encode(name.family), encode(name.given), encode(name.suffix)
    simple = ", ".join(part for part in (f"{encode(particle)} {family}".strip(), suffix, given) if part)
    if given and parse(simple) == (name,):
        return simple
    braced = ", ".join(
        [f"{encode(particle)} {{{family}}}".strip(), *([f"{{{suffix}}}"] if suffix else []), f"{{{given}}}"]
    )
    if parse(braced) == (name,):
        return braced
    fields = {"family": family, "given": given, "prefix": encode(particle or name.dropping_particle), "suffix": suffix}
    words = [f"{key}={{{value}}}" for key, value in fields.items() if value]
    return ", ".join([*words, "useprefix=false"] if name.dropping_particle else words)


def _write(value: Value) -> Sequence[str]:
    names: Names = value  # type: ignore[assignment]
    return (" and ".join(format_name(name) for name in names),) if names else ()


NAMES = Converter(_read, _write)
"""The one converter of this format that reads and writes LaTeX itself: a name is split before it is decoded."""
