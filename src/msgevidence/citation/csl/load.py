"""A style by its name, its path or its text."""

from __future__ import annotations

import re
from pathlib import Path

from . import files
from .errors import StyleError
from .style import parse_style
from .tree import Style

APA = re.compile(r"/styles/apa(?:-|$)")
"""Styles after the Publication Manual, which raises all words of four letters or more (section 6.17), and where
"et al." never stands for a single name when names are added to tell works apart (8.18)."""

_LOADED: dict[str, Style] = {}


def load_style(source: str | Path) -> Style:
    """An installed style's name (apa), the path of a .csl file, or XML text. A dependent style gives its parent.

    Raises StyleError, which names the file and the line.
    """
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("<"):
        return _independent(parse_style(source, "style"))
    path = _path(source)
    key = str(path)
    if path.stem not in _LOADED or _LOADED[path.stem].cache.get("path") != key:
        style = _independent(parse_style(_read(path), path.name))
        style.cache["path"] = key
        if isinstance(source, str) and files.style_file(source) == path:
            _LOADED[path.stem] = style
        return style
    return _LOADED[path.stem]


def _path(source: str | Path) -> Path:
    if isinstance(source, str):
        installed = files.style_file(source)
        if installed is not None:
            return installed
        if not source or "\0" in source or len(source) > 4000:
            raise StyleError(repr(source[:40]), 0, "this names no style")
    path = Path(source)
    try:
        found = path.is_file()
    except OSError:  # a name that no file system takes
        found = False
    if not found:
        what = "no such file" if path.suffix else "no installed style and no file has this name"
        raise StyleError(str(source)[:200], 0, what)
    return path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StyleError(str(path), 0, f"cannot be read ({error.strerror})") from None


def _independent(style: Style) -> Style:
    """The style itself, or the parent it names, with the locale of the dependent one."""
    if not style.parent:
        if APA.search(style.id):
            style.longest_low_word = 3
            style.options = {**style.options, "et-al-is-plural": "true"}
        return style
    name = style.parent.rstrip("/").rpartition("/")[2]
    path = files.style_file(name)
    if path is None:
        raise StyleError(style.name, 0, f"depends on {name[:100]!r}, which is not installed")
    parent = parse_style(_read(path), path.name)
    if parent.parent:
        raise StyleError(style.name, 0, f"depends on {name[:100]!r}, which depends on another style itself")
    if style.default_locale:
        parent.default_locale = style.default_locale
    return _independent(parent)
