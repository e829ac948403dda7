"""The official test suite: its file format, and running a test of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import suitehtml
from .bibliography import Bibliography
from .citations import Clusters, read_cite
from .engine import engine
from .registry import Registry
from .session import Session
from .style import parse_style

SECTION = re.compile(r">>=+ *([A-Z-]+) *=+>>\n?(.*?)<<=+ *\1 *=+<<", re.DOTALL)


NO_PRINTED_FORM = "[CSL STYLE ERROR: reference with no printed form.]"


class Fixture(NamedTuple):
    """One test: how to run it, on what, and the text it expects."""

    name: str
    mode: str
    result: str
    csl: str
    items: Sequence[Mapping[str, Any]]
    citation_items: Sequence[Sequence[Mapping[str, Any]]] | None
    citations: Sequence[Any] | None


def read_fixture(path: Path) -> Fixture:
    sections = {match[1]: match[2] for match in SECTION.finditer(path.read_text(encoding="utf-8"))}

    def data(name: str) -> Any:
        return json.loads(sections[name]) if name in sections else None

    return Fixture(
        name=path.stem,
        mode=sections.get("MODE", "citation").strip(),
        result=sections.get("RESULT", "").strip(),
        csl=sections.get("CSL", "").strip(),
        items=data("INPUT") or [],
        citation_items=data("CITATION-ITEMS"),
        citations=data("CITATIONS"),
    )


def run_fixture(fixture: Fixture) -> str:
    """What the engine makes of a test, in the suite's own form."""
    style = parse_style(fixture.csl, fixture.name)
    one = engine(style, None)
    registry = Registry(one, fixture.items)
    if fixture.citations is not None:
        return _replayed(registry, fixture)
    registry.arrange([])
    if fixture.mode == "bibliography":
        return bibliography_html(registry)
    clusters = fixture.citation_items
    if clusters is None:
        clusters = [[{"id": item.id} for item in registry.order]]
    renderer = Clusters(registry)
    lines = []
    for cluster in clusters:
        cites = [cite for raw in cluster if (cite := read_cite(registry, raw)) is not None]
        lines.append(suitehtml.render(renderer.render(cites), one.quotes) or NO_PRINTED_FORM)
    return "\n".join(lines).strip()


def _replayed(registry: Registry, fixture: Fixture) -> str:
    session = Session(registry)
    for citation, before, after in fixture.citations or ():
        session.place(citation, before, after)
    if fixture.mode == "bibliography":
        return bibliography_html(registry)
    lines = []
    for number, (key, _) in enumerate(session.order):
        text = suitehtml.render(session.texts[key], registry.engine.quotes)
        lines.append(f"{'>>' if key in session.changed else '..'}[{number}] {text}")
    return "\n".join(lines)


def bibliography_html(registry: Registry) -> str:
    lines = ['<div class="csl-bib-body">']
    for _, text in Bibliography(registry).entries(placeholder=NO_PRINTED_FORM):
        lines.append(f'  <div class="csl-entry">{suitehtml.render(text, registry.engine.quotes)}</div>')
    lines.append("</div>")
    return "\n".join(lines)
