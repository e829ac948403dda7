"""A style made ready for one locale: its compiled layouts, sorters and options, cached with the style."""

from __future__ import annotations

from .affixes import layout_decoration, literal
from .collapse import Collapser
from .compile import Compiler
from .context import Cite
from .locale import Locale
from .marks import CLOSE, LEFT_MARGIN, RIGHT_INLINE, TERM, bare
from .parts import Fn
from .punctuation import finish
from .shapes import Vocabulary
from .sort import Sorter
from .specialise import Specialised, WithoutAuthor
from .textcase import raise_first_term
from .tree import Area, Choose, Date, Style
from .walk import walk

UNLOCATED = frozenset({"locator"})
NOT_TELLING = frozenset({"accessed"})
"""Two works are not told apart by the day on which somebody looked at them."""


class AreaEngine:
    """cs:citation or cs:bibliography, compiled for each shape of item when the first of that shape comes."""

    def __init__(self, style: Style, locale: Locale, area: Area, vocabulary: Vocabulary) -> None:
        self.area = area
        self.vocabulary = vocabulary
        self.compiler = Compiler(style, locale, area)
        self.layout = Specialised(self.compiler, area.children, vocabulary)
        self.without_author = WithoutAuthor(Compiler(style, locale, area, suppressing=True), area.children, vocabulary)
        # Most cites name no place in their work, which settles much of what is printed.
        unlocated = Compiler(style, locale, area, without=UNLOCATED)
        self.unlocated = Specialised(unlocated, area.children, vocabulary)
        self.unlocated_without_author = WithoutAuthor(
            Compiler(style, locale, area, suppressing=True, without=UNLOCATED), area.children, vocabulary
        )
        self.telling = self.unlocated
        if any(isinstance(node, Date) and node.variable in NOT_TELLING for node in walk(style, area.children)):
            compiler = Compiler(style, locale, area, without=NOT_TELLING | UNLOCATED)
            self.telling = Specialised(compiler, area.children, vocabulary)
        self.sorter = Sorter(style, locale, area, vocabulary)
        self.delimiter = literal(area.delimiter)
        self.decorate = layout_decoration(area.look)

        self.entry_layout: Fn = self.layout
        if area.options.get("second-field-align") and len(area.children) > 1:
            self.entry_layout = aligned(
                Specialised(self.compiler, area.children[:1], vocabulary),
                Specialised(self.compiler, area.children[1:], vocabulary),
            )

    def suppressing(self, cite: Cite) -> WithoutAuthor:
        """What renders this cite without its author, and its author alone."""
        return self.without_author if cite.locator else self.unlocated_without_author

    def render(self, cite: Cite, first: bool = True) -> str:
        """The cite as the layout sets it; `first`: nothing stands before it in its cluster."""
        cite.reset()
        if cite.suppress_author:
            text = self.suppressing(cite)(cite)
        else:
            text = self.layout(cite) if cite.locator else self.unlocated(cite)
        if TERM in text:
            text = raise_first_term(text, after_words=not (_ends_sentence(cite.prefix) if cite.prefix else first))
        return text


def aligned(head: Fn, tail: Fn) -> Fn:
    """second-field-align: the first element of an entry in the margin, the rest beside it."""

    def render(cite: Cite) -> str:
        left, right = head(cite), tail(cite)
        if not left:
            return right
        return f"{LEFT_MARGIN}{left}{CLOSE}{RIGHT_INLINE}{right}{CLOSE}"

    return render


def _ends_sentence(prefix: str) -> bool:
    """Does a cite's prefix end a sentence (of more than one word), so that what follows begins one?"""
    prefix = bare(prefix).strip().rstrip("”’\"'")
    return prefix[-1:] in {".", "!", "?"} and " " in prefix


class Engine:
    """Style × locale."""

    def __init__(self, style: Style, locale_name: str | None) -> None:
        self.style = style
        self.locale = Locale(locale_name or style.default_locale or "en-US", style.locales, style.name)
        self.vocabulary = Vocabulary(style)
        self.citation = AreaEngine(style, self.locale, style.citation, self.vocabulary)
        self.bibliography = (
            AreaEngine(style, self.locale, style.bibliography, self.vocabulary) if style.bibliography else None
        )
        self.into_quotes = self.locale.option("punctuation-in-quote")
        self.quotes = self.locale.quotes
        options = style.citation.options
        self.add_names = options.get("disambiguate-add-names") == "true"
        self.add_givens = options.get("disambiguate-add-givenname") == "true"
        self.given_rule = options.get("givenname-disambiguation-rule", "by-cite")
        self.has_condition = any(
            condition.kind == "disambiguate"
            for node in walk(style, style.citation.children)
            if isinstance(node, Choose)
            for branch in node.branches
            for condition in branch.conditions
        )
        self.add_suffix = options.get("disambiguate-add-year-suffix") == "true"
        self.near = _whole(options.get("near-note-distance", ""), 5)
        self.collapser = Collapser(style.citation, style.style_class == "in-text")

    def finish(self, text: str) -> str:
        return finish(text, self.into_quotes)


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default


MOST_ENGINES = 12  # locales of one style that are kept ready


def engine(style: Style, locale: str | None) -> Engine:
    """The engine of this style for this locale, made once."""
    key = ("engine", locale)
    found = style.cache.get(key)
    if not isinstance(found, Engine):
        if len(style.cache) > MOST_ENGINES:
            style.cache.clear()
        found = Engine(style, locale)
        style.cache[key] = found
    return found


__all__ = ["AreaEngine", "Engine", "engine"]
