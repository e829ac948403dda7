"""Studies, findings, notices, relations, provenance.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from msgevidence.store.migrations.columns import integer, text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_studies()
    create_around_them()


def create_studies() -> None:
    op.create_table(
        "finding",
        text("id"),
        integer("run_id"),
        text("data"),
        text("study_id"),
        text("work_id"),
        text("population"),
        text("outcome"),
        text("direction"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_finding_outcome", "finding", ["outcome"])
    op.create_index("ix_finding_population", "finding", ["population"])
    op.create_index("ix_finding_run_id", "finding", ["run_id"])
    op.create_index("ix_finding_study_id", "finding", ["study_id"])
    op.create_index("ix_finding_work_id", "finding", ["work_id"])
    op.create_table(
        "study",
        text("id"),
        integer("run_id"),
        text("data"),
        text("relevance"),
        integer("level", nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_study_run_id", "study", ["run_id"])
    op.create_table(
        "work",
        text("id"),
        integer("run_id"),
        text("data"),
        integer("report_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_work_report_id", "work", ["report_id"])
    op.create_index("ix_work_run_id", "work", ["run_id"])
    op.create_table(
        "study_report",
        text("study_id"),
        text("work_id"),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study_id", "work_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_study_report_work", "study_report", ["work_id", "study_id"])


def create_around_them() -> None:
    op.create_table(
        "fact",
        text("id"),
        integer("run_id"),
        text("data"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fact_run_id", "fact", ["run_id"])
    op.create_table(
        "notice",
        text("id"),
        integer("run_id"),
        text("data"),
        text("work_id"),
        text("kind"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notice_run_id", "notice", ["run_id"])
    op.create_index("ix_notice_work_id", "notice", ["work_id"])
    op.create_table(
        "provenance",
        text("id"),
        integer("run_id"),
        text("data"),
        text("entity"),
        text("entity_id"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_provenance_entity_id", "provenance", ["entity_id"])
    op.create_index("ix_provenance_run_id", "provenance", ["run_id"])
    op.create_table(
        "relation",
        text("id"),
        integer("run_id"),
        text("data"),
        text("subject"),
        text("object"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_relation_object", "relation", ["object"])
    op.create_index("ix_relation_run_id", "relation", ["run_id"])
    op.create_index("ix_relation_subject", "relation", ["subject"])
    op.create_table(
        "replaced",
        integer("run_id"),
        text("entity"),
        text("row_id"),
        integer("run_before"),
        text("data"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "entity", "row_id"),
    )
    op.create_index("ix_replaced_run_before", "replaced", ["run_before"])
