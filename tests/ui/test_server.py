"""The options the front end starts with."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from msgevidence.errors import CallRefused, FileRefused
from msgevidence.settings import Settings
from msgevidence.ui import server


def test_every_option_is_one_streamlit_knows() -> None:
    from streamlit import config

    config.get_config_options()
    known = set(config.get_config_options())
    assert set(server.OPTIONS) <= known


def test_safe_by_default() -> None:
    flags = server.flags(8765, headless=True)
    for flag in (
        "--server.address=127.0.0.1",
        "--server.port=8765",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--client.disableDataExport=true",
        "--server.enableXsrfProtection=true",
        "--server.maxUploadSize=100",
    ):
        assert flag in flags


def test_a_port_in_use_is_refused_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CallRefused, match=str(port)):
            server.serve(port, Settings.read())


def test_a_missing_frame_is_refused_in_words(tmp_path: Path) -> None:
    settings = Settings("sqlite://", tmp_path, tmp_path, tmp_path / "app.py")
    with pytest.raises(FileRefused, match="Install msgevidence again"):
        server.serve(None, settings)


def test_developers_get_the_same_options_from_the_checkout() -> None:
    """`streamlit run app.py` reads .streamlit/config.toml; `msgevidence app` gives flags; both say the same."""
    import tomllib

    written = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
    flat: dict[str, object] = {}

    def walk(prefix: str, table: dict[str, object]) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                walk(f"{prefix}{name}.", value)
            else:
                flat[prefix + name] = value

    walk("", tomllib.loads(written.read_text("utf-8")))
    different = {name for name in flat if flat[name] != server.OPTIONS.get(name)}
    assert different <= {"server.fileWatcherType", "client.showErrorDetails"}, "only what helps a developer may differ"
    assert set(flat) == set(server.OPTIONS)


def test_every_answer_carries_the_guard() -> None:
    """Asked of the application itself, without a port."""
    import asyncio

    from msgevidence.ui import guarded

    sent: list[dict[str, object]] = []

    async def inner(scope: object, receive: object, send: object) -> None:
        headers = [(b"content-type", b"text/plain"), (b"x-frame-options", b"ALLOWALL")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"x"})  # type: ignore[operator]

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    asyncio.run(guarded.Guard(inner)({"type": "http"}, None, send))  # type: ignore[arg-type]
    headers = dict(sent[0]["headers"])  # type: ignore[call-overload]
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"content-type"] == b"text/plain"
    policy = headers[b"content-security-policy"].decode()
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
