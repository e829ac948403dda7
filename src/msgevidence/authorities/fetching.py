"""The one door to the network: a question to a named service, its manners kept, answered or given up in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from msgevidence import __version__
from msgevidence.authorities.addresses import (
    Broken,
    Resolver,
    checked_addresses,
    origin,
    refuse_stranger,
    resolver,
)
from msgevidence.authorities.answers import Answers
from msgevidence.authorities.pacing import backoff, pace_of, retry_after
from msgevidence.authorities.wire import Answer, exchange
from msgevidence.errors import AuthorityUnavailable, CallRefused

Read = TypeVar("Read")
Secrets = Mapping[str, str]

_MISSING = frozenset((404, 410))
_TRANSIENT = frozenset((429, 500, 502, 503, 504))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_NOT_IN_A_HEADER = frozenset(map(chr, (*range(33), 127, *b'()<>,;:\\"')))


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds: `deadline` for a question with all its tries and waits, `answer` for one try, `longest_wait` the ceiling
    of a wait the service asks for, `rest` how long one that did not answer is left alone. `largest` counts bytes.
    """

    deadline: float = 25.0
    answer: float = 12.0
    tries: int = 3
    first_pause: float = 0.5
    longest_pause: float = 8.0
    longest_wait: float = 15.0
    rest: float = 60.0
    largest: int = 8 << 20
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is. `is_set` says that a setting put it there: then it may be in a private network."""

    url: str
    is_set: bool = False


class Door:
    """The way to one service. `label` is its name in messages, `gap` seconds between questions until it says better,
    `contact` the user's e-mail address, "" for none: then nobody is named."""

    def __init__(
        self,
        label: str,
        address: Address,
        *,
        gap: float,
        contact: str = "",
        answers: Answers | None = None,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolver | None = None,
    ) -> None:
        self.label = label
        self.contact = checked_contact(contact)
        self.manners = manners or Manners()
        self._home = origin(address.url)
        self._prefix = urlsplit(address.url).path.rstrip("/")
        self._may_be_private = address.is_set
        self._answers = answers
        self._pace = pace_of(self._home.host, self._home.port, gap)
        self._sleep = sleep
        self._resolve = resolve
        who = f" (mailto:{self.contact})" if self.contact else ""
        self._headers = {"User-Agent": f"msgevidence/{__version__}{who}"}

    def find(
        self, path: str, query: Mapping[str, str], read: Callable[[str], Read], secrets: Secrets | None = None
    ) -> Read | None:
        """What `read` makes of the answer; None when the service says there is no such thing (404, 410).

        `secrets` (keys, the contact address) go with the query and are in no message and no cache. `read` raises
        ValueError for an answer of another form. Raises AuthorityUnavailable.
        """
        question = f"{self._home}{self._prefix}{path}?{_normalised(query)}"
        kept = self._answers.get(question) if self._answers else None
        if kept is not None:
            if kept.status in _MISSING:
                return None
            try:
                return read(kept.text)
            except (ValueError, RecursionError):
                pass  # kept by a version that read it otherwise
        answer = self._answered(f"{self._prefix}{path}?{_encoded({**query, **(secrets or {})})}".rstrip("?"))
        if answer.status in _MISSING:
            if self._answers:
                self._answers.put(question, answer.status, "")
            return None
        if answer.status != 200:
            raise self._refused(answer.status)
        text = answer.body.decode("utf-8", "replace").removeprefix("\ufeff")
        try:
            value = read(text)
        except (ValueError, RecursionError):
            is_page = text.lstrip()[:15].lower().startswith(("<!doctype html", "<html"))
            what = "a web page" if is_page else "something that cannot be read"
            raise AuthorityUnavailable(f"{self.label} answered with {what} in place of its data") from None
        if self._answers:
            self._answers.put(question, 200, text)
        return value

    def ask(
        self, path: str, query: Mapping[str, str], read: Callable[[str], Read], secrets: Secrets | None = None
    ) -> Read:
        """Like `find`, where the service must have an answer: a missing page is no "nothing found"."""
        found = self.find(path, query, read, secrets)
        if found is None:
            raise self._refused(404)
        return found

    def _answered(self, target: str) -> Answer:
        """Tries until there is an answer that stands, within the deadline."""
        manners, pace = self.manners, self._pace
        deadline = time.monotonic() + manners.deadline
        trouble = ""
        for attempt in range(manners.tries):
            if because := pace.closed():
                raise AuthorityUnavailable(because)
            wait = pace.turn(deadline - time.monotonic())
            if wait is None:
                raise AuthorityUnavailable(f"{self.label} may not be asked so often; try again later")
            self._pause(wait)
            pause: float | None = None
            try:
                answer = self._followed(target, min(deadline, time.monotonic() + manners.answer))
            except Broken as fault:
                trouble = str(fault)
                if not fault.again:
                    break
            else:
                pace.learn(answer.headers)
                if answer.status not in _TRANSIENT:
                    return answer
                trouble = _trouble(answer.status)
                pause = retry_after(answer.headers.get("retry-after", ""))
                if pause is not None and pause > manners.longest_wait:
                    raise self._sent_away(pause)
            if pause is None:
                pause = backoff(attempt, manners.first_pause, manners.longest_pause)
            if attempt + 1 == manners.tries or time.monotonic() + pause >= deadline:
                break
            self._pause(pause)
        message = f"{self.label} {trouble}"
        pace.close(manners.rest, message)
        raise AuthorityUnavailable(message)

    def _followed(self, target: str, deadline: float) -> Answer:
        """One exchange, and those that redirects lead to: only within the service, each address checked anew."""
        asked = self._home
        resolve = self._resolve or resolver(lambda: deadline - time.monotonic())
        for _ in range(self.manners.redirects + 1):
            addresses = checked_addresses(asked, may_be_private=self._may_be_private, resolve=resolve)
            answer = exchange(asked, addresses, target, self._headers, deadline=deadline, largest=self.manners.largest)
            if answer.status not in _REDIRECTS:
                return answer
            url = urljoin(f"{asked}{target}", answer.headers.get("location", ""))
            try:
                next_asked = origin(url)
            except CallRefused:
                raise Broken("sent us on to something that is no web address", again=False) from None
            refuse_stranger(next_asked, {self._home, asked}, asked)
            asked = next_asked
            parts = urlsplit(url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            if not target.isascii() or any(char <= " " for char in target):
                raise Broken("sent us on to something that is no web address", again=False)
        raise Broken("sent us on too many times", again=False)

    def _pause(self, seconds: float) -> None:
        if seconds > 0:
            self._sleep(seconds)

    def _sent_away(self, seconds: float) -> AuthorityUnavailable:
        seconds = min(seconds, 86_400.0)
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        message = f"{self.label} asks to be left alone; try again after {until:%Y-%m-%d %H:%M} UTC"
        self._pace.close(seconds, message)
        return AuthorityUnavailable(message)

    def _refused(self, status: int) -> AuthorityUnavailable:
        if status in (401, 402, 403):
            return AuthorityUnavailable(f"{self.label} refuses to answer (HTTP {status}); it may want a key")
        if status in _MISSING:
            return AuthorityUnavailable(f"{self.label} is not at the address it used to have (HTTP {status})")
        return AuthorityUnavailable(f"{self.label} did not understand the question (HTTP {status})")


def checked_contact(contact: str) -> str:
    """The address without blanks around it; CallRefused for what is no e-mail address, which would be sent along."""
    contact = contact.strip()
    name, _, host = contact.partition("@")
    if contact and (not name or "." not in host or not contact.isascii() or set(contact) & _NOT_IN_A_HEADER):
        raise CallRefused("MSGEVIDENCE_CONTACT is no e-mail address; give one, or none at all")
    return contact


def _trouble(status: int) -> str:
    if status == 429:
        return "says there were too many questions; try again later"
    return f"is out of order (HTTP {status}); try again later"


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(query, errors="replace")


def _normalised(query: Mapping[str, str]) -> str:
    """The same for questions that differ in case and blanks only; a cursor is no words."""
    return _encoded(
        {
            name: value if name == "cursor" else " ".join(value.casefold().split())
            for name, value in sorted(query.items())
        }
    )
