"""Rules on in-text citations, which need to know what was cited before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgevidence.citation.apa7.reading import HANDLE, Item, any_bracketed, people, replaced, split_group
from msgevidence.citation.formatted import Citation, Runs


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
