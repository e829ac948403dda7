"""Opens the authorities a call names."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import AbstractContextManager

from msgevidence.authorities.opening import opened
from msgevidence.cli.desk import settings_of
from msgevidence.ports import Authority


def authorities_of(
    arguments: argparse.Namespace, *, snapshots: Sequence[str] = (), online: bool = False
) -> AbstractContextManager[tuple[Authority, ...]]:
    """Local snapshots first, then, only when asked for, the services online."""
    return opened(settings_of(arguments), snapshots=snapshots, online=online)
