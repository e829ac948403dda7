"""The elements that print one value: cs:text of a variable or term, cs:number, cs:label."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import marks, variables
from .affixes import Change, Wrapper, decoration
from .context import CALLED, RENDERED, Cite
from .locale import Locale
from .numbers import is_numeric, is_several, numbered, pages
from .parts import ALWAYS, Fn, Part, Variable, absent, changed
from .richtext import as_typed
from .shapes import OF_CITES, Shape
from .tree import Label, Look, Number, Text

if TYPE_CHECKING:
    from .compile import Compiler

Cased = Callable[[Cite, str], str]
SPECIAL = (
    "locator",
    "page",
    "page-first",
    "citation-number",
    "first-reference-note-number",
    "citation-label",
    "number",
)
SHORTS = frozenset({"title-short", "container-title-short"})
HYPHENATED = re.compile(r"\s*\w+(?:-\w+)+\s*$")
"""A report's or patent's number such as 18-2424: one number, whatever it looks like."""

LEADING = re.compile(r"^\s*([^\s,;&–-]+)")
LINK_MARKS = {
    "URL": marks.LINK_URL, "DOI": marks.LINK_DOI, "PMID": marks.LINK_PMID, "PMCID": marks.LINK_PMCID,
}  # fmt: skip


def plain_value(cite: Cite, variable: str) -> str:
    """The raw value of a text or number variable, those of the cite included."""
    if variable == "locator":
        return cite.locator
    if variable == "citation-number":
        return cite.citation_number
    if variable == "first-reference-note-number":
        return cite.first_note
    if variable == "year-suffix":
        return cite.year_suffix
    if variable == "citation-label":
        return cite.item.text.get("citation-label") or trigraph(cite)
    text = cite.item.text
    if variable == "page-first" and variable not in text:
        match = LEADING.match(text.get("page", ""))
        return match[1] if match else ""
    return text.get(variable, "")


def has_variable(cite: Cite, variable: str) -> bool:
    item = cite.item
    return bool(
        variable in item.text or variable in item.names or variable in item.dates or plain_value(cite, variable)
    )


def short_value(cite: Cite, variable: str) -> str:
    text = cite.item.text
    for short in variables.SHORT.get(variable, (variable + "-short",)):
        if short in text:
            return text[short]
    return ""


def variable_part(node: Text, compiler: Compiler) -> Part:
    """cs:text of a variable, reduced to a look-up where the shape says that the variable is there."""
    variable = node.name
    change = decoration(node.look, compiler.title)
    if variable == "year-suffix":
        return Part(_year_suffix(change))
    shape = compiler.shape
    if compiler.substituting:
        compiler.used_up.add(variable)
    known = _present(node, shape) if shape is not None else None
    if known is False or variable in compiler.gone:
        return absent
    value = _value(node, compiler)
    link = LINK_MARKS.get(variable) if not compiler.sorting else None
    cased = _cased(node.look, compiler.locale, change)
    checked = variable in compiler.checked
    if known and not checked and not compiler.substituting and not node.look.strip_periods:
        compiler.sure(variable)
        return _certain(Part(value, ALWAYS, pieces=_as_it_is(node, compiler)), value, change, cased, link)

    compiler.unsure()

    def render(cite: Cite) -> str:
        if checked and cite.used is not None and variable in cite.used:
            cite.hit |= CALLED
            return ""
        text = value(cite)
        if not text:
            cite.hit |= CALLED
            return ""
        cite.hit |= CALLED | RENDERED
        if cite.collected is not None:
            cite.collect(variable)
        if cased is not None:
            text = cased(cite, text)
        elif change is not None:
            text = change(text)
        return text if link is None else link + text + marks.CLOSE

    return Part(render)


def _present(node: Text, shape: Shape) -> bool | None:
    names = [node.name]
    if node.name in SHORTS:
        base = node.name.removesuffix("-short")
        names = list(variables.SHORT[base])
    elif node.form == "short":
        names += variables.SHORT.get(node.name, (node.name + "-short",))
    if any(name in shape.text for name in names):
        return True
    return None if node.name in OF_CITES else "page" in shape.text if node.name == "page-first" else False


def _as_it_is(node: Text, compiler: Compiler) -> tuple[Variable, ...]:
    """The variable, where its value is printed as it stands in the item."""
    if node.form == "short" or node.name in (*SPECIAL, *SHORTS) or node.name in variables.NUMBERS:
        return ()
    return (Variable(node.name),) if compiler.shape is not None and node.name in compiler.shape.text else ()


def _certain(part: Part, value: Fn, change: Change | None, cased: Cased | None, link: str | None) -> Part:
    """The shortest way to a value that is known to be there."""
    if cased is not None:
        case = cased
        part = Part(lambda cite: case(cite, value(cite)), ALWAYS)
    else:
        part = changed(part, change)
    return changed(part, Wrapper(link, marks.CLOSE)) if link is not None else part


def _cased(look: Look, locale: Locale, change: Change | None) -> Cased | None:
    """The decoration of a text whose case depends on the language of the item; None where it does not."""
    if change is None or look.text_case not in {"title", "uppercase"}:
        return None
    raised = change
    if look.text_case == "uppercase":

        def upper(cite: Cite, text: str) -> str:
            if cite.item.text.get("language", locale.language)[:2] in {"tr", "az"}:
                text = text.replace("i", "İ")
            return raised(text)

        return upper
    other = decoration(look._replace(text_case=""))
    english_style = locale.language == "en"

    def title(cite: Cite, text: str) -> str:
        language = cite.item.text.get("language", "")
        if language.lower().startswith("en") if language else english_style:
            return raised(text)
        return other(text) if other is not None else text

    return title


def _year_suffix(change: Change | None) -> Fn:
    """The year suffix; having none says nothing about the group it stands in."""

    def render(cite: Cite) -> str:
        text = cite.year_suffix
        if not text:
            return ""
        cite.hit |= CALLED | RENDERED
        if change is not None:
            text = change(text)
        return f"{marks.SUPPRESSED}{text}{marks.SUPPRESSED}" if cite.mark_suffix else text

    return render


def _value(node: Text, compiler: Compiler) -> Fn:
    variable = node.name
    locale = compiler.locale
    if variable == "locator":
        style = compiler.style.options.get("page-range-format", "")
        return lambda cite: _locator(cite, style, locale)
    if variable in {"page", "page-first"}:
        style = compiler.style.options.get("page-range-format", "")
        delimiter = locale.term("page-range-delimiter") or "–"
        symbol = locale.and_symbol

        def page(cite: Cite) -> str:
            text = plain_value(cite, variable)
            return pages(text, style, delimiter, symbol) if text else ""

        return page
    if variable in {"citation-number", "first-reference-note-number"}:
        return lambda cite: plain_value(cite, variable)
    if variable == "citation-label":
        return lambda cite: (cite.item.text.get("citation-label") or trigraph(cite)) + cite.year_suffix
    if node.form == "short":
        return lambda cite: short_value(cite, variable) or cite.item.text.get(variable, "")
    if variable in SHORTS:
        base = variable.removesuffix("-short")
        return lambda cite: short_value(cite, base)
    if variable in variables.NUMBERS and variable != "number":
        return lambda cite: number_text(cite.item.text.get(variable, ""))
    if variable == "number":
        return lambda cite: cite.item.text.get(variable, "").replace("\\-", "-")
    if compiler.shape is not None and variable in compiler.shape.text:
        return lambda cite: cite.item.text[variable]
    return lambda cite: cite.item.text.get(variable, "")


def number_text(text: str) -> str:
    """A number-like value as text: hyphens between figures become en dashes."""
    if "-" in text and is_numeric(text):
        return re.sub(r"(?<=\d)\s*-\s*(?=\d)", "–", text)
    return text.replace("\\-", "-")


def _locator(cite: Cite, style: str, locale: Locale) -> str:
    text = cite.locator
    if not text:
        return ""
    if cite.label == "page":
        return pages(text, style, locale.term("page-range-delimiter") or "–", locale.and_symbol)
    return re.sub(r"(?<=\w)\s*-\s*(?=\w)", "–", text).replace("\\-", "-")


def trigraph(cite: Cite) -> str:
    """A label out of names and year (Doe65, DoRo65) for styles that print citation-label without being given one."""
    people = next((cite.item.names[v] for v in ("author", "editor", "translator") if v in cite.item.names), ())
    families = [person.family or person.literal for person in people][:4]
    length = {1: 4, 2: 2}.get(len(families), 1)
    letters = "".join(family[:length] for family in families)
    date = cite.item.dates.get("issued")
    year = f"{abs(date.start[0]) % 100:02}" if date and date.start[0] is not None else ""
    return f"{letters}{year}"


def number_closure(node: Number, compiler: Compiler) -> Fn:
    variable = node.variable
    locale = compiler.locale
    if compiler.substituting:
        compiler.used_up.add(variable)
    change = decoration(node.look)
    form = node.form
    gender = locale.gender(variable)

    def render(cite: Cite) -> str:
        text = plain_value(cite, variable)
        if not text or (cite.used is not None and variable in cite.used):
            cite.hit |= CALLED
            return ""
        cite.hit |= CALLED | RENDERED
        if cite.collected is not None:
            cite.collect(variable)
        if variable != "number" or not HYPHENATED.match(text):
            text = numbered(as_typed(text) if marks.MARKS.search(text) else text, form, locale, gender)
        return change(text) if change is not None else text

    return render


def label_closure(node: Label, locale: Locale) -> Fn:
    variable = node.variable
    change = decoration(node.look)
    form = node.form
    and_word = locale.term("and") or "and"

    def render(cite: Cite) -> str:
        value = plain_value(cite, variable)
        if not value:
            return ""
        term = cite.label if variable == "locator" else variable
        if node.plural == "always":
            many = True
        elif node.plural == "never":
            many = False
        elif variable.startswith("number-of-"):
            many = value.strip() not in {"1", "0"} and is_numeric(value)
        else:
            many = is_several(value, and_word) and not (variable == "number" and HYPHENATED.match(value))
        text = locale.term(term, form, many)
        if not text:
            return ""
        return change(text) if change is not None else text

    return render
