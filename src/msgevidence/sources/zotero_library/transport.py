"""Under pyzotero: waits when the server asks for it, but not for ever; tries again where that is safe; says in words
what went wrong.

pyzotero waits without a bound, breaks at a date in Retry-After, and gives up at the first 5xx. What passes this
transport is an answer whose body is whole, and it asks for no more waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from msgevidence.errors import AuthorityUnavailable

_TRANSIENT = frozenset((429, 500, 502, 503, 504))
_NOT_PROCESSED = frozenset((429, 503))  # safe to repeat even for a write
_READS = frozenset(("GET", "HEAD"))
_WAITS = ("Backoff", "Retry-After")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: `answer` for one answer, `longest` for one wait a server asks for. `tries` of one request."""

    answer: float = 30.0
    longest: float = 60.0
    tries: int = 4
    first_pause: float = 1.0


class PoliteTransport(httpx2.BaseTransport):
    """`sent` counts the requests that went out."""

    def __init__(
        self,
        inner: httpx2.BaseTransport,
        patience: Patience,
        *,
        where: str,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._inner = inner
        self._patience = patience
        self._where = where
        self._sleep = sleep
        self._clock = clock
        self._not_before = 0.0
        self.sent = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.extensions = {**request.extensions, "timeout": httpx2.Timeout(self._patience.answer).as_dict()}
        is_read = request.method in _READS
        for attempt in range(self._patience.tries):
            self._pause(self._not_before - self._clock())
            self.sent += 1
            wait: float | None = None
            try:
                response = self._inner.handle_request(request)
                response.read()
            except httpx2.ConnectError:
                fault, may_repeat = "refused the connection", True
            except httpx2.TimeoutException:
                fault, may_repeat = f"did not answer within {self._patience.answer:g} seconds", is_read
            except (httpx2.TransportError, httpx2.DecodingError):
                fault, may_repeat = "broke off in the middle of its answer", is_read
            else:
                wait = self._asked_to_wait(response)
                if response.status_code not in _TRANSIENT:
                    self._not_before = self._clock() + (wait or 0.0)
                    return _without_waits(response)
                fault = _fault(response.status_code)
                may_repeat = is_read or response.status_code in _NOT_PROCESSED
            if not may_repeat:
                raise AuthorityUnavailable(
                    f"{self._where} {fault} while something was being written; it may have been written or not. "
                    "Run the same again with --dry-run to see"
                )
            if attempt + 1 < self._patience.tries:
                self._pause(self._patience.first_pause * 2**attempt if wait is None else wait)
        raise AuthorityUnavailable(f"{self._where} {fault}, {self._patience.tries} times; try again later")

    def close(self) -> None:
        self._inner.close()

    def _asked_to_wait(self, response: httpx2.Response) -> float | None:
        waits = [seconds(text, self._clock()) for name in _WAITS if (text := response.headers.get(name))]
        known = [wait for wait in waits if wait is not None]
        return max(known) if known else None

    def _pause(self, wait: float) -> None:
        if wait > self._patience.longest:
            until = datetime.fromtimestamp(self._clock() + wait, UTC)
            raise AuthorityUnavailable(
                f"{self._where} asks to be left alone for {wait:.0f} seconds; "
                f"try again after {until:%Y-%m-%d %H:%M} UTC"
            )
        if wait > 0:
            self._sleep(wait)


def seconds(text: str, now: float) -> float | None:
    """A Backoff or Retry-After header in seconds from `now`: whole, fractional or an HTTP date; None for others."""
    text = text.strip()
    try:
        wait = float(text)
    except ValueError:
        try:
            wait = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, OverflowError):
            return None
    return max(0.0, wait) if wait == wait else None  # noqa: PLR0124 - not a number is no number


def _without_waits(response: httpx2.Response) -> httpx2.Response:
    for name in _WAITS:
        if name in response.headers:
            del response.headers[name]
    return response


def _fault(status: int) -> str:
    if status == 429:
        return "says there were too many requests"
    return f"is out of order (HTTP {status})"
