"""A Zotero server on a real loopback socket that keeps the rules of the real one, with faults to switch on.

Under ``/api`` it is the desktop program: no key to read, its own name on every answer, leave to be asked for to write.
One user library (``users/123``), one group library that is public for reading (``groups/456``), a key that may read
and write both. The first library holds as many items as asked for.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

KEY = "s3cretKeyOfTheReader4711"
_ALPHABET = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
_FIELDS = (
    "title abstractNote publicationTitle volume issue pages date series seriesTitle seriesText journalAbbreviation"
    " language DOI ISSN shortTitle url accessDate archive archiveLocation libraryCatalog callNumber rights extra"
    " citationKey"
).split()
_BOOK_FIELDS = (
    "title abstractNote series seriesNumber volume numberOfVolumes edition place publisher date numPages language ISBN"
    " shortTitle url accessDate archive archiveLocation libraryCatalog callNumber rights extra citationKey"
).split()
FIELDS = {"journalArticle": _FIELDS, "book": _BOOK_FIELDS}
_ALWAYS = {"key", "version", "itemType", "creators", "tags", "collections", "relations", "dateAdded", "dateModified",
           "parentItem", "note", "contentType", "filename", "linkMode", "deleted", "futureField"}  # fmt: skip


def key_of(number: int) -> str:
    """The item key of a number."""
    letters = []
    for _ in range(8):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)


@dataclass
class Shelf:
    """One library: its objects by key, with the version each was changed at."""

    kind: str
    number: int
    is_public: bool = False
    version: int = 1
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/{self.kind}s/{self.number}"

    def put(self, data: dict[str, Any]) -> str:
        """Adds or replaces an item as its owner would, at a new version."""
        self.version += 1
        key = str(data.get("key") or key_of(len(self.items) + 7_000_000))
        self.items[key] = {**data, "key": key, "version": self.version}
        return key

    def remove(self, key: str) -> None:
        self.version += 1
        del self.items[key]
        self.deleted[key] = self.version


def article(number: int) -> dict[str, Any]:
    """One of many items."""
    return {
        "key": key_of(number),
        "version": 1,
        "itemType": "journalArticle",
        "title": f"Peer support study {number}",
        "creators": [{"creatorType": "author", "firstName": f"Given{number}", "lastName": f"Family{number}"}],
        "publicationTitle": f"Journal {number % 50}",
        "date": str(1950 + number % 70),
        "volume": str(number % 90 + 1),
        "pages": f"{number}-{number + 9}",
        "DOI": f"10.5555/peer.{number}",
        "citationKey": f"family{number}",
        "tags": [{"tag": f"group {number % 7}"}],
        "collections": [],
        "relations": {},
        "dateAdded": "2020-01-01T00:00:00Z",
        "dateModified": "2020-01-01T00:00:00Z",
    }


@dataclass
class Faults:
    """What goes wrong, each for the next `times` requests (-1 for ever) whose method is `method`."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""  # cut, bad-json, stall, close
    times: int = 0
    method: str = "GET"
    after: int = 0  # good answers before the first fault
    backoff: str = ""  # sent with every good answer
    change_between_pages: int = 0  # so many times, before a page that is not the first
    refuse_titles: tuple[str, ...] = ()  # items of these titles fail when written


class ZoteroServer:
    """`requests` are (method, path with query); `headers` those of the last one."""

    def __init__(self, items: int = 0) -> None:
        self.user = Shelf("user", 123)
        self.desktop = Shelf("user", 0)
        self.name = "DesktopOne"  # the server id of the desktop program
        self.leave: str | None = "once-only-key"  # None: the person says no
        self.group = Shelf("group", 456, is_public=True)
        self.user.items = {(one := article(number))["key"]: one for number in range(items)}
        self.faults = Faults()
        self.requests: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        self.tokens: set[str] = set()
        self.lock = threading.RLock()
        self.at_once = Counter[str]()
        self.most_at_once = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def reads(self) -> list[str]:
        return [path for method, path in self.requests if method == "GET"]

    @property
    def writes(self) -> list[str]:
        return [path for method, path in self.requests if method != "GET"]

    @contextmanager
    def running(self) -> Iterator[ZoteroServer]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


