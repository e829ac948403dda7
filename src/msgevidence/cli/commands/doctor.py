"""The health of the library."""

from __future__ import annotations

import argparse

from msgevidence.cli.terminal import Terminal

NAME = "doctor"
HELP = "looks the library over, record by record, and says what to mend"
EXAMPLES = ("msgevidence doctor", "msgevidence doctor --json")


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # it takes no arguments of its own


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of

    with desk_of(arguments) as desk:
        health = desk.library.queries.health(deep=True)
        dataset = desk.library.queries.dataset()
    if terminal.as_json:
        terminal.document({"health": health, "dataset": dataset})
    else:
        terminal.print(f"{health.url}, schema {health.schema}, {health.size / 1e6:.1f} MB, revision {health.revision}")
        terminal.print(", ".join(f"{count} {what}" for what, count in health.counts.items()))
        if dataset.version:
            terminal.print(f"bundled evidence {dataset.version} of {dataset.date}")
        for finding in health.integrity:
            terminal.print(f"to mend: {finding}")
        if not health.integrity:
            terminal.print("nothing to mend was found")
    return 1 if health.integrity else 0
