"""The essay's journey and the look of the pages, in a real browser on the front end as a user starts it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .browser import chromium, front_end

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]

HOSTILE = (
    "TY  - JOUR\nAU  - Doe, <b>Jane</b>\nPY  - 2011\n"
    "TI  - <img src=http://evil.example/a.png> ![x](http://evil.example/p.png) $x^2$ :red[hope] :smile: `code`\n"
    "AB  - <script>document.title='taken'</script>\n"
    "JO  - [Journal](http://evil.example) of *Help*\nER  - \n"
)
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
PATHS = (
    "/",
    "/?row=addiction&column=substance-and-behaviour",
    "/?view=certainty",
    "/?view=table&detail=all",
    "/ask?population=addiction&outcome=smoking-cessation",
    "/browse",
    "/add",
    "/review",
    "/check",
    "/bibliography?key=holt-lunstad-2010-social",
    "/library",
    "/record?id=holt-lunstad-2010-social",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with front_end(tmp_path_factory.mktemp("front-end") / "home") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium())
        yield launched
        launched.close()


@pytest.fixture
def page(browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()


def open_page(page: sync_api.Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_function("!document.querySelector('[data-test-script-state=running]')")


def paste(page: sync_api.Page, site: str, text: str) -> None:
    open_page(page, f"{site}/add")
    page.get_by_label("Or paste here").fill(text)
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="What will happen").wait_for()
    page.get_by_role("button", name="to the library").click()
    page.get_by_role("heading", name="Ingest report").wait_for()


def test_from_the_essay_to_an_apa_list_in_word(page: sync_api.Page, site: str, essay: Path, tmp_path: Path) -> None:
    paste(page, site, essay.read_text("utf-8"))
    page.get_by_text("4 read = ").wait_for()

    page.get_by_role("link", name="Browse").first.click()
    page.get_by_label("Search title").fill("mutual support group attendance")
    page.keyboard.press("Enter")
    found = page.get_by_role("link", name="Relationship between mutual support group attendance")
    found.wait_for()
    found.click()
    page.get_by_text("(Hoffman et al., 2018)").first.wait_for()
    page.go_back()

    for words in ("Huang", "Hoffman", "Kessler", "Holt-Lunstad"):
        page.get_by_label("Search title").fill(f"author:{words}")
        page.keyboard.press("Enter")
        page.locator(".msg-meta").filter(has_text=words).first.wait_for()
        page.get_by_role("button", name="Add to basket").first.click()
        page.get_by_role("button", name="In basket").first.wait_for()
    page.get_by_role("link", name="Basket: 4 references").click()
    entries = page.locator(".csl-entry")
    entries.nth(3).wait_for()
    texts = entries.all_inner_texts()
    assert [text.split(",")[0] for text in texts] == ["Hoffman", "Holt-Lunstad", "Huang", "Kessler"]
    assert "Journal of Affective Disorders" in entries.first.locator("i").first.inner_text()
    assert entries.first.evaluate("e => getComputedStyle(e).textIndent").startswith("-")

    with page.expect_download() as word:
        page.get_by_role("button", name="Word").click()
    word.value.save_as(tmp_path / "references.docx")
    with zipfile.ZipFile(tmp_path / "references.docx") as packed:
        document = packed.read("word/document.xml").decode("utf-8")
    assert document.index("Hoffman") < document.index("Holt-Lunstad") < document.index("Kessler")
    with page.expect_download() as bibtex:
        page.get_by_role("button", name="BibTeX").first.click()
    bibtex.value.save_as(tmp_path / "references.bib")
    written = (tmp_path / "references.bib").read_text("utf-8")
    assert written.count("@") == 4
    assert "Holt-Lunstad" in written


def test_record_text_stays_text_and_no_request_leaves_the_host(page: sync_api.Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    paste(page, site, HOSTILE)
    page.get_by_role("link", name="Browse").first.click()
    page.get_by_label("Search title").fill("title:hope year:2011")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="![x](http").first
    link.wait_for()
    title = link.inner_text().replace("\u2060", "")
    assert (
        title == "<img src=http://evil.example/a.png> ![x](http://evil.example/p.png) $x^2$ :red[hope] :smile: `code`"
    )
    link.click()
    page.get_by_role("heading", name="Cite it").wait_for()
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_role("link", name="Basket: 1 reference").click()
    page.locator(".csl-entry").first.wait_for()
    assert page.title() != "taken"
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_no_page_is_wider_than_its_window(browser: sync_api.Browser, site: str, width: str, scheme: str) -> None:
    size = WIDTHS[width]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(30_000)
    for path in PATHS:
        open_page(page, site + path)
        wide = page.evaluate(
            "[document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth]"
        )
        assert max(wide) <= size[0], path
        dark = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(21, 24, 28)"
        assert dark is (scheme == "dark")
    context.close()


def test_a_filter_is_in_the_address_and_the_way_back_works(page: sync_api.Page, site: str) -> None:
    open_page(page, f"{site}/browse?population=general-population&sort=title")
    chip = page.get_by_role("button", name="Population: General population")
    chip.wait_for()
    chip.click()
    page.wait_for_url(lambda url: "population" not in url)
    assert "sort=title" in page.url


def test_keyboard_alone_reaches_a_record(page: sync_api.Page, site: str) -> None:
    open_page(page, f"{site}/browse?q=mortality")
    page.get_by_role("link", name="Social relationships and mortality risk").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Cite it").wait_for()
    assert "/record?id=holt-lunstad-2010-social" in page.url


def test_the_list_is_copied_with_its_italics_and_as_plain_text(browser: sync_api.Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(30_000)
    open_page(page, f"{site}/bibliography?key=holt-lunstad-2010-social")
    page.get_by_role("button", name="Copy with formatting").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate(
        """async () => {
            const item = (await navigator.clipboard.read())[0];
            const read = async type => await (await item.getType(type)).text();
            return [await read("text/html"), await read("text/plain")];
        }"""
    )
    assert "<i>" in copied[0]
    assert "text-indent" in copied[0]
    assert copied[1].startswith("Holt-Lunstad, J., Smith, T. B., & Layton, J. B. (2010).")
    assert "<" not in copied[1]
    context.close()
