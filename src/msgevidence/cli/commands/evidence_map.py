"""The evidence matrix, counted in studies."""

from __future__ import annotations

import argparse

from msgevidence.cli.filtering import add_filters
from msgevidence.cli.terminal import Terminal
from msgevidence.model.evidence import Facet

NAME = "map"
HELP = "counts studies by population and outcome; an empty cell is a gap in this library"
EXAMPLES = (
    "msgevidence map",
    "msgevidence map --population mental-health --json",
    "msgevidence map --rows design --columns outcome",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    facets = [facet.value for facet in Facet]
    parser.add_argument("--rows", choices=facets, default="population", metavar="FACET", help=", ".join(facets))
    parser.add_argument("--columns", choices=facets, default="outcome", metavar="FACET", help="as --rows")
    add_filters(parser, query=False)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.filtering import filters_of

    with desk_of(arguments) as desk:
        matrix = desk.library.queries.cells(
            Facet(arguments.rows), Facet(arguments.columns), filters_of(arguments, desk.vocabularies)
        )
    if terminal.as_json:
        terminal.document(
            {
                "rows": [term.slug for term in matrix.rows],
                "columns": [term.slug for term in matrix.columns],
                "cells": list(matrix.cells),
                "studies": matrix.studies,
            }
        )
        return 0
    # Topmost populations and outcomes only head their narrower terms; in other facets a broad term has its own studies.
    heads = {term.broader for term in matrix.columns} if arguments.columns in ("population", "outcome") else set()
    shown = {term.slug for term in matrix.columns if term.broader or term.slug not in heads}
    for row in matrix.rows:
        filled = [cell for cell in matrix.cells if cell.row == row.slug and cell.column in shown]
        if not filled:
            continue
        terminal.print(f"{'  ' if row.broader else ''}{row.label} ({matrix.row_totals.get(row.slug, 0)})")
        terminal.print("      " + ", ".join(f"{cell.column} {cell.studies}" for cell in filled))
    terminal.say(f"{matrix.studies} studies; the numbers are studies, and presence is not benefit")
    terminal.say("what is not listed is a gap: no evidence found here")
    return 0
