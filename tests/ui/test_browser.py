"""The essay's journey and the look of the pages, in a real browser on the front end as a user starts it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.front_end import chromium, front_end

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
COPY = re.compile(r"Copy [\d,]+ references?")
CORNER = {"x": 5, "y": 5}  # of a cell: its middle holds the number
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
PATHS = (
    "/",
    "/?row=addiction&column=substance-and-behaviour",
    "/?view=certainty",
    "/?view=table&detail=all",
    "/ask?population=addiction&outcome=smoking-cessation",
    "/browse",
    "/add",
    "/add?from=identifiers",
    "/add?from=zotero",
    "/review",
    "/check",
    "/bibliography?key=holt-lunstad-2010-social",
    "/library",
    "/record?id=holt-lunstad-2010-social",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with front_end(tmp_path_factory.mktemp("front-end") / "home") as running:
        yield running.address


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
        page.wait_for_timeout(300)  # charts are drawn after the page says that it is ready
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


def test_every_route_is_guarded_and_big_files_are_compressed(site: str) -> None:
    import urllib.request

    for path in ("/", "/browse", "/_stcore/health", "/nothing-here"):
        request = urllib.request.Request(site + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["X-Frame-Options"] == "DENY", path
            assert "object-src 'none'" in answer.headers["Content-Security-Policy"], path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path


def test_a_click_on_a_cell_is_two_boxes_and_a_list_of_studies(page: sync_api.Page, site: str) -> None:
    open_page(page, site)
    cell = page.locator('path[aria-label^="Population: Addiction; Outcome: Substance use"]').first
    cell.wait_for()
    cell.click(position=CORNER)
    page.wait_for_url("**/?row=addiction&column=substance-and-behaviour")
    page.get_by_text("Certainty of the evidence").wait_for()
    page.get_by_role("button", name=COPY).wait_for()
    page.get_by_role("combobox", name="Population").last.wait_for()
    page.locator(".msg-meta").first.wait_for()
    gap = page.locator('path[aria-label*="none found"]').first
    gap.click(position=CORNER)
    page.get_by_text("That is not evidence of no effect").first.wait_for()
    assert "row=addiction&column=substance-and-behaviour" not in page.url


def test_the_basket_survives_a_reload_and_a_page_of_its_own(page: sync_api.Page, site: str) -> None:
    open_page(page, f"{site}/browse?q=mortality")
    page.get_by_role("button", name="Add to basket").first.click()
    page.get_by_role("link", name="Basket: 1 reference").wait_for()
    page.reload()
    page.get_by_role("link", name="Basket: 1 reference").wait_for()
    page.get_by_role("link", name="Ask", exact=True).first.click()
    page.get_by_role("heading", name="Ask the evidence").wait_for()
    page.wait_for_url("**/ask?key=*")


def test_from_a_cell_to_a_copied_reference_in_three_clicks(browser: sync_api.Browser, site: str) -> None:
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    open_page(page, site)
    page.locator('path[aria-label^="Population: Addiction; Outcome: Substance use"]').first.click(position=CORNER)
    page.get_by_role("button", name=COPY).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "Kelly" in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_a_question_by_keyboard_alone(page: sync_api.Page, site: str) -> None:
    open_page(page, f"{site}/ask")
    for label, words in (("Population", "Addiction"), ("Outcome", "Smoking cessation")):
        page.get_by_role("combobox", name=label).focus()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{label.lower()}=*")
    page.get_by_role("heading", name="Summary of findings").wait_for()
    with page.expect_download() as table:
        page.get_by_role("button", name="Excel").click()
    assert table.value.suggested_filename == "summary-of-findings.xlsx"
    with page.expect_download() as plot:
        page.get_by_role("button", name="SVG").click()
    assert plot.value.suggested_filename == "forest-plot.svg"


def test_a_draft_is_checked_in_place(page: sync_api.Page, site: str, tmp_path: Path) -> None:
    open_page(page, f"{site}/check")
    page.get_by_label("Or paste the text").fill(
        "Groups help (Nobody, 1999).\n\nReferences\n\nUncited, U. (2001). Never named. Journal of Nothing, 1(1), 1–2.\n"
    )
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("mark.msg-mark-citation").first.wait_for()
    assert "▲" in page.locator(".msg-number-sign").first.inner_text()
    with page.expect_download() as report:
        page.get_by_role("button", name="Report for the browser").click()
    report.value.save_as(tmp_path / "report.html")
    assert "Nobody" in (tmp_path / "report.html").read_text("utf-8")


ALLOWED = {"presentation-role-conflict"}
"""Minor, of Streamlit's file uploader."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_nothing(browser: sync_api.Browser, site: str, width: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    size = WIDTHS[width]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(30_000)
    found: list[str] = []
    for path in PATHS:
        open_page(page, site + path)
        page.wait_for_timeout(400)  # charts are drawn after the page says that it is ready
        for violation in axe.Axe().run(page).response["violations"]:
            if violation["id"] not in ALLOWED:
                nodes = [node["html"][:120] for node in violation["nodes"][:2]]
                found.append(f"{path} {violation['id']} ({violation['impact']}): {nodes}")
    context.close()
    assert not found, "\n".join(found)


def test_a_clinician_needs_three_key_strokes_of_choice_to_a_copied_reference(
    browser: sync_api.Browser, site: str
) -> None:
    """Open, choose people, choose an outcome: the bottom line with its certainty; then the copy button, by keys."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(30_000)
    open_page(page, site)
    for label, words in (("Population", "Addiction"), ("Outcome", "Substance use")):
        box = page.get_by_role("combobox", name=label).last
        box.focus()
        box.press_sequentially(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**row=*" if label == "Population" else "**column=*")
    page.get_by_text("Certainty of the evidence").wait_for()
    copy = page.get_by_role("button", name=COPY)
    copy.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert "Kelly" in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_a_student_needs_five_clicks_from_a_ris_file_to_a_tagged_apa_list_in_word(
    page: sync_api.Page, site: str, tmp_path: Path
) -> None:
    export = tmp_path / "search.ris"
    export.write_text(
        "TY  - JOUR\nAU  - Quill, Ada\nPY  - 2012\nTI  - Hope in mutual support groups for people with depression\n"
        "JO  - Journal of Help\nVL  - 3\nSP  - 1\nEP  - 9\nER  - \n"
    )
    open_page(page, f"{site}/add")
    page.locator("input[type=file]").set_input_files(export)  # the first: choosing the file
    page.get_by_role("button", name="Add 1 record to the library").click()
    page.get_by_role("button", name="Put 1 reference into the basket").click()
    page.locator("ul.msg-tags li", has_text="Depression").first.wait_for()
    page.get_by_role("link", name="Open the bibliography").click()
    with page.expect_download() as word:
        page.get_by_role("button", name="Word").click()
    word.value.save_as(tmp_path / "references.docx")
    with zipfile.ZipFile(tmp_path / "references.docx") as packed:
        document = packed.read("word/document.xml").decode("utf-8")
    assert "Quill, A. (2012). Hope in mutual support groups for people with depression." in re.sub(
        "<[^>]+>", "", document
    )
    assert (
        'w:hanging="720"' in document + zipfile.ZipFile(tmp_path / "references.docx").read("word/styles.xml").decode()
    )


def test_a_click_on_the_number_of_a_cell_is_a_click_on_the_cell_and_moves_the_mark(
    page: sync_api.Page, site: str
) -> None:
    open_page(page, site)
    for words, slug in (
        ("Population: Addiction; Outcome: Substance use", "row=addiction"),
        ("Population: Mental health; Outcome: Symptoms", "row=mental-health"),
    ):
        page.locator(f'path[aria-label^="{words}"]').first.wait_for()
        page.locator(f'path[aria-label^="{words}"]').first.click()
        page.wait_for_url(f"**{slug}*")
        page.get_by_text("Certainty of the evidence").wait_for()


def test_two_windows_that_edit_one_record_do_not_overwrite_each_other(
    browser: sync_api.Browser, page: sync_api.Page, site: str
) -> None:
    paste(page, site, "Vesper, T. (2014). Hope in self-help groups for people with cancer. Journal of Help, 2(1), 3–9.")
    page.get_by_role("link", name="Hope in self-help groups for people with cancer").first.click()
    page.get_by_role("heading", name="Cite it").wait_for()
    other = page.context.new_page()
    other.set_default_timeout(30_000)
    open_page(other, page.url)
    page.get_by_role("button", name="Accept").first.click()
    page.get_by_role("button", name="Take back").first.wait_for()
    other.get_by_role("button", name="Reject").first.click()
    other.get_by_text("in another window meanwhile").wait_for()
    other.get_by_role("button", name="Take back").first.wait_for()
    assert other.locator('[data-testid="stException"]').count() == 0


def test_what_is_large_comes_compressed(site: str) -> None:
    import urllib.request

    request = urllib.request.Request(site, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        import gzip

        packed = answer.headers["Content-Encoding"] == "gzip"
        start = (gzip.decompress(answer.read()) if packed else answer.read()).decode()
    script = re.search(r'src="\.?/?(static/js/[^"]+\.js)"', start)
    assert script
    request = urllib.request.Request(f"{site}/{script.group(1)}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["X-Frame-Options"] == "DENY"
