"""tbd"""
from __future__ import annotations
from collections.abc import Iterator
from msgevidence.manuscript.check import Checked
def write(checked: Checked, form: str) -> bytes: return b""
def as_lines(checked: Checked) -> Iterator[str]: yield ""
