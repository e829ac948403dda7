"""Who said that a term fits a report, and what holds in the end.

A person's latest word decides. Without one, a tag that any record or evidence states as accepted is accepted, else
one that was rejected is rejected, else it is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text
from sqlmodel import select

from msgevidence.errors import CallRefused
from msgevidence.model.evidence import Facet, Tag, TagStatus
from msgevidence.store.database import in_chunks, insert_new
from msgevidence.store.rows import storable
from msgevidence.store.tables import TaggingRow, TermRow, columns

_MOMENT = len("2026-01-01T00:00:00.000000Z")

_EFFECTIVE = f"""
    INSERT INTO tag (term_id, report_id, status)
    SELECT term_id, report_id, status FROM (
        SELECT term_id, report_id,
               COALESCE(
                   SUBSTR(MAX(CASE WHEN run_id = 0 THEN said_at || status END), {_MOMENT + 1}),
                   CASE WHEN MAX(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END) = 1 THEN 'accepted'
                        WHEN MAX(CASE WHEN status = 'rejected' THEN 1 ELSE 0 END) = 1 THEN 'rejected'
                        ELSE 'proposed' END
               ) AS status
        FROM tagging WHERE {{where}} GROUP BY term_id, report_id
    ) AS said WHERE status <> 'rejected'
"""
_OF_NEW = text(_EFFECTIVE.format(where="report_id BETWEEN :first AND :last"))
_OF_SOME = text(_EFFECTIVE.format(where="report_id IN :reports")).bindparams(bindparam("reports", expanding=True))
_FORGET = text("DELETE FROM tag WHERE report_id IN :reports").bindparams(bindparam("reports", expanding=True))


def moment() -> str:
    """Now, in UTC, as ISO text of one length: it sorts."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class TermIds:
    """The vocabulary's ids by facet and slug."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(select(TermRow.id, TermRow.facet, TermRow.slug))
        self._ids = {(facet, slug): id_ for id_, facet, slug in rows}

    def __getitem__(self, term: tuple[Facet, str]) -> int:
        try:
            return self._ids[term]
        except KeyError:
            facet, slug = term
            raise CallRefused(f"the vocabulary has no {facet} {slug!r}; load the vocabulary first") from None

    def get(self, facet: Facet, slug: str) -> int | None:
        return self._ids.get((facet, slug))


def claim(
    connection: Connection,
    terms: TermIds,
    said: Iterable[tuple[int, Tag]],
    *,
    record_id: int = 0,
    run_id: int = 0,
) -> None:
    """Writes down who said what of which report; what was said before by the same is left as it is."""
    now = moment()
    rows = [claim_values(terms, report_id, tag, record_id=record_id, run_id=run_id, now=now) for report_id, tag in said]
    if rows:
        connection.execute(insert_new(TaggingRow), rows)


def of_record(connection: Connection, report_id: int, record_id: int) -> tuple[Tag, ...]:
    """What one source record says of its report."""
    said, term = columns(TaggingRow), columns(TermRow)
    rows = connection.execute(
        select(*[term.facet, term.slug, said.by, said.because, said.status])
        .join(TermRow, term.id == said.term_id)
        .where(said.report_id == report_id, said.record_id == record_id)
        .order_by(term.facet, term.slug)
    )
    return tuple(Tag(Facet(facet), slug, by, why, TagStatus(status)) for facet, slug, by, why, status in rows)


def claim_values(terms: TermIds, report_id: int, tag: Tag, *, record_id: int, run_id: int, now: str) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "term_id": terms[tag.facet, tag.term],
        "by": tag.by,
        "record_id": record_id,
        "run_id": run_id,
        "status": tag.status.value,
        "because": storable(tag.because),
        "said_at": now,
    }


def claim_all(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Many at once, none of them there before."""
    unique = {(row["report_id"], row["term_id"], row["by"], row["record_id"]): row for row in reversed(rows)}
    if unique:
        connection.execute(insert(TaggingRow), list(unique.values()))


def settle_new(connection: Connection, reports: range) -> None:
    """Works out the tags of reports that have none yet."""
    if reports:
        connection.execute(_OF_NEW, {"first": reports[0], "last": reports[-1]})


def settle(connection: Connection, reports: Iterable[int]) -> None:
    """Works out the tags of these reports afresh."""
    for chunk in in_chunks(set(reports)):
        connection.execute(_FORGET, {"reports": chunk})
        connection.execute(_OF_SOME, {"reports": chunk})
