"""The only room that touches the session, the URL and the caches.

What a page shows is written in its URL; what a person has picked (the basket) lives in the session and in the URL
of every page, so that it survives a reload without a cookie; what the library answered is cached under the library's
revision, with primitives as keys, so that nothing stale is shown.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVar

import streamlit as st

from msgevidence.ingest.bundle import Desk, open_desk
from msgevidence.settings import Settings
from msgevidence.store.library import Library
from msgevidence.ui import signing_in
from msgevidence.vocabulary.tagger import Tagger

Answer = TypeVar("Answer")

_BASKET = "basket"  # session: citation keys in the order they were picked
_PICK = "key"  # URL: the same
IN_URL = 120
"""Picks an address holds at most; browsers and servers cut longer ones."""
_ANSWERS = 128  # of each question
_IN_LINK = 40  # picks that each link of a long list can carry without making the page heavy


# ------------------------------------------------------------------------------------------------ the library


def desk() -> Desk:
    """The open library with its vocabularies, one for all sessions. Raises LibraryError in words."""
    place = (os.environ.get("MSGEVIDENCE_DB"), os.environ.get("MSGEVIDENCE_HOME"))
    found = _open_desks.get(place)
    if found is None:
        found = _open_desks[place] = _open(Settings.read())
    return found


_open_desks: dict[tuple[str | None, str | None], Desk] = {}  # asked for many times in each script run


@st.cache_resource(show_spinner="Opening the library …", max_entries=2)
def _open(settings: Settings) -> Desk:
    return open_desk(settings)


@dataclass(frozen=True, slots=True)
class Pen:
    """The library in the hand of a curator, whose name stands in what is written."""

    library: Library
    tagger: Tagger
    by: str


@contextmanager
def writing(what: str, name: str | None = None) -> Iterator[Pen]:
    """The only way by which a page writes: whether it may is asked now, and `what` was done is logged.

    `name` is who asked for it, where the request is out of reach. Raises NotAllowed.
    """
    by = signing_in.curator(name)
    yield Pen(desk().library, desk().tagger, by)
    signing_in.written(by, what)


@contextmanager
def rehearsing() -> Iterator[Pen]:
    """As `writing`, for a dry run: it keeps others from writing meanwhile, and may ask with the server's own keys."""
    by = signing_in.curator()
    yield Pen(desk().library, desk().tagger, by)


# ------------------------------------------------------------------------------------------------ the URL


def from_url(name: str) -> tuple[str, ...]:
    """All values of one parameter of the page's address."""
    return tuple(st.query_params.get_all(name))


def first_from_url(name: str, default: str = "") -> str:
    values = from_url(name)
    return values[0] if values else default


def to_url(name: str, values: Sequence[str]) -> None:
    """Write one parameter; no values take it out."""
    if values:
        st.query_params[name] = list(values)
    elif name in st.query_params:
        del st.query_params[name]


def bound(page: str, name: str, value: Any) -> str:
    """Key of a widget that shows what the URL says: `value`, as the widget holds it."""
    key = f"{page}-{name}"
    st.session_state[key] = value
    return key


def commit(page: str, name: str, *resets: str, default: Any = None, as_: str = "") -> None:
    """Callback: a widget of `bound` was changed, so the URL follows (under `as_`, where that is another name);
    `resets` are parameters that no longer hold, `default` is what needs no mention.
    """
    value = st.session_state[f"{page}-{name}"]
    chosen = value if isinstance(value, (list, tuple)) else [] if value in (None, "", default) else [value]
    to_url(as_ or name, [str(each) for each in chosen])
    for reset in resets:
        to_url(reset, ())


def typed(key: str) -> str:
    """What stands in a text field."""
    return str(st.session_state[key]).strip()


# ------------------------------------------------------------------------------------------------ the basket


