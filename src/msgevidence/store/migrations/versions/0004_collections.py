"""Collections and saved searches.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from msgevidence.store.migrations.columns import integer, text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table, further in (("collection", ()), ("saved_search", (text("query"),))):
        op.create_table(
            table,
            integer("id"),
            text("name"),
            *further,
            text("by"),
            text("made"),
            text("deleted"),
            sa.PrimaryKeyConstraint("id"),
        )
    op.create_table(
        "collection_item",
        integer("collection_id"),
        text("citekey"),
        integer("position"),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("collection_id", "citekey"),
        sqlite_with_rowid=False,
    )
