"""The summary of findings for a question."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from msgevidence.cli.terminal import Terminal
from msgevidence.model.evidence import Facet

if TYPE_CHECKING:
    from msgevidence.evidence.answers import Row, Summary

NAME = "summary"
HELP = "sums up what the library holds on one outcome for one population, with what is missing"
EXAMPLES = (
    "msgevidence summary --population alcohol-use-disorder --outcome abstinence",
    "msgevidence summary --population depression --outcome symptoms --json",
    'msgevidence summary --population "drug use disorder" --outcome abstinence --group-type 12-step',
)
_WIDTH = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--population", required=True, metavar="TERM", help="slug, label or synonym of a population")
    parser.add_argument("--outcome", required=True, metavar="TERM", help="slug, label or synonym of an outcome")
    parser.add_argument("--group-type", default="", metavar="TERM", help="only groups of this type")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from msgevidence.cli.desk import desk_of
    from msgevidence.cli.filtering import term_of
    from msgevidence.evidence.asking import ask

    with desk_of(arguments) as desk:
        population, outcome, group_type = (
            desk.vocabularies[facet][term_of(desk.vocabularies, facet, text)] if text else None
            for facet, text in (
                (Facet.POPULATION, arguments.population),
                (Facet.OUTCOME, arguments.outcome),
                (Facet.GROUP_TYPE, arguments.group_type),
            )
        )
        if population is None or outcome is None:
            from msgevidence.errors import CallRefused

            raise CallRefused("a summary needs a population and an outcome; name both with --population and --outcome")
        summary = ask(desk.library.queries, population, outcome, group_type)
    if terminal.as_json:
        terminal.document(summary)
    else:
        _show(summary, terminal)
    return 0


def _show(summary: Summary, terminal: Terminal) -> None:
    question = summary.question
    asked = [question.population.label, question.outcome.label]
    if question.group_type:
        asked.append(question.group_type.label)
    terminal.print(" × ".join(asked))
    terminal.print()
    _paragraph(terminal, summary.bottom_line.sentence)
    if summary.rows:
        terminal.table(
            ("outcome", "about", "direction", "for / unclear / against", "size", "certainty", "studies", "people"),
            [_cells(row) for row in summary.rows],
        )
    for row in summary.rows:
        if row.studies > 1:
            _pooling(terminal, row)
    _list(
        terminal, "Harms and worse results", [f"{line.label}: {line.direction}. {line.note}" for line in summary.harms]
    )
    _list(terminal, "Disagreement", [one.words for one in summary.disagreements])
    _list(terminal, "Reviews", [summary.overlap.words] if summary.overlap.words else [])
    _list(terminal, "Gaps", [gap.words for gap in summary.gaps])
    left_out = [f"{line.label}: {line.counted}" for line in summary.findings if line.counted]
    _list(terminal, "Not counted", list(dict.fromkeys(left_out)))
    searched = summary.searched
    version = f"evidence {searched.version} of {searched.date}" if searched.version else "no bundled evidence"
    terminal.print()
    terminal.print(f"Searched: {searched.works:,} works, {version}; {len(summary.findings)} findings")


def _cells(row: Row) -> tuple[object, ...]:
    size = row.size.text if row.size else ""
    absolute = f"; {row.size.absolute}" if row.size and row.size.absolute else ""
    kinds = [f"{n} {word}" for n, word in ((row.reviews, "rev."), (row.trials, "RCT"), (row.others, "other")) if n]
    people = f"{row.people:,}" if row.people else f"({row.people_in_review:,})" if row.people_in_review else ""
    about = "groups" if row.relevance == "core" else "beside groups"
    ways = (("favours-intervention",), ("no-clear-difference", "mixed"), ("favours-comparator",))
    tally = " / ".join(str(sum(row.directions.get(way, 0) for way in together)) for together in ways)
    level = row.certainty.level
    return row.outcome.label, about, row.direction, tally, size + absolute, level, ", ".join(kinds), people


def _pooling(terminal: Terminal, row: Row) -> None:
    from msgevidence.evidence.forest import heterogeneity_line

    if row.refusal:
        terminal.print(f"{row.outcome.label}: not pooled. {row.refusal.reason}")
    elif row.pooled:
        terminal.print(f"{row.outcome.label}, pooled: {heterogeneity_line(row.pooled.pooled.heterogeneity)}")
        for caveat in row.pooled.caveats:
            terminal.print(f"    {caveat}")


def _paragraph(terminal: Terminal, text: str) -> None:
    for line in textwrap.wrap(text, _WIDTH):
        terminal.print(line)


def _list(terminal: Terminal, title: str, lines: list[str]) -> None:
    if not lines:
        return
    terminal.print()
    terminal.print(title)
    for line in lines:
        for wrapped in textwrap.wrap(line, _WIDTH, initial_indent="  - ", subsequent_indent="    "):
            terminal.print(wrapped)
