"""Compiled pieces of a style and how they are put together, with all that is known beforehand settled beforehand.

A part that may be empty tells the group around it about its variables through `Cite.hit`; one that always prints
something need not, for its group always prints too. So only what is uncertain costs anything when a cite is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .affixes import Change, Wrapper
from .context import CALLED, RENDERED, Cite

Fn = Callable[[Cite], str]

NOTHING, ABSENT, CONSTANT, ALWAYS, DYNAMIC = range(5)
"""Neither text nor variable; an empty variable; text without a variable; text of a variable; to be seen."""


class Variable(str):
    """The name of a text variable whose value is printed as it is."""

    __slots__ = ()


MOST_PIECES = 200  # beyond, a part stays one function: macros of macros of macros have no bound otherwise
Piece = str | Variable | Fn
"""What a part that always prints is made of, one after another: fixed text, values, and functions for the rest."""


class Part:
    """A function from a cite to text, and what is known of it.

    `text` is that of a part whose text never changes; `weight` the most elements that one call may come upon. A part
    of `pieces` is given no function: it makes one when it is asked for, which most never are, for they become pieces
    of the part around them.
    """

    __slots__ = ("function", "kind", "pieces", "text", "weight")

    def __init__(
        self,
        function: Fn | None,
        kind: int = DYNAMIC,
        text: str | None = None,
        weight: int = 1,
        pieces: tuple[Piece, ...] = (),
    ) -> None:
        self.function = function
        self.kind = kind
        self.text = text
        self.weight = weight
        self.pieces = pieces

    @property
    def render(self) -> Fn:
        if self.function is None:
            self.function = _in_order(self.pieces)
        return self.function

    def flat(self) -> tuple[Piece, ...]:
        """The part as pieces of another."""
        if self.text is not None:
            return (self.text,)
        return self.pieces if 0 < len(self.pieces) <= MOST_PIECES else (self.render,)


def _in_order(pieces: Sequence[Piece]) -> Fn:
    """The pieces one after another: a form to be filled in, with the fixed text already in it."""
    form: list[str] = []
    values: list[tuple[int, str]] = []
    functions: list[tuple[int, Fn]] = []
    for piece in pieces:
        if isinstance(piece, Variable):
            values.append((len(form), piece))
            form.append("")
        elif not isinstance(piece, str):
            functions.append((len(form), piece))
            form.append("")
        elif (
            form
            and piece
            and (not values or values[-1][0] != len(form) - 1)
            and (not functions or functions[-1][0] != len(form) - 1)
        ):
            form[-1] += piece
        elif piece:
            form.append(piece)
    if len(form) == 1:
        if functions:
            return functions[0][1]
        if values:
            name = values[0][1]
            return lambda cite: cite.item.text[name]

    def fill(cite: Cite) -> str:
        filled = form.copy()
        for place, function in functions:
            filled[place] = function(cite)
        if values:
            text = cite.item.text
            for place, name in values:
                filled[place] = text[name]
        return "".join(filled)

    return fill


def _absent(cite: Cite) -> str:
    cite.hit |= CALLED
    return ""


nothing = Part(lambda _cite: "", NOTHING, "")
absent = Part(_absent, ABSENT, "")


def constant(text: str, kind: int = CONSTANT) -> Part:
    return Part(lambda _cite: text, kind, text)


def changed(part: Part, change: Change | None) -> Part:
    """The part with an affix, formatting or the like around it, where it prints anything."""
    if change is None or part.kind < CONSTANT:
        return part
    if part.text is not None:
        return constant(change(part.text), part.kind)
    if part.kind == ALWAYS and isinstance(change, Wrapper):
        return Part(None, ALWAYS, weight=part.weight, pieces=(change.before, *part.flat(), change.after))
    done, inner = change, part.render
    if part.kind == ALWAYS:
        return Part(lambda cite: done(inner(cite)), ALWAYS, weight=part.weight)

    def render(cite: Cite) -> str:
        text = inner(cite)
        return done(text) if text else ""

    return Part(render, weight=part.weight)


def joined(parts: Sequence[Part], delimiter: str = "") -> Part:
    """One after another: a layout, a branch."""
    return _together(parts, delimiter, group=False)


def grouped(parts: Sequence[Part], delimiter: str, change: Change | None) -> Part:
    """A cs:group or macro: prints nothing where all variables in it are empty; else counts as a variable itself."""
    return changed(_together(parts, delimiter, group=True), change)


def _together(parts: Sequence[Part], delimiter: str, *, group: bool) -> Part:
    calls = always = varies = False
    kept: list[Part] = []
    for part in parts:
        kind = part.kind
        if kind >= CONSTANT:
            kept.append(part)
            always = always or kind == ALWAYS
            varies = varies or kind != CONSTANT
        elif kind == ABSENT:
            calls = True
    if not kept:
        return absent if calls else nothing
    if not varies:
        if calls and group:
            return absent
        text = delimiter.join([part.text or "" for part in kept])
        if not calls:
            return constant(text, ALWAYS if group else CONSTANT)
        return Part(_calling(lambda _cite: text))
    weight = sum([part.weight for part in kept])
    if always:
        if delimiter and any(part.kind == DYNAMIC for part in kept):
            return Part(_some([part.render for part in kept], delimiter), ALWAYS, weight=weight)
        pieces: list[Piece] = []
        for part in kept:
            if delimiter and pieces:
                pieces.append(delimiter)
            pieces += part.flat()
        return Part(None, ALWAYS, weight=weight, pieces=tuple(pieces))
    functions = [part.render for part in kept]
    if group:
        return Part(_watching(functions, delimiter, CALLED if calls else 0), weight=weight)
    both = functions[0] if len(functions) == 1 else _some(functions, delimiter)
    return Part(_calling(both) if calls else both, weight=weight)


def _some(functions: Sequence[Fn], delimiter: str) -> Fn:
    if not delimiter:
        return lambda cite: "".join([function(cite) for function in functions])
    return lambda cite: delimiter.join([text for function in functions if (text := function(cite))])


def _calling(function: Fn) -> Fn:
    def render(cite: Cite) -> str:
        cite.hit |= CALLED
        return function(cite)

    return render


def _watching(functions: Sequence[Fn], delimiter: str, base: int) -> Fn:
    def render(cite: Cite) -> str:
        outer = cite.hit
        cite.hit = base
        texts = [text for function in functions if (text := function(cite))]
        hit = cite.hit
        if hit == CALLED:
            cite.hit = outer | CALLED
            return ""
        if not texts:
            cite.hit = outer | hit
            return ""
        cite.hit = outer | hit | RENDERED
        return delimiter.join(texts) if len(texts) > 1 else texts[0]

    return render
