"""A document under way, as word processors drive a citation processor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .registry import Registry

if TYPE_CHECKING:
    from .fixtures import Fixture


def replay(registry: Registry, fixture: Fixture) -> str:
    return ""
