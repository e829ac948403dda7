"""Opens what a check looks in beside the library: local snapshots and, only when asked for, the services online."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgevidence.ports import Authority
from msgevidence.settings import Settings


@contextmanager
def opened(
    settings: Settings, *, snapshots: Sequence[str | Path] = (), online: bool = False
) -> Iterator[tuple[Authority, ...]]:
    """In the order they are to be asked. FileRefused for a file that is no snapshot, CallRefused for odd settings."""
    with ExitStack() as stack:
        found: list[Authority] = []
        if snapshots:
            from msgevidence.authorities.snapshot import Snapshot

            for path in snapshots:
                snapshot = Snapshot(Path(path).expanduser())
                stack.callback(snapshot.close)
                found.append(snapshot)
        if online:
            from msgevidence.authorities import register

            found += register.online(
                contact=settings.contact,
                cache=settings.user_data / "answers",
                addresses=settings.authorities,
                keys=settings.keys,
            )
        yield tuple(found)