@dataclass
class Answer:
    status: int
    value: Any = None  # text, or what becomes JSON
    headers: dict[str, str] = field(default_factory=dict)


def _handler(server: ZoteroServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # header and body in one packet

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def do_DELETE(self) -> None:
            self._answer("DELETE")

        def _answer(self, method: str) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            with server.lock:
                server.requests.append((method, self.path))
                server.headers = dict(self.headers.items())
                server.at_once["now"] += 1
                server.most_at_once = max(server.most_at_once, server.at_once["now"])
            try:
                faults = server.faults
                if faults.after and faults.method == method:
                    faults.after -= 1
                elif faults.times and faults.method == method:
                    faults.times -= 1
                    if faults.body:
                        self._spoiled(faults.body, server, method, body)
                        return
                    self._send(Answer(faults.status, "An error occurred", dict(faults.headers)))
                    return
                with server.lock:
                    answer = respond(server, method, self.path, dict(self.headers.items()), body)
                if faults.backoff:
                    answer.headers["Backoff"] = faults.backoff
                self._send(answer)
            finally:
                with server.lock:
                    server.at_once["now"] -= 1

        def _spoiled(self, how: str, server: ZoteroServer, method: str, body: bytes) -> None:
            self.close_connection = True
            if how == "close":
                return
            if how == "stall":
                time.sleep(0.6)
                return
            if how == "bad-json":
                self._send(
                    Answer(200, "<html>Welcome to the hotel network</html>", {"Content-Type": "application/json"})
                )
                return
            with server.lock:
                answer = respond(server, method, self.path, dict(self.headers.items()), body)
            text = json.dumps(answer.value).encode()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text[: len(text) // 2])

        def _send(self, answer: Answer) -> None:
            is_text = isinstance(answer.value, str)
            data = b"" if answer.value is None else (answer.value if is_text else json.dumps(answer.value)).encode()
            headers = {"Zotero-API-Version": "3", "Content-Type": "text/plain" if is_text else "application/json"}
            headers |= answer.headers
            if data and "gzip" in (self.headers.get("Accept-Encoding") or ""):
                data = gzip.compress(data, 1)
                headers["Content-Encoding"] = "gzip"
            self.send_response(answer.status)
            for name, value in headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def respond(server: ZoteroServer, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    """The answer of zotero.org or, under /api, of the desktop program."""
    if not path.startswith("/api/"):
        return _respond(server, method, path, headers, body)
    inside = path.removeprefix("/api")
    if inside == "/":
        answer = Answer(200, "Nothing to see here.")
    elif method != "GET" and headers.get("Zotero-Server-Id", headers.get("Zotero-Server-ID")) != server.name:
        answer = Answer(428, "Zotero-Server-ID not provided")
    elif inside == "/local/authorize":
        answer = Answer(200, {"key": server.leave, "remember": False}) if server.leave else Answer(403, "Denied")
    elif method != "GET" and headers.get("Zotero-API-Key") != server.leave:
        answer = Answer(401, "API key required")
    else:
        answer = _respond(server, method, inside, {**headers, "Authorization": f"Bearer {KEY}"}, body)
    answer.headers["Zotero-Server-ID"] = server.name
    return answer


def _respond(server: ZoteroServer, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    """The answer by the server's rules."""
    address = urlsplit(path)
    wanted = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
    if address.path == "/itemTypeFields":
        fields = FIELDS.get(wanted.get("itemType", ""))
        return (
            Answer(200, [{"field": name, "localized": name} for name in fields]) if fields else Answer(400, "Bad type")
        )
    shelf = next(
        (one for one in (server.user, server.group, server.desktop) if f"{address.path}/".startswith(f"{one.path}/")),
        None,
    )
    given = headers.get("Authorization", "").removeprefix("Bearer ") or headers.get("Zotero-API-Key", "")
    if given and given != KEY:
        return Answer(403, "Invalid key")
    if shelf is None:
        return Answer(404, "Not found")
    if not given and (not shelf.is_public or method != "GET"):
        return Answer(403, "Forbidden")
    rest = address.path.removeprefix(shelf.path).strip("/").split("/")
    if method == "POST" and rest == ["items"]:
        return _write(server, shelf, headers, json.loads(body))
    if method == "DELETE":
        return _delete(shelf, rest, headers)
    if method == "GET":
        return _read(server, shelf, rest, wanted, headers, path)
    return Answer(405, "Method not allowed")


def _read(
    server: ZoteroServer, shelf: Shelf, rest: list[str], wanted: dict[str, str], headers: dict[str, str], path: str
) -> Answer:
    start = int(wanted.get("start", 0))
    if start and server.faults.change_between_pages:
        server.faults.change_between_pages -= 1
        shelf.put({"itemType": "book", "title": "Added meanwhile"})
    told = {"Last-Modified-Version": str(shelf.version)}
    since = int(wanted.get("since", 0))
    if int(headers.get("If-Modified-Since-Version", -1)) >= shelf.version:
        return Answer(304, None, told)
    if rest == ["deleted"]:
        if "since" not in wanted:
            return Answer(400, "'since' parameter must be provided")
        gone = [key for key, version in shelf.deleted.items() if version > since]
        return Answer(200, {"items": gone, "collections": [], "searches": [], "tags": [], "settings": []}, told)
    if rest[0] == "items" and len(rest) == 2 and rest[1] != "trash":
        if rest[1] not in shelf.items:
            return Answer(404, "Item does not exist")
        one = shelf.items[rest[1]]
        return Answer(200, _envelope(server, shelf, one), {"Last-Modified-Version": str(one["version"])})
    if rest == ["items"]:
        objects = [one for one in shelf.items.values() if not one.get("deleted")]
    elif rest == ["items", "trash"]:
        objects = [one for one in shelf.items.values() if one.get("deleted")]
    elif rest == ["collections"]:
        objects = list(shelf.collections.values())
    elif rest[0] == "collections" and rest[2:] == ["items"]:
        if rest[1] not in shelf.collections:
            return Answer(404, "Collection not found")
        inside = {key for key, one in shelf.items.items() if rest[1] in one.get("collections", ())}
        objects = [one for key, one in shelf.items.items() if key in inside or one.get("parentItem") in inside]
    else:
        return Answer(404, "Not found")
    objects = [one for one in objects if one["version"] > since]
    if "itemKey" in wanted:
        objects = [one for one in objects if one["key"] in wanted["itemKey"].split(",")]
    if "q" in wanted:
        objects = [one for one in objects if wanted["q"].lower() in str(one.get("title", "")).lower()]
    told["Total-Results"] = str(len(objects))
    if wanted.get("format") == "versions":
        return Answer(200, {one["key"]: one["version"] for one in objects}, told)
    limit = min(int(wanted.get("limit", 25)), 100)
    told["Link"] = ", ".join(_links(server, path, wanted, start, limit, len(objects)))
    return Answer(200, [_envelope(server, shelf, one) for one in objects[start : start + limit]], told)


def _links(
    server: ZoteroServer, path: str, wanted: dict[str, str], start: int, limit: int, total: int
) -> Iterator[str]:
    base = f"{server.endpoint}{urlsplit(path).path}"

    def link(name: str, at: int) -> str:
        return f'<{base}?{urlencode({**wanted, "start": at, "limit": limit})}>; rel="{name}"'

    if start + limit < total:
        yield link("next", start + limit)
        yield link("last", (total - 1) // limit * limit)
    if start:
        yield link("first", 0)
        yield link("prev", max(0, start - limit))
    yield f'<https://www.zotero.org{urlsplit(path).path}>; rel="alternate"'


def _envelope(server: ZoteroServer, shelf: Shelf, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": data["key"],
        "version": data["version"],
        "library": {"type": shelf.kind, "id": shelf.number, "name": "a library", "links": {}},
        "links": {"self": {"href": f"{server.endpoint}{shelf.path}/items/{data['key']}", "type": "application/json"}},
        "meta": {"numChildren": 0},
        "data": data,
    }


def _write(server: ZoteroServer, shelf: Shelf, headers: dict[str, str], objects: Any) -> Answer:
    told = {"Last-Modified-Version": str(shelf.version)}
    if not isinstance(objects, list):
        return Answer(400, "Uploaded data must be a JSON array")
    if len(objects) > 50:
        return Answer(413, "Cannot add more than 50 items at a time")
    token = headers.get("Zotero-Write-Token", "")
    if token and token in server.tokens:
        return Answer(412, "Write token already used", told)
    header = headers.get("If-Unmodified-Since-Version")
    if header is not None and int(header) < shelf.version:
        return Answer(
            412, f"Library has been modified since specified version (expected {header}, found {shelf.version})", told
        )
    if header is not None and any("version" in one and int(one["version"]) != int(header) for one in objects):
        return Answer(400, "Item version does not match If-Unmodified-Since-Version header")
    if header is None and any("key" in one and "version" not in one for one in objects):
        return Answer(428, "If-Unmodified-Since-Version or a version property must be provided")
    if token:
        server.tokens.add(token)
    result: dict[str, dict[str, Any]] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
    version = shelf.version + 1
    for position, one in enumerate(objects):
        _write_one(server, shelf, version, str(position), one, result)
    if result["success"]:
        shelf.version = version
    return Answer(200, result, {"Last-Modified-Version": str(shelf.version)})


def _write_one(
    server: ZoteroServer, shelf: Shelf, version: int, position: str, one: dict[str, Any], result: dict[str, Any]
) -> None:
    there = shelf.items.get(one.get("key", ""))

    def fail(code: int, message: str) -> None:
        result["failed"][position] = {"key": one.get("key", ""), "code": code, "message": message}

    if one.get("key") and there is None:
        return fail(404, f"Item {one['key']} doesn't exist")
    if there is not None and int(one.get("version", there["version"])) < there["version"]:
        return fail(412, "Item has been modified since specified version")
    item_type = one.get("itemType") or (there or {}).get("itemType")
    known = FIELDS.get(str(item_type))
    unknown = [name for name in one if known is not None and name not in known and name not in _ALWAYS]
    if known is None or unknown:
        return fail(400, f"'{(unknown or [item_type])[0]}' is not a valid field for type '{item_type}'")
    if one.get("title") in server.faults.refuse_titles or (there or {}).get("title") in server.faults.refuse_titles:
        return fail(500, "An error occurred")
    after = {**(there or {"tags": [], "collections": [], "relations": {}}), **one}
    if there is not None and {**after, "version": 0} == {**there, "version": 0}:
        result["unchanged"][position] = there["key"]
        return None
    key = str(after.get("key") or key_of(9_000_000 + version * 100 + int(position)))
    shelf.items[key] = {**after, "key": key, "version": version}
    result["success"][position] = key
    result["successful"][position] = _envelope(server, shelf, shelf.items[key])
    return None


def _delete(shelf: Shelf, rest: list[str], headers: dict[str, str]) -> Answer:
    header = headers.get("If-Unmodified-Since-Version")
    if header is None:
        return Answer(428, "If-Unmodified-Since-Version not provided")
    if len(rest) != 2 or rest[0] != "items" or rest[1] not in shelf.items:
        return Answer(404, "Not found")
    if int(header) < shelf.items[rest[1]]["version"]:
        return Answer(
            412, "Item has been modified since specified version", {"Last-Modified-Version": str(shelf.version)}
        )
    shelf.remove(rest[1])
    return Answer(204, None, {"Last-Modified-Version": str(shelf.version)})
