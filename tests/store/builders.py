"""Small records, entries and a whole-library comparison for the tests of the store."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from msgevidence.model.dates import PartialDate
from msgevidence.model.evidence import Direction, Facet, Finding, Study, Tag, TagStatus, Term
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import Action, Decision
from msgevidence.store import Entry, Library, database
from msgevidence.store.tables import Base

if TYPE_CHECKING:
    from store.blanks import Blank

VOCABULARY = (
    Term(Facet.POPULATION, "mental-health", "mental health", synonyms=("mental illness",)),
    Term(Facet.POPULATION, "depression", "depression", broader="mental-health"),
    Term(Facet.POPULATION, "anxiety", "anxiety disorders", broader="mental-health"),
    Term(Facet.POPULATION, "cancer", "cancer", mesh=("D009369",)),
    Term(Facet.OUTCOME, "recovery", "personal recovery"),
    Term(Facet.OUTCOME, "hope", "hope", broader="recovery", higher_is_better=True),
    Term(Facet.OUTCOME, "mortality", "mortality", higher_is_better=False),
    Term(Facet.GROUP_TYPE, "peer-support-group", "peer support group"),
    Term(Facet.DESIGN, "rct", "randomised trial"),
    Term(Facet.DESIGN, "cohort", "cohort study"),
)


def record(title: str = "Mutual support in depression", year: int | None = 2010, **values: Any) -> Record:
    values.setdefault("author", (Name(family="Chien", given="Wai-Tong"), Name(family="Thompson", given="David R.")))
    issued = PartialDate((year,)) if year is not None else PartialDate()
    return Record(type="article-journal", title=title, issued=issued, **values)


def tag(facet: Facet, term: str, status: TagStatus = TagStatus.PROPOSED, by: str = "rule") -> Tag:
    return Tag(facet, term, by, f"the word {term}", status)


def entry(
    described: Record | None = None,
    action: Action = Action.ADD,
    *,
    index: int = 0,
    report: int | None = None,
    because: str = "a rule",
    **values: Any,
) -> Entry:
    if described is None and action is not Action.REJECT:
        described = record()
    return Entry(
        raw=RawRecord("ris", index, index * 10 + 1, (("TI", "as it stood"),)),
        record=described,
        decision=Decision(action, because, report),
        **values,
    )


def add(library: Library, *records: Record, **values: Any) -> list[int]:
    """A run that adds these; their report ids."""
    with library.run(source="added.ris", format="ris") as run:
        ids = run.apply([entry(one, index=index, **values) for index, one in enumerate(records)])
    return [id_ for id_ in ids if id_ is not None]


def study(id_: str = "s1", *works: str, **values: Any) -> Study:
    return Study(id_, f"Study {id_}", reports=works or ("w1",), **{"design": "rct", "ocebm_level": 2, **values})


def finding(id_: str = "f1", **values: Any) -> Finding:
    told = {"study": "s1", "work": "w1", "population": "depression", "outcome": "hope", "locator": "Table 2"}
    return Finding(id_, **{**told, "direction": Direction.FAVOURS_INTERVENTION, **values})


@contextmanager
def copied(blank: Blank) -> Iterator[Library]:
    """A library of its own for one example of a property."""
    with tempfile.TemporaryDirectory() as folder:
        url = blank.copy(Path(folder))
        try:
            with Library.open(url) as library:
                yield library
        finally:
            blank.drop(url)


def dump(library: Library | Path | str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a library holds, but for the list of runs and the counters, which remember what was undone."""
    if not isinstance(library, Library):
        with Library.open(f"sqlite:///{library}" if isinstance(library, Path) else library) as opened:
            return dump(opened)
    with database.reading(library._place) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(*table.c))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in ("run", "counter")
        }


def first_data(schema: str, index: str) -> str:
    """SQL that fills a library of that schema with one run of one report; `index` takes it into the full-text index."""
    csl = '{"type":"article-journal","title":"Mutual help","abstract":"Each other."}'
    return f"""
        INSERT INTO counter VALUES ('run', 1), ('report', 1), ('source_record', 1), ('revision', 1);
        INSERT INTO run VALUES (1, 'import', 'a.ris', 'ris', '', 'user', '', '', 1, 1, 0, 0, 0, '');
        INSERT INTO report VALUES (1, 'k', 'article-journal', 'Mutual help', 'mutual help', 'Chien, W.', 'chien w',
            2010, 'J', '10.1/x', '', '{csl}', '[]', '{{}}');
        INSERT INTO source_record
            VALUES (1, 1, 1, 0, 1, 'ris', '[]', 'as it stood', '{csl}', '[]', 'added', 'new', '');
        {index if schema >= "0003" else ""}
    """
