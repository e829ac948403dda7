"""Who is there, and what they may do: nobody is asked on one's own machine, a team signs in.

A team's members are readers; those that MSGEVIDENCE_CURATORS names may write. Who they are is said by an OpenID
Connect provider (Streamlit's own sign-in) or by a proxy; there is no password here.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import os
from collections.abc import Mapping
from importlib import util

import streamlit as st

from msgevidence.errors import CallRefused, NotAllowed
from msgevidence.settings import Settings, SignIn

ALONE = "user"
"""What whoever works on their own machine is called in runs and decisions."""
PROXY_FIELD = "msgevidence_proxy_user"
"""The field of `st.user` that the proxy's header fills."""

_OIDC, _PROXY = "oidc", "proxy"
_OWN_NAMES = frozenset({ALONE, "curator", "rule", "rules", "source"})  # who says what in a library, besides people
_LONGEST_NAME = 200
_NOT_REWRITTEN = ("FORWARDED_ALLOW_IPS", "")
"""The web server's setting by which a connection keeps its address whatever its X-Forwarded-For says."""

log = logging.getLogger("msgevidence.writing")


# ------------------------------------------------------------------------------------------------ who, and what


def visitor() -> str:
    """Name of whoever is signed in: ALONE where nobody is asked, empty for a stranger. Raises CallRefused where the
    settings make no sense.
    """
    settings = checked(Settings.read().sign_in)
    if not settings.way:
        return ALONE
    said = st.user.to_dict()
    name = said.get(PROXY_FIELD) if settings.way == _PROXY else _of_token(said)
    return name if isinstance(name, str) and _is_name(name) else ""


def curator(name: str | None = None) -> str:
    """Name of the curator who is there (or of `name`, where the request itself is out of reach). Raises NotAllowed for
    everyone else. Asked at the moment something is written, whatever the page has shown.
    """
    who = visitor() if name is None else name
    if not may_write(who):
        log.warning("refused: %r may not write", who)
        raise NotAllowed(why_not(who))
    return who


def may_write(name: str | None = None) -> bool:
    settings = checked(Settings.read().sign_in)
    who = visitor() if name is None else name
    return not settings.way or (_is_name(who) and settings.names(who))


def why_not(name: str) -> str:
    """Why somebody may not write, as a sentence."""
    if not name:
        return "Nobody is signed in; nothing was written."
    return f"{name} may read this library; only its curators may write into it."


def written(name: str, what: str) -> None:
    """One line in the log for whoever keeps the server: who wrote what. The log adds when."""
    log.info("%r wrote: %r", name, what)


def _of_token(said: Mapping[str, object]) -> object:
    """A person's e-mail address, if their provider does not deny that it is theirs; else the provider's id for them."""
    if said.get("is_logged_in") is not True:
        return ""
    denied = str(said.get("email_verified", True)).lower() == "false"
    return said.get("sub") if denied else said.get("email") or said.get("sub")


def _is_name(text: str) -> bool:
    return (
        0 < len(text) <= _LONGEST_NAME
        and text.isprintable()
        and text == text.strip()
        and text.lower() not in _OWN_NAMES
    )


# ------------------------------------------------------------------------------------------------ on the page


def admitted() -> bool:
    """Whether somebody may see the library; else the page to sign in is all there is."""
    if visitor():
        return True
    st.title("Sign in", anchor=False)
    if checked(Settings.read().sign_in).way == _OIDC:
        st.markdown("This library is its team’s. Sign in with the account you have there.")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=_sign_in)
    else:
        st.markdown("This library is its team’s, and is opened through the team’s own address, which asks who you are.")
    return False


def panel() -> None:
    """Who is signed in, and the way out."""
    way = checked(Settings.read().sign_in).way
    if not way:
        return
    name = visitor()
    st.caption("Signed in, as a curator" if may_write(name) else "Signed in, as a reader")
    st.text(name)
    if way == _OIDC:
        st.button("Sign out", icon=":material/logout:", on_click=st.logout)


def note() -> bool:
    """Whether there is a curator; for everyone else, the sentence that stands where controls to write would be."""
    name = visitor()
    if may_write(name):
        return True
    st.caption("You may read this library; only its curators may change it.")
    return False


def _sign_in() -> None:
    from streamlit.errors import StreamlitAuthError

    try:
        st.login()
    except StreamlitAuthError:
        st.error("The sign-in is not set up on this server; its keeper finds how in docs/deploy.md.")


# ------------------------------------------------------------------------------------------------ the set-up


def checked(settings: SignIn) -> SignIn:
    """The settings, if they make sense. Raises CallRefused in words: a mistyped setting opens nothing."""
    if settings.way not in ("", _OIDC, _PROXY):
        raise CallRefused(f"MSGEVIDENCE_AUTH is {settings.way!r}; it may be oidc, proxy, or not set")
    if settings.way == _OIDC and not all(map(util.find_spec, ("authlib", "httpx"))):
        raise CallRefused("Signing in needs more packages. Install them: pip install 'msgevidence[team]'")
    if settings.way == _PROXY:
        for address in settings.proxies:
            try:
                ipaddress.ip_address(address)
            except ValueError:
                raise CallRefused(f"MSGEVIDENCE_AUTH_PROXY names {address!r}, which is no IP address") from None
    return settings


def prepare(settings: SignIn) -> list[str]:
    """Sets this process up for the server that it is about to become; the flags that the server needs besides."""
    checked(settings)
    fields = {}
    if settings.way == _PROXY:
        fields[settings.header] = PROXY_FIELD
        os.environ.update([_NOT_REWRITTEN])
    if settings.way:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    return [f"--server.trustedUserHeaders={json.dumps(fields)}"]


def speaks_for_users(peer: str | None, settings: SignIn) -> bool:
    """Whether a connection from this address is the proxy's, so that its header is to be believed.

    Never, unless the web server leaves addresses as they are: by itself it would believe X-Forwarded-For.
    """
    if settings.way != _PROXY or peer is None or os.environ.get(_NOT_REWRITTEN[0]) != _NOT_REWRITTEN[1]:
        return False
    try:
        address = _plain(peer)
        return address in map(_plain, settings.proxies)
    except ValueError:
        return False


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address; one of IPv4 that came in IPv6 dress as it is."""
    found = ipaddress.ip_address(address)
    return (isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped) or found
