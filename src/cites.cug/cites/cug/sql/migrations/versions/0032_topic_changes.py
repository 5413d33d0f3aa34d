"""What has changed in topics, and permits in the order of their changes."""

import sqlalchemy as sa
from alembic import op


revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "workspace_change",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("topic_uid", sa.String(32), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("workspace_uid", sa.String(32), nullable=False),
        sa.Column("only_author", sa.String(200), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_workspace_change_at", "workspace_change", ["at"])
    op.create_index("ix_permit_changed", "permit", ["changed", "id"])
