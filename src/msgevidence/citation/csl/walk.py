"""Looking through the tree of a style without compiling it."""

from __future__ import annotations

from collections.abc import Sequence

from .tree import Choose, Date, Element, Group, Label, Names, Number, Style, Text


def walk(style: Style, nodes: Sequence[Element], *, macros: bool = True) -> list[Element]:
    """All elements below, each macro visited once."""
    out: list[Element] = []
    seen: set[str] = set()
    pending: list[Element] = list(nodes)
    while pending:
        node = pending.pop()
        out.append(node)
        if isinstance(node, Group):
            pending += node.children
        elif isinstance(node, Choose):
            for branch in node.branches:
                pending += branch.children
        elif isinstance(node, Names):
            pending += node.substitute
        elif macros and isinstance(node, Text) and node.kind == "macro" and node.name not in seen:
            seen.add(node.name)
            pending += style.macros[node.name]
    return out


def mentions(style: Style, nodes: Sequence[Element], variable: str) -> bool:
    """Does this part of the style print the variable, directly or through macros?"""
    return any(
        isinstance(node, Text) and node.kind == "variable" and node.name == variable for node in walk(style, nodes)
    )


def substitutable(style: Style, nodes: Sequence[Element]) -> frozenset[str]:
    """The variables that some cs:substitute may use up."""
    found: set[str] = set()
    for node in walk(style, nodes):
        if isinstance(node, Names) and node.substitute:
            for inner in walk(style, node.substitute):
                if isinstance(inner, Text) and inner.kind == "variable":
                    found.add(inner.name)
                elif isinstance(inner, Names):
                    found.update(inner.variables)
                elif isinstance(inner, (Date, Number, Label)):
                    found.add(inner.variable)
    return frozenset(found)
