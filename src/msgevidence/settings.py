"""One frozen Settings, read once at the doors (command line, front end) and handed on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_HEADER = "X-Forwarded-User"
_PROXIES = ("127.0.0.1",)


def _bundled(name: str) -> Path:
    """A thing shipped beside the package: inside it when installed from a wheel, at the top of a checkout."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parents[1] / name


@dataclass(frozen=True, slots=True)
class SignIn:
    """How the front end learns who is there, and who of them may write."""

    way: str = ""  # empty: nobody is asked, whoever opens it may do everything; else "oidc" or "proxy"
    curators: frozenset[str] = frozenset()  # e-mail addresses or names, folded
    header: str = _HEADER  # where the proxy says who is there
    proxies: tuple[str, ...] = _PROXIES  # the addresses it comes from

    @classmethod
    def read(cls, env: Mapping[str, str]) -> SignIn:
        return cls(
            way=env.get("MSGEVIDENCE_AUTH", "").strip().lower(),
            curators=frozenset(_folded(name) for name in _listed(env.get("MSGEVIDENCE_CURATORS", ""))),
            header=env.get("MSGEVIDENCE_AUTH_HEADER", "").strip() or _HEADER,
            proxies=_listed(env.get("MSGEVIDENCE_AUTH_PROXY", "")) or _PROXIES,
        )

    def names(self, person: str) -> bool:
        """Whether this is one of the curators, written in capitals or not."""
        return _folded(person) in self.curators


def _folded(name: str) -> str:
    """In small letters; only where no other letter can become the same one (ß and ss, the sign of Kelvin and k)."""
    return name.lower() if name.isascii() else name


def _listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(each.strip() for each in text.split(",") if each.strip())


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are. `database_url` is an SQLAlchemy URL, and so is `replica_url`, if there is a copy to read."""

    database_url: str = field(repr=False)  # may hold a password
    user_data: Path
    data: Path  # the bundled evidence, vocabulary and examples
    app: Path  # the Streamlit frame
    replica_url: str = field(default="", repr=False)
    contact: str = ""  # e-mail for the polite pools of authorities; never invented
    authorities: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # name → the URL to ask it at, where not its own
    keys: Mapping[str, str] = field(
        default_factory=dict, hash=False, repr=False
    )  # name of an authority → the user's key
    sign_in: SignIn = SignIn()

    @classmethod
    def read(cls, db: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
        """From the `--db` argument and `MSGEVIDENCE_DB`, `MSGEVIDENCE_DB_READ`, `MSGEVIDENCE_HOME`,
        `MSGEVIDENCE_CONTACT`, `MSGEVIDENCE_AUTHORITY_<NAME>`, `MSGEVIDENCE_KEY_<NAME>`, and for the front end
        `MSGEVIDENCE_AUTH`, `MSGEVIDENCE_AUTH_HEADER`, `MSGEVIDENCE_AUTH_PROXY` and `MSGEVIDENCE_CURATORS`.
        """
        env = os.environ if environ is None else environ
        home = env.get("MSGEVIDENCE_HOME")
        user_data = Path(home) if home else Path(platformdirs.user_data_dir("msgevidence", appauthor=False))
        chosen = db or env.get("MSGEVIDENCE_DB")
        return cls(
            database_url=_as_url(chosen) if chosen else _as_url(str(user_data / "library.sqlite")),
            user_data=user_data,
            data=_bundled("data"),
            app=_bundled("app.py"),
            # a copy is one of the library named beside it, not of one that `--db` names
            replica_url=env.get("MSGEVIDENCE_DB_READ", "") if not db or db == env.get("MSGEVIDENCE_DB") else "",
            contact=env.get("MSGEVIDENCE_CONTACT", ""),
            authorities=_named(env, "MSGEVIDENCE_AUTHORITY_"),
            keys=_named(env, "MSGEVIDENCE_KEY_"),
            sign_in=SignIn.read(env),
        )


def _named(env: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix).lower(): value for name, value in env.items() if name.startswith(prefix) and value
    }


def _as_url(path_or_url: str) -> str:
    if "://" in path_or_url:
        return path_or_url
    path = Path(path_or_url).expanduser().absolute().as_posix()
    return "sqlite:///" + path.replace("%", "%25").replace("?", "%3F")  # the two signs that mean something in a URL
