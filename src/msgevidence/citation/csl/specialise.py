"""One function per element list and shape of item, made when first needed; beyond a limit, one for all shapes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from .compile import Compiler
from .context import Cite
from .parts import Fn
from .shapes import Shape, Vocabulary
from .tree import Element

MOST_SHAPES = 3000
NUMBERS = count()


class Specialised:
    """Renders a cite by the function made for the shape of its item."""

    def __init__(self, compiler: Compiler, nodes: Sequence[Element], vocabulary: Vocabulary) -> None:
        self.compiler = compiler
        self.nodes = nodes
        self.vocabulary = vocabulary
        self.key = next(NUMBERS)
        self.general: Fn | None = None

    def __call__(self, cite: Cite) -> str:
        shape = cite.item.shape
        if shape is None:
            shape = cite.item.shape = self.vocabulary.shape(cite.item)
        made: Fn | None = shape.made.get(self.key)
        if made is None:
            made = shape.made[self.key] = self.make(shape)
        return made(cite)

    def make(self, shape: Shape) -> Fn:
        if len(self.vocabulary.shapes) <= MOST_SHAPES:
            return self.compiler.compiled(self.nodes, shape)
        if self.general is None:
            self.general = self.compiler.compiled(self.nodes, None)
        return self.general


class WithoutAuthor(Specialised):
    """Renders cites whose author is left out, and the author alone."""

    def __init__(self, compiler: Compiler, nodes: Sequence[Element], vocabulary: Vocabulary) -> None:
        super().__init__(compiler, nodes, vocabulary)
        self.author_key = (self.key, "author")

    def make(self, shape: Shape) -> Fn:
        made = super().make(shape)
        shape.made[self.author_key] = self.compiler.author if self.general is not made else None
        return made

    def author(self, cite: Cite, trace: list[Any] | None = None) -> str | None:
        """The first names of the cite (noted in `trace`); None where that takes rendering all of it."""
        shape = cite.item.shape
        if shape is None:
            shape = cite.item.shape = self.vocabulary.shape(cite.item)
        if self.key not in shape.made:
            shape.made[self.key] = self.make(shape)
        render: Fn | None = shape.made[self.author_key]
        if render is None:
            return None
        cite.reset()
        cite.trace = trace
        text = render(cite)
        cite.trace = None
        return text
