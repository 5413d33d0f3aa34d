"""The audit trail and who has read which library item."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("actor", sa.String(200), nullable=False, index=True),
        sa.Column("action", sa.String(60), nullable=False, index=True),
        sa.Column("target", sa.String(2000), nullable=False),
        sa.Column("target_uid", sa.String(32), index=True),
        sa.Column("ip", sa.String(45)),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_table(
        "library_reading",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
    )
