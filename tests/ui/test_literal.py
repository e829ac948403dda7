"""What a record says is shown as it stands."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgevidence.citation.formatted import Run
from msgevidence.ui import literal

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "![x](http://evil.example/pixel.png)",
    "[click](http://evil.example)",
    "$x^2$ and $$y$$",
    ":red[danger] :smile: :material/home:",
    "`code` *stars* __under__ ~~gone~~ # head",
    "a -> b <- c -- d >= e",
    "www.evil.example http://evil.example me@evil.example",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_html_of_a_record_has_no_markup_of_its_own(text: str) -> None:
    assert "<" not in literal.escape(text)
    assert html.unescape(literal.escape(text)) == text


@given(st.text())
def test_escaping_loses_nothing(text: str) -> None:
    assert html.unescape(literal.escape(text)) == text


def test_csl_tags_work_in_rich_text_and_nothing_else_does() -> None:
    assert literal.rich("<i>E. coli</i> & <b onclick=x>H<sub>2</sub>O</b>") == (
        "<i>E. coli</i> &amp; &lt;b onclick=x&gt;H<sub>2</sub>O</b>"
    )
    assert literal.rich('<span class="nocase">iPad</span> use') == "iPad use"


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_is_escaped_sign_by_sign(text: str) -> None:
    escaped = literal.markdown(text)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped))
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped).replace("\u2060", "")
    assert shown == literal.plain(text)


def test_a_link_is_followed_only_where_it_may_be() -> None:
    assert 'rel="noopener noreferrer"' in literal.link("https://doi.org/10.1000/x", "DOI")
    assert literal.link("javascript:alert(1)", "DOI") == "DOI"
    assert literal.link('https://x.example/"onmouseover="x', "<b>") == "&lt;b&gt;"


def test_links_of_a_reference_open_outside_the_app() -> None:
    runs = (
        Run(text="Hope & <help>. "),
        Run(text="Journal", italic=True),
        Run(text="doi", link="https://doi.org/10.1/x"),
    )
    made = literal.reference(runs)
    assert made.startswith("Hope &amp; &lt;help&gt;. <i>Journal</i>")
    assert '<a target="_blank" href="https://doi.org/10.1/x" rel="noopener noreferrer">' in made
