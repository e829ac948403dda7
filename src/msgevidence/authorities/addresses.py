"""Which addresses may be asked: named hosts over http or https, and no machine of the user's own network.

A name is resolved once and the connection goes to the very address that was checked, so that a second answer of the
name server changes nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from msgevidence.errors import CallRefused

Resolver = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Broken(Exception):
    """A question was not put, or not answered; `str()` says why, in words that follow the service's name. `again`
    says whether asking a second time may help.
    """

    def __init__(self, why: str, *, again: bool = True) -> None:
        super().__init__(why)
        self.again = again


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port; `str()` of it is how it stands in a URL."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def origin(url: str) -> Origin:
    """Of a URL; CallRefused when it is not http(s), names no host, or holds a user name or password."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        raise CallRefused("an address that is no URL cannot be asked") from None
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        raise CallRefused("only http:// and https:// addresses without a user name can be asked")
    return Origin(parts.scheme, host, port or _PORTS[parts.scheme])


def refuse_stranger(asked: Origin, named: Collection[Origin], before: Origin | None = None) -> None:
    """Broken for an origin nobody named, and for a redirect from https to http."""
    if asked not in named:
        raise Broken(f"sent us on to {asked.host}, which is not one of its named hosts; not followed", again=False)
    if before is not None and before.scheme == "https" and asked.scheme != "https":
        raise Broken("sent us from https to http; not followed", again=False)


def checked_addresses(asked: Origin, *, may_be_private: bool, resolve: Resolver) -> list[str]:
    """The addresses of the host. Broken when it has none, or any of them is private, loopback or otherwise
    not of the public internet, unless a setting named this origin.
    """
    found = resolve(asked.host, asked.port)
    if not found:
        raise Broken("could not be found by its name; is there a connection?", again=False)
    if not may_be_private and not all(is_public(one) for one in found):
        raise Broken(f"is said to be at an address of a private network ({asked.host}); not asked", again=False)
    return list(dict.fromkeys(found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also where IPv6 carries an IPv4 address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour
        if carried is None and ip in _NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def resolver(timeout: Callable[[], float]) -> Resolver:
    """The system's resolver, left alone when it takes longer than `timeout()` seconds: it cannot be interrupted."""

    def resolve(host: str, port: int) -> list[str]:
        answers: queue.Queue[list[str]] = queue.Queue()

        def work() -> None:
            try:
                answers.put([str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
            except (OSError, UnicodeError):
                answers.put([])

        threading.Thread(target=work, name="resolve", daemon=True).start()
        try:
            return answers.get(timeout=max(0.001, timeout()))
        except queue.Empty:
            return []

    return resolve
