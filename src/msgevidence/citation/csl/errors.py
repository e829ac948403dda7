"""What goes wrong in a style is an exception naming file and line; what goes wrong in an item is data."""

from __future__ import annotations

from typing import NamedTuple


class StyleError(ValueError):
    """A style or locale file cannot be used; the message names the file, the line and the reason."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        self.name = name
        self.line = line
        self.reason = reason
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {reason}")


class ItemWarning(NamedTuple):
    """Something in an item, a cite or a request that was put aside or repaired."""

    item: str
    variable: str
    message: str
