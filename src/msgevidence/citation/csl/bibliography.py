"""The reference list: entries in order, with second-field-align and the substitute for repeated authors."""

from __future__ import annotations

from . import marks
from .compile import Fn
from .context import Cite
from .errors import Warning
from .items import Item
from .registry import Registry
from .repeated import Repeated
from .richtext import marked
from .textcase import raise_first_term
from .tree import Element


class Bibliography:
    """Sets the entries of a registry whose order is settled."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.engine = registry.engine

    def entries(self, placeholder: str = "") -> list[tuple[str, str]]:
        """(item id, finished marked text) of every entry that has any text.

        An entry with nothing but its number is left out, or has `placeholder` after the number.
        """
        area = self.engine.bibliography
        if area is None:
            return []
        layout = self._layout()
        decorate = area.decorate
        found = []
        options = area.area.options
        repeated = None
        if "subsequent-author-substitute" in options:
            rule = options.get("subsequent-author-substitute-rule", "")
            repeated = Repeated(marked(options["subsequent-author-substitute"]), rule)
        numbered = area.compiler.mentions("citation-number")
        number = ""
        for item in self.registry.order:
            cite = self.registry.cite(item)
            if repeated is not None:
                repeated.prepare(cite)
            text = layout(cite)
            if not text or (numbered and text == (number := self._number_alone(layout, cite))):
                self.registry.warnings.append(Warning(item.id, "", "the style prints nothing for this item"))
                if not (numbered and placeholder):
                    continue
                text = number + placeholder
            if repeated is not None and not cite.capture:
                repeated.previous = ()
            if marks.TERM in text:
                text = raise_first_term(text)
            if decorate is not None and text:
                text = decorate(text)
            text = self.engine.finish(text)
            if text[-2:] == " " + marks.CLOSE and marks.RIGHT_INLINE in text:
                text = text[:-2] + marks.CLOSE + " "
            found.append((item.id, text))
        return found

    def _number_alone(self, layout: Fn, cite: Cite) -> str:
        """What the layout prints for an empty item of this number."""
        empty = Cite(Item(cite.item.id, "", 0))
        empty.citation_number = cite.citation_number
        return layout(empty)

    def _layout(self) -> Fn:
        area = self.engine.bibliography
        assert area is not None  # noqa: S101  (asked only where there is one)
        if not area.area.options.get("second-field-align") or len(area.area.children) < 2:
            return area.layout
        compiler = area.compiler
        first: Element = area.area.children[0]
        head = compiler.element(first)
        tail = compiler.sequence(area.area.children[1:])

        def aligned(cite: Cite) -> str:
            left, right = head(cite), tail(cite)
            if not left:
                return right
            return f"{marks.LEFT_MARGIN}{left}{marks.CLOSE}{marks.RIGHT_INLINE}{right}{marks.CLOSE}"

        return aligned
