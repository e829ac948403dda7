"""Which Zotero library is meant, where it answers, and with which key."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgevidence.errors import CallRefused

_ADDRESS = re.compile(
    r"(?:(?:https?://)?(?:www\.|api\.)?zotero\.org/)?(users?|groups?)/(\d{1,12})(?:/.*)?", re.IGNORECASE
)
_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
KEY_VARIABLE = "ZOTERO_API_KEY"
KEY_FILE = "zotero.key"
ENDPOINT_VARIABLE = "MSGEVIDENCE_ZOTERO_ENDPOINT"


@dataclass(frozen=True, slots=True)
class Address:
    """A library: `kind` is ``user`` or ``group``."""

    kind: str
    number: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """``users/123``, ``groups/456`` or the address of such a page on zotero.org; CallRefused else."""
        found = _ADDRESS.fullmatch(text.strip())
        if not found:
            raise CallRefused(
                f"“{text}” is no Zotero library: give users/NUMBER (your number stands on zotero.org/settings/keys) "
                "or groups/NUMBER; with --local, users/0 is your own library"
            )
        return cls(found.group(1).lower().rstrip("s"), int(found.group(2)))

    def __str__(self) -> str:
        return f"{self.kind}s/{self.number}"

    def item(self, key: str) -> str:
        """The address by which word processors and this house know an item of the library."""
        return f"http://zotero.org/{self}/items/{key}"


def api_key(environ: Mapping[str, str] | None = None) -> str:
    """The key from ``ZOTERO_API_KEY``, else from the system's keyring where the `keyring` package is installed."""
    given = (os.environ if environ is None else environ).get(KEY_VARIABLE, "").strip()
    if given or environ is not None:
        return given
    try:
        keyring: Any = importlib.import_module("keyring")
        return str(keyring.get_password("msgevidence", "zotero") or "")
    except Exception:  # whatever a keyring's back end raises, there is no key
        return ""


def key_in_file(folder: Path) -> str:
    """The key in the file ``zotero.key`` of a folder, "" where there is none. CallRefused when others may read it."""
    file = folder / KEY_FILE
    try:
        mode = file.stat().st_mode
        if os.name == "posix" and mode & 0o077:
            raise CallRefused(f"others may read {KEY_FILE}; take that right away first (chmod 600)")
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise CallRefused(f"{KEY_FILE} cannot be read; check its rights, or put the key into {KEY_VARIABLE}") from None


def loopback_endpoint(environ: Mapping[str, str] | None = None) -> str:
    """Another server on this machine, from ``MSGEVIDENCE_ZOTERO_ENDPOINT`` (for tests); CallRefused for any other."""
    given = (os.environ if environ is None else environ).get(ENDPOINT_VARIABLE, "").strip().rstrip("/")
    if given and (urlsplit(given).scheme != "http" or urlsplit(given).hostname not in _LOOPBACK):
        raise CallRefused(f"{ENDPOINT_VARIABLE} may only name this machine, such as http://127.0.0.1:8080")
    return given
