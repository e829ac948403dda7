"""The front end as Streamlit's server runs it for `msgevidence app`: the frame, with a guard on every exchange.

The content policy lets the browser load from this server only, so that nothing a record says can make it ask
elsewhere. Streamlit's own script needs inline styles and, for charts, evaluated expressions. The header that
says who is there passes from the team's proxy only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from msgevidence.settings import Settings, SignIn
from msgevidence.ui import signing_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
_COMPRESSED_FROM = 1_000  # bytes
_EFFORT = 4  # of nine: first visits are mostly to this machine


class Guard:
    """Puts HEADERS on every HTTP answer, and takes the header of the sign-in from every request of a stranger."""

    def __init__(self, app: ASGIApp, sign_in: SignIn | None = None) -> None:
        self._app = app
        self._sign_in = sign_in or Settings.read().sign_in
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            scope = {**scope, "headers": self._believed(scope)}
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given: list[Any] = [pair for pair in message["headers"] if pair[0].lower().decode() not in HEADERS]
                message["headers"] = [*given, *self._headers]
            await send(message)

        await self._app(scope, receive, guarded)

    def _believed(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The request's headers. A header that comes twice says nothing: the first may be the visitor's own."""
        name = self._sign_in.header.lower().encode()
        headers: list[tuple[bytes, bytes]] = list(scope.get("headers", ()))
        others = [pair for pair in headers if pair[0].lower() != name]
        peer = scope.get("client")
        believed = signing_in.speaks_for_users(peer[0] if peer else None, self._sign_in)
        return headers if believed and len(headers) - len(others) == 1 else others


app = st.App(
    Settings.read().app,
    middleware=[
        Middleware(Guard),
        Middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=_EFFORT),
    ],
)
