"""The typed tree → closures: every style node becomes one Python function from a Cite to its text.

Which options hold, which term is meant and what an affix looks like is settled here and not again per item. With a
`Shape`, every test that the shape of the item decides is settled too, and what cannot be reached is not compiled.
Without one the closures decide everything as they go: the fall-back for libraries of very many shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import marks
from .affixes import Change, decoration, literal
from .compile_macros import MacroCompiler
from .compile_names import Frame, NamesCompiler
from .conditions import Test, branch_test, decided
from .context import RENDERED, Cite
from .dates import DateFormatter, date_closure, sort_closure, sure_date_closure
from .errors import StyleError
from .leaves import label_closure, number_closure, variable_part
from .locale import Locale
from .parts import ALWAYS, Fn, Part, absent, changed, constant, grouped, joined, nothing
from .richtext import marked
from .shapes import Relevance, Shape
from .textcase import LONGEST_STOP_WORD, title
from .tree import Area, Choose, Date, Element, Group, Label, Names, Number, Style, Text
from .walk import mentions, substitutable

HEAVIEST = 100_000
NONE: frozenset[str] = frozenset()


class Compiler:
    """Compiles one area of a style for one locale.

    With `sort_options`, for sort keys: names inverted, dates as figures. `suppressing`: for cites whose author is left
    out; `without`: variables that are not printed. A compiler may be asked again, each time for another shape.
    """

    def __init__(
        self,
        style: Style,
        locale: Locale,
        area: Area,
        *,
        sort_options: Mapping[str, str] | None = None,
        suppressing: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.style = style
        self.locale = locale
        self.area = area
        self.sorting = sort_options is not None
        self.in_citation = area is style.citation
        self.mentioned: dict[str, bool] = {}
        self.title: Change = title if style.longest_low_word >= LONGEST_STOP_WORD else self.short_stop_words
        self.options: Mapping[str, str] = {**style.options, **area.options, **(sort_options or {})}
        self.own_year_suffix = self.mentions("year-suffix") or self.mentions("citation-label")
        self.marks_terms = not self.sorting and (style.style_class == "note" or area is style.bibliography)
        self.names_of = NamesCompiler(self)
        self.formatters: dict[int, tuple[Date, DateFormatter]] = {}
        self.shape: Shape | None = None
        self.checked: frozenset[str] = frozenset()
        self.suppressing = suppressing
        self.vanishing = not sort_options and area.options.get("subsequent-author-substitute") == ""
        self.author: Fn | None = None  # the first names of what was compiled, if it is settled which they are
        self.author_met = False
        self.names_met = False  # has any cs:names been compiled?
        self.without = without
        self.substituting = 0  # inside how many substitutes that only a cite can settle
        self.used_up: set[str] = set()  # what those may use up
        self.uncertain = 0  # inside how many branches that only a cite can settle
        self.gone: frozenset[str] = frozenset()  # what settled substitutes have used up
        self.frame: Frame | None = None
        self.decorations: dict[int, tuple[object, Change | None]] = {}
        self.relevance: dict[object, Relevance] = {}
        self.macros_of = MacroCompiler(self)
        self.made: dict[object, tuple[Fn, Fn | None]] = {}

    def short_stop_words(self, text: str) -> str:
        return title(text, self.style.longest_low_word)

    def mentions(self, variable: str) -> bool:
        """Does the layout print this variable, directly or through macros?"""
        if variable not in self.mentioned:
            self.mentioned[variable] = mentions(self.style, self.area.children, variable)
        return self.mentioned[variable]

    def compiled(self, nodes: Sequence[Element], shape: Shape | None) -> Fn:
        """These elements as one function, for items of this shape or (None) for all."""
        self.shape = shape
        if shape is None:
            self.checked = substitutable(self.style, nodes)
            self.gone = self.without
            part = self.sequence(nodes)
            self.weigh(part)
            return part.render
        key = (id(nodes), self.relevant(id(nodes), nodes).key(shape)) if shape.serial else ()
        if not key or key not in self.made:
            self.checked = frozenset()
            part = self.sequence_anew(nodes)
            self.weigh(part)
            if self.used_up:  # a substitute is left to the cite: compile again, now watching for what it may use up
                self.checked = frozenset(self.used_up)
                part = self.sequence_anew(nodes)
            self.made[key] = (part.render, self.author)
        made, self.author = self.made[key]
        return made

    def weigh(self, part: Part) -> None:
        """Refuse what would take for ever to print: macros that call macros that call macros."""
        if part.weight > HEAVIEST:
            raise StyleError(self.style.name, 0, "the macros expand into more than any style needs")

    def sequence_anew(self, nodes: Sequence[Element]) -> Part:
        self.gone = self.without
        self.used_up = set()
        self.author, self.author_met, self.names_met = None, False, False
        self.macros_of.here = {}
        return self.sequence(nodes)

    def decoration(self, node: Text | Group | Names) -> Change | None:
        """What the look of a node does, worked out once."""
        kept = self.decorations.get(id(node))
        if kept is None:
            kept = self.decorations[id(node)] = (node, decoration(node.look, self.title))
        return kept[1]

    def relevant(self, name: object, nodes: Sequence[Element]) -> Relevance:
        if name not in self.relevance:
            self.relevance[name] = Relevance(self.style, nodes)
        return self.relevance[name]

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
            return grouped(self.parts(node.children, delimiter), delimiter, self.decoration(node))
        if isinstance(node, Names):
            return self.names_of.names(node, None)
        if isinstance(node, Date):
            return self.date(node)
        if isinstance(node, Number):
            if self.has(node.variable) is False:
                return absent
            self.unsure()
            return Part(number_closure(node, self))
        if isinstance(node, Label):
            if self.shape is not None and (node.variable in self.without or self.shape.has(node.variable) is False):
                return nothing
            self.unsure()
            return Part(label_closure(node, self.locale))
        return self.sequence((node,))

    def text(self, node: Text) -> Part:
        if node.kind == "macro":
            return self.macros_of.macro(node)
        if node.kind == "variable":
            return variable_part(node, self)
        if node.kind == "value":
            text = marked(node.name)
        else:
            text = self.locale.term(node.name, node.form, node.plural) or ""
            if text and self.marks_terms:
                text = marks.TERM + text
        return changed(constant(text), self.decoration(node)) if text else nothing

    # -- what is known -------------------------------------------------------------------------------------------

    def has(self, variable: str) -> bool | None:
        """Is there something to print for this variable? None where only the cite knows."""
        if variable in self.gone:
            return False
        return None if self.shape is None else self.shape.has(variable)

    def sure(self, variable: str) -> None:
        """The variable is printed, whatever the cite; inside a substitute it is not printed again."""
        if self.frame is not None:
            self.frame.variables.add(variable)
            self.gone |= {variable}

    def unsure(self) -> None:
        """Only the cite can tell what is printed here."""
        if self.frame is not None:
            self.frame.unsure = True

    def date(self, node: Date) -> Part:
        variable = node.variable
        shape = self.shape
        if variable in self.gone or (shape is not None and variable not in shape.dates):
            return absent
        if self.substituting:
            self.used_up.add(variable)
        if self.sorting:
            self.unsure()
            return Part(sort_closure(node))
        kept = self.formatters.get(id(node))
        if kept is None:
            kept = self.formatters[id(node)] = (node, DateFormatter(node, self.locale))
        formatter = kept[1]
        suffixed = variable == "issued" and not self.own_year_suffix
        settled = shape is not None and not self.substituting and variable not in self.checked
        if shape is None or not settled or not formatter.certain(variable, shape.years):
            self.unsure()
            return Part(date_closure(node, formatter, suffixed=suffixed))
        self.sure(variable)
        return Part(sure_date_closure(node, formatter, suffixed=suffixed), ALWAYS)

    def choose(self, node: Choose, delimiter: str) -> list[Part]:
        branches: list[tuple[Test | None, Fn, bool]] = []
        weight = 1
        met = before = self.names_met
        for branch in node.branches:
            known = decided(branch, self.shape, self.without) if branch.conditions else True
            if known is False:
                continue
            if known and not branches:
                return self.parts(branch.children, delimiter)
            self.uncertain += 1
            self.unsure()
            self.names_met = before
            then = self.sequence(branch.children, delimiter)
            met = met or self.names_met
            self.uncertain -= 1
            test = None if known else branch_test(branch, self.in_citation)
            branches.append((test, then.render, then.kind == ALWAYS))
            weight = max(weight, then.weight)
            if known:
                break
        self.names_met = met
        if not branches:
            return []

        def render(cite: Cite) -> str:
            for test, then, always in branches:
                if test is None or test(cite):
                    if always:
                        cite.hit |= RENDERED
                    return then(cite)
            return ""

        return [Part(render, weight=weight + 1)]
