"""The one function at the face: style, items, citations → reference list, in-text forms, warnings."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from .bibliography import Bibliography
from .citations import Clusters, read_cite
from .context import Cite
from .engine import Engine, engine
from .errors import ItemWarning
from .narrative import Narrative
from .position import assign
from .registry import Registry
from .runs import QuoteMarks, Run, runs
from .tree import Style

Runs = tuple[Run, ...]


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the search for reference cycles: many objects are made here and none in cycles.

    Afterwards they count as old, so that the next search does not begin with all of them; a program that has frozen
    objects of its own is left alone.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class Entry(NamedTuple):
    """One entry of the reference list: the item's id and its text."""

    id: str
    runs: Runs


class Citation(NamedTuple):
    """One cluster, both ways: "(Smith & Jones, 2020)" and "Smith and Jones (2020)"."""

    parenthetical: Runs
    narrative: Runs


class Result(NamedTuple):
    """Entries in the style's order, clusters in the order given, and everything that was put aside on the way.

    `options` are the layout hints of cs:bibliography (hanging-indent, line-spacing, entry-spacing,
    second-field-align) as the style wrote them.
    """

    bibliography: tuple[Entry, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[ItemWarning, ...]
    options: Mapping[str, str]


def process(
    style: Style,
    items: Sequence[Mapping[str, Any]],
    citations: Sequence[Sequence[Mapping[str, Any]]] = (),
    *,
    locale: str | None = None,
    only_cited: bool = False,
) -> Result:
    """Set items and citation clusters in a style.

    `items` are CSL-JSON; a cluster is a list of {"id", "locator", "label", "prefix", "suffix", "suppress-author",
    "author-only"}. Nothing in the data raises; what cannot be used is in `warnings`.
    """
    with without_collection():
        return _process(engine(style, locale), items, citations, only_cited=only_cited)


def _process(one: Engine, items: Sequence[Any], citations: Sequence[Any], *, only_cited: bool) -> Result:
    style = one.style
    registry = Registry(one, items)
    if one.locale.missing:
        message = f"{one.locale.name!r} is not installed: English terms are used"
        registry.warnings.append(ItemWarning("", "locale", message))
    clusters = [_cluster(cluster) for cluster in citations]
    registry.arrange(
        [str(raw.get("id")) for cluster in clusters for raw in cluster if isinstance(raw, Mapping)],
        uncited=not only_cited,
    )
    renderer = Clusters(registry)
    read = [
        renderer.sorted([cite for raw in cluster if (cite := read_cite(registry, raw)) is not None])
        for cluster in clusters
    ]
    is_note = style.style_class == "note"
    assign([(number if is_note else 0, cites) for number, cites in enumerate(read, 1)], one.near)
    narrative = Narrative(renderer)
    quotes = one.quotes
    formed = tuple(_formed(renderer, narrative, cites, quotes) for cites in read)
    entries = tuple(Entry(identifier, runs(text, quotes)) for identifier, text in Bibliography(registry).entries())
    options = style.bibliography.options if style.bibliography else {}
    return Result(entries, formed, tuple(registry.warnings), options)


def _formed(renderer: Clusters, narrative: Narrative, cites: Sequence[Cite], quotes: QuoteMarks) -> Citation:
    """A cluster in both forms; authors alone stand in the sentence whichever is asked for."""
    in_sentence = runs(narrative.render(cites), quotes)
    if cites and all(cite.author_only for cite in cites):
        return Citation(in_sentence, in_sentence)
    return Citation(runs(renderer.render(cites, sort=False), quotes), in_sentence)


def _cluster(raw: object) -> Sequence[Any]:
    if isinstance(raw, Mapping):
        return (raw,)
    return raw if isinstance(raw, (list, tuple)) else ()
