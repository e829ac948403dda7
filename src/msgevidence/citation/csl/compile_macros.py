"""Macros in a compilation: each compiled once for all that cannot tell the difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .compile_names import Frame
from .parts import Part, changed, grouped
from .tree import Element, Text

if TYPE_CHECKING:
    from .compile import Compiler

NONE: frozenset[str] = frozenset()


class After:
    """What a macro has changed for what comes after it."""

    def __init__(self, compiler: Compiler) -> None:
        self.gone = compiler.gone
        self.used_up = frozenset(compiler.used_up)
        self.names = compiler.names_met, compiler.author_met, compiler.author
        self.frame = compiler.frame

    def restore(self, compiler: Compiler) -> None:
        compiler.gone = self.gone
        compiler.used_up |= self.used_up
        compiler.names_met, compiler.author_met, compiler.author = self.names
        if self.frame is not None and compiler.frame is not None:
            compiler.frame.variables |= self.frame.variables
            compiler.frame.unsure = compiler.frame.unsure or self.frame.unsure


class MacroCompiler:
    """The part of a compiler that knows macros; `whole` is the compiler it works for."""

    def __init__(self, whole: Compiler) -> None:
        self.whole = whole
        self.here: dict[object, tuple[Part, After]] = {}  # macros of the compilation under way
        self.kept: dict[object, tuple[Part, frozenset[str], frozenset[str], bool]] = {}

    def remembers(self) -> bool:
        """Is a macro worth remembering here? Not for the first shape of all, which may be the only one."""
        whole = self.whole
        if whole.shape is None or not whole.shape.serial or whole.frame is not None or whole.substituting:
            return False
        return whole.author_met or not whole.suppressing

    def macro(self, node: Text) -> Part:
        """A macro, compiled once for all shapes and places between which it cannot tell."""
        whole = self.whole
        nodes = whole.style.macros[node.name]
        if whole.shape is None:  # nothing is settled, so that a macro is the same wherever it stands
            kept = self.kept.get(node.name)
            if kept is None:
                part = grouped(whole.parts(nodes, ""), "", None)
                kept = self.kept[node.name] = (part, NONE, NONE, False)
            return changed(kept[0], whole.decoration(node))
        if not self.remembers():
            return changed(self.macro_here(node.name, nodes), whole.decoration(node))
        relevance = whole.relevant(node.name, nodes)
        variables = relevance.variables
        before = whole.gone & variables if whole.gone else NONE
        checked = whole.checked & variables if whole.checked else NONE
        key = (node.name, relevance.key(whole.shape), before, checked, whole.uncertain > 0, whole.names_met)
        kept = self.kept.get(key)
        if kept is None:
            used_up, whole.used_up = whole.used_up, set()
            part = grouped(whole.parts(nodes, ""), "", None)
            used_here = frozenset(whole.used_up)
            kept = self.kept[key] = (part, (whole.gone & variables) - before, used_here, whole.names_met)
            whole.used_up = used_up
        whole.gone |= kept[1]
        whole.used_up |= kept[2]
        whole.names_met = kept[3]
        return changed(kept[0], whole.decoration(node))

    def macro_here(self, name: str, nodes: Sequence[Element]) -> Part:
        """A macro, compiled once for each state of affairs that this compilation comes to it in."""
        whole = self.whole
        key = (
            name, whole.gone, whole.uncertain > 0, whole.substituting > 0, whole.frame is None, whole.names_met,
            whole.author_met,
        )  # fmt: skip
        kept = self.here.get(key)
        if kept is None:
            frame, used_up = whole.frame, whole.used_up
            whole.frame, whole.used_up = None if frame is None else Frame(), set()
            part = grouped(whole.parts(nodes, ""), "", None)
            kept = self.here[key] = (part, After(whole))
            whole.frame, whole.used_up = frame, used_up
        kept[1].restore(whole)
        return kept[0]
