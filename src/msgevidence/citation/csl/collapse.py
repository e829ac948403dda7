"""Cites of one cluster drawn together: by author (year, year suffix) or by number (1–3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from . import marks
from .affixes import literal
from .context import Cite
from .tree import Area

Render = Callable[[Cite], str]
LEADING = re.compile(f"^([{marks.ANY}]*)[ ,;:.]+")
RANGE = "–"


class Piece:
    """A cite under way to the page: its text, its author part, and what joins it to the next."""

    __slots__ = ("author", "cite", "joint", "text")

    def __init__(self, cite: Cite, text: str, author: str) -> None:
        self.cite = cite
        self.text = text
        self.author = author
        self.joint: str | None = None  # None: the layout's delimiter


class Collapser:
    """The collapsing a style asks for in cs:citation."""

    def __init__(self, area: Area, in_text: bool) -> None:
        options = area.options
        self.kind = options.get("collapse", "")
        self.delimiter = literal(area.delimiter)
        self.groups = "cite-group-delimiter" in options or self.kind.startswith("year")
        explicit = options.get("cite-group-delimiter")
        self.group_delimiter = literal(explicit if explicit is not None else ", " if in_text else area.delimiter)
        self.gathers = bool(area.sort)  # only sorted cites change places for the sake of a group
        self.always_after = in_text
        after = options.get("after-collapse-delimiter")
        self.after = literal(after) if after is not None else self.delimiter
        suffix = options.get("year-suffix-delimiter")
        self.suffix_delimiter = literal(suffix if suffix is not None else explicit or area.delimiter)

    def join(self, pieces: list[Piece], render: Render) -> str:
        """The text of the cluster."""
        if self.kind == "citation-number":
            pieces = self.by_number(pieces)
        elif self.groups:
            pieces = self.by_author(pieces, render)
        out: list[str] = []
        for index, piece in enumerate(pieces):
            if not piece.text:
                continue
            if out and _starts_with_punctuation(piece.cite.prefix):
                out.pop()
            elif out and out[-1] and _ends_with_punctuation(pieces[index - 1].cite.suffix):
                out[-1] = literal(" ")
            out.append(piece.text)
            if index < len(pieces) - 1:
                out.append(piece.joint if piece.joint is not None else self.delimiter)
        return "".join(out)

    # -- numbers -------------------------------------------------------------------------------------------------

    def by_number(self, pieces: list[Piece]) -> list[Piece]:
        """Three or more numbers in a row become a range; after one, the delimiter may change."""
        out: list[Piece] = []
        start = 0
        while start < len(pieces):
            end = start
            while end + 1 < len(pieces) and _follows(pieces[end].cite, pieces[end + 1].cite):
                end += 1
            if end - start >= 2:
                first, last = pieces[start], pieces[end]
                first.joint = RANGE
                last.joint = self.after
                out += [first, last]
            else:
                out += pieces[start : end + 1]
            start = end + 1
        return out

    # -- authors -------------------------------------------------------------------------------------------------

    def by_author(self, pieces: list[Piece], render: Render) -> list[Piece]:
        groups: dict[object, list[Piece]] = {}
        run = 0
        nameless = not any(piece.author for piece in pieces)
        for number, piece in enumerate(pieces):
            if number and piece.author != pieces[number - 1].author:
                run = number
            key = (piece.author, 0 if self.gathers else run) if piece.author or nameless else number
            groups.setdefault(key, []).append(piece)
        out: list[Piece] = []
        for group in groups.values():
            if len(group) > 1:
                self.draw_together(group, render)
            elif self.always_after and self.kind:
                group[0].joint = self.after
            out += [piece for piece in group if piece.text]
        return out

    def draw_together(self, group: list[Piece], render: Render) -> None:
        for piece in group[:-1]:
            piece.joint = self.group_delimiter
        if not self.kind:
            return
        for before, piece in pairwise(group):
            if piece.cite.prefix:
                before.joint = self.delimiter
                continue
            piece.cite.suppress_author = True
            piece.text = LEADING.sub(r"\1", render(piece.cite))
            piece.cite.suppress_author = False
            if before.cite.locator or before.cite.suffix:
                before.joint = self.after
        if self.kind.startswith("year-suffix"):
            self.by_suffix(group, render)
        group[-1].joint = self.after

    def by_suffix(self, group: list[Piece], render: Render) -> None:
        """Same author, same year: only the letters are repeated, or given as a range."""
        start = 0
        while start < len(group):
            end = start
            base = self.without_suffix(group[start], render)
            while (
                end + 1 < len(group)
                and base
                and not _extras(group[end].cite)
                and not group[end + 1].cite.prefix
                and self.without_suffix(group[end + 1], render) == base
            ):
                end += 1
                if _extras(group[end].cite):
                    break
            if end > start:
                self.letters(group[start : end + 1], render)
            start = end + 1

    def without_suffix(self, piece: Piece, render: Render) -> str:
        cite = piece.cite
        if not cite.year_suffix:
            return ""
        suffix, cite.year_suffix = cite.year_suffix, ""
        locator, cite.locator = cite.locator, ""
        was, cite.suppress_author = cite.suppress_author, True
        text = LEADING.sub(r"\1", render(cite))
        cite.year_suffix, cite.locator, cite.suppress_author = suffix, locator, was
        return text

    def letters(self, pieces: list[Piece], render: Render) -> None:
        for piece in pieces[1:]:
            cite = piece.cite
            cite.suppress_author = cite.mark_suffix = True
            text = render(cite)
            cite.suppress_author = cite.mark_suffix = False
            at = text.find(marks.SUPPRESSED)
            piece.text = text[at + 1 :] if at >= 0 else cite.year_suffix
            piece.text = piece.text.replace(marks.SUPPRESSED, "") if cite.locator else _until_close(text[at + 1 :])
        for piece in pieces[:-1]:
            piece.joint = self.suffix_delimiter
        if self.kind != "year-suffix-ranged":
            return
        start = 0
        while start < len(pieces):
            end = start
            while end + 1 < len(pieces) and _next_letter(pieces[end].cite, pieces[end + 1].cite):
                end += 1
            if end - start >= 2:
                for piece in pieces[start + 1 : end]:
                    piece.text = ""
                    piece.joint = ""
                pieces[start].joint = RANGE
            start = end + 1


def _starts_with_punctuation(prefix: str) -> bool:
    return prefix[:1] in {",", ".", ";", ":", "!", "?"} and prefix != ""


def _ends_with_punctuation(suffix: str) -> bool:
    return suffix[-1:] in {",", ".", ";", ":", "!", "?"} and suffix != ""


def _until_close(text: str) -> str:
    return text[: text.find(marks.SUPPRESSED)] if marks.SUPPRESSED in text else text


def _extras(cite: Cite) -> bool:
    return bool(cite.locator or cite.suffix)


def _follows(one: Cite, other: Cite) -> bool:
    if _extras(one) or _extras(other) or one.prefix or other.prefix:
        return False
    return one.citation_number.isdecimal() and other.citation_number == str(int(one.citation_number) + 1)


def _next_letter(one: Cite, other: Cite) -> bool:
    return _place(other.year_suffix) == _place(one.year_suffix) + 1


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 96
    return number
