"""The reference list: entries in order, with second-field-align and the substitute for repeated authors."""

from __future__ import annotations

from collections.abc import Iterator

from . import marks
from .context import Cite
from .errors import ItemWarning
from .registry import Registry
from .repeated import Repeated
from .richtext import marked
from .textcase import raise_first_term

BLOCKS = frozenset(marks.DISPLAYS.values())


def _spaces_outside(text: str) -> str:
    """A space at either end of an entry stands outside its display blocks."""
    if text[:1] in BLOCKS and text[1:2] == " ":
        text = f" {text[0]}{text[2:]}"
    if text[-2:] == " " + marks.CLOSE and marks.RIGHT_INLINE in text:
        text = f"{text[:-2]}{marks.CLOSE} "
    return text


class Bibliography:
    """Sets the entries of a registry whose order is settled."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.engine = registry.engine

    def entries(self, placeholder: str = "") -> Iterator[tuple[str, str]]:
        """(item id, finished marked text) of every entry that has any text.

        What prints nothing is left out; in a numbered list it may be shown as its number and `placeholder`.
        """
        area = self.engine.bibliography
        if area is None:
            return
        layout = area.entry_layout
        decorate = area.decorate
        options = area.area.options
        repeated = None
        if "subsequent-author-substitute" in options:
            rule = options.get("subsequent-author-substitute-rule", "")
            repeated = Repeated(marked(options["subsequent-author-substitute"]), rule)
        numbered = area.compiler.mentions("citation-number")
        cite: Cite | None = None
        for item in self.registry.order:
            cite = self.registry.cite(item, cite)
            if cite.state is not None:
                cite.state = cite.state.condition_only()  # names are told apart in citations, not here
            if repeated is not None:
                repeated.prepare(cite)
            text = layout(cite)
            if not text:
                self.registry.warnings.append(ItemWarning(item.id, "", "the style prints nothing for this item"))
                if not (numbered and placeholder):
                    continue
                text = f"{cite.citation_number}. {placeholder}"
            if repeated is not None and not cite.capture:
                repeated.previous = ()
            if marks.TERM in text:
                text = raise_first_term(text)
            if decorate is not None and text:
                text = decorate(text)
            text = self.engine.finish(text)
            if text[:1] in BLOCKS or text[-2:] == " " + marks.CLOSE:
                text = _spaces_outside(text)
            yield item.id, text
