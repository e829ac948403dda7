"""What went wrong with one record, as data that travels with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a Problem matters to the reader of a report."""

    NOTE = "note"  # understood, but worth knowing (an encoding was guessed)
    WARNING = "warning"  # something may be wrong or was changed
    ERROR = "error"  # the record, or a value of it, could not be used


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at. `code` is stable and hyphenated (``unknown-type``);
    `record` is the 0-based position in its file, `line` is 1-based; `quote` is the offending text.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    variable: str | None = None
    line: int | None = None
    record: int | None = None
    quote: str | None = None

    def at(self, *, record: int | None = None, line: int | None = None) -> Problem:
        """The same Problem with its place filled in where it had none."""
        return replace(
            self,
            record=self.record if self.record is not None else record,
            line=self.line if self.line is not None else line,
        )
