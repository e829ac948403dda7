"""All items of one document: read, ordered, numbered and told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .context import Cite, NameState
from .disambiguate import disambiguate
from .engine import Engine
from .errors import ItemWarning
from .items import Item, read_item


class Registry:
    """The items in the order of the bibliography, each with its number and its disambiguation."""

    def __init__(self, engine: Engine, raw: Iterable[object]) -> None:
        self.engine = engine
        self.warnings: list[ItemWarning] = []
        self.items: dict[str, Item] = {}
        for position, one in enumerate(raw):
            item = read_item(one, position, self.warnings, engine.vocabulary.wanted)
            if item.id in self.items:
                self.warnings.append(ItemWarning(item.id, "id", "two items have this id; the earlier one is left out"))
            self.items[item.id] = item
        self.order: list[Item] = []
        self.numbers: dict[str, int] = {}
        self.states: dict[str, NameState] = {}
        self.suffixes: dict[str, str] = {}

    def arrange(self, cited: Sequence[str], *, uncited: bool = True) -> None:
        """Settle order and numbers: cited items first, as cited, unless the bibliography sorts."""
        items = self.items
        ids = dict.fromkeys(one for one in cited if one in items)
        if uncited:
            ids.update(dict.fromkeys(items))
        cites = []
        for number, one in enumerate(ids, 1):
            cite = Cite(items[one])
            cite.citation_number = str(number)
            cites.append(cite)
        area = self.engine.bibliography
        if area is not None and area.sorter:
            cites = area.sorter.sort(cites)
        self.order = [cite.item for cite in cites]
        self.numbers = {item.id: number for number, item in enumerate(self.order, 1)}
        self.states = {}
        self.suffixes = {}
        disambiguate(self)

    def cite(self, item: Item, used: Cite | None = None) -> Cite:
        """A bare cite of an item as it stands after arranging; `used`, a bare cite done with, is taken for it."""
        if used is None:
            cite = Cite(item)
        else:
            cite = used
            cite.item = item
            cite.reset()
        cite.citation_number = str(self.numbers.get(item.id, ""))
        cite.state = self.states.get(item.id)
        cite.year_suffix = self.suffixes.get(item.id, "")
        return cite
