"""The services on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.authority_servers import HOPE, Services, services


@pytest.fixture
def online() -> Iterator[Services]:
    """Four services that know one work."""
    with services() as running:
        running.hold(HOPE)
        yield running
