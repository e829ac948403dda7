"""The queue of records that may be duplicates."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from msgevidence.cli.terminal import Terminal
from msgevidence.ports import Action

if TYPE_CHECKING:
    from msgevidence.store.views import HeldView, MergedView

NAME = "review"
HELP = "lists the records held because they may be duplicates; decides one, or takes a decision or a merge back"
EXAMPLES = (
    "msgevidence review",
    "msgevidence review 7 --merge",
    "msgevidence review 7 --add          (not a duplicate; remembered)",
    "msgevidence review 7 --undo",
    "msgevidence review --all --merge --rule equal-doi",
    "msgevidence review --merged         (what the rules merged by themselves)",
    "msgevidence review --reopen 123     (takes one such merge back; its record waits in the queue)",
)

_ACTIONS = {"merge": Action.MERGE, "add": Action.ADD, "reject": Action.REJECT, "undo": Action.HOLD}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("held_id", nargs="?", type=int, metavar="HELD", help="number in the queue")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--merge", dest="decision", action="store_const", const="merge", help="it is the same report")
    choice.add_argument("--add", dest="decision", action="store_const", const="add", help="it is another report")
    choice.add_argument("--reject", dest="decision", action="store_const", const="reject", help="leave it out")
    choice.add_argument("--undo", dest="decision", action="store_const", const="undo", help="take the decision back")
    parser.add_argument(
        "--all", action="store_true", help="decide every record in the queue (with --rule: of that rule)"
    )
    parser.add_argument("--rule", metavar="RULE", help="only records held by this rule")
    choice.add_argument("--merged", action="store_true", help="list what the rules merged by themselves")
    choice.add_argument(
        "--reopen", type=int, metavar="RECORD", help="take one such merge back: the record waits in the queue"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.errors import CallRefused
    from msgevidence.ingest.reviewing import decide, reopen

    if arguments.decision and arguments.held_id is None and not arguments.all:
        raise CallRefused("which record? Name its number in the queue, or --all")
    if arguments.decision == "undo" and arguments.all:
        raise CallRefused("decisions are taken back one by one; name the number")
    with desk_of(arguments) as desk:
        library = desk.library
        if arguments.merged:
            _show_merged([one for one in library.queries.merged() if arguments.rule in (None, one.rule)], terminal)
            return 0
        if arguments.reopen is not None:
            held = reopen(library, arguments.reopen)
            if terminal.as_json:
                terminal.document(held_as_json(held))
            else:
                terminal.print(f"taken out of its report; it waits in the queue as {held.id}")
            return 0
        if not arguments.decision:
            queue = [
                held
                for held in library.queries.held()
                if arguments.held_id in (None, held.id) and arguments.rule in (None, held.rule)
            ]
            _show(queue, terminal)
            return 1 if queue else 0
        numbers = (
            [held.id for held in library.queries.held() if arguments.rule in (None, held.rule)]
            if arguments.all
            else [arguments.held_id]
        )
        for number in numbers:
            decide(library, number, _ACTIONS[arguments.decision])
        left = len(library.queries.held())
    if terminal.as_json:
        terminal.document({"decided": numbers, "decision": arguments.decision, "left": left})
    else:
        terminal.print(f"{len(numbers)} decided ({arguments.decision}), {left} left in the queue")
    return 0


def _show(queue: list[HeldView], terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.document([held_as_json(held) for held in queue])
        return
    for held in queue:
        terminal.print(f"{held.id}: {held.rule}")
        terminal.print(f"    new:  {_line(held.record.to_csl())}")
        terminal.print(f"    has:  {_line(held.candidate_record.to_csl()) if held.candidate_record else '—'}")
    terminal.say(f"{len(queue)} held" if queue else "nothing is held")


def _show_merged(merged: list[MergedView], terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.document([_merged_as_json(one) for one in merged])
        return
    for one in merged:
        terminal.print(f"{one.id}: {one.rule} (run {one.run}, {one.source})")
        terminal.print(f"    merged: {_line(one.record.to_csl())}")
        terminal.print(f"    into:   {one.report.citekey}")
    terminal.say(f"{len(merged)} merged by rule" if merged else "nothing was merged by rule")


def _merged_as_json(one: MergedView) -> dict[str, Any]:
    into = {"report": one.report.id, "citekey": one.report.citekey}
    return {"record": one.id, "run": one.run, "rule": one.rule, "csl": one.record.to_csl()} | into


def held_as_json(held: HeldView) -> dict[str, Any]:
    """One held record with what it was compared with."""
    return {
        "id": held.id,
        "run": held.run,
        "rule": held.rule,
        "record": held.record.to_csl(),
        "report": held.candidate.id if held.candidate else None,
        "candidate": held.candidate_record.to_csl() if held.candidate_record else None,
    }


def _line(item: dict[str, Any]) -> str:
    names = item.get("author") or item.get("editor") or [{}]
    author = names[0].get("family") or names[0].get("literal") or "—"
    year = (item.get("issued", {}).get("date-parts") or [["n.d."]])[0][0]
    where = " ".join(str(item[key]) for key in ("container-title", "volume", "page", "DOI") if item.get(key))
    return f"{author} ({year}). {item.get('title', '')} {where}"
