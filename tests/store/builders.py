"""Small records, entries and a whole-library comparison for the tests of the store."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msgevidence.model.dates import PartialDate
from msgevidence.model.evidence import Direction, Facet, Finding, Study, Tag, TagStatus, Term
from msgevidence.model.names import Name
from msgevidence.model.record import RawRecord, Record
from msgevidence.ports import Action, Decision
from msgevidence.store import Entry, Library

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
def copied(blank: Path) -> Iterator[Library]:
    """A library of its own for one example of a property."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.sqlite")
        shutil.copyfile(blank, path)
        with Library.open(f"sqlite:///{path}") as library:
            yield library


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a library holds, but for the list of runs and the counters, which remember what was undone."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)
            for name in tables
            if name not in ("run", "counter") and not name.startswith(("report_fts", "sqlite_"))
        }
