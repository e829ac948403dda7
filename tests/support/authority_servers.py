"""Crossref, PubMed, OpenAlex and DataCite on loopback: their shapes, over works a test makes up, and their bad days."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from msgevidence.authorities import pacing
from msgevidence.authorities.fetching import Manners


@dataclass(frozen=True)
class Work:
    """A work as every service knows it. `updates` are (kind, DOI of the notice, [year, month, day])."""

    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    doi: str = ""
    pmid: str = ""
    journal: str = "Journal of Invented Help"
    volume: str = "12"
    issue: str = "3"
    page: str = "101-118"
    updates: tuple[tuple[str, str, tuple[int, int, int]], ...] = ()


HOPE = Work(
    "Sharing hope in invented groups of widowed sailors",
    (("Adams", "Ruth"), ("Müller-Lüdenscheidt", "Hans"), ("van der Berg", "Piet")),
    2010,
    doi="10.5555/hope.2010",
    pmid="1234567",
)
NEAR = Work(
    "Sharing hope in invented groups of widowed soldiers",
    (("Nemo", "Nina"),),
    2004,
    doi="10.5555/near.2004",
    pmid="7654321",
    volume="2",
    page="9-19",
)
HASTY = Manners(deadline=8.0, answer=4.0, first_pause=0.01, longest_pause=0.02, longest_wait=1.5, largest=400_000)
HASTIER = replace(HASTY, deadline=0.8, answer=0.3)
"""Manners of one who has no time; the second are for servers that are slow on purpose."""


@dataclass
class Faults:
    """What goes wrong, `times` times (-1: always). `how`: "" for a plain `status`, or html, garbage, truncated, stall,
    drip, close, huge, bomb, redirect (to `to`)."""

    how: str = ""
    status: int = 200
    times: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    to: str = ""


_BOMB = gzip.compress(b"x" * (8 << 20), 1)


@dataclass
class Reply:
    status: int
    value: Any = None  # text, or what becomes JSON
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


Respond = Callable[["AuthorityServer", str, dict[str, str]], Reply]


@dataclass
class AuthorityServer:
    """One service. `requests` are the paths asked, `agents` their User-Agents; `page_size` caps every page;
    `decoys` stand before what was asked for in every search.
    """

    respond: Respond
    works: list[Work] = field(default_factory=list)
    decoys: list[Work] = field(default_factory=list)
    page_size: int = 100
    faults: Faults = field(default_factory=Faults)
    limits: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    url: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)

    def page(self, found: list[Work], start: int, size: int) -> list[Work]:
        return found[start : start + min(size, self.page_size)]

    def by(self, scheme: str, value: str) -> Work | None:
        return next((one for one in self.works if value and getattr(one, scheme).lower() == value.lower()), None)

    def like(self, text: str) -> list[Work]:
        """Decoys first, then works by how many words of the text are in their title."""
        asked = set(re.findall(r"\w+", text.lower()))
        shared = {work.title: len(asked & set(re.findall(r"\w+", work.title.lower()))) for work in self.works}
        return self.decoys + sorted(
            (one for one in self.works if shared[one.title] > 2), key=lambda one: -shared[one.title]
        )

    @contextmanager
    def running(self) -> Iterator[AuthorityServer]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{server.server_port}"
        pacing._PACES.pop(("127.0.0.1", server.server_port), None)  # of a server that had this port before
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            server.shutdown()
            server.server_close()
            thread.join()


@dataclass
class Services:
    """All of them, holding the same works."""

    crossref: AuthorityServer
    pubmed: AuthorityServer
    openalex: AuthorityServer
    datacite: AuthorityServer

    @property
    def all(self) -> dict[str, AuthorityServer]:
        return vars(self)

    @property
    def addresses(self) -> dict[str, str]:
        return {name: server.url for name, server in self.all.items()}

    @property
    def environment(self) -> dict[str, str]:
        return {f"MSGEVIDENCE_AUTHORITY_{name.upper()}": url for name, url in self.addresses.items()}

    def hold(self, *works: Work) -> None:
        for server in self.all.values():
            server.works.extend(works)

    @property
    def asked(self) -> int:
        return sum(len(server.requests) for server in self.all.values())


@contextmanager
def services() -> Iterator[Services]:
    """The four services, each on a port of its own."""
    with ExitStack() as stack:
        yield Services(
            *(stack.enter_context(AuthorityServer(one).running()) for one in (crossref, pubmed, openalex, datacite))
        )


def crossref(server: AuthorityServer, path: str, query: dict[str, str]) -> Reply:
    if path.startswith("/works/"):
        work = server.by("doi", path.removeprefix("/works/"))
        if work is None:
            return Reply(404, "Resource not found.", "text/plain")
        return Reply(200, {"status": "ok", "message-type": "work", "message": _crossref_work(work)})
    found = server.like(query["query.bibliographic"])
    start = int(query.get("cursor", "at0").removeprefix("at")) or int(query.get("offset", "0"))
    items = server.page(found, start, int(query.get("rows", "20")))
    message = {
        "facets": {},
        "total-results": len(found),
        "items": [{**_crossref_work(one), "score": 40.0} for one in items],
        "items-per-page": int(query.get("rows", "20")),
        "query": {"start-index": start, "search-terms": query["query.bibliographic"]},
        "next-cursor": f"at{start + len(items)}",
    }
    return Reply(200, {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def _crossref_work(work: Work) -> dict[str, Any]:
    return {
        "DOI": work.doi.upper(),
        "title": [work.title],
        "container-title": [work.journal],
        "author": [
            {"family": family, "given": given, "sequence": "additional" if at else "first", "affiliation": []}
            if given
            else {"name": family, "sequence": "first", "affiliation": []}
            for at, (family, given) in enumerate(work.authors)
        ],
        "issued": {"date-parts": [[work.year]]},
        "volume": work.volume,
        "issue": work.issue,
        "page": work.page,
        "type": "journal-article",
        "abstract": "<jats:title>Abstract</jats:title><jats:p>Groups &amp; hope.</jats:p>",
        "updated-by": [
            {
                "DOI": doi,
                "type": kind,
                "label": kind.title(),
                "source": "publisher",
                "updated": {"date-parts": [[*date]]},
            }
            for kind, doi, date in work.updates
        ],
    }


def pubmed(server: AuthorityServer, path: str, query: dict[str, str]) -> Reply:
    known = [work for work in server.works if work.pmid]
    if path == "/esearch.fcgi":
        found = [one for one in server.decoys if one.pmid] + [one for one in known if _holds(one, query["term"])]
        start = int(query.get("retstart", "0"))
        numbers = [one.pmid for one in server.page(found, start, int(query.get("retmax", "20")))]
        result = {"count": str(len(found)), "retmax": str(len(numbers)), "retstart": str(start), "idlist": numbers}
        return Reply(200, {"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result})
    wanted = query["id"].split(",")
    works = [one for one in [*server.decoys, *known] if one.pmid in wanted]
    articles = "".join(map(_pubmed_article, works))
    doctype = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/p.dtd">'
    return Reply(200, f'<?xml version="1.0" ?>\n{doctype}\n<PubmedArticleSet>{articles}</PubmedArticleSet>', "text/xml")


def _holds(work: Work, term: str) -> bool:
    """Whether an esearch term of the kinds that are asked finds the work."""
    texts = {
        "ti": work.title,
        "au": " ".join(family for family, _ in work.authors[:1]),
        "dp": str(work.year),
        "vi": work.volume,
        "pg": work.page.partition("-")[0],
        "doi": work.doi,
    }

    def one(part: str) -> bool:
        value, tag = re.fullmatch(r'"?([^"\[\]]+)"?\[(\w+)\]', part.strip(" ()")).groups()  # type: ignore[union-attr]
        if tag == "doi":
            return value.lower() == work.doi.lower()
        return value.lower() in re.findall(r"[\w-]+", texts[tag].lower())

    return any(all(map(one, way.split(" AND "))) for way in term.split(" OR "))


def _pubmed_article(work: Work) -> str:
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>{escape(family)}</LastName><ForeName>{escape(given)}</ForeName></Author>'
        if given
        else f'<Author ValidYN="Y"><CollectiveName>{escape(family)}</CollectiveName></Author>'
        for family, given in work.authors
    )
    kinds = {"retraction": "RetractionIn", "correction": "ErratumIn"}
    notes = "".join(
        f'<CommentsCorrections RefType="{kinds[kind]}"><RefSource>x</RefSource><PMID Version="1">777</PMID>'
        "</CommentsCorrections>"
        for kind, _, _ in work.updates
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{work.pmid}</PMID>'
        f'<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>{work.volume}</Volume>'
        f"<Issue>{work.issue}</Issue><PubDate><Year>{work.year}</Year></PubDate></JournalIssue>"
        f"<Title>{escape(work.journal)}</Title></Journal><ArticleTitle>{escape(work.title)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{work.page}</MedlinePgn></Pagination>"
        f'<AuthorList CompleteYN="Y">{authors}</AuthorList></Article>'
        f"<CommentsCorrectionsList>{notes}</CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{work.pmid}</ArticleId><ArticleId IdType="doi">{work.doi}</ArticleId>'
        '</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/cited</ArticleId>'
        "</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>"
    )


def openalex(server: AuthorityServer, path: str, query: dict[str, str]) -> Reply:
    if path.startswith("/works/"):
        scheme, _, value = path.removeprefix("/works/").partition(":")
        work = server.by(scheme, value)
        if work is None:
            return Reply(404, "<!doctype html><title>404 Not Found</title>", "text/html")
        return Reply(200, _openalex_work(work))
    found = server.like(query["search"])
    size = min(int(query.get("per-page", "25")), server.page_size)
    page = int(query.get("page", "1"))
    meta = {"count": len(found), "db_response_time_ms": 3, "page": page, "per_page": size}
    items = server.page(found, (page - 1) * size, size)
    return Reply(200, {"meta": meta, "results": [_openalex_work(one) for one in items], "group_by": []})


def _openalex_work(work: Work) -> dict[str, Any]:
    first, _, last = work.page.partition("-")
    return {
        "id": f"https://openalex.org/W{abs(hash(work.title)) % 10**9}",
        "doi": f"https://doi.org/{work.doi.lower()}" if work.doi else None,
        "ids": {"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}"} if work.pmid else {},
        "title": work.title,
        "display_name": work.title,
        "publication_year": work.year,
        "type": "article",
        "authorships": [
            {"author_position": "middle", "author": {"display_name": f"{given} {family}".strip()}}
            for family, given in work.authors
        ],
        "primary_location": {"source": {"display_name": work.journal}},
        "biblio": {"volume": work.volume, "issue": work.issue, "first_page": first, "last_page": last or first},
        "is_retracted": any(kind == "retraction" for kind, _, _ in work.updates),
        "abstract_inverted_index": {"Groups": [0], "hope": [2], "and": [1]},
    }


def datacite(server: AuthorityServer, path: str, query: dict[str, str]) -> Reply:
    if path.startswith("/dois/"):
        work = server.by("doi", path.removeprefix("/dois/"))
        if work is None:
            return Reply(
                404, {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}
            )
        return Reply(200, {"data": _datacite_work(work)})
    found = server.like(query["query"])
    size = int(query.get("page[size]", "25"))
    return Reply(200, {"data": [_datacite_work(one) for one in server.page(found, 0, size)], "links": {}})


def _datacite_work(work: Work) -> dict[str, Any]:
    first, _, last = work.page.partition("-")
    attributes = {
        "doi": work.doi.lower(),
        "titles": [{"title": work.title}],
        "creators": [
            {"name": f"{family}, {given}", "familyName": family, "givenName": given, "nameType": "Personal"}
            if given
            else {"name": family, "nameType": "Organizational"}
            for family, given in work.authors
        ],
        "publicationYear": work.year,
        "publisher": "Invented Press",
        "types": {"resourceTypeGeneral": "JournalArticle"},
        "container": {"title": work.journal, "volume": work.volume, "issue": work.issue, "firstPage": first,
                      "lastPage": last},
    }  # fmt: skip
    return {"id": work.doi.lower(), "type": "dois", "attributes": attributes}


def _handler(server: AuthorityServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            server.requests.append(self.path)
            server.agents.append(self.headers.get("User-Agent", ""))
            try:
                if server.faults.times:
                    server.faults.times -= 1
                    self._spoiled(server.faults)
                else:
                    self._send(self._answer())
            except OSError:
                pass  # the client had enough

        def _answer(self) -> Reply:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            return server.respond(server, unquote(address.path), query)

        def _spoiled(self, faults: Faults) -> None:
            if faults.how == "":
                self._send(Reply(faults.status, "Not now.", "text/plain", faults.headers))
            elif faults.how == "html":
                self._send(Reply(200, "<!DOCTYPE html><html><body>Welcome to the hotel network</body></html>"))
            elif faults.how == "garbage":
                self._send(Reply(200, '{"message": {"items": [{"DOI": "10.1000/h', "application/json"))
            elif faults.how == "redirect":
                self._send(Reply(302, "", "text/plain", {"Location": faults.to}))
            elif faults.how == "huge":
                self._send(Reply(200, "x" * (1 << 20), "text/plain"))
            elif faults.how == "bomb":
                self._send(Reply(200, "", "text/plain"), packed=_BOMB)
            elif faults.how == "truncated":
                data = json.dumps(self._answer().value).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[: len(data) // 2])
            elif faults.how == "stall":
                server.stopped.wait(60)
            elif faults.how == "drip":
                self.send_response(200)
                self.end_headers()
                while not server.stopped.wait(0.05):
                    self.wfile.write(b" ")

        def _send(self, reply: Reply, *, packed: bytes = b"") -> None:
            value = reply.value
            data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
            if not packed and "gzip" in self.headers.get("Accept-Encoding", "") and len(data) < 1 << 19:
                packed = gzip.compress(data, 1)
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **server.limits, **reply.headers}.items():
                self.send_header(name, value)
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed or data)))
            self.end_headers()
            self.wfile.write(packed or data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
