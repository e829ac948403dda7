"""Records of the library back into a Zotero library, with a dry run and every conflict shown."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgevidence.cli.filtering import add_filters
from msgevidence.cli.terminal import Terminal

if TYPE_CHECKING:
    from msgevidence.ingest.bundle import Desk
    from msgevidence.sources.zotero_library import Change, Outcome, Work

NAME = "zotero"
HELP = "writes records and their tags into a Zotero library, with the filters of search"
EXAMPLES = (
    "msgevidence zotero push groups/456 --population cancer --dry-run",
    "msgevidence zotero push users/123 hope --tags",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["push"], help="push: from here into Zotero")
    parser.add_argument("zotero", metavar="LIBRARY", help="users/NUMBER or groups/NUMBER; key in ZOTERO_API_KEY")
    add_filters(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would be written; write nothing")
    parser.add_argument(
        "--tags", action="store_true", help="also the accepted terms, as tags like “population: cancer”"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="in a conflict, what is here goes before what is there"
    )
    parser.add_argument("--local", action="store_true", help="into the Zotero program on this machine")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.ingest.zotero import open_zotero
    from msgevidence.sources.zotero_library import Address, plan, push, read

    zotero = open_zotero(Address.parse(arguments.zotero), local=arguments.local)
    with terminal.progress() as progress:
        snapshot = read(zotero, progress=progress)
    with desk_of(arguments) as desk:
        works = list(_works(arguments, desk))
    changes = plan(zotero, snapshot, works, overwrite=arguments.overwrite)
    outcomes = [] if arguments.dry_run else list(push(zotero, changes, snapshot.version))
    if terminal.as_json:
        terminal.document(_as_json(changes, outcomes, dry_run=arguments.dry_run))
    else:
        _show(changes, outcomes, terminal, dry_run=arguments.dry_run)
    has_conflict = any(change.action == "conflict" for change in changes)
    return 1 if has_conflict or any(outcome.result == "failed" for outcome in outcomes) else 0


def _works(arguments: argparse.Namespace, desk: Desk) -> Iterator[Work]:
    from msgevidence.cli.filtering import filters_of
    from msgevidence.sources.zotero_library import Work

    queries = desk.library.queries
    ids = queries.ids(filters_of(arguments, desk.vocabularies))
    for report_id, (citekey, record) in zip(ids, queries.records(ids), strict=True):
        yield Work(citekey, record, _terms(desk, report_id) if arguments.tags else ())


def _terms(desk: Desk, report_id: int) -> tuple[str, ...]:
    """The accepted terms of a report as tags of Zotero."""
    from msgevidence.model.evidence import TagStatus

    tags = desk.library.queries.report(report_id).tags
    return tuple(f"{tag.facet.value}: {tag.term.label}" for tag in tags if tag.status is TagStatus.ACCEPTED)


def _show(changes: Sequence[Change], outcomes: Sequence[Outcome], terminal: Terminal, *, dry_run: bool) -> None:
    for change in changes:
        if change.action == "unchanged":
            continue
        terminal.print(
            f"{change.action} {change.citekey}: {change.title}" + (f" ({change.because})" if change.because else "")
        )
        for name, there, here in change.fields:
            terminal.print(f"    {name}: {there or '—'} → {here or '—'}")
    for outcome in outcomes:
        if outcome.result == "failed":
            terminal.say(f"not written: {outcome.change.citekey}: {outcome.reason}")
    counts = {action: sum(change.action == action for change in changes) for action in _ACTIONS}
    lead = "would be" if dry_run else "asked for"
    terminal.say(", ".join(f"{count} {action}" for action, count in counts.items()) + f" {lead}")
    if not dry_run:
        terminal.say(f"{sum(outcome.result == 'written' for outcome in outcomes)} written")


_ACTIONS = ("create", "update", "conflict", "unchanged")


def _as_json(changes: Sequence[Change], outcomes: Sequence[Outcome], *, dry_run: bool) -> dict[str, Any]:
    results = {outcome.change.citekey: outcome for outcome in outcomes}
    rows = []
    for change in changes:
        outcome = results.get(change.citekey)
        rows.append(
            {
                "action": change.action,
                "citekey": change.citekey,
                "key": (outcome.key if outcome else "") or change.key,
                "because": change.because,
                "fields": [{"field": name, "there": there, "here": here} for name, there, here in change.fields],
                "result": outcome.result if outcome else "",
                "reason": outcome.reason if outcome else "",
            }
        )
    return {"dry_run": dry_run, "changes": rows}
