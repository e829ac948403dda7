"""What goes to standard output and what to standard error, and how it looks there."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

from msgevidence.model.problems import Problem, Severity

Progress = Callable[[int, int | None, str], None]  # done, total (bytes) or None, what is under way


class Terminal:
    """Results on standard output (one JSON document with `as_json`), everything said about them on standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def document(self, value: Any) -> None:
        """The one JSON document of a call."""
        json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=plain)
        sys.stdout.write("\n")

    def print(self, text: str = "") -> None:
        """A line of the result."""
        sys.stdout.write(text + "\n")

    def say(self, text: str) -> None:
        """A line about the result."""
        sys.stderr.write(text + "\n")

    def refuse(self, text: str) -> None:
        """The one line of a refusal."""
        self.say("msgevidence: " + " ".join(text.split()))

    def problems(self, problems: Sequence[Problem], *, limit: int = 50) -> None:
        """Problems a line each, the gravest first; past `limit` they are counted by code."""
        order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
        ranked = sorted(problems, key=lambda p: (order.index(p.severity), p.record or 0))
        for problem in ranked[:limit]:
            self.say(describe(problem))
        if len(ranked) > limit:
            counts: dict[str, int] = {}
            for problem in ranked[limit:]:
                counts[problem.code] = counts.get(problem.code, 0) + 1
            self.say("… and " + ", ".join(f"{count} × {code}" for code, count in sorted(counts.items())))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Aligned columns on standard output, cut to the terminal's width only where there is a terminal."""
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        console = Console(width=None if sys.stdout.isatty() else 200)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in header:
            table.add_column(name)
        for row in rows:
            table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
        console.print(table)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A progress bar on standard error when that is a terminal; silent otherwise."""
        if not sys.stderr.isatty():
            yield lambda done, total, what: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        with Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)


def describe(problem: Problem) -> str:
    """``warning: record 3, line 17: DOI: … [malformed-doi]``."""
    places = []
    if problem.record is not None:
        places.append(f"record {problem.record + 1}")
    if problem.line is not None:
        places.append(f"line {problem.line}")
    where = f"{', '.join(places)}: " if places else ""
    quote = f" «{problem.quote[:120]}»" if problem.quote else ""
    return f"{problem.severity.value}: {where}{problem.message}{quote} [{problem.code}]"


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """A Problem in the contract's shape."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "record": problem.record,
        "line": problem.line,
        "variable": problem.variable,
        "message": problem.message,
        "quote": problem.quote,
    }


def plain(value: Any) -> Any:
    """What `json` cannot write by itself: our frozen values, enumerations, paths and sets."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def deliver(pieces: Iterator[bytes], output: str | None) -> None:
    """Bytes to the file named by ``-o`` (written beside it first, then put in its place), or to standard output."""
    if output in (None, "-"):
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    from msgevidence.errors import FileRefused

    path = Path(str(output))
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        draft.replace(path)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        raise FileRefused(
            str(path), f"cannot be written ({fault.strerror})", remedy="Choose another place with -o."
        ) from fault
