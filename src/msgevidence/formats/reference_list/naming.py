"""Name lists as reference styles write them: inverted ("Smith, J. P., & Jones, K."), run together ("Smith JP"),
or in natural order ("J. P. Smith and K. Jones"), persons and organisations mixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgevidence.formats.reference_list.persons import (
    ORGANISATION,
    SUFFIX_TAIL,
    is_family,
    is_given,
    is_initials,
    natural_name,
    person,
    run_together,
    spaced,
)
from msgevidence.model.names import OTHERS, Name

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th|Esq)\.?", re.IGNORECASE)
_ELLIPSIS = r"(?:\.\s?\.\s?\.(?:\s?\.)?|…)"
_SEPARATOR = re.compile(
    rf"(?P<ellipsis>[,;]?\s*{_ELLIPSIS}\s*[,;]?\s*(?:&\s*)?)"
    r"|(?P<semicolon>\s*;\s*(?:(?:&|and)\s+)?)"
    r"|(?P<lastly>\s*,\s*(?:&(?:amp;)?|and|und|et|y|with)\s+(?!al\b))"
    r"|(?P<others>\s*,?\s+(?=et\.?\s?al\b))"
    r"|(?P<comma>\s*,\s*)"
    r"|(?P<ampersand>\s+&(?:amp;)?\s+)"
    r"|(?P<conjunction>\s+(?:and|und|et|y)\s+(?!al\b))"
)
_OTHERS = re.compile(r"et\.?\s?al\.?|and others|and colleagues|others", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:\[([^\[\]]{1,80})\]|\(([^()]{1,80})\))")
_BODY = re.compile(
    r"\b(?:Administration|Agency|Association|Bureau|Cent(?:er|re)s?|Commission|Committee|Council|Department|Federation"
    r"|Foundation|Institut\w*|Ministry|Office|Organi[sz]ation|Societ(?:y|ies)|Universi\w+|College|Academ\w+)\b"
)
_FAMILY_FIRST = re.compile(
    r"(?![^\W\d_]{1,2}\.)[^\s,]+(?:\s[^\s,]+){0,3},\s+(?:[^\W\d_]{1,2}\.[\s-]?){1,4}(?:,|&"
    r"|and\b|;|$)"
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """One name and where it stands."""

    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NameList:
    """Names read; `certainty` is 1 for persons in strict form and less where organisation, title
    or mononym could be meant. `notes` are what stood in brackets beside a name (a user name, an abbreviation).
    """

    names: tuple[NameSpan, ...]
    certainty: float
    notes: tuple[tuple[int, int], ...] = ()

    @property
    def values(self) -> tuple[Name, ...]:
        return tuple(found.name for found in self.names)

    @property
    def persons(self) -> int:
        return sum(1 for found in self.names if found.name.family)


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    end: int
    before: str  # which separator stands before it


def read_inverted(text: str, start: int, end: int) -> NameList | None:
    """A list in which names are written family first; organisations stay whole. None when there is nothing."""
    chunks, notes = _chunks(text, start, end)
    if not chunks:
        return None
    persons = _Walk(text, chunks, full_given=False)
    if not persons.all_persons and len(chunks) > 1:
        full = _Walk(text, chunks, full_given=True)
        if full.all_persons and not is_initials(full.found[0].name.given):
            return NameList(full.result(), 0.93, notes)
    return NameList(persons.result(), persons.certainty, notes)


def read_natural(text: str, start: int, end: int) -> NameList | None:
    """A list in which names are written given name first ("J. P. Smith, Jr., & K. van der Berg")."""
    chunks, notes = _chunks(text, start, end)
    found: list[NameSpan] = []
    certainty = 1.0
    for chunk in chunks:
        words = text[chunk.start : chunk.end]
        if _SUFFIX.fullmatch(words) and found and found[-1].name.family:
            last = found[-1]
            named = Name(last.name.family, last.name.given, "", last.name.non_dropping_particle, words)
            found[-1] = NameSpan(named, last.start, chunk.end)
        elif _OTHERS.fullmatch(words):
            found.append(NameSpan(OTHERS, chunk.start, chunk.end))
        else:
            name = natural_name(words)
            if name.literal:
                certainty = min(certainty, 0.9)
            elif not is_initials(name.given):
                certainty = min(certainty, 0.97)
            found.append(NameSpan(name, chunk.start, chunk.end))
    return NameList(tuple(found), certainty, notes) if found else None


def read_editors(text: str, start: int, end: int) -> NameList | None:
    """Names before "(Eds.)": given name first as a rule, family first where an initial follows the first comma."""
    if _FAMILY_FIRST.match(text, start, end):
        return read_inverted(text, start, end)
    return read_natural(text, start, end)


def _chunks(text: str, start: int, end: int) -> tuple[list[_Chunk], tuple[tuple[int, int], ...]]:
    """The pieces between separators; bracketed notes beside names are set aside."""
    notes: list[tuple[int, int]] = []
    chunks: list[_Chunk] = []
    before, at = "", start

    def close(stop: int) -> None:
        left, right = at, stop
        while left < right and text[left] in " *†‡":
            left += 1
        while right > left and text[right - 1] in " ,:;":
            right -= 1
        note = _NOTE.search(text, left, right)
        if note and (note.end() == right or chunks or note.start() > left):
            notes.append(note.span())
            right = note.start() if note.start() > left else right
        if left < right:
            chunks.append(_Chunk(left, right, before))

    depth, position = 0, start
    while position < end:
        character = text[position]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif not depth and (character in " ,;.…&") and (found := _SEPARATOR.match(text, position, end)):
            inside = found.lastgroup == "ellipsis" and character == "." and text[position - 1 : position].isalpha()
            spanish = found.group().strip() in ("y", "et") and text[position - 1] != "."
            if not inside and not spanish:
                close(found.start())
                before, at = str(found.lastgroup), found.end()
                position = found.end()
                continue
        position += 1
    close(end)
    return chunks, tuple(notes)


class _Walk:
    """One pass over the chunks: pairs family with given names, gathers the rest into organisations."""

    def __init__(self, text: str, chunks: list[_Chunk], *, full_given: bool) -> None:
        self.text, self.chunks, self.full_given = text, chunks, full_given
        self.found: list[NameSpan] = []
        self.certainty = 1.0
        self.any_person = self.all_persons = False
        self._walk()

    def result(self) -> tuple[NameSpan, ...]:
        return tuple(self.found)

    def _words(self, index: int) -> str:
        chunk = self.chunks[index]
        return self.text[chunk.start : chunk.end]

    def _walk(self) -> None:
        index, others, persons = 0, 0, 0
        while index < len(self.chunks):
            if self.chunks[index].before == "ellipsis":
                self.found.append(NameSpan(OTHERS, self.chunks[index].start, self.chunks[index].start))
            taken = self._person_at(index)
            if taken:
                persons += 1
                index += taken
                continue
            if _OTHERS.fullmatch(self._words(index)):
                self.found.append(NameSpan(OTHERS, self.chunks[index].start, self.chunks[index].end))
                index += 1
                continue
            if index and (natural := self._natural_at(index)):
                self._add(natural, index, index + 1)
                persons += 1
                index += 1
                continue
            stop = index + 1
            while stop < len(self.chunks) and not self._person_at(stop, look=True) and self._same_body(index, stop):
                stop += 1
            self._organisation(index, stop)
            others += bool(self.found[-1].name.literal)
            index = stop
        self.any_person, self.all_persons = persons > 0, persons > 0 and not others

    def _natural_at(self, index: int) -> Name | None:
        """A later name in natural order, as in "Smith, A. B., K. Jones, and L. Lee"; its first name must be initials
        unless the whole list is written out.
        """
        words = self._words(index)
        if not any(found.name.family for found in self.found):
            return None
        name = natural_name(words)
        return name if name.family and is_initials(name.given) and not run_together(words) else None

    def _same_body(self, first: int, index: int) -> bool:
        """Whether the chunk continues the organisation's name rather than being the next author."""
        before = self.chunks[index].before
        if before in ("ellipsis", "semicolon", "others") or _OTHERS.fullmatch(self._words(index)):
            return False
        if before == "lastly":
            left = self.text[self.chunks[first].start : self.chunks[index - 1].end]
            if _bare(left).count(" ") and ORGANISATION.search(left) and ORGANISATION.search(self._words(index)):
                return self.text[self.chunks[index].start - 4 : self.chunks[index].start].strip(" ,") == "and"
            return True
        if before == "ampersand":
            left, right = self._words(index - 1), self._words(index)
            return not (_is_body(left) and _is_body(right))
        return True

    def _person_at(self, index: int, *, look: bool = False) -> int:
        """How many chunks the person at `index` takes; 0 when there is none. Adds it unless only looking."""
        words = self._words(index)
        following, given = index + 1, ""
        if following < len(self.chunks) and self.chunks[following].before in ("comma", "semicolon"):
            given = self._words(following)
        suffix = ""
        taken = 0
        if given and _SUFFIX.fullmatch(given) and following + 1 < len(self.chunks) and not given.isupper():
            after = self._words(following + 1)
            if is_initials(after) and self.chunks[following + 1].before == "comma":
                suffix, given, taken = given, after, 3
        if not taken and given and self.chunks[following].before == "comma":
            if tail := SUFFIX_TAIL.search(given):
                given, suffix = given[: tail.start()], tail.group(1)
            if is_initials(given) or (self.full_given and is_given(given)):
                taken = 2
                third = following + 1
                if not suffix and third < len(self.chunks) and _SUFFIX.fullmatch(self._words(third)):
                    suffix, taken = self._words(third), 3
        if taken and "." not in given and run_together(words):
            taken = 0  # "Tanaka MK, Ó H": two names, not one
        if taken and is_family(words):
            if not look:
                self._add(person(words, spaced(given), suffix), index, index + taken)
            return taken
        together = run_together(words)
        if together and not self.full_given:
            if not look:
                self._add(together, index, index + 1)
                self.certainty = min(self.certainty, 0.97)
            return 1
        return 0

    def _add(self, name: Name, first: int, stop: int) -> None:
        self.found.append(NameSpan(name, self.chunks[first].start, self.chunks[stop - 1].end))

    def _organisation(self, first: int, stop: int) -> None:
        start, end = self.chunks[first].start, self.chunks[stop - 1].end
        words = self.text[start:end]
        words = words[:-1] if words.endswith(".") and not re.search(r"(?:\b[A-Z]|Inc|Ltd|Co|Corp)\.$", words) else words
        natural = natural_name(words) if first > 0 else None
        if natural and natural.family and (is_initials(natural.given) or self.full_given):
            self._add(natural, first, stop)
            return
        self.found.append(NameSpan(Name(literal=words), start, start + len(words)))
        if not ORGANISATION.search(words):
            self.certainty = min(self.certainty, 0.9 if words.count(" ") or words.isupper() else 0.85)
        if stop - first > 1:
            self.certainty = min(self.certainty, 0.93)


def _bare(words: str) -> str:
    return words.strip(" .,")


def _is_body(words: str) -> bool:
    return bool(_BODY.search(words)) and words.count(" ") >= 1