def basket() -> tuple[str, ...]:
    """Citation keys of the picked reports, in the order of picking; a new session takes up those of its address."""
    if _BASKET not in st.session_state:
        st.session_state[_BASKET] = list(dict.fromkeys(from_url(_PICK)))
    picked: list[str] = st.session_state[_BASKET]
    return tuple(picked)


def keep_basket_in_url() -> None:
    """The address names the picks."""
    held = basket()[:IN_URL]
    if from_url(_PICK) != held:
        to_url(_PICK, held)


def address(**query: str | list[str]) -> dict[str, str | list[str]]:
    """Query parameters of a link to another page: its own, and the basket."""
    picked = list(basket()) if len(basket()) <= _IN_LINK else []
    return {**{name: value for name, value in query.items() if value}, **({_PICK: picked} if picked else {})}


def put_in_basket(keys: Sequence[str]) -> None:
    st.session_state[_BASKET] = list(dict.fromkeys((*basket(), *keys)))
    keep_basket_in_url()


def take_from_basket(keys: Sequence[str]) -> None:
    st.session_state[_BASKET] = [key for key in basket() if key not in set(keys)]
    keep_basket_in_url()


def toggle_in_basket(key: str) -> None:
    (take_from_basket if key in basket() else put_in_basket)((key,))


# ------------------------------------------------------------------------------------------------ ticks


def ticked() -> tuple[str, ...]:
    """Citation keys of the reports ticked in the list, in the order of ticking."""
    return recall("ticked") or ()


def tick(key: str, *, on: bool) -> None:
    """Sets the box of that key before it is shown."""
    st.session_state[key] = on


def toggle_tick(citekey: str) -> None:
    """Callback."""
    held = ticked()
    rest = tuple(each for each in held if each != citekey)
    remember("ticked", rest if citekey in held else (*held, citekey))


def untick() -> None:
    """Callback: nothing is ticked any more."""
    forget("ticked")


# ------------------------------------------------------------------------------------------------ charts


def fingerprint(*shown: object) -> str:
    """A short name for what a widget shows, for its key: a choice never acts on what has changed since."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def clicked(key: str, selection: str) -> dict[str, Any]:
    """The fields of the mark clicked in a chart; {} when nothing is."""
    chosen = st.session_state[key].get("selection", {}).get(selection) or [{}]
    return dict(chosen[0])


# ------------------------------------------------------------------------------------------------ between two runs


def remember(name: str, value: Any) -> None:
    """Keep a small value for this person until `forget`."""
    st.session_state[f"kept-{name}"] = value


def recall(name: str) -> Any:
    return st.session_state.get(f"kept-{name}")


def forget(name: str) -> None:
    st.session_state.pop(f"kept-{name}", None)


# ------------------------------------------------------------------------------------------------ the cache


def answered(question: Callable[..., Answer]) -> Callable[..., Answer]:
    """Remembers the latest answers of the library to a question, which takes the Desk first, then primitives only.

    The key holds the library's address and revision, so an answer is dropped as soon as anything is written. All
    sessions share the answers as they are, uncopied: nobody may change one.
    """

    @lru_cache(maxsize=_ANSWERS)
    def kept(address: str, revision: int, *arguments: Any) -> Answer:  # noqa: ARG001  (they are the key)
        return question(desk(), *arguments)

    @wraps(question)
    def ask(*arguments: Any) -> Answer:
        library = desk().library
        return kept(library.url, library.revision, *arguments)

    return ask


def made_once(key: str, make: Callable[[], str]) -> str:
    """What `make` makes, kept for all sessions under a key that names everything it is made from."""
    if key not in _made:
        while len(_made) >= _ANSWERS:
            _made.pop(next(iter(_made)), None)  # another session may have been quicker
        _made[key] = make()
    return _made.get(key) or make()


_made: dict[str, str] = {}


def turn(name: str) -> int:
    """A number for widget keys that should start empty again after `next_turn`."""
    return int(st.session_state.get(f"turn-{name}", 0))


def next_turn(name: str) -> None:
    st.session_state[f"turn-{name}"] = turn(name) + 1
