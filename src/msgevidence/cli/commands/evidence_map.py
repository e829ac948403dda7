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
        cells = desk.library.queries.cells(
            Facet(arguments.rows), Facet(arguments.columns), filters_of(arguments, desk.vocabularies)
        )
    rows = list(dict.fromkeys(cell.row for cell in cells))
    columns = sorted({cell.column for cell in cells})
    if terminal.as_json:
        terminal.document({"rows": rows, "columns": columns, "cells": list(cells)})
        return 0
    for row in rows:
        terminal.print(row)
        for cell in cells:
            if cell.row == row:
                terminal.print(f"    {cell.column}: {cell.studies} studies, {cell.findings} findings")
    terminal.say("numbers are studies; presence is not benefit; an absent cell means no evidence found here")
    return 0
