"""pyzotero, wrapped: one library, its answers as plain pages, its errors as one line each. The key is never told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
from pyzotero import errors as refusals
from pyzotero.zotero import Zotero

from msgevidence.errors import AuthorityUnavailable, CallRefused, MsgEvidenceError, NotFound
from msgevidence.sources.zotero_library.address import KEY_VARIABLE, Address
from msgevidence.sources.zotero_library.transport import Patience, PoliteTransport

PAGE = 100  # the server gives no more at once
_WRITE = 50
_NO_JSON = "answered with something that is not JSON"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: its objects, the library's version as it says, and how many objects there are in all."""

    objects: list[dict[str, Any]]
    version: int
    total: int


class ZoteroLibrary:
    """One library by its address; `local` asks the desktop program on this machine. Not for several threads."""

    def __init__(
        self,
        address: Address,
        *,
        key: str = "",
        local: bool = False,
        endpoint: str = "",
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.address = address
        self.local = local
        self.has_key = bool(key)
        self.where = "Zotero on this machine" if local else "Zotero"
        inner = httpx2.HTTPTransport(trust_env=not (local or endpoint))
        self._transport = PoliteTransport(inner, patience or Patience(), where=self.where, sleep=sleep, clock=clock)
        self._zotero = Zotero(
            str(address.number),
            address.kind,
            key or None,
            local=local,
            client=httpx2.Client(transport=self._transport, follow_redirects=True),
        )
        if endpoint:
            self._zotero.endpoint = endpoint

    @property
    def requests(self) -> int:
        """How many requests went out so far."""
        return self._transport.sent

    @property
    def server(self) -> str:
        """Which desktop program answered (its versions count only for itself); "" for zotero.org."""
        return str(getattr(self._zotero, "server_id", "") or "")

    def items(self, *, collection: str = "", start: int = 0, since: int = 0, query: str = "") -> Page:
        """A page of items, children among them, oldest first."""
        wanted: dict[str, Any] = {"start": start, "limit": PAGE, "sort": "dateAdded", "direction": "asc"}
        if since:
            wanted["since"] = since
        if query:
            wanted["q"] = query
        if collection:
            return self._page(self._zotero.collection_items, collection, **wanted)
        return self._page(self._zotero.items, **wanted)

    def items_of(self, keys: list[str]) -> Page:
        """The items of these keys, at most 50."""
        return self._page(self._zotero.items, itemKey=",".join(keys), limit=PAGE)

    def binned(self, *, start: int = 0, since: int = 0) -> Page:
        """A page of the items in the bin that were changed (or put there) since that version."""
        return self._page(self._zotero.trash, start=start, limit=PAGE, since=since)

    def collections(self, start: int = 0) -> Page:
        """A page of collections."""
        return self._page(self._zotero.collections, start=start, limit=PAGE)

    def deleted(self, since: int) -> tuple[str, ...]:
        """Keys of the items deleted since that version; () where the server does not tell."""
        try:
            answer = self._asked(self._zotero.deleted, since=since)
        except (NotFound, CallRefused):
            return ()
        keys = answer.get("items") if isinstance(answer, dict) else None
        return tuple(map(str, keys)) if isinstance(keys, list) else ()

    def fields_of(self, item_type: str) -> frozenset[str] | None:
        """The fields this server knows for an item type; None where it does not tell."""
        try:
            answer = self._asked(self._zotero.item_type_fields, item_type)
        except (NotFound, CallRefused):
            return None
        if not isinstance(answer, list):
            return None
        return frozenset(str(row.get("field")) for row in answer if isinstance(row, dict))

    def authorise(self) -> None:
        """Asks the person at the desktop program for leave to write, where that is needed."""
        if self.local and not self._zotero.local_api_key:
            self._asked(self._zotero.authorize_local, "msgevidence")

    def write(self, objects: list[dict[str, Any]], version: int | None) -> tuple[dict[str, Any], int]:
        """Creates or changes at most 50 items; (the server's word on each by its position, the library's new version).

        With `version`, only if the library still has it; without, each object tells the version it was read at.
        Fields that are not named stay as they are.
        """
        if len(objects) > _WRITE:
            raise ValueError(f"at most {_WRITE} objects at once")
        answer = self._asked(self._zotero.create_items, objects, last_modified=version)
        if not isinstance(answer, dict):
            raise AuthorityUnavailable(f"{self.where} {_NO_JSON}")
        return answer, _number(self._zotero.request, "Last-Modified-Version")

    def _page(self, call: Callable[..., Any], *arguments: Any, **wanted: Any) -> Page:
        answer = self._asked(call, *arguments, **wanted)
        if not isinstance(answer, list) or not all(isinstance(one, dict) and "key" in one for one in answer):
            raise AuthorityUnavailable(f"{self.where} answered with something that is no list of items")
        response = self._zotero.request
        return Page(answer, _number(response, "Last-Modified-Version"), _number(response, "Total-Results"))

    def _asked(self, call: Callable[..., Any], *arguments: Any, **wanted: Any) -> Any:
        """The call's answer, or what went wrong in words that name neither key nor address."""
        try:
            return call(*arguments, **wanted)
        except KeyError:  # pyzotero takes any address with "tags" in it for a list of tags
            self._zotero.url_params = None
            try:
                return self._zotero.request.json() if self._zotero.request is not None else None
            except ValueError:
                raise AuthorityUnavailable(f"{self.where} {_NO_JSON}") from None
        except ValueError:
            raise AuthorityUnavailable(f"{self.where} {_NO_JSON}; try again later") from None
        except refusals.PyZoteroError as refusal:
            raise self._in_words(refusal) from None
        except httpx2.HTTPError:
            raise AuthorityUnavailable(f"{self.where} did not answer; try again later") from None
        finally:
            self._zotero.url_params = None  # or they would be part of the next call

    def _in_words(self, refusal: Exception) -> MsgEvidenceError:
        library = str(self.address)
        if isinstance(refusal, refusals.UserNotAuthorisedError):
            if self.local:
                return CallRefused(
                    "Zotero on this machine refuses: allow other applications to communicate with it in its settings "
                    "(Advanced), and say yes if it asks"
                )
            if self.has_key:
                return CallRefused(f"Zotero refuses: the key in {KEY_VARIABLE} has no right to this in {library}")
            return CallRefused(f"Zotero refuses: {library} is not public; put a key for it into {KEY_VARIABLE}")
        if isinstance(refusal, refusals.ResourceNotFoundError):
            return NotFound(f"Zotero knows no library {library}, or no such collection in it")
        if isinstance(refusal, refusals.PreConditionFailedError):
            return CallRefused(
                f"{library} was changed by someone else meanwhile (HTTP 412); this part was not written. Run it again"
            )
        if isinstance(refusal, refusals.PreConditionRequiredError):
            return CallRefused(f"{library} takes no write without a version (HTTP 428); nothing was written")
        if isinstance(refusal, refusals.ConflictError):
            return CallRefused(f"{library} is locked by another program (HTTP 409); nothing was written. Try again")
        if isinstance(refusal, refusals.RequestEntityTooLargeError):
            return CallRefused(f"what was sent is too large for {library} (HTTP 413); nothing was written")
        if isinstance(refusal, refusals.TooManyRetriesError | refusals.TooManyRequestsError):
            return AuthorityUnavailable(f"{self.where} says there were too many requests; try again later")
        if isinstance(refusal, refusals.UnsupportedParamsError):
            return CallRefused(f"{self.where} does not take this request (HTTP 400)")
        return AuthorityUnavailable(f"{self.where} could not do this ({type(refusal).__name__}); try again later")


def _number(response: Any, header: str) -> int:
    text = response.headers.get(header, "0") if response is not None else "0"
    return int(text) if text.isdecimal() else 0
