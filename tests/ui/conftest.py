"""A library of the test's own behind the pages, and the pages without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from msgevidence.ui import state

ROOT = Path(__file__).resolve().parents[2]
ESSAY_LIKE = """A short essay.

References

Zeta, A. B. (2011). Hope in mutual support groups for people with depression. Journal of Help, 12(3), 45–67.

Alpha, C., & Beta, D. E. (2003). Quality of life of carers in self-help groups: A randomized controlled trial. \
Group Work Today, 5(1), 1–9.
"""

OpenPage = Callable[..., AppTest]


@pytest.fixture
def pages(home: Path) -> Iterator[OpenPage]:
    """Opens a page by the name of its file, with query parameters, on the bundled library."""

    def open_page(name: str = "browse", **query: str | list[str]) -> AppTest:
        at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        for key, value in query.items():
            at.query_params[key] = value
        if name != "evidence_map":
            at.run()
            at.switch_page(str(ROOT / "src" / "msgevidence" / "ui" / "pages" / f"{name}.py"))
            for key, value in query.items():
                at.query_params[key] = value
        at.run()
        assert not at.exception, at.exception
        return at

    yield open_page
    state.desk().library.close()
    st.cache_resource.clear()
    st.cache_data.clear()


def html_of(at: AppTest) -> str:
    """All HTML of the page but the style sheet."""
    return "\n".join(element.value for element in at.html)


def labels_of(at: AppTest) -> list[str]:
    """The links of the page, Markdown escapes taken off."""
    return [link.label.replace("\\", "") for link in at.page_link]
