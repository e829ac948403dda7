"""A document under way, as word processors drive a citation processor: clusters come, change and go, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .citations import Clusters, read_cite
from .context import Cite
from .position import assign
from .registry import Registry


class Session:
    """Clusters by id, in text order, each with its note number (0: in the text)."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.clusters: dict[str, Mapping[str, Any]] = {}
        self.order: list[tuple[str, int]] = []
        self.texts: dict[str, str] = {}
        self.changed: set[str] = set()
        self.signs: dict[str, object] = {}
        self.repeated: set[str] = set()

    def place(self, citation: Mapping[str, Any], before: Sequence[Any], after: Sequence[Any]) -> None:
        """Put a cluster between those before and after it and set the whole document again."""
        key = str(citation.get("citationID") or f"cluster-{len(self.clusters)}")
        self.clusters[key] = citation
        note = citation.get("properties", {}).get("noteIndex", 0)
        order = [*before, (key, note), *after]
        self.order = [(str(one[0]), int(one[1] or 0)) for one in order if str(one[0]) in self.clusters]
        texts, signs = self.texts, self.signs
        self.texts = self.render()
        self.changed = {
            one for one in self.texts if self.texts[one] != texts.get(one) or self.signs[one] != signs.get(one)
        } | {key}

    def render(self) -> dict[str, str]:
        registry = self.registry
        raws = [(key, note, self.clusters[key].get("citationItems", ())) for key, note in self.order]
        registry.arrange([str(raw.get("id")) for _, _, items in raws for raw in items], uncited=False)
        renderer = Clusters(registry)
        clusters = []
        for key, note, items in raws:
            cites = [cite for raw in items if (cite := read_cite(registry, raw)) is not None]
            clusters.append((key, note, renderer.sorted(cites)))
        assign([(note, cites) for _, note, cites in clusters], registry.engine.near)
        ids = [cite.item.id for _, _, cites in clusters for cite in cites]
        self.repeated = {one for one in ids if ids.count(one) > 1}
        self.signs = {key: [self._sign(cite, note) for cite in cites] for key, note, cites in clusters}
        return {key: renderer.render(cites, sort=False) for key, _, cites in clusters}

    def _sign(self, cite: Cite, note: int) -> object:
        """What else than its text makes a cite count as changed."""
        state = cite.state
        expanded = (state.shown, state.levels, state.condition) if state else ()
        mentions = self.registry.engine.citation.compiler.mentions
        number = cite.citation_number if mentions("citation-number") else ""
        place = note if mentions("first-reference-note-number") else 0
        again = cite.item.id in self.repeated if self.registry.engine.has_condition else False
        return number, place, again, cite.year_suffix, cite.position, cite.first_note, expanded
