"""How large a style becomes when its macros are written out, and whether they can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import StyleError
from .tree import Choose, Element, Group, Names, Style, Text

LARGEST_EXPANSION = 20_000_000  # the largest installed style has 0.8 million elements with its macros written out
DEEPEST_EXPANSION = 80  # and the deepest is 39 deep


def check_macros(style: Style, lines: Mapping[str, int]) -> None:
    """Refuse unknown and cyclic macros, and those that expand beyond all measure; `lines` says where each begins."""
    sizes: dict[str, tuple[int, int]] = {}
    under_way: set[str] = set()

    def measure(elements: Iterable[Element], line: int) -> tuple[int, int]:
        size, depth = 0, 0
        for element in elements:
            if isinstance(element, Text) and element.kind == "macro":
                one = macro(element.name, element.line)
            elif isinstance(element, Group):
                one = measure(element.children, line)
            elif isinstance(element, Names):
                one = measure(element.substitute, line)
            elif isinstance(element, Choose):
                inside = [measure(branch.children, line) for branch in element.branches]
                one = sum(item[0] for item in inside), max((item[1] for item in inside), default=0)
            else:
                one = 0, 0
            size += one[0] + 1
            depth = max(depth, one[1] + 1)
        if size > LARGEST_EXPANSION or depth > DEEPEST_EXPANSION:
            raise StyleError(style.name, line, "the macros expand into more than any style needs")
        return size, depth

    def macro(name: str, line: int) -> tuple[int, int]:
        if name not in style.macros:
            raise StyleError(style.name, line, f"no macro is called {name[:80]!r}")
        if name in under_way:
            raise StyleError(style.name, lines[name], f"the macro {name[:80]!r} contains itself")
        if len(under_way) > DEEPEST_EXPANSION:
            raise StyleError(style.name, line, "the macros expand into more than any style needs")
        if name not in sizes:
            under_way.add(name)
            sizes[name] = measure(style.macros[name], lines[name])
            under_way.discard(name)
        return sizes[name]

    for name, line in lines.items():
        macro(name, line)
    for area in (style.citation, style.bibliography):
        if area is not None:
            measure(area.children, 0)
            for key in area.sort:
                if key.macro:
                    macro(key.macro, key.line)
