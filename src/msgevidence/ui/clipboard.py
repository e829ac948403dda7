"""A button that copies a reference list with its italics and hanging indents, and as plain text beside it."""

from __future__ import annotations

import streamlit as st

from msgevidence.citation import documents
from msgevidence.citation.formatted import Formatted

_CSS = """
button { font: inherit; font-size: 0.9rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: 0.4rem; padding: 0.45rem 0.8rem; cursor: pointer; }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""
# What is copied was escaped by `documents.clipboard`; it goes to the clipboard only, never into the page.
_SCRIPT = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.onclick = async () => {
    const blob = (type, text) => new Blob([text], { type });
    try {
      await navigator.clipboard.write([new ClipboardItem({
        "text/html": blob("text/html", data.html), "text/plain": blob("text/plain", data.text) })]);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying was refused by the browser";
    }
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
  button.textContent = data.label;
}
"""


def copy_button(made: Formatted, *, key: str, label: str = "Copy with formatting") -> None:
    """Puts the list on the clipboard in both flavours when pressed."""
    mount = st.components.v2.component(
        "msgevidence.copy", html='<button type="button">Copy</button>', css=_CSS, js=_SCRIPT
    )
    text = documents.write(made, "text").decode("utf-8")
    mount(key=key, data={"html": documents.clipboard(made), "text": text, "label": label}, width="content")
