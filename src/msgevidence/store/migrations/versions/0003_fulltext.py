"""The full-text index.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The index of words over the reports. It has no insert trigger: new reports enter it a batch at a time."""
    for statement in SQLITE_FULLTEXT:
        op.execute(sa.text(statement))


SQLITE_FULLTEXT = (
    """
    CREATE VIEW report_text AS
    SELECT id, title, author, container,
           json_extract(csl, '$.keyword') AS keyword, json_extract(csl, '$.abstract') AS abstract
    FROM report
    """,
    """
    CREATE VIRTUAL TABLE report_fts USING fts5(
        title, author, container, keyword, abstract,
        content='report_text', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    # the words of one batch wait in memory, and fewer small segments have to be merged
    "INSERT INTO report_fts(report_fts, rank) VALUES ('hashsize', 67108864)",
    """
    CREATE TRIGGER report_fts_delete AFTER DELETE ON report BEGIN
        INSERT INTO report_fts(report_fts, rowid, title, author, container, keyword, abstract)
        VALUES ('delete', old.id, old.title, old.author, old.container,
                json_extract(old.csl, '$.keyword'), json_extract(old.csl, '$.abstract'));
    END
    """,
    """
    CREATE TRIGGER report_fts_update AFTER UPDATE OF title, author, container, csl ON report BEGIN
        INSERT INTO report_fts(report_fts, rowid, title, author, container, keyword, abstract)
        VALUES ('delete', old.id, old.title, old.author, old.container,
                json_extract(old.csl, '$.keyword'), json_extract(old.csl, '$.abstract'));
        INSERT INTO report_fts(rowid, title, author, container, keyword, abstract)
        VALUES (new.id, new.title, new.author, new.container,
                json_extract(new.csl, '$.keyword'), json_extract(new.csl, '$.abstract'));
    END
    """,
)
