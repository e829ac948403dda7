"""Runs, reports, source records, the review queue, the vocabulary and its tags.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from msgevidence.store.migrations.columns import big, integer, text

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_reports()
    create_review()
    create_tags()


def create_reports() -> None:
    op.create_table("counter", text("name"), integer("value"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "report",
        integer("id"),
        text("citekey"),
        text("type"),
        text("title"),
        text("title_sort"),
        text("author"),
        text("author_sort"),
        integer("year", nullable=True),
        text("container"),
        text("doi"),
        text("pmid"),
        text("csl"),
        text("leftovers"),
        text("origins"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_report_author_sort", "report", ["author_sort"])
    # an identifier may be of any length, which only a hash can hold there
    op.create_index("ix_report_doi", "report", ["doi"], postgresql_using="hash")
    op.create_index("ix_report_pmid", "report", ["pmid"], postgresql_using="hash")
    op.create_index("ix_report_title_sort", "report", ["title_sort"])
    op.create_index("ix_report_year", "report", ["year", "id"])
    op.create_table(
        "run",
        integer("id"),
        text("kind"),
        text("source"),
        text("format"),
        text("sha256"),
        text("actor"),
        text("started"),
        text("finished"),
        integer("read"),
        integer("added"),
        integer("merged"),
        integer("held"),
        integer("rejected"),
        text("undone"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "source_record",
        integer("id"),
        integer("run_id"),
        integer("report_id", nullable=True),
        integer("position"),
        integer("line"),
        text("format"),
        text("fields"),
        text("text"),
        text("csl", nullable=True),
        text("leftovers"),
        text("action"),
        text("because"),
        text("by"),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_source_record_report_id", "source_record", ["report_id"])
    op.create_index("ix_source_record_run_id", "source_record", ["run_id"])
    op.create_table(
        "match_key",
        big("key"),
        integer("record_id"),
        sa.ForeignKeyConstraint(["record_id"], ["source_record.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "record_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_match_key_record", "match_key", ["record_id", "key"])
    op.create_table(
        "report_version",
        integer("id"),
        integer("report_id"),
        integer("record_id"),
        text("csl"),
        text("leftovers"),
        text("origins"),
        sa.ForeignKeyConstraint(["record_id"], ["source_record.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_report_version_record_id", "report_version", ["record_id"])
    op.create_index("ix_report_version_report_id", "report_version", ["report_id"])
    op.create_index("ux_report_citekey", "report", [sa.text("lower(citekey)")], unique=True)


def create_review() -> None:
    op.create_table(
        "not_duplicate",
        integer("low"),
        integer("high"),
        sa.ForeignKeyConstraint(["high"], ["report.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["low"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("low", "high"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_not_duplicate_high", "not_duplicate", ["high"])
    op.create_table(
        "held",
        integer("id"),
        integer("record_id"),
        integer("report_id", nullable=True),
        text("rule"),
        text("citekeys"),
        text("tags"),
        text("decided"),
        text("decided_by"),
        text("decided_at"),
        sa.ForeignKeyConstraint(["record_id"], ["source_record.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_held_record_id", "held", ["record_id"])
    op.create_index("ix_held_report_id", "held", ["report_id"])
    op.create_table(
        "problem",
        integer("id"),
        integer("run_id"),
        integer("record_id", nullable=True),
        text("code"),
        text("severity"),
        text("message"),
        text("variable", nullable=True),
        integer("line", nullable=True),
        integer("position", nullable=True),
        text("quote", nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["source_record.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_problem_record_id", "problem", ["record_id"])
    op.create_index("ix_problem_run_id", "problem", ["run_id"])


def create_tags() -> None:
    op.create_table(
        "term",
        integer("id"),
        text("facet"),
        text("slug"),
        text("label"),
        text("broader"),
        integer("position"),
        text("details"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("facet", "slug", name="ux_term"),
    )
    op.create_table(
        "tag",
        integer("term_id"),
        integer("report_id"),
        text("status"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["term.id"],
        ),
        sa.PrimaryKeyConstraint("term_id", "report_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tag_report", "tag", ["report_id", "term_id", "status"])
    op.create_table(
        "tagging",
        integer("report_id"),
        integer("term_id"),
        text("by"),
        integer("record_id"),
        integer("run_id"),
        text("status"),
        text("because"),
        text("said_at"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["term.id"],
        ),
        sa.PrimaryKeyConstraint("report_id", "term_id", "by", "record_id", "run_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "term_ancestor",
        integer("ancestor_id"),
        integer("term_id"),
        sa.ForeignKeyConstraint(
            ["ancestor_id"],
            ["term.id"],
        ),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["term.id"],
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "term_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_term_ancestor_term", "term_ancestor", ["term_id", "ancestor_id"])
