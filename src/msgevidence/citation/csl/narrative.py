"""What CSL has no words for: "Smith and Jones (2020)", where the authors stand in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby

from .affixes import literal
from .citations import Clusters
from .context import Cite
from .one_name import NameSetter, spaced_word
from .tree import Look, Name

FALLBACK_OPTIONS = {"et-al-min": "3", "et-al-use-first": "1", "and": "text", "name-form": "short"}
FALLBACK_VARIABLES = ("author", "editor", "translator", "container-author", "director", "composer")


class Narrative:
    """Sets clusters with their authors outside the parentheses, joined by "and" even where the style prints "&"."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self.engine = clusters.engine

    @cached_property
    def fallback(self) -> NameSetter:
        """How names are set where the style prints none in its citations."""
        return NameSetter(Name(Look(), {}), None, FALLBACK_OPTIONS, self.engine.locale)

    def render(self, cites: Sequence[Cite]) -> str:
        """The finished marked text of a cluster in narrative form."""
        if len(cites) == 1:
            return self.engine.finish(self._part(*self.author(cites[0]), cites))
        parts = []
        for author, several in groupby([(self.author(cite), cite) for cite in cites], key=lambda pair: pair[0]):
            parts.append(self._part(author[0], author[1], [cite for _, cite in several]))
        return self.engine.finish(self._listed(parts))

    def author(self, cite: Cite) -> tuple[str, bool]:
        """(the words in the sentence, did the style itself print them as the author?)."""
        cite.narrative = True
        text = self.engine.citation.suppressing(cite).author(cite)
        if text is None:
            was, cite.suppress_author = cite.suppress_author, False
            self.engine.citation.render(cite)
            text, cite.suppress_author = cite.captured, was
        cite.narrative = False
        if text:
            return text, True
        for variable in FALLBACK_VARIABLES:
            people = cite.item.names.get(variable)
            if people:
                shown = [self.fallback.one(person, at) for at, person in enumerate(people)]
                cut = self.fallback.cut(len(shown), False)
                return self.fallback.join(shown[:cut], len(shown), self.fallback.and_text), False
        return cite.item.text.get("title-short") or cite.item.text.get("title", ""), False

    def _part(self, author: str, by_style: bool, cites: Sequence[Cite]) -> str:
        area = self.engine.citation
        rest = []
        before = literal(cites[0].prefix)
        for number, cite in enumerate(cites):
            was = cite.suppress_author, cite.author_only
            cite.suppress_author, cite.author_only = by_style, False
            text = area.render(cite)
            cite.suppress_author, cite.author_only = was
            if number and cite.prefix:
                text = literal(cite.prefix) + text
            if cite.suffix:
                text += literal(cite.suffix)
            if text:
                rest.append(text)
        if not rest or cites[0].author_only:
            return before + author
        if cites[0].suppress_author and by_style:
            author = ""
        joint = ", " if by_style else area.area.delimiter or ", "
        inside = literal(joint).join(rest)
        if area.decorate is not None:
            inside = area.decorate(inside)
        if self.engine.style.style_class == "note":
            return before + author if author else inside
        return f"{before}{author} {inside}" if author else before + inside

    def _listed(self, parts: list[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        word = spaced_word(self.engine.locale.term("and") or "and")
        if len(parts) == 2:
            return word.join(parts)
        serial = "," if self.engine.locale.language == "en" else ""
        return ", ".join(parts[:-1]) + serial + word + parts[-1]
