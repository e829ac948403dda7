"""A CSL 1.0.2 processor: CSL-JSON items and a style in, a reference list and in-text citations out.

It knows nothing of the rest of the house. `load_style` reads a style once; `process` sets items and citations in it.
"""

from __future__ import annotations

from .errors import ItemWarning, StyleError
from .load import load_style
from .process import Citation, Entry, Result, process
from .runs import Run
from .tree import Style

Warning = ItemWarning  # its name at the face; nothing here means the built-in

__all__ = ["Citation", "Entry", "Result", "Run", "Style", "StyleError", "Warning", "load_style", "process"]
