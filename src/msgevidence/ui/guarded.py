"""The front end as Streamlit's server runs it for `msgevidence app`: the frame, with a guard on every HTTP answer.

The content policy lets the browser load from this server only, so that nothing a record says can make it ask
elsewhere. Streamlit's own script needs inline styles and, for charts, evaluated expressions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from msgevidence.settings import Settings

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
    """Puts HEADERS on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given: list[Any] = [pair for pair in message["headers"] if pair[0].lower().decode() not in HEADERS]
                message["headers"] = [*given, *self._headers]
            await send(message)

        await self._app(scope, receive, guarded)


app = st.App(
    Settings.read().app,
    middleware=[
        Middleware(Guard),
        Middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=_EFFORT),
    ],
)
