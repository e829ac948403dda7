"""Many readers and writers in one library for a while, and what each of them saw.

Every write is a run that adds two reports, with a citation key all of them want, and merges one record into report 1.
So in whatever state a reader sees the library, two thirds of what came after the first record are reports.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field

from msgevidence.errors import MsgEvidenceError
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import Action, Decision
from msgevidence.store import Entry, Filters, Library


@dataclass
class Seen:
    """What one reader or writer did; `wrong` is what should not have been."""

    done: int = 0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def gather(
    url: str, *, readers: int, writers: int, seconds: float, processes: bool = False
) -> tuple[list[Seen], list[Seen]]:
    """Lets them loose on the library; what the readers and what the writers did."""
    with Library.open(url) as library, library.run(source="the first") as run:
        run.apply([_entry("The first", 0)])
    pool: Executor
    if processes:
        pool = ProcessPoolExecutor(readers + writers, multiprocessing.get_context("spawn"))
    else:
        pool = ThreadPoolExecutor(readers + writers)
    with pool:
        reading = [pool.submit(read, url, seconds) for _ in range(readers)]
        writing = [pool.submit(write, url, seconds, number) for number in range(writers)]
        return [one.result() for one in reading], [one.result() for one in writing]


def write(url: str, seconds: float, writer: int) -> Seen:
    def once(library: Library, number: int) -> None:
        with library.run(source=f"writer {writer}") as run:
            run.apply([_entry(f"Writer {writer} number {number} {part}", number) for part in ("a", "b")])
            run.apply([_entry("The first again", number, Decision(Action.MERGE, "a rule", 1))])

    return _repeat(url, seconds, once)


def read(url: str, seconds: float) -> Seen:
    last = 0

    def once(library: Library, number: int) -> None:
        nonlocal last
        revision = library.revision
        told = library.queries.dataset()
        assert 3 * (told.reports - 1) == 2 * (told.records - 1), f"half a run is seen: {told}"
        assert revision >= last, f"revision {revision} after {last}"
        assert told.reports >= 1
        last = revision
        page = library.queries.find(Filters(query="writer" if number % 2 else ""))
        assert len(page.rows) == min(25, page.total), f"{len(page.rows)} rows of {page.total}"

    return _repeat(url, seconds, once)


def faults(url: str, written: list[Seen], seen: list[Seen]) -> list[str]:
    """What is wrong in the end: what anyone met, a lost write, a key given twice, an unsound library."""
    wrong = [fault for one in (*written, *seen) for fault in one.wrong]
    runs = sum(one.done for one in written)
    with Library.open(url) as library:
        queries = library.queries
        told, keys = queries.dataset(), [key.lower() for key, _ in queries.records()]
        if (told.reports, told.records) != (1 + 2 * runs, 1 + 3 * runs):
            wrong.append(f"{runs} runs were written, but there are {told.reports} reports of {told.records} records")
        if len(queries.runs()) != runs + 1 or len(queries.report(1).sources) != runs + 1:
            wrong.append("a run or a merge was lost")
        if len(set(keys)) != len(keys):
            wrong.append("a citation key was given twice")
        wrong += queries.health(deep=True).integrity
    return wrong


def _repeat(url: str, seconds: float, once: Callable[[Library, int], None]) -> Seen:
    seen = Seen()
    with Library.open(url) as library:
        end = time.monotonic() + seconds
        while time.monotonic() < end or not seen.done:
            start = time.monotonic()
            try:
                once(library, seen.done)
            except (MsgEvidenceError, AssertionError) as error:
                seen.wrong.append(f"{type(error).__name__}: {error}")
                if len(seen.wrong) > 20:
                    break
                continue
            seen.times.append(time.monotonic() - start)
            seen.done += 1
    return seen


def _entry(title: str, number: int, decision: Decision | None = None) -> Entry:
    record = Record(
        type="article-journal",
        title=title,
        author=(Name(family="Same", given=f"{threading.get_ident()}"),),
        issued=PartialDate((2010,)),
    )
    return Entry(
        raw=RawRecord("ris", number, 1, (("TI", title),)),
        record=record,
        decision=decision or Decision(Action.ADD, "new"),
        keys=(number,),
        citekey="same2010",
    )
