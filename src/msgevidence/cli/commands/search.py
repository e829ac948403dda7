"""Finds reports in the library."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from msgevidence.cli.filtering import add_filters, whole_number
from msgevidence.cli.terminal import Terminal
from msgevidence.model.evidence import Facet

if TYPE_CHECKING:
    from msgevidence.store.views import ReportView

NAME = "search"
HELP = "finds reports by words, population, outcome, design and year"
EXAMPLES = (
    'msgevidence search "peer support" --population bipolar-disorder',
    "msgevidence search --outcome abstinence --design rct --from 2010 --json",
    "msgevidence search -- 'hope -online'",
    "msgevidence search author:humphreys year:1994..2010 --sort author",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    add_filters(parser)
    parser.add_argument(
        "--sort", choices=["relevance", "year", "author", "title"], help="default: relevance with words, else year"
    )
    parser.add_argument("--limit", type=whole_number, default=25, metavar="N", help="how many to show (default: 25)")
    parser.add_argument("--offset", type=whole_number, default=0, metavar="N", help="how many to skip")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.filtering import filters_of

    with desk_of(arguments) as desk:
        filters = filters_of(arguments, desk.vocabularies)
        sort = arguments.sort or ("relevance" if filters.query else "year")
        queries = desk.library.queries
        page = queries.find(filters, sort=sort, limit=arguments.limit, offset=arguments.offset)
        if terminal.as_json:
            results = [report_as_json(queries.report(row.id)) for row in page.rows]
            terminal.document({"total": page.total, "results": results})
            return 0
    for note in page.notes:
        terminal.say(note)
    for row in page.rows:
        terminal.print(f"{row.authors or '—'} ({row.year or 'n.d.'}). {row.title}")
        tags = [tag.slug for tag in row.tags if tag.facet in (Facet.POPULATION, Facet.OUTCOME, Facet.DESIGN)]
        details = [part for part in (row.container, row.doi and f"doi:{row.doi}", ", ".join(tags)) if part]
        terminal.print(f"    {row.citekey}   {' · '.join(details)}")
    shown = len(page.rows)
    terminal.say(
        f"{page.total} found" + (f", {shown} shown" if shown < page.total else "")
        if page.total
        else "nothing found in this library; that says nothing about what exists elsewhere"
    )
    return 0


def report_as_json(report: ReportView) -> dict[str, Any]:
    """One result in the contract's shape."""
    return {
        "id": report.id,
        "citekey": report.citekey,
        "csl": report.record.to_csl(),
        "tags": [
            {
                "facet": tag.facet.value,
                "term": tag.slug,
                "by": tag.by,
                "because": tag.because,
                "status": tag.status.value,
            }
            for tag in report.tags
        ],
        "level": report.row.level,
        "relevance": report.row.relevance,
        "notices": list(report.notices),
        "findings": [view.finding for view in report.findings],
    }
