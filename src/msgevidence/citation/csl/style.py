"""A .csl file → the typed tree; every mistake in it is a StyleError that names file and line."""

from __future__ import annotations

from collections.abc import Callable

from . import marks
from .errors import StyleError
from .expansion import check_macros
from .tree import (
    Area,
    Branch,
    Choose,
    Condition,
    Date,
    DatePart,
    Element,
    EtAl,
    Group,
    Label,
    Look,
    Name,
    Names,
    Number,
    SortKey,
    Style,
    Text,
)
from .xmltree import XmlNode, parse

NAME_OPTIONS = frozenset(
    "and delimiter-precedes-et-al delimiter-precedes-last et-al-min et-al-use-first et-al-subsequent-min"
    " et-al-subsequent-use-first et-al-use-last initialize initialize-with name-as-sort-order sort-separator"
    " name-form name-delimiter names-delimiter initialize-with-hyphen demote-non-dropping-particle".split()
)
PARTS = ("year", "month", "day")


def parse_style(source: str | bytes, name: str) -> Style:
    """The style in an XML text; a dependent style has `parent` set and an empty citation."""
    return _Parser(name).style(parse(source, name))


class _Parser:
    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(self, node: XmlNode, reason: str) -> StyleError:
        return StyleError(self.name, node.line, reason)

    # -- the frame -----------------------------------------------------------------------------------------------

    def style(self, root: XmlNode) -> Style:
        if root.tag != "style":
            raise self.refuse(root, f"this is not a CSL style: its root element is <{root.tag[:40]}>")
        info = root.first("info")
        texts = {child.tag: child.text.strip() for child in info.children} if info else {}
        parent = ""
        fields: list[str] = []
        for child in info.children if info else ():
            if child.tag == "link" and child.get("rel") == "independent-parent":
                parent = child.get("href")
            if child.tag == "category" and child.get("field"):
                fields.append(child.get("field"))
        macros: dict[str, tuple[Element, ...]] = {}
        macro_lines: dict[str, XmlNode] = {}
        citation = bibliography = None
        locales: list[tuple[str, object]] = []
        for child in root.children:
            if child.tag == "macro":
                macros[child.get("name")] = self.elements(child)
                macro_lines[child.get("name")] = child
            elif child.tag == "citation":
                citation = self.area(child)
            elif child.tag == "bibliography":
                bibliography = self.area(child)
            elif child.tag == "locale":
                locales.append((child.get("lang"), child))
        if citation is None:
            if not parent:
                raise self.refuse(root, "the style has no <citation> and names no independent parent")
            citation = Area({}, (), Look(), "", ())
        style = Style(
            name=self.name,
            id=texts.get("id", ""),
            title=texts.get("title", ""),
            parent=parent,
            style_class=root.get("class", "in-text"),
            default_locale=root.get("default-locale"),
            options=dict(root.attributes),
            macros=macros,
            citation=citation,
            bibliography=bibliography,
            locales=tuple(locales),
            fields=tuple(fields),
        )
        check_macros(style, {name: node.line for name, node in macro_lines.items()})
        return style

    def area(self, node: XmlNode) -> Area:
        layout = node.first("layout")
        if layout is None:
            raise self.refuse(node, f"<{node.tag}> has no <layout>")
        sort = node.first("sort")
        return Area(
            options=dict(node.attributes),
            sort=tuple(self.sort_key(key) for key in sort.all("key")) if sort else (),
            look=self.look(layout),
            delimiter=layout.get("delimiter"),
            children=self.elements(layout),
        )

    def sort_key(self, node: XmlNode) -> SortKey:
        renamed = {"names-min": "et-al-min", "names-use-first": "et-al-use-first", "names-use-last": "et-al-use-last"}
        return SortKey(
            variable=node.get("variable"),
            macro=node.get("macro"),
            descending=node.get("sort") == "descending",
            options={new: node.get(old) for old, new in renamed.items() if node.get(old)},
            line=node.line,
        )

    # -- the elements --------------------------------------------------------------------------------------------

    def elements(self, node: XmlNode) -> tuple[Element, ...]:
        found: list[Element] = []
        for child in node.children:
            reader = self.READERS.get(child.tag)
            if reader is not None:
                found.append(reader(self, child))
            elif child.tag not in {"sort", "layout", "alternative"}:
                raise self.refuse(child, f"<{child.tag[:40]}> cannot stand inside <{node.tag[:40]}>")
        return tuple(found)

    def look(self, node: XmlNode) -> Look:
        formats = "".join(mark for (name, value), mark in marks.FORMATS.items() if node.attributes.get(name) == value)
        return Look(
            prefix=clean(node.get("prefix")),
            suffix=clean(node.get("suffix")),
            formats=formats,
            text_case=node.get("text-case"),
            strip_periods=node.get("strip-periods") == "true",
            quotes=node.get("quotes") == "true",
            display=marks.DISPLAYS.get(node.get("display"), ""),
        )

    def text(self, node: XmlNode) -> Text:
        for kind in ("variable", "macro", "term", "value"):
            if kind in node.attributes:
                name = node.get(kind)
                return Text(
                    self.look(node),
                    kind,
                    clean(name) if kind == "value" else name,
                    node.get("form"),
                    node.get("plural") == "true",
                    node.line,
                )
        raise self.refuse(node, "<text> names no variable, macro, term or value")

    def number(self, node: XmlNode) -> Number:
        return Number(self.look(node), node.get("variable"), node.get("form", "numeric"))

    def label(self, node: XmlNode) -> Label:
        return Label(self.look(node), node.get("variable"), node.get("form", "long"), node.get("plural", "contextual"))

    def date(self, node: XmlNode) -> Date:
        return Date(
            self.look(node),
            node.get("variable"),
            node.get("form"),
            node.get("date-parts", "year-month-day"),
            clean(node.get("delimiter")),
            tuple(self.date_part(child) for child in node.all("date-part")),
        )

    def date_part(self, node: XmlNode) -> DatePart:
        if node.get("name") not in PARTS:
            raise self.refuse(node, f"<date-part> is called {node.get('name')[:40]!r}, not year, month or day")
        return DatePart(self.look(node), node.get("name"), node.get("form"), clean(node.get("range-delimiter", "–")))

    def names(self, node: XmlNode) -> Names:
        label = node.first("label")
        name = node.first("name")
        et_al = node.first("et-al")
        substitute = node.first("substitute")
        tags = [child.tag for child in node.children]
        made = Names(
            look=self.look(node),
            variables=tuple(node.get("variable").split()),
            options=name_options(node),
            delimiter=node.attributes.get("delimiter"),
            name=self.name_element(name) if name else None,
            et_al=EtAl(self.look(et_al), et_al.get("term", "et-al")) if et_al else None,
            label=self.label(label) if label else None,
            label_first=label is not None and name is not None and tags.index("label") < tags.index("name"),
            bare=not node.children,
        )
        if substitute is None:
            return made
        stand_ins = self.elements(substitute)
        return made._replace(
            substitute=tuple(one if isinstance(one, Names) else taking_after(made, one) for one in stand_ins)
        )

    def name_element(self, node: XmlNode) -> Name:
        parts = {part.get("name"): self.look(part) for part in node.all("name-part")}
        return Name(
            look=self.look(node),
            options=name_options(node),
            delimiter=node.attributes.get("delimiter"),
            form=node.attributes.get("form"),
            family=parts.get("family"),
            given=parts.get("given"),
        )

    def group(self, node: XmlNode) -> Group:
        return Group(self.look(node), clean(node.get("delimiter")), self.elements(node))

    def choose(self, node: XmlNode) -> Choose:
        branches = []
        for child in node.children:
            if child.tag not in {"if", "else-if", "else"}:
                raise self.refuse(child, f"<{child.tag[:40]}> cannot stand inside <choose>")
            branches.append(
                Branch(
                    child.get("match", "all"),
                    () if child.tag == "else" else self.conditions(child),
                    self.elements(child),
                )
            )
        return Choose(tuple(branches))

    def conditions(self, node: XmlNode) -> tuple[Condition, ...]:
        kinds = ("type", "variable", "is-numeric", "is-uncertain-date", "locator", "position", "disambiguate")
        found = tuple(
            Condition(kind, value) for kind in kinds for value in node.get(kind).split() if kind in node.attributes
        )
        if not found:
            raise self.refuse(node, f"<{node.tag}> tests nothing")
        return found

    READERS: dict[str, Callable[[_Parser, XmlNode], Element]] = {  # noqa: RUF012  (filled once, below)
        "text": text,
        "number": number,
        "label": label,
        "date": date,
        "names": names,
        "group": group,
        "choose": choose,
    }


def taking_after(parent: Names, element: Element) -> Element:
    """The element of a cs:substitute with what `parent` gives to bare names inside its conditions and groups."""
    match element:
        case Names() if element.bare:
            return element._replace(
                name=parent.name,
                et_al=parent.et_al,
                label=parent.label,
                label_first=parent.label_first,
                options={**parent.options, **element.options},
                delimiter=element.delimiter if element.delimiter is not None else parent.delimiter,
                bare=False,
            )
        case Group():
            return element._replace(children=tuple(taking_after(parent, child) for child in element.children))
        case Choose():
            branches = (
                branch._replace(children=tuple(taking_after(parent, child) for child in branch.children))
                for branch in element.branches
            )
            return element._replace(branches=tuple(branches))
    return element


def name_options(node: XmlNode) -> dict[str, str]:
    return {key: value for key, value in node.attributes.items() if key in NAME_OPTIONS}


def clean(text: str) -> str:
    """An attribute as text without control characters, which inside the engine mean formatting."""
    return text.translate(CONTROLS) if not text.isprintable() else text


CONTROLS: dict[int, str | None] = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)))
