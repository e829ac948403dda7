"""The health of the library."""

from __future__ import annotations

import argparse

from msgevidence.cli.terminal import Terminal, problem_as_json

NAME = "doctor"
HELP = "looks the library over, record by record, and says what to mend"
EXAMPLES = ("msgevidence doctor", "msgevidence doctor --json")


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # it takes no arguments of its own


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of

    with desk_of(arguments) as desk:
        health = desk.library.queries.health()
    if terminal.as_json:
        terminal.document(
            {
                "reports": health.reports,
                "records": health.records,
                "held": health.held,
                "revision": health.revision,
                "problems": [problem_as_json(problem) for problem in health.problems],
            }
        )
    else:
        terminal.print(f"{health.reports} reports from {health.records} records, {health.held} held for review")
        terminal.problems(health.problems)
        if not health.problems:
            terminal.print("nothing to mend was found")
    return 1 if health.problems else 0
