"""The exceptions of msgevidence; a bad record is data (a Problem), a broken world is one of these.

    MsgEvidenceError
    ├── InputRefused            what was given cannot be used at all
    │   ├── FileRefused         a file: names it, the place in it, and the remedy
    │   └── CallRefused         an argument, a term, a query
    ├── LibraryError            the store
    │   ├── LibraryLocked       another process writes and did not finish in time
    │   ├── LibraryTooNew       made by a newer version of msgevidence
    │   ├── LibraryUnavailable  cannot be opened: path, rights, disk, server
    │   └── SumViolated         read ≠ added + merged + held + rejected: the run was taken back
    ├── NotFound                no report, run or style of that name
    ├── NotAllowed              whoever is signed in may not do this
    └── AuthorityUnavailable    a service or snapshot did not answer

Every message is one line a user can act on: what, where, and what to do.
"""

from __future__ import annotations


class MsgEvidenceError(Exception):
    """Base of all; `str()` of it is fit to be shown to a user as it is."""


class InputRefused(MsgEvidenceError):
    """What was given cannot be used at all; nothing was written."""


class FileRefused(InputRefused):
    """A file cannot be used: `name`, `place` (line or byte, may be empty) and `remedy`."""

    def __init__(self, name: str, reason: str, *, remedy: str, place: str = "") -> None:
        self.name = name
        self.reason = reason
        self.place = place
        self.remedy = remedy
        where = f"{name}, {place}" if place else name
        super().__init__(f"{where}: {reason}. {remedy}")


class CallRefused(InputRefused):
    """An argument, term or query is not of the form the call takes."""


class LibraryError(MsgEvidenceError):
    """The store could not do what was asked; what was in it before is still there."""


class LibraryLocked(LibraryError):
    """Another process is writing and did not finish in time."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer msgevidence; it was not touched."""


class LibraryUnavailable(LibraryError):
    """The library cannot be opened: path, rights, disk or server."""


class SumViolated(LibraryError):
    """A run's sum did not hold; the run was taken back."""


class NotFound(MsgEvidenceError):
    """No report, run, style or term of that name."""


class NotAllowed(MsgEvidenceError):
    """Whoever is signed in may not do this; nothing was written."""


class AuthorityUnavailable(MsgEvidenceError):
    """An authority did not answer; nothing may be concluded from its silence."""
