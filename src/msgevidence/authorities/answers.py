"""Answers of services kept for a while, a small JSON file each, so that a question is not asked twice."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_FORM = 1
_WEEK = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered, and when (seconds since 1970)."""

    status: int
    text: str
    asked: float


@dataclass(frozen=True, slots=True)
class Answers:
    """A directory of answers; one older than `keep` seconds, of another form or from the future counts as none.

    A directory that cannot be written costs asking again, nothing else.
    """

    directory: Path
    keep: float = _WEEK
    clock: Callable[[], float] = time.time

    def get(self, question: str) -> Kept | None:
        """The answer to this question, while it is fresh."""
        try:
            found = json.loads(self._place(question).read_text(encoding="utf-8"))
            kept = Kept(int(found["status"]), str(found["text"]), float(found["asked"]))
            is_ours = found["form"] == _FORM and found["question"] == question
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return kept if is_ours and 0 <= self.clock() - kept.asked <= self.keep else None

    def put(self, question: str, status: int, text: str) -> None:
        """Keeps an answer: whole, or not at all."""
        entry = {"form": _FORM, "question": question, "status": status, "text": text, "asked": self.clock()}
        place = self._place(question)
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, half = tempfile.mkstemp(prefix=".half-", dir=place.parent)
            try:
                with open(handle, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor, not a path
                    json.dump(entry, stream, ensure_ascii=False)
                os.replace(half, place)  # noqa: PTH105 - a name, not a path
            except BaseException:
                Path(half).unlink(missing_ok=True)
                raise

    def prune(self) -> None:
        """Removes what is too old to be used."""
        with contextlib.suppress(OSError):
            for place in self.directory.glob("*/*"):
                if self.clock() - place.stat().st_mtime > self.keep:
                    place.unlink(missing_ok=True)

    def _place(self, question: str) -> Path:
        name = sha256(question.encode("utf-8", "replace")).hexdigest()
        return self.directory / name[:2] / f"{name}.json"
