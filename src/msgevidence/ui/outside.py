"""What the Add page fetches from outside: works by identifier, and a Zotero library. A rehearsal first, then the run.

The key to a Zotero library is read where it is needed and is neither shown nor kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgevidence.authorities import register
from msgevidence.errors import CallRefused, MsgEvidenceError
from msgevidence.ingest.identifiers import identifiers, import_identifiers
from msgevidence.ingest.zotero import import_library, open_zotero
from msgevidence.settings import Settings
from msgevidence.sources.zotero_library import Address
from msgevidence.store.views import RunView
from msgevidence.ui import intake, reading, state

MOST_IDENTIFIERS = 200
_PIECES = re.compile(r"[\s,;]+")
_LABELS = ("doi", "doi:", "pmid", "pmid:")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch: identifiers as typed, or a Zotero library and perhaps one collection of it."""

    identifiers: str = ""
    zotero: str = ""
    collection: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A rehearsal's report; None where nothing has changed since the library was last read, or with a refusal."""

    wanted: Wanted
    run: RunView | None
    refusal: MsgEvidenceError | None = None


def rehearse(wanted: Wanted) -> None:
    """Asks, and keeps what would happen; nothing is written."""
    try:
        with state.rehearsing() as pen:
            state.remember("found", Found(wanted, _fetch(wanted, pen, dry_run=True)))
    except MsgEvidenceError as refusal:
        state.remember("found", Found(wanted, None, refusal))


def found(wanted: Wanted) -> Found | None:
    """The rehearsal of exactly this, if there was one."""
    kept: Found | None = state.recall("found")
    return kept if kept is not None and kept.wanted == wanted else None


def take_in(wanted: Wanted) -> None:
    """The run itself; its outcome is kept for the next script run."""
    try:
        with state.writing("import from outside") as pen:
            run = _fetch(wanted, pen, dry_run=False)
        keys = reading.citekeys_of_run(run.id) if run else ()
        state.remember("run", intake.Outcome(run, keys))
        state.forget("found")
        state.next_turn("input")
    except MsgEvidenceError as refusal:
        state.remember("run", intake.Outcome(None, refusal=refusal))


def split(text: str) -> tuple[list[str], list[str]]:
    """The DOIs and the PubMed numbers in what was typed: one a line, or with commas, with or without labels."""
    pieces = [piece for piece in _PIECES.split(text.strip()) if piece and piece.lower() not in _LABELS]
    if len(pieces) > MOST_IDENTIFIERS:
        raise CallRefused(f"at most {MOST_IDENTIFIERS} identifiers at once; for more, use a file")
    numbers = [piece for piece in pieces if re.fullmatch(r"(?:pmid:?)?\d{1,9}", piece, re.IGNORECASE)]
    return [piece for piece in pieces if piece not in numbers], [re.sub(r"\D", "", number) for number in numbers]


def _fetch(wanted: Wanted, pen: state.Pen, *, dry_run: bool) -> RunView | None:
    settings = Settings.read()
    if wanted.identifiers:
        services = register.online(
            contact=settings.contact,
            cache=settings.user_data / "answers",
            addresses=settings.authorities,
            keys=settings.keys,
        )
        asked = identifiers(*split(wanted.identifiers))
        return import_identifiers(pen.library, asked, services, pen.tagger, dry_run=dry_run, actor=pen.by)
    address = Address.parse(wanted.zotero)
    return import_library(
        pen.library,
        address,
        pen.tagger,
        collection=wanted.collection,
        local=wanted.local,
        dry_run=dry_run,
        actor=pen.by,
        zotero=open_zotero(address, local=wanted.local, secrets=settings.user_data),
    )
