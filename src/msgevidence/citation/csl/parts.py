"""Compiled pieces of a style and how they are put together, with all that is known beforehand settled beforehand.

A part that may be empty tells the group around it about its variables through `Cite.hit`; one that always prints
something need not, for its group always prints too. So only what is uncertain costs anything when a cite is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .affixes import Change
from .context import CALLED, RENDERED, Cite

Fn = Callable[[Cite], str]

NOTHING, ABSENT, CONSTANT, ALWAYS, DYNAMIC = range(5)
"""Neither text nor variable; an empty variable; text without a variable; text of a variable; to be seen."""


class Part:
    """A function from a cite to text, and what is known of it.

    `text` is that of a part whose text never changes; `weight` the most elements that one call may come upon.
    """

    __slots__ = ("kind", "render", "text", "weight")

    def __init__(self, render: Fn, kind: int = DYNAMIC, text: str | None = None, weight: int = 1) -> None:
        self.render = render
        self.kind = kind
        self.text = text
        self.weight = weight


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
    done, inner = change, part.render
    if part.text is not None:
        return constant(done(part.text), part.kind)
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
        return Part(_all(_folded(kept, delimiter), delimiter), ALWAYS, weight=weight)
    functions = [part.render for part in kept]
    if group:
        return Part(_watching(functions, delimiter, CALLED if calls else 0), weight=weight)
    both = functions[0] if len(functions) == 1 else _some(functions, delimiter)
    return Part(_calling(both) if calls else both, weight=weight)


def _folded(parts: Sequence[Part], delimiter: str) -> list[Part]:
    """Neighbours whose text never changes become one."""
    out: list[Part] = []
    for part in parts:
        if out and part.text is not None and out[-1].text is not None:
            out[-1] = constant(f"{out[-1].text}{delimiter}{part.text}")
        else:
            out.append(part)
    return out


def _all(parts: Sequence[Part], delimiter: str) -> Fn:
    if len(parts) == 1:
        return parts[0].render
    functions = [part.render for part in parts]
    if any(part.kind == DYNAMIC for part in parts):
        return _some(functions, delimiter)
    if len(parts) == 2:
        first, second = functions
        return lambda cite: first(cite) + delimiter + second(cite)
    return lambda cite: delimiter.join([function(cite) for function in functions])


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
