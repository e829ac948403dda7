"""How often a host is asked: one pace a process and host, from what the host says in its headers; and when it asks to
be left alone, or did not answer, it is left alone by everybody."""

from __future__ import annotations

import math
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Clock = Callable[[], float]
_INTERVAL = re.compile(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s|m|h)?\s*", re.IGNORECASE)
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


class Pace:
    """The pace of one host. Times are those of `clock`, in seconds."""

    def __init__(self, gap: float, clock: Clock = time.monotonic) -> None:
        self.gap = gap  # seconds between two requests
        self._clock = clock
        self._lock = threading.Lock()
        self._free = -math.inf  # when the next request may go out
        self._closed = -math.inf  # until when the host is left alone
        self._because = ""

    def turn(self, within: float) -> float | None:
        """Takes the next turn and returns how long to wait for it; None, and no turn, if it is not `within` seconds."""
        with self._lock:
            now = self._clock()
            wait = max(0.0, self._free - now)
            if wait > within:
                return None
            self._free = now + wait + self.gap
            return wait

    def learn(self, headers: Mapping[str, str]) -> None:
        """Takes over the limit the host states: ``x-rate-limit-limit`` a ``x-rate-limit-interval``."""
        limit, interval = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "")
        found = _INTERVAL.fullmatch(interval)
        if limit.strip().isascii() and limit.strip().isdecimal() and int(limit) and found:
            seconds = float(found.group(1)) * _UNITS[(found.group(2) or "s").lower()]
            with self._lock:
                self.gap = min(seconds / int(limit), 10.0)

    def close(self, seconds: float, because: str) -> None:
        """Nobody asks this host for so long."""
        with self._lock:
            self._closed = max(self._closed, self._clock() + seconds)
            self._because = because

    def closed(self) -> str:
        """Why the host is not to be asked now; "" when it is."""
        with self._lock:
            return self._because if self._clock() < self._closed else ""


_PACES: dict[tuple[str, int], Pace] = {}
_LOCK = threading.Lock()


def pace_of(host: str, port: int, gap: float) -> Pace:
    """The one pace of this process for a host; `gap` is where the first who asks starts it."""
    with _LOCK:
        return _PACES.setdefault((host, port), Pace(gap))


def retry_after(text: str, now: datetime | None = None) -> float | None:
    """A Retry-After header in seconds from now, of either form (seconds, HTTP date); None for anything else."""
    text = text.strip()
    try:
        wait = float(text)
    except ValueError:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        wait = (date.replace(tzinfo=date.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds()
    return max(0.0, wait) if math.isfinite(wait) else None


def backoff(attempt: int, first: float, longest: float, draw: Callable[[], float] = random.random) -> float:
    """Seconds before trying again after try number `attempt` (from 0): doubling, capped, and half of it by chance, so
    that many who failed together do not come back together."""
    whole = min(longest, first * 2.0**attempt)
    return whole * (0.5 + draw() / 2)
