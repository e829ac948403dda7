"""How the front end looks: Streamlit's theme options, and the little it cannot say as CSS.

Fonts are families every desktop and phone already has, so nothing is fetched. Text colours are set for both
modes by name because Streamlit's own caption colour falls below the contrast that WCAG AA asks for.
"""

from __future__ import annotations

from pathlib import Path

STYLE_SHEET = Path(__file__).with_name("style.css")
ICON = str(Path(__file__).with_name("icon.svg"))
"""A file of our own: Streamlit fetches its named icons for the tab from a host outside."""

_SANS = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_SERIF = "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'Liberation Serif', serif"

THEME: dict[str, str | int | bool] = {
    "theme.font": _SANS,
    "theme.headingFont": _SERIF,
    "theme.baseFontSize": 16,
    "theme.baseRadius": "0.4rem",
    "theme.showWidgetBorder": True,
    "theme.showSidebarBorder": True,
    "theme.linkUnderline": True,
    "theme.light.primaryColor": "#17566b",
    "theme.light.backgroundColor": "#fcfbf8",
    "theme.light.secondaryBackgroundColor": "#f1efe9",
    "theme.light.textColor": "#12151a",
    "theme.light.linkColor": "#17566b",
    "theme.light.borderColor": "#d8d4ca",
    "theme.light.sidebar.backgroundColor": "#f4f2ec",
    "theme.light.sidebar.secondaryBackgroundColor": "#fcfbf8",
    "theme.dark.primaryColor": "#287890",
    "theme.dark.backgroundColor": "#15181c",
    "theme.dark.secondaryBackgroundColor": "#20252b",
    "theme.dark.textColor": "#f1efe9",
    "theme.dark.linkColor": "#8fd0e0",
    "theme.dark.borderColor": "#3a4149",
    "theme.dark.sidebar.backgroundColor": "#1b1f24",
    "theme.dark.sidebar.secondaryBackgroundColor": "#15181c",
}


def ink(*, dark: bool) -> str:
    """The text colour of a mode, for charts."""
    return str(THEME["theme.dark.textColor" if dark else "theme.light.textColor"])
