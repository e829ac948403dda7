"""cs:names in a compilation: which are there, what stands in for them, and whose author is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .context import CALLED, RENDERED, Cite
from .names import LabelSetter, NamesElement, sure_stand_in
from .one_name import NameSetter
from .parts import ABSENT, ALWAYS, CONSTANT, NOTHING, Fn, Part, absent, changed, nothing
from .tree import Look, Name, Names, Text

if TYPE_CHECKING:
    from .compile import Compiler


def skipped(cite: Cite) -> str:
    """The first names, where there are none: those after them are not the first."""
    cite.names_seen += 1
    cite.hit |= CALLED
    return ""


def hidden(cite: Cite) -> str:
    """Names that count as printed and are not."""
    cite.names_seen += 1
    cite.hit |= CALLED | RENDERED
    return ""


class Frame:
    """What is learnt while a substitute is compiled: the variables it prints, and whether that is certain."""

    __slots__ = ("unsure", "variables")

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.unsure = False


class NamesCompiler:
    """The part of a compiler that knows names; `whole` is the compiler it works for."""

    def __init__(self, whole: Compiler) -> None:
        self.whole = whole
        self.setters: dict[object, tuple[object, NameSetter]] = {}  # with what their keys point at

    def names(self, node: Names, parent: Names | None) -> Part:
        whole = self.whole
        if node.bare and parent is not None:
            node = node._replace(
                name=parent.name,
                et_al=parent.et_al,
                label=parent.label,
                label_first=parent.label_first,
                options={**parent.options, **node.options},
                delimiter=node.delimiter if node.delimiter is not None else parent.delimiter,
            )
        if parent is not None:
            return self.names_part(node)
        first = not whole.names_met
        whole.names_met = True
        if whole.suppressing and not whole.author_met and first:
            return self.suppressed(node)
        part = self.names_part(node)
        return Part(skipped) if first and part.kind < CONSTANT and whole.shape is not None else part

    def suppressed(self, node: Names) -> Part:
        """The first names of a cite whose author is left out: kept for who wants them, and nothing printed."""
        whole = self.whole
        if whole.uncertain or whole.shape is None or whole.frame is not None:
            return self.names_part(node)
        whole.author_met = True
        whole.suppressing = False
        part = self.names_part(node)
        whole.suppressing = True
        if part.kind < CONSTANT:
            return Part(skipped)
        if part.kind != ALWAYS:
            whole.author_met = False
            return self.names_part(node)
        whole.author = part.render
        return Part(hidden)

    def names_part(self, node: Names) -> Part:
        whole = self.whole
        present: tuple[str, ...] | None = None
        if whole.shape is not None:
            here = whole.shape.names
            present = tuple(name for name in node.variables if name in here and name not in whole.gone)
            if not present and not node.substitute:
                return absent
        if present and self.settles(present):
            element = self.element_of(node, ())
            if element.setter.always_prints:
                for variable in present:
                    whole.sure(variable)
                return Part(element.sure(present), ALWAYS)
        if present == () and self.settles(()) and not whole.uncertain:
            part = self.settled_substitute(node)
            if part is not None:
                return part
        whole.unsure()
        if whole.substituting:
            whole.used_up.update(node.variables)
        settled = present and not self.may_be_used_up(present)
        substitutes = () if settled else self.substitutes(node)
        element = self.element_of(node, [part.render for part in substitutes])
        return Part(element, weight=1 + sum([part.weight for part in substitutes]))

    def settles(self, variables: Sequence[str]) -> bool:
        """Can it be said here what a cs:names with these variables prints?"""
        whole = self.whole
        undecided = whole.suppressing and not whole.author_met
        return not (undecided or whole.vanishing or whole.substituting or self.may_be_used_up(variables))

    def element_of(self, node: Names, substitutes: Sequence[Fn]) -> NamesElement:
        whole = self.whole
        delimiter = node.delimiter if node.delimiter is not None else whole.options.get("names-delimiter", "")
        labels = LabelSetter(node.label, whole.locale) if node.label and not whole.sorting else None
        return NamesElement(
            node, self.setter(node), whole.locale, labels=labels, delimiter=delimiter, substitutes=substitutes
        )

    def settled_substitute(self, node: Names) -> Part | None:
        """What stands in for names that are not there, where the shape decides it; what it uses up is gone then."""
        whole = self.whole
        before, outer = whole.gone, whole.frame
        for child in node.substitute:
            if isinstance(child, Text) and child.kind == "term" and whole.locale.term(child.name, child.form) == "":
                return nothing
            whole.frame = frame = Frame()
            names = isinstance(child, Names)
            part = self.names(child, node) if isinstance(child, Names) else whole.sequence((child,))
            whole.frame = outer
            if part.kind in {NOTHING, ABSENT}:
                whole.gone = before
                continue
            if part.kind < CONSTANT or part.kind > ALWAYS or frame.unsure:
                whole.gone = before
                return None
            whole.gone = before | frame.variables
            if outer is not None:
                outer.variables |= frame.variables
            decorate = whole.decoration(node)
            return changed(part, decorate) if names else Part(sure_stand_in(part.render, decorate), ALWAYS)
        return absent

    def may_be_used_up(self, variables: Sequence[str]) -> bool:
        whole = self.whole
        return any(variable in whole.checked for variable in variables)

    def setter(self, node: Names) -> NameSetter:
        """How single names are set here; the same object for the same element, whatever the shape."""
        whole = self.whole
        key = (id(node.name), id(node.et_al), tuple(sorted(node.options.items())))
        kept = self.setters.get(key)
        if kept is not None:
            return kept[1]
        options = {**whole.options, **node.options}
        name = node.name
        if whole.sorting:
            name = name or Name(Look(), {})
            name = name._replace(options={k: v for k, v in name.options.items() if not self._overridden(k)})
            options = {**options, **{k: v for k, v in whole.options.items() if self._overridden(k)}}
        setter = NameSetter(name, node.et_al, options, whole.locale, whole.sorting)
        self.setters[key] = ((node.name, node.et_al), setter)
        return setter

    def substitutes(self, node: Names) -> Sequence[Part]:
        whole = self.whole
        found: list[Part] = []
        whole.substituting += 1
        for child in node.substitute:
            if isinstance(child, Text) and child.kind == "term" and whole.locale.term(child.name, child.form) == "":
                break  # a term set to nothing is a substitute that prints nothing
            part = self.names(child, node) if isinstance(child, Names) else whole.sequence((child,))
            if part.kind > NOTHING:
                found.append(part)
            if part.kind in {CONSTANT, ALWAYS}:
                break
        whole.substituting -= 1
        return found

    def _overridden(self, option: str) -> bool:
        whole = self.whole
        return option.startswith("et-al-") and option in whole.options
