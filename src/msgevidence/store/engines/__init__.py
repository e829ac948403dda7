"""The databases a library can live in. Each module says in its own words what `Kind` asks; `database` is who asks."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from msgevidence.errors import CallRefused


class Kind(Protocol):
    """What differs between databases, apart from full text (see `fulltext`) and DDL (see the migrations)."""

    def settled(self, url: URL) -> URL:
        """The URL with what it leaves open; CallRefused when nothing here can talk to such a database."""

    def address(self, url: URL) -> str:
        """The URL as it may be shown: without a password."""

    def name(self, url: URL) -> str:
        """How the place is called in messages: never with a password."""

    def version(self, url: URL) -> str | None:
        """The schema revision of what is there, None when there is nothing; nothing is changed by looking.
        Raises LibraryUnavailable when it is no library of ours, or cannot be looked at.
        """

    def make_room(self, url: URL) -> None:
        """Before a new library: what has to exist around it."""

    def connect(self, url: URL, timeout: float) -> Engine:
        """An engine whose connections read, and see one state of the library throughout."""

    def writer(self, engine: Engine) -> Engine:
        """The same engine with connections that write, one at a time: they begin when they may, waiting for another
        one up to the `timeout` of `connect`, in seconds.
        """

    def claim(self, connection: Connection) -> None:
        """Marks an empty database as a library."""

    def present_version(self, connection: Connection) -> str | None:
        """The schema revision, as `version` says it, inside a transaction."""

    def translated(self, error: BaseException | None, url: URL) -> Exception | None:
        """A driver's error in words a user can act on; None for a broken constraint, which is a bug."""

    def cannot_hold(self, error: BaseException | None) -> bool:
        """Whether the row is at fault: it breaks a constraint or a limit of this database."""

    def checks(self, connection: Connection, *, deep: bool) -> tuple[str, ...]:
        """What the database finds wrong with itself; `deep` takes its time."""

    def size(self, connection: Connection) -> int:
        """Of the library, in bytes."""


BUSY = "another process is writing to the library; wait until it is done and try again"
_MODULES = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}


def kind_of(url: URL) -> Kind:
    """The module for a URL's database; CallRefused when there is none."""
    backend = url.get_backend_name()
    if backend not in _MODULES:
        raise CallRefused(
            f"{backend} libraries are not supported; use sqlite:///path or postgresql://user@host/database"
        )
    return cast(Kind, import_module(f"{__name__}.{_MODULES[backend]}"))
