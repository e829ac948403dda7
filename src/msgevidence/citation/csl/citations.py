"""Clusters of cites: read from their JSON, sorted, rendered, joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .affixes import literal
from .collapse import Piece
from .context import Cite
from .errors import ItemWarning
from .locators import split_label
from .registry import Registry
from .richtext import marked


def read_cite(registry: Registry, raw: object) -> Cite | None:
    """The cite a JSON object asks for; None, with a warning, where its item is not known."""
    if isinstance(raw, str):
        raw = {"id": raw}
    if not isinstance(raw, Mapping):
        registry.warnings.append(ItemWarning("", "", "a cite is not an object: left out"))
        return None
    identifier = raw.get("id")
    item = registry.items.get(str(identifier))
    if item is None:
        registry.warnings.append(ItemWarning(str(identifier), "id", "cited, but no item has this id"))
        return None
    cite = registry.cite(item)
    cite.raw = raw
    cite.locator = _text(raw.get("locator")).strip()
    cite.label = _text(raw.get("label")).replace("sub verbo", "sub-verbo")
    if not cite.label:
        label, cite.locator = split_label(cite.locator)
        cite.label = label or "page"
    cite.prefix = _text(raw.get("prefix"))
    cite.suffix = _text(raw.get("suffix"))
    cite.suppress_author = bool(raw.get("suppress-author"))
    cite.author_only = bool(raw.get("author-only"))
    cite.near_note = bool(raw.get("near-note"))
    position = raw.get("position")
    if isinstance(position, int):
        cite.position = min(3, max(0, position))
    return cite


def _text(value: object) -> str:
    if isinstance(value, str):
        return marked(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


class Clusters:
    """Renders clusters of a registry whose order is settled."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.engine = registry.engine

    def render(self, cites: Sequence[Cite], *, sort: bool = True) -> str:
        """The finished marked text of a cluster."""
        area = self.engine.citation
        ordered = self.sorted(cites) if sort else cites
        collapser = self.engine.collapser
        if len(ordered) > 1:
            pieces: list[Piece] = []
            for cite in ordered:
                one = self.one(cite, first=not pieces)
                pieces.append(Piece(cite, one, (cite.captured or "") if not cite.author_only else ""))
            text = collapser.join([piece for piece in pieces if piece.text], self.one)
        else:
            text = "".join([self.one(cite) for cite in ordered])
        if text and area.decorate is not None:
            text = area.decorate(text)
        return self.engine.finish(text)

    def sorted(self, cites: Sequence[Cite]) -> Sequence[Cite]:
        """The cites of a cluster in the order the style asks for."""
        sorter = self.engine.citation.sorter
        return sorter.sort(cites) if sorter and len(cites) > 1 else cites

    def one(self, cite: Cite, first: bool = True) -> str:
        """One cite with its prefix and suffix; `first`: it begins its cluster."""
        text = self.engine.citation.render(cite, first)
        if cite.author_only:
            text = cite.captured or ""
        if cite.prefix:
            text = literal(cite.prefix) + text
        if cite.suffix:
            text += literal(cite.suffix)
        return text
