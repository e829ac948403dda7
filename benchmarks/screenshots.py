"""Pictures of every page in both themes, 390 and 1440 pixels wide, on a library with the bundled evidence.

    python benchmarks/screenshots.py [FOLDER]

They go to docs/screenshots unless FOLDER names another place, as `page-width-theme.png`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.front_end import ROOT, chromium, front_end

PICKED = "key=holt-lunstad-2010-social&key=kelly-2020-alcoholics"
PAGES = {
    "map": "/?row=addiction&column=substance-and-behaviour",
    "map-bubbles": "/?view=certainty",
    "ask": "/ask?population=addiction&outcome=smoking-cessation",
    "browse": "/browse?q=hope",
    "add": "/add",
    "add-zotero": "/add?from=zotero",
    "review": "/review",
    "check": "/check",
    "bibliography": f"/bibliography?{PICKED}",
    "library": "/library",
    "record": "/record?id=holt-lunstad-2010-social",
}
SIZES = {"390": (390, 844), "1440": (1440, 900)}
HELD = """TY  - JOUR
AU  - Holt-Lunstad, J.
AU  - Smith, T. B.
PY  - 2011
TI  - Social relationships and mortality risk: A meta-analytic review
JO  - PLoS Medicine
VL  - 8
SP  - 1
ER  -
"""
"""Like a bundled work, but not quite: it waits on the review page."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        front_end(Path(folder, "home")) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium())
        add(browser.new_page(), site.address)
        for scheme in ("light", "dark"):
            for width, (across, down) in SIZES.items():
                context = browser.new_context(viewport={"width": across, "height": down}, color_scheme=scheme)
                page = context.new_page()
                for name, path in PAGES.items():
                    show(page, site.address + path)
                    page.screenshot(path=options.folder / f"{name}-{width}-{scheme}.png")
                context.close()
        browser.close()
    return 0


def add(page: Page, address: str) -> None:
    show(page, f"{address}/add")
    page.get_by_label("Or paste here").fill(HELD)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="to the library").click()
    page.get_by_role("heading", name="Ingest report").wait_for()
    page.close()


def show(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_function("!document.querySelector('[data-test-script-state=running]')")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    page.wait_for_timeout(900)  # charts are drawn after the page says that it is ready


if __name__ == "__main__":
    sys.exit(main())
