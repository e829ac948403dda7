"""A Zotero server on this machine, and a clock that runs when someone sleeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from msgevidence.sources.zotero_library import Address, Patience, ZoteroLibrary
from support.zotero_server import KEY, ZoteroServer


class Clock:
    """Time as the code under test sees it; `slept` are its pauses."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[ZoteroServer]:
    with ZoteroServer(items=250).running() as running:
        yield running


Connect = Callable[..., ZoteroLibrary]


@pytest.fixture
def connect(server: ZoteroServer, clock: Clock) -> Connect:
    def library(address: str = "users/123", *, key: str = KEY, patience: Patience | None = None) -> ZoteroLibrary:
        return ZoteroLibrary(
            Address.parse(address),
            key=key,
            endpoint=server.endpoint,
            patience=patience or Patience(answer=5),
            sleep=clock.sleep,
            clock=clock,
        )

    return library
