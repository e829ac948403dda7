"""Rules on in-text citations, which need to know what was cited before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgevidence.citation.apa7.legal import LEGAL
from msgevidence.citation.apa7.reading import HANDLE, Item, any_bracketed, people, replaced, split_group
from msgevidence.citation.formatted import Citation, Run, Runs, plain

_DATED = re.compile(r"\((?P<name>.+), (?P<date>(?:\d{4}|n\.d\.|in press)[^,]*(?:, .*)?)\)")


def law_is_named_in_the_sentence(item: Item, citation: Citation) -> Citation:
    """A law or case is named in the sentence and dated in parentheses: “Hall v. Circle (1954)” (11.3)."""
    found = _DATED.fullmatch(plain(citation.parenthetical)) if item.get("type") in LEGAL else None
    if not found:
        return citation
    runs = citation.parenthetical
    name, date = _cut(runs, *found.span("name")), _cut(runs, *found.span("date"))
    return citation._replace(narrative=(*name, Run(" ("), *date, Run(")")))


def constitution_has_no_date(citation: Citation) -> Citation:
    """A constitution in force has no date in the text either: “(U.S. Const. art. I, § 3)” (11.9)."""
    parenthetical = replaced(r", n\.d\.", "", citation.parenthetical)
    text = plain(parenthetical)
    in_sentence = _cut(parenthetical, 1, len(text) - 1) if text[:1] == "(" and text[-1:] == ")" else citation.narrative
    return citation._replace(parenthetical=parenthetical, narrative=in_sentence)


def ongoing_date_in_the_text(citation: Citation) -> Citation:
    """What goes on is “2015–present” in the text, too (10.13, example 93)."""
    pattern = r"(?<=\d{4}–)(?=[a-z]{0,2}(?:[),;]|$))"
    return citation._replace(
        parenthetical=replaced(pattern, "present", citation.parenthetical),
        narrative=replaced(pattern, "present", citation.narrative),
    )


_NAMED_PLACE = re.compile(r"[A-Z][a-z]{2,}\b.*\s.+", re.DOTALL)
_KNOWN_LABELS = frozenset(
    "act appendix article article-locator book canon chapter column elocation equation figure folio issue line note"
    " opus page paragraph part rule scene section sub-verbo supplement table timestamp title title-locator verse"
    " version volume".split()
)


def place_is_named_in_words(cite: Mapping[str, Any]) -> Mapping[str, Any]:
    """A place other than pages is given by its own name: “(Thrush, 2020, Slide 7)” (8.13)."""
    locator, label = cite.get("locator"), cite.get("label")
    if not isinstance(locator, str) or not locator:
        return cite
    if isinstance(label, str) and label and label.replace(" ", "-") not in _KNOWN_LABELS:
        return {**cite, "label": "timestamp", "locator": f"{label[:1].upper()}{label[1:]} {locator}"}
    if not label and _NAMED_PLACE.fullmatch(locator) and locator.split()[0].lower() not in _KNOWN_LABELS:
        return {**cite, "label": "timestamp"}
    return cite


def _cut(runs: Runs, start: int, end: int) -> Runs:
    """The runs of the characters from `start` to `end` of their text."""
    out: list[Run] = []
    place = 0
    for run in runs:
        piece = run.text[max(0, start - place) : max(0, end - place)]
        place += len(run.text)
        if piece:
            out.append(run._replace(text=piece))
    return tuple(out)


class Abbreviations:
    """What is done to in-text citations, one after another in the order of the text."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._groups: dict[str, list[tuple[str, str]]] = {}
        self._handles: dict[str, list[str]] = {}
        for item in filter(any_bracketed, items):
            for name in people(item):
                literal = name.get("literal") or (name.get("family") if not name.get("given") else "")
                if not isinstance(literal, str) or not literal.endswith(("]", ")")):
                    continue
                full, short = split_group(literal)
                if short:
                    self._groups.setdefault(str(item.get("id")), []).append((full, short))
                elif found := HANDLE.search(literal):
                    self._handles.setdefault(str(item.get("id")), []).append(found.group())
        self._seen: set[str] = set()

    def applied(self, ids: Iterable[str], citation: Citation) -> Citation:
        """A group's abbreviation is introduced at its first citation, “(National Institute … [NIMH], 2020)” or
        “National Institute … (NIMH, 2020)”, and stands alone after it (8.21)."""
        if not self._groups and not self._handles:
            return citation
        parenthetical, narrative = citation.parenthetical, citation.narrative
        for identifier in ids:
            for handle in self._handles.get(identifier, ()):
                parenthetical = self.without_handle(handle, parenthetical)
                narrative = self.without_handle(handle, narrative)
            for full, short in self._groups.get(identifier, ()):
                known, name = full in self._seen, re.escape(full)
                self._seen.add(full)
                if known:
                    parenthetical = replaced(name, _always(short), parenthetical, 1)
                    narrative = replaced(name, _always(short), narrative, 1)
                else:
                    parenthetical = replaced(name, _always(f"{full} [{short}]"), parenthetical, 1)
                    before_year = rf"{name} \((?=\d|n\.d|in press)"
                    narrative = replaced(before_year, _always(f"{full} ({short}, "), narrative, 1)
        return citation._replace(parenthetical=parenthetical, narrative=narrative)

    @staticmethod
    def without_handle(handle: str, runs: Runs) -> Runs:
        """A user name that follows an author's name in the list, “[@name]”, is left out in the text (10.15)."""
        return replaced(re.escape(handle), "", runs)


def _always(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _: text
