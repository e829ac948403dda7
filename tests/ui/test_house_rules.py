"""Rules of the room, read off its sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import msgevidence.ui

ROOM = Path(msgevidence.ui.__file__).parent
SOURCES = sorted(ROOM.rglob("*.py"))


@pytest.mark.parametrize("word", ["unsafe_allow_html", "unsafe_allow_javascript", "st.iframe", "components.v1"])
def test_nothing_unsafe_is_used(word: str) -> None:
    assert [path.name for path in SOURCES if word in path.read_text("utf-8")] == []


@pytest.mark.parametrize("word", ["session_state", "cache_data", "cache_resource", "st.query_params"])
def test_only_state_touches_session_url_and_caches(word: str) -> None:
    assert {path.name for path in SOURCES if word in path.read_text("utf-8")} <= {"state.py"}


def test_html_comes_only_from_where_it_is_escaped() -> None:
    """`st.html` is given components', citing's or literal's work, or the style sheet; never a value by itself."""
    allowed = re.compile(
        r"st\.html\(\s*(?:theme\.STYLE_SHEET|components\.|draft\.|summary_line\(|answer\(|citing\.paper|f?['\"]<|f?['\"]{1}<div)"
    )
    for path in SOURCES:
        for call in re.finditer(r"st\.html\([^)]{0,80}", path.read_text("utf-8")):
            assert allowed.match(call.group()), f"{path.name}: {call.group()}"


def test_every_page_is_registered() -> None:
    from msgevidence.ui import navigation

    files = {path for path in (ROOM / "pages").glob("*.py") if path.name != "__init__.py"}
    assert {entry.file for entry in navigation.PAGES} == files
    assert len({entry.url for entry in navigation.PAGES}) == len(navigation.PAGES)
