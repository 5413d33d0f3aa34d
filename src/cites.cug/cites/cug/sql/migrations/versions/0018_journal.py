"""Which entries of the content's journal are applied, and which could not be."""

import sqlalchemy as sa
from alembic import op


revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "journal_applied",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("removed", sa.DateTime, nullable=True),
    )
    op.create_table(
        "journal_failed",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )
