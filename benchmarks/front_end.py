"""Measures the front end in a real Chromium against a real server: time, bytes and memory.

    python benchmarks/front_end.py [RECORDS] [--rounds 5] [--sessions 8] [--home DIR] [--json]

The library holds the bundled evidence and RECORDS invented works (100,000; made once under --home and kept). Times of
an interaction run from the key or button going down to the changed page being drawn; script times are those of all
script runs that the interaction caused, inside the server. A first visit has an empty browser cache; it is usable when
the map can be clicked. Memory is the server's, with all sessions open.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.big_library import Invented, build
from support.front_end import Site, chromium, front_end

GOALS = {
    "script time per interaction, p95, ms": 200,
    "click or Enter to changed page, p95, ms": 400,
    "first visit, first paint, ms": 2000,
    "first visit, usable, ms": 3500,
    "first visit, bytes": 2_000_000,
    "server memory, all sessions, MB": 450,
}
_BEGUN = """
for (const kind of ["pointerdown", "keydown"])
  window.addEventListener(kind, () => { window.begun = performance.now(); }, true);
"""
_COUNT = "document.querySelector('[data-testid=stMarkdownContainer] strong')?.parentElement.innerText"
_HEADING = "document.querySelector('h1')?.innerText"
_CELL = 'path[aria-label^="Population: {}; Outcome: {}"]'
_ANSWER = "document.querySelector('.msg-answer')?.innerText"
_CORNER = {"x": 5, "y": 5}


def serve_timed(file: str, arguments: list[str]) -> int:
    """The command line, with the wall and CPU time of every script run written to `file`."""
    from streamlit.runtime.scriptrunner import script_runner

    from msgevidence.cli import main as command_line

    run: Callable[..., None] = script_runner.ScriptRunner._run_script

    def timed(self: Any, *given: Any) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            run(self, *given)
        finally:
            spent = ((time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000)
            with open(file, "a", encoding="utf-8") as out:  # noqa: PTH123
                out.write(json.dumps(spent) + "\n")

    script_runner.ScriptRunner._run_script = timed
    return command_line(arguments)


@dataclass
class Measured:
    """Milliseconds by interaction: `page` as the browser saw them, `script` and `cpu` inside the server."""

    page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    script: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Walker:
    """One browser page that does what people do, and the clock over it."""

    page: Any
    site: Site
    runs: Path
    found: Measured

    def open(self, path: str) -> None:
        self.page.goto(self.site.address + path)
        self.page.get_by_role("heading", level=1).first.wait_for()
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function("!document.querySelector('[data-test-script-state=running]')")

    def timed(self, name: str, act: Callable[[], object], shown: str) -> None:
        """Does something; `shown` is what must change by it, as JavaScript."""
        self.settle()
        time.sleep(0.15)  # what the last interaction still draws is not this one's
        before, known = self.page.evaluate(shown), self._script_runs()
        act()
        changed = (
            f"before => {{ const now = {shown}; return now && now !== before && performance.now() - window.begun }}"
        )
        took = self.page.wait_for_function(changed, arg=before).json_value()
        self.found.page[name].append(took)
        self.settle()
        new = self._script_runs()[len(known) :]
        self.found.script[name].append(sum(wall for wall, _ in new))
        self.found.cpu[name].append(sum(cpu for _, cpu in new))

    def _script_runs(self) -> list[tuple[float, float]]:
        lines = self.runs.read_text("utf-8").splitlines() if self.runs.exists() else []
        return [(wall, cpu) for wall, cpu in map(json.loads, lines)]

    def search(self, name: str, words: str) -> None:
        box = self.page.get_by_label("Search title")
        box.fill(words)
        self.timed(name, lambda: box.press("Enter"), _COUNT)

    def click(self, name: str, role: str, label: str, shown: str, **options: Any) -> None:
        target = self.page.get_by_role(role, name=label, **options).first
        target.wait_for()
        target.scroll_into_view_if_needed()
        self.timed(name, target.click, shown)

    def choose(self, name: str, label: str, words: str, shown: str) -> None:
        box = self.page.get_by_role("combobox", name=label).last
        box.focus()
        box.press_sequentially(words)
        self.page.get_by_role("option").first.wait_for()
        self.timed(name, lambda: box.press("Enter"), shown)


def walk(walker: Walker, words: list[str], number: int) -> None:
    """One round through the pages."""
    walker.open("/browse")
    walker.search("search, rare word", words[2_000 + number])
    walker.search("search, word in 1 to 5 %", words[60 + number])
    walker.search("search, very common word", words[number])
    walker.search("search, two words", f"{words[20 + number]} {words[40 + number]}")
    walker.choose("list, another order", "Sort", "Title", "document.querySelector('.msg-meta')?.innerText")
    walker.click("list, filter off", "button", "“", _COUNT)
    walker.click("list, next page", "button", "Next page", _COUNT)
    walker.click("into the basket", "button", "Add to basket", "document.querySelector('.st-key-basket')?.innerText")
    link = walker.page.locator('[class*="st-key-row-"] [data-testid="stPageLink"] a').first
    walker.timed("open a record", link.click, _HEADING)
    walker.click("to the bibliography", "link", "Basket: ", _HEADING)
    walker.choose("another style", "Citation style", "Vancouver", "document.querySelector('.csl-entry')?.innerText")
    walker.click("to the map", "link", "Evidence map", _HEADING)
    cell = walker.page.locator(_CELL.format("Addiction", "Substance use")).first
    cell.wait_for()
    walker.timed("map, a cell", lambda: cell.click(position=_CORNER), _ANSWER)
    cell = walker.page.locator(_CELL.format("Mental health", "Symptoms")).first
    walker.timed("map, another cell", lambda: cell.click(position=_CORNER), _ANSWER)
    walker.choose("map, as a table", "Show as", "Table", "document.querySelector('.msg-table caption')?.innerText")
    walker.click("the whole answer", "link", "The whole answer", _HEADING)
    walker.choose("ask, another outcome", "Outcome", "Anxiety", _ANSWER)


def first_visit(browser: Any, site: Site) -> dict[str, float]:
    """With an empty cache: milliseconds to the first paint and to a map that can be clicked, and bytes received."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    received = [0]

    def count(event: dict[str, Any]) -> None:
        received[0] += event.get("encodedDataLength", 0) or len(event.get("response", {}).get("payloadData", ""))

    network.on("Network.loadingFinished", count)
    network.on("Network.webSocketFrameReceived", count)
    page.goto(site.address)
    cell = "document.querySelector('path[aria-label^=\"Population:\"]')"
    usable = page.wait_for_function(f"{cell} && performance.now()").json_value()
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.wait_for_timeout(500)
    context.close()
    return {"first paint": paint, "usable": usable, "bytes": received[0]}


def memory(process: int) -> float:
    """Resident megabytes of a process."""
    told = Path(f"/proc/{process}/status").read_text("ascii")
    return int(told.partition("VmRSS:")[2].split()[0]) / 1000


@contextmanager
def sessions(browser: Any, site: Site, number: int, words: list[str]) -> Iterator[None]:
    """So many people at once, each on pages of their own."""
    opened = []
    for each in range(number):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        walker = Walker(context.new_page(), site, Path(os.devnull), Measured())
        for path in ("/", f"/browse?q={words[each]}", f"/browse?q={words[50 + each]}&rows=100", "/ask", "/library"):
            walker.open(path)
        walker.open("/ask?population=addiction&outcome=substance-and-behaviour")
        opened.append(context)
    yield
    for context in opened:
        context.close()


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def measure(home: Path, records: int, rounds: int, people: int) -> dict[str, Any]:
    """All of it, on the library under `home`."""
    from playwright.sync_api import sync_playwright

    invented: Invented = build(home, records)
    runs = home / "script-runs.jsonl"
    runs.unlink(missing_ok=True)
    load = os.getloadavg()[0]
    with (
        front_end(home, command=(__file__, "--timed", str(runs))) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium())
        first_visit(browser, site)  # the server's own first visit: it opens the library
        visits = [first_visit(browser, site) for _ in range(3)]
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(_BEGUN)
        found = Measured()
        walker = Walker(context.new_page(), site, runs, found)
        walker.page.set_default_timeout(60_000)
        for number in range(rounds + 1):
            if number == 1:
                for kept in (found.page, found.script, found.cpu):
                    kept.clear()  # the first round warms up imports and caches
            walk(walker, invented.words, number)
        context.close()
        alone = memory(site.process)
        with sessions(browser, site, people, invented.words):
            together = memory(site.process)
        browser.close()
    every = [value for values in found.page.values() for value in values]
    scripts = [value for values in found.script.values() for value in values]
    return {
        "records": records,
        "load": (load, os.getloadavg()[0]),
        "interactions": {
            name: {
                "page p50": statistics.median(found.page[name]),
                "page p95": percentile(found.page[name], 0.95),
                "script p50": statistics.median(found.script[name]),
                "script p95": percentile(found.script[name], 0.95),
                "script CPU p50": statistics.median(found.cpu[name]),
            }
            for name in found.page
        },
        "memory after one person, MB": alone,
        "summary": {
            "script time per interaction, p95, ms": percentile(scripts, 0.95),
            "click or Enter to changed page, p95, ms": percentile(every, 0.95),
            "first visit, first paint, ms": statistics.median(each["first paint"] for each in visits),
            "first visit, usable, ms": statistics.median(each["usable"] for each in visits),
            "first visit, bytes": statistics.median(each["bytes"] for each in visits),
            "server memory, all sessions, MB": together,
        },
    }


def main() -> int:
    if sys.argv[1:2] == ["--timed"]:
        return serve_timed(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sessions", type=int, default=8)
    parser.add_argument("--home", type=Path, help="where the library is kept (default: in the temporary directory)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    home = options.home or Path(tempfile.gettempdir(), f"msgevidence-front-end-{options.records}")
    home.mkdir(parents=True, exist_ok=True)
    found = measure(home, options.records, options.rounds, options.sessions)
    if options.json:
        print(json.dumps(found, indent=1))
        return 0
    print(f"{'interaction':32}{'page p50':>10}{'p95':>8}{'script p50':>12}{'p95':>8}{'CPU p50':>9}   ms")
    for name, values in found["interactions"].items():
        cells = list(values.values())
        print(f"{name:32}{cells[0]:10.0f}{cells[1]:8.0f}{cells[2]:12.0f}{cells[3]:8.0f}{cells[4]:9.0f}")
    print(f"\n{'':44}{'measured':>12}{'goal':>12}")
    for name, value in found["summary"].items():
        print(f"{name:44}{value:12,.0f}{GOALS[name]:12,}")
    print(f"load average {found['load'][0]:.1f} before, {found['load'][1]:.1f} after; 2 cores: {os.cpu_count() == 2}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
