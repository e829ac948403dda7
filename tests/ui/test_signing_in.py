"""Sign-in and roles: who is let in, who may write, and that no page writes past the one who is asked."""

from __future__ import annotations

import ast
import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import msgevidence.ui
from msgevidence.errors import CallRefused, NotAllowed
from msgevidence.model.evidence import TagStatus
from msgevidence.settings import Settings, SignIn
from msgevidence.store.filters import Filters
from msgevidence.ui import guarded, signing_in, state

from .conftest import ROOT, OpenPage, html_of
from .test_pages import button, said

ROOM = Path(msgevidence.ui.__file__).parent
CURATOR, READER = "ann@example.org", "bob@example.org"
RIS = "TY  - JOUR\nTI  - A work nobody has\nAU  - Roe, R.\nPY  - 2011\nER  - \n"


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch, pages: OpenPage) -> OpenPage:
    """A library of a team behind a proxy; Ann is its curator. `visit` opens its pages for somebody."""
    monkeypatch.setenv("MSGEVIDENCE_AUTH", "proxy")
    monkeypatch.setenv("MSGEVIDENCE_CURATORS", f" {CURATOR.upper()}, carl")
    return pages


def visit(name: str, who: str | None, **query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    at.user = {signing_in.PROXY_FIELD: who}
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    at.switch_page(str(ROOM / "pages" / f"{name}.py"))
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception
    return at


def labels(at: AppTest) -> set[str]:
    return {each.label for each in at.button}


def test_alone_nobody_is_asked(pages: OpenPage) -> None:
    at = pages("add")
    assert "Preview" in labels(at)
    assert not any("Signed in" in each.value for each in at.caption)
    with state.writing("something") as pen:
        assert pen.by == "user"


@pytest.mark.parametrize("who", [None, "", " ", "user", "Curator", "rule", "a\nb", "x" * 201])
def test_a_stranger_sees_the_sign_in_and_nothing_else(team: OpenPage, who: str | None) -> None:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    at.user = {signing_in.PROXY_FIELD: who}
    at.run()
    assert [title.value for title in at.title] == ["Sign in"]
    assert "team" in " ".join(each.value for each in at.markdown)
    assert not at.button
    assert not at.page_link
    assert not at.text_input


@pytest.mark.parametrize("page", ["add", "bibliography", "review", "library"])
def test_a_reader_is_told_why_there_is_nothing_to_write_with(team: OpenPage, page: str) -> None:
    at = visit(page, READER)
    words = " ".join(each.value for each in at.caption)
    assert "as a reader" in words
    if page != "review":  # nothing waits there
        assert "only its curators may change it" in words
    assert not labels(at) & {"Preview", "Download a backup", "Rename", "Delete", "Take back"}
    assert not [each for each in at.button if each.label.startswith(("Take back", "Keep the"))]


def test_a_reader_may_check_a_draft_and_take_a_bibliography(team: OpenPage) -> None:
    assert visit("check", READER).text_area
    at = visit("bibliography", READER, key="holt-lunstad-2010-social")
    assert "Holt-Lunstad" in html_of(at)


def test_a_curators_name_stands_in_the_run(team: OpenPage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "msgevidence.writing")
    at = visit("add", CURATOR)
    at.text_area[0].set_value(RIS).run()
    button(at, "to the library")
    assert "1 added" in said(at)
    queries = state.desk().library.queries
    assert queries.runs()[0].actor == CURATOR
    (line,) = [record.getMessage() for record in caplog.records if record.name == "msgevidence.writing"]
    assert line == f"'{CURATOR}' wrote: 'import of 1 input'"


def test_a_readers_forged_click_writes_nothing(team: OpenPage, caplog: pytest.LogCaptureFixture) -> None:
    """The page was drawn for a curator; the click comes from one who is none any more."""
    at = visit("add", CURATOR)
    at.text_area[0].set_value(RIS).run()
    before = state.desk().library.revision, len(state.desk().library.queries.runs())
    at.user = {signing_in.PROXY_FIELD: READER}
    button(at, "to the library")
    assert (state.desk().library.revision, len(state.desk().library.queries.runs())) == before


def test_a_readers_forged_callback_is_refused_in_words(team: OpenPage, caplog: pytest.LogCaptureFixture) -> None:
    """A callback runs before the page is drawn anew, so the page's own question comes too late for it."""
    at = visit("bibliography", CURATOR, key="holt-lunstad-2010-social")
    at.text_input(key="name-collection").set_value("Mine").run()
    at.user = {signing_in.PROXY_FIELD: READER}
    at.button(key="name-collection-do").click().run()
    assert state.desk().library.kept.collections() == ()
    assert "only its curators may write" in said(at)
    assert f"refused: '{READER}' may not write" in caplog.text
    at = visit("bibliography", CURATOR, key="holt-lunstad-2010-social")
    at.text_input(key="name-collection").set_value("Mine").run()
    at.button(key="name-collection-do").click().run()
    assert [each.by for each in state.desk().library.kept.collections()] == [CURATOR]
    assert "Mine" not in caplog.text


def test_a_tag_carries_its_curators_name(team: OpenPage) -> None:
    at = visit("add", CURATOR)
    at.text_area[0].set_value(RIS.replace("nobody has", "on depression support groups")).run()
    button(at, "to the library")
    queries = state.desk().library.queries
    citekey = queries.find(Filters(query='"A work on depression"')).rows[0].citekey
    proposed = [tag for tag in queries.report(citekey).tags if tag.status is TagStatus.PROPOSED]
    assert proposed
    key = f"accepted-{queries.report(citekey).id}-{proposed[0].facet.value}-{proposed[0].slug}"
    reader = visit("record", READER, id=citekey)
    assert key not in {each.key for each in reader.button}
    at = visit("record", CURATOR, id=citekey)
    at.button(key=key).click().run()
    (tag,) = [one for one in queries.report(citekey).tags if one.slug == proposed[0].slug]
    assert (tag.status, tag.by) == (TagStatus.ACCEPTED, CURATOR)


def test_a_backup_asks_again_when_it_is_made(team: OpenPage) -> None:
    from msgevidence.ui import upkeep

    with pytest.raises(NotAllowed, match="only its curators"):
        upkeep.backup(READER)
    with pytest.raises(NotAllowed, match="Nobody is signed in"):
        upkeep.backup("")
    assert upkeep.backup("Carl").startswith(b"SQLite format 3")


# ------------------------------------------------------------------------------------------------ OpenID Connect


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ({"is_logged_in": True, "email": CURATOR, "sub": "1"}, CURATOR),
        ({"is_logged_in": True, "email": CURATOR, "email_verified": True, "sub": "1"}, CURATOR),
        ({"is_logged_in": True, "email": CURATOR, "email_verified": False, "sub": "1"}, "1"),
        ({"is_logged_in": True, "email": CURATOR, "email_verified": "false", "sub": "1"}, "1"),
        ({"is_logged_in": True, "name": CURATOR, "preferred_username": CURATOR}, ""),
        ({"is_logged_in": False, "email": CURATOR}, ""),
        ({"email": CURATOR}, ""),
        ({signing_in.PROXY_FIELD: CURATOR}, ""),
        ({}, ""),
    ],
)
def test_a_token_names_only_whom_the_provider_vouches_for(
    token: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSGEVIDENCE_AUTH", "oidc")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)

    class User:
        def to_dict(self) -> dict[str, Any]:
            return token

    monkeypatch.setattr("streamlit.user", User())
    assert signing_in.visitor() == name


def test_the_sign_in_page_leads_to_the_provider(home: Path, monkeypatch: pytest.MonkeyPatch, pages: OpenPage) -> None:
    monkeypatch.setenv("MSGEVIDENCE_AUTH", "oidc")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    asked: list[bool] = []
    monkeypatch.setattr("streamlit.login", lambda: asked.append(True))
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    assert labels(at) == {"Sign in"}
    at.button[0].click().run()
    assert asked == [True]


def test_settings_that_make_no_sense_open_nothing(monkeypatch: pytest.MonkeyPatch, pages: OpenPage) -> None:
    with pytest.raises(CallRefused, match="MSGEVIDENCE_AUTH is 'proxi'"):
        signing_in.checked(SignIn(way="proxi"))
    with pytest.raises(CallRefused, match="no IP address"):
        signing_in.checked(SignIn(way="proxy", proxies=("caddy",)))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(CallRefused, match=r"msgevidence\[team\]"):
        signing_in.checked(SignIn(way="oidc"))
    monkeypatch.setenv("MSGEVIDENCE_AUTH", "proxi")
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    assert "MSGEVIDENCE_AUTH is" in at.error[0].value.replace("\\", "")
    assert not at.title


def test_capitals_do_not_matter_but_no_letter_becomes_another() -> None:
    settings = SignIn(curators=SignIn.read({"MSGEVIDENCE_CURATORS": "Kim@example.org, strasse@example.org"}).curators)
    assert settings.names("KIM@EXAMPLE.ORG")
    assert not settings.names("\u212aim@example.org")
    assert not settings.names("straße@example.org")


# ------------------------------------------------------------------------------------------------ the proxy's header


def passed(settings: SignIn, peer: str | None, *headers: tuple[bytes, bytes], kind: str = "websocket") -> list[bytes]:
    """The values of the sign-in's header that come through the guard."""
    seen: list[bytes] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.extend(value for name, value in scope["headers"] if name.lower() == b"x-forwarded-user")

    scope = {"type": kind, "headers": list(headers), "client": (peer, 5000) if peer else None}
    asyncio.run(guarded.Guard(inner, settings)(scope, None, None))  # type: ignore[arg-type]
    return seen


@pytest.mark.parametrize("kind", ["websocket", "http"])
@pytest.mark.parametrize(
    ("way", "peer", "headers", "through"),
    [
        ("proxy", "127.0.0.1", [(b"x-forwarded-user", b"ann")], True),
        ("proxy", "::ffff:127.0.0.1", [(b"X-Forwarded-User", b"ann")], True),
        ("proxy", "10.0.0.9", [(b"x-forwarded-user", b"ann")], False),
        ("proxy", "10.0.0.9", [(b"x-forwarded-user", b"ann"), (b"x-forwarded-for", b"127.0.0.1")], False),
        ("proxy", "127.0.0.2", [(b"x-forwarded-user", b"ann")], False),
        ("proxy", "testclient", [(b"x-forwarded-user", b"ann")], False),
        ("proxy", None, [(b"x-forwarded-user", b"ann")], False),
        ("proxy", "127.0.0.1", [(b"x-forwarded-user", b"ann"), (b"x-forwarded-user", b"bob")], False),
        ("oidc", "127.0.0.1", [(b"x-forwarded-user", b"ann")], False),
        ("", "127.0.0.1", [(b"x-forwarded-user", b"ann")], False),
    ],
)
def test_the_header_counts_from_the_proxy_only(
    way: str,
    peer: str | None,
    headers: list[tuple[bytes, bytes]],
    through: bool,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "")
    assert bool(passed(SignIn(way=way), peer, *headers, kind=kind)) is through


def test_the_header_never_counts_where_addresses_are_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The web server believes X-Forwarded-For unless told not to; then an address proves nothing."""
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert not passed(SignIn(way="proxy"), "127.0.0.1", (b"x-forwarded-user", b"ann"))
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert not passed(SignIn(way="proxy"), "127.0.0.1", (b"x-forwarded-user", b"ann"))


def test_streamlit_takes_the_header_only_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert signing_in.prepare(SignIn()) == ["--server.trustedUserHeaders={}"]
    monkeypatch.setattr(signing_in.log, "handlers", [])
    monkeypatch.setattr(signing_in.log, "propagate", True)
    (flag,) = signing_in.prepare(SignIn(way="proxy", header="Remote-User"))
    assert flag == f'--server.trustedUserHeaders={{"Remote-User": "{signing_in.PROXY_FIELD}"}}'
    import os

    assert os.environ["FORWARDED_ALLOW_IPS"] == ""


# ------------------------------------------------------------------------------------------------ no way around


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def writes_past_the_pen(source: str) -> list[str]:
    """Calls that write into the library without the Pen that `state.writing` hands out."""
    from msgevidence.store.kept import Kept
    from msgevidence.store.library import Library

    reads = {"open", "close", "queries", "kept", "url", "revision", "is_new", "collections", "searches"}
    methods = {name for room in (Library, Kept) for name in vars(room) if not name.startswith("_")} - reads
    functions = {"ingest", "import_identifiers", "import_library", "load_bundle"}
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if getattr(node.func, "id", "") == "Pen":  # made in state.py only, see below
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        of_library = owner is not None and isinstance(owner, ast.Attribute) and owner.attr in ("library", "kept")
        by_name = owner is not None and _root(owner) in ("library", "kept", "desk")
        if (
            (called in methods and (of_library or by_name) and owner is not None and _root(owner) != "pen")
            or (called in functions and not (node.args and _root(node.args[0]) == "pen"))
            or any(
                isinstance(one, ast.Attribute) and one.attr == "library" and _root(one) != "pen" for one in node.args
            )
        ):
            found.append(ast.unparse(node))
    return found


def test_no_page_writes_but_through_the_one_way() -> None:
    for path in sorted(ROOM.rglob("*.py")):
        text = path.read_text("utf-8")
        assert writes_past_the_pen(text) == [], path.name
        if path.name != "state.py":
            assert "Pen(" not in text, path.name


@pytest.mark.parametrize(
    "line",
    [
        "state.desk().library.undo(3)",
        "library.set_tag(1, tag)",
        "kept.put_search('a', 'b')",
        "state.desk().library.kept.delete_search(1)",
        "ingest(desk.library, [], desk.tagger, dry_run=True)",
        "queue.decide(state.desk().library, 1, action)",
    ],
)
def test_the_scan_sees_what_it_looks_for(line: str) -> None:
    assert writes_past_the_pen(line)


def test_settings_come_from_the_environment() -> None:
    assert Settings.read(environ={}).sign_in == SignIn()
    read = Settings.read(
        environ={
            "MSGEVIDENCE_AUTH": "Proxy",
            "MSGEVIDENCE_AUTH_HEADER": "Remote-User",
            "MSGEVIDENCE_AUTH_PROXY": "10.0.0.1, 10.0.0.2",
        }
    ).sign_in
    assert read == SignIn("proxy", frozenset(), "Remote-User", ("10.0.0.1", "10.0.0.2"))
