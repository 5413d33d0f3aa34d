"""What readers propose to correct in alerts."""

import sqlalchemy as sa
from alembic import op


revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "library_correction",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("author_id", sa.String(200), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
    )
    op.create_index("library_correction_item", "library_correction", ["item_uid", "time"])
    op.create_index(
        "library_correction_group",
        "library_correction",
        ["group_uid", "state", "author_id"],
    )
