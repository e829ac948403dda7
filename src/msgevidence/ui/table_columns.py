"""The columns of an uploaded table: what each is taken for, shown and changeable before anything is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import streamlit as st

from msgevidence.errors import MsgEvidenceError
from msgevidence.formats import register
from msgevidence.formats.columns import is_own, meanings
from msgevidence.formats.table_csv import CsvReader
from msgevidence.formats.xlsx import XlsxReader
from msgevidence.model.record import VARIABLES
from msgevidence.sources.files import FileSource
from msgevidence.ui import intake, literal, state

ASIDE = "-"  # what a reader is told of a column that stands for nothing
_READERS: dict[str, type[CsvReader] | type[XlsxReader]] = {"csv": CsvReader, "xlsx": XlsxReader}
_FIRST = 30  # rows in which columns are looked for
_MOST = 60  # columns whose meaning can be chosen here
_EXAMPLE = 60  # characters
_BESIDE_VARIABLES = ("type", "id", "year", "month", "day", "first_page", "last_page", "article_number", "citation")
MEANINGS = {ASIDE: "Kept aside"} | {
    name: name.replace("_", " ").capitalize() for name in sorted((*VARIABLES, *_BESIDE_VARIABLES))
}
"""What a column may stand for → words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its header, with the first value in it; `meaning` is what it is taken for by itself."""

    header: str
    example: str
    meaning: str


def chosen(batch: intake.Batch) -> intake.Batch:
    """Shows the columns, where the inputs are tables of one kind; the batch with the meanings chosen for them."""
    kind = _kind(batch)
    columns = _columns(batch, kind) if kind else ()
    if not columns:
        return batch
    key = state.fingerprint(batch.key, kind)
    known = {column.meaning for column in columns}
    wanted: dict[str, str] = {}
    with st.expander("Columns of the table", expanded=not {"title", "doi", "pmid"} & known):
        st.caption("What each column is taken for. What is kept aside is not lost: it stays with the source record.")
        with st.container(horizontal=True):
            for number, column in enumerate(columns[:_MOST]):
                meaning = _choice(column, f"column-{key}-{number}")
                if meaning != column.meaning:
                    wanted[column.header] = meaning
        if len(columns) > _MOST:
            st.caption(f"and {len(columns) - _MOST:,} more columns, kept aside unless their header is known.")
    if not wanted:
        return batch
    return replace(batch, format=f"{kind}:" + ",".join(f"{header}={meaning}" for header, meaning in wanted.items()))


def _choice(column: Column, key: str) -> str:
    options = list(MEANINGS)
    with st.container(width=240, gap="xxsmall"):
        meaning = st.selectbox(
            literal.markdown(column.header),
            options,
            index=options.index(column.meaning),
            format_func=MEANINGS.__getitem__,
            key=key,
            disabled="," in column.header or "=" in column.header,  # signs of the way a reader is told
        )
        st.caption(literal.markdown(column.example))
    return meaning


def _kind(batch: intake.Batch) -> str:
    """``csv`` or ``xlsx`` when every input is that; "" else."""
    if batch.format is not None:
        kinds = {batch.format}
    else:
        kinds = {register.detect(source.head, source.name).name for source in batch.sources}
    kind = kinds.pop() if len(kinds) == 1 else ""
    return kind if kind in _READERS and batch.sources else ""


def _columns(batch: intake.Batch, kind: str) -> tuple[Column, ...]:
    """Those of all the inputs, kept until the inputs change; none for a table this program wrote, or a broken one."""
    kept: tuple[tuple[str, ...], tuple[Column, ...]] | None = state.recall("columns")
    if kept is None or kept[0] != batch.key:
        try:
            found = tuple(dict.fromkeys(column for source in batch.sources for column in _of(source, kind)))
        except MsgEvidenceError:  # the preview says why
            found = ()
        kept = (batch.key, tuple({column.header: column for column in reversed(found)}.values())[::-1])
        state.remember("columns", kept)
    return kept[1]


def _of(source: FileSource, kind: str) -> Sequence[Column]:
    # A meaning for a column without a header, which there is not, lets a table through whose headers say nothing.
    reader = _READERS[kind]({"": "title"})
    examples: dict[str, str] = {}
    for raw in islice(reader.read(source), _FIRST):
        for header, cell in raw.fields:
            examples.setdefault(header, cell)
    if is_own(examples):
        return ()
    taken = meanings(tuple(examples))
    return [
        Column(header, cell if len(cell) <= _EXAMPLE else f"{cell[:_EXAMPLE]} …", taken.get(number, ASIDE))
        for number, (header, cell) in enumerate(examples.items())
    ]
