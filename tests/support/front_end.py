"""The front end as a user starts it, on a library of its own, and the browser of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEES_OTHERS = ("MSGEVIDENCE_", "ZOTERO_", "STREAMLIT_")
"""Beginnings of the settings of whoever runs this; the server gets none of them."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running front end: its address, the id of its process, and what it said."""

    address: str
    process: int
    log: Path


def chromium() -> str | None:
    """Path of a Chromium of this machine, if any."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def front_end(
    home: Path, *, command: Sequence[str] = ("-m", "msgevidence"), settings: Mapping[str, str] | None = None
) -> Iterator[Site]:
    """`msgevidence app` on the library under `home` (made where there is none), until the block ends.

    `command` is what Python runs to get the command line; `settings` are further environment variables.
    """
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(SEES_OTHERS)}
    environment |= {"MSGEVIDENCE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")} | dict(settings or {})
    log = home.with_suffix(".log")
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, *command, "app", "--port", str(port), "--no-browser"],
            env=environment,
            cwd=home.parent,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            site = Site(f"http://127.0.0.1:{port}", server.pid, log)
            _wait_for(server, f"{site.address}/_stcore/health", log)
            yield site
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the front end did not start:\n{log.read_text('utf-8', 'replace')}")
