"""Opens the authorities a call names: local snapshots first, then, only when asked for, the services online."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgevidence.cli.desk import settings_of
from msgevidence.ports import Authority


@contextmanager
def authorities_of(
    arguments: argparse.Namespace, *, snapshots: Sequence[str] = (), online: bool = False
) -> Iterator[tuple[Authority, ...]]:
    """In the order they are to be asked. FileRefused for a file that is no snapshot, CallRefused for odd settings."""
    with ExitStack() as opened:
        found: list[Authority] = []
        if snapshots:
            from msgevidence.authorities.snapshot import Snapshot

            for path in snapshots:
                snapshot = Snapshot(Path(path).expanduser())
                opened.callback(snapshot.close)
                found.append(snapshot)
        if online:
            from msgevidence.authorities import register

            settings = settings_of(arguments)
            found += register.online(
                contact=settings.contact,
                cache=settings.user_data / "answers",
                addresses=settings.authorities,
                keys=settings.keys,
            )
        yield tuple(found)
