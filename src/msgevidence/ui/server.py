"""Starts the front end: Streamlit with every option it needs, whether from a checkout or an installed wheel."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from msgevidence.errors import CallRefused, FileRefused
from msgevidence.settings import Settings
from msgevidence.ui.theme import THEME

MAX_UPLOAD_MB = 100
"""Larger files are for ``msgevidence import``, which streams them from the disk."""

OPTIONS: dict[str, str | int | bool] = {
    "server.address": "127.0.0.1",
    "server.maxUploadSize": MAX_UPLOAD_MB,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": False,
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.toolbarMode": "minimal",
    **THEME,
}
"""Safe defaults: this machine only, nothing told to anyone, no traceback on a page."""

_FIRST_PORT = 8501
_GUARDED = Path(__file__).with_name("guarded.py")  # Streamlit finds the application in the file by its name


def flags(port: int | None = None, *, headless: bool = False) -> list[str]:
    """The options as command-line flags of ``streamlit run``."""
    options = OPTIONS | {"server.headless": headless, "server.port": port or _free_port()}
    return [f"--{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in options.items()]


def serve(port: int | None, settings: Settings, *, open_browser: bool = True) -> int:
    """Run the front end in this process until it is interrupted; returns the exit code.

    `port` None takes the first free one; a browser is opened only where there is a display. Raises FileRefused
    when the frame is missing and CallRefused when `port` is taken.
    """
    if not settings.app.is_file():
        raise FileRefused(str(settings.app), "the front end is not there", remedy="Install msgevidence again.")
    if port is not None and not _is_free(port):
        raise CallRefused(f"Port {port} is in use. Name another with --port, or leave it out.")
    # Pages read their Settings from the environment; Streamlit takes no arguments of ours.
    os.environ["MSGEVIDENCE_DB"] = settings.database_url
    from streamlit.web import cli as streamlit_cli

    from msgevidence.ui import signing_in

    asked = signing_in.prepare(settings.sign_in)
    arguments = ["run", str(_GUARDED), *flags(port, headless=not open_browser or _has_no_display()), *asked]
    try:
        streamlit_cli.main(arguments, prog_name="streamlit", standalone_mode=False)
    except KeyboardInterrupt:
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def _has_no_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _free_port() -> int:
    """The first free port from Streamlit's usual one."""
    for port in range(_FIRST_PORT, _FIRST_PORT + 100):
        if _is_free(port):
            return port
    raise CallRefused(f"No free port from {_FIRST_PORT} on. Name one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
        return True
