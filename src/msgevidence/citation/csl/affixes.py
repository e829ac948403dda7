"""A `Look` turned into a function from text to decorated text."""

from __future__ import annotations

from collections.abc import Callable

from . import marks
from .textcase import CASES, title
from .tree import Look

Change = Callable[[str], str]


class Wrapper:
    """A change that only puts text before and after; it can be seen through, so that parts around parts become one."""

    __slots__ = ("after", "before")

    def __init__(self, before: str, after: str) -> None:
        self.before = before
        self.after = after

    def __call__(self, text: str) -> str:
        return self.before + text + self.after


EDGES = frozenset(".,:;!? \u00a0\u202f")


def literal(text: str) -> str:
    """An affix or delimiter, with JOIN where its own punctuation or space may meet that of its neighbour."""
    if not text:
        return ""
    before = marks.JOIN if text[0] in EDGES else ""
    after = marks.JOIN if text[-1] in EDGES else ""
    return before + text + after


def decoration(look: Look, title: Change = title) -> Change | None:
    """What the look does to a text that is not empty; None where it does nothing. `title`: its title case."""
    inner = inside(look, title)
    before = literal(look.prefix)
    after = literal(look.suffix)
    if look.display:
        before = look.display + before
        after += marks.CLOSE
    if not (before or after):
        return inner
    if inner is None:
        return Wrapper(before, after)
    if isinstance(inner, Wrapper):
        return Wrapper(before + inner.before, inner.after + after)
    one = inner
    return lambda text: before + one(text) + after


def layout_decoration(look: Look) -> Change | None:
    """What cs:layout does: unlike elsewhere its formatting covers its affixes, and a closing affix moves into the
    last display block of an entry."""
    before, after = literal(look.prefix), literal(look.suffix)
    inner = inside(look._replace(prefix="", suffix=""))
    if not (before or after):
        return inner

    def decorate(text: str) -> str:
        if after and text[-1:] == marks.CLOSE and last_block_open(text):
            text = before + text[:-1] + after + marks.CLOSE
        else:
            text = before + text + after
        return inner(text) if inner is not None else text

    return decorate


def last_block_open(text: str) -> bool:
    """Is the mark that the final CLOSE closes a display block?"""
    depth = 0
    for char in reversed(text):
        if char in (marks.CLOSE, marks.END_QUOTE):
            depth += 1
        elif "\x82" <= char <= "\x9b":
            depth -= 1
            if depth == 0:
                return char in marks.DISPLAYS.values()
    return False


def inside(look: Look, title: Change = title) -> Change | None:
    """The part of the decoration that stands between the affixes."""
    steps: list[Change] = []
    if look.strip_periods:
        steps.append(lambda text: text.replace(".", ""))
    case = look.text_case
    if case in CASES:
        steps.append(title if case == "title" else CASES[case])
    opening = look.formats
    closing = marks.CLOSE * len(opening)
    if look.quotes:
        opening += marks.QUOTE
        closing = marks.END_QUOTE + closing
    if opening:
        steps.append(Wrapper(opening, closing))
    if not steps:
        return None
    if len(steps) == 1:
        return steps[0]

    def all_steps(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return all_steps
