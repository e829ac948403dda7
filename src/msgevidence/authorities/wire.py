"""One HTTP exchange: with a checked address, within a deadline however slowly the answer drips, up to a size."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgevidence.authorities.addresses import Broken, Origin

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers by lower-case name, and the whole body, unpacked."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def exchange(
    origin: Origin, addresses: Sequence[str], path: str, headers: Mapping[str, str], *, deadline: float, largest: int
) -> Answer:
    """GET `path` from the first of the `addresses` that can be reached; `deadline` is a time of `time.monotonic()`,
    `largest` counts bytes, packed and unpacked.

    Raises Broken. No proxy is used and no redirect followed.
    """
    try:
        secured = plain = _connected(addresses, origin.port, deadline)
        try:
            if origin.scheme == "https":
                plain.settimeout(_left(deadline))
                secured = _trust().wrap_socket(plain, server_hostname=origin.host)
            connection = http.client.HTTPConnection(origin.host, origin.port)
            connection.sock = _Hurried(secured, deadline)  # what http.client uses of a socket
            connection.request("GET", path, headers={**headers, "Accept-Encoding": "gzip", "Connection": "close"})
            response = connection.getresponse()
            body = _read(response, largest)
            told = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, told, _unpacked(body, told.get("content-encoding", ""), largest))
        finally:
            secured.close()
            plain.close()
    except TimeoutError:
        raise Broken("did not answer in time") from None
    except ssl.SSLCertVerificationError as fault:
        raise Broken(f"shows a certificate that is not to be trusted ({fault.verify_message})", again=False) from None
    except (http.client.IncompleteRead, zlib.error):
        raise Broken("broke off in the middle of its answer") from None
    except ConnectionRefusedError:
        raise Broken("refused the connection") from None
    except http.client.HTTPException:
        raise Broken("did not answer in HTTP") from None
    except OSError as fault:
        raise Broken(f"could not be reached ({fault.strerror or 'the connection failed'})") from None


def _connected(addresses: Sequence[str], port: int, deadline: float) -> socket.socket:
    """Each address has its share of the time that is left."""
    fault: OSError = ConnectionRefusedError()
    for tried, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), timeout=_left(deadline) / (len(addresses) - tried))
        except OSError as one:
            fault = one
    raise fault


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(response: http.client.HTTPResponse, largest: int) -> bytes:
    pieces, size = [], 0
    while piece := response.read(_BLOCK):
        size += len(piece)
        if size > largest:
            raise Broken("answered with more than could be meant", again=False)
        pieces.append(piece)
    # A short body of a stated length is no error for read(amount).
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _unpacked(body: bytes, encoding: str, largest: int) -> bytes:
    if encoding.lower() not in ("gzip", "x-gzip"):
        return body
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    plain = stream.decompress(body, largest)
    if stream.unconsumed_tail:
        raise Broken("answered with more than could be meant", again=False)
    if not stream.eof:
        raise zlib.error("truncated")
    return plain


class _Hurried:
    """A connected socket whose every reading and writing has what is left until the deadline, and no more."""

    def __init__(self, inner: socket.socket, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def sendall(self, data: Any) -> None:
        self._inner.settimeout(_left(self._deadline))
        self._inner.sendall(data)

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._inner, self._deadline))

    def close(self) -> None:
        """Does nothing: http.client closes before it has read the body; `exchange` closes at its end."""


class _Reading(io.RawIOBase):
    def __init__(self, inner: socket.socket, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._inner.settimeout(_left(self._deadline))
        return self._inner.recv_into(buffer)
