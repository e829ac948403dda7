"""The typed tree → closures: every style node becomes one Python function from a Cite to its text.

Which options hold, which term is meant and what an affix looks like is settled here and not again per item. With a
`Shape`, every test that the shape of the item decides is settled too, and what cannot be reached is not compiled.
Without one the closures decide everything as they go: the fall-back for libraries of very many shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import marks
from .affixes import decoration, literal
from .conditions import Test, branch_test, decided
from .context import RENDERED, Cite
from .dates import DateFormatter, date_closure, sort_closure
from .leaves import label_closure, number_closure, variable_part
from .locale import Locale
from .names import LabelSetter, NameSetter, NamesElement
from .parts import ALWAYS, CONSTANT, NOTHING, Fn, Part, absent, changed, constant, grouped, joined, nothing
from .richtext import marked
from .shapes import Shape
from .tree import Area, Choose, Date, Element, Group, Label, Look, Name, Names, Number, Style, Text
from .walk import mentions, substitutable


class Compiler:
    """Compiles one area of a style for one locale. With `sort_options`, for sort keys: names inverted, dates as figures.

    One compiler may be asked again and again, each time for another shape.
    """

    def __init__(self, style: Style, locale: Locale, area: Area, *, sort_options: Mapping[str, str] | None = None):
        self.style = style
        self.locale = locale
        self.area = area
        self.sorting = sort_options is not None
        self.in_citation = area is style.citation
        self.options: Mapping[str, str] = {**style.options, **area.options, **(sort_options or {})}
        self.own_year_suffix = self.mentions("year-suffix") or self.mentions("citation-label")
        self.marks_terms = not self.sorting and (style.style_class == "note" or area is style.bibliography)
        self.setters: dict[int, tuple[object, NameSetter]] = {}
        self.formatters: dict[int, tuple[Date, DateFormatter]] = {}
        self.shape: Shape | None = None
        self.checked: frozenset[str] = frozenset()
        self.substituting = 0
        self.used_up: set[str] = set()
        self.macros: dict[tuple[str, bool], Part] = {}

    def mentions(self, variable: str) -> bool:
        """Does the layout print this variable, directly or through macros?"""
        return mentions(self.style, self.area.children, variable)

    def compiled(self, nodes: Sequence[Element], shape: Shape | None) -> Fn:
        """These elements as one function, for items of this shape or (None) for all."""
        self.shape = shape
        self.macros = {}
        if shape is None:
            self.checked = substitutable(self.style, nodes)
            return self.sequence(nodes).render
        self.checked = frozenset()
        self.used_up = set()
        made = self.sequence(nodes)
        if self.used_up:  # some substitute can be reached: compile again, now watching for what it may use up
            self.checked = frozenset(self.used_up)
            self.macros = {}
            made = self.sequence(nodes)
        return made.render

    # -- elements ------------------------------------------------------------------------------------------------

    def sequence(self, nodes: Sequence[Element], delimiter: str = "") -> Part:
        return joined(self.parts(nodes, delimiter), delimiter)

    def parts(self, nodes: Sequence[Element], delimiter: str) -> list[Part]:
        """The elements of one level; a cs:choose hands on the delimiter around it, or is replaced by its branch."""
        out: list[Part] = []
        for node in nodes:
            if isinstance(node, Choose):
                out += self.choose(node, delimiter)
            else:
                out.append(self.element(node))
        return out

    def element(self, node: Element) -> Part:
        if isinstance(node, Text):
            return self.text(node)
        if isinstance(node, Group):
            delimiter = literal(node.delimiter)
            return grouped(self.parts(node.children, delimiter), delimiter, decoration(node.look))
        if isinstance(node, Names):
            return self.names(node, None)
        if isinstance(node, Date):
            return self.date(node)
        if isinstance(node, Number):
            if self.shape is not None and self.shape.has(node.variable) is False:
                return absent
            return Part(number_closure(node, self))
        if isinstance(node, Label):
            if self.shape is not None and self.shape.has(node.variable) is False:
                return nothing
            return Part(label_closure(node, self.locale))
        return self.sequence((node,))

    def text(self, node: Text) -> Part:
        if node.kind == "macro":
            return self.macro(node)
        if node.kind == "variable":
            return variable_part(node, self)
        if node.kind == "value":
            text = marked(node.name)
        else:
            text = self.locale.term(node.name, node.form, node.plural) or ""
            if text and self.marks_terms:
                text = marks.TERM + text
        return changed(constant(text), decoration(node.look)) if text else nothing

    def macro(self, node: Text) -> Part:
        key = (node.name, bool(self.substituting))
        if key not in self.macros:
            self.macros[key] = grouped(self.parts(self.style.macros[node.name], ""), "", None)
        return changed(self.macros[key], decoration(node.look))

    def date(self, node: Date) -> Part:
        if self.shape is not None and node.variable not in self.shape.dates:
            return absent
        if self.substituting:
            self.used_up.add(node.variable)
        if self.sorting:
            return Part(sort_closure(node))
        kept = self.formatters.get(id(node))
        if kept is None:
            kept = self.formatters[id(node)] = (node, DateFormatter(node, self.locale))
        return Part(date_closure(node, kept[1], places_suffix=not self.own_year_suffix))

    def choose(self, node: Choose, delimiter: str) -> list[Part]:
        branches: list[tuple[Test | None, Fn, bool]] = []
        for branch in node.branches:
            known = decided(branch, self.shape) if branch.conditions else True
            if known is False:
                continue
            if known and not branches:
                return self.parts(branch.children, delimiter)
            then = self.sequence(branch.children, delimiter)
            branches.append((None if known else branch_test(branch, self.in_citation), then.render, then.kind == ALWAYS))
            if known:
                break
        if not branches:
            return []

        def render(cite: Cite) -> str:
            for test, then, always in branches:
                if test is None or test(cite):
                    if always:
                        cite.hit |= RENDERED
                    return then(cite)
            return ""

        return [Part(render)]

    # -- names ---------------------------------------------------------------------------------------------------

    def names(self, node: Names, parent: Names | None) -> Part:
        if node.bare and parent is not None:
            node = node._replace(
                name=parent.name,
                et_al=parent.et_al,
                label=parent.label,
                label_first=parent.label_first,
                options={**parent.options, **node.options},
                delimiter=node.delimiter if node.delimiter is not None else parent.delimiter,
            )
        present: tuple[str, ...] | None = None
        if self.shape is not None:
            present = tuple(variable for variable in node.variables if variable in self.shape.names)
            if not present and not node.substitute:
                return absent
        if self.substituting:
            self.used_up.update(node.variables)
        delimiter = node.delimiter if node.delimiter is not None else self.options.get("names-delimiter", "")
        element = NamesElement(
            node,
            self.setter(node),
            self.locale,
            labels=LabelSetter(node.label, self.locale) if node.label and not self.sorting else None,
            delimiter=delimiter,
            substitutes=[] if present and not self.may_be_used_up(present) else self.substitutes(node),
        )
        return Part(element)

    def may_be_used_up(self, variables: Sequence[str]) -> bool:
        return any(variable in self.checked for variable in variables)

    def setter(self, node: Names) -> NameSetter:
        """How single names are set here; the same object for the same element, whatever the shape."""
        key = id(node.name) if node.name is not None else id(node.variables)
        kept = self.setters.get(key)
        if kept is not None and kept[0] is (node.name if node.name is not None else node.variables):
            return kept[1]
        options = {**self.options, **node.options}
        name = node.name
        if self.sorting:
            name = name or Name(Look(), {})
            name = name._replace(options={k: v for k, v in name.options.items() if not self._overridden(k)})
            options = {**options, **{k: v for k, v in self.options.items() if self._overridden(k)}}
        setter = NameSetter(name, node.et_al, options, self.locale, self.sorting)
        self.setters[key] = (node.name if node.name is not None else node.variables, setter)
        return setter

    def substitutes(self, node: Names) -> list[Fn]:
        found: list[Fn] = []
        self.substituting += 1
        for child in node.substitute:
            if isinstance(child, Text) and child.kind == "term" and self.locale.term(child.name, child.form) == "":
                break  # a term set to nothing is a substitute that prints nothing
            part = self.names(child, node) if isinstance(child, Names) else self.sequence((child,))
            if part.kind > NOTHING:
                found.append(part.render)
            if part.kind in {CONSTANT, ALWAYS}:
                break
        self.substituting -= 1
        return found

    def _overridden(self, option: str) -> bool:
        return option.startswith("et-al-") and option in self.options
