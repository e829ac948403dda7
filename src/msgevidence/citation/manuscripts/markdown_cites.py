"""Citations in Markdown, as pandoc reads them: ``[see @key, p. 3; -@other]``, ``@key [p. 3]``, ``@{key}``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgevidence.citation.manuscripts.found import KEY, Found, with_note

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)|<!--.*?-->"
    r"|<(?:https?|mailto):[^>]*>|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)|https?://\S+",
    re.DOTALL | re.MULTILINE,
)
_BRACKET = re.compile(r"(?<![\\\]!])\[(?P<inside>[^\[\]]*@[^\[\]]*)\](?![(\[:])")
_CITE = re.compile(
    rf"(?P<prefix>.*?)(?<![\w@/.\\])(?P<minus>-?)@(?:\{{(?P<braced>[^{{}}]+)\}}|(?P<key>{KEY}))(?P<note>.*)", re.DOTALL
)
_BARE = re.compile(
    rf"(?<![\w@/.\\-])(?P<minus>-?)@(?:\{{(?P<braced>[^{{}}]+)\}}|(?P<key>{KEY}))"
    r"(?:[ ]?\[(?P<note>[^\[\]@]*)\](?![(\[:]))?"
)


def front_matter(text: str) -> tuple[dict[str, list[str]], int]:
    """The simple entries of a YAML head, each as a list of its values, and where the text after it begins."""
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    entries: dict[str, list[str]] = {}
    name = ""
    for line in found.group(1).split("\n"):
        if entry := re.match(r"([\w-]+):[ \t]*(.*)$", line):
            name, value = entry.group(1).lower(), entry.group(2).strip()
            inner = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
            entries[name] = [cleaned for one in inner if (cleaned := one.strip().strip("\"'")) and cleaned not in "|>"]
        elif name and line.strip() and (line[:1] in " \t-"):
            entries[name].append(re.sub(r"^\s*-?\s*", "", line).strip().strip("\"'"))
    return entries, found.end()


def citations(text: str) -> list[Found]:
    """Every citation, in the order of the text; not those in code, comments, addresses and the YAML head."""
    hidden = [(0, front_matter(text)[1])] + [found.span() for found in _CODE.finditer(text)]
    brackets = [found for found in _BRACKET.finditer(text) if not _within(found.start(), hidden)]
    found_all = [one for one in map(_of_bracket, brackets) if one is not None]
    taken = hidden + [(one.start, one.end) for one in found_all]
    found_all += [_of_bare(found) for found in _BARE.finditer(text) if not _within(found.start(), taken)]
    return sorted(found_all, key=lambda one: one.start)


def uncited(text: str) -> tuple[list[str], bool]:
    """Keys the YAML head lists under ``nocite``, and whether it asks for everything (``@*``)."""
    listed = " ".join(front_matter(text)[0].get("nocite", []))
    return re.findall(rf"@({KEY})", listed), "@*" in listed


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _of_bracket(bracket: re.Match[str]) -> Found | None:
    cluster = []
    for piece in _pieces(bracket["inside"]):
        found = _CITE.match(piece)
        if found is None:
            return None  # pandoc, too, takes a bracket for a citation only when each of its parts is one
        cite: dict[str, object] = {"id": found["braced"] or found["key"]}
        if found["prefix"].strip():
            cite["prefix"] = found["prefix"].lstrip().rstrip() + " "
        if found["minus"]:
            cite["suppress-author"] = True
        cluster.append(with_note(cite, found["note"]))
    return Found(bracket.start(), bracket.end(), tuple(cluster))


def _pieces(inside: str) -> Iterator[str]:
    yield from re.split(r";(?![^{}]*\})", inside)


def _of_bare(found: re.Match[str]) -> Found:
    cite = with_note({"id": found["braced"] or found["key"]}, found["note"] or "")
    if found["minus"]:
        return Found(found.start(), found.end(), ({**cite, "suppress-author": True},))
    return Found(found.start(), found.end(), (cite,), "narrative")
