"""Imports of seizures that are made in several transactions."""

import sqlalchemy as sa
from alembic import op


revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("folder_uid", sa.String(32), nullable=False),
        sa.Column("drafts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("alive_until", sa.DateTime, nullable=False),
        sa.UniqueConstraint("group_uid", "user_id"),
    )
